"""Every pair of days a case stores, put in the wrong order through the services that store them, is refused."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import permutations

import pytest

from studio_app.core.errors import Invalid
from studio_app.desk import Desk
from studio_app.office.tables import Staff
from studio_app.records.dispute.agreement.draft import (
    AgreementDraft,
    ClauseDraft,
    PerformanceDraft,
    SigningDraft,
    UrgeDraft,
)
from studio_app.records.dispute.case import days as case_days
from studio_app.records.dispute.case.closing import ClosingDraft
from studio_app.records.dispute.case.day_order import Noted
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.risk import RiskReportDraft
from studio_app.records.dispute.case.service import StaffChoice, Withdrawal
from studio_app.records.dispute.follow_up.draft import FollowUpDraft
from studio_app.records.dispute.session.draft import InvestigationDraft, SessionDraft
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from tests.conftest import make_mediator

ORDER = case_days.order()
PAIRS = [(line.before, line.after) for line in ORDER.orders]
BASE, LATE = date(2026, 10, 12), date(2026, 10, 20)
TOO_EARLY = date(2026, 10, 16)
FIRST = date(2026, 9, 1)
NOON = time(12)

STEPS = ("visit", "accepted", "consent", "informed", "privacy", "suspended", "looked", "looked_signed", "sitting", "noticed",
         "sitting_signed", "reached", "signed", "mediator_signed", "sealed", "effective", "court_applied", "court_ruled",
         "performed", "urged", "visited", "withdrawn", "reported", "closed", "archived", "round")  # fmt: skip
ELSEWHERE = ("told", "taken")  # of mode C, and of the day of the change itself


def followers(kind: str) -> set[str]:
    """Every kind that cannot come before this one, directly or through others."""
    found: set[str] = set()
    left = [kind]
    while left:
        after = {late for early, late in PAIRS if early == left[-1]} | ({"effective"} if left[-1] in PAPER else set())
        left.pop()
        left += after - found
        found |= after
    return found


PAPER = ("signed", "mediator_signed", "sealed")


class World:
    """One case that is led through the office; each method notes a day of its kind."""

    def __init__(self, desk: Desk) -> None:
        make_mediator(desk.office)
        self.services, self.office = desk.services, desk.office
        self.case_id = self.sitting_id = self.look = self.paper = self.intake = ""
        self.signing = SigningDraft()

    @property
    def party(self) -> str:
        return self.services.cases.case_file(self.case_id).parties[0].id

    def note(self, kind: str, day: date) -> None:
        getattr(self, kind)(day)

    def visit(self, day: date) -> None:
        draft = IntakeDraft(
            visitors=[VisitorDraft(name="王某")], content="楼上漏水", received_at=datetime.combine(day, NOON)
        )
        if not self.intake:
            self.intake = self.services.intakes.register(replace(draft, backdate_reason="补录")).id
        else:
            self.services.intakes.change(self.intake, replace(draft, backdate_reason="补录"))

    def accepted(self, day: date) -> None:
        cases = self.services.cases
        if self.case_id:
            cases.change_details(
                self.case_id, replace(cases.details(self.case_id), accepted_on=day, backdate_reason="补")
            )
            return
        if not self.intake:
            self.visit(FIRST)
        opening = self.services.intakes.opening_for(self.intake)
        opening.mode, opening.committee_id = "A", cases.committees()[0][0]
        opening.accepted_on, opening.backdate_reason = day, "补录"
        opening.parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
        self.case_id = self.services.intakes.accept(self.intake, opening).id

    def consent(self, day: date) -> None:
        self.services.cases.consent(self.case_id, self.party, "agreed", day)

    def informed(self, day: date) -> None:
        self.services.cases.inform(self.case_id, [self.party], day, "oral")

    def privacy(self, day: date) -> None:
        drafts = self.services.cases.party_drafts(self.case_id)
        self.services.cases.put_parties(self.case_id, [replace(drafts[0], privacy_on=day), *drafts[1:]])

    def looked(self, day: date) -> None:
        draft = InvestigationDraft(made_at=datetime.combine(day, NOON), text="地漏渗水。")
        self.look = self.services.sessions.record_investigation(self.case_id, draft).id

    def looked_signed(self, day: date) -> None:
        self.services.sessions.sign_investigation(self.look, day)

    def suspended(self, day: date) -> None:
        self.services.cases.suspend(self.case_id, day, "等鉴定")

    def sitting(self, day: date) -> None:
        draft = SessionDraft(started_at=datetime.combine(day, NOON), narrative="谈了。", result="continue")
        self.sitting_id = self.services.sessions.record(self.case_id, draft).id

    def sitting_signed(self, day: date) -> None:
        self.services.sessions.sign(self.sitting_id, day)

    def reached(self, day: date) -> None:
        one, other = self.services.cases.case_file(self.case_id).parties
        clause = ClauseDraft(debtor_id=other.id, creditor_id=one.id, what="修好地漏")
        draft = AgreementDraft(reached_on=day, clauses=[clause], default_terms="照价赔偿")
        self.paper = self.services.agreements.save(self.case_id, draft).id

    def _sign(self, **days: object) -> None:
        wanted = replace(self.signing, **days)  # type: ignore[arg-type]
        self.services.agreements.sign(self.paper, wanted)
        self.signing = wanted

    def signed(self, day: date) -> None:
        self._sign(signatures={party.id: day for party in self.services.agreements.view(self.case_id).signs})

    def mediator_signed(self, day: date) -> None:
        self._sign(mediator_signed_on=day)

    def sealed(self, day: date) -> None:
        self._sign(sealed_on=day)

    def effective(self, day: date) -> None:
        """By the seal: nobody types the day of effect."""
        if self.signing.sealed_on is None:
            self.sealed(day)

    def told(self, day: date) -> None:
        self._sign(told_on=day)

    def _court(self, **days: date) -> None:
        draft = replace(
            self.services.agreements.court_draft(self.paper), court="区人民法院", court_result="受理", **days
        )
        self.services.agreements.confirm_court(self.paper, draft)

    def court_applied(self, day: date) -> None:
        self._court(court_applied_on=day)

    def court_ruled(self, day: date) -> None:
        self._court(court_ruled_on=day)

    def performed(self, day: date) -> None:
        owed = self.services.agreements.promises(self.case_id)[0].obligation.id
        self.services.agreements.perform(owed, PerformanceDraft(done_on=day, full=True))

    def urged(self, day: date) -> None:
        self.services.agreements.urge(self.case_id, UrgeDraft(urged_on=day, said="请按约定做"))

    def visited(self, day: date) -> None:
        self.services.follow_ups.record(self.case_id, FollowUpDraft(visited_on=day, text="都好"))

    def withdrawn(self, day: date) -> None:
        row = self.services.cases.assign(self.case_id, StaffChoice(self.office.signed.staff_id or "", duty="recorder"))
        self.services.cases.withdraw(self.case_id, Withdrawal(row.id, day, reason="出差"))

    def noticed(self, day: date) -> None:
        self.noticed_on = day

    def reported(self, day: date) -> None:
        at = datetime.combine(day, NOON, self.office.now().tzinfo)
        draft = RiskReportDraft(
            target="police", reported_at=at, way="phone", noticed_on=getattr(self, "noticed_on", None)
        )
        self.services.cases.report_risk(self.case_id, draft)

    def closed(self, day: date) -> None:
        self.services.cases.close(self.case_id, ClosingDraft("agreed_written", "还有没做完的", day))

    def archived(self, day: date) -> None:
        self.services.cases.archive(self.case_id, day)

    def round(self, day: date) -> None:
        self.services.cases.reopen(self.case_id, day, "又闹起来")


# what has to stand before a day of the kind can be noted at all
PAPER_STEPS = ("accepted", "reached", "signed", "mediator_signed", "sealed")
NEEDS: dict[str, tuple[str, ...]] = {
    "accepted": ("visit",),
    "looked_signed": ("accepted", "looked"),
    "sitting_signed": ("accepted", "sitting"),
    "reported": ("accepted", "noticed"),
    "signed": ("accepted", "reached"),
    "mediator_signed": ("accepted", "reached"),
    "sealed": ("accepted", "reached", "signed", "mediator_signed"),
    "effective": PAPER_STEPS,
    "court_applied": PAPER_STEPS,
    "court_ruled": (*PAPER_STEPS, "court_applied"),
    "performed": PAPER_STEPS,
    "urged": PAPER_STEPS,
    "closed": PAPER_STEPS,
    "archived": (*PAPER_STEPS, "closed"),
    "round": (*PAPER_STEPS, "closed"),
}


def needed(*kinds: str) -> list[str]:
    """The steps before these kinds, in the order of the work."""
    found = {step for kind in kinds for step in NEEDS.get(kind, ("accepted",))} | {"visit"} | set(kinds)
    if "sitting" in found and "suspended" in found:
        found.discard("sitting")  # a sitting ends the suspension
    return [step for step in STEPS if step in found]


THROUGH_SERVICES = [
    (before, after) for before, after in PAIRS if not {before, after} & set(ELSEWHERE) and before != "round"
]


@pytest.mark.parametrize(("before", "after"), THROUGH_SERVICES)
def test_a_day_before_the_one_it_follows_is_refused(before: str, after: str, desk: Desk) -> None:
    world = World(desk)
    late = {before} | followers(before)
    if before == "effective":
        late |= {"sealed"}
    for step in needed(before, after):
        if step != after:
            world.note(step, LATE if step in late else BASE)
    with pytest.raises(Invalid) as refused:
        world.note(after, TOO_EARLY)
    said = " ".join(refused.value.problems.values())
    assert f"{ORDER.words[after]}不能早于" in said
    assert LATE.isoformat() in said
    world.note(after, LATE)


@pytest.mark.parametrize("after", [late for early, late in PAIRS if early == "round" and late not in ELSEWHERE])
def test_what_is_done_in_a_later_round_is_not_done_before_it(after: str, desk: Desk) -> None:
    world = World(desk)
    for step in needed("round"):
        world.note(step, LATE if step == "round" else BASE)
    world.signing = SigningDraft()
    steps = [step for step in needed(after) if step in PAPER_STEPS and step not in ("accepted", after)]
    for step in steps:
        world.note(step, LATE)
    with pytest.raises(Invalid) as refused:
        world.note(after, TOO_EARLY)
    assert f"{ORDER.words[after]}不能早于{ORDER.words['round']}" in " ".join(refused.value.problems.values()) or steps
    world.note(after, LATE)


def test_a_day_typed_anew_stays_before_what_followed_it(desk: Desk) -> None:
    world = World(desk)
    for step in needed("court_applied", "sitting"):
        world.note(step, BASE)
    for kind, field in (("accepted", "accepted_on"), ("visit", "received_at"), ("sealed", "sealed_on")):
        with pytest.raises(Invalid) as refused:
            world.note(kind, LATE)
        assert list(refused.value.problems) == [field]
        assert BASE.isoformat() in refused.value.problems[field]
    world.note("closed", BASE)
    held = world.services.sessions
    with pytest.raises(Invalid, match="不能晚于结案日期"):
        held.change(world.sitting_id, replace(held.draft_of(world.sitting_id), started_at=datetime.combine(LATE, NOON)))


def test_a_change_of_mode_is_before_the_end_and_what_the_committee_told_after_the_talk(desk: Desk) -> None:
    world = World(desk)
    world.note("accepted", BASE)
    cases, today = world.services.cases, world.office.today()
    cases.change_mode(world.case_id, "C", cases.committees()[0][0])
    with pytest.raises(Invalid, match="结案日期不能早于改变办理方式的日期"):
        cases.close(world.case_id, ClosingDraft("self_settled", "来电说谈好了", LATE))
    world.note("reached", LATE)
    for day in (TOO_EARLY, BASE - timedelta(days=1)):
        with pytest.raises(Invalid, match="得知协议生效的日期不能早于"):
            world.note("told", day)
    world.note("told", LATE)
    with pytest.raises(Invalid, match="结案日期不能早于"):
        world.note("closed", TOO_EARLY)
    world.note("closed", today)


def test_a_seal_before_the_paper_was_signed_starts_no_month(desk: Desk) -> None:
    world = World(desk)
    for step in ("accepted", "reached"):
        world.note(step, BASE)
    both = {party.id: LATE for party in world.services.agreements.view(world.case_id).signs}
    draft = SigningDraft(both, mediator_signed_on=LATE, sealed_on=BASE)
    with pytest.raises(Invalid) as refused:
        world.services.agreements.sign(world.paper, draft)
    assert refused.value.problems == {
        "sealed_on": "盖章日期不能早于当事人签名日期（2026-10-20 周二）。印章最后盖，请照纸上的日期写。"
    }
    signed = world.services.agreements.sign(world.paper, replace(draft, sealed_on=LATE))
    assert signed.effective_on == LATE


def test_nobody_sits_at_the_table_after_his_last_day(desk: Desk) -> None:
    world = World(desk)
    world.note("accepted", BASE)
    with world.office.write("登记人员") as session:
        gone = Staff(name="周某某", sort_key="zhou", role="mediator", until=BASE)
        session.add(gone)
    held = world.services.sessions
    draft = SessionDraft(
        started_at=datetime.combine(BASE, NOON), narrative="谈了。", result="continue", mediators=[gone.id]
    )
    held.record(world.case_id, draft)
    for field, changes in (("mediators", {}), ("recorder_id", {"mediators": [], "recorder_id": gone.id})):
        late = replace(draft, started_at=datetime.combine(LATE, NOON), **changes)
        with pytest.raises(Invalid) as refused:
            held.record(world.case_id, late)
        assert list(refused.value.problems) == [field]


# --- the table itself -----------------------------------------------------------------------------------------------


def test_the_table_knows_the_words_of_its_days_and_contradicts_itself_nowhere() -> None:
    assert set(STEPS) | set(ELSEWHERE) == set(ORDER.words)
    assert {kind for pair in PAIRS for kind in pair} <= set(ORDER.words)
    assert not [kind for kind in ORDER.words if kind in followers(kind) and kind not in followers("round")]


def test_a_pair_the_table_does_not_name_may_come_in_any_order() -> None:
    for before, after in permutations(ORDER.words, 2):
        days = [Noted(before, LATE, "x", 1, before), Noted(after, TOO_EARLY, "x", 1, after)]
        lines = [line for line in ORDER.orders if (line.before, line.after) == (before, after)]
        assert bool(ORDER.problems(days)) == any(line.binds(*days) for line in lines), (before, after)


def test_what_stood_wrongly_before_keeps_nobody_from_anything_else() -> None:
    days = [Noted("accepted", LATE), Noted("sitting", TOO_EARLY, "x", 1), Noted("urged", LATE, "y", 0, "urged_on")]
    assert ORDER.problems(days) == {}
