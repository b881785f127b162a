"""Follows the rows of a filled sheet through the package: whatever points at them points at them again."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from studio_app.workbook.package import Package
from studio_app.workbook.references import Shift, corners, filled_down
from studio_app.workbook.splice import Element, Part

_FORMULAS = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"}
_NOTE_ROW = re.compile(rb"(<(?:\w+:)?Row>\s*)(\d+)")
_NOTE_BOX = re.compile(rb"(<(?:\w+:)?Anchor>)([\d\s,]+)")
_BOX_ROWS = (2, 6)  # places of the rows in the eight numbers of a note's box
_BEFORE_CALC = ("definedNames", "externalReferences", "functionGroups", "sheets")


def shift_package(package: Package, own: str, shift: Shift) -> None:
    """`own` is the part of the sheet that was filled; the rows below the table are moved here too."""
    sheets = package.linked("worksheet")
    reckons = [_forget_results(package.part(name)) for name in sheets]
    here = {own, *package.linked("table", "comments", "threadedComment", source=own)}
    for name in here.union(sheets, package.linked("chart", "chartEx"), [package.book]):
        _follow(package.part(name), shift, here=name in here)
    _move_rows(package.part(own), shift)
    for name in package.linked("drawing", source=own):
        _move_anchors(package.part(name), shift)
    for name in package.linked("vmlDrawing", source=own):
        package.rewritten[name] = _with_moved_notes(package.read(name), shift)
    if any(reckons):
        _reckon_on_opening(package.part(package.book))


def numbered(rows: Sequence[Element]) -> dict[int, Element]:
    """The rows by number, said or not."""
    found: dict[int, Element] = {}
    for row in rows:
        found[int(row.attributes.get("r", max(found, default=0) + 1))] = row
    return found


def placed(cells: Sequence[Element]) -> dict[int, Element]:
    """The cells of a row by column, said or not."""
    found: dict[int, Element] = {}
    for cell in cells:
        place = cell.attributes.get("r")
        found[corners(place)[0] if place else max(found, default=0) + 1] = cell
    return found


def master_of(part: Part, formula: Element) -> Element:
    """Of formulas that share their words only the first has them."""
    shared = formula.attributes.get("si")
    if formula.text or shared is None:
        return formula
    every = (one for one in part.root.every("f") if one.attributes.get("si") == shared and one.text)
    return next(every, formula)


def _forget_results(part: Part) -> bool:
    """A formula's result is that of other rows. Whether there was a formula."""
    cells = [cell for cell in part.root.every("c") if cell.first("f")]
    for cell in cells:
        value = cell.first("v")
        if value:
            part.remove(value)
            part.set(cell, "t", None)
    return bool(cells)


def _follow(part: Part, shift: Shift, *, here: bool) -> None:
    shared = _spelt_out(part)
    for element in part.root.every():
        text = shared.get(id(element), element.text)
        if element.name in _FORMULAS and text:
            moved = shift.formula(text, here=here)
            if id(element) in shared:
                name = f"{element.prefix}f"
                part.replace(element.start, element.end, f"<{name}>{escape(moved)}</{name}>")
            elif moved != text:
                part.say(element, moved)
        elif here and element.name == "sqref" and text:
            part.say(element, shift.ranges(text))
        if (here and element.name != "f") or element.attributes.get("t") == "array":
            _follow_attributes(part, element, shift)


def _follow_attributes(part: Part, element: Element, shift: Shift) -> None:
    for name in ("ref", "sqref"):
        told = element.attributes.get(name, "")
        if told and shift.ranges(told) != told:
            part.set(element, name, shift.ranges(told))
    if element.name == "brk" and element.attributes.get("max") == "16383":  # a break between rows
        part.set(element, "id", str(shift.row(int(element.attributes["id"]))))
    if element.name == "filterColumn":  # would hide what was filled in
        part.remove(element)


def _spelt_out(part: Part) -> dict[int, str]:
    """The words of formulas that share them, by identity: the cell that has them may be gone."""
    found: dict[int, str] = {}
    masters: dict[str, tuple[str, int, int]] = {}
    data = part.root.first("sheetData")
    for row, element in numbered(data.children if data else []).items():
        for column, cell in placed(element.children).items():
            formula = cell.first("f")
            name = formula.attributes.get("si") if formula else None
            if formula is None or name is None:
                continue
            if formula.text:
                masters[name] = formula.text, row, column
            if name in masters:
                text, from_row, from_column = masters[name]
                found[id(formula)] = filled_down(text, row - from_row, column - from_column)
    return found


def _move_rows(part: Part, shift: Shift) -> None:
    data = part.root.first("sheetData")
    for number, row in numbered(data.children if data else []).items():
        if number <= shift.last or not shift.by:
            continue
        part.set(row, "spans", None)
        part.set(row, "r", str(number + shift.by))
        for cell in row.children:
            place = cell.attributes.get("r", "")
            if place:
                part.set(cell, "r", shift.ranges(place))


def _move_anchors(part: Part, shift: Shift) -> None:
    """A picture below the rows moves with them; one beside them keeps its size."""
    for anchor in part.root.children:
        rows = [one.first("row") for one in (anchor.first("from"), anchor.first("to")) if one]
        told = [row for row in rows if row]
        by = shift.row(int(told[0].text) + 1) - int(told[0].text) - 1 if told else 0
        for row in told if by else ():
            part.say(row, str(int(row.text) + by))


def _with_moved_notes(data: bytes, shift: Shift) -> bytes:
    """As text: what draws the boxes of notes may be no XML."""

    def by(row: int) -> int:
        return shift.row(row + 1) - 1

    def boxed(match: re.Match[bytes]) -> bytes:
        numbers = [int(number) for number in match[2].split(b",")]
        moved = by(numbers[_BOX_ROWS[0]]) - numbers[_BOX_ROWS[0]]
        for place in _BOX_ROWS:
            numbers[place] += moved
        return match[1] + ", ".join(map(str, numbers)).encode()

    data = _NOTE_ROW.sub(lambda match: match[1] + str(by(int(match[2]))).encode(), data)
    return _NOTE_BOX.sub(boxed, data)


def _reckon_on_opening(part: Part) -> None:
    told = part.root.first("calcPr")
    if told:
        part.set(told, "fullCalcOnLoad", "1")
        return
    before = next((one for name in _BEFORE_CALC if (one := part.root.first(name))), None)
    if before:
        part.replace(before.end, before.end, f'<{before.prefix}calcPr fullCalcOnLoad="1"/>')
