"""What each paper may state and out of which field (print/facts.toml); what one leaves open before it is printed."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from studio_app.core import paths
from studio_app.records.dispute.papers.dossier import FormData
from studio_app.records.dispute.papers.remedies import LINE

OPEN = "还没有写、没有勾：{}。这些地方印出来是空的。"
TO_WRITE = "有的地方空着（画了横线），打印后请手写补上。"
NO_GUARDIAN = "有人不能自己签名，又没有登记监护人，法定代理人一栏空着。"
NO_MEDIATOR = {"A": "承办人里还没有人民调解员，签名处没有名字。"}


@dataclass(frozen=True)
class Fact:
    """One key of a form's data: the fields it is stated from, its name in the hint where it is missing, or ""."""

    sources: tuple[str, ...]
    ask: str = ""


@cache
def facts_of(form: str) -> dict[str, Fact]:
    """By key; empty for papers that belong to no case."""
    return {key: _fact(entry) for key, entry in _table().get(form, {}).items() if key != "hand"}


@cache
def written_by_hand(form: str) -> frozenset[str]:
    """Keys that no record fills."""
    return frozenset(_table().get(form, {}).get("hand", []))


def missing(form: str, data: FormData) -> list[str]:
    """What a paper made of a record leaves open, one sentence each; nothing for forms to be written by hand."""
    if not data.get("filled") and form != "summary":
        return []
    lacking = [fact.ask for key, fact in facts_of(form).items() if fact.ask and key in data and not data[key]]
    found = [OPEN.format("、".join(lacking))] if lacking else []
    signers = data.get("signers", {})
    if any(not line["name"] for line in signers.get("parties", [])):
        found.append(NO_GUARDIAN)
    if form in ("agreement", "oral_agreement") and signers.get("mediators") == [""]:
        found.append(NO_MEDIATOR.get(str(data.get("mode")), ""))
    if LINE in str([data.get(key) for key in ("paragraphs", "privacy", "rights")]):
        found.append(TO_WRITE)
    return [sentence for sentence in found if sentence]


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(paths.resource("print", "facts.toml").read_text(encoding="utf-8"))


def _fact(entry: Any) -> Fact:
    named = entry if isinstance(entry, dict) else {"from": str(entry)}
    return Fact(tuple(source.strip() for source in named["from"].split(",")), named.get("ask", ""))
