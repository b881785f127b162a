"""A page for somebody who may only look: every answer can be read and copied, none changed, nothing handed in."""

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from studio_app.ui.kit.form.form import Form

NOT_YOURS = "您的账号只能看。需要录入、打印时，请管理员在“设置与备份—人员与账号”里调整权限。"
LEADS_AWAY, FOLD = (".back", ".cancel"), ".more"
"""Endings of the names of buttons that change nothing, and of those that open a part of a form."""


def offer_if(allowed: bool, offered: QWidget) -> None:
    """What somebody may not do is not in view; nothing is shown here, for without a parent it would be a window."""
    if not allowed:
        offered.hide()


def only_look(page: QWidget) -> None:
    """Whatever could be typed into or pressed on it is shut or gone, but the way back."""
    for form in page.findChildren(Form):
        form.set_read_only(on=True)
    for line in page.findChildren(QLineEdit):
        line.setReadOnly(True)
    for box in page.findChildren(QPlainTextEdit):
        box.setReadOnly(True)
    for choice in (
        *page.findChildren(QComboBox),
        *page.findChildren(QAbstractSpinBox),
        *page.findChildren(QListWidget),
    ):
        choice.setEnabled(False)
    for pressed in page.findChildren(QAbstractButton):
        if pressed.objectName().endswith(LEADS_AWAY):
            continue
        pressed.setEnabled(False)
        if isinstance(pressed, QPushButton) and (not pressed.isCheckable() or pressed.objectName().endswith(FOLD)):
            pressed.hide()  # what is chosen stays in view; a part that says something stands open
