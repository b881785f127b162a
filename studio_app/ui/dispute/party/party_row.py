"""One party in the list of a case: who it is, what it was told and answered, what is missing, what can be done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio_app.domain import phones
from studio_app.domain.masking.shapes import mask_phone_screen, mask_plate
from studio_app.office.lists import Lists
from studio_app.records.dispute.case.service import CaseFile, Party
from studio_app.ui.dispute.case_fields import side_word, whose
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Badge, button, label

CONSENTS = {"agreed": ("同意调解", "green"), "refused": ("不同意", "red"), "": ("还没有问", "plain")}
NARROW = 62
"""Base font sizes of width below which the buttons stand under the words."""


class PartyRow(QWidget):
    """`acts`: (code, words, what it does) in order; the answer already given is not offered again."""

    def __init__(
        self, file: CaseFile, party: Party, lists: Lists, acts: Sequence[tuple[str, str, Callable[[], object]]]
    ) -> None:
        super().__init__()
        self.party = party
        self._file, self._lists = file, lists
        self._who = label(wrap=True)
        self._buttons = {code: self._button(code, words, act) for code, words, act in acts}
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(0, look.S, 0, look.S)
        self._parts.setSpacing(look.S)
        self._parts.addLayout(self._words(), 1)
        self._parts.addLayout(self._foot())
        self._arrange()

    def show_name(self, *, veiled: bool) -> None:
        """Who it is; `veiled` leaves out phone and address."""
        party = self.party
        parts = [
            party.name,
            party.representative if party.kind == "organisation" else self._lists.sex(party.sex),
            whose(self._file, party, self._lists),
            *([] if veiled else (mask_phone_screen(phones.show(party.phone)), mask_plate(party.plates))),
            "" if veiled else party.address,
            party.authority,
        ]
        self._who.setText("　".join(part for part in parts if part))

    def button(self, code: str) -> QPushButton:
        return self._buttons[code]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _words(self) -> QHBoxLayout:
        side = label(side_word(self.party), "secondary")
        side.setMinimumWidth(look.scaled(66))
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self._who)
        lines.addWidget(label(_told(self.party), "secondary", wrap=True))
        if lacking := self._file.unguarded.get(self.party.id):
            lines.addWidget(label(lacking, tone="amber", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(look.M)
        row.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        if self.party.role == "party":
            row.addWidget(Badge(*CONSENTS[self.party.consent]), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(look.M)
        foot.addStretch(1)
        for made in self._buttons.values():
            foot.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return foot

    def _button(self, code: str, words: str, act: Callable[[], object]) -> QPushButton:
        made = button(words, "quiet", clicked=act)
        made.setObjectName(f"parties.{code}")
        made.setAccessibleName(f"{words}：{self.party.name}")
        if code in CONSENTS and (self.party.role != "party" or code == self.party.consent):
            made.hide()
        return made

    def _arrange(self) -> None:
        """Beside the words the hidden buttons keep their room, so that those of rows below each other are aligned."""
        direction, narrow = QBoxLayout.Direction, self.width() < NARROW * look.base()
        self._parts.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        for made in self._buttons.values():
            policy = made.sizePolicy()
            policy.setRetainSizeWhenHidden(not narrow)
            made.setSizePolicy(policy)


def _told(party: Party) -> str:
    told = f"{party.informed_on:%Y-%m-%d} 已告知权利义务" if party.informed_on else "还没有告知权利义务"
    answered = f"，{party.consent_on:%Y-%m-%d} 答复" if party.consent_on else ""
    privacy = f"，{party.privacy_on:%Y-%m-%d} 签了个人信息同意书" if party.privacy_on else ""
    return f"{told}{answered}{privacy}"
