"""Plates of vehicles as written on paper made comparable."""

import re
import unicodedata

_BETWEEN = re.compile(r"[、,;/]|\s+(?=[一-龥][A-Z])")


def several(text: str) -> tuple[str, ...]:
    """Each plate of a field that may hold several: 辽b·12345 辽B23456 → 辽B12345, 辽B23456."""
    if not text:  # mostly
        return ()
    parts = _BETWEEN.split(unicodedata.normalize("NFKC", text).upper())
    return tuple(dict.fromkeys(bare for part in parts if (bare := re.sub(r"[\s·•・.—-]", "", part))))


def normalise(text: str) -> str:
    return "、".join(several(text))
