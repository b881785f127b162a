"""A dispute as the rest of the house knows it."""

from studio_app.office.kinds import RecordKind
from studio_app.records.dispute import known
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation, Performance, Urge
from studio_app.records.dispute.case import clocks, index
from studio_app.records.dispute.case.table import Case, CaseStaff, Participant, Party, RiskReport
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import ConfidentialNote, Investigation, MediationSession

CASE = RecordKind(
    "case",
    Case,
    title=("parties_label", "title"),
    line=("number", "parties_label", "title"),
    days=("accepted_on", "closed_on"),
    parts=(
        Agreement, MediationSession, Investigation, FollowUp, Party, Participant, RiskReport, ConfidentialNote
    ),
    inner=(Clause, Obligation, Performance, Urge, CaseStaff),
    heading="纠纷",
    document=index.document,
    dues=clocks.dues,
    settle=clocks.settle,
    running=clocks.running,
    people=known.people,
    listed={"parties": "parties_label", "type": "dispute_type", "handler": "handler_id"},
)  # fmt: skip
