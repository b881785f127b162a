"""What the manual and the program's own sentences point at is there under that name: buttons, pages, fields, papers."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio_app.core.paths import resource
from studio_app.ui.preferences.screen import SECTIONS
from tests.said import Said, everything

_NAMED = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|“(?P<quoted>[^“”]+)”")
_POINTED = re.compile(r"(?:点|点了|再点|先点)“(?P<name>[^“”]+)”")
_PAGE = re.compile(r"“设置与备份—(?P<name>[^“”—]+)”")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_EMPHASIS = Path(__file__).parent / "data" / "emphasis.txt"
EMPHASIS = frozenset(_EMPHASIS.read_text(encoding="utf-8").splitlines())
"""Words a page of the manual makes bold or quotes without naming anything: advice, examples."""
PAGES = {title for _name, title, _section in SECTIONS}
HELP = sorted(resource("help").glob("*.md"))


def bare(text: str) -> str:
    """A label without its number, its plus, its key and the dots that say more is asked: ④ 导出台账 is 导出台账."""
    text = re.sub(r"\s+(?:Ctrl|Alt|F\d|Esc).*$", "", text)
    text = text.replace("\n", "")
    return re.sub(r"^[①-⑨＋+\s]+|[….\s：]+$", "", text)


def labels() -> set[str]:
    shown = [said.text for said in everything() if not said.where.startswith("resources/help/")]
    return {bare(text) for text in shown if len(text) <= 40}


def names_of(page: str) -> Iterator[str]:
    for found in _NAMED.finditer(page):
        name = found["bold"] or found["quoted"]
        if _CHINESE.search(name):
            yield name


def unknown(page: str, known: set[str]) -> list[str]:
    pages = {f"设置与备份—{title}" for title in PAGES}
    return [name for name in names_of(page) if bare(name) not in known | pages and name not in EMPHASIS]


def misdirected(said: Said, known: set[str]) -> list[str]:
    """Buttons and pages a sentence sends to that are not there; what the program fills in itself is not judged."""
    sent = [found["name"] for found in _POINTED.finditer(said.text) if "…" not in found["name"].rstrip("…")]
    pages = [found["name"] for found in _PAGE.finditer(said.text)]
    return [n for n in sent if bare(n) not in known] + [n for n in pages if n not in PAGES]


@pytest.mark.parametrize("page", HELP, ids=[page.stem for page in HELP])
def test_whatever_a_page_of_the_manual_names_is_there(page: Path) -> None:
    assert unknown(page.read_text(encoding="utf-8"), labels()) == []


def test_the_card_and_every_sentence_point_at_what_is_there() -> None:
    known = labels()
    wrong = {said.where: names for said in everything() if (names := misdirected(said, known))}
    assert wrong == {}


def test_a_button_that_is_not_there_is_noticed() -> None:
    known = labels()
    assert unknown("点**办妥**，再到“设置与备份—天气”。", known) == ["办妥", "设置与备份—天气"]
    assert unknown("点**结案**，或者**打印…**。", known) == []
    assert misdirected(Said("x", "请先点“再次调解”，再到“设置与备份—天气”。"), known) == ["再次调解", "天气"]
    assert misdirected(Said("x", "请先点“重新调解”，再到“设置与备份—工作室”。"), known) == []


def test_bold_advice_is_still_given_and_names_nothing() -> None:
    words = {name for page in HELP for name in names_of(page.read_text(encoding="utf-8"))}
    assert [advice for advice in EMPHASIS if advice not in words] == []
    assert not {bare(advice) for advice in EMPHASIS} & labels()


def test_the_manual_tells_as_many_pages_of_settings_as_there_are() -> None:
    told = resource("help", "settings.md").read_text(encoding="utf-8")
    assert [title for title in PAGES if f"## {title}" not in told and title not in told] == []


def test_every_title_of_the_card_is_short() -> None:
    card = tomllib.loads(resource("help", "card.toml").read_text(encoding="utf-8"))
    assert all(2 <= len(entry["title"]) <= 8 for entry in card["step"])
