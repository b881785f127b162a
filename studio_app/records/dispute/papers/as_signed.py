"""Papers print as they were signed: what papers of an earlier shape said without being asked is kept with them."""

import tomllib
from collections import Counter
from functools import cache
from typing import Any

from studio_app.core import paths
from studio_app.records.dispute.papers.dossier import FormData


def as_signed(form: str, mode: str, kept: dict[str, Any]) -> FormData:
    """The words kept when a paper was signed; `signed_before.toml` has what its form printed then by itself."""
    if "filled" in kept:
        return dict(kept)
    before: FormData = _once_printed().get(form, {}).get(mode, {})
    return {"filled": True} | before | kept | {"parties": _numbered(kept)}


@cache
def _once_printed() -> dict[str, Any]:
    return tomllib.loads(paths.resource("print", "signed_before.toml").read_text(encoding="utf-8"))


def _numbered(kept: dict[str, Any]) -> list[FormData]:
    """The table of parties had no ordinals while the signature lines had: both have them now."""
    parties = [dict(party) for party in kept.get("parties", [])]
    of_role, seen = Counter(party.get("role", "") for party in parties), Counter[str]()
    for party in parties:
        role = party.get("role", "")
        seen[role] += 1
        party["role"] = f"{role}（{seen[role]}）" if of_role[role] > 1 else role
    return parties
