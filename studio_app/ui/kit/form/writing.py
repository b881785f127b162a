"""What is typed on a page and not stored yet: kept while it is typed, brought back, known from what is stored."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Protocol, cast, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from studio_app.domain.merging import Clash, merge
from studio_app.ui.kit.form.autosave import Autosave, Typed
from studio_app.ui.kit.input.inputs import commit_composed
from studio_app.ui.kit.page.cards import Banner
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.popup.messages import notice_place

BEGAN = "began from"
"""In a kept draft: what the answers said before they were typed over."""
TOLD = 60  # characters of a text that a sentence holds
MOVED = "您离开以后，别处改过同样的地方，请选一种："


class Part(Protocol):
    """A piece of a page that is typed into: a form, ticks, clauses … `typed` is fit for JSON."""

    edited: Any  # a signal

    def typed(self) -> Any: ...

    def restore(self, typed: Any) -> None: ...


class KeptText(Protocol):
    """What was kept, and when by the local clock."""

    @property
    def body(self) -> Mapping[str, Any]: ...

    @property
    def saved_at(self) -> datetime: ...


@runtime_checkable
class Telling(Protocol):
    """A part that names its answers: the name on the page, what is stored and what was typed, in words."""

    def tell_clash(self, clash: Clash) -> tuple[str, object, object]: ...


class Shelf(Protocol):
    """Where unfinished text lies, by the name of its page; one copy for each person."""

    def load(self, form: str) -> KeptText | None: ...

    def save(self, form: str, body: Mapping[str, Any]) -> datetime: ...

    def discard(self, form: str) -> None: ...


class Writing(QObject):
    """Give it the parts of a page with `keep`; once the page is built and filled, `begin`.

    Only parts that say something else than what is stored are kept, of a form only the answers that were changed, and
    nothing at all when none was. `told(text)` says when it was kept, or why not; `restored` that the parts were
    filled from what was kept, or set back.
    """

    told = Signal(str)
    restored = Signal()

    def __init__(self, page: QWidget, shelf: Shelf, key: str = "") -> None:
        super().__init__(page)
        self._page = page
        self.key = key
        """Under which name the text is kept; set before `begin`."""
        self._shelf = shelf
        self._parts: dict[str, Part] = {}
        self._aside: dict[str, tuple[Callable[[], Any], Callable[[Any], object]]] = {}
        self._dated: dict[str, tuple[tuple[str, ...], bool]] = {}
        self._fresh: Typed = {}
        self._bar: Banner | None = None
        self._autosave = Autosave(self, self._unstored, self._put)
        self._autosave.told.connect(self.told)

    def keep(self, **parts: Part) -> None:
        """What is typed into these parts is kept until it is stored; drafts know them by their names."""
        self._parts |= parts
        for part in parts.values():
            part.edited.connect(self.touched)

    def keep_aside(self, name: str, read: Callable[[], Any], bring_back: Callable[[Any], object]) -> None:
        """Where on the page somebody is writing: kept along with the text, and brought back before it."""
        self._aside[name] = read, bring_back

    def keep_untouched(self, part: str, *answers: str, alone: bool = False) -> None:
        """Answers a new record was given when its writing began (its day, its hour) go with the draft as they stand.

        With whatever is typed on the page, or only with its own part where that is a record `alone`.
        """
        self._dated[part] = answers, alone

    def begin(self, *, quiet: bool = False) -> bool:
        """Text that was typed and not stored comes back; False where there was none.

        A bar says so, with a way to drop it, unless it is `quiet`: a field or two that speak for themselves.
        """
        self._fresh = self.typed()
        kept = self._shelf.load(self.key)
        if kept is None:
            return False
        body = dict(kept.body)
        began = body.pop(BEGAN, {})
        mine, theirs, clashes = _merged(body, began, self._fresh)
        self._restore(mine)
        told = f"已带回 {kept.saved_at:%m-%d %H:%M} 没写完的内容。"
        if clashes:
            sentences = "".join(f"\n{self._told(clash)}" for clash in clashes)
            self._tell(f"{told}{MOVED}{sentences}", ("用现在存的", partial(self._take_theirs, theirs)), self._anew)
        elif not quiet:
            self._tell(told, self._anew)
        return True

    def typed(self) -> Typed:
        """Everything as typed, by the names of the parts."""
        return {name: part.typed() for name, part in self._parts.items()}

    def is_changed(self, *names: str) -> bool:
        """Whether these parts, or any part if none is named, say something else than what is stored."""
        return any(self._parts[name].typed() != self._fresh.get(name) for name in names or self._parts)

    def touched(self) -> None:
        """Something was typed."""
        self._autosave.touch()

    def part_stored(self, *names: str) -> None:
        """What these parts say, or all of them, was stored; what is typed into the others is kept on."""
        self.part_renewed(*names)
        if self.is_changed():
            self.touched()
        else:
            self.forget()

    def part_renewed(self, *names: str) -> None:
        """The page filled these parts, or all of them, anew: what stands there now is nobody's writing."""
        self._fresh |= {name: self._parts[name].typed() for name in names or self._parts}

    def start_over(self) -> None:
        """Give up what was typed: the parts say again what is stored, and a bar brings back what was given up."""
        given_up = self._unstored()
        self._restore(self._fresh)
        self.forget()
        if given_up:
            self._tell("刚才写的已经清掉。", ("找回刚才写的", lambda: self._take_up(given_up)))

    def forget(self) -> None:
        """What is typed need not be kept any longer."""
        self._autosave.forget()
        self._shelf.discard(self.key)
        self._take_bar_away()

    def leave(self) -> None:
        """The page goes out of sight: keep what is typed, before returning. Raises what the shelf raises."""
        commit_composed()
        self._autosave.flush()

    def keep_now(self) -> bool:
        """Ctrl+S: keep what is typed, and say so; False where nothing is."""
        commit_composed()
        if not self.is_changed():
            return False
        self.touched()
        self._autosave.flush()
        return True

    # --- inside -------------------------------------------------------------------------------------------------

    @property
    def _anew(self) -> tuple[str, Callable[[], object]]:
        return "不带回，重新写", self.start_over

    def _told(self, clash: Clash) -> str:
        """Both texts of one answer, by the name it has on the page."""
        part = self._parts[clash.path[0]]
        name, *values = part.tell_clash(clash) if isinstance(part, Telling) else ("这里", clash.stored, clash.mine)
        stored, mine = (str(value or "（空）")[:TOLD] for value in values)
        return f"{name}：现在存的是“{stored}”，您没存的是“{mine}”。"

    def _take_theirs(self, theirs: Typed) -> None:
        """What is stored by now, where both changed it; the rest of what was typed stays."""
        self._take_bar_away()
        self._restore(self._fresh)
        self._restore(theirs)
        self.touched()

    def _tell(self, sentence: str, *acts: tuple[str, Callable[[], object]]) -> None:
        """One bar at a time: of two the older one is not true any more."""
        self._take_bar_away()
        place = notice_place(self._page)
        if place is not None:
            self._bar = Banner(sentence)
            for verb, act in acts:
                self._bar.add_action(verb, act)
            place.add_notice(self._bar)

    def _take_bar_away(self) -> None:
        bar, self._bar = self._bar, None
        if bar is not None and isValid(bar):
            let_go(bar)

    def _take_up(self, typed: Typed) -> None:
        """What stands there now is set aside in its turn."""
        since = self._unstored()
        self._restore(self._fresh | typed)
        self.touched()
        if since:
            self._tell("已换回先前写的。", ("换成后来写的", lambda: self._take_up(since)))

    def _restore(self, typed: Mapping[str, Any]) -> None:
        """Of a form only the changed answers are given; the rest says what is stored by now."""
        for name, (_read, bring_back) in self._aside.items():
            if name in typed:
                bring_back(typed[name])
        for name, part in self._parts.items():
            if name in typed:
                part.restore(_over(self._fresh.get(name), typed[name]))
        self.restored.emit()

    def _unstored(self) -> Typed:
        """What a draft holds; nothing where every part says what is stored."""
        changed = [(name, part.typed()) for name, part in self._parts.items() if self.is_changed(name)]
        typed: Typed = {name: _changed(text, self._fresh.get(name)) for name, text in changed}
        for name, (answers, alone) in self._dated.items() if typed else ():
            if name in typed or not alone:
                given = self._parts[name].typed()
                typed[name] = {a: given[a] for a in answers} | dict(cast("Any", typed.get(name, {})))
        return typed and typed | {name: read() for name, (read, _bring_back) in self._aside.items()}

    def _put(self, typed: Typed) -> datetime | None:
        if typed:
            began = {
                n: _began(self._fresh.get(n), typed[n], self._dated.get(n, ((), False))[0])
                for n in self._parts
                if n in typed
            }
            return self._shelf.save(self.key, {**typed, BEGAN: began})
        self._shelf.discard(self.key)
        return None


def _began(fresh: Any, typed: Any, untouched: Sequence[str]) -> Any:
    """What the answers kept were before they were typed over; moments a new record began at are nobody's text."""
    if isinstance(fresh, dict) and isinstance(typed, dict):
        return {name: fresh[name] for name in typed if name in fresh and name not in untouched}
    return fresh


def _merged(body: Typed, began: Mapping[str, Any], fresh: Typed) -> tuple[Typed, Typed, list[Clash]]:
    """What was kept over what is stored by now: with one's own text where both changed it, and with the other's."""
    mine, theirs = dict(body), dict(body)
    clashes: list[Clash] = []
    for name in body.keys() & began.keys() & fresh.keys():
        base, kept, now = began[name], cast("Any", body[name]), cast("Any", fresh[name])
        if isinstance(base, dict) and isinstance(kept, dict) and isinstance(now, dict):
            now = {answer: now[answer] for answer in kept if answer in base and answer in now}
            base = {answer: base[answer] for answer in now}
            rest = {answer: text for answer, text in kept.items() if answer not in now}
            kept = {answer: kept[answer] for answer in now}
        else:
            rest = None
        own = merge(base, kept, now, (name,))
        other = merge(base, now, kept).value if own.clashes else own.value
        mine[name] = own.value if rest is None else rest | own.value
        theirs[name] = other if rest is None else rest | other
        clashes += own.clashes
    return mine, theirs, clashes


def _changed(typed: Any, fresh: Any) -> Any:
    """Of answers by name those that were changed: an old draft must not take back what was stored elsewhere since."""
    if isinstance(typed, dict) and isinstance(fresh, dict) and typed.keys() == fresh.keys():
        return {name: answer for name, answer in typed.items() if answer != fresh[name]}
    return typed


def _over(fresh: Any, kept: Any) -> Any:
    by_name = isinstance(fresh, dict) and isinstance(kept, dict) and kept.keys() <= fresh.keys()
    return fresh | kept if by_name else kept
