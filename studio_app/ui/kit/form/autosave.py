"""Nothing typed is lost: a form's text is kept a moment after it was typed, and again as long as typing goes on."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from PySide6.QtCore import QObject, QTimer, Signal

from studio_app.core.errors import AppError
from studio_app.ui.kit import tasks

PAUSE = 2000
"""Milliseconds between the first unsaved keystroke and its saving, and between two savings."""

Typed = dict[str, object]


class Autosave(QObject):
    """Connect a form's `edited` to `touch`; `told(text)` says when it was kept ("已自动保存 14:32") or why not.

    `read()` gives what is typed, on the GUI thread; `save(typed)` keeps it, off it, and gives the local time it was
    kept at, or None where nothing was left to keep.
    """

    told = Signal(str)

    def __init__(self, owner: QObject, read: Callable[[], Typed], save: Callable[[Typed], datetime | None]) -> None:
        super().__init__(owner)
        self._read, self._save = read, save
        self._writing = Lock()
        self._asked = self._written = 0
        self._busy = self._unsaved = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._save_soon)

    @property
    def is_unsaved(self) -> bool:
        """True while something typed has not been handed to `save`, or `save` failed."""
        return self._unsaved

    def touch(self) -> None:
        """Something was typed."""
        self._unsaved = True
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Keep what is unsaved now, before returning: at closing and at locking. Raises what `save` raises.

        What could not be written stays unsaved, and is tried again.
        """
        if not self._unsaved and self._asked == self._written:
            return
        self.touch()
        self._asked += 1
        sentence = self._write(self._asked, self._read())
        self._unsaved = False
        self._timer.stop()
        self._kept(sentence)

    def forget(self) -> None:
        """The form was handed in: nothing more is to be kept, not even what is under way."""
        self._timer.stop()
        self._unsaved = False
        with self._writing:
            self._asked += 1
            self._written = self._asked

    def _save_soon(self) -> None:
        if self._busy:
            self._timer.start()
            return
        self._busy, self._unsaved = True, False
        self._asked += 1
        turn, typed = self._asked, self._read()
        tasks.run(self, lambda: self._write(turn, typed), self._done, lambda error: self._failed(turn, error))

    def _write(self, turn: int, typed: Typed) -> str | None:
        """What to say; None where newer text was kept already: older never overwrites it, whichever comes first."""
        with self._writing:
            if turn <= self._written:
                return None
            moment = self._save(typed)
            self._written = turn
            return f"已自动保存 {moment:%H:%M}" if moment else ""

    def _done(self, sentence: str | None) -> None:
        self._busy = False
        self._kept(sentence)

    def _kept(self, sentence: str | None) -> None:
        if sentence is not None:
            self.told.emit(sentence)

    def _failed(self, turn: int, error: AppError) -> None:
        self._busy = False
        if turn <= self._written:  # newer text was kept meanwhile, or the form was handed in
            return
        self._unsaved = True
        self._timer.start()
        self.told.emit(f"还没有保存：{error} 稍后会再试。")
