"""How the sheet goes to paper: margins, paper, one page wide, running header and footer."""

import re
from collections.abc import Mapping

from studio_app.workbook.cell_text import escaped, units
from studio_app.workbook.spec import Margins, Page, filled

HEADER_LIMIT = 255  # UTF-16 units of a page header or footer; longer ones make Excel repair the file
_PAPER = {"A4": 9, "A3": 8}  # ECMA-376-1 §18.3.1.63
_CM_PER_INCH = 2.54
_PLACE = re.compile("&[LCR]")  # left, centre, right
_SEE_NOTE = "说明见表末"


def page_xml(page: Page, values: Mapping[str, str]) -> str:
    """printOptions, pageMargins, pageSetup and headerFooter, the order of ECMA-376-1 §18.3.1.99."""
    return (
        '<printOptions horizontalCentered="1"/>'
        + _margins(page.margins)
        + _setup(page)
        + f"<headerFooter>{_running('oddHeader', page.header, values)}"
        + f"{_running('oddFooter', page.footer, values)}</headerFooter>"
    )


def _margins(margins: Margins) -> str:
    """ECMA-376-1 §18.3.1.62; inches in the file."""
    sides = ("left", "right", "top", "bottom", "header", "footer")
    inches = (f'{side}="{getattr(margins, side) / _CM_PER_INCH:.4f}"' for side in sides)
    return f"<pageMargins {' '.join(inches)}/>"


def _setup(page: Page) -> str:
    """ECMA-376-1 §18.3.1.63; as many pages high as needed, one wide."""
    way = "landscape" if page.landscape else "portrait"
    return f'<pageSetup paperSize="{_PAPER[page.paper]}" fitToHeight="0" orientation="{way}"/>'


def _running(tag: str, template: str, values: Mapping[str, str]) -> str:
    """Values must not be read as codes: & is doubled (§18.3.1.46). Too long: it points to the note."""
    doubled = {name: value.replace("&", "&&") for name, value in values.items()}
    text = filled(template, doubled)
    if units(text) > HEADER_LIMIT:
        text = filled(template, dict.fromkeys(doubled, _SEE_NOTE))
    return f"<{tag}>{escaped(text)}</{tag}>" if _PLACE.sub("", text).strip() else ""
