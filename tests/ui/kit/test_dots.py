"""A button that first asks where to, or which, ends in one “…” and never in two: two end a sentence."""

import ast
from pathlib import Path

import pytest

import studio_app.ui

HOME = Path(studio_app.ui.__file__).parent
SOURCES = sorted(HOME.rglob("*.py"))
MAKERS = {"button", "add_button", "addAction", "add_action"}


def on_buttons(tree: ast.AST) -> list[str]:
    """All text given to what makes a button or an entry of a menu."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = [call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) in MAKERS]
    given = [argument for call in made for argument in call.args if isinstance(argument, ast.Constant)]
    return [str(argument.value) for argument in given]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.relative_to(HOME)))
def test_no_button_ends_in_two(source: Path) -> None:
    assert [words for words in on_buttons(ast.parse(source.read_text())) if "……" in words] == []


def test_the_buttons_are_found() -> None:
    source = HOME / "preferences" / "backup_section.py"
    assert "备份到…" in on_buttons(ast.parse(source.read_text()))
