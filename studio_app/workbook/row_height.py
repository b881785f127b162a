"""How tall a row must be: WPS and LibreOffice do not fit rows to wrapped text when they open a file."""

import re

MAX_HEIGHT = 409.0  # points; Excel and WPS show no taller row
LINE = 1.45  # line height in font sizes; 宋体 needs 1.3, the fonts of UOS and 麒麟 (Noto, 思源) need 1.45
PADDING = 5.0  # points, above and below together

_RUNS = re.compile("[!-~]+|[^!-~]+")  # unbroken Latin words and numbers | everything else


def line_count(text: str, units: float) -> int:
    """Lines of the text in a cell `units` half-width characters wide; rather one too many than too few."""
    if 2 * len(text) <= units and "\n" not in text:
        return 1
    return sum(_paragraph_lines(paragraph, units) for paragraph in text.split("\n"))


def _paragraph_lines(text: str, units: float) -> int:
    """Chinese breaks anywhere but before closing punctuation (one place a line is kept free for that)."""
    if 2 * len(text) <= units:
        return 1
    runs: list[str] = _RUNS.findall(text)
    if len(text) <= units and sum(map(_width, runs)) <= units:
        return 1
    room = max(int(units) - 2, 2)
    lines, used = 1, 0
    for run in runs:
        is_word = "!" <= run[0] <= "~"
        width = len(run) if is_word else 2 * len(run)
        if used + width <= room:
            used += width
            continue
        if is_word and used:  # a word that does not fit starts a line of its own
            lines, used = lines + 1, 0
        full, used = divmod(used + width - 1, room)
        lines, used = lines + full, used + 1
    return lines


def _width(run: str) -> int:
    return len(run) if "!" <= run[0] <= "~" else 2 * len(run)


def height(lines: int, size: float) -> float:
    """Points for so many lines of a font size; beyond MAX_HEIGHT the caller spreads them over rows."""
    return round(lines * size * LINE + PADDING, 1)
