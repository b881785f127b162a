"""The foot of a case page: the next act and why, the usual others, and everything else under 更多."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio_app.records.dispute.case.service import CaseFile
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import button, label
from studio_app.ui.kit.page.flow import Flow
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.page.room import Scrolling

WORDS = {
    "report_risk": "写风险报告",
    "resume": "恢复调解",
    "investigate": "写调查记录",
    "write_record": "写调解记录",
    "agree": "写协议",
    "print_agreement": "打印协议",
    "sign": "登记签名",
    "seal": "登记盖章",
    "tell": "记下生效日期",
    "perform": "登记履行",
    "follow_up": "写回访",
    "close": "结案",
    "archive": "归档",
    "reopen": "重新调解",
    "note": "写保密笔记",
    "print": "打印…",
    "details": "改详情",
    "parties": "当事人、告知与同意",
    "staff": "承办人员、回避",
    "risk": "风险研判",
    "extend": "延期",
    "suspend": "暂缓",
    "mode": "换办理方式",
    "history": "修改历史",
    "remove": "删除纠纷",
}
"""Action code → the verb on its button, in the order of the work."""
AS_MAIN = {"staff": "指派调解员", "parties": "补上对方当事人"}
"""What pages of several uses are opened for where they come next."""

NEEDS = {"print": "print", "print_agreement": "print", "print_remedies": "print", "history": "read"}
"""The right an action needs where it is not that to write."""

_GROUPS = (
    ("记录", ("investigate", "write_record", "agree", "perform", "follow_up", "note", "print")),
    ("纠纷", ("details", "parties", "staff", "risk", "history")),
    ("进程", ("extend", "suspend", "resume", "mode", "close", "archive", "reopen", "remove")),
)
_WHILE_OPEN = frozenset({"extend", "suspend", "resume", "mode", "close", "agree", "write_record", "investigate"})
_AS_NEXT = frozenset({"report_risk", "print_agreement", "sign", "seal", "tell"})
"""What is offered only where it comes next, or right after that."""


def usual(file: CaseFile) -> list[str]:
    """Codes of the buttons in view: the main one and its neighbours, in the order of the work."""
    wanted = {file.next.action, "print"}
    if not file.case.over:
        wanted.add("write_record")
        if file.agreement is not None:
            wanted |= {"agree"} if file.agreement.effective_on is None else set()
            wanted |= {"perform"} if file.obligations else set()
    if file.next.action == "print_agreement":  # who printed it elsewhere goes on at once
        wanted.add("sign")
    if (file.agreement is not None and file.agreement.effective_on is not None) or file.case.closed_on:
        wanted.add("follow_up")
    if file.case.state == "closed":
        wanted.add("archive")
    return [code for code in WORDS if code in wanted]


def possible(file: CaseFile) -> list[str]:
    """Codes of everything that may be done in this state."""
    over = file.case.over
    left_out = set(_WHILE_OPEN) if over else {"archive", "reopen"}
    left_out |= {"archive"} if file.case.state == "archived" else set()
    mediated = file.case.state in ("accepted", "mediating", "suspended") and file.case.mode != "C"
    left_out |= set() if mediated else {"extend"}
    left_out |= {"suspend"} if file.case.state not in ("accepted", "mediating") else {"resume"}
    left_out |= {"resume"} if file.case.state != "suspended" else set()
    left_out |= {"perform"} if not file.obligations else set()
    left_out |= {"mode"} if not file.other_modes else set()
    return [code for code in WORDS if code not in left_out | _AS_NEXT]


class CaseBar(QWidget):
    """`wanted(code)` at every button; 更多 opens a panel above the buttons, not a menu that needs aiming."""

    wanted = Signal(str)
    more_shown = Signal(bool)

    def __init__(self, may: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may = may
        self.setObjectName("case.bar")
        self._panel = QFrame()
        self._panel.setObjectName("case.more_panel")
        look.mark(self._panel, card="soft")
        self._panel_column = QVBoxLayout(self._panel)
        self._panel_column.setContentsMargins(look.M, look.S, look.M, look.M)
        self._panel_column.setSpacing(look.S)
        self._row_place = QVBoxLayout()
        self._row_place.setContentsMargins(0, 0, 0, 0)
        self._why = label("", "secondary", wrap=True)
        self._why.setObjectName("case.why")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.S)
        self._area = Scrolling(self._panel)
        column.addWidget(self._area)
        column.addLayout(self._row_place)
        column.addWidget(self._why)
        self.main: QPushButton | None = None
        self._row: QWidget | None = None
        self._inside: QWidget | None = None
        self._area.hide()

    def show_file(self, file: CaseFile) -> None:
        """Only what who is signed in may do; `may` tells."""
        codes = [code for code in usual(file) if self._may(NEEDS.get(code, "write"))]
        more = [code for code in possible(file) if code not in codes and self._may(NEEDS.get(code, "write"))]
        self._open_more(False)
        self._show_row(codes, file.next.action)
        self._why.setText(f"下一步：{file.next.why}")
        look.show_if(self._why, on=self._may("write"))
        self._show_panel(more)
        look.show_if(self.more, on=bool(more))

    @property
    def shows_more(self) -> bool:
        return not self._area.isHidden()

    def close_more(self) -> bool:
        """True if the panel stood open: Esc closes it first."""
        was_open = self._area.isVisible()
        self._open_more(False)
        self.more.setChecked(False)
        return was_open

    def focus_main(self) -> None:
        """The next act is a press of Enter away."""
        if self.main is not None:
            self.main.setFocus()

    def fit_more(self, height: int) -> int:
        """Give the open panel what it needs of `height` pixels, buttons first; what is left, below 0 what lacks."""
        row = self._row.heightForWidth(self.width()) if self._row is not None else 0
        row += self._why.heightForWidth(self.width()) + look.S
        wanted = self._panel.heightForWidth(self.width())
        room = height - row - look.S
        self._area.setFixedHeight(max(0, min(wanted, room)))
        return room - wanted

    def _open_more(self, on: bool) -> None:
        look.show_if(self._area, on=on)
        self.more_shown.emit(on)

    def _show_row(self, codes: Sequence[str], main: str) -> None:
        row = QWidget()
        flow = Flow(row)
        self.main = None
        for code in codes:
            made = self._button(code, "primary" if code == main else "")
            self.main = made if code == main else self.main
            flow.addWidget(made)
        self.more = button("更多", icon="caret-up")
        self.more.setObjectName("case.more")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._open_more)
        flow.addWidget(self.more)
        back = button("返回列表", "primary" if main == "back" else "quiet", clicked=lambda: self.wanted.emit("back"))
        back.setObjectName("case.back")
        self.main = back if main == "back" else self.main
        flow.addWidget(back)
        held = self._holds_focus(self._row)
        self._row = self._replace(self._row_place, self._row, row, self.main or self.more if held else None)

    def _show_panel(self, codes: Sequence[str]) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.S)
        for title, group in _GROUPS:
            shown = [code for code in group if code in codes]
            if shown:
                flow = Flow()
                for code in shown:
                    flow.addWidget(self._button(code, "danger" if code == "remove" else ""))
                column.addLayout(_group(title, flow))
        self._inside = self._replace(self._panel_column, self._inside, inside)

    def _button(self, code: str, kind: str) -> QPushButton:
        words = AS_MAIN.get(code, WORDS[code]) if kind == "primary" else WORDS[code]
        made = button(words, kind, clicked=lambda: self.wanted.emit(code))
        made.setObjectName(f"case.{code}")
        return made

    def _holds_focus(self, part: QWidget | None) -> bool:
        focused = self.window().focusWidget()
        return part is not None and focused is not None and part.isAncestorOf(focused)

    @staticmethod
    def _replace(place: QVBoxLayout, old: QWidget | None, new: QWidget, heir: QWidget | None = None) -> QWidget:
        """`heir` inside the new one takes the focus the old one had."""
        place.addWidget(new)
        if heir is not None:
            new.show()
            heir.setFocus()
        if old is not None:
            let_go(old)
            place.removeWidget(old)
        return new


def _group(title: str, buttons: Flow) -> QHBoxLayout:
    """The name of a group left of its buttons, which saves a line on a small screen."""
    row = QHBoxLayout()
    row.setSpacing(look.M)
    name = label(title, "secondary")
    name.setMinimumHeight(look.control_height())
    row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(buttons, 1)
    return row
