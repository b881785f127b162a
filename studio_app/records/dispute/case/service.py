"""纠纷: everything a person can do with a case, one class per side of the work behind one face."""

from studio_app.office.lists import Entry
from studio_app.office.tables import Reminder, Staff
from studio_app.records.dispute.agreement.table import Agreement, Obligation
from studio_app.records.dispute.case.closing import ClosingDraft
from studio_app.records.dispute.case.corrections import CORRECTED, CaseCorrections, Correction
from studio_app.records.dispute.case.draft import DetailsDraft, ExtensionDraft, ParticipantDraft
from studio_app.records.dispute.case.listing import COUNTED, VIEWS, CaseFilter, CaseListing, CaseRow, CaseRows
from studio_app.records.dispute.case.moves import CaseMoves, Ending, Remedies
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.parties import CaseParties
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.reading import Assigned, CaseFile, CaseReading
from studio_app.records.dispute.case.recusal import Finding
from studio_app.records.dispute.case.risk import RiskDraft, RiskReportDraft, Sign
from studio_app.records.dispute.case.risks import CaseRisks
from studio_app.records.dispute.case.staffing import CaseStaffing, StaffChoice, Withdrawal
from studio_app.records.dispute.case.table import Case, CaseStaff, Participant, Party, RiskReport
from studio_app.records.dispute.case.timeline import Event

__all__ = [
    "CORRECTED", "COUNTED", "VIEWS", "Agreement", "Assigned", "Case", "CaseFile", "CaseFilter", "CaseRow", "CaseRows",
    "CaseStaff", "Cases", "ClosingDraft", "Correction", "DetailsDraft", "Ending", "Entry", "Event", "ExtensionDraft",
    "Finding", "Obligation", "Opening", "Participant", "ParticipantDraft", "Party", "PartyDraft", "Remedies",
    "Reminder", "RiskDraft", "RiskReport", "RiskReportDraft", "Sign", "Staff", "StaffChoice", "Withdrawal",
]  # fmt: skip


class Cases(CaseMoves, CaseParties, CaseCorrections, CaseStaffing, CaseRisks, CaseReading, CaseListing):
    """`Cases(office)`: each method is one transaction of the signed-in person."""
