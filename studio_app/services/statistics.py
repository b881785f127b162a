"""统计: the figures of a period, their comparison, and the disputes behind each."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain.dates import show_day_cn
from studio_app.domain.masking.levels import NOBODY
from studio_app.office import handover
from studio_app.office.handover import Exported, Leaving, Order, Watch
from studio_app.office.kinds import WINDOW
from studio_app.office.office import Office
from studio_app.office.tables import Organisation, Staff
from studio_app.records.dispute import statistics
from studio_app.records.dispute.case.listing import CaseFilter, CaseRows
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.ledger import month_of, period_text
from studio_app.records.dispute.masks import masks_of
from studio_app.records.dispute.statistics import BY, Counted, Measure, Period, measures
from studio_app.store.table import told as said_of
from studio_app.workbook import figure_book
from studio_app.workbook.figure_book import Detail, Figure, FigureTable

ALWAYS = ("opening", "accepted", "closed", "left", "settled", "failed", "rate")
"""Columns that stand there although nothing was counted."""
NOT_SAID = "没有填"
TOTAL = "合计"
MONTHS = 12
_Row = tuple[str, str, str, Sequence[tuple[str, int]]]
"""Of 明细: time, line, dispute, figures."""


class Line(NamedTuple):
    """One line of the table: its word and its figures."""

    label: str
    counted: Counted


@dataclass(frozen=True)
class Report:
    """A table of figures, with the sums of the time before and of the same time a year earlier."""

    period: Period
    mode: str
    by: str
    lines: Sequence[Line]
    total: Counted
    before: tuple[Period, Counted]
    year_before: tuple[Period, Counted]
    months: Sequence[tuple[Period, list[list[str]]]]

    @property
    def measures(self) -> list[Measure]:
        """The columns: what cannot be counted in this mode, or was never met, is left out."""
        sums = (self.total, self.before[1], self.year_before[1])
        return [m for m in of_mode(self.mode) if m.code in ALWAYS or any(one.value(m) for one in sums)]

    @property
    def charted(self) -> list[Measure]:
        """The two figures of the charts; `months` holds the disputes of each."""
        return charted(self.mode)

    @property
    def equation(self) -> str:
        """期初未结 3 ＋ 新受理 5 ＝ 结案 6 ＋ 期末未结 2, in the figures of the whole table."""
        sides = ([], [])  # type: tuple[list[str], list[str]]
        for m in self.measures:
            if m.balance:
                sides[m.balance < 0].append(f"{m.label} {self.total.value(m)}")
        return " ＝ ".join(" ＋ ".join(side) for side in sides)

    @property
    def empty(self) -> bool:
        """零报告: nothing was open, came in or was done."""
        return not any(self.total.ids.values())


def of_mode(mode: str) -> list[Measure]:
    return [measure for measure in measures() if mode in measure.modes]


def charted(mode: str) -> list[Measure]:
    return [measure for measure in measures() if mode in measure.charted]


def shown(measure: Measure, value: int | None) -> str:
    """A figure as page, paper and workbook write it: 92.3%, 3,000.00, 5; "" for a share of nothing."""
    if value is None:
        return ""
    if measure.kind == "share":
        return f"{value / 10:.1f}%"
    return f"{value / 100:,.2f}" if measure.kind == "money" else str(value)


def told(report: Report) -> dict[str, dict[str, Any]]:
    """Mode and code of each figure (`A.accepted`) → its heading, number, definition, and the disputes it counts.

    A number is a count, yuan, people or a percentage; None for a share of nothing. `shown` is it as pages write it.
    """
    found = {}
    for measure in of_mode(report.mode):
        value = report.total.value(measure)
        per = {"money": 100, "share": 10}.get(measure.kind)
        found[f"{report.mode}.{measure.code}"] = {
            "label": measure.label,
            "number": value / per if value is not None and per else value,
            "shown": shown(measure, value),
            "definition": measure.about,
            "ids": report.total.opens(measure),
        }
    return found


class Statistics:
    """Reads only; whoever may look at disputes may count them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def divisions(self) -> list[tuple[str, str]]:
        """(field, its word) of what the table can be divided by."""
        said = {name: said_of(Case.__table__.columns[name]) for name in BY}
        return [(name, one.word) for name, one in said.items() if one]

    def report(self, period: Period, mode: str, by: str = BY[0]) -> Report:
        """The whole table, as it stood at the period's end."""
        before, year_before = earlier(period)
        with self._office.read() as session:
            found = statistics.count(session, self._office, period, mode, by)
            others = [statistics.count(session, self._office, one, mode, by) for one in (before, year_before)]
            months = last_months(period.last)
            trend = statistics.trend(session, self._office, months, mode, [m.code for m in charted(mode)])
            names = _names(session)
        sums = [_sum(one.values()) for one in (found, *others)]
        order = self._order(by, found, names)
        lines = [Line(self._word(by, code, names), found.get(code, Counted())) for code in order]
        told_months = list(zip(months, trend, strict=True))
        return Report(period, mode, by, lines, sums[0], (before, sums[1]), (year_before, sums[2]), told_months)

    # --- on paper ---------------------------------------------------------------------------------------------

    def board(self, period: Period) -> dict[str, Any]:
        """What `resources/print/monthly.typ` prints: each mode for itself, numbers only; of none a 零报告."""
        reports = [self.report(period, mode.code) for mode in self._office.lists.entries("modes")]
        met = [one for one in reports if not one.empty]
        with self._office.read() as session:
            studio = session.get_one(Organisation, self._office.database.studio_id).name
        around = {"office": studio, "period": period_text(*period), "day": show_day_cn(self._office.today())}
        if not met:
            return around
        names = [self._office.lists.label("modes", one.mode) for one in met]
        _now, before, year_before = (period_text(*one) for one, _counted in _sums(met[0]))
        return around | {
            "modes": [{"name": name, "equation": one.equation} for name, one in zip(names, met, strict=True)],
            "heads": ["本期", "上一段", "去年同期"],
            "compared": f"上一段：{before}；去年同期：{year_before}。",
            "figures": _figures_on_board(met),
            "by": dict(self.divisions())[met[0].by],
            "part_heads": [
                {"name": name, "heads": [measure.label for measure in one.charted]}
                for name, one in zip(names, met, strict=True)
            ],
            "parts": _parts_on_board(met),
        }

    # --- as a workbook ----------------------------------------------------------------------------------------

    def leaving(self, report: Report) -> Leaving:
        """For the page that asks for whom."""
        title = f"统计（{self._office.lists.label('modes', report.mode)}，{period_text(*report.period)}）"
        about = "统计表、明细和填表说明各一张：表里每个数都是公式，从明细里算；明细只有编号，没有姓名、电话。"

        def write(order: Order, path: Path, watch: Watch) -> Exported:
            return self.export(report, order, path, force=True, watch=watch)

        return Leaving(title, about, partial(handover.file_name, self._office, title), write)

    def export(
        self, report: Report, order: Order, path: Path, *, force: bool = False, watch: Watch | None = None
    ) -> Exported:
        """The same figures as live formulas over the disputes they count, without names; noted in 导出记录.

        Raises what `handover.write` does; Invalid names what is missing by field.
        """
        order = handover.whole(order)
        self._office.require("hand_over")
        place = partial(masks_of(self._office.lists, order.mask).place, known=NOBODY)
        said = f"{period_text(*report.period)}。{handover.statement(self._office.lists, order)}"
        said += f"{show_day_cn(self._office.today())}导出。"

        def put(stream: BinaryIO) -> int:
            with self._office.read() as session:
                details = list(_Details(session, self._office, report, self._word_of(session, report.by, place)))
            handover.look_up(watch, len(details), len(details))
            return figure_book.write(self._book(report, said, place), details, stream)

        noted = handover.entry(self._office, order, "统计", period_text(*report.period))
        handover.write(self._office, noted, path, put, force=force)
        return Exported(path, noted.count, f"已导出，明细 {noted.count} 行。", noted.id)

    def _book(self, report: Report, said: str, place: Callable[[str], str]) -> FigureTable:
        by = dict(self.divisions())[report.by]
        title = f"{self._office.lists.label('modes', report.mode)}统计（按{by}）"
        places = {measure.code: n for n, measure in enumerate(report.measures)}
        figures = [
            Figure(
                one.label, one.about, one.kind, places.get(one.part, 0), places.get(one.rest, 0), one.balance,
                report.mode in one.charted,
            )
            for one in report.measures
        ]  # fmt: skip
        lines = [place(line.label) if report.by == "community" else line.label for line in report.lines]
        times, months = [word for word, _period in _times(report)], [_month(one) for one, _ids in report.months]
        return FigureTable(title, said, by, figures, times, list(dict.fromkeys(lines)), months)

    def _word_of(self, session: Session, by: str, place: Callable[[str], str]) -> Callable[[str], str]:
        names = _names(session)
        return lambda code: (place if by == "community" else str)(self._word(by, code, names))

    def behind(self, ids: Collection[str]) -> CaseRows:
        """The disputes of a figure, as the list of disputes shows them."""
        return CaseRows(self._office, CaseFilter("all"), frozenset(ids))

    def _order(self, by: str, found: dict[str, Counted], names: dict[str, str]) -> list[str]:
        """Lists in their own order, the types with those that did not occur; what is not filled in comes last."""
        said = said_of(Case.__table__.columns[by])
        codes = [entry.code for entry in self._office.lists.entries(said.of)] if said and said.of else []
        rest = sorted(found.keys() - {*codes, ""}, key=lambda code: self._word(by, code, names))
        kept = codes if by == BY[0] else [code for code in codes if code in found]
        return [*kept, *rest, *([""] if "" in found else [])]

    def _word(self, by: str, code: str, names: dict[str, str]) -> str:
        said = said_of(Case.__table__.columns[by])
        word = self._office.lists.label(said.of, code) if said and said.of else names.get(code, code)
        return word or NOT_SAID


def earlier(period: Period) -> tuple[Period, Period]:
    """The time just before, as long, whole months where these are whole months; and the same days a year earlier."""
    first, last = period
    end = first - timedelta(days=1)
    whole = first.day == 1 and last == month_of(last)[1]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    start = _months_back(first, months) if whole else end - (last - first)
    return Period(start, end), Period(_year_back(first), month_of(_year_back(last))[1] if whole else _year_back(last))


def last_months(day: date) -> list[Period]:
    """The twelve months up to that of `day`."""
    first = month_of(day)[0]
    return [Period(*month_of(_months_back(first, back))) for back in reversed(range(MONTHS))]


def _months_back(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _year_back(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 2, 28)


def _sum(lines: Collection[Counted]) -> Counted:
    whole = Counted()
    for line in lines:
        for code, ids in line.ids.items():
            whole.ids[code] += ids
            whole.sums[code] += line.sums[code]
    return whole


def _figures_on_board(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """A line for each figure one of the reports shows, beside each other mode for mode."""
    shown_in = [{measure.code for measure in one.measures} for one in reports]
    found = []
    for measure in measures():
        if any(measure.code in codes for codes in shown_in):
            values = [
                shown(measure, counted.value(measure)) if measure.code in codes else ""
                for one, codes in zip(reports, shown_in, strict=True)
                for _period, counted in _sums(one)
            ]
            found.append({"label": measure.label, "values": values})
    return found


def _parts_on_board(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """A line for each part in which something is charted; the lines of every mode are those of one list."""
    by_label: dict[str, list[list[str]]] = {}
    for n, one in enumerate(reports):
        for line in one.lines:
            counted = [str(len(line.counted.ids[measure.code])) for measure in one.charted]
            if any(figure != "0" for figure in counted):
                by_label.setdefault(line.label, [["0"] * len(other.charted) for other in reports])[n] = counted
    order = list(dict.fromkeys(line.label for one in reports for line in one.lines))
    return [
        {"label": label, "values": [figure for some in by_label[label] for figure in some]}
        for label in order
        if label in by_label
    ]


class _Details:
    """The rows of 明细: what each dispute counts in the period, in those compared with it, and in each month."""

    def __init__(self, session: Session, office: Office, report: Report, word: Callable[[str], str]) -> None:
        self._session, self._office, self._report, self._word = session, office, report, word

    def __iter__(self) -> Iterator[Detail]:
        codes = [measure.code for measure in self._report.measures]
        rows = [*self._of_times(), *self._of_months()]
        numbers = self._numbers({case_id for _time, _line, case_id, _figures in rows})
        kinds = {measure.code: measure.kind for measure in self._report.measures}
        for time, line, case_id, figures in rows:
            told = {code: worth / 100 if kinds.get(code) == "money" else worth for code, worth in figures}
            yield time, line, numbers.get(case_id, ""), [told.get(code) for code in codes]

    def _of_times(self) -> Iterator[_Row]:
        report = self._report
        for time, period in _times(report):
            found = statistics.counts(self._session, self._office, period, report.mode, report.by)
            yield from ((time, self._word(code), one.id, figures) for code, one, figures in found)

    def _of_months(self) -> Iterator[_Row]:
        for month, disputes in self._report.months:
            for measure, ids in zip(self._report.charted, disputes, strict=True):
                yield from ((_month(month), "", case_id, [(measure.code, 1)]) for case_id in ids)

    def _numbers(self, ids: Collection[str]) -> dict[str, str]:
        wanted = list(ids)
        windows = (wanted[start : start + WINDOW] for start in range(0, len(wanted), WINDOW))
        query = select(Case.id, Case.number)
        return dict(row for some in windows for row in self._session.execute(query.where(Case.id.in_(some))).all())


def _sums(report: Report) -> list[tuple[Period, Counted]]:
    """The time itself and those it is compared with."""
    return [(report.period, report.total), report.before, report.year_before]


def _times(report: Report) -> list[tuple[str, Period]]:
    """As workbook and paper call them."""
    now, before, year_before = (period for period, _counted in _sums(report))
    return [
        ("本期", now),
        (f"上一段 {period_text(*before)}", before),
        (f"去年同期 {period_text(*year_before)}", year_before),
    ]


def _month(month: Period) -> str:
    return f"{month.first.year}年{month.first.month}月"


def _names(session: Session) -> dict[str, str]:
    return dict(session.execute(select(Staff.id, Staff.name).execution_options(with_deleted=True)).all())
