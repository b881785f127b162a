"""Papers of a visit to the studio, of a 回访, and of a danger reported: what was told, found and passed on."""

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.domain import identity, phones
from studio_app.domain.dates import show_day_cn
from studio_app.domain.wording import sentences
from studio_app.office.office import Office
from studio_app.office.tables import Organisation, Staff
from studio_app.records.dispute.agreement import binding
from studio_app.records.dispute.case.table import RiskReport
from studio_app.records.dispute.papers import signing_lines
from studio_app.records.dispute.papers.dossier import Dossier, FormData, head, refuse_unknown, said_day, said_moment
from studio_app.records.intake.draft import where
from studio_app.records.intake.table import Intake, Visitor
from studio_app.records.person import copies

if TYPE_CHECKING:
    from studio_app.records.dispute.follow_up.table import FollowUp


def follow_up(file: Dossier, visit_id: str) -> FormData:
    """回访记录, handbook 2.2(10)."""
    row: FollowUp | None = next((visit for visit in file.follow_ups if visit.id == visit_id), None)
    if row is None:
        refuse_unknown(visit_id)
        return head(file) | {"agreement_number": file.agreement.number if file.agreement else ""}
    agreement = binding.agreement_of_round(file.session, file.case.id, row.round)
    visited = [file.names[i] for i in row.visited if i in file.names]
    return head(file) | {
        "filled": True,
        "agreement_number": agreement.number if agreement else "",
        "time": show_day_cn(row.visited_on),
        "way": file.label("follow_up_methods", row.method),
        "visited": "、".join(visited),
        "performed": row.fulfilled,
        "content": row.text,
        "satisfaction": file.label("satisfactions", row.satisfaction),
        "signs": row.new_signs,
        "measures": row.measures,
        "next": said_day(row.next_on),
        "visitors": file.staff_names([row.staff_id]),
        "signers": {
            "visited": visited or signing_lines.NOBODY,
            "visitors": signing_lines.of_staff(file, [row.staff_id]),
        },
    }


def risk_report(file: Dossier, report_id: str) -> FormData:
    """矛盾纠纷风险报告单 (人民调解法 art. 25)."""
    query = select(RiskReport).where(RiskReport.case_id == file.case.id).order_by(RiskReport.reported_at, RiskReport.id)
    rows = list(file.session.scalars(query))
    data = {
        "office": file.in_name_of(),
        "case_number": file.case.number,
        "risk": file.risk_word(),
        "people": [
            "，".join(part for part in (p.name, phones.show(p.phone), p.address) if part) for p in file.principals
        ],
    }
    place = next((n for n, r in enumerate(rows, 1) if r.id == report_id), 0)
    if not place:
        refuse_unknown(report_id)
        return data
    row = rows[place - 1]
    return data | {
        "filled": True,
        "number": f"{file.case.number}风险报告第{place}份",
        "noticed": said_day(row.noticed_on),
        "time": file.span(row.reported_at),
        "reporter": row.reporter,
        "reporter_phone": phones.show(_phone_of(file, row.reporter) or file.studio.phone),
        "signs": sentences([_sign(file, row.sign), row.content]),
        "measures": row.measures,
        "reported_to": file.label("report_targets", row.target),
        "report_way": file.label("report_ways", row.way),
        "received_by": row.receiver,
        "feedback": row.feedback,
        "signers": {"reporter": [row.reporter]},
    }


def _sign(file: Dossier, code: str) -> str:
    """The name of what was noticed, without the words that explain it to whoever ticks it."""
    entry = file.office.lists.entry("risk_signs", code)
    return entry.label.removesuffix(str(entry.get("aside"))) if code else ""


def _phone_of(file: Dossier, name: str) -> str:
    return next((member.phone for member in file.staff.values() if member.name == name), "")


def visit(file: Dossier, intake_id: str) -> FormData:
    """来访接待登记表, handbook 4.2(1)."""
    row = next((intake for intake in file.visits if intake.id == intake_id), None)
    if row is None:
        refuse_unknown(intake_id)
        return {"mode": file.case.mode, "office": file.studio.name}
    return _visit_of(file.session, file.office, row) | {"mode": file.case.mode}


def mere_visit(session: Session, office: Office, intake_id: str) -> FormData:
    """The same of a visit no case need stand behind: the studio received it."""
    row = session.scalars(select(Intake).where(Intake.id == intake_id)).first()
    if row is None:
        raise Refused("这次来访登记已经不在了，可能刚被删除。请回到来访登记的列表再看。")
    return _visit_of(session, office, row) | {"mode": "B"}


def _visit_of(session: Session, office: Office, row: Intake) -> FormData:
    label = office.lists.label
    came = select(Visitor).where(Visitor.intake_id == row.id).order_by(Visitor.position)
    visitors = list(session.scalars(came))
    receiver = session.get(Staff, row.receiver_id) if row.receiver_id else None
    told = label("destinations", row.destination)
    return {
        "filled": True,
        "number": row.number,
        "office": session.get_one(Organisation, office.database.studio_id).name,
        "date": said_moment(row.received_at),
        "way": label("channels", row.channel),
        "visitors": [_visitor(office, visitor, row) for visitor in visitors],
        "place": "，".join(where(row.community, row.place)),
        "people": f"{row.people_count}人" if row.people_count > 1 else "",  # one where nobody counted
        "category": label("intake_kinds", row.kind),
        "about": row.other_side,
        "content": row.content,
        "wants": row.wants,
        "answer": row.answer,
        "direction": f"{told}：{row.destination_note}" if row.destination_note else told,
        "unit": row.handling_unit,
        "due": f"{show_day_cn(row.handle_by)}前" if row.handle_by else "",
        "result": row.result,
        "feedback": "，".join(p for p in (said_day(row.answered_on), row.answered_way) if p),
        "satisfaction": label("satisfactions", row.satisfaction),
        "receiver": receiver.name if receiver else "",
        "remarks": row.note,
        "signers": {
            "visitors": [visitor.name for visitor in visitors[:1]] or signing_lines.NOBODY,
            "receiver": [receiver.name] if receiver else signing_lines.NOBODY,
        },
    }


def _visitor(office: Office, row: Visitor, visit: Intake) -> FormData:
    """His age on that day by his ID number, else as told. Only the first is at the place he speaks of."""
    born = identity.check_id(row.id_number).birthday
    age = identity.age_on(born, visit.received_on) if born else row.age_told
    address = row.address or (copies.home("", visit.place) if row.position == 0 else "")
    return {"name": row.name, "gender": office.lists.sex(row.sex), "age": "" if age is None else str(age),
            "phone": phones.show(row.phone), "address": address}  # fmt: skip
