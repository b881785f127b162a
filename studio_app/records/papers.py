"""The papers of a case for signature and file: each form's data from the records, texts as they stand there.

They are for the parties and the file, so nothing is masked; 保密 notes and sensitive fields are on none of them.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from studio_app.domain import phones
from studio_app.domain.dates import show_day_cn
from studio_app.domain.wording import sentences, spell
from studio_app.records import agreeing, clause_words
from studio_app.records.case_file import CaseFile, FormData, head, party_rows, said_day
from studio_app.settings import Refused
from studio_app.store.tables import (
    Agreement,
    Clause,
    FollowUp,
    Intake,
    Investigation,
    MediationSession,
    Party,
    RiskReport,
    Staff,
    Visitor,
)

BLANK = "blank"
GONE = "要打印的这份记录已经不在了，可能刚被删除。请回到案件页再看。"

Paper = Callable[[CaseFile, str], FormData]


def record(file: CaseFile, sitting_id: str) -> FormData:
    """One sitting; blank: a record to be written by hand, with the case's head and parties."""
    base = head(file) | {"committee": file.committee, "inviter": file.committee, "their_number": file.case.their_number}
    row = next((s for s in file.sittings if s.id == sitting_id), None)
    if row is None:
        _refuse_unknown(sitting_id)
        return base | {"parties": party_rows(file, file.office.today()), "host": _host(file, [])}
    return base | _sitting_head(file, row) | _sitting_words(file, row)


def _sitting_head(file: CaseFile, row: MediationSession) -> FormData:
    day = file.day_of(row.started_at)
    mediators = row.mediators or [d.staff_id for d in file.duties if d.duty != "recorder"]
    invited = [p for p in file.participants if p.id in row.invited]
    agreed = bool(invited) and all(p.consented for p in invited)
    return {
        "round": f"第{row.ordinal}次",
        "time": file.span(row.started_at, row.ended_at),
        "place": row.place,
        "method": file.label("session_methods", row.method),
        "openness": "公开" if file.case.open_hearing else "不公开",
        "mediators": file.staff_names(mediators),
        "host": _host(file, mediators),
        "recorder": file.staff_names([row.recorder_id]),
        "attendees": [_with_unit(p.name, p.unit, file.label("participant_relations", p.relation)) for p in invited],
        "consent": "邀请上述人员参加，已征得各方当事人同意。" if agreed else "",
        "parties": _present(file, row, day),
    }


def _sitting_words(file: CaseFile, row: MediationSession) -> FormData:
    entry = file.office.lists.entry("session_results", row.result)
    word = file.mode_word("session_results", row.result) if file.case.mode == "B" else entry.get("moj") or entry.label
    told = file.label("session_results", row.result) if file.case.mode != "B" else ""
    outcome = sentences([told if told and told != word and word not in told else "", row.result_note])
    return {
        "statements": [_statement(file, said) for said in row.statements],
        "law": row.law,
        "course": row.narrative,
        "result": word if row.result else "",
        "outcome": outcome,
        "next": f"{file.span(row.next_at)}再次商谈。" if row.next_at else "",
    }


def _statement(file: CaseFile, said: FormData) -> FormData:
    party = next((p for p in file.parties if p.id == said.get("party_id")), None)
    who = "当事人" if party is None else f"{_role_of(file, party)}{party.name}"
    return {"who": who, "text": str(said.get("text", ""))}


def _role_of(file: CaseFile, party: Party) -> str:
    """申请人, or 申请人的代理人 for one who acts for a party."""
    principal = next((p for p in file.parties if p.id == party.acts_for_id), None)
    return file.role(party) if principal is None else f"{file.role(principal)}的{file.label('party_roles', party.role)}"


def _present(file: CaseFile, row: MediationSession, day: date) -> list[FormData]:
    """Parties who were there themselves or by who acts for them; everybody where nobody was ticked."""
    here = set(row.present) | {p.acts_for_id for p in file.parties if p.id in row.present and p.acts_for_id}
    rows = zip(file.principals, party_rows(file, day), strict=True)
    return [data for party, data in rows if party.id in here or not here]


def _host(file: CaseFile, mediators: list[str]) -> str:
    """主持委员: the member of the CPPCC among those who mediate, else the studio's own member."""
    members = [i for i in mediators if i in file.staff and file.staff[i].role == "member"]
    return file.staff_names(members) or file.studio.member


def agreement(file: CaseFile, agreement_id: str) -> FormData:
    """One edition of the written agreement; blank: head and parties with lines to write on."""
    row = _edition(file, agreement_id)
    day = (row.reached_on if row else None) or file.office.today()
    data = _agreement_head(file, row, day)
    if row is None:
        return data | {"facts": file.case.summary, "copies": spell(agreeing.copies(file.parties))}
    clauses = agreeing.clauses(file.session, row.id)
    return data | {
        "facts": row.facts,
        "clauses": [_clause(clause, file.names) for clause in clauses],
        "schedule": [_due(n, clause, file.names) for n, clause in enumerate(clauses, 1) if _owes(clause)],
        "breach": row.default_terms,
        "closing": row.remark,
        "copies": spell(row.copies),
    }


def oral_agreement(file: CaseFile, agreement_id: str) -> FormData:
    """人民调解法 art. 28: what was agreed by word of mouth is recorded all the same."""
    row = _edition(file, agreement_id)
    day = (row.reached_on if row else None) or file.office.today()
    data = _agreement_head(file, row, day)
    if row is None:
        return data | {"facts": file.case.summary}
    clauses = agreeing.clauses(file.session, row.id)
    lines = [clause_words.whole(clause, file.names) for clause in clauses]
    return data | {
        "facts": row.facts,
        "content": "\n".join(f"{n}. {line}。" if len(lines) > 1 else f"{line}。" for n, line in enumerate(lines, 1)),
        "performance": sentences([row.default_terms, row.remark]),
        "date": said_day(row.reached_on),
    }


def _agreement_head(file: CaseFile, row: Agreement | None, day: date) -> FormData:
    footer = agreeing.footer(file.session, file.office.lists, file.case) if file.case.mode == "B" else ""
    return head(file) | {
        "number": (row.number if row else "") or ("" if file.case.mode == "A" else file.case.number),
        "parties": party_rows(file, day, "label_b", with_id=True),
        "footer": footer if "请到人民调解委员会" not in footer else "",  # no committee known: our sentence with its blank
    }


def _edition(file: CaseFile, agreement_id: str) -> Agreement | None:
    if not agreement_id or agreement_id == BLANK:
        return None
    row = agreeing.agreement(file.session, agreement_id)
    if row.case_id != file.case.id:
        raise Refused(GONE)
    return row


def _owes(clause: Clause) -> bool:
    return bool(clause.debtor_id or clause.amount_fen or clause.due_on)


def _clause(clause: Clause, names: dict[str, str]) -> str:
    """Day, place and manner of what is owed stand in the table below, so no two places can disagree."""
    return f"{clause_words.promise(clause, names) if _owes(clause) else clause_words.whole(clause, names)}。"


def _due(n: int, clause: Clause, names: dict[str, str]) -> FormData:
    return {
        "what": f"第{n}条",
        "who": names.get(clause.debtor_id or "", ""),
        "to": names.get(clause.creditor_id or "", ""),
        "amount": clause_words.money(clause.amount_fen),
        "due": clause_words.by_when(clause),
        "place": "，".join(part for part in (clause.place, clause.manner) if part),
    }


def acceptance(file: CaseFile, _subject_id: str) -> FormData:
    """人民调解受理登记表, mode A only."""
    case = file.case
    return head(file) | {
        "date": show_day_cn(case.accepted_on),
        "kind": file.kind,
        "source": str(file.office.lists.entry("sources", case.source).get("form")),
        "sender": case.source_unit,
        "facts": case.summary,
        "requests": [line for line in case.claims.splitlines() if line.strip()],
        "parties": party_rows(file, case.accepted_on),
    }


def notice(file: CaseFile, _subject_id: str) -> FormData:
    """权利义务告知 in the desk's own wording (notices.toml), the notice on personal data on its back."""
    lists, studio = file.office.lists, file.studio
    years = lists.limit("keep_written_years")
    partner = file.committee or agreeing.partner(file.session) or "人民调解委员会"
    gaps = {"studio": file.in_name_of, "committee": partner, "contact": studio.member or file.handlers,
            "phone": studio.phone or "＿＿＿＿＿＿＿＿", "years": str(years)}  # fmt: skip
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


def _roles(file: CaseFile) -> list[FormData]:
    return [{"role": file.role(party), "name": party.name} for party in file.principals]


def termination(file: CaseFile, _subject_id: str) -> FormData:
    """What is told when it ends without agreement (人民调解法 art. 26), by the outcome of the case."""
    case = file.case
    outcome = file.office.lists.entry("outcomes", case.outcome)
    text = file.office.lists.entry("remedies", str(outcome.get("remedies")))
    gaps = {
        "reason": case.outcome_note.rstrip("。") or file.mode_word("outcomes", case.outcome),
        "date": said_day(case.closed_on or file.office.today()),
        "parties": "、".join(party.name for party in file.principals),
        "committee": file.committee or agreeing.partner(file.session) or "人民调解委员会",
        "studio": file.studio.name,
        "route": case.outcome_route or "有关部门",
    }
    paragraphs = text.get("text_b" if case.mode == "B" else "text_a", [])
    return head(file) | {
        "case": file.title,
        "parties": _roles(file),
        "title": text.label if text.get("outcome") != "failed" else "",
        "paragraphs": [_filled(paragraph, gaps) for paragraph in paragraphs],
    }


def investigation(file: CaseFile, investigation_id: str) -> FormData:
    row = file.session.scalars(
        select(Investigation).where(Investigation.id == investigation_id, Investigation.case_id == file.case.id)
    ).first()
    if row is None:
        _refuse_unknown(investigation_id)
        return head(file)
    made_by = file.staff_names([row.staff_id])
    return head(file) | {
        "time": file.span(row.made_at),
        "place": row.place,
        "attendees": row.present,
        "witness": {"name": row.asked_name, "address": row.asked_detail},
        "content": row.text,
        "investigators": made_by,
        "recorder": made_by,
    }


def follow_up(file: CaseFile, visit_id: str) -> FormData:
    """回访记录, handbook 2.2(10)."""
    row: FollowUp | None = next((visit for visit in file.follow_ups if visit.id == visit_id), None)
    number = {"agreement_number": file.agreement.number if file.agreement else ""}
    if row is None:
        _refuse_unknown(visit_id)
        return head(file) | number
    return head(file) | number | {
        "time": show_day_cn(row.visited_on),
        "way": file.label("follow_up_methods", row.method),
        "visited": "、".join(file.names[i] for i in row.visited if i in file.names),
        "performed": row.fulfilled,
        "content": row.text,
        "satisfaction": file.label("satisfactions", row.satisfaction),
        "signs": row.new_signs,
        "measures": row.measures,
        "next": said_day(row.next_on),
        "visitors": file.staff_names([row.staff_id]),
    }


def risk_report(file: CaseFile, report_id: str) -> FormData:
    """民转刑风险报告单 (人民调解法 art. 25)."""
    query = select(RiskReport).where(RiskReport.id == report_id, RiskReport.case_id == file.case.id)
    row = file.session.scalars(query).first()
    entry = file.office.lists.entry("risks", file.case.risk)
    data = {
        "office": file.in_name_of,
        "case_number": file.case.number,
        "risk": f"{entry.label}色（{entry.get('full_label')}）",
        "people": [f"{p.name}，{phones.show(p.phone)}，{p.address}".strip("，") for p in file.principals],
    }
    if row is None:
        _refuse_unknown(report_id)
        return data
    return data | {
        "time": file.span(row.reported_at),
        "reporter": row.reporter,
        "signs": sentences([file.label("risk_signs", row.sign), row.content]),
        "measures": file.case.measures,
        "reported_to": file.label("report_targets", row.target),
        "report_way": file.label("report_ways", row.way),
        "received_by": row.receiver,
        "feedback": row.feedback,
    }


def visit(file: CaseFile, intake_id: str) -> FormData:
    """来访接待登记表, handbook 4.2(1)."""
    row = next((intake for intake in file.visits if intake.id == intake_id), None)
    if row is None:
        _refuse_unknown(intake_id)
        return {"mode": file.case.mode, "office": file.studio.name}
    return visit_of(file, row, [v for v in file.visitors if v.intake_id == row.id])


def visit_of(file: CaseFile, row: Intake, visitors: list[Visitor]) -> FormData:
    receiver: Staff | None = file.staff.get(row.receiver_id or "")
    return {
        "mode": file.case.mode,
        "number": row.number,
        "office": file.studio.name,
        "date": file.span(row.received_at),
        "way": file.label("channels", row.channel),
        "visitors": [_visitor(file, visitor) for visitor in visitors],
        "people": f"{row.people_count}人",
        "category": file.label("intake_kinds", row.kind),
        "about": row.other_side,
        "content": row.content,
        "wants": row.wants,
        "answer": row.answer,
        "direction": file.label("destinations", row.destination),
        "unit": row.handling_unit,
        "due": f"{show_day_cn(row.handle_by)}前" if row.handle_by else "",
        "result": row.result,
        "feedback": "，".join(p for p in (said_day(row.answered_on), row.answered_way) if p),
        "satisfaction": file.label("satisfactions", row.satisfaction),
        "receiver": receiver.name if receiver else "",
    }


def _visitor(file: CaseFile, row: Visitor) -> FormData:
    age = "" if row.age_told is None else str(row.age_told)
    return {"name": row.name, "gender": file.label("sexes", row.sex), "age": age,
            "phone": phones.show(row.phone), "address": row.address}  # fmt: skip


def blank(file: CaseFile, _subject_id: str) -> FormData:
    """记录续页: ruled lines under the case's number."""
    return {"number": file.case.number, "office": file.in_name_of}


def _with_unit(name: str, unit: str, relation: str) -> str:
    about = "，".join(dict.fromkeys(part for part in (unit, relation) if part))
    return f"{name}（{about}）" if about else name


def _refuse_unknown(subject_id: str) -> None:
    if subject_id and subject_id != BLANK:
        raise Refused(GONE)


PAPERS: dict[str, Paper] = {
    "record": record,
    "agreement": agreement,
    "oral_agreement": oral_agreement,
    "acceptance": acceptance,
    "notice": notice,
    "termination": termination,
    "investigation": investigation,
    "follow_up": follow_up,
    "risk_report": risk_report,
    "visit": visit,
    "blank": blank,
}
