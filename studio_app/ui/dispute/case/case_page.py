"""One case and the pages that open inside it: what is asked of the case decides which."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.ui.dispute.agreement.agreement_page import AgreementPage
from studio_app.ui.dispute.agreement.performance_page import PerformancePage
from studio_app.ui.dispute.case.case_bar import NEEDS
from studio_app.ui.dispute.case.case_front import CaseFront
from studio_app.ui.dispute.case.close_page import ClosePage
from studio_app.ui.dispute.case.details_page import DetailsPage
from studio_app.ui.dispute.case.history_page import HistoryPage
from studio_app.ui.dispute.case.mode_page import ModePage
from studio_app.ui.dispute.case.risk_page import RiskPage
from studio_app.ui.dispute.case.staff_page import StaffPage
from studio_app.ui.dispute.case.term_pages import ExtendPage, RemovePage, ReopenPage, SuspendPage
from studio_app.ui.dispute.follow_up.follow_up_page import FollowUpPage
from studio_app.ui.dispute.paper.print_page import PrintPage
from studio_app.ui.dispute.party.parties_page import PartiesPage
from studio_app.ui.dispute.session.investigation_page import InvestigationPage
from studio_app.ui.dispute.session.note_page import NotePage
from studio_app.ui.dispute.session.session_page import SessionPage
from studio_app.ui.kit.form.looking import NOT_YOURS, only_look
from studio_app.ui.kit.popup import messages
from studio_app.ui.record.inner_page import InnerPage

KEPT = "没有保存的内容留着，下次打开这一页会带回来。"
Maker = Callable[[Services, str, str], InnerPage]
MAKERS: dict[str, Maker] = {
    "write_record": lambda s, case, subject: SessionPage(s, case, subject or None),
    "investigate": lambda s, case, subject: InvestigationPage(s, case, subject or None),
    "agree": lambda s, case, _subject: AgreementPage(s, case),
    "sign": lambda s, case, _subject: AgreementPage(s, case, "sign"),
    "seal": lambda s, case, _subject: AgreementPage(s, case, "seal"),
    "tell": lambda s, case, _subject: AgreementPage(s, case, "sign"),
    "perform": lambda s, case, subject: PerformancePage(s, case, subject or None),
    "follow_up": lambda s, case, subject: FollowUpPage(s, case, subject or None),
    "note": lambda s, case, subject: NotePage(s, case, subject or None),
    "print": lambda s, case, subject: PrintPage(s, case, subject_id=subject),
    "print_agreement": lambda s, case, _subject: PrintPage(s, case, form="agreement"),
    "print_remedies": lambda s, case, _subject: PrintPage(s, case, form="termination"),
    "details": lambda s, case, _subject: DetailsPage(s, case),
    "parties": lambda s, case, _subject: PartiesPage(s, case),
    "staff": lambda s, case, _subject: StaffPage(s, case),
    "risk": lambda s, case, _subject: RiskPage(s, case),
    "report_risk": lambda s, case, _subject: RiskPage(s, case),
    "history": lambda s, case, _subject: HistoryPage(s, case),
    "extend": lambda s, case, _subject: ExtendPage(s, case),
    "suspend": lambda s, case, _subject: SuspendPage(s, case),
    "mode": lambda s, case, _subject: ModePage(s, case),
    "close": ClosePage,
    "reopen": lambda s, case, _subject: ReopenPage(s, case),
    "remove": lambda s, case, _subject: RemovePage(s, case),
}
"""Action code → the page that deals with it; `subject` is the record it is about."""

SAME = {
    "record": "write_record",
    "write_follow_up": "follow_up",
    "review_risk": "risk",
    "accept": "details",
}
"""Other names reminders and 今日 use."""

LOOKED_AT = frozenset({"write_record", "investigate", "agree", "perform", "follow_up"})
"""Records that stand on the page where they were written: who may only look opens them from the timeline."""


class CasePage(QStackedWidget):
    """`show_case(id)`, then `do(action, subject_id)`; `closed` when the person goes back to the list."""

    closed = Signal()
    said = Signal(str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._case_id = ""
        self._open: list[InnerPage] = []
        self._veiled = False
        self.front = CaseFront(services)
        self.front.wanted.connect(self.do)
        self.addWidget(self.front)

    @property
    def case_id(self) -> str:
        return self._case_id

    @property
    def shows_case(self) -> bool:
        """Whether what is stored in the case can be seen: on its face, and on pages that list it."""
        return self.inner is None or self.inner.shows_case

    @property
    def inner(self) -> InnerPage | None:
        """The page that is open inside the case, the uppermost of several; None while its face is in view."""
        return self._open[-1] if self._open else None

    def show_case(self, case_id: str) -> bool:
        """Show the face of a case; False when it was removed meanwhile."""
        self.leave()
        self._drop_all()
        self._case_id = case_id
        self.front.setFocus()
        try:
            found = self._read()
        except AppError as gone:
            self._close()
            self.said.emit(str(gone))
            return False
        self.front.bar.focus_main()
        return found

    def refresh(self) -> bool:
        """Read the case anew; a form that is open inside keeps what is typed, a list there is read anew too.

        False where the case is no longer there: its opening was undone, or it was removed. Then the list is shown.
        """
        if not self._case_id:
            return False
        try:
            return self._read()
        except AppError:
            self._close()
            return False

    def _read(self) -> bool:
        self.front.show_file(self._services.cases.case_file(self._case_id))
        for page in self._open:
            page.refresh()
        return True

    def _close(self) -> None:
        self._case_id = ""
        self._drop_all()
        self.closed.emit()

    def do(self, action: str, subject_id: str = "") -> None:
        """Open the page of an action, or do at once what needs no page. `open_case` shows the face.

        A reminder about the case itself names the case as its subject: a fresh record is meant.
        """
        code = SAME.get(action, action)
        if not self._services.office.may(_needs(code, subject_id)):
            self.said.emit(NOT_YOURS)
            return
        if self.front.bar.close_more():
            self.front.setFocus()  # it was in the panel that went, and would fall to the rail
        if code == "back":
            self.back()
        elif code in ("resume", "archive"):
            self._at_once(code)
        elif code in MAKERS:
            page = self._make(code, "" if subject_id == self._case_id else subject_id)
            if page is not None:
                self.leave()
                self._drop_all()
                self._show(page)

    def back(self) -> bool:
        """Esc: the inner page goes first, then 更多, then the case itself; False if there is nothing to close."""
        if self.inner is not None:
            self.inner.cancelled.emit()
            return True
        if self.front.bar.close_more():
            return True
        if not self._case_id:
            return False
        self._close()
        return True

    def leave(self) -> None:
        """Another page of the window is shown: what is typed here is kept."""
        for page in self._open:
            page.leave()

    def save_now(self) -> bool:
        """Ctrl+S keeps what is typed; handing it in is for the page's own button. False where nothing is written."""
        return self.inner is not None and self.inner.keep_now()

    def help_topic(self) -> str:
        return self.inner.help_topic if self.inner is not None else "case"

    def print_now(self) -> bool:
        """Ctrl+P: the papers of the case, over what is open; there it prints. False where no case is open."""
        if isinstance(self.inner, PrintPage):
            self.inner.print_now()
        elif self._case_id and self._services.office.may("print"):
            page = self._make("print", "")
            if page is not None:
                self._show(page)
        return bool(self._case_id)

    def veil(self, *, on: bool) -> None:
        self._veiled = on
        self.front.parties.veil(on=on)
        for page in self._open:
            page.veil(on=on)

    def _make(self, code: str, subject_id: str) -> InnerPage | None:
        """None where a service refuses it; the reason is told above the page in view."""
        try:
            return MAKERS[code](self._services, self._case_id, subject_id)
        except AppError as refused:
            messages.tell(self.inner or self.front, refused)
            return None

    def _show(self, page: InnerPage) -> None:
        if self.inner is not None:
            self.inner.pause()
        self._open.append(page)
        if not self._services.office.may("write") and not isinstance(page, HistoryPage | PrintPage):
            only_look(page)
        page.done.connect(self._come_back)
        page.cancelled.connect(self._come_back)
        page.said.connect(self.said)
        page.wanted.connect(self.do)
        page.deeper.connect(self._show)
        page.veil(on=self._veiled)
        asked_for = page.focusWidget()  # forgotten when the page gets its place
        self.addWidget(page)
        self.setCurrentWidget(page)
        (asked_for or page.focusWidget() or page).setFocus()

    def _come_back(self, sentence: str = "") -> None:
        """To the page below the uppermost, or to the face of the case."""
        kept = not sentence and self.inner is not None and self.inner.keeps_text()
        self.leave()
        self._drop()
        self.refresh()
        if kept:
            self.said.emit(KEPT)
        if sentence:
            self.said.emit(sentence)
        if self.inner is None:
            self.front.bar.focus_main()
        else:
            self.inner.resume()

    def _drop(self) -> None:
        page = self._open.pop()
        below = self.inner or self.front
        self.setCurrentWidget(below)
        below.setFocus()  # else it falls to the rail when the page it was on goes
        self.removeWidget(page)
        page.deleteLater()

    def _drop_all(self) -> None:
        while self._open:
            self._drop()

    def _at_once(self, code: str) -> None:
        try:
            if code == "resume":
                self._services.cases.resume(self._case_id)
                self.said.emit("已恢复调解。")
            else:
                self._services.cases.archive(self._case_id, self._services.office.today())
                self.said.emit("已归档。")
        except AppError as refused:
            messages.tell(self.front, refused)
        self.refresh()
        self.front.bar.focus_main()


def _needs(code: str, subject_id: str) -> str:
    """The right an action needs: to look at a record that is there takes none beyond reading."""
    looks = code in LOOKED_AT and (subject_id or code in ("agree", "perform"))
    return "read" if looks or code in ("back", "open_case") else NEEDS.get(code, "write")
