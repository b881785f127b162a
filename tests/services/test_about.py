"""关于: the licences of the program and of everything it stands on, from what is installed."""

import re
import tomllib
from pathlib import Path

from studio_app.services import about

HOME = Path(__file__).resolve().parents[2]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_library_the_program_asks_for_is_named_with_its_licence() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {plain(re.split(r"[><=!\\[]", wanted)[0]) for wanted in project["dependencies"]}
    found = {plain(library.name): library for library in about.libraries()}
    assert asked <= set(found)
    assert all(library.version and library.licence for library in found.values())
    assert [name for name in asked if len(found[name].text) < 300] == []


def test_what_they_stand_on_themselves_is_named_too() -> None:
    names = {plain(library.name) for library in about.libraries()}
    assert {"shiboken6", "mako", "qtpy"} <= names
    assert "studio-app" not in names
    assert not names & {"pytest", "ruff", "mypy"}


def test_the_programs_own_licence_is_at_hand() -> None:
    assert about.own_licence() == (HOME / "LICENSE").read_text(encoding="utf-8")


def test_qt_brings_no_licence_and_gets_the_text_it_asks_for() -> None:
    [qt] = [library for library in about.libraries() if plain(library.name) == "pyside6-essentials"]
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt.text
    assert "GNU GENERAL PUBLIC LICENSE" in qt.text
