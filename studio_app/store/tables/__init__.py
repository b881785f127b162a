"""Every table of the desk, one module per subject."""

from studio_app.store.tables.agreement import Agreement, Clause, FollowUp, Obligation, Performance, Urge
from studio_app.store.tables.base import Base, Entity, new_id
from studio_app.store.tables.case import (
    Case,
    CaseStaff,
    ConfidentialNote,
    Investigation,
    MediationSession,
    Participant,
    Party,
    RiskReport,
)
from studio_app.store.tables.desk import (
    AccessLog,
    Attachment,
    Change,
    ChangeSet,
    DictionaryEntry,
    Draft,
    ExportLog,
    IssuedNumber,
    SearchDocument,
    Secret,
    Setting,
    Thumbnail,
)
from studio_app.store.tables.directory import Account, Organisation, Person, Staff
from studio_app.store.tables.intake import Intake, Visitor
from studio_app.store.tables.reminding import OwnReminder, Reminder, Snooze

__all__ = [
    "AccessLog", "Account", "Agreement", "Attachment", "Base", "Case", "CaseStaff", "Change", "ChangeSet",
    "Clause", "ConfidentialNote", "DictionaryEntry", "Draft", "Entity", "ExportLog", "FollowUp", "Intake",
    "Investigation", "IssuedNumber", "MediationSession", "Obligation", "Organisation", "OwnReminder",
    "Participant", "Party", "Performance", "Person", "Reminder", "RiskReport", "SearchDocument", "Secret",
    "Setting", "Snooze", "Staff", "Thumbnail", "Urge", "Visitor", "new_id",
]  # fmt: skip
