"""The dates on the signed paper: each party, the mediator, the seal; and what still lacks for effect."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from studio_app.desk import Services
from studio_app.services.agreements import AgreementView, SigningDraft
from studio_app.ui.kit.cards import Card, Flow, button, label
from studio_app.ui.kit.form_cells import Cell
from studio_app.ui.mediation import asking


class SignCard(Card):
    """`signed(SigningDraft)` at the button; the questions follow the mode."""

    signed = Signal(object)
    edited = Signal()

    def __init__(self, services: Services, view: AgreementView) -> None:
        super().__init__("签字盖章")
        self._services, self._view = services, view
        self._cells = {name: self._cell(name, words) for name, words in self._asked()}
        self.sentence = label("", tone="green" if _in_effect(view) else "amber", wrap=True)
        self.sentence.setObjectName("agreement.effect")
        self.sentence.setText(view.sentence)
        self.body.addWidget(self.sentence)
        for cell in self._cells.values():
            self.body.addWidget(cell)
        self.button = button("登记签字", clicked=self.sign)
        self.button.setObjectName("agreement.sign")
        self.all_today = button("都是今天", "quiet", clicked=self.fill_today)
        self.all_today.setObjectName("agreement.sign_all_today")
        self.correct = button("更正日期", "quiet", clicked=self._open)
        self.correct.setObjectName("agreement.sign_correct")
        self.body.addLayout(_row(self.button, self.all_today, self.correct))
        self._load()
        self._set_open(on=not _in_effect(view))

    def fill_today(self) -> None:
        """Today in every line that is empty or was refused; the seal is left to whoever saw it put on."""
        for name, cell in self._cells.items():
            if name != "sealed_on" and (cell.editor.value() is None or cell.problem):
                cell.editor.set_value(self._services.office.today())
                cell.show_problem("")

    def _open(self) -> None:
        self._set_open(on=True)
        next(iter(self._cells.values())).editor.setFocus()

    def _set_open(self, *, on: bool) -> None:
        """Dates of an agreement in effect are read; they open for a correction only."""
        for cell in self._cells.values():
            cell.editor.set_read_only(on=not on)
        self.button.setVisible(on)
        self.all_today.setVisible(on and any(cell.editor.value() is None for cell in self._cells.values()))
        self.correct.setVisible(not on)

    def sign(self) -> None:
        """Hand over what stands there; what cannot be read is said beside it."""
        wrong = [cell for cell in self._cells.values() if cell.check()]
        if not wrong:
            self.signed.emit(self.draft())

    def draft(self) -> SigningDraft:
        days = {name: cell.editor.value() for name, cell in self._cells.items()}
        parties = {name.removeprefix(_PARTY): day for name, day in days.items() if name.startswith(_PARTY) and day}
        return SigningDraft(parties, days.get("mediator_signed_on"), days.get("sealed_on"), days.get("told_on"))

    def set_day(self, name: str, day: date) -> None:
        """As typed: `signatures.<party id>`, `mediator_signed_on`, `sealed_on` or `told_on`."""
        self._cells[name].editor.set_value(day)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        for name, cell in self._cells.items():
            cell.show_problem(problems.get(name, ""))

    def typed(self) -> dict[str, object]:
        return {name: cell.editor.raw() for name, cell in self._cells.items()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        for name, cell in self._cells.items():
            if name in typed:
                cell.editor.set_raw(typed[name])

    def _asked(self) -> list[tuple[str, str]]:
        """Which dates the mode asks for, with their words."""
        if self._view.law == "C":
            return [("told_on", "调委会告知的生效日期")]
        mode = self._services.office.lists.entry("modes", self._view.law)
        asked = [(f"{_PARTY}{p.id}", f"{self._view.signing_names[p.id]}签名") for p in self._view.signs]
        asked.append(("mediator_signed_on", f"{mode.get('mediator')}签名"))
        return [*asked, ("sealed_on", "调委会盖章")] if self._view.sealed else asked

    def _cell(self, name: str, words: str) -> Cell:
        cell = Cell("agreement", asking.day(self._services, name, words, past=True))
        cell.edited.connect(lambda _name: self.edited.emit())
        cell.editor.main.setObjectName(f"agreement.{name.replace('.', '_')}")
        return cell

    def _load(self) -> None:
        row = self._view.agreement
        if row is None:
            return
        stored: dict[str, date | None] = {
            f"{_PARTY}{party}": date.fromisoformat(day) for party, day in row.signatures.items()
        }
        stored |= {name: getattr(row, name) for name in ("mediator_signed_on", "sealed_on", "told_on")}
        for name, cell in self._cells.items():
            cell.editor.set_value(stored.get(name))


_PARTY = "signatures."


def _in_effect(view: AgreementView) -> bool:
    return view.agreement is not None and view.agreement.effective_on is not None


def _row(*widgets: object) -> Flow:
    flow = Flow()
    for widget in widgets:
        flow.addWidget(widget)  # type: ignore[arg-type]  # buttons only
    return flow
