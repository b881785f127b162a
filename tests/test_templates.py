"""Templates of disputes: the most frequent finer types have one, and none of them asserts anything."""

import re
import tomllib
from typing import Any

import pytest

from studio_app.core.paths import resource
from studio_app.domain import own_words

MOST_FREQUENT = [
    "leak",
    "noise",
    "renovation",
    "pets",
    "parking",
    "shared_space",
    "water_passage",
    "lift",
    "trees",
    "illegal_building",
    "building_height",
    "service_fee",
    "parking_fee",
    "shared_parts",
    "field_boundary",
    "wages",
    "hospital",
    "loan",
    "animal_bite",
    "pesticide",
    "inheritance",
    "child_support",
    "support_elders",
    "bride_price",
    "land_lease",
    "works_payment",
    "work_injury",
    "car_damage",
    "fire",
    "facade",
    "forest",
    "compensation_share",
    "fumes",
    "prepaid_card",
    "tour_contract",
    "square_dance",
]
"""What published cases are about, counted; the thirty most frequent and those met as often as the last of them."""


def entries(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(resource("dictionaries", name).read_text(encoding="utf-8"))["entry"]
    return found


TEMPLATES = entries("dispute_templates.toml")
each = pytest.mark.parametrize("template", TEMPLATES, ids=[t["code"] for t in TEMPLATES])


def test_every_frequent_finer_type_has_a_template_and_no_other_word_has() -> None:
    labels = {e["code"]: e["label"] for e in entries("dispute_subtypes.toml")}
    assert {t["code"]: t["label"] for t in TEMPLATES}.items() <= labels.items()
    assert len(MOST_FREQUENT) >= 30
    assert {t["code"] for t in TEMPLATES} >= set(MOST_FREQUENT)


@each
def test_the_facts_are_a_skeleton_with_a_blank_in_every_sentence(template: dict[str, Any]) -> None:
    sentences = [part for part in template["facts"].split("。") if part]
    assert all("＿＿" in sentence for sentence in sentences)
    assert template["facts"].count("＿＿") >= 5
    assert not re.search(r"[0-9０-９]", template["facts"])
    assert own_words.remark(template["facts"]) == ""


@each
def test_clauses_name_who_is_bound_and_no_sum_day_or_name(template: dict[str, Any]) -> None:
    assert len(template["clauses"]) >= 2
    for line in [*template["clauses"], template["breach"]]:
        assert not re.search(r"[0-9０-９]", line)
    assert all(line.startswith(("甲方：", "乙方：", "各方：")) for line in template["clauses"])
    assert not any(line.endswith("。") for line in template["clauses"])
    assert template["breach"].endswith("。")


@each
def test_no_clause_has_a_word_the_agreement_page_calls_unclear(template: dict[str, Any]) -> None:
    unclear = [e["label"] for e in entries("vague_words.toml") if not e.get("patterns")]
    assert [w for w in unclear for line in template["clauses"] if w in line] == []


@each
def test_there_is_something_to_ask_and_something_that_proves_it(template: dict[str, Any]) -> None:
    assert len(template["questions"]) >= 4
    assert all(question.endswith(("？", "。")) for question in template["questions"])
    assert len(template["evidence"]) >= 3


@each
def test_no_clause_settles_what_parties_cannot_settle(template: dict[str, Any]) -> None:
    """Marriage, parenthood and title to land or houses are for registry, government and court."""
    said = "".join(template["clauses"])
    assert not re.search(r"离婚|解除婚姻|产权归|所有权归|权属归|放弃继承", said)
