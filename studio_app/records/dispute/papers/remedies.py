"""What the parties are told when mediation ends without agreement (人民调解法 art. 26): one text for page and paper."""

from sqlalchemy import select

from studio_app.domain import phones
from studio_app.domain.dates import show_day_cn
from studio_app.office.lists import Entry
from studio_app.office.tables import Organisation
from studio_app.paper.forms import form
from studio_app.records.dispute.papers.dossier import Dossier

LINE = "＿＿＿＿＿＿"  # where a fact is missing it is written in by hand


def entry_of(file: Dossier) -> Entry | None:
    """The text that goes with the outcome of the case, None where there is nothing to tell."""
    code = str(file.office.lists.entry("outcomes", file.case.outcome).get("remedies")) if file.case.outcome else ""
    return file.office.lists.entry("remedies", code) if code else None


def title(file: Dossier, entry: Entry) -> str:
    return str(entry.get("title")) or form("termination").title(file.case.mode)


def paragraphs(file: Dossier, entry: Entry) -> list[str]:
    """Filled in; a line to write on wherever nobody entered the fact."""
    words = fill_ins(file)
    return [filled(str(text), words) for text in entry.get(f"text_{file.case.mode.lower()}", [])]


def other_ways(file: Dossier) -> list[str]:
    """What is told while the case is still open when something agreed is not done: the ways, without who and why."""
    texts = file.office.lists.entry("remedies", "repudiated").get(f"text_{file.case.mode.lower()}", [])
    words = fill_ins(file)
    return [filled(str(text), words) for text in texts if "{reason}" not in text]


def fill_ins(file: Dossier) -> dict[str, str]:
    case = file.case
    return {
        "reason": case.outcome_note.strip("。 \n") or LINE,
        "date": show_day_cn(case.closed_on) if case.closed_on else LINE,
        "parties": "、".join(party.name for party in file.principals),
        "who": "、".join(_who(file)) or LINE,
        "committee": file.partner or "人民调解委员会",
        "committee_contact": contact(file, file.partner) if file.partner else "",
        "studio": file.studio.name,
        "route": case.outcome_route or LINE,
        "contact": contact(file, case.outcome_route),
        "sue": str(_way(file).get("sue")),
        "in_time": str(_way(file).get("in_time")),
    }


def _way(file: Dossier) -> Entry:
    """Where a dispute of this kind goes: only some kinds know arbitration, and only those are told of it."""
    case, ways = file.case, file.office.lists.entries("legal_ways")
    finer = [way for way in ways if case.subtype in way.get("subtypes")]
    kinds = [way for way in ways if case.dispute_type in way.get("types")]
    others = [way for way in ways if not way.get("types") and not way.get("subtypes")]
    return (finer or kinds or others)[0]


def _who(file: Dossier) -> list[str]:
    """Those named at closing, else those who were noted to refuse."""
    named = [party.name for party in file.parties if party.id in file.case.outcome_parties]
    return named or [party.name for party in file.principals if party.consent == "refused"]


def contact(file: Dossier, name: str) -> str:
    """（电话：…，地址：…） of another body out of the directory, a line to write on where none is known."""
    query = select(Organisation).where(Organisation.name == name.strip()) if name.strip() else None
    found = file.session.scalars(query).first() if query is not None else None
    phone, address = (phones.show(found.phone), found.address) if found else ("", "")
    parts = [f"电话：{phone or LINE}", f"地址：{address}" if address else ""]
    return f"（{'，'.join(part for part in parts if part)}）"


def filled(text: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text
