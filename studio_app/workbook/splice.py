"""XML changed where it has to change: every other byte of a part stays as the office's program wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from studio_app.core.errors import Refused

_TAG = re.compile(rb"""<[^\s/>]+(?:[^>"']|"[^"]*"|'[^']*')*>""")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(r"^\ufeff?<\?xml[^>]*\?>")


@dataclass(slots=True)
class Element:
    """Its name without prefix, and where it stands: `<a>` from `start` to `inside`, `</a>` from `after` to `end`."""

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    inside: int
    after: int = 0
    end: int = 0
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def every(self, *names: str) -> Iterator["Element"]:
        """Those below of these names, itself too, in the order of the file."""
        if not names or self.name in names:
            yield self
        for child in self.children:
            yield from child.every(*names)

    def first(self, *path: str) -> "Element | None":
        """The child at the end of this path of names."""
        found: Element | None = self
        for name in path:
            found = next((child for child in found.children if child.name == name), None) if found else None
        return found

    @property
    def said(self) -> str:
        """All its text; how Japanese and Chinese words are read aloud is none of it."""
        return self.text + "".join(child.said for child in self.children if child.name != "rPh")


class Part:
    """One part of the package and what is to change in it."""

    def __init__(self, data: bytes) -> None:
        """Refused where it is no XML, or declares entities."""
        self._given = data
        if data[:2] in _UTF16:
            data = _DECLARED.sub('<?xml version="1.0" encoding="UTF-8"?>', data.decode("utf-16")).encode()
        self.data = data
        self._edits: list[tuple[int, int, bytes]] = []
        self.root = _parsed(data)

    def replace(self, start: int, end: int, by: str) -> None:
        self._edits.append((start, end, by.encode()))

    def set(self, element: Element, name: str, value: str | None) -> None:
        """An attribute without prefix: changed, added, or with None taken away."""
        tag = self.data[element.start : element.inside]
        found = re.search(rb"\s%b\s*=\s*(\"[^\"]*\"|'[^']*')" % name.encode(), tag)
        text = "" if value is None else f' {name}="{escape(value, {chr(34): "&quot;"})}"'
        if found:
            self.replace(element.start + found.start(), element.start + found.end(), text)
        elif text:
            at = element.inside - (2 if tag.endswith(b"/>") else 1)
            self.replace(at, at, text)

    def say(self, element: Element, text: str) -> None:
        """Its text, which has no elements in it."""
        if element.after > element.inside:
            self.replace(element.inside, element.after, escape(text))

    def remove(self, element: Element) -> None:
        self.replace(element.start, element.end, "")

    def raw(self, element: Element) -> str:
        """What stands between its tags."""
        return self.data[element.inside : element.after].decode()

    def changed(self, start: int = 0, end: int | None = None) -> bytes:
        """The bytes from `start` to `end` with what was to change there."""
        if not self._edits and (start, end) == (0, None):
            return self._given
        end = len(self.data) if end is None else end
        pieces, at = [], start
        for begins, ends, by in sorted(self._edits, key=lambda edit: edit[:2]):
            if begins >= at and ends <= end:
                pieces += [self.data[at:begins], by]
                at = ends
        return b"".join([*pieces, self.data[at:end]])


def _parsed(data: bytes) -> Element:
    parser = expat.ParserCreate()
    top = Element("", "", {}, 0, 0)
    open_ones = [top]

    def begin(name: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        tag = _TAG.match(data, start)
        prefix, _, local = name.rpartition(":")
        element = Element(local, f"{prefix}:" if prefix else "", attributes, start, tag.end() if tag else start)
        open_ones[-1].children.append(element)
        open_ones.append(element)

    def finish(_name: str) -> None:
        element = open_ones.pop()
        if data[element.inside - 2 : element.inside] == b"/>":
            element.after = element.end = element.inside
        else:
            element.after = parser.CurrentByteIndex
            element.end = data.index(b">", element.after) + 1

    def hear(words: str) -> None:
        open_ones[-1].text += words

    def refuse(*_told: object) -> None:
        raise Refused("这个工作簿里声明了外部内容，不能使用。")

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    parser.CharacterDataHandler, parser.EntityDeclHandler = hear, refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as trouble:
        raise Refused("这个工作簿的内容不完整，请用 WPS 打开后另存一份再试。") from trouble
    return top.children[0]
