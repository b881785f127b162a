"""Papers print as they were signed: their words, the version of their form, and the pages themselves are kept."""

import tomllib
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from studio_app.core import paths
from studio_app.office.tables import Attachment
from studio_app.paper.forms import form
from studio_app.paper.press import VERSION, Press
from studio_app.paper.templates import TemplateBroken
from studio_app.records.dispute.papers.dossier import Dossier, FormData
from studio_app.store.attachments import AttachmentFiles, digest


def keep(file: Dossier, subject_id: str, key: str, data: FormData) -> FormData:
    """What a record keeps when a signature is noted; its pages become a file of the case, their digest in the history.

    They are drawn as that is noted: whether they are the sheet that was signed nobody has said, and nothing says so.

    A district's template that is broken must not stand in the way of signing: the pages are then drawn on ours. What
    another committee has signed (mode C) is its own paper.
    """
    if data["mode"] not in form(key).modes:
        return data
    try:
        pages = _press(file.office.folder / "templates").render(key, data)
    except TemplateBroken:
        pages = _press(None).render(key, data)
    pdf, office = pages.pdf(), file.office
    stored = AttachmentFiles.of(office.folder).write(pdf)
    name = f"{form(key).title(str(data['mode']))}（登记签名时）.pdf"
    file.session.add(
        Attachment(
            case_id=file.case.id, subject_id=subject_id, name=name, note=KEPT, media_type="application/pdf",
            size=len(pdf), digest=digest(pdf), file_id=stored.file_id, file_key=stored.key, added_on=office.today(),
        )
    )  # fmt: skip
    return data | {VERSION: form(key).version}


KEPT = "登记签名那一刻按当时的记录印出来留存的，不是签了名的原件"


@lru_cache(maxsize=2)
def _press(templates: Path | None) -> Press:
    """Warm for all papers signed while the program runs."""
    return Press(templates)


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
