"""The question for the password of a file somebody gave us; it is used once and kept nowhere."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from studio_app.ui.kit import look
from studio_app.ui.kit.input.passwords import asked, password_line, show_box
from studio_app.ui.kit.page.cards import Card, button, label


class FilePassword(Card):
    """`given(password)`; `ask(sentence)` shows it with why it is asked."""

    given = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__("这个文件有密码")
        self._why = label("", wrap=True)
        self._line = password_line(f"{name}.password", "文件的打开密码")
        self._line.returnPressed.connect(self._give)
        opened = button("打开文件", "primary", clicked=self._give)
        opened.setObjectName(f"{name}.open")
        row = QHBoxLayout()
        row.setSpacing(look.S)
        row.addWidget(self._line, 1)
        row.addWidget(opened)
        self.body.addWidget(self._why)
        self.body.addWidget(asked("文件的打开密码", self._line))
        self.body.addLayout(row)
        self.body.addWidget(show_box(name, self._line), 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def ask(self, why: str) -> None:
        self._why.setText(why)
        self._line.clear()
        self.show()
        self._line.setFocus()

    def _give(self) -> None:
        if self._line.text():
            self.hide()
            self.given.emit(self._line.text())
