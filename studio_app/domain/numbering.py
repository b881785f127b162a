"""Numbers of cases and papers made from a pattern, and compared whatever brackets and spaces were typed."""

import re
from collections.abc import Collection, Mapping

from studio_app.core.errors import Refused
from studio_app.domain.folding import folded

SERIAL = "序号"
YEAR = "年"
TOKENS = (YEAR, "月", "区简称", "街道", "社区", "社区简称", "简称", "字", SERIAL)

_TOKEN = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
_WIDTH = re.compile(r"0?([1-9])d?")
_BRACKETS = str.maketrans("", "", "〔［【〖「『《〈<{[(〕］】〗」』》〉>}])")
_DASHES = str.maketrans("—–−‐‑―", "------")


def render(pattern: str, values: Mapping[str, str | int], serial: int) -> str:
    """The printed number. `serial` is an integer kept in its own column; the result is never parsed back.

    Raises Refused when the pattern is broken or asks for a value that is empty.
    """
    wrong = problems(pattern, per_year=False)
    if wrong:
        raise Refused(wrong)
    if serial < 1:
        raise Refused("编号的序号从 1 开始，请改正起始序号。")
    return _TOKEN.sub(lambda token: _filled(token, values, serial), pattern)


def problems(pattern: str, *, per_year: bool = True, tokens: Collection[str] = TOKENS) -> str | None:
    """A sentence saying what is wrong with a pattern, None for a good one.

    A series that starts again every year (`per_year`) needs the year in its number, or numbers repeat.
    """
    used = [token[1] for token in _TOKEN.finditer(pattern)]
    unknown = [name for name in used if name not in tokens]
    if re.search(r"[{}]", _TOKEN.sub("", pattern)):
        return "编号样式里的花括号没有成对，请写成 {年}、{序号:3} 这样。"
    if unknown:
        return f"编号样式里的 {{{unknown[0]}}} 不认识，可用的有：{'、'.join(f'{{{name}}}' for name in tokens)}。"
    if used.count(SERIAL) != 1:
        return "编号样式里要有一个 {序号:3}（至少三位）。"
    if any(token[2] is not None and not _format_fits(token) for token in _TOKEN.finditer(pattern)):
        return "只有“序号”后面能写位数，例如 {序号:3}。"
    if per_year and YEAR not in used:
        return "编号每年从 1 开始，样式里要有 {年}，否则各年的编号会重复。"
    return None


def shape(pattern: str, values: Mapping[str, str | int]) -> str:
    """A number of this pattern with its serial left open: series of one shape would print one number twice.

    Raises Refused as `render` does.
    """
    plain = _TOKEN.sub(lambda token: f"{{{token[1]}}}", pattern)
    return comparable(render(plain, values, 1))


def shape_pattern(pattern: str, values: Mapping[str, str | int]) -> str:
    """A regular expression for what `comparable` makes of every number of this pattern."""
    sign = 987654321  # a serial nothing else in a number looks like
    return re.escape(comparable(render(_TOKEN.sub(lambda token: f"{{{token[1]}}}", pattern), values, sign))).replace(
        str(sign), r"\d+"
    )


def comparable(text: str) -> str:
    """What all spellings of a number share: half-width 简体, no brackets, spaces, zeros after 第, one kind of dash."""
    plain = folded(text).translate(_BRACKETS).translate(_DASHES)
    return folded(re.sub(r"第0+(?=\d)", "第", re.sub(r"\s", "", plain)))


def _format_fits(token: re.Match[str]) -> bool:
    return token[1] == SERIAL and bool(_WIDTH.fullmatch(token[2]))


def _filled(token: re.Match[str], values: Mapping[str, str | int], serial: int) -> str:
    if token[1] == SERIAL:
        width = _WIDTH.fullmatch(token[2] or "")
        return str(serial).zfill(int(width[1])) if width else str(serial)
    value = str(values.get(token[1], "")).strip()
    if not value:
        raise Refused(f"编号规则用到“{token[1]}”，但还没有填写，请在设置中补上或修改编号规则。")
    return value
