"""Choosing a password: typed twice, shown on demand, judged in a sentence while it is typed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import label

LONG = 14
"""From this length on a password is called good."""


def password_line(name: str, told: str) -> QLineEdit:
    """A line that hides what is typed; input methods stay out of it."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(told)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setMaxLength(200)
    return made


def asked(question: str, line: QWidget) -> QLabel:
    """The label above a line, bound to it."""
    made = label(question)
    made.setBuddy(line)
    return made


def show_box(page: str, *lines: QLineEdit) -> QCheckBox:
    """显示密码, for those who cannot type blind; what is typed is hidden until it is asked for."""
    made = QCheckBox("显示密码")
    made.setObjectName(f"{page}.show_password")

    def show(shown: bool) -> None:
        for line in lines:
            line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    made.toggled.connect(show)
    return made


class PasswordPair(QWidget):
    """`judge` gives a sentence for a password that is too weak, else ""; `submitted` on Enter in the second line.

    `also` are lines that 显示密码 shows with these two.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(
        self,
        page: str,
        judge: Callable[[str], str],
        question: str = "密码",
        parent: QWidget | None = None,
        *,
        also: Sequence[QLineEdit] = (),
    ) -> None:
        super().__init__(parent)
        self._judge = judge
        self.first = password_line(f"{page}.password", question)
        self.again = password_line(f"{page}.password_again", "再输一次密码")
        self._sentence = label("至少 8 位；一句好记的话最好，例如几个不相干的词连起来。", "secondary", wrap=True)
        self._sentence.setObjectName(f"{page}.password_sentence")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.XS)
        for line, words in ((self.first, question), (self.again, "再输一次")):
            layout.addWidget(asked(words, line))
            layout.addWidget(line)
            line.textChanged.connect(self._changed)
        layout.addWidget(self._sentence)
        layout.addWidget(show_box(page, *also, self.first, self.again), 0, Qt.AlignmentFlag.AlignLeft)
        self.first.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.submitted)

    def value(self) -> str:
        return self.first.text()

    def problem(self) -> str:
        """Why this password will not do yet, "" when it will."""
        weak = self._judge(self.first.text())
        return weak or ("" if self.first.text() == self.again.text() else "两次输入的密码不一样，请再输一次。")

    def clear(self) -> None:
        for line in (self.first, self.again):
            line.clear()

    def show_problem(self) -> None:
        """Say what is wrong, in red, and go there."""
        weak = self._judge(self.first.text())
        self._say(self.problem(), "red")
        (self.first if weak else self.again).setFocus()

    def _changed(self) -> None:
        weak = self._judge(self.first.text())
        if weak:
            self._say(weak, "")
        elif self.first.text() == self.again.text():
            self._say("两次一致，可以用。", "green")
        else:
            good = "这个密码够长，很好。" if len(self.first.text()) >= LONG else "可以用；再长一点更好。"
            self._say(f"{good}请再输一次。", "")
        self.changed.emit()

    def _say(self, sentence: str, tone: str) -> None:
        self._sentence.setText(sentence)
        look.mark(self._sentence, tone=tone)
