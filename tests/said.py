"""Every Chinese string a person can meet: sentences and labels of the code, values of the lists, words of forms and manual."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

import studio_app
from studio_app.core.paths import resource

CODE = Path(studio_app.__file__).parent
RESOURCES = resource("print").parent
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_RECOGNISED = frozenset(
    {"words", "patterns", "unless", "alias", "like", "nothing", "ditto", "generic", "strip", "sheets_left_out"}
)
"""Keys of lists that hold what other people type, for the program to recognise: nobody reads them."""
_PATTERN = re.compile(r"\(\?[:=!<]")
"""A regular expression recognises what others write, too."""
_COMMENT = re.compile(r"(?<!:)//.*")


@dataclass(frozen=True)
class Said:
    """One string and where it stands: `studio_app/cli.py:90`, `resources/dictionaries/levels.toml`."""

    where: str
    text: str


@cache
def everything() -> list[Said]:
    return [*in_code(), *in_resources()]


def in_code() -> Iterator[Said]:
    """String constants outside docstrings and patterns; the words of an f-string as one, with … for what is filled in."""
    for file in sorted(CODE.rglob("*.py")):
        where = f"studio_app/{file.relative_to(CODE).as_posix()}"
        for line, text in constants(file.read_text(encoding="utf-8")):
            if not _PATTERN.search(text):
                yield Said(f"{where}:{line}", text)


def in_resources() -> Iterator[Said]:
    """Values of TOML, cells of workbooks, lines of forms, pages and plain texts; samples tell other people's stories and are left out."""
    for file in sorted(RESOURCES.rglob("*")):
        where = f"resources/{file.relative_to(RESOURCES).as_posix()}"
        if file.suffix == ".toml" and "demo" not in file.parts:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
            yield from (Said(where, text) for text in _values(content) if _CHINESE.search(text))
        elif file.suffix == ".xlsx":
            sheets = load_workbook(file).worksheets
            cells = (str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell)
            yield from (Said(where, text) for text in cells if _CHINESE.search(text))
        elif file.suffix in (".typ", ".md", ".txt"):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                text = _COMMENT.sub("", line) if file.suffix == ".typ" else line
                if _CHINESE.search(text):
                    yield Said(f"{where}:{number}", text.strip())


def constants(source: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(source)
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed |= {id(part) for part in node.values}
            words = "".join(str(p.value) if isinstance(p, ast.Constant) else "…" for p in node.values)
            if _CHINESE.search(words):
                yield node.lineno, words
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in passed else None
        if isinstance(text, str) and _CHINESE.search(text):
            yield getattr(node, "lineno", 0), text


def _values(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            if key not in _RECOGNISED:
                yield from _values(value)
    elif isinstance(content, list):
        for value in content:
            yield from _values(value)
