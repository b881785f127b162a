"""纠纷: everything a person can do with a case, one class per side of the work behind one face."""

from studio_app.domain.case import DetailsDraft, ExtensionDraft, ParticipantDraft
from studio_app.domain.closing import ClosingDraft
from studio_app.domain.party import PartyDraft
from studio_app.domain.recusal import Finding
from studio_app.domain.risk import RiskDraft, RiskReportDraft, Sign
from studio_app.records.lists import Entry
from studio_app.records.opening import Opening
from studio_app.services.cases.corrections import CORRECTED, CaseCorrections, Correction
from studio_app.services.cases.listing import COUNTED, VIEWS, CaseFilter, CaseListing, CaseRow, CaseRows
from studio_app.services.cases.moves import CaseMoves, Ending, Remedies
from studio_app.services.cases.parties import CaseParties
from studio_app.services.cases.reading import Assigned, CaseFile, CaseReading
from studio_app.services.cases.risks import CaseRisks
from studio_app.services.cases.staffing import CaseStaffing, StaffChoice, Withdrawal
from studio_app.services.cases.timeline import Event
from studio_app.store.tables import (
    Agreement,
    Case,
    CaseStaff,
    Obligation,
    Participant,
    Party,
    Reminder,
    RiskReport,
    Staff,
)

__all__ = [
    "CORRECTED", "COUNTED", "VIEWS", "Agreement", "Assigned", "Case", "CaseFile", "CaseFilter", "CaseRow", "CaseRows",
    "CaseStaff", "Cases", "ClosingDraft", "Correction", "DetailsDraft", "Ending", "Entry", "Event", "ExtensionDraft",
    "Finding", "Obligation", "Opening", "Participant", "ParticipantDraft", "Party", "PartyDraft", "Remedies",
    "Reminder", "RiskDraft", "RiskReport", "RiskReportDraft", "Sign", "Staff", "StaffChoice", "Withdrawal",
]  # fmt: skip


class Cases(CaseMoves, CaseParties, CaseCorrections, CaseStaffing, CaseRisks, CaseReading, CaseListing):
    """`Cases(office)`: each method is one transaction of the signed-in person."""
