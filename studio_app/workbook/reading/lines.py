"""Tables as text (.csv, .txt): the encoding found out, the sign between the columns, and the lines they stand on."""

import csv
import io
import re
from collections import Counter

from studio_app.core.errors import Refused
from studio_app.workbook.reading import bounds
from studio_app.workbook.reading.raw import Book, Row, Sheet

BETWEEN = ("\t", ",", ";", "|", "，")
LOOKED_AT = 60
MOST_CELL = 1 << 20
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decoded(data: bytes) -> str | None:
    """Text in UTF-8, UTF-16 or GB18030; None for what is no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in (_without_mark(data), "utf-8", "gb18030"):
        try:
            text = data.decode(encoding) if encoding else None
        except UnicodeDecodeError:
            continue
        if text is not None:
            return None if len(_STRANGE.findall(text)) > len(text) // 50 else text
    text = data.decode("gb18030", "replace")  # a byte lost here and there
    return text if text.count("\ufffd") + len(_STRANGE.findall(text)) < len(text) // 50 else None


def _without_mark(data: bytes) -> str:
    """UTF-16 whose mark was lost: the ends of lines and the signs between tell where the low half stands."""
    head = data[:4000]
    if not head.count(0) or len(data) % 2:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def read(text: str) -> Book:
    """One sheet; a row's number is that of the line it begins on."""
    csv.field_size_limit(MOST_CELL)
    sheet, start = Sheet("csv"), 1
    told = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_sign(text.splitlines()[:LOOKED_AT]))
    try:
        for cells in told:
            if any(cell.strip() for cell in cells):
                sheet.rows.append(Row(start, list(cells)))
            start = told.line_num + 1
    except csv.Error:
        raise Refused(bounds.BROKEN) from None
    return Book([sheet])


def _sign(lines: list[str]) -> str:
    """What stands equally often on most lines."""
    best, found = (0, 0), ","
    for sign in BETWEEN:
        counts = Counter(line.count(sign) for line in lines if line.strip())
        counts.pop(0, None)
        often = max(counts.values(), default=0), max(counts, default=0)
        if often > best and max(counts, default=0):
            best, found = often, sign
    return found
