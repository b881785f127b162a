"""One visit: what was told, by whom, and what is to become of it."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.core.errors import AppError, Invalid
from studio_app.desk import Services
from studio_app.domain.dates import show_moment
from studio_app.domain.wording import join, shorten
from studio_app.services.attachments import OUTSIDE
from studio_app.ui.intake.accept_panel import AcceptPanel
from studio_app.ui.intake.destination_panel import OPENS, DestinationPanel
from studio_app.ui.intake.join_panel import JoinPanel
from studio_app.ui.intake.visit_cards import VisitCards
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.form.writing import Writing
from studio_app.ui.kit.input.inputs import commit_composed
from studio_app.ui.kit.page.cards import Card, Flow, Page, button, clear, label
from studio_app.ui.kit.page.files_card import Drawer, FilesCard
from studio_app.ui.kit.page.pages_view import print_pages
from studio_app.ui.kit.page.photos import Photo
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.page.side_by_side import SideBySide
from studio_app.ui.kit.popup import messages

LONGEST_NAME = 10
REFUSED = "refused"
"""The 去向 of a visit that is not accepted."""


class IntakePage(Page):
    """`case_chosen(case_id)` for its dispute, `edit_requested`, `cancelled` back to the list, `said` what was done."""

    case_chosen = Signal(str)
    intake_chosen = Signal(str)
    edit_requested = Signal(str)
    cancelled = Signal()
    said = Signal(str)

    def __init__(self, services: Services, intake_id: str, parent: QWidget | None = None) -> None:
        super().__init__("来访登记", parent=parent)
        self.setObjectName("visit")
        self._services, self.intake_id = services, intake_id
        self._file = services.intakes.file(intake_id)
        self._may_write = services.office.may("write")
        self._panel: AcceptPanel | JoinPanel | None = None
        self._cards = VisitCards(services, self)
        self._cards.case_chosen.connect(self.case_chosen)
        self._cards.intake_chosen.connect(self.intake_chosen)
        self._files = VisitFiles(services, intake_id)
        self.destination = DestinationPanel(services, "visit")
        self._place = QVBoxLayout()
        self._foot = Flow()
        self._accept = _AcceptText()
        self._kept = label("", "secondary")
        self._kept.setObjectName("visit.kept")
        self._kept.setMinimumHeight(look.control_height())
        self.writing = Writing(self, services.drafts, f"visit:{intake_id}")
        self._build()
        self.refresh()
        self._bring_back()

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        beside = SideBySide()
        beside.main.addWidget(self._cards.told)
        self._decide = Card("去向")
        self._decide.setObjectName("visit.decide")
        self._decide.body.addWidget(self.destination)
        beside.main.addWidget(self._decide)
        beside.main.addLayout(self._place)
        beside.main.addStretch(1)
        for card in (self._cards.people, self._cards.became, self._files, self._cards.earlier):
            beside.side.addWidget(card)
        beside.side.addStretch(1)
        self.body.addWidget(beside)
        self.body.addStretch(1)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101  # for the type checker: Page made it
        outer.addLayout(self._foot)
        self._fill_foot()
        self.destination.chosen.connect(self._on_destination)
        self.writing.keep(destination=self.destination, accept=self._accept)
        self.writing.told.connect(self._kept.setText)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _fill_foot(self) -> None:
        """Always in view: the one thing to do now, and the quiet rest."""
        self.main_button = button("", "primary", clicked=self.save)
        self.main_button.setObjectName("visit.save")
        self.stop_button = button("", clicked=self.stop)
        self.stop_button.setObjectName("visit.stop")
        self._edit_button = button("修改、补充", clicked=lambda: self.edit_requested.emit(self.intake_id))
        self._edit_button.setObjectName("visit.edit")
        self._print_button = button("打印登记表", clicked=lambda: self._print("visit"))
        self._print_button.setObjectName("visit.print")
        self._back_button = button("返回列表", clicked=self.cancelled.emit)
        self._back_button.setObjectName("visit.back")
        self.remove_button = button("删除", "quiet", clicked=self._ask_removal)
        self.remove_button.setObjectName("visit.remove")
        quiet = (self._edit_button, self._print_button, self._back_button, self.remove_button)
        for widget in (self.main_button, self.stop_button, *quiet):
            self._foot.addWidget(widget)
        self._foot.addWidget(self._kept)

    # --- showing ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the visit as it is stored now."""
        self._file = self._services.intakes.file(self.intake_id)
        intake, lists = self._file.intake, self._services.office.lists
        when = show_moment(intake.received_at)
        kind = lists.label("intake_kinds", intake.kind)
        # the title row is shared with the window's search: many names stand in full in 来访人
        who = shorten(join(intake.visitor_label.split("、"), 2), LONGEST_NAME)
        self.set_title(f"{who}　{kind}", f"{intake.number} · {when}")
        self._cards.show_file(self._file)
        self._files.refresh()
        look.show_if(self._decide, on=self._file.is_waiting and self._may_write and self._panel is None)
        self._follow()

    def veil(self, *, on: bool) -> None:
        """F8."""
        self._cards.veil(on=on)

    # --- what is typed here -----------------------------------------------------------------------------------

    def leave(self) -> None:
        """Keep what is unsaved, before the page goes out of sight."""
        self.writing.leave()

    def _bring_back(self) -> None:
        """What was begun here and not stored, with a way to drop it."""
        self.writing.restored.connect(self._show_typed)
        if self._file.is_waiting and self._may_write:
            self.writing.begin()

    def _show_typed(self) -> None:
        """The panel that belongs to what is typed, and no other."""
        self._close_panel()
        what = "accept" if self._accept.typed() else OPENS.get(self.destination.action, "")
        self.refresh()
        if what:
            self.start(what)

    # --- 去向 -------------------------------------------------------------------------------------------------

    def start(self, what: str, case_id: str = "") -> None:
        """Open the panel of 受理 ("accept") or 并入 ("join"); does nothing for a visit that is decided."""
        if not (self._file.is_waiting and self._may_write):
            return
        self._close_panel()
        panel = self._panel = self._accepting() if what == "accept" else self._joining(case_id)
        self._place.addWidget(panel)
        self._decide.hide()
        self._follow()
        panel.show()
        panel.take_focus()
        self._bring(panel)

    def _bring(self, widget: QWidget) -> None:
        """To the top of what is in view, once the page has made room for it."""

        def scroll() -> None:
            bar = self.area.verticalScrollBar()
            bar.setValue(bar.value() + widget.mapTo(self.area, QPoint(0, 0)).y())

        QTimer.singleShot(0, widget, scroll)

    def _accepting(self) -> AcceptPanel:
        panel = AcceptPanel(self._services, self.intake_id)
        self._accept.fill(panel)
        panel.accepted.connect(self._on_accepted)
        return panel

    def _joining(self, case_id: str) -> JoinPanel:
        panel = JoinPanel(self._services, self.intake_id, case_id)
        panel.joined.connect(self._on_joined)
        return panel

    def stop(self) -> None:
        """Close the panel and drop what was typed; the visit stays as it is."""
        self.writing.start_over()

    def back(self) -> bool:
        """Esc: close the panel first, what is typed in it comes back with it; False when there is none."""
        if self._panel is None:
            return False
        self.destination.take_back()
        self.leave()
        self._fold()
        return True

    def _fold(self) -> None:
        """The panel goes; what was typed into it waits."""
        self._close_panel()
        self.refresh()

    def save(self) -> None:
        """Ctrl+Enter: what the coloured button does."""
        if self.main_button.isHidden():
            return
        commit_composed()
        self._main()[1]()

    def _main(self) -> tuple[str, Callable[[], object]]:
        """The one thing to do now, in words and as an act; no words for nothing."""
        intake = self._file.intake
        if self._panel is not None:
            return f"{self._panel.verb}  Ctrl+Enter", self._panel.save
        if intake.case_id:
            return "打开纠纷", lambda: self.case_chosen.emit(intake.case_id)
        if intake.destination == REFUSED and self._services.office.may("print"):
            return "打印不予受理告知书", lambda: self._print("refusal")
        if not self._may_write:
            return "", lambda: None
        if self._file.is_waiting and self.destination.code:
            return "保存去向  Ctrl+Enter", self._keep_destination
        kind = self._services.office.lists.entry("intake_kinds", intake.kind)
        if self._file.is_waiting and kind.get("can_open", False):
            return "受理为纠纷", lambda: self.destination.press("case")
        return "", lambda: None

    def _follow(self) -> None:
        """Buttons that fit what is open on the page."""
        words, _act = self._main()
        self.main_button.setText(words)
        self.main_button.setAccessibleName(words)
        look.show_if(self.main_button, on=bool(words))
        open_panel = self._panel is not None
        self.stop_button.setText(self._panel.refusal if self._panel else "")
        self.stop_button.setAccessibleName(self.stop_button.text())
        look.show_if(self.stop_button, on=open_panel)
        look.show_if(self._back_button, on=not open_panel)
        look.show_if(self._edit_button, on=not open_panel and self._may_write)
        look.show_if(self._print_button, on=not open_panel and self._services.office.may("print"))
        removable = self._may_write and not self._file.intake.case_id
        look.show_if(self.remove_button, on=not open_panel and removable)

    def _on_destination(self, _code: str) -> None:
        if self.destination.action in OPENS:
            self.start(OPENS[self.destination.action])
        else:
            self._follow()

    def _keep_destination(self) -> None:
        problems = {**self.destination.unread(), **self.destination.problems()}
        self.destination.show_problems(problems)
        if problems:
            return
        try:
            self._services.intakes.answer(self.intake_id, self.destination.draft())
        except Invalid as refused:
            self.destination.show_problems(refused.problems)
        except AppError as refused:
            messages.tell(self, refused)
        else:
            self._told_done(f"已记下去向：{self._services.office.lists.label('destinations', self.destination.code)}")

    def _print(self, form: str) -> None:
        """The sheet of the visit for the file, or what a visitor who is refused is given to take along."""
        printing = self._services.printing
        tasks.run(self, lambda: printing.of_record(form, self.intake_id).svg(), lambda svgs: self._send(form, svgs))

    def _send(self, form: str, svgs: list[str]) -> None:
        printing = self._services.printing
        try:
            if print_pages(self, svgs, copies=printing.copies_of(form)):
                printing.note_record_printed(form, self.intake_id)
                self.said.emit(f"{printing.title_of(form)}已送去打印。")
        except AppError as refused:
            messages.tell(self, refused)

    def _told_done(self, sentence: str) -> None:
        self._accept.restore({})
        self.destination.clear()
        self.writing.forget()
        self._kept.setText("")
        self._fold()
        self.said.emit(sentence)

    def _on_accepted(self, case_id: str, number: str) -> None:
        self._told_done(f"已受理：{number}")
        self.case_chosen.emit(case_id)

    def _on_joined(self, _case_id: str, number: str) -> None:
        self._told_done(f"已并入：{number}")

    def _close_panel(self) -> None:
        if self._panel is not None:
            self._accept.let_go()
            let_go(self._panel)
            self._panel = None

    # --- removing ---------------------------------------------------------------------------------------------

    def _ask_removal(self) -> None:
        """Inline, with the reason the number is voided for (handbook 2.3)."""
        clear(self._place)
        card = Card("删除这次来访登记？")
        card.setObjectName("visit.removing")
        card.body.addWidget(
            label("来访登记会放进回收站；编号作废，不再使用，原因留着。请选原因：", "secondary", wrap=True)
        )
        row = Flow()
        for entry in self._services.office.lists.entries("void_reasons"):
            if entry.code != "mode_changed":
                row.addWidget(button(entry.label, clicked=lambda words=entry.label: self._remove(words)))  # type: ignore[misc]  # one reason a button
        row.addWidget(button("不删除", "quiet", clicked=lambda: clear(self._place)))
        card.body.addLayout(row)
        self._place.addWidget(card)
        self._bring(card)

    def _remove(self, reason: str) -> None:
        try:
            self._services.intakes.remove(self.intake_id, reason)
        except AppError as refused:
            messages.tell(self, refused)
        else:
            self.said.emit(f"已删除，编号作废：{self._file.intake.number}。按 Ctrl+Z 可以撤销。")
            self.cancelled.emit()


class _AcceptText(QObject):
    """What was typed into 受理: read from its panel while that is open, held while it is closed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._panel: AcceptPanel | None = None
        self._held: Mapping[str, Any] = {}

    def fill(self, panel: AcceptPanel) -> None:
        """The panel was opened: what is held goes into it."""
        if self._held:
            panel.restore(self._held)
        self._panel = panel
        panel.form.edited.connect(self.edited)

    def let_go(self) -> None:
        """The panel is about to be closed."""
        self._held, self._panel = self.typed(), None

    def typed(self) -> Mapping[str, Any]:
        """Empty while nobody answered anything."""
        if self._panel is None:
            return self._held
        return self._panel.form.typed() if self._panel.is_changed else {}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """For the next opening; a panel that is open keeps what stands there."""
        self._held, self._panel = typed, None


class VisitFiles(FilesCard):
    def __init__(self, services: Services, intake_id: str, parent: QWidget | None = None) -> None:
        files = services.attachments
        drawer = Drawer(
            photos=lambda: [Photo(line.id, line.name, line.picture) for line in files.list_of_intake(intake_id)],
            add=lambda paths: files.add_to_intake(intake_id, paths),
            look_at=files.photo,
            open_outside=files.open_outside,
            remove=files.remove,
            may_write=lambda: services.office.may("write"),
            may_open_outside=lambda: services.office.may("open_outside"),
            outside=OUTSIDE,
        )
        super().__init__(drawer, parent)
