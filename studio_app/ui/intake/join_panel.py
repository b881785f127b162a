"""并入在办纠纷: the open disputes this visit may belong to, and one question about the visitors."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.domain.wording import shorten
from studio_app.records.intake.service import CaseLine
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import TextLine
from studio_app.ui.kit.page.cards import Card, clear, label
from studio_app.ui.kit.page.plain import on_button
from studio_app.ui.kit.popup import messages

NAMES = 30  # characters of the parties' names in a line of the list
PAUSE = 250  # milliseconds of quiet before words are looked up


class JoinPanel(Card):
    """`save` puts the visit to the dispute marked and tells `joined(case_id, number)`; the page has the buttons."""

    joined = Signal(str, str)
    verb = "并入"
    refusal = "返回"

    def __init__(self, services: Services, intake_id: str, case_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__("并入在办纠纷", parent)
        self.setObjectName("join")
        self._services, self._intake_id, self._wanted = services, intake_id, case_id
        self._lines: list[CaseLine] = []
        self._group = QButtonGroup(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(look.XS)
        self.words = self._search_line()
        self.add_visitors = QCheckBox("把来访人也列为申请人（已经是当事人的不重复列）")
        self.add_visitors.setObjectName("join.add_visitors")
        self._problem = label("", tone="red", wrap=True)
        self._problem.hide()
        self._lay_out()
        self.look_up()

    def look_up(self) -> None:
        """Offer the likely ones, or those the words find."""
        query = self.words.text().strip()
        self._lines = self._services.intakes.open_cases_like(self._intake_id, query)
        clear(self._list)
        for button_made in self._group.buttons():
            self._group.removeButton(button_made)
        for place, line in enumerate(self._lines):
            self._offer(place, line)
        if not self._lines:
            words = "没有找到在办的纠纷。" if query else "现在没有在办的纠纷。"
            self._list.addWidget(label(words, "secondary", wrap=True))

    def chosen(self) -> str:
        """Id of the dispute marked, empty if none is."""
        place = self._group.checkedId()
        return self._lines[place].id if place >= 0 else ""

    def choose(self, case_id: str) -> None:
        """As a click on its line."""
        for place, line in enumerate(self._lines):
            if line.id == case_id:
                self._group.button(place).setChecked(True)

    def take_focus(self) -> None:
        self.words.setFocus()

    def save(self) -> None:
        case_id = self.chosen()
        look.show_if(self._problem, on=not case_id)
        self._problem.setText("！请先选中一件纠纷。" if not case_id else "")
        if not case_id:
            return
        try:
            case = self._services.intakes.join(self._intake_id, case_id, add_visitors=self.add_visitors.isChecked())
        except AppError as refused:
            messages.tell(self, refused)
        else:
            self.joined.emit(case.id, case.number)

    def _search_line(self) -> TextLine:
        line = TextLine()
        line.setObjectName("join.words")
        line.setAccessibleName("查找在办纠纷")
        line.setPlaceholderText("查找：当事人、案由、编号中的几个字")
        timer = QTimer(self, singleShot=True, interval=PAUSE)
        timer.timeout.connect(self.look_up)
        line.textChanged.connect(lambda _text: timer.start())
        return line

    def _lay_out(self) -> None:
        self.body.addWidget(self.words)
        self.body.addLayout(self._list)
        self.body.addWidget(self.add_visitors)
        self.body.addWidget(self._problem)

    def _offer(self, place: int, line: CaseLine) -> None:
        title = line.title or "未写案由"
        made = QRadioButton(on_button(shorten(line.parties, NAMES)))  # a choice does not wrap
        made.setObjectName(f"join.case_{place + 1}")
        made.setAccessibleName(f"{line.parties}，{title}，{line.number}，{line.reason}")
        made.toggled.connect(lambda _on: self._problem.hide())
        self._group.addButton(made, place)
        detail = label(f"{title}　{line.number} · {line.reason}", "secondary", wrap=True)
        detail.setIndent(look.scaled(26))
        self._list.addWidget(made)
        self._list.addWidget(detail)
        if line.id == self._wanted:
            made.setChecked(True)
