"""What parties are told on paper: acceptance, rights and duties, use of their data, and that it ended."""

from studio_app.domain.dates import show_day_cn
from studio_app.records.dossier import Dossier, FormData, head, party_rows, said_day


def acceptance(file: Dossier, _subject_id: str) -> FormData:
    """人民调解受理登记表, mode A only."""
    case = file.case
    day = case.taken_on or case.accepted_on  # the committee accepted it on the day it came over from the studio
    return head(file) | {
        "date": show_day_cn(day),
        "kind": file.kind,
        "source": str(file.office.lists.entry("sources", case.source).get("form")),
        "sender": case.source_unit,
        "facts": case.summary,
        "requests": [line for line in case.claims.splitlines() if line.strip()],
        "parties": party_rows(file, day),
    }


def notice(file: Dossier, _subject_id: str) -> FormData:
    """权利义务告知 in the desk's own wording (notices.toml), the notice on personal data on its back."""
    lists, studio = file.office.lists, file.studio
    years = lists.limit("keep_written_years")
    partner = file.partner or "人民调解委员会"
    gaps = {"studio": file.in_name_of(), "committee": partner, "contact": studio.member or file.handlers,
            "phone": studio.phone or "____________", "years": str(years)}  # fmt: skip
    entries = [e for e in lists.entries("notices") if file.case.mode in e.get("modes", [])]
    data = head(file) | {"case": file.title, "committee": partner, "parties": _roles(file)}
    data["recipients"] = [e.label for e in lists.entries("recipients") if e.get("mask") == "handover"]
    for entry in entries:
        if entry.get("kind") in ("rights", "privacy"):
            data[entry.get("kind")] = [_filled(text, gaps) for text in entry.get("paragraphs", [])]
            data[f"{entry.get('kind')}_title"] = entry.get("title")
        if entry.get("kind") == "privacy":
            data["ticks"] = [lists.label("consent_scopes", code) for code in entry.get("ticks", [])]
    return data


def _filled(text: str, gaps: dict[str, str]) -> str:
    for name, value in gaps.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _roles(file: Dossier) -> list[FormData]:
    return [{"role": file.role(party), "name": party.name} for party in file.principals]


def termination(file: Dossier, _subject_id: str) -> FormData:
    """What is told when it ends without agreement (人民调解法 art. 26), by the outcome of the case."""
    case = file.case
    outcome = file.office.lists.entry("outcomes", case.outcome)
    text = file.office.lists.entry("remedies", str(outcome.get("remedies")))
    gaps = {
        "reason": case.outcome_note.rstrip("。") or file.mode_word("outcomes", case.outcome),
        "date": said_day(case.closed_on or file.office.today()),
        "parties": "、".join(party.name for party in file.principals),
        "committee": file.partner or "人民调解委员会",
        "studio": file.studio.name,
        "route": case.outcome_route or "有关部门",
    }
    paragraphs = text.get(f"text_{case.mode.lower()}", [])
    return head(file) | {
        "case": file.title,
        "parties": _roles(file),
        "title": text.label if text.get("outcome") != "failed" else "",
        "paragraphs": [_filled(paragraph, gaps) for paragraph in paragraphs],
    }


def blank(file: Dossier, _subject_id: str) -> FormData:
    """记录续页: ruled lines under the case's number."""
    return {"number": file.case.number, "office": file.in_name_of()}
