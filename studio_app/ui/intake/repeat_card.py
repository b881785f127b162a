"""Who this may be, told beside the form while somebody types."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal

from studio_app.desk import Services
from studio_app.domain.masking.shapes import mask_phone_screen
from studio_app.records.intake.service import Hint
from studio_app.ui.intake.answers import Answers
from studio_app.ui.kit.form.hints import Hints, Suggestion

PAUSE = 250  # milliseconds of quiet: every keystroke would ask for names half typed


class RepeatCard(Hints):
    """`person_taken(hint)` at 带入, `case_taken(hint)` at 并入, `looked` whenever the list may have changed.

    It holds who was taken: `typed`, `restore` and `edited` are for whoever keeps what stands on the page.
    """

    looked = Signal()
    edited = Signal()
    person_taken = Signal(object)
    case_taken = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__("可能来过", "register.repeat")
        self._services = services
        self._person = ("", "")  # directory entry taken over, and the name it had
        self._asked: tuple[str, ...] = ()
        self._typed = Answers()
        self._leave_out = ""
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self.look_now)
        self.taken.connect(self._on_taken)

    def ask(self, typed: Answers, leave_out: str = "") -> None:
        """Look after a pause; `leave_out` is the visit being edited."""
        self._typed, self._leave_out = typed, leave_out
        self._timer.start()

    def look_now(self) -> None:
        self._timer.stop()
        typed = self._typed
        asked = (typed.name, typed.phone, typed.id_number, typed.address or typed.place, self._leave_out)
        if asked == self._asked:
            return
        self._asked = asked
        self.show_hints(self._services.intakes.recognise(*asked))

    def stop(self) -> None:
        """The page is left: look after nobody any more."""
        self._timer.stop()

    def person_named(self, name: str) -> str | None:
        """The directory entry taken over, as long as the form still bears its name."""
        entry, named = self._person
        return entry if entry and named == name else None

    def typed(self) -> list[str]:
        """Entry and name of the person taken; two empty strings for nobody."""
        return list(self._person)

    def restore(self, typed: Sequence[str]) -> None:
        """Who `typed` said was taken; whoever was looked for before is another visitor."""
        self._timer.stop()
        self._asked = ()
        self.show_hints(())
        entry, name = typed
        self._person = entry, name

    def show_hints(self, hints: Sequence[Hint]) -> None:
        self.show_suggestions([line for hint in hints for line in _lines(hint)])
        self.looked.emit()

    def _on_taken(self, value: object) -> None:
        assert isinstance(value, _Taken)  # noqa: S101  # for the type checker: _lines made it
        self._person = value.hint.details.person_id or "", value.hint.details.name
        self.edited.emit()
        (self.case_taken if value.joins else self.person_taken).emit(value.hint)


@dataclass(frozen=True)
class _Taken:
    """What a button of the list stands for."""

    hint: Hint
    joins: bool = False


def _lines(hint: Hint) -> list[Suggestion]:
    """The person, and their open dispute on a line of its own."""
    who = "　".join(part for part in (hint.details.name or "未留姓名", mask_phone_screen(hint.details.phone)) if part)
    lines = [Suggestion(who, hint.reason, _Taken(hint))]
    if hint.case_id:
        lines.append(Suggestion(hint.case_label, f"{hint.details.name}的在办纠纷", _Taken(hint, joins=True), "并入"))
    return lines
