"""What was said and seen, for signature and file: records of sittings and investigations.

They are for the parties and the file, so nothing is masked; 保密 notes and sensitive fields are on none of them.
"""

from datetime import date

from sqlalchemy import select

from studio_app.domain.wording import sentences
from studio_app.records.dispute.case.table import Party
from studio_app.records.dispute.papers import signing_lines
from studio_app.records.dispute.papers.as_signed import as_signed
from studio_app.records.dispute.papers.dossier import Dossier, FormData, head, party_rows, refuse_unknown, said_day
from studio_app.records.dispute.session.table import Investigation, MediationSession

WAYS = {"oral": "口头", "written": "书面"}


def record(file: Dossier, sitting_id: str) -> FormData:
    """One sitting; blank: a record to be written by hand, with the case's head and parties."""
    row = next((s for s in file.sittings if s.id == sitting_id), None)
    if row is not None and row.as_signed:
        return as_signed("record", row.mode, row.as_signed)
    file = file.under(row.mode if row else "")
    base = head(file) | {"committee": file.committee, "their_number": file.case.their_number}
    if row is None:
        refuse_unknown(sitting_id)
        return base | {"parties": party_rows(file, file.office.today()), **_everybody(file)}
    return base | {"filled": True} | _sitting_head(file, row) | _sitting_words(file, row)


def which(row: MediationSession) -> str:
    """第1次; of a later round 第2轮第1次, for each round counts anew."""
    return f"第{row.round}轮第{row.ordinal}次" if row.round > 1 else f"第{row.ordinal}次"


def _everybody(file: Dossier) -> FormData:
    return {"signers": {"parties": signing_lines.of_parties(file, file.principals, file.office.today())}}


def _sitting_head(file: Dossier, row: MediationSession) -> FormData:
    day = file.day_of(row.started_at)
    invited = [p for p in file.participants if p.id in row.invited]
    agreed = bool(invited) and all(p.consented for p in invited)
    members = [i for i in row.mediators if i in file.staff and file.staff[i].role == "member"]
    return {
        "round": which(row),
        "time": file.span(row.started_at, row.ended_at),
        "place": row.place,
        "method": file.label("session_methods", row.method),
        "openness": "公开" if file.case.open_hearing else "",  # the tick says when it is; nothing says that it is not
        "mediators": file.staff_names(row.mediators),
        "host": file.staff_names(members),
        "recorder": file.staff_names([row.recorder_id]),
        "present": "、".join(file.spoken_of(p) for p in file.parties if p.id in row.present),
        "attendees": [_with_unit(p.name, p.unit, file.label("participant_relations", p.relation)) for p in invited],
        "consent": "邀请上述人员参加，已征得各方当事人同意。" if agreed else "",
        "told": _told(file, row, day),
    } | _people(file, row, day)


def _people(file: Dossier, row: MediationSession, day: date) -> FormData:
    """Whose particulars stand on the record, and who signs: those who were there, everybody where nobody was ticked."""
    here = set(row.present) | {p.acts_for_id for p in file.parties if p.id in row.present and p.acts_for_id}
    rows = zip(file.principals, party_rows(file, day), strict=True)
    signing = [party for party in file.principals if party.id in here or not here]
    return {
        "parties": [data for party, data in rows if party.id in here or not here],
        "signers": {
            "parties": signing_lines.of_parties(file, signing, day, here=row.present),
            "mediators": signing_lines.of_staff(file, row.mediators),
            "recorder": signing_lines.of_staff(file, [row.recorder_id]),
            **signing_lines.witnesses(file, row.mediators),
        },
    }


def _told(file: Dossier, row: MediationSession, day: date) -> str:
    """That rights and duties were told: by the tick of this sitting, and to whom it was noted before it."""
    ticked = str(file.office.lists.entry("modes", file.mode).get("told")) if row.informed else ""
    noted = [_noted(party) for party in file.principals if party.informed_on and party.informed_on <= day]
    return ticked + (f"记下的告知：{'、'.join(noted)}。" if noted else "")


def _noted(party: Party) -> str:
    said = [said_day(party.informed_on), WAYS.get(party.informed_way, "")]
    return f"{party.name}（{'，'.join(part for part in said if part)}）"


def _sitting_words(file: Dossier, row: MediationSession) -> FormData:
    entry = file.office.lists.entry("session_results", row.result)
    word = file.mode_word("session_results", row.result) if file.mode == "B" else entry.get("moj") or entry.label
    told = file.label("session_results", row.result) if file.mode != "B" else ""
    outcome = sentences([told if told and told != word and word not in told else "", row.result_note])
    return {
        "statements": [_statement(file, said) for said in row.statements],
        "law": row.law,
        "course": row.narrative,
        "result": word if row.result else "",
        "outcome": outcome,
        "next": f"{file.span(row.next_at)}再次商谈。" if row.next_at else "",
    }


def _statement(file: Dossier, said: FormData) -> FormData:
    party: Party | None = next((p for p in file.parties if p.id == said.get("party_id")), None)
    return {"who": "当事人" if party is None else file.spoken_of(party), "text": str(said.get("text", ""))}


def investigation(file: Dossier, investigation_id: str) -> FormData:
    row = file.session.scalars(
        select(Investigation).where(Investigation.id == investigation_id, Investigation.case_id == file.case.id)
    ).first()
    if row is None:
        refuse_unknown(investigation_id)
        return head(file)
    if row.as_signed:
        return as_signed("investigation", row.mode, row.as_signed)
    file = file.under(row.mode)
    return head(file) | {
        "filled": True,
        "time": file.span(row.made_at),
        "place": row.place,
        "attendees": row.present,
        "witness": {"name": row.asked_name, "about": row.asked_detail},
        "content": row.text,
        "investigators": file.staff_names([row.staff_id]),
        "signers": {
            "asked": [row.asked_name] if row.asked_name else [],
            "investigators": signing_lines.of_staff(file, [row.staff_id]),
        },
    }


def _with_unit(name: str, unit: str, relation: str) -> str:
    about = "，".join(dict.fromkeys(part for part in (unit, relation) if part not in ("", name)))
    return f"{name}（{about}）" if about else name
