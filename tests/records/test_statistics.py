"""统计: every figure against a count kept beside the life of a desk, at each month's end and again long after."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app import demo
from studio_app.desk import Desk
from studio_app.office.lists import Lists
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation, Performance
from studio_app.records.dispute.case.closing import ClosingDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.ledger import month_of
from studio_app.records.dispute.statistics import Period, measures
from studio_app.services.statistics import Report, earlier, shown
from tests.conftest import Clock, sample_day

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
TYPES = ("neighbour", "marriage_family", "contract")
FIRST = date(2026, 1, 5)
STARTED = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


@pytest.fixture
def samples(sample_folder: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(sample_folder, tmp_path / "samples")
    made = Desk.open(tmp_path / "samples", demo.ACCOUNT, demo.PASSWORD, sample_day)
    yield made
    made.close()


@dataclass
class Told:
    """One dispute as the test remembers it: what happened on which day."""

    type: str
    mode: str
    happened: list[tuple[date, str]] = field(
        default_factory=list
    )  # (day, accepted | closed:outcome | reopened | →mode)


class Life:
    """Lives on a desk day by day and remembers it in its own way."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self.desk, self.clock, self.dice = desk, clock, random.Random(11)
        self.cases: dict[str, Told] = {}

    @property
    def today(self) -> date:
        return self.clock().date()

    def state(self, told: Told, day: date) -> tuple[bool, str]:
        """Whether it was open when this day was over, and in which mode."""
        is_open, mode = False, told.mode
        for when, what in told.happened:
            if when <= day:
                is_open = what in ("accepted", "reopened") or (is_open and not what.startswith("closed"))
                mode = what[1:] if what.startswith("→") else mode
        return is_open, mode

    def step(self) -> None:
        cases, dice = self.desk.services.cases, self.dice
        open_ones = [one for one, told in self.cases.items() if self.state(told, self.today)[0]]
        closed = [one for one in self.cases if one not in open_ones]
        act = dice.choice(("accept", "accept", "close", "close", "reopen", "move"))
        if act == "accept":
            kind = dice.choice(TYPES)
            parties = [PartyDraft(name="赵某"), PartyDraft(name="王某", side="respondent")]
            case = cases.open(Opening(title="漏水", dispute_type=kind, summary="渗水", parties=parties))
            self.cases[str(case.id)] = Told(kind, case.mode, [(self.today, "accepted")])
        elif act == "close" and open_ones:
            one, outcome = dice.choice(open_ones), dice.choice(("withdrawn", "transferred", "unreachable"))
            who = [self.desk.services.agreements.view(one).parties[0].id]
            cases.close(one, ClosingDraft(outcome, "写明原因", self.today, who, "街道"))
            self.cases[one].happened.append((self.today, f"closed:{outcome}"))
        elif act == "reopen" and closed:
            one = dice.choice(closed)
            cases.reopen(one, self.today, "又闹起来")
            self.cases[one].happened.append((self.today, "reopened"))
        elif act == "move" and open_ones:
            one = dice.choice(open_ones)
            mode = "A" if self.state(self.cases[one], self.today)[1] == "B" else "B"
            committees = cases.committees()
            cases.change_mode(one, mode, committees[0][0] if mode == "A" else None)
            self.cases[one].happened.append((self.today, f"→{mode}"))

    def expected(self, period: Period, mode: str) -> dict[str, Counter[str]]:
        """Figure → type → how many, counted event by event."""
        found = {
            code: Counter[str]()
            for code in ("opening", "accepted", "reopened", "closed", "left", "failed", "moved_in", "moved_out")
        }
        for told in self.cases.values():
            now = told.mode
            for when, what in told.happened:
                before, now = now, what[1:] if what.startswith("→") else now
                inside = period.first <= when <= period.last
                if what.startswith("→") and inside:
                    found["moved_out"][told.type] += before == mode
                    found["moved_in"][told.type] += now == mode
                elif inside and now == mode:
                    found[what.partition(":")[0]][told.type] += 1
                    found["failed"][told.type] += what == "closed:unreachable"
            for code, day in (("opening", period.first - timedelta(days=1)), ("left", period.last)):
                found[code][told.type] += self.state(told, day) == (True, mode)
        return found


def figures(report: Report, code: str) -> dict[str, int]:
    measure = next(one for one in measures() if one.code == code)
    return {line.label: line.counted.value(measure) or 0 for line in report.lines}


def told(report: Report) -> list[list[str]]:
    """The whole table in words."""
    lines = [*report.lines, ("合计", report.total)]
    return [[label, *(shown(m, counted.value(m)) for m in report.measures)] for label, counted in lines]


def test_every_month_of_a_life_is_counted_as_it_happened_then_and_later(desk: Desk, clock: Clock) -> None:
    clock.moment = STARTED
    life, months, then = Life(desk, clock), [], []
    for day in range(150):
        clock.moment = STARTED + timedelta(days=day)
        for _step in range(life.dice.choice((0, 1, 1, 2))):
            clock.moment += timedelta(minutes=7)
            life.step()
        month = Period(*month_of(life.today))
        if life.today == month.last:
            months.append(month)
            then.append([told(desk.services.statistics.report(month, mode)) for mode in "AB"])
    labels = {code: desk.office.lists.label("dispute_types", code) for code in TYPES}
    assert len(months) >= 4
    for month, earlier_words in zip(months, then, strict=True):
        for mode, words in zip("AB", earlier_words, strict=True):
            report = desk.services.statistics.report(month, mode)
            assert report.total.differs() == 0
            assert told(report) == words  # on its last day, and when the life was over
            for code, counted in life.expected(month, mode).items():
                found = figures(report, code)
                assert {labels[one]: counted[one] for one in TYPES} == {
                    labels[one]: found[labels[one]] for one in TYPES
                }, (month, mode, code)
    met = sum(
        (
            Counter({code: sum(c.values()) for code, c in life.expected(Period(FIRST, life.today), mode).items()})
            for mode in "AB"
        ),
        Counter(),
    )
    assert min(met[code] for code in ("accepted", "closed", "reopened", "moved_in", "failed")) > 3  # all of it happened


def test_what_came_of_it_equals_a_count_over_the_whole_records(samples: Desk) -> None:
    """Read record by record, as somebody would leaf through the files."""
    for mode in "AB":
        with samples.office.read() as session:
            files = [_File(session, case) for case in session.scalars(select(Case).where(Case.mode == mode))]
            counted = Counter(code for one in files for code in one.counts(samples.office.lists))
            amounts, people = sum(one.amount() for one in files), sum(one.people() for one in files)
        report = samples.services.statistics.report(YEAR, mode)
        values = {m.code: report.total.value(m) for m in measures()}
        codes = ("settled", "failed", "written", "oral", "performed", "confirmed", "visited", "satisfied")
        assert {code: values[code] for code in codes} == {code: counted[code] for code in codes}, mode
        assert (values["amount"], values["people"]) == (amounts, people)
        assert report.total.differs() == 0
        assert counted["settled"] >= 3  # there is something to count
        for measure in report.measures:  # each opens as many as it counts
            behind = report.total.opens(measure)
            rows = samples.services.statistics.behind(behind).ids("", descending=False)
            assert sorted(rows) == sorted(set(behind))
            assert measure.kind != "count" or len(behind) == report.total.value(measure)


class _File:
    """A dispute with its papers, and what of it falls into the year."""

    def __init__(self, session: Session, case: Case) -> None:
        def of(table: Any, **where: str) -> list[Any]:
            return list(session.scalars(select(table).filter_by(**where)))

        self.case, self.stored = case, of(Party, case_id=case.id, role="party")
        self.papers = [one for one in of(Agreement, case_id=case.id) if not one.superseded and one.form != "none"]
        self.valid = [one for one in self.papers if within(one.effective_on)]
        self.clauses = [clause for paper in self.valid for clause in of(Clause, agreement_id=paper.id)]
        self.owed = [of(Obligation, agreement_id=paper.id) for paper in self.papers]
        self.did = [
            [done.done_on for one in owed for done in of(Performance, obligation_id=one.id)] for owed in self.owed
        ]
        self.visits = [visit for visit in of(FollowUp, case_id=case.id) if within(visit.visited_on)]

    def counts(self, lists: Lists) -> Iterator[str]:
        ended, outcome = within(self.case.closed_on), self.case.outcome
        yield from ("settled" for _paper in self.valid)
        yield from (paper.form for paper in self.valid)
        yield from ("confirmed" for paper in self.papers if within(paper.court_ruled_on))
        if ended and outcome == "settled_on_spot" and not self.papers:
            yield "settled"
        if ended and lists.entry("outcomes", outcome).get("success") == "no":
            yield "failed"
        for owed, did in zip(self.owed, self.did, strict=True):
            if did and within(max(did)) and all(one.state in ("performed", "waived", "replaced") for one in owed):
                yield "performed"
        if self.visits:
            yield "visited"
            if max(self.visits, key=lambda one: one.visited_on).satisfaction in ("satisfied", "very_satisfied"):
                yield "satisfied"

    def amount(self) -> int:
        return sum(clause.amount_fen or 0 for clause in self.clauses)

    def people(self) -> int:
        return (self.case.people_count or len(self.stored)) if within(self.case.accepted_on) else 0


def within(day: date | None) -> bool:
    return day is not None and day.year == YEAR.first.year


def test_the_table_can_be_divided_in_every_way_and_comes_to_the_same(samples: Desk) -> None:
    service = samples.services.statistics
    sums = [service.report(YEAR, "A", by).total for by, _word in service.divisions()]
    assert [word for _by, word in service.divisions()] == ["纠纷类型", "来源", "社区", "承办人", "风险"]
    assert all(one.value(m) == sums[0].value(m) for one in sums for m in measures())


def test_the_times_compared_with_are_as_long() -> None:
    assert earlier(Period(date(2026, 11, 1), date(2026, 11, 30))) == (
        Period(date(2026, 10, 1), date(2026, 10, 31)), Period(date(2025, 11, 1), date(2025, 11, 30)),
    )  # fmt: skip
    assert earlier(Period(date(2026, 1, 1), date(2026, 3, 31)))[0] == Period(date(2025, 10, 1), date(2025, 12, 31))
    assert earlier(Period(date(2024, 2, 1), date(2024, 2, 29)))[1] == Period(date(2023, 2, 1), date(2023, 2, 28))
    assert earlier(Period(date(2026, 11, 8), date(2026, 11, 14)))[0] == Period(date(2026, 11, 1), date(2026, 11, 7))


def test_a_month_in_which_nothing_was_is_a_report_too(desk: Desk) -> None:
    report = desk.services.statistics.report(Period(date(2026, 3, 1), date(2026, 3, 31)), "B")
    assert report.empty
    assert report.equation == "期初未结 0 ＋ 新受理 0 ＝ 结案 0 ＋ 期末未结 0"
    assert [shown(m, report.total.value(m)) for m in report.measures] == ["0", "0", "0", "0", "0", "0", ""]
