"""What a string becomes before it stands in a cell: nothing hostile, nothing cut, nothing read as a code."""

import re
from collections.abc import Iterable, Iterator

CELL_LIMIT = 32_767  # UTF-16 units, the limit of Excel and WPS for one cell
_MAY_BE_TOO_LONG = CELL_LIMIT // 2

GOES_ON, CAME_FROM = "（转下行）", "（接上行）"

# Control characters and the code points XML 1.0 §2.2 forbids; tab and line feed stay.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_SPECIAL = re.compile('[&<>"]|_x[0-9A-Fa-f]{4}_')
_ENCODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def cleaned(text: str) -> str:
    """The text without control characters and with every line end as a line feed."""
    if text.isprintable() or text.replace("\n", "").isprintable():  # the common case, decided in C
        return text
    return _UNWRITABLE.sub("", _LINE_END.sub("\n", text))


def goes_on(values: Iterable[object]) -> bool:
    """Whether one of the values is a text that exceeds a cell; 𠮷 and emoji count twice."""
    long = [value for value in values if isinstance(value, str) and len(value) > _MAY_BE_TOO_LONG]
    return any(units(value) > CELL_LIMIT for value in long) if long else False


def cells_of(text: str) -> Iterator[str]:
    """A text in parts that each fit a cell; where it goes on below, both parts say so."""
    room = CELL_LIMIT - len(GOES_ON) - len(CAME_FROM)
    begins = 0
    while begins < len(text):
        ends = begins + room
        while units(text[begins:ends]) > room:
            ends -= units(text[begins:ends]) - room
        before, behind = CAME_FROM if begins else "", GOES_ON if ends < len(text) else ""
        yield f"{before}{text[begins:ends]}{behind}"
        begins = ends


def units(text: str) -> int:
    """UTF-16 units, in which Excel counts characters."""
    return len(text.encode("utf-16-le")) // 2


def escaped(text: str) -> str:
    """Cleaned text as XML content; `_x0041_` would be read as “A” (ST_Xstring, ECMA-376-1 §22.9.2.19)."""
    if not _SPECIAL.search(text):
        return str(text)
    return literal(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"))


def literal(text: str) -> str:
    """The text with nothing in it that would be read as a code."""
    return _ENCODED.sub("_x005F_", text)
