"""A button that waits for its own work: pressed once only, and the focus comes back to it."""

from PySide6.QtWidgets import QPushButton, QWidget


class Busy:
    """`begin` while the work runs, `end` when it is over.

    Qt sends the focus of a disabled button to the next control, where a Space would press something else: it waits
    on what lies around the button. Also where a dialog has just closed and the window is not active again yet.
    """

    def __init__(self, button: QPushButton) -> None:
        self._button = button
        self._words = button.text()
        self._waits_on: QWidget | None = None

    def begin(self, words: str = "") -> None:
        """`words`: what the button says meanwhile."""
        around = self._button.parentWidget()
        self._waits_on = around if self._button.window().focusWidget() is self._button else None
        if self._waits_on is not None:
            self._waits_on.setFocus()
        if words:
            self._button.setText(words)
        self._button.setEnabled(False)

    def end(self, *, enabled: bool = True) -> None:
        """Gives the focus back, unless somebody went elsewhere meanwhile."""
        self._button.setText(self._words)
        self._button.setEnabled(enabled)
        if self._waits_on is not None and self._button.window().focusWidget() in (None, self._waits_on):
            self._button.setFocus()
        self._waits_on = None
