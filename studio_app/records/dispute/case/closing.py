"""结案: which facts an outcome states, and why a case cannot be closed with it while they are not entered."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from studio_app.domain.wording import clean


@dataclass(frozen=True)
class Outcome:
    """One row of outcomes.toml, as far as closing needs it."""

    code: str
    label: str
    state: str = "closed"
    modes: tuple[str, ...] = ("A", "B", "C")
    form: str = "none"
    needs_agreement: bool = False
    needs: tuple[str, ...] = ()  # keys of LACKING
    ends: bool = True
    needs_reason: bool = False
    remedies: str = ""
    parties: bool = False
    who: str = ""  # the question after those parties
    route: str = ""  # what is asked about where it goes on, "" for nothing
    success: str = "not_counted"
    breaks_agreement: bool = False
    willing: bool = False  # only where nobody refused mediation

    @classmethod
    def of(cls, code: str, label: str, data: Mapping[str, Any]) -> "Outcome":
        return cls(
            code,
            label,
            state=str(data.get("state", "closed")),
            modes=tuple(data.get("modes", ("A", "B", "C"))),
            form=str(data.get("form", "none")),
            needs_agreement=bool(data.get("needs_agreement", False)),
            needs=tuple(data.get("needs", ())),
            ends=bool(data.get("ends", True)),
            needs_reason=bool(data.get("needs_reason", False)),
            remedies=str(data.get("remedies", "")),
            parties=bool(data.get("parties", False)),
            who=str(data.get("who", "")),
            route=str(data.get("route", "")),
            success=str(data.get("success", "not_counted")),
            breaks_agreement=bool(data.get("breaks_agreement", False)),
            willing=bool(data.get("willing", False)),
        )


@dataclass
class ClosingDraft:
    """结案 as typed. `parties`: ids of those who refused or withdrew …; `route`: where it goes on."""

    outcome: str = ""
    note: str = ""
    closed_on: date | None = None
    parties: list[str] = field(default_factory=list)
    route: str = ""


@dataclass(frozen=True)
class ClosingFacts:
    """What stands in the case when somebody wants to close it."""

    mode: str
    agreement_form: str = ""  # of an agreement in effect in this round; "" where there is none
    bound: bool = False  # an agreement of whatever round binds the parties
    sat: bool = False  # a sitting of this round, or that it was talked out on the spot, is written down
    refusing: Collection[str] = ()  # ids of the parties whose refusal is noted
    applicants: Collection[str] = ()
    unwilling: str = ""  # what is to be said where a party refused mediation
    open_obligations: int = 0
    risk_problem: str = ""  # domain.risk.closing_problem


@dataclass(frozen=True)
class Lack:
    """A fact that is not entered: in a word beside the outcome, and what to do about it."""

    word: str
    sentence: str


LACKING = {
    "agreement": Lack("还没有生效的协议", "还没有生效的协议。请先写协议、登记签名（盖章），或者另选一个结果。"),
    "bound": Lack(
        "没有生效的协议", "这件纠纷没有生效的协议，谈不上反悔。没谈成的，请选“未达成协议”或者“引导诉讼或仲裁”。"
    ),
    "sitting": Lack("还没有调解记录", "这一轮还没有调解记录。请先写一次调解记录，或者另选一个结果。"),
    "refusal": Lack(
        "还没有记下谁不同意",
        "还没有记下谁不同意调解。请先在“当事人、告知与同意”里选“不同意”并写日期，再来结案。",
    ),
}
FORM = Lack("协议的形式不同", "协议的形式（书面、口头）与这个结果不一致，请另选。")
AGREED = Lack("已有生效的协议", "已经有生效的协议，请选“达成协议”；有人反悔起诉的，选“达成协议后反悔起诉”。")
REFUSED_BY = "勾选的人还没有记下不同意调解。请先在“当事人、告知与同意”里记下，或者去掉他的勾。"
WITHDRAWN_BY = "撤回的只能是申请人，请勾选申请人。被申请人不愿意谈的，请选“一方明确拒绝调解”。"
NO_SUCH_CASE = "没有找到这个编号的纠纷。请填并入的那一件的编号，例如列表里“编号”一栏的写法。"
TOLD_BY_WHOM = "没有调解记录，请写明是谁、哪天把结果告诉我们的。"


def lacking(outcome: Outcome, facts: ClosingFacts) -> Lack | None:
    """The first fact this outcome states and nobody entered, or the fact it contradicts."""
    return next(_lacks(outcome, facts), None)


def _lacks(outcome: Outcome, facts: ClosingFacts) -> Iterator[Lack]:
    if outcome.needs_agreement and not facts.agreement_form:
        yield LACKING["agreement"]
    elif outcome.needs_agreement and facts.agreement_form != outcome.form:
        yield FORM
    if (outcome.success == "yes" or outcome.willing) and facts.unwilling:
        yield Lack("有人不同意调解", facts.unwilling)
    if not outcome.needs_agreement and facts.agreement_form and not outcome.breaks_agreement:
        yield AGREED
    # in mode C the committee sits without us, and what it told is written as the reason
    stands = {"bound": facts.bound, "sitting": facts.sat or facts.mode == "C", "refusal": bool(facts.refusing)}
    yield from (LACKING[need] for need in outcome.needs if not stands.get(need, True))


def closing_problems(
    draft: ClosingDraft, outcome: Outcome | None, facts: ClosingFacts, *, other_case: bool = False
) -> dict[str, str]:
    """Why the case cannot be closed this way, by field; 人民调解法 art. 17, 25, 26 stand behind them.

    `other_case`: `route` is the number of another dispute. The day is judged by `records.case_days`.
    """
    found = {
        "closed_on": "" if draft.closed_on else "请填写结案日期。",
        "outcome": _outcome_problem(outcome, facts),
        "note": _note_problem(draft, outcome, facts),
        "risk": facts.risk_problem,
    }
    if outcome is not None:
        found["parties"] = _parties_problem(draft, outcome, facts)
        found["route"] = _route_problem(draft, outcome, other_case=other_case)
    return {name: sentence for name, sentence in found.items() if sentence}


def _outcome_problem(outcome: Outcome | None, facts: ClosingFacts) -> str:
    if outcome is None or outcome.code == "open":
        return "请选择办理结果。"
    if facts.mode not in outcome.modes:
        return "这种办理方式不用这个结果，请另选一个。"
    lack = lacking(outcome, facts)
    return lack.sentence if lack else ""


def _parties_problem(draft: ClosingDraft, outcome: Outcome, facts: ClosingFacts) -> str:
    if not outcome.parties:
        return ""
    if not draft.parties:
        return f"请勾选{outcome.who or '是哪一方'}。"
    if "refusal" in outcome.needs and facts.refusing and not set(draft.parties) <= set(facts.refusing):
        return REFUSED_BY
    if "applicant" in outcome.needs and not set(draft.parties) <= set(facts.applicants):
        return WITHDRAWN_BY
    return ""


def _route_problem(draft: ClosingDraft, outcome: Outcome, *, other_case: bool) -> str:
    if not outcome.route:
        return ""
    if not clean(draft.route):
        return f"请写明{outcome.route}。"
    return "" if "case" not in outcome.needs or other_case else NO_SUCH_CASE


def _note_problem(draft: ClosingDraft, outcome: Outcome | None, facts: ClosingFacts) -> str:
    return "" if clean(draft.note) else asked_note(outcome, facts)


def asked_note(outcome: Outcome | None, facts: ClosingFacts) -> str:
    """What has to be written about this ending, "" where nothing need be."""
    if outcome is not None and "sitting" in outcome.needs and not facts.sat and facts.mode == "C":
        return TOLD_BY_WHOM
    if outcome is not None and outcome.needs_reason:
        return "请写明原因，会印在给当事人的告知里。" if outcome.remedies else "请写明原因，是怎么知道的。"
    if facts.open_obligations:
        return f"还有 {facts.open_obligations} 项约定没有履行完，请写明为什么现在结案。"
    return ""
