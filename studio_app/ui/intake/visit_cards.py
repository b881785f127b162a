"""What is known of a visit, in four cards: what was told and by whom, what became of it, who came before."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from studio_app.desk import Services
from studio_app.domain.dates import show_day
from studio_app.domain.masking.shapes import mask_id, mask_phone_screen, mask_plate
from studio_app.records.intake.draft import where
from studio_app.records.intake.service import Hint, IntakeFile, Visitor
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Badge, Card, Flow, button, clear, label
from studio_app.ui.kit.page.long_words import LongWords


class VisitCards(QObject):
    """`show_file` fills them; numbers stand in full after a click only, and hide at F8."""

    case_chosen = Signal(str)
    intake_chosen = Signal(str)

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._file: IntakeFile
        self._bare = self._veiled = False
        self.told, self.people, self.became = Card("反映的事"), Card("来访人"), Card("去向")
        self.earlier = Card("以前来过")
        self.earlier.setObjectName("visit.earlier")

    def show_file(self, file: IntakeFile) -> None:
        """The visit as it is stored now."""
        self._file = file
        self._show_told()
        self._show_people()
        self._show_became()
        self._show_earlier()

    def veil(self, *, on: bool) -> None:
        """F8."""
        self._veiled = on
        self._show_people()

    def show_numbers(self) -> None:
        """Phones and IDs in full; who looked is noted."""
        self._services.intakes.note_looked(self._file.intake.id)
        self._bare = True
        self._show_people()

    def _show_told(self) -> None:
        intake, lists = self._file.intake, self._services.office.lists
        lines = [
            ("反映什么", intake.content), ("想怎么办", intake.wants), ("对方", intake.other_side),
            ("地点", " ".join(where(intake.community, intake.place))),
            ("纠纷类型", lists.label("dispute_types", intake.dispute_type)),
            ("人数", f"{intake.people_count} 人" if intake.people_count > 1 else ""),
            ("来访方式", lists.label("channels", intake.channel)),
            ("接待", self._file.receiver),
            ("补录原因", intake.backdate_reason), ("备注", intake.note),
        ]  # fmt: skip
        _show_lines(self.told, lines)

    def _show_people(self) -> None:
        clear(self.people.body)
        for visitor in self._file.visitors:
            self.people.body.addWidget(label(self._person_words(visitor), wrap=True))
            for words in self._numbers(visitor):
                told = label(words, "secondary", wrap=True)
                told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self.people.body.addWidget(told)
        if not self._file.visitors:
            self.people.body.addWidget(label("没有留下姓名和电话，可点“修改、补充”。", "secondary", wrap=True))
        if not self._bare and any(v.phone or v.plates or v.id_number for v in self._file.visitors):
            made = button("显示完整号码", "quiet", clicked=self.show_numbers)
            made.setObjectName("visit.show_numbers")
            self.people.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _person_words(self, visitor: Visitor) -> str:
        sex = self._services.office.lists.sex(visitor.sex)
        age = f"{visitor.age_told}岁" if visitor.age_told is not None else ""
        return "　".join(part for part in (visitor.name or "未留姓名", sex, age) if part)

    def _numbers(self, visitor: Visitor) -> list[str]:
        if self._veiled:
            return ["● ● ● ●　已遮住，按 F8 显示"]
        told = ((visitor.phone, mask_phone_screen), (visitor.plates, mask_plate), (visitor.id_number, mask_id))
        numbers = [number if self._bare else mask(number) for number, mask in told]
        return [words for words in (*numbers, visitor.address) if words]

    def _show_became(self) -> None:
        intake, lists = self._file.intake, self._services.office.lists
        clear(self.became.body)
        waiting = self._file.is_waiting
        words = "待受理" if waiting else lists.label("destinations", intake.destination)
        self.became.body.addWidget(Badge(words, "accent" if waiting else "plain"))
        if intake.case_id:
            case = label(f"{self._file.case_number}\n{self._file.case_title}".strip(), wrap=True)
            self.became.body.addWidget(case)
        lines = [
            ("答复", intake.answer), ("内容", intake.destination_note), ("承办", intake.handling_unit),
            ("时限", show_day(intake.handle_by) if intake.handle_by else ""), ("结果", intake.result),
            ("答复日期", show_day(intake.answered_on) if intake.answered_on else ""),
            ("方式", lists.label("follow_up_methods", intake.answered_way)),
            ("评价", lists.label("satisfactions", intake.satisfaction)),
        ]  # fmt: skip
        told = any(text for _name, text in lines)
        if told:
            self.became.body.addLayout(_grid(lines))
        look.show_if(self.became, on=told or not waiting)

    def _show_earlier(self) -> None:
        """The first visitor's other visits, each with its reason."""
        clear(self.earlier.body)
        first = self._file.visitors[0] if self._file.visitors else None
        hints: list[Hint] = []
        if first is not None:
            address = first.address or self._file.intake.place
            hints = self._services.intakes.recognise(
                first.name, first.phone, first.id_number, address, leave_out=self._file.intake.id
            )
        shown = [hint for hint in hints if hint.intake_id or hint.case_id != self._file.intake.case_id]
        for place, hint in enumerate(shown, 1):
            self._add_earlier(place, hint)
        look.show_if(self.earlier, on=bool(shown))

    def _add_earlier(self, place: int, hint: Hint) -> None:
        name = hint.details.name or "未留姓名"
        self.earlier.body.addWidget(label(name, wrap=True))
        self.earlier.body.addWidget(label(hint.reason, "secondary", wrap=True))
        row = Flow(gap=0)
        if hint.intake_id:
            seen = self._earlier_button("看那次来访", f"visit.earlier_{place}", self.intake_chosen, hint.intake_id)
            seen.setAccessibleName(f"看那次来访：{name}，{hint.reason}")
            row.addWidget(seen)
        if hint.case_id and hint.case_id != self._file.intake.case_id:
            case = self._earlier_button("看在办纠纷", f"visit.earlier_case_{place}", self.case_chosen, hint.case_id)
            case.setAccessibleName(f"看在办纠纷：{name}，{hint.reason}")
            row.addWidget(case)
        self.earlier.body.addLayout(row)

    def _earlier_button(self, words: str, name: str, signal: object, subject: str) -> QWidget:
        made = button(words, "quiet", clicked=lambda: signal.emit(subject))  # type: ignore[attr-defined]  # a bound signal
        made.setObjectName(name)
        return made


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
