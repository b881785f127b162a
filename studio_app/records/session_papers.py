"""What was said and seen, for signature and file: records of sittings, investigations, visits, 回访 and risk reports.

They are for the parties and the file, so nothing is masked; 保密 notes and sensitive fields are on none of them.
"""

from datetime import date

from sqlalchemy import select

from studio_app.domain import phones
from studio_app.domain.dates import show_day_cn
from studio_app.domain.wording import sentences
from studio_app.records import people
from studio_app.records.dossier import Dossier, FormData, head, party_rows, refuse_unknown, said_day
from studio_app.store.tables import FollowUp, Intake, Investigation, MediationSession, Party, RiskReport, Staff, Visitor


def record(file: Dossier, sitting_id: str) -> FormData:
    """One sitting; blank: a record to be written by hand, with the case's head and parties."""
    row = next((s for s in file.sittings if s.id == sitting_id), None)
    if row is not None and row.as_signed:
        return dict(row.as_signed)
    file = file.under(row.mode if row else "")
    base = head(file) | {"committee": file.committee, "inviter": file.committee, "their_number": file.case.their_number}
    if row is None:
        refuse_unknown(sitting_id)
        return base | {"parties": party_rows(file, file.office.today()), "host": _host(file, [])}
    return base | _sitting_head(file, row) | _sitting_words(file, row)


def _sitting_head(file: Dossier, row: MediationSession) -> FormData:
    day = file.day_of(row.started_at)
    mediators = row.mediators or file.hosts
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
    party = next((p for p in file.parties if p.id == said.get("party_id")), None)
    who = "当事人" if party is None else f"{_role_of(file, party)}{party.name}"
    return {"who": who, "text": str(said.get("text", ""))}


def _role_of(file: Dossier, party: Party) -> str:
    """申请人, or 申请人的代理人 for one who acts for a party."""
    principal = next((p for p in file.parties if p.id == party.acts_for_id), None)
    return file.role(party) if principal is None else f"{file.role(principal)}的{file.label('party_roles', party.role)}"


def _present(file: Dossier, row: MediationSession, day: date) -> list[FormData]:
    """Parties who were there themselves or by who acts for them; everybody where nobody was ticked."""
    here = set(row.present) | {p.acts_for_id for p in file.parties if p.id in row.present and p.acts_for_id}
    rows = zip(file.principals, party_rows(file, day), strict=True)
    return [data for party, data in rows if party.id in here or not here]


def _host(file: Dossier, mediators: list[str]) -> str:
    """主持委员: the member of the CPPCC among those who mediate, else the studio's own member."""
    members = [i for i in mediators if i in file.staff and file.staff[i].role == "member"]
    return file.staff_names(members) or file.studio.member


def investigation(file: Dossier, investigation_id: str) -> FormData:
    row = file.session.scalars(
        select(Investigation).where(Investigation.id == investigation_id, Investigation.case_id == file.case.id)
    ).first()
    if row is None:
        refuse_unknown(investigation_id)
        return head(file)
    if row.as_signed:
        return dict(row.as_signed)
    file = file.under(row.mode)
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


def follow_up(file: Dossier, visit_id: str) -> FormData:
    """回访记录, handbook 2.2(10)."""
    row: FollowUp | None = next((visit for visit in file.follow_ups if visit.id == visit_id), None)
    number = {"agreement_number": file.agreement.number if file.agreement else ""}
    if row is None:
        refuse_unknown(visit_id)
        return head(file) | number
    return (
        head(file)
        | number
        | {
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
    )


def risk_report(file: Dossier, report_id: str) -> FormData:
    """民转刑风险报告单 (人民调解法 art. 25)."""
    query = select(RiskReport).where(RiskReport.id == report_id, RiskReport.case_id == file.case.id)
    row = file.session.scalars(query).first()
    entry = file.office.lists.entry("risks", file.case.risk)
    data = {
        "office": file.in_name_of(),
        "case_number": file.case.number,
        "risk": f"{entry.label}色（{entry.get('full_label')}）",
        "people": [f"{p.name}，{phones.show(p.phone)}，{p.address}".strip("，") for p in file.principals],
    }
    if row is None:
        refuse_unknown(report_id)
        return data
    return data | {
        "time": file.span(row.reported_at),
        "reporter": row.reporter,
        "reporter_phone": next((s.phone for s in file.staff.values() if s.name == row.reporter), "")
        or file.studio.phone,
        "signs": sentences([file.label("risk_signs", row.sign), row.content]),
        "measures": row.measures or file.case.measures,
        "reported_to": file.label("report_targets", row.target),
        "report_way": file.label("report_ways", row.way),
        "received_by": row.receiver,
        "feedback": row.feedback,
    }


def visit(file: Dossier, intake_id: str) -> FormData:
    """来访接待登记表, handbook 4.2(1)."""
    row = next((intake for intake in file.visits if intake.id == intake_id), None)
    if row is None:
        refuse_unknown(intake_id)
        return {"mode": file.case.mode, "office": file.studio.name}
    return visit_of(file, row, [v for v in file.visitors if v.intake_id == row.id])


def visit_of(file: Dossier, row: Intake, visitors: list[Visitor]) -> FormData:
    receiver: Staff | None = file.staff.get(row.receiver_id or "")
    return {
        "mode": file.case.mode,
        "number": row.number,
        "office": file.studio.name,
        "date": file.span(row.received_at),
        "way": file.label("channels", row.channel),
        "visitors": [_visitor(file, visitor, row) for visitor in visitors],
        "place": row.place if row.community in row.place else "，".join(p for p in (row.community, row.place) if p),
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


def _visitor(file: Dossier, row: Visitor, visit: Intake) -> FormData:
    age = "" if row.age_told is None else str(row.age_told)
    address = row.address or (people.home("", visit.place) if row.position == 0 else "") or visit.community
    return {"name": row.name, "gender": file.label("sexes", row.sex), "age": age,
            "phone": phones.show(row.phone), "address": address}  # fmt: skip


def _with_unit(name: str, unit: str, relation: str) -> str:
    about = "，".join(dict.fromkeys(part for part in (unit, relation) if part not in ("", name)))
    return f"{name}（{about}）" if about else name
