"""The pages of a case where something is written down: what is typed is kept, and comes back, until it is stored."""

from collections.abc import Callable, Mapping
from typing import Any

from studio_app.core.errors import AppError, Invalid
from studio_app.desk import Services
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.form.writing import Part, Writing
from studio_app.ui.kit.page.cards import Banner, Card
from studio_app.ui.kit.page.reading_order import bring_into_view
from studio_app.ui.kit.popup import messages
from studio_app.ui.record.inner_page import Answer, InnerPage
from studio_app.ui.record.ticks import TickList


class WritingPage(InnerPage):
    """A page hands its parts to `keep`, and gives `show_problems` and `save`.

    Built and filled, it calls `writing.begin`; once the text is a record, `finish`.
    """

    def __init__(self, services: Services, name: str, title: str = "", subtitle: str = "") -> None:
        super().__init__(services, name, title, subtitle)
        self.body.setSpacing(look.M)
        self.writing = Writing(self, services.drafts)
        self.writing.told.connect(self.status.setText)
        self._acts: list[tuple[Callable[[], None], tuple[str, ...]]] = []
        self._sentences: list[str] = []

    # --- what a page gives --------------------------------------------------------------------------------------

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say beside each field what refuses it; above the page where a page has no better place."""
        messages.tell(self, "\n".join(problems.values()), "error")

    def save(self) -> None:
        """What the main button does."""

    # --- what it gets -------------------------------------------------------------------------------------------

    def keep(self, submit: Callable[[], None] | None = None, /, **parts: Part) -> None:
        """What is typed into these parts is kept until it is stored; Ctrl+Enter in a form stores it.

        `submit` stores them: by their own button, or along with whatever else on the page is stored.
        """
        self.writing.keep(**parts)
        self._acts.append((submit or self.save, tuple(parts)))
        for part in parts.values():
            if isinstance(part, Form):
                part.submitted.connect(submit or self.save)

    def attempt(self, work: Callable[[], Answer]) -> Answer | None:
        """As any page does; what is wrong in a field is said beside it."""
        messages.try_again(self)
        try:
            return work()
        except Invalid as refused:
            self.show_problems(refused.problems)
        except AppError as trouble:
            self.tell(trouble)
        return None

    def finish(self, sentence: str, *names: str) -> None:
        """The text, or these parts of it, was stored as a record: back to the case, when nothing else stands here."""
        self.writing.part_stored(*names)
        self.go_on(sentence)

    def go_on(self, sentence: str) -> None:
        """One act stores all that stands on the page: what else was typed follows; refused, it says why and stays."""
        self._sentences.append(sentence)
        rest = next((submit for submit, parts in self._acts if self.writing.is_changed(*parts)), None)
        if rest is not None:
            rest()
        said, self._sentences = "".join(self._sentences), []
        if said and rest is None:
            self.done.emit(said)
        elif said:
            self.said.emit(said)

    def sure_to_sign(self, question: str) -> bool:
        """Asked where signing was not what was pressed, or not all that was: nothing can be changed from then on."""
        return messages.ask(self, f"{question}登记以后只能看、不能改。", "一起登记", "先不登记")

    # --- InnerPage ----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        self.writing.leave()

    def keeps_text(self) -> bool:
        return self.writing.is_changed()

    def keep_now(self) -> bool:
        return self.writing.keep_now()

    def veil(self, *, on: bool) -> None:
        for form in self.findChildren(Form):
            form.set_veiled(on=on)


class FormPage(WritingPage):
    """A page with one form, and ticks beside it where many may be meant; `store` writes it all."""

    form: Form[Any]
    ticks_first = False
    """Where what they say is easily overlooked below."""
    _locked = False

    def set_form(
        self,
        form: Form[Any],
        verb: str,
        draft_key: str,
        ticks: Mapping[str, TickList] | None = None,
        *,
        dated: str = "",
    ) -> None:
        """Put the form into a card, its ticks by their field names below or above, the main button into the bar.

        `dated` is the day a new record was given when its writing began: it stays that day in the draft.
        """
        self.form, self.writing.key, self._ticks = form, draft_key, dict(ticks or {})
        self.writing.restored.connect(self._show_restored)
        self.card = Card()
        self.card.body.addWidget(form)
        self.keep(form=form, **self._ticks)
        if dated:
            self.writing.keep_untouched("form", dated)
        for group in self._ticks.values():
            self.card.body.insertWidget(0 if self.ticks_first else -1, group)
        self.body.addWidget(self.card)
        self.body.addStretch(1)
        self.main = self.add_button("save", verb, self.save, "primary")
        self.add_back()
        form.edited.connect(self.follow)

    def add_card(self, card: Card, place: int = -1) -> None:
        """Another card: below the form, or at `place` among the cards."""
        self.body.insertWidget(self.body.count() - 1 if place < 0 else place, card)

    def _show_restored(self) -> None:
        self.follow()
        self._focus_first()

    def _focus_first(self) -> None:
        above = next(iter(self._ticks.values()), None) if self.ticks_first else None
        (self.form if above is None or above.ticked() else above).focus_first()

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
        self.go_on(sentence)

    def begin(self) -> None:
        """The page is filled: what was typed on it before comes back, and typing starts at its first question."""
        self.follow()
        if not self._locked:
            self.writing.begin()
        self._focus_first()

    # --- WritingPage --------------------------------------------------------------------------------------------

    def keeps_text(self) -> bool:
        return not self._locked and super().keeps_text()

    def save(self) -> None:
        if self._locked:
            return
        unread = self.form.unread()
        if unread:
            self.show_problems(unread)
            return
        sentence = self.attempt(self.store)
        if sentence is not None:
            self.writing.part_stored("form", *self._ticks)
            self.finished(sentence)

    def store_alone(self) -> bool:
        """Store the form without leaving the page; False where something refuses it."""
        unread = self.form.unread()
        if unread:
            self.show_problems(unread)
            return False
        stored = self.attempt(self.store) is not None
        if stored:
            self.writing.part_stored("form", *self._ticks)
        return stored

    def show_problems(self, problems: Mapping[str, str]) -> None:
        for name, group in self._ticks.items():
            group.show_problem(problems.get(name, ""))
        self.form.show_problems({name: text for name, text in problems.items() if name not in self._ticks})
        wrong = [group for name, group in self._ticks.items() if name in problems]
        if len(wrong) == len(problems) > 0:
            bring_into_view(wrong[0])
