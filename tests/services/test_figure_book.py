"""统计 as a workbook and on paper: the formulas come to the figures of the page, the sheet for the board has no names."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from studio_app.core.errors import Invalid
from studio_app.desk import Desk
from studio_app.office.handover import Order
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.statistics import BY
from studio_app.services.statistics import Report, shown
from tests.records.test_statistics import YEAR, samples

__all__ = ["samples"]

ORDER = Order(to_whom="street", purpose="statistics")
_RANGE = r"明细!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)"
_TERM = re.compile(rf'\({_RANGE}=(?:"([^"]*)"|\$A(\d+))\)|{_RANGE}')


class Recalculated:
    """The formulas of 统计 worked out from 明细, as the office's program does; only the forms they are written in."""

    def __init__(self, path: Path) -> None:
        book = load_workbook(path)
        self.table, self.details = book["统计"], book["明细"]

    def value(self, cell: Any) -> Any:
        formula = cell.value
        if not isinstance(formula, str) or not formula.startswith("="):
            return formula
        if share := re.fullmatch(r'=IF\((\w+)\+(\w+)=0,"",\1/\(\1\+\2\)\)', formula):
            part, rest = (self.value(self.table[place]) for place in share.groups())
            return part / (part + rest) if part + rest else ""
        terms = list(_TERM.finditer(formula))
        assert formula == f"=SUMPRODUCT({'*'.join(term.group() for term in terms)})"
        columns = [self._column(term) for term in terms]
        return sum(round(_product(row), 2) for row in zip(*columns, strict=True))

    def _column(self, term: re.Match[str]) -> list[float]:
        letter, first, last = (term[1] or term[6]), int(term[2] or term[7]), int(term[3] or term[8])
        values = [self.details[f"{letter}{row}"].value for row in range(first, last + 1)]
        if term[1] is None:
            return [value or 0 for value in values]
        wanted = term[4] if term[4] is not None else self.table[f"A{term[5]}"].value
        return [value == wanted for value in values]


def _product(factors: tuple[float, ...]) -> float:
    found = 1.0
    for factor in factors:
        found *= factor
    return found


def exported(desk: Desk, report: Report, tmp_path: Path, order: Order = ORDER) -> Path:
    path = tmp_path / "统计.xlsx"
    desk.services.statistics.export(report, order, path, force=True)
    return path


@pytest.mark.parametrize(("mode", "by"), [("A", "dispute_type"), ("B", "handler_id"), ("C", "community")])
def test_every_cell_is_a_formula_that_comes_to_the_figure_of_the_page(
    samples: Desk, tmp_path: Path, mode: str, by: str
) -> None:
    report = samples.services.statistics.report(YEAR, mode, by)
    book = Recalculated(exported(samples, report, tmp_path))
    sums = [report.total, report.before[1], report.year_before[1]]
    rows = [*sums, *(line.counted for line in report.lines)]
    assert any(figure.ids for figure in rows)
    for row, counted in enumerate(rows, start=5):
        for column, measure in enumerate(report.measures, start=2):
            cell = book.table.cell(row, column)
            assert str(cell.value).startswith("=")
            assert _as_shown(measure.kind, book.value(cell)) == shown(measure, counted.value(measure)), cell.coordinate
    start = 5 + len(rows) + 2
    for row, (_month, disputes) in enumerate(report.months, start=start + 1):
        assert [book.value(book.table.cell(row, column)) for column in (2, 3)] == [len(ids) for ids in disputes]
    assert len(book.table._charts) == 2


def _as_shown(kind: str, value: Any) -> str:
    if value == "":
        return ""
    if kind == "share":
        return f"{int(value * 1000 + 0.5) / 10:.1f}%"  # as a sheet rounds
    return f"{value:,.2f}" if kind == "money" else str(int(value))


def test_the_details_name_nobody_and_nothing_in_them_is_a_formula(samples: Desk, tmp_path: Path) -> None:
    report = samples.services.statistics.report(YEAR, "A", BY[0])
    sheet = Recalculated(exported(samples, report, tmp_path)).details
    words = {cell.value for row in sheet.iter_rows(min_row=5) for cell in row if isinstance(cell.value, str)}
    with samples.office.read() as session:
        names = {row.name for row in session.scalars(select(Party)) if len(row.name) > 1}
    assert names
    assert [word for word in words if any(name in word for name in names)] == []
    assert [word for word in words if word.startswith("=")] == []
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_community_that_looks_like_a_formula_or_a_criterion_is_counted_by_its_name(
    samples: Desk, tmp_path: Path
) -> None:
    cases = samples.services.cases
    with samples.office.read() as session:
        (first, *_rest) = session.scalars(select(Case.id).where(Case.mode == "A", Case.accepted_on >= YEAR.first))
    cases.change_details(first, replace(cases.details(first), community="=幸福里*?"))
    report = samples.services.statistics.report(YEAR, "A", "community")
    book = Recalculated(exported(samples, report, tmp_path))
    row = next(row for row in range(5, 60) if book.table.cell(row, 1).value == "=幸福里*?")
    assert book.table.cell(row, 1).data_type == "s"
    line = next(line for line in report.lines if line.label == "=幸福里*?")
    figures = [book.value(book.table.cell(row, column)) for column in range(2, 5)]
    assert figures == [line.counted.value(measure) for measure in report.measures[:3]]


def test_it_leaves_only_for_somebody_and_is_noted(samples: Desk, tmp_path: Path) -> None:
    report = samples.services.statistics.report(YEAR, "B", BY[0])
    with pytest.raises(Invalid):
        exported(samples, report, tmp_path, Order())
    assert not (tmp_path / "统计.xlsx").exists()
    exported(samples, report, tmp_path)
    last = samples.services.ledgers.exports()[0]
    assert (last.what, last.period) == ("统计", "2026.01.01—2026.12.31")
    leaving = samples.services.statistics.leaving(report)
    assert leaving.file_name(ORDER).startswith("统计（评理说事，2026.01.01—2026.12.31）_")


def test_the_sheet_for_the_board_is_one_page_with_the_same_figures(samples: Desk, tmp_path: Path) -> None:
    path = tmp_path / "board.pdf"
    path.write_bytes(samples.services.printing.board(samples.services.statistics.board(YEAR)).pdf())
    (page,) = PdfReader(path).pages
    text = page.extract_text()
    for mode in "ABC":
        report = samples.services.statistics.report(YEAR, mode)
        assert report.equation.replace(" ", "") in "".join(text.split())
        assert [m.code for m in report.measures if m.label not in text] == []


def test_a_time_without_anything_is_a_zero_report_on_paper(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "board.pdf"
    path.write_bytes(desk.services.printing.board(desk.services.statistics.board(YEAR)).pdf())
    assert "零报告" in PdfReader(path).pages[0].extract_text()
