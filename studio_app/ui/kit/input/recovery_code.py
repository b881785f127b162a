"""The recovery code in groups large enough to copy by hand, and the line where it is typed back."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.input.passwords import asked
from studio_app.ui.kit.page.cards import Card, Flow, label


class RecoveryCode(QWidget):
    """`judge(typed)` gives a sentence for a code that is not the one shown, "" when it is."""

    matched = Signal(bool)
    submitted = Signal()

    def __init__(self, page: str, code: str, judge: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self._judge = judge
        card = Card("恢复码")
        shown = QWidget()
        shown.setObjectName(f"{page}.code")
        shown.setAccessibleName(f"恢复码 {code}")
        groups = Flow(shown)
        for part in code.split("-"):
            groups.addWidget(_group(part))
        card.body.addWidget(shown)
        self.again = QLineEdit()
        self.again.setObjectName(f"{page}.code_again")
        self.again.setAccessibleName("照着抄下来的恢复码输一遍")
        self.again.setPlaceholderText("大小写、空格和横线都不要紧")
        self._sentence = label("", "secondary", wrap=True)
        self._sentence.setObjectName(f"{page}.code_sentence")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.S)
        layout.addWidget(card)
        layout.addWidget(asked("照着抄下来的恢复码输一遍，确认没有抄错", self.again))
        layout.addWidget(self.again)
        layout.addWidget(self._sentence)
        self.again.textChanged.connect(self._compare)
        self.again.returnPressed.connect(self.submitted)

    def is_matched(self) -> bool:
        return not self._judge(self.again.text())

    def _compare(self, typed: str) -> None:
        problem = self._judge(typed)
        self._sentence.setText(problem or "完全一致。请把纸收好，不要和电脑放在一起。")
        look.mark(self._sentence, tone="" if problem else "green")
        self.matched.emit(not problem)


def _group(part: str) -> QLabel:
    made = label(part)
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    made.setStyleSheet(
        f'font-family: "{family}"; font-size: {round(look.base() * 1.7)}px; letter-spacing: 2px; padding: 4px 10px;'
    )
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
