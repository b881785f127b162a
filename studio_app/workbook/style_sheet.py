"""The styles part of a workbook: each look is registered once and cells carry its number."""

from dataclasses import dataclass

from studio_app.workbook.cell_text import escaped
from studio_app.workbook.spec import Align, Font

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BUILT_IN = {"General": 0, "@": 49}  # ECMA-376-1 §18.8.30
_FIRST_CUSTOM = 164  # lower ids are kept for built-in formats
_NO_FILLS = (
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
)
_SIDES = ("left", "right", "top", "bottom")
_BOX = "".join(f'<{side} style="thin"><color indexed="64"/></{side}>' for side in _SIDES)


@dataclass(frozen=True)
class Look:
    """How one kind of cell looks."""

    font: Font
    number: str = "@"
    align: Align = Align.CENTER
    indent: int = 0  # steps text keeps from the rule it is aligned to (ECMA-376-1 §18.8.1: three spaces each)
    vertical: str = "center"
    wrap: bool = True
    shrink: bool = False  # a date that does not fit gets smaller instead of ####; only without wrap
    box: bool = True
    fill: str = ""
    quoted: bool = False  # text for good, even when somebody edits the cell


class StyleSheet:
    """Collects looks while the sheet is written; `xml` is written after it (ECMA-376-1 §18.8.39)."""

    def __init__(self, body: Font) -> None:
        self._looks: dict[Look, int] = {}
        self._fonts: dict[Font, int] = {}
        self._fills: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self.index(Look(body, number="General", align=Align.LEFT, wrap=False, box=False))

    def index(self, look: Look) -> int:
        """The number a cell carries in its `s` attribute."""
        self._fonts.setdefault(look.font, len(self._fonts))
        if look.fill:
            self._fills.setdefault(look.fill, len(self._fills) + len(_NO_FILLS))
        if look.number not in _BUILT_IN:
            self._numbers.setdefault(look.number, len(self._numbers) + _FIRST_CUSTOM)
        return self._looks.setdefault(look, len(self._looks))

    def xml(self) -> str:
        formats = [f'<numFmt numFmtId="{i}" formatCode="{escaped(n)}"/>' for n, i in self._numbers.items()]
        fills = [*_NO_FILLS, *(_fill(colour) for colour in self._fills)]
        parts = (
            _counted("numFmts", formats) if formats else "",
            _counted("fonts", [_font(font) for font in self._fonts]),
            _counted("fills", fills),
            _counted("borders", [_border(""), _border(_BOX)]),
            _counted("cellStyleXfs", ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']),
            _counted("cellXfs", [self._xf(look) for look in self._looks]),
            _counted("cellStyles", ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']),
        )
        return f'<styleSheet xmlns="{_MAIN}">{"".join(parts)}</styleSheet>'

    def _xf(self, look: Look) -> str:
        number = _BUILT_IN.get(look.number) or self._numbers.get(look.number, 0)
        flags = ' quotePrefix="1"' if look.quoted else ""
        indent = f' indent="{look.indent}"' if look.indent else ""
        fit = ' wrapText="1"' if look.wrap else ' shrinkToFit="1"' if look.shrink else ""
        return (
            f'<xf numFmtId="{number}" fontId="{self._fonts[look.font]}"'
            f' fillId="{self._fills.get(look.fill, 0)}" borderId="{int(look.box)}" xfId="0"'
            f' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"{flags}>'
            f'<alignment horizontal="{look.align}" vertical="{look.vertical}"{indent}{fit}/></xf>'
        )


def _counted(tag: str, items: list[str]) -> str:
    return f'<{tag} count="{len(items)}">{"".join(items)}</{tag}>'


def _font(font: Font) -> str:
    """Charset 134 (GB 2312) tells an office without this font to take another Chinese one."""
    name = escaped(font.name)
    return f'<font><sz val="{font.size:g}"/><name val="{name}"/><family val="3"/><charset val="134"/></font>'


def _fill(colour: str) -> str:
    colours = f'<fgColor rgb="FF{colour.upper()}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{colours}</patternFill></fill>'


def _border(sides: str) -> str:
    return f"<border>{sides or '<left/><right/><top/><bottom/>'}<diagonal/></border>"
