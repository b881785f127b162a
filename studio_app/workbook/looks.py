"""The looks of a template's cells, and those a value needs beside them: text for good, wrapped, at the top."""

import re
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from studio_app.workbook.splice import Element, Part

_BUILT_IN_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # ECMA-376-1 §18.8.30
_DAY = re.compile("[ymd]", re.IGNORECASE)
_SPOKEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
GENERAL, TEXT = 0, 49
QUOTABLE = 255
"""Characters of a cell formatted as text that every program shows; of more some show ####."""


@dataclass(frozen=True)
class Look:
    """What of a look decides how a value is written: points, format, lines."""

    size: float
    number: int
    is_day: bool
    has_hour: bool
    wraps: bool
    indent: int


class Looks:
    """The styles part: unchanged unless a cell needs a look the template has not."""

    def __init__(self, data: bytes) -> None:
        self._part = Part(data)
        root = self._part.root
        self._all = root.first("cellXfs") or root
        self._xfs = list(self._all.children)
        self._sizes = [self._size(font) for font in getattr(root.first("fonts"), "children", ())]
        self._formats = {
            int(one.attributes.get("numFmtId", 0)): one.attributes.get("formatCode", "")
            for one in getattr(root.first("numFmts"), "children", ())
        }
        self._added: dict[str, int] = {}

    @property
    def usual(self) -> float:
        """Points of the font in which widths are counted."""
        return self._sizes[0] if self._sizes else 11.0

    def of(self, style: int) -> Look:
        """What the look of this number is."""
        xf = self._xfs[style].attributes if style < len(self._xfs) else {}
        font, number = int(xf.get("fontId", 0)), int(xf.get("numFmtId", 0))
        code = _SPOKEN.sub("", self._formats.get(number, ""))
        align = self._alignment(style)
        return Look(
            size=self._sizes[font] if font < len(self._sizes) else self.usual,
            number=number,
            is_day=number in _BUILT_IN_DAYS or bool(_DAY.search(code)),
            has_hour="h" in code.lower() or number == 22,
            wraps=align.get("wrapText") in {"1", "true"},
            indent=int(align.get("indent", 0)),
        )

    def variant(self, style: int, *, quoted: bool = False, number: int | None = None, **align: str | None) -> int:
        """The number of the same look with something else of it; `align` names attributes of its alignment."""
        xf = self._xfs[style]
        attributes, alignment = dict(xf.attributes), self._alignment(style)
        if quoted:
            attributes["quotePrefix"] = "1"
        if number is not None:
            attributes |= {"numFmtId": str(number), "applyNumberFormat": "1"}
        if align:
            attributes["applyAlignment"] = "1"
            alignment = {name: value for name, value in (alignment | align).items() if value is not None}
        protection = xf.first("protection")
        kept = self._part.data[protection.start : protection.end].decode() if protection else ""
        name = xf.prefix
        inner = f"<{name}alignment{_told(alignment)}/>{kept}" if alignment else kept
        made = f"<{name}xf{_told(attributes)}>{inner}</{name}xf>"
        return self._added.setdefault(made, len(self._xfs) + len(self._added))

    def data(self) -> bytes:
        """The part as it is to be written."""
        if self._added:
            self._part.set(self._all, "count", str(len(self._xfs) + len(self._added)))
            self._part.replace(self._all.after, self._all.after, "".join(self._added))
        return self._part.changed()

    def _alignment(self, style: int) -> dict[str, str]:
        found = self._xfs[style].first("alignment") if style < len(self._xfs) else None
        return dict(found.attributes) if found else {}

    @staticmethod
    def _size(font: Element) -> float:
        found = font.first("sz")
        return float(found.attributes.get("val", 11)) if found else 11.0


def _told(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
