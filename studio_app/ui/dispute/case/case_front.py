"""The face of one case: title, step bar, timeline, the cards at its right, and the bar of actions."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.domain.dates import show_day
from studio_app.domain.wording import join, shorten
from studio_app.records.dispute.case.risk import stop_sentence
from studio_app.records.dispute.case.service import CaseFile
from studio_app.ui.dispute.case.case_bar import CaseBar
from studio_app.ui.dispute.case.case_cards import AgreementCard, AttachmentsCard, NextCard, PartiesCard, StaffCard
from studio_app.ui.dispute.case.timeline import Timeline
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Badge, Card, Page, StepBar, clear, label
from studio_app.ui.kit.page.room import Scrolling
from studio_app.ui.kit.page.side_by_side import NARROW, QWIDGETSIZE_MAX

LEAST_PAST = 60
"""Pixels at the standard size below which timeline and cards are not worth their room above 更多."""
SIDE = 372
"""Width of the cards at the standard size."""
STATE_TONES = {"performing": "amber", "partly_performed": "amber", "not_performed": "red", "performed": "green"}


class CaseFront(Page):
    """`wanted(action, subject_id)` for everything a person asks of the case."""

    wanted = Signal(str, str)

    def __init__(self, services: Services) -> None:
        super().__init__("", scroll=False)
        self.setObjectName("case")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # where the focus rests until somebody tabs into the page
        self._services = services
        self._state, self._risk = Badge(""), Badge("")
        self.steps = StepBar([""])
        self.steps.setObjectName("case.steps")
        self._stop = label("", tone="red", wrap=True)
        self.timeline = Timeline()
        self.bar = CaseBar(services.office.may)
        self.parties = PartiesCard(services)
        self.agreement = AgreementCard(services)
        self.next = NextCard(services)
        self.staff = StaffCard(services)
        self._attachments: AttachmentsCard | None = None
        self._case_id = ""
        self._subjects: dict[str, str] = {}
        self._at_newest = True
        self._build()
        self._connect()

    def show_file(self, file: CaseFile) -> None:
        """Fill the page; the place in the timeline stays where it was, unless another case is shown."""
        if file.case.id != self._case_id:
            self._at_newest = True
        case, lists = file.case, self._services.office.lists
        self.set_title(f"{_names(file)}　{shorten(case.title, 24)}".strip(), self._line(file))
        state = lists.label("case_states", case.state)
        again = f"第 {case.round} 轮 · " if case.round > 1 else ""
        self._state.show_word(f"{again}{state}", STATE_TONES.get(case.state, "accent"))
        risk = lists.entry("risks", case.risk)
        self._risk.show_word(f"{risk.label} {risk.get('full_label')}", str(risk.get("tone")))
        look.show_if(self._risk, on=case.risk != "green")
        passed_over = [place for place, (_name, state) in enumerate(file.steps) if state == "skipped"]
        self.steps.set_steps([name for name, _state in file.steps], file.current_step, passed_over)
        self._stop.setText(stop_sentence(file.stops))
        look.show_if(self._stop_card, on=bool(file.stops))
        self.timeline.show_events(file.timeline, self._services.office.today())
        for card in (self.parties, self.agreement, self.next, self.staff, self.bar):
            card.show_file(file)
        self._subjects = {file.next.action: file.next.subject_id}
        self._show_attachments(case.id)

    def _line(self, file: CaseFile) -> str:
        case, lists = file.case, self._services.office.lists
        host, who = file.host, file.handler
        in_office = host is not None and file.case.mode == "A"  # elsewhere nobody acts as 人民调解员
        role = lists.label("staff_roles", host.role) if host and in_office else "承办"
        parts = [
            case.number,
            lists.label("dispute_types", case.dispute_type),
            f"受理 {case.accepted_on:%Y-%m-%d}",
            f"{role} {who.name}".strip() if who else "",
            f"{'协助 ' if case.mode == 'C' else ''}{file.committee}",
            f"延期到 {show_day(case.extended_to)}" if case.extended_to else "",
            f"曾用编号 {'、'.join(case.former_numbers)}" if case.former_numbers else "",
        ]
        return " · ".join(part for part in parts if part)

    def _show_attachments(self, case_id: str) -> None:
        if self._attachments is not None and self._case_id == case_id:
            refresh = getattr(self._attachments, "refresh", None)
            if refresh is not None:
                refresh()
            return
        clear(self._attachments_place)
        self._attachments = AttachmentsCard(self._services, case_id)
        self._case_id = case_id
        self._attachments_place.addWidget(self._attachments)

    def _build(self) -> None:
        self.header.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        self.header.addWidget(self._risk, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(look.M)
        self.body.addWidget(self.steps)
        self._stop_card = QFrame()
        look.mark(self._stop_card, banner="error")
        inside = QHBoxLayout(self._stop_card)
        inside.setContentsMargins(look.M, look.S, look.M, look.S)
        inside.addWidget(self._stop)
        self.body.addWidget(self._stop_card)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(look.L)
        self._halves.addWidget(self._history(), 1)
        self._halves.addWidget(self._side())
        self.body.addLayout(self._halves, 1)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101  # for the type checker: Page made it
        outer.addWidget(self.bar)

    def _history(self) -> Card:
        self._history_card = Card("纠纷时间线")
        look.mark(self.timeline, page="true")
        self._past = Scrolling(self.timeline)
        bar = self._past.verticalScrollBar()
        bar.rangeChanged.connect(self._show_newest)
        bar.sliderMoved.connect(self._note_place)
        bar.actionTriggered.connect(lambda _action: self._note_place(bar.sliderPosition()))
        self._history_card.body.addWidget(self._past, 1)
        return self._history_card

    def _make_room(self, on: bool) -> None:
        """更多 is open: on a small screen timeline and cards stand back rather than squeeze the buttons."""
        self.area.show()
        if on:
            left = self.bar.fit_more(self.height() - self.area.y() - look.L) - look.M
            look.show_if(self.area, on=left >= look.scaled(LEAST_PAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Timeline below the cards where they would squeeze each other; then the page scrolls, nothing in it does."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW * look.base()
        direction = QBoxLayout.Direction
        self._halves.setDirection(direction.BottomToTop if narrow else direction.LeftToRight)
        self._past.set_whole(on=narrow)
        self._side_area.set_whole(on=narrow)
        self._side_area.setMinimumWidth(0 if narrow else look.scaled(SIDE))
        self._side_area.setMaximumWidth(QWIDGETSIZE_MAX if narrow else look.scaled(SIDE))
        if self.bar.shows_more:
            self._make_room(on=True)

    def _side(self) -> Scrolling:
        inside = QWidget()
        look.mark(inside, page="true")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.M)
        for card in (self.parties, self.agreement, self.next):
            column.addWidget(card)
        self._attachments_place = QVBoxLayout()
        column.addLayout(self._attachments_place)
        column.addWidget(self.staff)
        column.addStretch(1)
        self._side_area = Scrolling(inside)
        return self._side_area

    def _connect(self) -> None:
        self.bar.more_shown.connect(self._make_room)
        self.bar.wanted.connect(lambda code: self.wanted.emit(code, self._subjects.get(code, "")))
        self.timeline.opened.connect(self._open_event)
        self.parties.opened.connect(lambda: self.wanted.emit("parties", ""))
        self.staff.staff_wanted.connect(lambda: self.wanted.emit("staff", ""))
        self.staff.risk_wanted.connect(lambda: self.wanted.emit("risk", ""))

    def _show_newest(self, _least: int, most: int) -> None:
        """A case opens at what happened last; from then on the place is the person's own."""
        if self._at_newest:
            self._past.verticalScrollBar().setValue(most)

    def _note_place(self, value: int) -> None:
        self._at_newest = value >= self._past.verticalScrollBar().maximum()

    def _open_event(self, kind: str, subject_id: str) -> None:
        by_kind = {
            "session": "write_record",
            "investigation": "investigate",
            "agreement": "agree",
            "performance": "perform",
            "follow_up": "follow_up",
        }
        subject = "" if kind == "agreement" else subject_id
        self.wanted.emit(by_kind.get(kind, kind), subject if kind in by_kind else "")


def _names(file: CaseFile) -> str:
    """王某 与 赵某; of many on one side the first two and how many they are."""
    people = [party for party in file.parties if party.role == "party"]
    sides = [join([shorten(p.name, 12) for p in people if p.side == side], 2) for side in ("applicant", "respondent")]
    return " 与 ".join(side for side in sides if side) or file.case.parties_label
