"""The house stays the house: sizes, names, and things the tools above cannot see."""

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOME = Path(__file__).parent.parent
PACKAGE = HOME / "studio_app"
VERSIONS = PACKAGE / "store" / "migrations" / "versions"
NO_NAMES = re.compile(r"util|helper|common|manager|^base_|misc")


def modules() -> list[Path]:
    return [file for file in PACKAGE.rglob("*.py") if VERSIONS not in file.parents]


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def functions() -> Iterator[tuple[str, int]]:
    for file in modules():
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{file.relative_to(HOME)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_functions_are_short() -> None:
    sizes = dict(functions())
    assert {name: size for name, size in sizes.items() if size > 50} == {}
    assert statistics.median(sizes.values()) <= 8


def test_modules_are_split_by_meaning_at_600_lines() -> None:
    lengths = {str(f.relative_to(HOME)): f.read_text(encoding="utf-8").count("\n") for f in modules()}
    assert {name: length for name, length in lengths.items() if length > 600} == {}


def test_nothing_windows_lacks_is_imported_at_the_top() -> None:
    """There a test module that asks for it cannot even be read: it is skipped where it is used, with its reason."""
    lacking = {"resource", "fcntl", "pwd", "grp", "termios", "pty", "posix"}
    found = [
        f"{file.relative_to(HOME)}: {name.name}"
        for file in [*modules(), *(HOME / "tests").rglob("*.py")]
        for node in tree(file).body
        if isinstance(node, ast.Import)
        for name in node.names
        if name.name in lacking
    ]
    assert found == []


def test_every_module_says_why_it_exists() -> None:
    silent = [str(f) for f in modules() if ast.get_docstring(tree(f)) is None]
    assert silent == []


def test_no_rooms_for_odds_and_ends() -> None:
    assert [str(f) for f in modules() if NO_NAMES.search(f.stem)] == []


def test_broad_excepts_stand_where_they_may() -> None:
    places = set()
    for file in modules():
        for node in ast.walk(tree(file)):
            broad = isinstance(node, ast.ExceptHandler) and (
                node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
            )
            if broad and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node)):
                places.add(file.relative_to(PACKAGE).as_posix())
    assert places <= {"ui/kit/tasks.py", "workbook/reading/child.py"}


def test_no_pattern_needs_a_possessive_group() -> None:
    """Python before 3.11.5 (Debian 12 has 3.11.2) matches `(a|b)*+` and `(?>…)` wrongly; a set (`[ab]*+`) is safe."""
    wrong = re.compile(r"\(\?>|\)(?:[*+?]|\{{1,2}\d*,?\d*\}{1,2})\+")
    found = {
        f"{file.relative_to(HOME)}:{number}"
        for file in modules()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if wrong.search(line)
    }
    assert found == set()
