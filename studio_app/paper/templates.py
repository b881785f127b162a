"""The Typst sources of the forms: our own, a district's folder laid over them, and nothing from a network."""

import re
from functools import cache
from pathlib import Path

from studio_app.core import paths
from studio_app.core.errors import Refused, Unavailable

# A template may draw on a file lying beside it and on nothing else. Package names can be spelled in many ways
# ("@pre" + "view/…", escapes, eval), so what is allowed is listed instead of what is not.
_BORROWS = re.compile(rb'\b(?:import|include)\b(?!\s*"[^"@/\\:]+\.typ")|\beval\b|\bplugin\b')

_DRAWN_ON = re.compile(rb'\b(?:import|include)\s*"([^"]+\.typ)"')


class TemplateBroken(Refused):
    """A district's own template cannot be used; `template` is its file name. Ours (`Press()`) still prints."""

    def __init__(self, template: str, why: str) -> None:
        super().__init__(
            f"自定义模板“{template}”不能用：{why}。请改正它；也可以先用自带模板打印，或把它从模板文件夹移走。"
        )
        self.template = template


@cache
def own_sources() -> dict[str, bytes]:
    """File name → source of every template that came with the program."""
    return _read(paths.resource("print"))


def sources(overrides: Path | None) -> tuple[dict[str, bytes], frozenset[str]]:
    """Every template, and the names out of `overrides` (read again each time: somebody is editing them)."""
    theirs = _read(overrides) if overrides is not None and overrides.is_dir() else {}
    for name, source in theirs.items():
        _refuse_borrowing(name, source)
    return own_sources() | theirs, frozenset(theirs)


def needed(template: str, known: dict[str, bytes]) -> dict[str, bytes]:
    """`template` and what it draws on, step by step: every file more costs each print time."""
    found: dict[str, bytes] = {}
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found[name] = known[name]
            waiting += [other.decode() for other in _DRAWN_ON.findall(known[name])]
    return found


def _read(folder: Path) -> dict[str, bytes]:
    try:
        return {path.name: path.read_bytes() for path in sorted(folder.glob("*.typ"))}
    except OSError as trouble:
        raise Unavailable(f"读不出模板文件夹“{folder.name}”。请检查它还在不在、能不能打开。") from trouble


def _refuse_borrowing(name: str, source: bytes) -> None:
    found = _BORROWS.search(source)
    if found:
        line = source.count(b"\n", 0, found.start()) + 1
        raise TemplateBroken(name, f"第{line}行引用了外部内容，模板只能引用同一文件夹里的 .typ 文件，不能联网取用")
