"""Whatever may be set is read: no number and no list is shown that changes nothing."""

import ast
import tomllib
from pathlib import Path

import pytest

import studio_app
from studio_app.core import paths

PROGRAM = Path(studio_app.__file__).parent

SOURCES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in sorted(PROGRAM.rglob("*.py"))}


def said() -> set[str]:
    """Every text in the program's own code."""
    found: set[str] = set()
    for tree in SOURCES.values():
        nodes = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        found |= {value for value in nodes if isinstance(value, str)}
    return found


SAID = said()


def entries(dictionary: str) -> list[dict[str, object]]:
    content = tomllib.loads(paths.resource("dictionaries", f"{dictionary}.toml").read_text(encoding="utf-8"))
    return list(content["entry"])


@pytest.mark.parametrize("code", [str(row["code"]) for row in entries("limits")])
def test_every_number_that_may_be_set_is_read(code: str) -> None:
    assert code in SAID


@pytest.mark.parametrize("name", sorted(file.stem for file in paths.resource("dictionaries").glob("*.toml")))
def test_every_list_is_read(name: str) -> None:
    assert name in SAID


def test_ages_the_law_fixes_are_no_settings() -> None:
    assert [row["label"] for row in entries("limits") if row["unit"] == "周岁"] == []
