"""What was done with disputes in a period, as it stood at its end: every figure is the list of disputes it counts."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from studio_app.core import paths
from studio_app.office.kinds import WINDOW
from studio_app.office.lists import Lists
from studio_app.office.office import Office
from studio_app.office.tables import IssuedNumber
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation, Performance
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.known import selected
from studio_app.records.dispute.past import over
from studio_app.store.as_of import Then, as_of

BY = ("dispute_type", "source", "community", "handler_id", "risk")
"""What a table can be divided by: fields of the dispute."""
_CASE = (
    Case.id, Case.mode, Case.accepted_on, Case.closed_on, Case.round, Case.round_started_on, Case.taken_on,
    Case.outcome, Case.people_count, *(getattr(Case, name) for name in BY),
)  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """One figure as `resources/statistics.toml` declares it."""

    code: str
    label: str
    about: str
    modes: Sequence[str]
    kind: str
    charted: Sequence[str] = ()
    balance: int = 0
    tone: str = ""
    part: str = ""
    rest: str = ""


@cache
def measures() -> tuple[Measure, ...]:
    told = tomllib.loads(paths.resource("statistics.toml").read_text(encoding="utf-8"))
    return tuple(Measure(**entry) for entry in told["figure"])


class Period(NamedTuple):
    """First and last day, both included."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


class Stretch(NamedTuple):
    """A round of a dispute for as long as it was handled in one mode; `ended` is None while it goes on."""

    id: str
    round: int
    by: Any  # the dispute's fields of `BY`
    began: date
    how: str  # accepted | reopened | moved_in
    ended: date | None
    outcome: str = ""
    moved: bool = False  # it ended because another mode took it


@dataclass
class Counted:
    """The figures of one line of the table: code → ids of the disputes; and what money and people come to."""

    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sums: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def value(self, measure: Measure) -> int | None:
        """A count, fen, people, or a share in tenths of a percent; None for a share of nothing."""
        if measure.kind == "share":
            part, rest = len(self.ids[measure.part]), len(self.ids[measure.rest])
            return (2000 * part + part + rest) // (2 * (part + rest)) if part + rest else None  # halves up, as a sheet
        return len(self.ids[measure.code]) if measure.kind == "count" else self.sums[measure.code]

    def opens(self, measure: Measure) -> list[str]:
        """The disputes behind the figure."""
        codes = (measure.part, measure.rest) if measure.kind == "share" else (measure.code,)
        return [one for code in codes for one in self.ids[code]]

    def differs(self) -> int:
        """By how much the equation under the table is out: 0."""
        return sum(measure.balance * len(self.ids[measure.code]) for measure in measures())

    def put(self, code: str, case_id: str, worth: int = 1) -> None:
        self.ids[code].append(case_id)
        self.sums[code] += worth


def counts(
    session: Session, office: Office, period: Period, mode: str, by: str
) -> Iterator[tuple[str, Stretch, list[tuple[str, int]]]]:
    """Each stretch of one mode that counts in the period: its line, and the figures with what it is worth there.

    The line is its value of a field of `BY`; what is not filled in stands under "".
    """
    stretches = list(_of_mode(session, office, period, mode))
    around = _Around(session, office.lists, period, mode)
    for one in stretches:
        if figures := list(_figures(one, period, around)):
            yield getattr(one.by, by) or "", one, figures


def count(session: Session, office: Office, period: Period, mode: str, by: str) -> dict[str, Counted]:
    """Line → its figures."""
    lines: dict[str, Counted] = defaultdict(Counted)
    for line, one, figures in counts(session, office, period, mode, by):
        for code, worth in figures:
            lines[line].put(code, one.id, worth)
    return lines


def trend(
    session: Session, office: Office, months: Sequence[Period], mode: str, codes: Sequence[str]
) -> list[list[list[str]]]:
    """Month → the disputes of each of these figures (accepted, settled, closed); the months follow one another."""
    whole = Period(months[0].first, months[-1].last)
    around = _Around(session, office.lists, whole, mode)
    found: list[list[list[str]]] = [[[] for _ in codes] for _ in months]
    place = {(month.first.year, month.first.month): at for at, month in enumerate(months)}
    for one in _of_mode(session, office, whole, mode):
        days = {
            "accepted": one.began if one.how == "accepted" else None,
            "settled": None if one.moved else around.settled_on(one),
            "closed": None if one.moved else one.ended,
        }
        for which, day in enumerate(days[code] for code in codes):
            if day and whole.holds(day):
                found[place[day.year, day.month]][which].append(one.id)
    return found


def _figures(one: Stretch, period: Period, around: "_Around") -> Iterator[tuple[str, int]]:
    """The figures this stretch counts in, and what it is worth there."""
    first, last = period
    over = one.ended is not None and one.ended <= last
    if one.began < first and (one.ended is None or one.ended >= first):
        yield "opening", 1
    if period.holds(one.began):
        yield one.how, 1
        if one.how == "accepted":
            yield "people", around.people(one)
    if period.holds(one.ended):
        yield ("moved_out" if one.moved else "closed"), 1
    if one.began <= last and not over:
        yield "left", 1
        if one.by.risk in ("red", "amber"):
            yield one.by.risk, 1
    if not one.moved:
        yield from around.reached(one)


class _Around:
    """What belongs to disputes and happened in the period, by dispute and round."""

    def __init__(self, session: Session, lists: Lists, period: Period, mode: str) -> None:
        self._session, self._lists, self._period, self._mode = session, lists, period, mode
        self._outcome = cache(lambda code: lists.entry("outcomes", code))
        paper, own = Agreement, Agreement.superseded.is_(False) & (Agreement.form != "none")
        told = _alive(select(paper.id, paper.case_id, paper.round, paper.form, paper.effective_on), paper).where(own)
        in_effect = selected(session, told.where(paper.effective_on.between(*period)))
        self._agreements = {(row.case_id, row.round): row for row in in_effect}
        ruled = _alive(select(paper.case_id, paper.round), paper).where(paper.court_ruled_on.between(*period))
        self._confirmed = {tuple(row) for row in selected(session, ruled)}
        self._amounts = self._sums(period)
        self._performed = self._all_performed(period)
        seen = select(FollowUp.case_id, FollowUp.round, FollowUp.satisfaction)
        seen = _alive(seen, FollowUp).where(FollowUp.visited_on.between(*period)).order_by(FollowUp.visited_on)
        self._visits = {(row.case_id, row.round): row.satisfaction for row in selected(session, seen)}

    def reached(self, one: Stretch) -> Iterator[tuple[str, int]]:
        """What came of it: an agreement in effect, or an outcome without one."""
        key, agreement = (one.id, one.round), self._agreements.get((one.id, one.round))
        if self.settled_on(one):
            yield "settled", 1
        if agreement:
            yield agreement.form, 1
            yield "amount", self._amounts.get(agreement.id, 0)
        if self._period.holds(one.ended) and self._outcome(one.outcome).get("success") == "no":
            yield "failed", 1
        if key in self._performed:
            yield "performed", 1
        if key in self._confirmed:
            yield "confirmed", 1
        if (satisfaction := self._visits.get(key)) is not None:
            yield "visited", 1
            if satisfaction in ("satisfied", "very_satisfied"):
                yield "satisfied", 1

    def settled_on(self, one: Stretch) -> date | None:
        """The day in the period: the agreement's, or where there is none that of an ending that needed none."""
        if agreement := self._agreements.get((one.id, one.round)):
            day: date = agreement.effective_on
            return day
        outcome = self._outcome(one.outcome)
        alone = outcome.get("success") == "yes" and outcome.get("form") == "none"
        return one.ended if alone and self._period.holds(one.ended) else None

    def people(self, one: Stretch) -> int:
        return one.by.people_count or self._parties.get(one.id, 0)

    @property
    def _parties(self) -> Mapping[str, int]:
        """How many people were entered, of the disputes accepted in the period."""
        if not hasattr(self, "_counted"):
            query = select(Party.case_id, func.count().label("many")).join(Case, Case.id == Party.case_id)
            query = _alive(query, Party).where(Party.role == "party", Case.accepted_on.between(*self._period))
            self._counted = dict(selected(self._session, query.group_by(Party.case_id)))
        return self._counted

    def _sums(self, period: Period) -> dict[str, int]:
        query = select(Clause.agreement_id, func.sum(Clause.amount_fen).label("fen"))
        query = query.join(Agreement, Agreement.id == Clause.agreement_id)
        query = _alive(query, Clause).where(Agreement.effective_on.between(*period), Clause.amount_fen.is_not(None))
        return dict(selected(self._session, query.group_by(Clause.agreement_id)))

    def _all_performed(self, period: Period) -> set[tuple[str, int]]:
        """Dispute and round whose agreement was performed to the last item, the last day being in the period."""
        states = self._lists.entries("obligation_states")
        undone = [one.code for one in states if one.get("done") != "yes" and one.code != "replaced"]
        rest = select(Obligation.id).where(Obligation.agreement_id == Agreement.id, Obligation.state.in_(undone))
        did = _alive(select(Obligation.agreement_id, func.max(Performance.done_on).label("day")), Performance)
        did = _alive(did.join(Performance, Performance.obligation_id == Obligation.id), Obligation)
        did = did.group_by(Obligation.agreement_id).having(func.max(Performance.done_on).between(*period)).subquery()
        query = _alive(select(Agreement.case_id, Agreement.round), Agreement).where(Agreement.superseded.is_(False))
        query = query.join(did, did.c.agreement_id == Agreement.id).where(~_alive(rest, Obligation).exists())
        return {tuple(row) for row in selected(self._session, query)}


def _meant(period: Period) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Disputes a period can have to do with."""
    still = Case.closed_on.is_(None) | (Case.closed_on >= period.first)
    return Case.accepted_on <= period.last, or_(still, Case.round > 1, Case.taken_on.is_not(None))


def _alive(query: Any, table: Any) -> Any:
    return query.where(table.deleted_at.is_(None))


# --- stretches --------------------------------------------------------------------------------------------------


def _of_mode(session: Session, office: Office, period: Period, mode: str) -> Iterator[Stretch]:
    query = _alive(select(*_CASE), Case).where(*_meant(period))
    cases = list(selected(session, query))
    former = _former_rounds(session, [case.id for case in cases if case.round > 1])
    modes = _former_modes(session, office.lists, [case.id for case in cases if case.taken_on])
    found: list[Stretch] = []
    for case in cases:
        if case.round > 1 or case.taken_on:
            stretches = _stretches(case, former.get(case.id, ()), modes.get(case.id, ()))
            found += [one for one_mode, one in stretches if one_mode == mode]
        elif case.mode == mode:
            found.append(Stretch(case.id, 1, case, case.accepted_on, "accepted", case.closed_on, case.outcome))
    yield from _as_they_were(session, office, period, found)


def _stretches(case: Any, former: Iterable[Any], modes: Sequence[tuple[str, date]]) -> Iterator[tuple[str, Stretch]]:
    """The rounds of a case, each parted where another mode took it."""
    rounds = [(past["round"], _day(past["started_on"]), _day(past["closed_on"]), past["outcome"]) for past in former]
    rounds.append((case.round, case.round_started_on, case.closed_on, case.outcome))
    for number, started, ended, outcome in rounds:
        began, how = (started, "reopened") if number > 1 and started else (case.accepted_on, "accepted")
        for mode, until in modes:
            if began <= until and (ended is None or ended > until):
                yield mode, Stretch(case.id, number, case, began, how, until, moved=True)
                began, how = until, "moved_in"
        now = next((mode for mode, until in modes if ended is not None and ended <= until), case.mode)
        yield now, Stretch(case.id, number, case, began, how, ended, outcome)


def _former_rounds(session: Session, ids: Sequence[str]) -> dict[str, Any]:
    return dict(row for some in _windows(ids) for row in session.execute(
        select(Case.id, Case.former_rounds).where(Case.id.in_(some))
    ).all())  # fmt: skip


def _former_modes(session: Session, lists: Lists, ids: Sequence[str]) -> dict[str, list[tuple[str, date]]]:
    """Dispute → (mode, the day another one took it) in order: its numbers were voided that day."""
    kinds = {str(mode.get("number", f"case_{mode.code.lower()}")): mode.code for mode in lists.entries("modes")}
    found: dict[str, list[tuple[str, date]]] = defaultdict(list)
    number = IssuedNumber
    for some in _windows(ids):
        query = select(number.subject_id, number.kind, number.voided_on).where(number.subject_id.in_(some))
        query = query.where(number.kind.in_(kinds), number.voided_on.is_not(None)).order_by(number.created_at)
        for case_id, kind, until in session.execute(query):
            found[case_id].append((kinds[kind], until))  # type: ignore[arg-type]  # not None, it was asked for
    return found


def _as_they_were(session: Session, office: Office, period: Period, found: Sequence[Stretch]) -> Iterator[Stretch]:
    """What was open at the period's end stands under the handler, the risk … it had that day."""
    moment = over(office, period.last)
    if moment is None:
        return iter(found)
    then = [one.id for one in found if one.ended is None or one.ended > period.last]
    past = as_of(session, moment, then, [Case.__tablename__])
    return (one._replace(by=one.by._replace(**_told(past[one.id]))) if one.id in past else one for one in found)


def _told(then: Then) -> dict[str, Any]:
    return {name: value for name, value in then.fields.items() if name in BY}


def _windows(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + WINDOW] for start in range(0, len(ids), WINDOW))


def _day(told: Any) -> date | None:
    return date.fromisoformat(told) if isinstance(told, str) and told else told or None
