"""红黄绿 of a case and the reports the law asks for."""

from sqlalchemy import select

from studio_app.domain import risk
from studio_app.domain.risk import RiskDraft, RiskReportDraft, Sign
from studio_app.domain.wording import clean
from studio_app.records import case_moves, rows
from studio_app.services.cases.work import CaseWork
from studio_app.settings import Invalid
from studio_app.store.tables import RiskReport


class CaseRisks(CaseWork):
    def all_signs(self) -> list[Sign]:
        """Every sign that may be ticked, in the order of the list."""
        codes = [entry.code for entry in self._office.lists.entries("risk_signs")]
        return case_moves.signs_of(self._office.lists, codes)

    def proposed_risk(self, codes: list[str]) -> str:
        """The level these signs propose."""
        lists = self._office.lists
        signs = case_moves.signs_of(lists, codes)
        return risk.proposed(signs, lists.limit("red_points"), lists.limit("amber_points"))

    def set_risk(self, case_id: str, draft: RiskDraft) -> None:
        """Store level and signs; Invalid when a lower level lacks its reason, a red one the approver."""
        with self._office.write("风险研判") as session:
            case = self._case(session, case_id)
            problems = draft.problems(case.risk, self.proposed_risk(draft.risk_signs))
            if problems:
                raise Invalid(problems)
            case.risk, case.risk_signs = draft.risk, list(draft.risk_signs)
            if draft.reason.strip():
                approved = f"（{draft.approver.strip()}同意）" if draft.approver.strip() else ""
                day = self._office.today().isoformat()
                case.risk_note = clean(f"{day} {draft.reason.strip()}{approved}")

    def stops(self, case_id: str) -> list[Sign]:
        """Dangers ticked and not reported yet: the case does not go on before they are."""
        with self._office.read() as session:
            case = self._case(session, case_id)
            reported = case_moves.reported(session, case_id)
        return risk.unreported(case_moves.signs_of(self._office.lists, case.risk_signs), reported)

    def report_risk(self, case_id: str, draft: RiskReportDraft, report_id: str = "") -> RiskReport:
        """Note to whom, when and how a danger was reported; `report_id` to add the answer later."""
        problems = draft.problems(self._office.now())
        if problems:
            raise Invalid(problems)
        with self._office.write("登记风险报告") as session:
            self._case(session, case_id)
            if report_id:
                row = self._of_case(session, RiskReport, case_id, report_id)
            else:
                row = RiskReport(case_id=case_id)
                session.add(row)
            rows.apply(draft, row)
            row.reporter = row.reporter or self._office.signed.name
            return row

    def risk_reports(self, case_id: str) -> list[RiskReport]:
        query = select(RiskReport).where(RiskReport.case_id == case_id).order_by(RiskReport.reported_at)
        with self._office.read() as session:
            return list(session.scalars(query))
