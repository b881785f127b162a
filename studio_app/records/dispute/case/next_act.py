"""What comes next in a case, and why: the one coloured button of its page and the line below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from studio_app.domain.wording import join
from studio_app.records.dispute.case import progress
from studio_app.records.dispute.case.progress import CaseFacts

Action = Literal[
    "report_risk", "resume", "staff", "parties", "write_record", "agree", "print_agreement", "sign", "seal", "tell",
    "perform", "follow_up", "mode", "close", "archive", "back",
]  # fmt: skip
TO_COMMITTEE = "to_committee"
"""The result of a sitting after which the case goes over to a committee (session_results.toml)."""
WRITTEN = "written"


@dataclass(frozen=True)
class NextAct:
    """`why` says what stands in the case that asks for it; `subject_id` names the record it is about, if one is."""

    action: Action
    why: str
    subject_id: str = ""


@dataclass(frozen=True)
class Paper:
    """The valid edition of the agreement: how far it is on its way to taking effect."""

    form: str = WRITTEN  # written | oral | none
    mode: str = "B"
    edition: int = 1
    clauses: int = 1
    printed: bool = False  # since it was changed last
    signed: bool = False  # some date stands on it
    lacks: Sequence[str] = ()  # what its effect waits for, in words; empty: in effect
    awaits_seal: bool = False  # nothing else is lacking

    @property
    def name(self) -> str:
        return f"第 {self.edition} 版协议" if self.edition > 1 else "协议"


@dataclass(frozen=True)
class Sitting:
    """The newest sitting of the present round."""

    id: str = ""
    ordinal: int = 1
    result: str = ""  # code of session_results.toml
    agreed: bool = False  # the result proposes an agreement
    failed: bool = False  # or another end
    next_at: str = ""  # the appointment for the next one, in words


@dataclass(frozen=True)
class Situation:
    """What the next act depends on beside the step bar."""

    state: str
    mode: str = "B"
    round: int = 1
    stopped: bool = False  # a danger not yet reported
    refused: bool = False  # not two are left who want to be mediated
    two_sides: bool = True  # somebody stands on either side
    lacks_mediator: bool = False  # mode A without a 人民调解员
    stands_back: str = ""  # why who accepted the case does not mediate it
    sitting: Sitting | None = None
    paper: Paper | None = None


def next_act(facts: CaseFacts, now: Situation) -> NextAct:
    """What an experienced clerk would do next."""
    if facts.archived:
        return NextAct("back", "已归档，没有要办的了。同一件事又起纠纷的，在“更多”里点“重新调解”。")
    if now.stopped:
        return NextAct("report_risk", "有依法要报告的情况，还没有记下报给了谁。")
    if now.state == "suspended":
        return NextAct("resume", "调解暂缓着。可以接着谈了，就恢复调解。")
    if facts.closed:
        return _after_closing(facts)
    if now.refused and not facts.agreed:
        return NextAct("close", "有人明确不同意调解，不能再往下办，请结案。")
    if now.paper is not None and now.paper.lacks:
        return _towards_effect(now.paper, now)
    return _towards_closing(facts) if facts.agreed else _towards_agreement(now)


def _after_closing(facts: CaseFacts) -> NextAct:
    if progress.current(facts) == "回访":
        return NextAct("follow_up", "已结案，还有一次到期要做的回访。")
    return NextAct("archive", "已结案，材料齐了就归档。")


def _towards_agreement(now: Situation) -> NextAct:
    sitting = now.sitting
    if now.lacks_mediator:
        return NextAct("staff", "人民调解要由人民调解员主持、签名，还没有指派。")
    if now.stands_back:
        return NextAct("staff", f"{now.stands_back}还没有指派由谁主持。")
    if sitting is None:
        begun = "这一轮还没有写调解记录。" if now.round > 1 else "已受理，还没有写过调解记录。"
        return NextAct("write_record", begun)
    if not sitting.result:
        return NextAct("write_record", f"第 {sitting.ordinal} 次调解记录还没有写这次的结果。", sitting.id)
    if sitting.result == TO_COMMITTEE and now.mode == "B":
        return NextAct("mode", "说好转人民调解委员会，还没有换办理方式。")
    if sitting.agreed and not now.two_sides:
        return NextAct("parties", "谈成了，但只登记了一方当事人，协议没法写。")
    if sitting.agreed:
        return NextAct("agree", "谈成了，还没有写协议。")
    if sitting.failed:
        return NextAct("close", "没有谈成，可以结案，把其他途径告诉双方。")
    if sitting.next_at:
        return NextAct("write_record", f"约好 {sitting.next_at} 再谈，谈过以后写下一次记录。")
    return NextAct("write_record", "上次没有谈完，还没有约下次。")


def _towards_effect(paper: Paper, now: Situation) -> NextAct:
    if paper.mode == "C":
        return NextAct("tell", f"{paper.name}已存，还没有记下调委会告知的生效日期。")
    if paper.form != WRITTEN:
        return NextAct("agree", f"口头协议还差：{join(list(paper.lacks))}。")
    if not paper.clauses:
        return NextAct("agree", f"{paper.name}已存，还没有写约定的事。")
    if now.lacks_mediator and paper.mode == "A":
        return NextAct("staff", f"{paper.name}已存，还没有人民调解员可以签名。")
    if paper.awaits_seal:
        return NextAct("seal", f"{paper.name}都签好了，还没有盖调委会的印章。")
    if paper.signed:
        return NextAct("sign", f"{paper.name}还差：{join(list(paper.lacks))}。")
    if paper.printed:
        return NextAct("sign", f"{paper.name}已打印，签好以后登记签名的日期。")
    return NextAct("print_agreement", f"{paper.name}已存，还没打印签名。")


def _towards_closing(facts: CaseFacts) -> NextAct:
    step = progress.current(facts)
    if step == "履行":
        return NextAct("perform", f"协议已生效，还有 {facts.to_perform - facts.performed} 项约定的事没有做完。")
    if step == "回访" and not facts.followed_up:
        done = "约定的事都做到了" if facts.to_perform else "已经说好"
        return NextAct("follow_up", f"{done}，还没有回访。")
    return NextAct("close", "已经回访过，可以结案。")
