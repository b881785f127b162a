"""The stories as events on the services of one desk, each on its day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from studio_app.demo import facts
from studio_app.demo import facts as told
from studio_app.demo.facts import CHANNELS, Facts
from studio_app.desk import Desk
from studio_app.records.dispute.agreement.draft import AgreementDraft, PerformanceDraft, UrgeDraft
from studio_app.records.dispute.case.closing import ClosingDraft
from studio_app.records.dispute.case.draft import ExtensionDraft, ParticipantDraft
from studio_app.records.dispute.case.risk import RiskReportDraft
from studio_app.records.intake.draft import DestinationDraft

ARCHIVED_AFTER = 60  # days from closing to 归档
ENTERED_AFTER = 1  # days from a visit outdoors to the day it was entered (补录)
EXTENDED_ON = 26  # day of the case on which both sides agreed to go on: shortly before the month of R3 is over
LATE = 100_000  # visits of a day come after its cases: some of them join one

Acts = Iterator[tuple[int, Callable[[], object]]]


@dataclass(order=True)
class Event:
    """Something that happens on a day; `order` keeps the course of one day."""

    day: date
    order: int
    act: Callable[[], object] = field(compare=False)


@dataclass
class _Told:
    """What is known of a case once it was opened."""

    id: str
    start: date
    parties: list[str]
    principals: list[str]
    applicants: list[str]
    respondents: list[str]
    invited: list[str]


class Player:
    """Turns stories into events; `catch_up` brings in step what is derived, where an event reads it."""

    def __init__(self, desk: Desk, today: date, catch_up: Callable[[], None]) -> None:
        self._services, self._today, self._catch_up = desk.services, today, catch_up
        self._committee = desk.services.cases.committees()[0][0]
        self._staff = desk.office.signed.staff_id
        self._cases: dict[str, _Told] = {}
        self._order = 0

    def events(self, stories: Facts) -> list[Event]:
        """Everything that happened up to today, in order."""
        found = [event for story in stories["case"] for event in self._case_events(story)]
        found += [self._visit_event(visit) for visit in stories["intake"]]
        found.append(Event(self._today, LATE * 2, self._own_reminder))
        return sorted(found)

    def _case_events(self, story: Facts) -> Iterator[Event]:
        """A case's own events in order; those of days to come are left out."""
        start = self._today - timedelta(days=story["days_ago"])
        for day, act in self._acts(story):
            on = start + timedelta(days=day)
            if on <= self._today:
                self._order += 1
                yield Event(on, self._order, act)

    def _visit_event(self, visit: Facts) -> Event:
        self._order += 1
        day = self._today - timedelta(days=visit["days_ago"])
        return Event(day, LATE + self._order, lambda: self._receive(visit))

    def _acts(self, story: Facts) -> Acts:
        ref = story["ref"]
        yield ENTERED_AFTER if story.get("backdated") else 0, lambda: self._open(story)
        for name, play in (
            ("investigation", self._investigate),
            ("report", self._report),
            ("session", self._hold),
            ("suspension", self._suspend),
            ("photo", self._photograph),
        ):
            for part in story.get(name, ()):
                yield part["day"], self._later(play, ref, part)
        if "extension" in story:
            yield EXTENDED_ON, lambda: self._extend(ref, story["extension"])
        yield from self._agreement_acts(story, story.get("agreement"))
        for part in story.get("urge", ()):
            yield part["day"], self._later(self._urge, ref, part)
        for part in story.get("follow_up", ()):
            yield part["day"], self._later(self._follow_up, ref, part)
        yield from self._ending(story)

    def _ending(self, story: Facts) -> Acts:
        if "closed" in story:
            yield story["closed"], lambda: self._close(story)
        if "round_2" in story:
            part = story["round_2"]
            yield part["day"], self._later(self._reopen, story["ref"], part)
            yield from self._agreement_acts(story, part.get("agreement"))
        elif "closed" in story:
            yield story["closed"] + ARCHIVED_AFTER, self._later(self._archive, story["ref"], story)

    def _agreement_acts(self, story: Facts, agreed: Facts | None) -> Acts:
        """What was done before the agreement took effect is noted once it has: until then nothing is owed."""
        if not agreed:
            return
        ref, effective = story["ref"], agreed["day"]
        yield agreed["day"], lambda: self._agree(story, agreed)
        if agreed["form"] == "written" or story["mode"] == "C":
            effective = max(agreed.get(name, 0) for name in ("day", "signed", "sealed"))
            yield effective, lambda: self._sign(story, agreed)
        for index, clause in enumerate(agreed.get("clauses", ())):
            part = {**clause, "index": index}
            if "done" in clause:
                yield max(clause["done"], effective), self._later(self._perform, ref, part)
            if "refused" in clause:
                yield clause["refused"], self._later(self._refuse, ref, part)

    # --- the course of a case ---------------------------------------------------------------------------------

    def _open(self, story: Facts) -> None:
        start = self._today - timedelta(days=story["days_ago"])
        opening = told.opening(story, start)
        reason = self._services.office.lists.label("backdate_reasons", story.get("backdated", ""))
        opening.backdate_reason, opening.handler_id = reason, self._staff
        opening.committee_id = self._committee if story["mode"] != "B" else None
        opening.community = self._services.intakes.own_community()
        if story["source"] in CHANNELS:
            visit = told.first_visit(story, told.moment(start, 0) if reason else None)
            visit.backdate_reason = reason
            case = self._services.intakes.accept(self._services.intakes.register(visit).id, opening)
        else:
            case = self._services.cases.open(opening)
        self._cases[story["ref"]] = self._noted(case.id, start, story)

    def _noted(self, case_id: str, start: date, story: Facts) -> _Told:
        parties = self._services.cases.party_drafts(case_id)
        guests = [ParticipantDraft(p["name"], "", p["relation"], consented=True) for p in story.get("participants", ())]
        invited = [self._services.cases.put_participant(case_id, guest).id for guest in guests]
        principals = [p.id for p in parties if p.role == "party" and p.side != "third"]
        applicants, respondents = (
            [p.id for p in parties if p.side == side and p.role == "party"] for side in ("applicant", "respondent")
        )
        return _Told(case_id, start, [p.id for p in parties], principals, applicants, respondents, invited)

    def _investigate(self, case: _Told, part: Facts) -> None:
        draft = told.investigation(part, case.start)
        draft.staff_id = self._staff
        self._services.sessions.record_investigation(case.id, draft)

    def _report(self, case: _Told, part: Facts) -> None:
        for sign in [stop.code for stop in self._services.cases.stops(case.id)] or [""]:
            draft = RiskReportDraft(
                sign=sign,
                reported_at=told.moment(case.start, part["day"]).astimezone(),
                target=part["to"],
                way=part["way"],
                content=part.get("text", ""),
                measures=part.get("measures", ""),
                receiver="值班人员",
            )
            self._services.cases.report_risk(case.id, draft)

    def _hold(self, case: _Told, part: Facts) -> None:
        draft = told.session(part, case.start, case.parties)
        draft.invited, draft.recorder_id = case.invited, self._staff
        draft.mediators = [self._staff] if self._staff else []
        held = self._services.sessions.record(case.id, draft)
        if part.get("confidential"):
            self._services.sessions.add_note(case.id, part["confidential"], held.id)

    def _photograph(self, case: _Told, part: Facts) -> None:
        with TemporaryDirectory() as folder:
            photo = facts.draw(Path(folder) / f"{part['caption']}.jpg", part["caption"])
            self._services.attachments.add(case.id, [photo])

    def _suspend(self, case: _Told, part: Facts) -> None:
        self._services.cases.suspend(case.id, case.start + timedelta(days=part["day"]), part["reason"])

    def _extend(self, ref: str, days: int) -> None:
        self._catch_up()
        case = self._cases[ref]
        limit = self._services.cases.mediation_limit(case.id)
        if limit is not None:
            draft = ExtensionDraft(limit + timedelta(days=days), "双方当面同意继续调解。", case.principals)
            self._services.cases.extend(case.id, draft)

    def _agree(self, story: Facts, agreed: Facts) -> None:
        case = self._cases[story["ref"]]
        reached = case.start + timedelta(days=agreed["day"])
        clauses = [told.clause(c, case.start, case.parties) for c in agreed.get("clauses", ())]
        draft = AgreementDraft(
            form=agreed["form"], reached_on=reached, place="工作室", facts=story["summary"], clauses=clauses
        )
        self._services.agreements.save(case.id, draft)

    def _sign(self, story: Facts, agreed: Facts) -> None:
        case = self._cases[story["ref"]]
        agreement = self._services.agreements.view(case.id).agreement
        if agreement is not None:
            draft = told.signing(story["mode"], agreed, case.start, case.parties)
            self._services.agreements.sign(agreement.id, draft)

    def _perform(self, case: _Told, clause: Facts) -> None:
        draft = PerformanceDraft(
            done_on=case.start + timedelta(days=clause["done"]),
            amount_fen=clause.get("amount_fen"),
            full=True,
            proof=self._services.office.lists.label("performance_proofs", clause.get("proof", "")),
        )
        self._services.agreements.perform(self._promised(case, clause["index"]), draft)

    def _refuse(self, case: _Told, clause: Facts) -> None:
        self._services.agreements.mark_refused(self._promised(case, clause["index"]))

    def _urge(self, case: _Told, part: Facts) -> None:
        day = case.start + timedelta(days=part["day"])
        draft = UrgeDraft(urged_on=day, way=part["method"], said=part["text"])
        self._services.agreements.urge(case.id, draft, self._promised(case, part["clause"]))

    def _promised(self, case: _Told, index: int) -> str:
        """The 履行事项 that came of a clause, by the clause's place in the agreement (they are listed by day)."""
        owed = [promise.obligation for promise in self._services.agreements.promises(case.id)]
        clause = self._services.agreements.clauses(owed[0].agreement_id)[index]
        return next(obligation.id for obligation in owed if obligation.clause_id == clause.id)

    def _follow_up(self, case: _Told, part: Facts) -> None:
        draft = told.follow_up(part, case.start, case.parties)
        draft.staff_id = self._staff
        self._services.follow_ups.record(case.id, draft)

    def _close(self, story: Facts) -> None:
        case = self._cases[story["ref"]]
        day = case.start + timedelta(days=story["closed"])
        if story["outcome"] == "refused":
            for party in case.respondents:
                self._services.cases.consent(case.id, party, "refused", day)
        draft = ClosingDraft(
            outcome=story["outcome"],
            note=story.get("outcome_reason", "") or "约定事项已处理完毕。",
            closed_on=day,
            parties=case.applicants if story["outcome"] == "withdrawn" else case.respondents,
            route=story.get("route", ""),
        )
        self._services.cases.close(case.id, draft)

    def _archive(self, case: _Told, story: Facts) -> None:
        self._services.cases.archive(case.id, case.start + timedelta(days=story["closed"] + ARCHIVED_AFTER))

    def _reopen(self, case: _Told, part: Facts) -> None:
        self._services.cases.reopen(case.id, case.start + timedelta(days=part["day"]), part["reason"])

    # --- visits and the rest ----------------------------------------------------------------------------------

    def _receive(self, visit: Facts) -> None:
        """The visit, and on the same day what became of it."""
        intake = self._services.intakes.register(told.visit(visit))
        destination = visit["destination"]
        if "joins" in visit:
            self._services.intakes.join(intake.id, self._cases[visit["joins"]].id)
        elif destination not in ("", "waiting"):
            answer = DestinationDraft(destination=destination, text=visit.get("answer", ""), unit=visit.get("unit", ""))
            self._services.intakes.answer(intake.id, answer)

    def _own_reminder(self) -> None:
        self._services.reminders.add("给下次恳谈会准备一页常见问题", self._today + timedelta(days=1))

    def _later(self, play: Callable[[_Told, Facts], object], ref: str, part: Facts) -> Callable[[], object]:
        """The case is looked up when its day has come."""
        return lambda: play(self._cases[ref], part)
