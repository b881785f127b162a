"""The pages of a case where something is written down: what is typed is kept, and comes back, until it is stored."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtWidgets import QSizePolicy

from studio_app.desk import Services
from studio_app.settings import AppError, Invalid
from studio_app.ui.kit import look, messages
from studio_app.ui.kit.autosave import Autosave
from studio_app.ui.kit.cards import Banner, Card
from studio_app.ui.kit.form import Form
from studio_app.ui.kit.reading_order import bring_into_view
from studio_app.ui.mediation.inner_page import Answer, InnerPage
from studio_app.ui.mediation.ticks import TickList


class Part(Protocol):
    """A piece of a page that is typed into: a form, ticks, clauses … `typed` is fit for JSON."""

    edited: Any  # a signal

    def typed(self) -> Any: ...

    def restore(self, typed: Any) -> None: ...


class WritingPage(InnerPage):
    """A page hands its parts to `keep`, and gives `show_problems` and `save`.

    Built and filled, it calls `begin`; once the text is a record, `finish`.
    """

    draft_key = ""
    """Under which name the unfinished text is kept; set before `begin`."""

    def __init__(self, services: Services, name: str, title: str = "", subtitle: str = "") -> None:
        super().__init__(services, name, title, subtitle)
        self.body.setSpacing(look.M)
        self._parts: dict[str, Part] = {}
        self._fresh: dict[str, object] = {}
        self._autosave = Autosave(self, self._unstored, self._keep, lambda: f"{services.office.now():%H:%M}")
        self._autosave.told.connect(self.status.setText)

    # --- what a page gives --------------------------------------------------------------------------------------

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say beside each field what refuses it; above the page where a page has no better place."""
        messages.tell(self, "\n".join(problems.values()), "error")

    def save(self) -> None:
        """What the main button does."""

    # --- what it gets -------------------------------------------------------------------------------------------

    def keep(self, name: str, part: Part, submit: Callable[[], None] | None = None) -> None:
        """What is typed into this part is kept until it is stored; Ctrl+Enter in a form stores it."""
        self._parts[name] = part
        part.edited.connect(self.touched)
        if isinstance(part, Form):
            part.submitted.connect(submit or self.save)

    def typed(self) -> dict[str, object]:
        """Everything as typed, by the names of the parts."""
        return {name: part.typed() for name, part in self._parts.items()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Bring back what `typed` gave; a part it does not know stays as it is."""
        for name, part in self._parts.items():
            if name in typed:
                part.restore(typed[name])

    def is_changed(self, *names: str) -> bool:
        """Whether these parts, or any part if none is named, say something else than what is stored."""
        return any(self._parts[name].typed() != self._fresh.get(name) for name in names or self._parts)

    def touched(self) -> None:
        """Something was typed; for what is no part, connect it to this."""
        self._autosave.touch()

    def begin(self) -> None:
        """Text that was typed and not stored comes back, with a way to drop it."""
        self._fresh = fresh = self.typed()
        kept = self.services.drafts.load(self.draft_key)
        if kept is None:
            return
        self.restore(kept.body)
        notice = Banner(f"已带回 {kept.saved_at:%m-%d %H:%M} 没写完的内容。")
        notice.add_action("不要了，重新写", lambda: self._start_over(fresh))
        self.add_notice(notice)

    def attempt(self, work: Callable[[], Answer]) -> Answer | None:
        """As any page does; what is wrong in a field is said beside it."""
        try:
            return work()
        except Invalid as refused:
            self.show_problems(refused.problems)
        except AppError as trouble:
            self.tell(trouble)
        return None

    def finish(self, sentence: str, *names: str) -> None:
        """The text, or these parts of it, was stored as a record: back to the case."""
        self.part_stored(*(names or self._parts))
        self.done.emit(sentence)

    def part_stored(self, *names: str) -> None:
        """What these parts say was stored; what is typed into the others is kept on."""
        self.part_renewed(*names)
        if self.is_changed():
            self.touched()
        else:
            self.forget()

    def part_renewed(self, *names: str) -> None:
        """The page filled these parts anew: what stands there now is nobody's writing."""
        self._fresh |= {name: self._parts[name].typed() for name in names}

    def forget(self) -> None:
        """What is typed need not be kept any longer."""
        self._autosave.forget()
        self.services.drafts.discard(self.draft_key)

    # --- InnerPage ----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        self._autosave.flush()

    def keep_now(self) -> None:
        self._autosave.flush()
        self.status.setText(f"已自动保存 {self.services.office.now():%H:%M}")

    def veil(self, *, on: bool) -> None:
        for form in self.findChildren(Form):
            form.set_veiled(on=on)

    # --- inside -------------------------------------------------------------------------------------------------

    def _unstored(self) -> dict[str, object]:
        """What a draft holds: the parts that say something else than what is stored."""
        known = [name for name in self._parts if not self.is_changed(name)]
        return {name: typed for name, typed in self.typed().items() if name not in known}

    def _keep(self, typed: Mapping[str, object]) -> None:
        self.services.drafts.save(self.draft_key, typed)

    def _start_over(self, fresh: Mapping[str, Any]) -> None:
        self.restore(fresh)
        self.forget()


class FormPage(WritingPage):
    """A page with one form, and ticks beside it where many may be meant; `store` writes it all."""

    form: Form[Any]
    _locked = False

    def set_form(self, form: Form[Any], verb: str, draft_key: str, ticks: Mapping[str, TickList] | None = None) -> None:
        """Put the form into a card, its ticks by their field names below, the main button into the bar."""
        self.form, self.draft_key, self._ticks = form, draft_key, dict(ticks or {})
        self.card = Card()
        self.card.body.addWidget(form)
        self.keep("form", form)
        for name, group in self._ticks.items():
            self.card.body.addWidget(group)
            self.keep(name, group)
        self.body.addWidget(self.card)
        self.body.addStretch(1)
        self.main = self.add_button("save", verb, self.save, "primary")
        self.add_back()
        form.edited.connect(self.follow)

    def add_card(self, card: Card, place: int = -1) -> None:
        """Another card: below the form, or at `place` among the cards."""
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body.insertWidget(self.body.count() - 1 if place < 0 else place, card)

    def follow(self) -> None:
        """Ask only what the answers so far call for: once the form is filled, and at every edit."""

    def lock(self, sentence: str) -> None:
        """The record may only be read from now on, for the reason told above it."""
        self._locked = True
        self.form.set_read_only(on=True)
        self.main.hide()
        self.add_notice(Banner(sentence))

    def store(self) -> str:
        """Write what the page says, and return the sentence to say; raises what the service refuses."""
        raise NotImplementedError

    def finished(self, sentence: str) -> None:
        """What follows once it is stored: the case again, unless a page has more to show."""
        self.done.emit(sentence)

    # --- WritingPage --------------------------------------------------------------------------------------------

    def begin(self) -> None:
        self.follow()
        if not self._locked:
            super().begin()

    def save(self) -> None:
        if self._locked:
            return
        unread = self.form.unread()
        if unread:
            self.show_problems(unread)
            return
        sentence = self.attempt(self.store)
        if sentence is not None:
            self.part_stored("form", *self._ticks)
            self.finished(sentence)

    def restore(self, typed: Mapping[str, Any]) -> None:
        super().restore(typed)
        self.follow()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        for name, group in self._ticks.items():
            group.show_problem(problems.get(name, ""))
        self.form.show_problems({name: text for name, text in problems.items() if name not in self._ticks})
        wrong = [group for name, group in self._ticks.items() if name in problems]
        if len(wrong) == len(problems) > 0:
            bring_into_view(wrong[0])
