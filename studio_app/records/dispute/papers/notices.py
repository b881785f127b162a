"""What parties are told on paper: acceptance, rights and duties, use of their data, and that it ended."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.domain import phones
from studio_app.domain.dates import show_day_cn
from studio_app.office import committees
from studio_app.office.lists import Entry
from studio_app.office.office import Office
from studio_app.office.tables import Organisation, Staff
from studio_app.records.dispute.case.party import OWN_CONSENT
from studio_app.records.dispute.case.table import Party
from studio_app.records.dispute.papers import remedies, signing_lines
from studio_app.records.dispute.papers.dossier import Dossier, FormData, age_at, head, party_rows
from studio_app.records.dispute.papers.remedies import LINE
from studio_app.records.intake.table import Intake, Visitor

REFUSED = "refused"
"""The 去向 of a visit that is not accepted (destinations.toml)."""


def acceptance(file: Dossier, _subject_id: str) -> FormData:
    """人民调解受理登记表, mode A only."""
    case = file.case
    day = case.taken_on or case.accepted_on  # the committee accepted it on the day it came over from the studio
    return head(file) | {
        "filled": True,
        "date": show_day_cn(day),
        "kind": file.kind,
        "source": str(file.office.lists.entry("sources", case.source).get("form")),
        "sender": case.source_unit,
        "facts": case.summary,
        "requests": [line for line in case.claims.splitlines() if line.strip()],
        "agreed": bool(file.principals) and all(party.consent == "agreed" for party in file.principals),
        "parties": party_rows(file, day),
        "signers": {"parties": signing_lines.of_parties(file, file.principals, day)},
    }


# --- rights and duties, and the use of personal data --------------------------------------------------------------


def notice(file: Dossier, _subject_id: str) -> FormData:
    """权利义务告知 for all, then 个人信息告知同意书 on a sheet for each, in the desk's own words (notices.toml)."""
    day = file.case.accepted_on
    return (
        head(file)
        | _words(file.session, file.office, file.case.mode, _gaps(file))
        | {
            "filled": True,
            "case": file.title,
            "signers": {"parties": signing_lines.of_parties(file, file.principals, day)},
            "sheets": [_sheet(file, party) for party in file.parties if party.kind != "organisation"],
        }
    )


def words_for_hand(session: Session, office: Office, mode: str) -> FormData:
    """The same texts for a sheet nobody's case stands on yet."""
    studio = session.get_one(Organisation, office.database.studio_id)
    partner = committees.only(session) or LINE
    handler, contact = (partner if mode == "A" else studio.name), studio.member or LINE
    gaps = _gaps_of(office, studio, mode) | {"handler": handler, "committee": partner, "contact": contact}
    return _words(session, office, mode, gaps)


def _words(session: Session, office: Office, mode: str, gaps: dict[str, str]) -> FormData:
    data: FormData = {}
    for entry in office.lists.entries("notices"):
        kind = entry.get("kind")
        if kind in ("rights", "privacy") and mode in entry.get("modes", []):
            data[kind] = [remedies.filled(text, gaps) for text in entry.get("paragraphs", [])]
            data[f"{kind}_title"], data[f"{kind}_signed"] = entry.get("title"), entry.get("signature")
        if kind == "privacy":
            data["asked"] = _asked(session, office, entry, mode, gaps["committee"])
    return data


def _gaps(file: Dossier) -> dict[str, str]:
    return _gaps_of(file.office, file.studio, file.case.mode) | {
        "handler": file.in_name_of() or LINE,
        "committee": file.partner or "人民调解委员会",
        "contact": file.studio.member or file.handlers or LINE,
    }


def _gaps_of(office: Office, studio: Organisation, mode: str) -> dict[str, str]:
    return {
        "studio": studio.name,
        "phone": phones.show(studio.phone) or LINE,
        "years": str(office.lists.limit("keep_written_years")),
        "oral_years": str(office.lists.limit("keep_oral_years")),
        "recipients": "、".join(entry.label for entry in office.lists.recipients(mode)),
        "work": str(office.lists.entry("modes", mode).get("work")),
    }


def _asked(session: Session, office: Office, entry: Entry, mode: str, partner: str) -> list[FormData]:
    """One question each, {text, minor}; what is given to others is asked for every recipient by itself (art. 23)."""
    asked: list[FormData] = []
    for code in entry.get("ticks", []):
        scope = office.lists.entry("consent_scopes", code)
        if scope.get("per") == "recipient":
            others = office.lists.recipients(mode)
            asked += [{"text": f"同意提供给{_recipient(session, office, other, mode, partner)}"} for other in others]
        else:
            asked.append({"text": scope.label, "minor": code == "minor"})
    return asked


def _recipient(session: Session, office: Office, entry: Entry, mode: str, partner: str) -> str:
    """社区居委会（某居委会，电话 …），用于报送矛盾纠纷台账: name, contact and the purposes there are in the mode.

    Of several of a kind none is named but the case's own 调委会 (`partner`).
    """
    kind = str(entry.get("org_kind"))
    same = session.scalars(select(Organisation).where(Organisation.kind == kind)).all()
    found = committees.named(session, partner) if kind == committees.OURS else same[0] if len(same) == 1 else None
    named = [found.name, f"电话 {phones.show(found.phone)}" if found.phone else ""] if found else []
    about = "，".join(part for part in named if part and part != entry.label)
    named_for = [office.lists.entry("purposes", code) for code in entry.get("purposes", [])]
    purposes = "、".join(purpose.label for purpose in named_for if mode in purpose.get("modes", mode))
    return f"{entry.label}{f'（{about}）' if about else ''}{f'，用于{purposes}' if purposes else ''}"


def _sheet(file: Dossier, party: Party) -> FormData:
    """Whose consent it is, and who signs: for a child under fourteen the guardian."""
    age = age_at(party, file.case.accepted_on)
    child = age is not None and age < OWN_CONSENT
    guardians = [p.name for p in file.acting(party) if p.role == "guardian"] or signing_lines.NOBODY
    signs = [{"who": file.acts_as_word("guardian"), "name": name} for name in guardians]
    return {
        "name": file.spoken_of(party),
        "minor": child,
        "signers": signs if child else [{"who": "", "name": party.name}],
    }


# --- that it ended ------------------------------------------------------------------------------------------------


def termination(file: Dossier, _subject_id: str) -> FormData:
    """What is told when it ends without agreement (人民调解法 art. 26), by the outcome of the case."""
    entry = remedies.entry_of(file)
    if entry is None:
        return head(file)
    day = file.case.closed_on or file.office.today()
    return head(file) | {
        "filled": True,
        "parties": [{"role": file.titled(party), "name": party.name} for party in file.principals],
        "title": remedies.title(file, entry),
        "paragraphs": remedies.paragraphs(file, entry),
        "signers": {
            "parties": signing_lines.of_parties(file, file.principals, day),
            "mediators": signing_lines.of_staff(file, file.hosts),
        },
    }


def refusal(session: Session, office: Office, intake_id: str) -> FormData:
    """不予受理告知书 of a visit that was refused at once: no dispute stands behind it (若干规定 art. 24)."""
    intake = session.scalars(select(Intake).where(Intake.id == intake_id)).first()
    if intake is None or intake.destination != REFUSED:
        raise Refused("这次来访的去向不是“不予受理”，没有要告知的。请先记下去向。")
    studio = session.get_one(Organisation, office.database.studio_id)
    receiver = session.get(Staff, intake.receiver_id) if intake.receiver_id else None
    came = select(Visitor.name).where(Visitor.intake_id == intake.id, Visitor.name != "").order_by(Visitor.position)
    names = list(session.scalars(came))
    entry = next(entry for entry in office.lists.entries("notices") if entry.get("kind") == "refusal")
    gaps = {
        "date": show_day_cn(intake.received_on),
        "studio": studio.name,
        "reason": intake.answer.strip() or LINE,
    }
    return {
        "filled": True,
        "number": intake.number,
        "office": studio.name,
        "title": str(entry.get("title")),
        "parties": [{"role": "来访人", "name": name} for name in names],
        "paragraphs": [remedies.filled(str(text), gaps) for text in entry.get("paragraphs", [])],
        "signers": {
            "parties": [{"who": "来访人", "name": name} for name in names or signing_lines.NOBODY],
            "mediators": [receiver.name] if receiver else signing_lines.NOBODY,
        },
    }


def blank(file: Dossier, _subject_id: str) -> FormData:
    """记录续页: ruled lines under the case's number."""
    return {"number": file.case.number, "office": file.in_name_of()}
