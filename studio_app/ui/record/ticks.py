"""A column of ticks: which of several people or signs are meant."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from studio_app.domain.wording import shorten
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import button, clear, label
from studio_app.ui.kit.page.flow import Flow
from studio_app.ui.kit.page.plain import in_tip, on_button
from studio_app.ui.kit.page.reading_order import bring_into_view

LENGTH = 36
"""Characters of standard size shown beside a box, which cannot wrap; the whole stands in its tooltip."""


class TickList(QWidget):
    """`edited` at every tick; the title above names the question, the problem stands below in red.

    Side by side as they fit, or in `columns` at most where there are many of them.
    """

    edited = Signal()

    def __init__(self, name: str, title: str, columns: int = 0, together: str = "", alone: str = "") -> None:
        """`together`: the words of a button that ticks those named to `set_options` at once; `alone`: "nobody"."""
        super().__init__()
        self._together, self._alone = together, alone
        self.setObjectName(name)
        self._boxes: dict[str, QCheckBox] = {}
        self._title = label(title)
        self._problem = label("", tone="red", wrap=True)
        self._problem.hide()
        self._hint = label("", "secondary", wrap=True)
        self._hint.hide()
        self._row = Flow(gap=look.L, columns=columns)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.XS)
        column.addWidget(self._title)
        column.addLayout(self._row)
        column.addWidget(self._hint)
        column.addWidget(self._problem)

    def set_options(
        self, options: Sequence[tuple[str, str]], ticked: Iterable[str] = (), together: Sequence[str] = ()
    ) -> None:
        """(id, words) in order; those named in `ticked` are on."""
        clear(self._row)
        on, most = set(ticked), LENGTH * look.BASE["standard"] // look.base()
        self._boxes = {}
        for code, words in options:
            box = QCheckBox(on_button(shorten(words, most)))
            box.setToolTip(in_tip(words) if len(words) > most else "")
            box.setObjectName(f"{self.objectName()}.{code}")
            box.setAccessibleName(f"{self._title.text()}：{words}")
            box.setChecked(code in on)
            box.toggled.connect(lambda on, code=code: self._on_toggled(code, on=on))
            self._boxes[code] = box
            self._row.addWidget(box)
        if self._together and len(together) > 1:
            made = button(self._together, "quiet", clicked=lambda: self._tick_all(together))
            made.setObjectName(f"{self.objectName()}.together")
            self._row.addWidget(made)

    def rename(self, title: str) -> None:
        """Ask the same in other words."""
        self._title.setText(title)
        for box in self._boxes.values():
            box.setAccessibleName(f"{title}：{box.text()}")

    def focus_first(self) -> None:
        next(iter(self._boxes.values()), self).setFocus()

    def ticked(self) -> list[str]:
        return [code for code, box in self._boxes.items() if box.isChecked()]

    def typed(self) -> list[str]:
        return self.ticked()

    def restore(self, typed: Iterable[str]) -> None:
        """These are on and no others; nothing is announced."""
        on = set(typed)
        for code, box in self._boxes.items():
            blocked = box.blockSignals(True)
            box.setChecked(code in on)
            box.blockSignals(blocked)

    def tick(self, code: str, *, on: bool = True) -> None:
        """As a click."""
        self._boxes[code].setChecked(on)

    def _tick_all(self, codes: Iterable[str]) -> None:
        for code in codes:
            self.tick(code)

    def show_hint(self, hint: str) -> None:
        self._hint.setText(hint)
        look.show_if(self._hint, on=bool(hint))

    def show_problem(self, problem: str) -> None:
        """Beside the boxes, the first one in focus; "" for none."""
        self._problem.setText(f"！{problem}" if problem else "")
        look.show_if(self._problem, on=bool(problem))
        if problem:
            self.focus_first()
            QTimer.singleShot(0, self._problem, lambda: bring_into_view(self._problem))  # once the page has made room

    def _on_toggled(self, code: str, *, on: bool) -> None:
        """Nobody and somebody are not both here."""
        if on and self._alone in self._boxes:
            others = [other for other in self._boxes if (other == self._alone) != (code == self._alone)]
            self.restore([one for one in self.ticked() if one not in others])
        self._edited()

    def _edited(self) -> None:
        self.show_problem("")
        self.edited.emit()
