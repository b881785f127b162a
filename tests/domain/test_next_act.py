"""What comes next in a case, and why."""

from dataclasses import replace

import pytest

from studio_app.records.dispute.case.next_act import Paper, Sitting, Situation, next_act
from studio_app.records.dispute.case.progress import CaseFacts

TALKED = CaseFacts(mediated=True)
AGREED = CaseFacts(mediated=True, agreed=True, to_perform=2)
DONE = replace(AGREED, performed=2)
OPEN = Situation("mediating")
WAITING = Paper(lacks=("王某签名", "赵某签名"))


def sitting(result: str = "", **more: object) -> Situation:
    return replace(OPEN, sitting=Sitting("s", result=result, **more))  # type: ignore[arg-type]


def paper(stored: Paper, **more: object) -> Situation:
    return replace(OPEN, sitting=Sitting("s", result="agreed", agreed=True), paper=stored, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "now", "action", "why"),
    [
        (CaseFacts(), Situation("accepted"), "write_record", "还没有写过调解记录"),
        (CaseFacts(), Situation("mediating", round=2), "write_record", "这一轮还没有写调解记录"),
        (CaseFacts(), Situation("accepted", stopped=True), "report_risk", "还没有记下报给了谁"),
        (CaseFacts(), Situation("accepted", mode="A", lacks_mediator=True), "staff", "人民调解员"),
        (CaseFacts(), Situation("suspended"), "resume", "暂缓"),
        (CaseFacts(), Situation("accepted", refused=True), "close", "不同意调解"),
        (CaseFacts(), sitting(), "write_record", "第 1 次调解记录还没有写这次的结果"),
        (CaseFacts(), sitting("continue"), "write_record", "还没有约下次"),
        (CaseFacts(), sitting("continue", next_at="2026-11-25 周三 09:00"), "write_record", "约好 2026-11-25"),
        (CaseFacts(), sitting("to_committee"), "mode", "还没有换办理方式"),
        (TALKED, sitting("agreed", agreed=True), "agree", "谈成了，还没有写协议"),
        (TALKED, replace(sitting("agreed", agreed=True), two_sides=False), "parties", "只登记了一方"),
        (TALKED, sitting("failed", failed=True), "close", "没有谈成"),
    ],
)
def test_before_there_is_an_agreement(facts: CaseFacts, now: Situation, action: str, why: str) -> None:
    found = next_act(facts, now)
    assert found.action == action
    assert why in found.why


@pytest.mark.parametrize(
    ("stored", "action", "why"),
    [
        (replace(WAITING, clauses=0), "agree", "还没有写约定的事"),
        (WAITING, "print_agreement", "协议已存，还没打印签名"),
        (replace(WAITING, edition=2), "print_agreement", "第 2 版协议已存"),
        (replace(WAITING, printed=True), "sign", "协议已打印"),
        (replace(WAITING, signed=True, lacks=("赵某签名",)), "sign", "还差：赵某签名"),
        (replace(WAITING, signed=True, lacks=("调委会盖章",), awaits_seal=True), "seal", "还没有盖"),
        (replace(WAITING, mode="C", lacks=("告知",)), "tell", "告知的生效日期"),
        (replace(WAITING, form="oral", lacks=("谈成的日期",)), "agree", "谈成的日期"),
    ],
)
def test_a_paper_on_its_way_to_effect(stored: Paper, action: str, why: str) -> None:
    found = next_act(TALKED, paper(stored))
    assert found.action == action
    assert why in found.why


def test_a_people_s_mediator_is_found_before_anybody_signs() -> None:
    assert next_act(TALKED, paper(replace(WAITING, mode="A"), mode="A", lacks_mediator=True)).action == "staff"
    assert next_act(TALKED, paper(WAITING, mode="A", lacks_mediator=True)).action == "print_agreement"


@pytest.mark.parametrize(
    ("facts", "action", "why"),
    [
        (replace(AGREED, performed=1), "perform", "还有 1 项"),
        (DONE, "follow_up", "还没有回访"),
        (replace(DONE, followed_up=True), "close", "可以结案"),
        (replace(DONE, followed_up=True, follow_up_due=True), "close", "可以结案"),
        (replace(TALKED, closed=True), "archive", "归档"),
        (replace(TALKED, closed=True, follow_up_due=True), "follow_up", "回访"),
        (replace(TALKED, closed=True, archived=True), "back", "已归档"),
    ],
)
def test_after_an_agreement_or_an_end(facts: CaseFacts, action: str, why: str) -> None:
    found = next_act(facts, replace(OPEN, paper=Paper()))
    assert found.action == action
    assert why in found.why


def test_a_new_edition_that_is_not_signed_comes_before_what_the_old_one_promised() -> None:
    assert next_act(AGREED, paper(replace(WAITING, edition=2, printed=True))).action == "sign"


def test_who_refused_ends_a_draft_but_no_agreement_in_effect() -> None:
    assert next_act(TALKED, paper(WAITING, refused=True)).action == "close"
    assert next_act(AGREED, replace(OPEN, refused=True, paper=Paper())).action == "perform"
