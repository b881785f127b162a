"""Which papers of a case can be printed in its mode, of which of its records, and why not otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from studio_app.domain.dates import show_day
from studio_app.paper.forms import ANY, Form, forms
from studio_app.records.dispute.agreement.table import Agreement
from studio_app.records.dispute.case.table import RiskReport
from studio_app.records.dispute.papers.builders import PAPERS
from studio_app.records.dispute.papers.dossier import BLANK, Dossier
from studio_app.records.dispute.papers.sessions import which
from studio_app.records.dispute.session.table import Investigation

BY_HAND = "空白（手写）"
NO_COMMITTEE = (
    "没有写明是哪个人民调解委员会，不能用人民调解的文书（《人民调解法》第二十九条）。"
    "请先在纠纷里选定调委会，或改为评理说事。"
)
NOTHING_TO_TELL = "结果是“{}”，没有要告知的终止事项。"
NOT_ENDED = "还没有结案。谈不成要终止的，请先在纠纷页点“结案”，选好结果再打印。"
NO_VISIT = "这件纠纷不是从来访登记受理的，没有来访登记表。"


@dataclass(frozen=True)
class Subject:
    """One record a form can be printed of; `ordinal` (第2次) goes into file names."""

    id: str
    label: str
    ordinal: str = ""


@dataclass(frozen=True)
class PrintForm:
    """A paper offered for a case; `reason` says why it cannot be printed now, "" when it can.

    `subjects` in their order, the blank form last; none where the case as a whole is meant. `mask`: a level of
    masking may be chosen.
    """

    key: str
    title: str
    copies: int = 1
    reason: str = ""
    subjects: Sequence[Subject] = ()
    maskable: bool = False

    @property
    def newest(self) -> str:
        """The record meant when none is named."""
        real = [subject.id for subject in self.subjects if subject.id != BLANK]
        return real[-1] if real else BLANK if self.subjects else ""


def forms_of(file: Dossier) -> list[PrintForm]:
    """The summary first, then in the order of the file; papers of other modes stand last with their reason."""
    known = [form for form in forms().values() if form.key in PAPERS or form.key == "summary"]
    offered = [printable(file, form) for form in known if file.case.mode in form.titles or ANY in form.titles]
    foreign = [printable(file, form) for form in known if not (file.case.mode in form.titles or ANY in form.titles)]
    return offered + foreign


def printable(file: Dossier, form: Form) -> PrintForm:
    """One paper as it stands for this case."""
    mode = file.case.mode
    if mode not in form.titles and ANY not in form.titles:
        name = file.label("modes", mode)
        return PrintForm(form.key, next(iter(form.titles.values())), reason=f"“{name}”方式下没有这张表。")
    title = form.title(mode)
    written = file.agreement.copies if form.key == "agreement" and file.agreement else 0
    copies = written or form.copies(len(file.principals))
    if mode == "A" and "人民调解" in title and not file.committee:
        return PrintForm(form.key, title, copies, NO_COMMITTEE)
    subjects, reason = SUBJECTS.get(form.key, _whole_case)(file)
    return PrintForm(form.key, title, copies, reason, subjects, form.key == "summary")


def _whole_case(_file: Dossier) -> tuple[list[Subject], str]:
    return [], ""


def _sittings(file: Dossier) -> tuple[list[Subject], str]:
    rows = [Subject(s.id, f"{which(s)} {show_day(file.day_of(s.started_at))}", which(s)) for s in file.sittings]
    return [*rows, Subject(BLANK, BY_HAND)], ""


def _investigations(file: Dossier) -> tuple[list[Subject], str]:
    query = select(Investigation).where(Investigation.case_id == file.case.id).order_by(Investigation.made_at)
    rows = [
        Subject(row.id, f"{show_day(file.day_of(row.made_at))} {row.asked_name}", f"第{n}份")
        for n, row in enumerate(file.session.scalars(query), 1)
    ]
    return [*rows, Subject(BLANK, BY_HAND)], ""


def _editions(file: Dossier, form: str) -> tuple[list[Subject], str]:
    query = select(Agreement).where(Agreement.case_id == file.case.id, Agreement.form == form)
    rows = list(file.session.scalars(query.order_by(Agreement.round, Agreement.edition)))
    subjects = [Subject(row.id, _edition(row, len(rows)), f"第{n}版" if n > 1 else "") for n, row in enumerate(rows, 1)]
    return [*subjects, Subject(BLANK, BY_HAND)], ""


def _edition(row: Agreement, of: int) -> str:
    which = row.number or "现行协议"
    return f"{which}（第{row.edition}版{'，已作废' if row.superseded else ''}）" if of > 1 else which


def _written(file: Dossier) -> tuple[list[Subject], str]:
    return _editions(file, "written")


def _oral(file: Dossier) -> tuple[list[Subject], str]:
    return _editions(file, "oral")


def _follow_ups(file: Dossier) -> tuple[list[Subject], str]:
    rows = [Subject(f.id, show_day(f.visited_on), f"第{n}次") for n, f in enumerate(file.follow_ups, 1)]
    return [*rows, Subject(BLANK, BY_HAND)], ""


def _risk_reports(file: Dossier) -> tuple[list[Subject], str]:
    query = select(RiskReport).where(RiskReport.case_id == file.case.id).order_by(RiskReport.reported_at)
    rows = [
        Subject(r.id, f"{show_day(file.day_of(r.reported_at))} {file.label('report_targets', r.target)}", f"第{n}份")
        for n, r in enumerate(file.session.scalars(query), 1)
    ]
    return [*rows, Subject(BLANK, BY_HAND)], ""


def _visits(file: Dossier) -> tuple[list[Subject], str]:
    rows = [Subject(v.id, f"{v.number} {show_day(v.received_on)}", v.number) for v in file.visits]
    return rows, "" if rows else NO_VISIT


def _termination(file: Dossier) -> tuple[list[Subject], str]:
    outcome = file.case.outcome
    if outcome in ("", "open"):
        return [], NOT_ENDED
    told = file.office.lists.entry("outcomes", outcome).get("remedies")
    return [], "" if told else NOTHING_TO_TELL.format(file.mode_word("outcomes", outcome))


SUBJECTS: dict[str, Callable[[Dossier], tuple[list[Subject], str]]] = {
    "record": _sittings,
    "investigation": _investigations,
    "agreement": _written,
    "oral_agreement": _oral,
    "follow_up": _follow_ups,
    "risk_report": _risk_reports,
    "visit": _visits,
    "termination": _termination,
}
