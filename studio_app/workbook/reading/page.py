"""Tables kept as a web page under the name of a workbook, which offices' systems like to send."""

import re
from email import message_from_bytes
from html.parser import HTMLParser

from studio_app.core.errors import Refused
from studio_app.workbook.reading import bounds
from studio_app.workbook.reading.raw import Book, Row, Sheet

_BEGINS = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_WIDEST, _HIGHEST = 300, 5_000
_SILENT = ("style", "script", "title", "xml")
OLD_XML = "这是 Excel 2003 的 XML 表格。请在 WPS 里打开它，另存为 .xlsx 再导入。"


def is_page(text: str) -> bool:
    head = text[:4000].lstrip("\ufeff")
    return (
        bool(_BEGINS.match(head))
        or "mime-version:" in head.lower()
        or "urn:schemas-microsoft-com:office:spreadsheet" in head
    )


def read(data: bytes, text: str) -> Book:
    """One sheet for a page: its tables one below the other, with what is said above and between them."""
    if "mime-version:" in text[:4000].lower():
        text = _from_archive(data)
    elif "urn:schemas-microsoft-com:office:spreadsheet" in text[:4000] and "<html" not in text[:4000].lower():
        raise Refused(OLD_XML)
    else:
        named = _CHARSET.search(data[:4000])
        text = _decoded(data, named[1].decode("ascii")) if named else text
    page = _Page()
    page.feed(text)
    page.close()
    page.say()
    if not page.tables:
        raise Refused("这是一张网页，里面没有表格。请在 WPS 里打开它，另存为 .xlsx 再导入。")
    return Book([page.sheet])


def _decoded(data: bytes, charset: str) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    if charset.casefold() in {"gb2312", "gbk", "x-gbk"}:
        charset = "gb18030"
    for known in ("utf-8-sig", charset, "gb18030"):
        try:
            return data.decode(known)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


def _from_archive(data: bytes) -> str:
    """The pages of a web archive (.mht)."""
    found = []
    for part in message_from_bytes(data).walk():
        body = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(body, bytes):
            found.append(_decoded(body, part.get_content_charset() or "utf-8"))
    if not found:
        raise Refused(bounds.BROKEN)
    return "\n".join(found)


class _Page(HTMLParser):
    """Lays rows and cells on a sheet as a browser would, joined ones included."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheet, self.tables, self._at = Sheet("网页"), 0, 0
        self._cells: list[str] | None = None
        self._said: list[str] = []
        self._silent = 0
        self._joined: tuple[int, int] = (1, 1)
        self._hidden = self._in_cell = False
        self._taken: dict[int, int] = {}  # column → last row a joined cell above reaches

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._said.append("\n")
        elif tag == "table":
            self.say()
            self.tables += 1
        elif tag == "tr":
            self._end_row()
            self._at += 1
            self._cells = []
            self._hidden = "hidden" in told or bool(
                re.search(r"display\s*:\s*none", told.get("style", ""), re.IGNORECASE)
            )
        elif tag in {"td", "th"} and self._cells is not None:
            self._end_cell()
            self._in_cell, self._said = True, []
            self._joined = _span(told.get("rowspan", ""), _HIGHEST), _span(told.get("colspan", ""), _WIDEST)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag in {"tr", "table"}:
            self._end_row()
        elif tag in {"p", "div", "h1", "h2", "h3", "h4", "caption"}:
            if self._cells is None:
                self.say()
            elif self._said:
                self._said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._said.append(re.sub(r"[ \t\r\n\xa0]+", " ", data))

    def say(self) -> None:
        """What stands outside a table is a line of its own."""
        words = self._words()
        if words and self._cells is None:
            self._at += 1
            self.sheet.rows.append(Row(self._at, [words]))

    def _words(self) -> str:
        words, self._said = "".join(self._said), []
        return "\n".join(line.strip() for line in words.split("\n")).strip()

    def _end_cell(self) -> None:
        if not self._in_cell or self._cells is None:
            return
        self._in_cell = False
        self._skip_taken()
        (high, wide), first = self._joined, len(self._cells)
        self._cells += [self._words(), *[""] * (wide - 1)]
        if high > 1:
            self._taken.update(dict.fromkeys(range(first, first + wide), self._at + high - 1))
        if high * wide > 1:
            self.sheet.merged.append((self._at, first, self._at + high - 1, first + wide - 1))

    def _skip_taken(self) -> None:
        while self._cells is not None and self._taken.get(len(self._cells), 0) >= self._at:
            self._cells.append("")

    def _end_row(self) -> None:
        if self._cells is None:
            return
        self._end_cell()
        if any(self._cells):
            self.sheet.rows.append(Row(self._at, list(self._cells), self._hidden))
        self._cells, self._said = None, []


def _span(told: str, most: int) -> int:
    return min(most, max(1, int(told))) if told.isdecimal() and len(told) < 6 else 1
