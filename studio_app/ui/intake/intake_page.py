"""One visit: what was told, by whom, and what is to become of it."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.domain.dates import show_day, show_moment
from studio_app.domain.mask_shapes import mask_id, mask_phone_screen
from studio_app.domain.wording import join, shorten
from studio_app.services.intakes import Hint, IntakeFile, Visitor
from studio_app.settings import AppError, Invalid
from studio_app.ui.intake.accept_panel import AcceptPanel
from studio_app.ui.intake.destination_panel import OPENS, DestinationPanel
from studio_app.ui.intake.join_panel import JoinPanel
from studio_app.ui.intake.side_by_side import SideBySide
from studio_app.ui.intake.visit_files import VisitFiles
from studio_app.ui.kit import look, messages
from studio_app.ui.kit.cards import Badge, Card, Flow, Page, button, clear, label
from studio_app.ui.kit.long_words import LongWords

LONGEST_NAME = 10


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
        self._file: IntakeFile = services.intakes.file(intake_id)
        self._panel: AcceptPanel | JoinPanel | None = None
        self._bare = self._veiled = False  # numbers shown in full after a click; everything hidden by F8
        self._told, self._people, self._became = Card("反映的事"), Card("来访人"), Card("去向")
        self._earlier = Card("以前来过")
        self._earlier.setObjectName("visit.earlier")
        self._files = VisitFiles(services, intake_id)
        self.destination = DestinationPanel(services, "visit")
        self._place = QVBoxLayout()
        self._foot = Flow()
        self._build()
        self.refresh()

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        beside = SideBySide()
        beside.main.addWidget(self._told)
        self._decide = Card("去向")
        self._decide.setObjectName("visit.decide")
        self._decide.body.addWidget(self.destination)
        beside.main.addWidget(self._decide)
        beside.main.addLayout(self._place)
        beside.main.addStretch(1)
        for card in (self._people, self._became, self._files, self._earlier):
            beside.side.addWidget(card)
        beside.side.addStretch(1)
        self.body.addWidget(beside)
        self.body.addStretch(1)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101  # for the type checker: Page made it
        outer.addLayout(self._foot)
        self._fill_foot()
        self.destination.chosen.connect(self._on_destination)
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
        self._back_button = button("返回列表", clicked=self.cancelled.emit)
        self._back_button.setObjectName("visit.back")
        self.remove_button = button("删除", "quiet", clicked=self._ask_removal)
        self.remove_button.setObjectName("visit.remove")
        for widget in (self.main_button, self.stop_button, self._edit_button, self._back_button, self.remove_button):
            self._foot.addWidget(widget)

    # --- showing ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the visit as it is stored now."""
        self._file = self._services.intakes.file(self.intake_id)
        intake, lists = self._file.intake, self._services.office.lists
        when = show_moment(self._services.office.local(intake.received_at))
        kind = lists.label("intake_kinds", intake.kind)
        # the title row is shared with the window's search: many names stand in full in 来访人
        who = shorten(join(intake.visitor_label.split("、"), 2), LONGEST_NAME)
        self.set_title(f"{who}　{kind}", f"{intake.number} · {when}")
        self._show_told()
        self._show_people()
        self._show_became()
        self._show_earlier()
        self._files.refresh()
        self._decide.setVisible(self._file.is_waiting and self._panel is None)
        self._follow()

    def veil(self, *, on: bool) -> None:
        """F8."""
        self._veiled = on
        self._show_people()

    def show_numbers(self) -> None:
        """Phones and IDs in full; who looked is noted."""
        self._services.intakes.note_looked(self.intake_id)
        self._bare = True
        self._show_people()

    def _show_told(self) -> None:
        intake, lists = self._file.intake, self._services.office.lists
        lines = [
            ("反映什么", intake.content), ("想怎么办", intake.wants), ("对方", intake.other_side),
            ("地点", " ".join(part for part in (intake.community, intake.place) if part)),
            ("纠纷类型", lists.label("dispute_types", intake.dispute_type)),
            ("人数", f"{intake.people_count} 人" if intake.people_count > 1 else ""),
            ("来访方式", lists.label("channels", intake.channel)),
            ("接待", self._file.receiver),
            ("补录原因", intake.backdate_reason), ("备注", intake.note),
        ]  # fmt: skip
        _show_lines(self._told, lines)

    def _show_people(self) -> None:
        clear(self._people.body)
        for visitor in self._file.visitors:
            self._people.body.addWidget(label(self._person_words(visitor), wrap=True))
            for words in self._numbers(visitor):
                told = label(words, "secondary", wrap=True)
                told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._people.body.addWidget(told)
        if not self._file.visitors:
            self._people.body.addWidget(label("没有留下姓名和电话，可点“修改、补充”。", "secondary", wrap=True))
        if not self._bare and any(v.phone or v.id_number for v in self._file.visitors):
            made = button("显示完整号码", "quiet", clicked=self.show_numbers)
            made.setObjectName("visit.show_numbers")
            self._people.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _person_words(self, visitor: Visitor) -> str:
        sex = self._services.office.lists.label("sexes", visitor.sex)
        age = f"{visitor.age_told}岁" if visitor.age_told is not None else ""
        return "　".join(part for part in (visitor.name or "未留姓名", sex, age) if part)

    def _numbers(self, visitor: Visitor) -> list[str]:
        if self._veiled:
            return ["● ● ● ●　已遮住，按 F8 显示"]
        phone = visitor.phone if self._bare else mask_phone_screen(visitor.phone)
        id_number = visitor.id_number if self._bare else mask_id(visitor.id_number)
        return [words for words in (phone, id_number, visitor.address) if words]

    def _show_became(self) -> None:
        intake, lists = self._file.intake, self._services.office.lists
        clear(self._became.body)
        waiting = self._file.is_waiting
        words = "待受理" if waiting else lists.label("destinations", intake.destination)
        self._became.body.addWidget(Badge(words, "accent" if waiting else "plain"))
        if intake.case_id:
            case = label(f"{self._file.case_number}\n{self._file.case_title}".strip(), wrap=True)
            self._became.body.addWidget(case)
        lines = [
            ("答复", intake.answer), ("内容", intake.destination_note), ("承办", intake.handling_unit),
            ("时限", show_day(intake.handle_by) if intake.handle_by else ""), ("结果", intake.result),
            ("反馈", show_day(intake.answered_on) if intake.answered_on else ""),
            ("方式", lists.label("follow_up_methods", intake.answered_way)),
            ("评价", lists.label("satisfactions", intake.satisfaction)),
        ]  # fmt: skip
        told = any(text for _name, text in lines)
        if told:
            self._became.body.addLayout(_grid(lines))
        self._became.setVisible(told or not waiting)

    def _show_earlier(self) -> None:
        """The first visitor's other visits, each with its reason."""
        clear(self._earlier.body)
        first = self._file.visitors[0] if self._file.visitors else None
        hints: list[Hint] = []
        if first is not None:
            address = first.address or self._file.intake.place
            hints = self._services.intakes.recognise(
                first.name, first.phone, first.id_number, address, leave_out=self.intake_id
            )
        shown = [hint for hint in hints if hint.intake_id or hint.case_id != self._file.intake.case_id]
        for place, hint in enumerate(shown, 1):
            self._add_earlier(place, hint)
        self._earlier.setVisible(bool(shown))

    def _add_earlier(self, place: int, hint: Hint) -> None:
        self._earlier.body.addWidget(label(hint.details.name or "未留姓名", wrap=True))
        self._earlier.body.addWidget(label(hint.reason, "secondary", wrap=True))
        row = Flow(gap=0)
        if hint.intake_id:
            row.addWidget(
                self._earlier_button("看那次登记", f"visit.earlier_{place}", self.intake_chosen, hint.intake_id)
            )
        if hint.case_id and hint.case_id != self._file.intake.case_id:
            row.addWidget(
                self._earlier_button("看在办纠纷", f"visit.earlier_case_{place}", self.case_chosen, hint.case_id)
            )
        self._earlier.body.addLayout(row)

    def _earlier_button(self, words: str, name: str, signal: object, subject: str) -> QWidget:
        made = button(words, "quiet", clicked=lambda: signal.emit(subject))  # type: ignore[attr-defined]  # a bound signal
        made.setObjectName(name)
        return made

    # --- 去向 -------------------------------------------------------------------------------------------------

    def start(self, what: str, case_id: str = "") -> None:
        """Open the panel of 受理 ("accept") or 并入 ("join"); does nothing for a visit that is decided."""
        if not self._file.is_waiting:
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
        panel.accepted.connect(self._on_accepted)
        return panel

    def _joining(self, case_id: str) -> JoinPanel:
        panel = JoinPanel(self._services, self.intake_id, case_id)
        panel.joined.connect(self._on_joined)
        return panel

    def stop(self) -> None:
        """Close the panel; the visit stays as it is."""
        self._close_panel()
        self.destination.restore({})
        self.refresh()

    def back(self) -> bool:
        """Esc: close the panel first; False when there is none."""
        if self._panel is None:
            return False
        self.stop()
        return True

    def save(self) -> None:
        """Ctrl+Enter: what the coloured button does."""
        if self.main_button.isHidden():
            return
        self._main()[1]()

    def _main(self) -> tuple[str, Callable[[], object]]:
        """The one thing to do now, in words and as an act; no words for nothing."""
        intake = self._file.intake
        if self._panel is not None:
            return f"{self._panel.verb}  Ctrl+Enter", self._panel.save
        if intake.case_id:
            return "打开纠纷", lambda: self.case_chosen.emit(intake.case_id)
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
        self.main_button.setVisible(bool(words))
        open_panel = self._panel is not None
        self.stop_button.setText(self._panel.refusal if self._panel else "")
        self.stop_button.setAccessibleName(self.stop_button.text())
        self.stop_button.setVisible(open_panel)
        for widget in (self._edit_button, self._back_button):
            widget.setVisible(not open_panel)
        self.remove_button.setVisible(not open_panel and not self._file.intake.case_id)

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
            self._told_done(f"已登记去向：{self._services.office.lists.label('destinations', self.destination.code)}")

    def _told_done(self, sentence: str) -> None:
        self.stop()
        self.said.emit(sentence)

    def _on_accepted(self, case_id: str, number: str) -> None:
        self._told_done(f"已受理：{number}")
        self.case_chosen.emit(case_id)

    def _on_joined(self, _case_id: str, number: str) -> None:
        self._told_done(f"已并入：{number}")

    def _close_panel(self) -> None:
        if self._panel is not None:
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None

    # --- removing ---------------------------------------------------------------------------------------------

    def _ask_removal(self) -> None:
        """Inline, with the reason the number is voided for (handbook 2.3)."""
        clear(self._place)
        card = Card("删除这次登记？")
        card.setObjectName("visit.removing")
        card.body.addWidget(label("登记会放进回收站；编号作废，不再使用，原因留着。请选原因：", "secondary", wrap=True))
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


def _show_lines(card: Card, lines: list[tuple[str, str]]) -> None:
    clear(card.body)
    card.body.addLayout(_grid(lines))


def _grid(lines: list[tuple[str, str]]) -> QGridLayout:
    """Name and words beside each other; what was not said is left out."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.L)
    grid.setVerticalSpacing(look.S)
    grid.setColumnStretch(1, 1)
    for row, (name, words) in enumerate((name, words) for name, words in lines if words):
        grid.addWidget(label(name, "secondary"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(LongWords(words, f"visit.words_{row}"), row, 1)
    return grid
