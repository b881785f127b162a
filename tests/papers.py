"""What a printed paper says, read back from its PDF by a reader that is not the printer."""

import re
from pathlib import Path

import pypdfium2


def texts_of(pdf: bytes | Path) -> list[str]:
    """The text of each page, line by line as it stands there."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_text(page) for page in document]
    finally:
        document.close()


def _text(page: pypdfium2.PdfPage) -> str:
    words = page.get_textpage()
    try:
        text: str = words.get_text_bounded()
        return text.replace("\r\n", "\n")
    finally:
        words.close()
        page.close()


def squeezed(pdf: bytes | Path) -> list[str]:
    """The text of each page without white space: where a line wraps is the printer's business."""
    return [re.sub(r"[\s\u200b\u3000]", "", text) for text in texts_of(pdf)]
