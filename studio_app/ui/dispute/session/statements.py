"""What each party said, a box for each, in their own words."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.records.dispute.session.service import Party
from studio_app.ui.dispute.case_fields import side_word
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import TextBox
from studio_app.ui.kit.page.cards import label


class Statements(QWidget):
    """One box for each party; `typed` by party id, in their own words."""

    edited = Signal()

    def __init__(self, parties: Sequence[Party]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.XS)
        self.boxes: dict[str, TextBox] = {}
        for number, party in enumerate(parties, 1):
            box = TextBox(3)
            box.setObjectName(f"session.statement_{number}")
            heading = label(f"{party.name}（{side_word(party)}）", wrap=True)
            heading.setBuddy(box)
            box.setAccessibleName(f"{party.name}怎么说")
            box.setPlaceholderText("照原意写：说了什么、要求什么")
            box.textChanged.connect(self.edited)
            layout.addWidget(heading)
            layout.addWidget(box)
            layout.addSpacing(look.S)
            self.boxes[party.id] = box

    def typed(self) -> dict[str, str]:
        """Party id → words; who said nothing is left out."""
        said = {party: box.clean_text().strip() for party, box in self.boxes.items()}
        return {party: text for party, text in said.items() if text}

    def restore(self, typed: Mapping[str, str]) -> None:
        for party, box in self.boxes.items():
            blocked = box.blockSignals(True)
            box.setPlainText(str(typed.get(party, "")))
            box.blockSignals(blocked)

    def set_read_only(self, *, on: bool) -> None:
        for box in self.boxes.values():
            box.setReadOnly(on)
            look.mark(box)
