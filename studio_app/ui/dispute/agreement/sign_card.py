"""The dates on the signed paper: each party, the mediator, the seal; and what still lacks for effect."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal

from studio_app.desk import Services
from studio_app.records.dispute.agreement.service import AgreementView, SigningDraft
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form_cells import Cell
from studio_app.ui.kit.page.cards import Card, Flow, button, label
from studio_app.ui.kit.page.reading_order import bring_into_view
from studio_app.ui.record import asking


class SignCard(Card):
    """`signed(SigningDraft)` at the button; the questions follow the mode."""

    signed = Signal(object)
    edited = Signal()

    def __init__(self, services: Services, view: AgreementView) -> None:
        told = view.law == "C"  # the committee signs and seals; we note what it tells
        super().__init__("生效日期" if told else "签名盖章")
        self._services, self._view = services, view
        self._cells = {name: self._cell(name, words) for name, words in self._asked()}
        self.sentence = label("", tone="green" if _in_effect(view) else "amber", wrap=True)
        self.sentence.setObjectName("agreement.effect")
        self.sentence.setText(view.sentence)
        self.body.addWidget(self.sentence)
        for cell in self._cells.values():
            self.body.addWidget(cell)
        self.button = button("记下生效日期" if told else "登记签名", clicked=self.sign)
        self.button.setObjectName("agreement.sign")
        self.all_today = button("就是今天" if told else "都是今天", "quiet", clicked=self.fill_today)
        self.all_today.setObjectName("agreement.sign_all_today")
        self.correct = button("更正日期", "quiet", clicked=self._open)
        self.correct.setObjectName("agreement.sign_correct")
        self.body.addLayout(_row(self.button, self.all_today, self.correct))
        self._load()
        self._set_open(on=not _in_effect(view))

    def begin(self, at: str) -> None:
        """Typing starts at the first date that lacks, or at the seal's; the page scrolls there."""
        empty = [name for name, cell in self._cells.items() if cell.editor.value() is None]
        wanted = _SEAL if at == "seal" and _SEAL in empty else next(iter(empty), "")
        if wanted:
            self._cells[wanted].editor.main.setFocus()
            QTimer.singleShot(0, self, lambda: bring_into_view(self))

    def fill_today(self) -> None:
        """Today in every line that is empty or was refused; the seal is left to whoever saw it put on."""
        for name in self._fillable():
            self._cells[name].editor.set_value(self._services.office.today())
            self._cells[name].show_problem("")
        self.button.setFocus()  # the next act; the button that was pressed goes
        self._offer_today()
        self.edited.emit()

    def _fillable(self) -> list[str]:
        """Lines 都是今天 would fill."""
        cells = self._cells.items()
        return [name for name, cell in cells if name != _SEAL and (cell.editor.value() is None or cell.problem)]

    def _offer_today(self) -> None:
        look.show_if(self.all_today, on=not self.button.isHidden() and bool(self._fillable()))

    def _open(self) -> None:
        self.button.setText("保存更正")
        self._set_open(on=True)
        next(iter(self._cells.values())).editor.setFocus()

    def _set_open(self, *, on: bool) -> None:
        """Dates of an agreement in effect are read; they open for a correction only."""
        for cell in self._cells.values():
            cell.editor.set_read_only(on=not on)
        look.show_if(self.button, on=on)
        self._offer_today()
        look.show_if(self.correct, on=not on)

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
        self._offer_today()
        wrong = [cell for name, cell in self._cells.items() if name in problems]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.TabFocusReason)

    def typed(self) -> dict[str, object]:
        return {name: cell.editor.raw() for name, cell in self._cells.items()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        for name, cell in self._cells.items():
            if name in typed:
                cell.editor.set_raw(typed[name])
        self._offer_today()

    def _asked(self) -> list[tuple[str, str]]:
        """Which dates the mode asks for, with their words."""
        if self._view.law == "C":
            return [("told_on", "调委会告知的生效日期")]
        mode = self._services.office.lists.entry("modes", self._view.law)
        asked = [(f"{_PARTY}{p.id}", f"{self._view.signing_names[p.id]}签名") for p in self._view.signs]
        asked.append(("mediator_signed_on", f"{mode.get('mediator')}签名"))
        return [*asked, (_SEAL, "调委会盖章")] if self._view.sealed else asked

    def _cell(self, name: str, words: str) -> Cell:
        cell = Cell("agreement", asking.day(self._services, name, words, past=True))
        cell.edited.connect(lambda _name: self._on_edited())
        cell.editor.main.setObjectName(f"agreement.{name.replace('.', '_')}")
        return cell

    def _on_edited(self) -> None:
        self._offer_today()
        self.edited.emit()

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
        if [name for name in self._cells if stored.get(name) is None] == [_SEAL]:
            self.button.setText("登记盖章")


_PARTY, _SEAL = "signatures.", "sealed_on"


def _in_effect(view: AgreementView) -> bool:
    return view.agreement is not None and view.agreement.effective_on is not None


def _row(*widgets: object) -> Flow:
    flow = Flow()
    for widget in widgets:
        flow.addWidget(widget)  # type: ignore[arg-type]  # buttons only
    return flow


CHANGED = "记录改过还没有保存。先保存，再登记签名？签了名的纸上应当是改过的内容。"
TOO = "签名日期也填了，一起登记吗？"


class SignBar(Card):
    """`signed(day)` at the button."""

    signed = Signal(object)
    edited = Signal()

    def __init__(self, page: str, services: Services) -> None:
        super().__init__("签名")
        self.body.addWidget(
            label(
                "打印出来念给各方听，签好以后在这里记下日期。记下以后，这份记录只能看、不能改。", "secondary", wrap=True
            )
        )
        self._cell = Cell(page, asking.day(services, "signed_on", "签名日期", past=True))
        self._cell.edited.connect(lambda _name: self.edited.emit())
        self._cell.editor.set_value(services.office.today())
        self.body.addWidget(self._cell)
        self.button = button("登记签名", clicked=self.sign)
        self.button.setObjectName(f"{page}.sign")
        row = Flow()
        row.addWidget(self.button)
        self.body.addLayout(row)

    def sign(self) -> None:
        """As the button does."""
        if self._cell.check():
            return
        day = self._cell.editor.value()
        if day is None:
            self._cell.show_problem("请填写签名日期。")
        else:
            self.signed.emit(day)

    def typed(self) -> dict[str, object]:
        return {"signed_on": self._cell.editor.raw()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        self._cell.editor.set_raw(typed["signed_on"])
