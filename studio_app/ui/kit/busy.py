"""A button that waits for its own work: pressed once only, and the focus comes back to it."""

from PySide6.QtWidgets import QApplication, QPushButton


class Busy:
    """`begin` while the work runs, `end` when it is over.

    Qt sends the focus of a disabled button to the next control, where a Space would press something else.
    """

    def __init__(self, button: QPushButton) -> None:
        self._button = button
        self._words = button.text()
        self._focused = False

    def begin(self, words: str = "") -> None:
        """`words`: what the button says meanwhile."""
        self._focused = self._button.hasFocus()
        if self._focused:
            self._button.clearFocus()
        if words:
            self._button.setText(words)
        self._button.setEnabled(False)

    def end(self, *, enabled: bool = True) -> None:
        """Gives the focus back, unless somebody went elsewhere meanwhile."""
        self._button.setText(self._words)
        self._button.setEnabled(enabled)
        if self._focused and QApplication.focusWidget() is None:
            self._button.setFocus()
        self._focused = False
