"""Every article of law that is cited stands in the list of laws with its date, or is cited where the list has no use for it."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from studio_app.core.paths import resource
from tests.said import everything

_NUMBER = r"第[一二三四五六七八九十百千零]+条"
_CITED = re.compile(rf"《(?P<law>[^《》]+)》(?P<articles>{_NUMBER}(?:[、和至]{_NUMBER})*)")
_ELSEWHERE = Path(__file__).parent / "data" / "articles.txt"
ELSEWHERE = frozenset(_ELSEWHERE.read_text(encoding="utf-8").splitlines())
"""Articles of how the office works, cited beside a rule or a paper, which nobody quotes in a record of mediation."""
LAWS = tomllib.loads(resource("dictionaries", "laws.toml").read_text(encoding="utf-8"))["entry"]


def cited(text: str) -> Iterator[str]:
    """《…》第…条, one by one; of a span the first and the last."""
    for found in _CITED.finditer(text):
        for article in re.findall(_NUMBER, found["articles"]):
            yield f"《{found['law']}》{article}"


def test_every_cited_article_is_known() -> None:
    known = {row["label"] for row in LAWS} | ELSEWHERE
    wrong = {(said.where, article) for said in everything() for article in cited(said.text) if article not in known}
    assert wrong == set()


def test_an_article_nobody_knows_is_noticed() -> None:
    text = "见《人民调解法》第三条、第九百条，《民法典》第十九条至第二十一条。"
    assert list(cited(text)) == [
        "《人民调解法》第三条", "《人民调解法》第九百条", "《民法典》第十九条", "《民法典》第二十一条",
    ]  # fmt: skip
    assert "《人民调解法》第九百条" not in {row["label"] for row in LAWS} | ELSEWHERE


def test_what_is_cited_elsewhere_is_cited_and_not_listed_twice() -> None:
    used = {article for said in everything() for article in cited(said.text)}
    assert {article for article in ELSEWHERE if article not in used} == set()
    assert {row["label"] for row in LAWS} & ELSEWHERE == set()


def test_every_law_says_as_of_when_and_may_be_edited() -> None:
    content = tomllib.loads(resource("dictionaries", "laws.toml").read_text(encoding="utf-8"))
    assert content["editable"]
    assert {"gist", "as_of"} <= set(content["texts"])
    assert all(date.fromisoformat(row["as_of"]) for row in LAWS)


def test_articles_renumbered_are_not_offered_and_an_article_stands_in_its_law() -> None:
    """The law of residents' committees was revised in 2025: its articles are offered once somebody looked them up."""
    retired = [row["label"] for row in LAWS if not row.get("active", True)]
    assert all(label.startswith("《城市居民委员会组织法》") for label in retired)
    assert {row["label"] for row in LAWS if row["name"] == "城市居民委员会组织法"} == set(retired)
    gists = {row["code"]: row["gist"] for row in LAWS}
    assert "业主大会、业委会有权请求" in gists["civil_286"]
    assert "能证明自己不是侵权人的" in gists["civil_1254"]
    assert "不超过百分之十" in gists["road_traffic_76"]
    assert "可以以时效已过为由抗辩" in gists["civil_192"]
    assert "自行和解" in gists["public_security_9"]
    assert "放弃继承权" in gists["elders_19"]
