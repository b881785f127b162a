"""Texts with gaps the program fills in ({date}, {parties} …): what an edited one may neither lose nor invent."""

import re
from collections.abc import Collection

_GAP = re.compile(r"\{([^{}]*)\}")


def gaps(text: str) -> list[str]:
    """Names of the gaps, each once, in the order they stand."""
    return list(dict.fromkeys(_GAP.findall(text)))


def problem(text: str, wanted: Collection[str], known: Collection[str]) -> str:
    """A sentence when a wanted gap is missing, one is unknown to the program, or a brace stands alone; else empty."""
    found = gaps(text)
    lost = [name for name in wanted if name not in found]
    if lost:
        return f"少了{shown(lost)}，这里要由程序填写，请写回去。"
    strange = [name for name in found if name not in known]
    if strange:
        usable = f"可以用的有{shown(known)}。" if known else "请删除花括号。"
        return f"{shown(strange)}写错了，{usable}"
    if any(brace in _GAP.sub("", text) for brace in "{}"):
        return "花括号要成对写，例如 {date}。"
    return ""


def shown(names: Collection[str]) -> str:
    """{date}、{parties}."""
    return "、".join(f"{{{name}}}" for name in names)
