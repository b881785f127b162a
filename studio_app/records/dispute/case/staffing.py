"""Who mediates a case: chosen or assigned, checked for 回避, withdrawn and replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.domain.names import sort_key
from studio_app.domain.wording import clean
from studio_app.office.tables import Staff
from studio_app.records.dispute.agreement import editions
from studio_app.records.dispute.case import days, leaving, responsible, standing_back
from studio_app.records.dispute.case.recusal import Finding
from studio_app.records.dispute.case.table import Case, CaseStaff
from studio_app.records.dispute.case.work import CaseWork


@dataclass
class StaffChoice:
    """指派 as typed; `decision` says why a person mediates all the same when the check found something.

    Who is not in the list yet is written down by `name` and `role`.
    """

    staff_id: str = ""
    name: str = ""
    role: str = ""  # dictionary staff_roles
    duty: str = "host"  # host | mediator | recorder
    chosen_by: str = "assigned"  # party | assigned, 人民调解法 art. 19
    decision: str = ""


@dataclass
class Withdrawal:
    """回避 or change of a mediator; `replacement` is needed for the host (若干规定 art. 25)."""

    assignment_id: str = ""
    day: date | None = None
    reason: str = ""
    ground: str = ""  # dictionary recusal_grounds
    replacement: StaffChoice | None = None


@dataclass(frozen=True)
class HandedOver:
    """What became of the open cases of one who left: how many another has now, and why the rest stayed."""

    moved: int
    stayed: list[str]


class CaseStaffing(CaseWork):
    def available_staff(self) -> list[Staff]:
        """Who works here today, by name."""
        with self._office.read() as session:
            return responsible.working(session, self._office)

    def may_host(self, mode: str, person: Staff) -> bool:
        """Whether a person may mediate in this mode."""
        return editions.may_mediate(self._office.lists, mode, person)

    def signers(self, case_id: str) -> list[Staff]:
        """Who of the case's staff may sign its papers: in mode A only 人民调解员 (人民调解法 art. 13, 29)."""
        with self._office.read() as session:
            case = self._case(session, case_id)
            found = _active(session, case_id)
        right = "mediator" if case.mode == "A" else "witness"
        return [staff for row, staff in found if row.duty != "recorder" and self._has_role(staff, right)]

    def check_staff(self, case_id: str, staff_id: str) -> list[Finding]:
        """What speaks against this person mediating: kin, neighbours, old adversaries (handbook 1.2)."""
        with self._office.read() as session:
            return standing_back.findings(session, case_id, session.get_one(Staff, staff_id))

    def assign(self, case_id: str, choice: StaffChoice) -> CaseStaff:
        """Put a person on the case; a new host makes the former one an ordinary mediator.

        Invalid `decision` when the check found something and nothing was decided; Refused where the person is
        a party, or mode A lacks the role of 人民调解员.
        """
        with self._office.write("指派承办人员") as session:
            return self._assign(session, self._open_case(session, case_id), choice)

    def withdraw(self, case_id: str, wanted: Withdrawal) -> None:
        """Take a person off the case with the reason; the host is replaced in the same step."""
        problems = self._withdrawal_problems(wanted)
        if problems:
            raise Invalid(problems)
        with self._office.write("回避更换") as session:
            case = self._open_case(session, case_id)
            row = self._of_case(session, CaseStaff, case_id, wanted.assignment_id)
            if row.withdrawn_on:
                raise Refused("这个人已经退出这件纠纷。")
            if row.duty == "host" and (wanted.replacement is None or not wanted.replacement.staff_id):
                raise Invalid({"staff_id": "主持人回避，应当另行指派一位（《人民调解工作若干规定》第二十五条）。"})
            row.withdrawn_on = wanted.day
            row.decision = clean(self._reason(wanted))
            days.refuse_disorder(session, self._office, case, {("withdrawn", row.id): "day"})
            if wanted.replacement is not None and wanted.replacement.staff_id:
                wanted.replacement.duty = row.duty
                self._assign(session, case, wanted.replacement)

    def hand_over(self, staff_id: str, to_id: str) -> HandedOver:
        """The open cases of one who left go to another, as one step; what speaks against it is said, case by case."""
        moved, stayed = 0, []
        with self._office.write("交接纠纷") as session:
            to = session.get(Staff, to_id) if to_id and to_id != staff_id else None
            if to is None:
                raise Invalid({"to_id": "请选择交给谁。"})
            for case in leaving.open_cases(session, staff_id):
                against = self._against(session, case, to)
                if against:
                    stayed.append(f"{case.number}：{against}")
                else:
                    self._take_over(session, case, staff_id, to)
                    moved += 1
        return HandedOver(moved, stayed)

    def _against(self, session: Session, case: Case, to: Staff) -> str:
        if not editions.may_mediate(self._office.lists, case.mode, to):
            return f"{to.name}不是人民调解员，不能承办人民调解案件。"
        return "".join(finding.reason for finding in standing_back.findings(session, case.id, to))

    def _take_over(self, session: Session, case: Case, staff_id: str, to: Staff) -> None:
        duties = {person.id: row.duty for row, person in _active(session, case.id)}
        for row, person in _active(session, case.id):
            if person.id == staff_id:
                row.withdrawn_on, row.decision = self._office.today(), f"离开，交给{to.name}"
                self._row(session, case.id, to, StaffChoice(duty=_higher(row.duty, duties.get(to.id, row.duty))))
        if case.handler_id == staff_id:
            case.handler_id = to.id
        session.flush()

    def _assign(self, session: Session, case: Case, choice: StaffChoice) -> CaseStaff:
        staff = self._meant(session, choice)
        self._refuse_role(case, staff, choice.duty)
        findings = standing_back.findings(session, case.id, staff)
        _weigh(findings, choice)
        row = self._row(session, case.id, staff, choice)
        row.findings = [finding.reason for finding in findings]
        row.decision = clean(choice.decision)
        if choice.duty == "host":
            _step_back(session, case.id, row)
            case.handler_id = staff.id
        session.flush()
        return row

    def _meant(self, session: Session, choice: StaffChoice) -> Staff:
        """Who is chosen, or who is written down as new."""
        told = clean(choice.name, single_line=True)
        if not told:
            staff = session.get(Staff, choice.staff_id) if choice.staff_id else None
            if staff is None:
                raise Invalid({"staff_id": "请选择承办人员；名单里没有的，在下面写他的姓名。"})
            return staff
        known = next((person for person in responsible.working(session, self._office) if person.name == told), None)
        if known is not None and known.role != choice.role:
            now = self._office.lists.label("staff_roles", known.role) or "没有写身份"
            raise Invalid({"name": f"{told}已经在名单里，身份是“{now}”。写错了请到“设置与备份—人员与账号”里改。"})
        if known is not None:
            return known
        if not choice.role:
            raise Invalid({"role": "请选择他的身份。"})
        person = Staff(name=told, sort_key=sort_key(told), role=choice.role, since=self._office.today())
        person.organisation_id = self._office.database.studio_id
        session.add(person)
        session.flush()
        return person

    def _row(self, session: Session, case_id: str, staff: Staff, choice: StaffChoice) -> CaseStaff:
        active = {person.id: row for row, person in _active(session, case_id)}
        row = active.get(staff.id)
        if row is None:
            row = CaseStaff(case_id=case_id, staff_id=staff.id)
            session.add(row)
        row.duty, row.chosen_by = choice.duty, choice.chosen_by
        session.flush()
        return row

    def _refuse_role(self, case: Case, staff: Staff, duty: str) -> None:
        if duty == "recorder" or editions.may_mediate(self._office.lists, case.mode, staff):
            return
        role = self._office.lists.label("staff_roles", staff.role) or "没有写明身份"
        raise Refused(
            f"{staff.name}是{role}，不是人民调解员，不能在人民调解案件里主持或者签名。可以请他担任记录，或添加为参加人。"
        )

    def _has_role(self, staff: Staff, right: str) -> bool:
        return bool(self._office.lists.entry("staff_roles", staff.role).get(right, False))

    def _withdrawal_problems(self, wanted: Withdrawal) -> dict[str, str]:
        found = {}
        if not wanted.reason.strip() and not wanted.ground:
            found["reason"] = "请写明为什么回避或者更换，是谁提出的。"
        if wanted.day is None:
            found["day"] = "请填写日期。"
        else:
            found["day"] = self._office.past().problem(wanted.day, "日期")
        return {name: sentence for name, sentence in found.items() if sentence}

    def _reason(self, wanted: Withdrawal) -> str:
        ground = self._office.lists.label("recusal_grounds", wanted.ground)
        return "；".join(word for word in (ground, wanted.reason.strip()) if word)


def _higher(*duties: str) -> str:
    return min(duties, key=("host", "mediator", "recorder").index)


def _weigh(findings: Sequence[Finding], choice: StaffChoice) -> None:
    must = [finding.reason for finding in findings if finding.severity == "must"]
    if must:
        raise Refused("".join(must) + "这件纠纷应当由别人来调解，请另选一位。")
    if findings and not choice.decision.strip():
        reasons = "".join(finding.reason for finding in findings)
        raise Invalid({"decision": f"{reasons}核实以后仍由他承办的，请写明核实情况和理由；否则请另选一位。"})


def _step_back(session: Session, case_id: str, host: CaseStaff) -> None:
    """There is one 主持人 (若干规定 art. 25): the former one goes on as an ordinary mediator."""
    for row, _staff in _active(session, case_id):
        if row.duty == "host" and row.id != host.id:
            row.duty = "mediator"


def _active(session: Session, case_id: str) -> list[tuple[CaseStaff, Staff]]:
    query = select(CaseStaff, Staff).join(Staff, Staff.id == CaseStaff.staff_id)
    query = query.where(CaseStaff.case_id == case_id, CaseStaff.withdrawn_on.is_(None))
    return [(row, staff) for row, staff in session.execute(query.order_by(CaseStaff.created_at))]
