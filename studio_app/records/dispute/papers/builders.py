"""Which paper of a case is made by which builder: the keys are those of forms.toml."""

from collections.abc import Callable

from studio_app.records.dispute.papers.agreement import agreement, oral_agreement
from studio_app.records.dispute.papers.dossier import Dossier, FormData
from studio_app.records.dispute.papers.notices import acceptance, blank, notice, termination
from studio_app.records.dispute.papers.sessions import investigation, record
from studio_app.records.dispute.papers.visits import follow_up, risk_report, visit

PAPERS: dict[str, Callable[[Dossier, str], FormData]] = {
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
