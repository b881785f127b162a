"""示例: a throwaway desk with the sample cases of resources/demo, played through the services day by day.

Everything a page or form can show comes to life here: the clock is moved to each event's day, so history,
numbers and reminders read as if a volunteer had worked there for a year.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from studio_app import paths
from studio_app.desk import Desk, local_now
from studio_app.domain.agreement import AgreementDraft, ClauseDraft, PerformanceDraft, SigningDraft, UrgeDraft
from studio_app.domain.case import ClosingDraft
from studio_app.domain.follow_up import FollowUpDraft
from studio_app.domain.intake import DestinationDraft, IntakeDraft, VisitorDraft
from studio_app.domain.party import PartyDraft
from studio_app.domain.risk import RiskReportDraft
from studio_app.domain.session import InvestigationDraft, SessionDraft
from studio_app.records.founding import StudioSetup
from studio_app.records.opening import Opening

ACCOUNT, PASSWORD = "示例", "shili-2026"
SETUP = StudioSetup(
    studio="示例委员工作室",
    short_name="示",
    member="示例委员",
    community="示例社区",
    street="示例街道",
    committee="示例社区人民调解委员会",
    committee_short_name="示社",
    sign_in=ACCOUNT,
    person="李老师",
    role="mediator",
)
MARK = "示例"
OFFICE_HOURS = time(9, 30)

Facts = Mapping[str, Any]


class PlayedClock:
    """Stands where the story is; `None` is the real present."""

    def __init__(self, present: Callable[[], datetime] = local_now) -> None:
        self.present = present
        self.moment: datetime | None = None

    def __call__(self) -> datetime:
        return self.moment or self.present()

    def go(self, day: date, at: time = OFFICE_HOURS) -> None:
        self.moment = datetime.combine(day, at).astimezone()


@dataclass(order=True)
class Event:
    """Something that happens on a day; `order` keeps the course of one day."""

    day: date
    order: int
    act: Callable[[], object] = field(compare=False)


def build(folder: Path, present: Callable[[], datetime] = local_now) -> Desk:
    """A new desk in `folder` filled with the samples up to the present day, opened and signed in."""
    clock = PlayedClock(present)
    today = present().date()
    stories = tomllib.loads(paths.resource("demo", "cases.toml").read_text(encoding="utf-8"))
    clock.go(today - timedelta(days=max(s["days_ago"] for s in stories["case"]) + 1))
    desk, _code = Desk.create(folder, SETUP, PASSWORD, clock)
    player = _Player(desk, clock, today)
    events = [event for story in stories["case"] for event in player.case_events(story)]
    events += [event for visit in stories["intake"] for event in player.intake_events(visit)]
    for event in sorted(events):
        clock.go(event.day)
        event.act()
    clock.moment = None
    return desk


class _Player:
    """Turns stories into events on the services of one desk."""

    def __init__(self, desk: Desk, clock: PlayedClock, today: date) -> None:
        self._services, self._clock, self._today = desk.services, clock, today
        self._committee = desk.services.cases.committees()[0][0]
        self._ids: dict[str, str] = {}
        self._parties: dict[str, list[str]] = {}
        self._staff = desk.office.signed.staff_id
        self._order = 0

    def case_events(self, story: Facts) -> Iterator[Event]:
        """A case's own events in order; those of days to come are left out."""
        start = self._today - timedelta(days=story["days_ago"])
        for day, act in self._acts(story):
            on = start + timedelta(days=day)
            if on <= self._today:
                yield Event(on, self._next(), act)

    def _next(self) -> int:
        self._order += 1
        return self._order

    def _acts(self, story: Facts) -> Iterator[tuple[int, Callable[[], object]]]:
        ref, start = story["ref"], self._today - timedelta(days=story["days_ago"])
        yield 0, lambda: self._open(story, start)
        for name, play in (
            ("investigation", self._investigate),
            ("report", self._report),
            ("session", self._hold),
        ):
            for part in story.get(name, ()):
                yield part["day"], _later(play, ref, part, start)
        yield from self._agreement_acts(story, story.get("agreement"), start)
        for part in story.get("urge", ()):
            yield part["day"], _later(self._urge, ref, part, start)
        for part in story.get("follow_up", ()):
            yield part["day"], _later(self._follow_up, ref, part, start)
        if "closed" in story:
            yield story["closed"], lambda: self._close(story, start)
        if "round_2" in story:
            yield from self._second_round(story, start)

    def _second_round(self, story: Facts, start: date) -> Iterator[tuple[int, Callable[[], object]]]:
        part, ref = story["round_2"], story["ref"]
        reopened = start + timedelta(days=part["day"])
        yield part["day"], lambda: self._services.cases.reopen(self._ids[ref], reopened, part["reason"])
        yield from self._agreement_acts(story, part.get("agreement"), start)

    # --- the course of a case ---------------------------------------------------------------------------------

    def _open(self, story: Facts, start: date) -> None:
        parties = [_party(p, start) for p in story["party"]]
        refused = story["outcome"] == "refused"
        for draft in parties:
            draft.informed_on, draft.informed_way = start, "oral"
            draft.consent, draft.consent_on = (
                ("", None) if refused and draft.side == "respondent" else ("agreed", start)
            )
        opening = Opening(
            mode=story["mode"],
            committee_id=self._committee if story["mode"] != "B" else None,
            their_number=story.get("agreement", {}).get("their_number", ""),
            title=story["title"],
            dispute_type=story["type"],
            subtype=story["subtype"],
            source=story["source"],
            accepted_on=start,
            community=SETUP.community,
            place=f"{MARK}小区{story['where']}",
            summary=story["summary"],
            claims=story["claims"],
            level=story["level"],
            risk=story["risk"],
            risk_signs=list(story.get("risk_signs", ())),
            people_count=story.get("people"),
            amount_fen=sum(c.get("amount_fen", 0) for c in story.get("agreement", {}).get("clauses", ())) or None,
            handler_id=self._staff,
            parties=parties,
            sample=True,
        )
        case = self._services.cases.open(opening)
        self._ids[story["ref"]] = case.id
        self._parties[story["ref"]] = [p.id for p in self._services.cases.case_file(case.id).parties]

    def _investigate(self, ref: str, part: Facts, start: date) -> None:
        draft = InvestigationDraft(
            made_at=_moment(start, part["day"]),
            place=part["place"],
            asked_name=part.get("person", ""),
            text=part["text"],
            staff_id=self._staff,
        )
        self._services.sessions.record_investigation(self._ids[ref], draft)

    def _report(self, ref: str, part: Facts, start: date) -> None:
        for sign in [stop.code for stop in self._services.cases.stops(self._ids[ref])] or [""]:
            draft = RiskReportDraft(
                sign=sign,
                reported_at=_moment(start, part["day"]).astimezone(),
                target=part["to"],
                way=part["way"],
                content=part["text"],
                receiver="值班人员",
            )
            self._services.cases.report_risk(self._ids[ref], draft)

    def _hold(self, ref: str, part: Facts, start: date) -> None:
        parties = self._parties[ref]
        following = part.get("next")
        draft = SessionDraft(
            started_at=_moment(start, part["day"]),
            place=part["place"],
            method=part["method"],
            present=list(parties),
            mediators=[self._staff] if self._staff else [],
            recorder_id=self._staff,
            informed=True,
            statements={parties[s["party"]]: s["text"] for s in part.get("statements", ())},
            narrative=part["text"],
            law=part.get("law", ""),
            result=part["result"],
            next_at=_moment(start, following) if following else None,
        )
        session = self._services.sessions.record(self._ids[ref], draft)
        if part.get("confidential"):
            self._services.sessions.add_note(self._ids[ref], part["confidential"], session.id)

    def _agreement_acts(
        self, story: Facts, agreed: Facts | None, start: date
    ) -> Iterator[tuple[int, Callable[[], object]]]:
        if not agreed or agreed.get("form") == "none":
            return
        ref = story["ref"]
        yield agreed["day"], lambda: self._agree(story, agreed, start)
        for index, clause in enumerate(agreed.get("clauses", ())):
            if "done" in clause:
                yield clause["done"], _later(self._perform, ref, {**clause, "index": index}, start)

    def _agree(self, story: Facts, agreed: Facts, start: date) -> None:
        parties = self._parties[story["ref"]]
        reached = start + timedelta(days=agreed["day"])
        clauses = [_clause(c, parties, start) for c in agreed.get("clauses", ())]
        draft = AgreementDraft(
            form=agreed["form"], reached_on=reached, place="工作室", facts=story["summary"], clauses=clauses
        )
        agreement = self._services.agreements.save(self._ids[story["ref"]], draft)
        if agreed["form"] == "written" or story["mode"] == "C":
            self._sign(story, agreed, agreement.id, reached)

    def _sign(self, story: Facts, agreed: Facts, agreement_id: str, reached: date) -> None:
        signed = reached - timedelta(days=agreed["day"]) + timedelta(days=agreed.get("signed", agreed["day"]))
        sealed = (
            reached - timedelta(days=agreed["day"]) + timedelta(days=agreed["sealed"]) if "sealed" in agreed else None
        )
        mode = story["mode"]
        draft = SigningDraft(
            signatures={} if mode == "C" else dict.fromkeys(self._parties[story["ref"]], signed),
            mediator_signed_on=signed if mode == "A" else None,
            sealed_on=sealed if mode == "A" else None,
            told_on=reached if mode == "C" else None,
        )
        self._clock.go(max(day for day in (signed, sealed, reached) if day))
        self._services.agreements.sign(agreement_id, draft)

    def _perform(self, ref: str, clause: Facts, start: date) -> None:
        promise = self._services.agreements.promises(self._ids[ref])[clause["index"]]
        proof = self._services.office.lists.label("performance_proofs", clause.get("proof", ""))
        draft = PerformanceDraft(
            done_on=start + timedelta(days=clause["done"]), amount_fen=clause.get("amount_fen"), full=True, proof=proof
        )
        self._services.agreements.perform(promise.obligation.id, draft)

    def _urge(self, ref: str, part: Facts, start: date) -> None:
        promise = self._services.agreements.promises(self._ids[ref])[part["clause"]]
        draft = UrgeDraft(urged_on=start + timedelta(days=part["day"]), way=part["method"], said=part["text"])
        self._services.agreements.urge(self._ids[ref], draft, promise.obligation.id)

    def _follow_up(self, ref: str, part: Facts, start: date) -> None:
        draft = FollowUpDraft(
            visited_on=start + timedelta(days=part["day"]),
            method=part["method"],
            visited=[self._parties[ref][part["party"]]],
            fulfilled=part.get("fulfilled", ""),
            text=part["text"],
            satisfaction=part.get("satisfaction", ""),
            new_signs=part.get("new_signs", ""),
            staff_id=self._staff,
        )
        self._services.follow_ups.record(self._ids[ref], draft)

    def _close(self, story: Facts, start: date) -> None:
        respondents = [
            pid for pid, p in zip(self._parties[story["ref"]], story["party"], strict=True) if p["side"] == "respondent"
        ]
        draft = ClosingDraft(
            outcome=story["outcome"],
            note=story.get("outcome_reason", "") or "约定事项已处理完毕。",
            closed_on=start + timedelta(days=story["closed"]),
            parties=respondents,
        )
        self._services.cases.close(self._ids[story["ref"]], draft)

    # --- visits -----------------------------------------------------------------------------------------------

    def intake_events(self, visit: Facts) -> Iterator[Event]:
        """The visit, and on the same day what became of it."""
        yield Event(
            self._today - timedelta(days=visit["days_ago"]), self._next() + 100_000, lambda: self._receive(visit)
        )

    def _receive(self, visit: Facts) -> None:
        draft = IntakeDraft(
            visitors=[VisitorDraft(name=visit["name"], sex=visit.get("sex", ""), phone=visit.get("phone", ""))],
            kind=visit["kind"],
            channel=visit["channel"],
            place=f"{MARK}小区{visit['where']}" if visit.get("where") else "",
            dispute_type=visit.get("type", ""),
            content=visit["matter"],
            wants=visit.get("wants", ""),
            satisfaction=visit.get("satisfaction", ""),
            sample=True,
        )
        intake = self._services.intakes.register(draft)
        destination = visit["destination"]
        if "joins" in visit:
            self._services.intakes.join(intake.id, self._ids[visit["joins"]])
        elif destination not in ("", "waiting"):
            answer = DestinationDraft(destination=destination, text=visit.get("answer", ""), unit=visit.get("unit", ""))
            self._services.intakes.answer(intake.id, answer)


def _later(act: Callable[[str, Facts, date], object], ref: str, part: Facts, start: date) -> Callable[[], object]:
    return lambda: act(ref, part, start)


def _moment(start: date, day: int) -> datetime:
    return datetime.combine(start + timedelta(days=day), OFFICE_HOURS)


def _party(facts: Facts, start: date) -> PartyDraft:
    born = date.fromisoformat(facts["born"]) if facts.get("born") else None
    return PartyDraft(
        side=facts["side"],
        role=facts["role"],
        kind=facts["kind"],
        name=facts["name"],
        sex=facts.get("sex", ""),
        age_told=facts.get("age"),
        birthday=born,
        phone=facts.get("phone", ""),
        id_type=facts.get("id_type", ""),
        id_number=facts.get("id_number", ""),
        occupation=facts.get("occupation", ""),
        ethnicity=facts.get("ethnicity", ""),
        acts_for=facts.get("principal"),
        privacy_on=start,
        consent_recipients=["community"],
        note=facts.get("note", ""),
    )


def _clause(facts: Facts, parties: Sequence[str], start: date) -> ClauseDraft:
    return ClauseDraft(
        debtor_id=parties[facts["who"]],
        creditor_id=parties[facts["to"]] if facts.get("to") is not None else None,
        what=facts["what"],
        amount_fen=facts.get("amount_fen"),
        due_on=start + timedelta(days=facts["due"]) if "due" in facts else None,
        place=facts.get("place", ""),
    )
