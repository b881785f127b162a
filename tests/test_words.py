"""One word per notion in everything people read, kept as one list and shown in README."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.said import Said, everything, in_code

Notion = dict[str, Any]

_TABLE = Path(__file__).parent / "data" / "glossary.toml"
NOTIONS: list[Notion] = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["notion"]
README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def strange(said: Said, notion: Notion) -> list[str]:
    """Where a string says what is no longer said, outside the phrases in which it may."""
    text = said.text
    for phrase in notion.get("allowed", []):
        text = text.replace(phrase, "")
    return [f"{said.where}: {word} → {notion['say']}" for word in notion["not"] if word in text]


@pytest.mark.parametrize("notion", NOTIONS, ids=[notion["means"] for notion in NOTIONS])
def test_a_notion_has_one_word_wherever_people_read(notion: Notion) -> None:
    assert [found for said in everything() for found in strange(said, notion)] == []


def test_a_forbidden_word_is_found_and_an_allowed_phrase_is_not() -> None:
    notion = next(n for n in NOTIONS if n["say"] == "纠纷")
    assert strange(Said("x", "没有逾期的案件。"), notion) == ["x: 案件 → 纠纷"]
    assert strange(Said("x", "人民调解案件"), notion) == []
    assert strange(Said("x", "人民调解案件的案件页"), notion) != []


def test_every_exception_is_needed() -> None:
    texts = "\n".join(said.text for said in everything())
    assert [phrase for n in NOTIONS for phrase in n.get("allowed", []) if phrase not in texts] == []


def test_strings_of_every_kind_are_read() -> None:
    """Labels, parts of f-strings, values of lists, words of forms, lines of the manual: none is overlooked."""
    read = [(said.where, said.text) for said in everything()]
    for where, words in (
        ("studio_app/ui/dispute/case/case_bar.py", "写协议"),
        ("studio_app/records/dispute/case/listing.py", "组，请先删掉不用的"),
        ("resources/dictionaries/levels.toml", "拿不准时选"),
        ("resources/print/handover.typ", "遮盖程度"),
        ("resources/help/case.md", "写保密笔记"),
    ):
        assert any(place.startswith(where) and words in text for place, text in read), where
    assert not any('"""' in said.text for said in in_code())


def test_the_readme_shows_the_words_of_the_office() -> None:
    assert [n["say"] for n in NOTIONS if f"| {n['means']} | {n['say']} |" not in README] == []
    assert all(re.search(r"[\u4e00-\u9fff]", n["means"]) for n in NOTIONS)
