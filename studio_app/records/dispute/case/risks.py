"""红黄绿 of a case and the reports the law asks for."""

from datetime import date, timedelta

from sqlalchemy import select

from studio_app.core.errors import Invalid
from studio_app.office import rows
from studio_app.records.dispute.case import days, risk, states
from studio_app.records.dispute.case.risk import RiskDraft, RiskReportDraft, Sign
from studio_app.records.dispute.case.table import Case, RiskReport
from studio_app.records.dispute.case.work import CaseWork
from studio_app.store.table import new_id


class CaseRisks(CaseWork):
    def all_signs(self) -> list[Sign]:
        """Every sign that may be ticked, in the order of the list."""
        codes = [entry.code for entry in self._office.lists.entries("risk_signs")]
        return states.signs_of(self._office.lists, codes)

    def proposed_risk(self, codes: list[str]) -> str:
        """The level these signs propose."""
        lists = self._office.lists
        signs = states.signs_of(lists, codes)
        return risk.proposed(signs, lists.limit("red_points"), lists.limit("amber_points"))

    def set_risk(self, case_id: str, draft: RiskDraft) -> None:
        """Store level and signs; Invalid when a lower level, or a danger taken off, lacks its reason or approver."""
        with self._office.write("风险研判") as session:
            case = self._case(session, case_id)
            before = states.signs_of(self._office.lists, case.risk_signs)
            problems = draft.problems(case.risk, self.proposed_risk(draft.risk_signs), before)
            if problems:
                raise Invalid(problems)
            case.risk, case.risk_signs = draft.risk, list(draft.risk_signs)
            studied = f"{self._office.today().isoformat()} 研判"
            case.risk_note = draft.note(self._office.today(), before) or case.risk_note or studied

    def stops(self, case_id: str) -> list[Sign]:
        """Dangers ticked and not reported yet: the case does not go on before they are."""
        with self._office.read() as session:
            case = self._case(session, case_id)
            reported = states.reported(session, case_id)
        return risk.unreported(states.signs_of(self._office.lists, case.risk_signs), reported)

    def report_risk(self, case_id: str, draft: RiskReportDraft, report_id: str = "") -> RiskReport:
        """Note to whom, when and how a danger was reported; `report_id` to add the answer later."""
        with self._office.write("写风险报告") as session:
            case = self._case(session, case_id)
            if report_id:
                row = self._of_case(session, RiskReport, case_id, report_id)
            else:
                row = RiskReport(id=new_id(), case_id=case_id, round=case.round)
                session.add(row)
            targets = {entry.code for entry in self._office.lists.entries("report_targets")} | {row.target}
            problems = draft.problems(self._office.now(), self._earliest_report(case, row.round), targets - {""})
            if problems:
                raise Invalid(problems)
            rows.apply(draft, row)
            row.reporter = row.reporter or self._office.signed.name
            days.refuse_disorder(session, self._office, case, {("reported", row.id): "reported_at"})
            return row

    def _earliest_report(self, case: Case, of_round: int) -> date:
        """The day a later round began; before the first one a danger may have been reported a while."""
        if of_round == case.round and case.round_started_on:
            return case.round_started_on
        return case.accepted_on - timedelta(days=self._office.lists.limit("report_reach_days"))

    def risk_reports(self, case_id: str) -> list[RiskReport]:
        query = select(RiskReport).where(RiskReport.case_id == case_id).order_by(RiskReport.reported_at)
        with self._office.read() as session:
            return list(session.scalars(query))
