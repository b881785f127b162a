"""A file that leaves the desk: for whom, why, masked how far; written and noted in 导出记录 in one step."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, TypeVar

from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.core.whole_file import replacing
from studio_app.domain.wording import clean
from studio_app.office.lists import Entry, Lists
from studio_app.office.office import Office
from studio_app.office.tables import ExportLog

Watch = Callable[[int, int], bool]
"""Told `done` of `total` rows now and then; False stops the work."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """`to_whom` and `purpose` are codes of their lists or free words; `reason` is asked for at the level `internal`."""

    mask: str = "handover"
    to_whom: str = ""
    purpose: str = ""
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """PIPL arts. 21–23: a file leaves the desk, at whatever level, for a named recipient and purpose only."""
        found = {}
        if not self.to_whom.strip():
            found["to_whom"] = "请选择或填写交给谁（《个人信息保护法》第二十三条要求写明接收单位）。"
        if not self.purpose.strip():
            found["purpose"] = "请选择或填写用途。"
        if self.mask == "internal" and not self.reason.strip():
            found["reason"] = "完整导出含全部个人信息，请写明为什么需要完整内容。"
        return found


AnyOrder = TypeVar("AnyOrder", bound=Order)


@dataclass(frozen=True)
class Exported:
    """`note` is what to say; `log_id` finds the record for the 移交清单."""

    path: Path
    count: int
    note: str
    log_id: str


@dataclass(frozen=True)
class Leaving:
    """A workbook that can leave, once it is said for whom: what the page of 导出为 Excel has to know of it."""

    title: str
    about: str
    file_name: Callable[[Order], str]
    write: Callable[[Order, Path, Watch], Exported]
    """Off the GUI thread; `force` is meant, the person chose the place."""


def file_name(office: Office, title: str, order: Order) -> str:
    """What to call the file; never a person's name, nothing a disk refuses."""
    mark = mask_entry(office.lists, order.mask).get("file_mark")
    return re.sub(r'[\\/:*?"<>|\s]', "", f"{title}_{office.today():%Y%m%d}{mark}") + ".xlsx"


# --- before ---------------------------------------------------------------------------------------------------


def proposed(lists: Lists, order: AnyOrder) -> AnyOrder:
    """For the first recipient of the list."""
    recipient = next(iter(lists.entries("recipients")), None)
    return order if recipient is None else for_recipient(lists, order, recipient.code)


def for_recipient(lists: Lists, order: AnyOrder, recipient: str) -> AnyOrder:
    """The order with what the lists propose for this recipient; free words change nothing but the recipient."""
    entry = lists.entry("recipients", recipient_code(lists, recipient))
    mask, purposes = str(entry.get("mask", order.mask)), entry.get("purposes", [order.purpose])
    return replace(order, to_whom=recipient, mask=mask, purpose=next(iter(purposes), order.purpose))


def whole(order: AnyOrder) -> AnyOrder:
    """The order without what nobody can see; Invalid names by field what is missing."""
    order = replace(
        order,
        to_whom=clean(order.to_whom, single_line=True),
        purpose=clean(order.purpose, single_line=True),
        reason=clean(order.reason, single_line=True) if order.mask == "internal" else "",
    )
    problems = order.problems()
    if problems:
        raise Invalid(problems)
    return order


def statement(lists: Lists, order: Order) -> str:
    """Level, recipient and purpose: a masked file says so itself (handbook 7.2)."""
    note = str(mask_entry(lists, order.mask).get("note"))
    if not order.to_whom or not order.purpose:
        return note
    to_whom, purpose = lists.label("recipients", order.to_whom), lists.label("purposes", order.purpose)
    return f"{note}提供给{to_whom}，用于{purpose}。"


def mask_entry(lists: Lists, level: str) -> Entry:
    """Invalid for a level the list does not offer."""
    found = {entry.code: entry for entry in lists.entries("masks")}.get(level)
    if found is None:
        raise Invalid({"mask": "没有这一种遮盖程度，请选“内部”“移交社区”或“公开”。"})
    return found


def recipient_code(lists: Lists, text: str) -> str:
    """The code whose consent ticks count: a label written out counts as its code."""
    return next((entry.code for entry in lists.entries("recipients") if text in (entry.code, entry.label)), text)


# --- writing --------------------------------------------------------------------------------------------------


def look_up(watch: Watch | None, done: int, total: int) -> None:
    """Refused where `watch` says stop."""
    if watch is not None and not watch(done, total):
        raise Refused("已停下，没有写出文件。")


def entry(office: Office, order: Order, what: str, period: str = "") -> ExportLog:
    """Its line in 导出记录, but for what only the finished file tells."""
    purpose = office.lists.label("purposes", order.purpose)
    return ExportLog(
        at=office.now(),
        account_id=office.signed.account_id,
        what=what,
        period=period,
        mask=order.mask,
        to_whom=office.lists.label("recipients", order.to_whom),
        purpose=f"{purpose}（{order.reason}）" if order.reason else purpose,
    )


def write(  # noqa: PLR0913 — one act: the file, its line, and what belongs to the line
    office: Office,
    noted: ExportLog,
    path: Path,
    put: Callable[[BinaryIO], int],
    *,
    force: bool,
    beside: Callable[[Session], object] = lambda _session: None,
) -> None:
    """What `put` writes and counts, and its line: no file appears, or replaces another, that is not noted.

    `beside` stores what belongs to the line, which has its id by then.

    Refused without the right to hand over or where the file exists and `force` is not given; Unavailable when the
    disk does not take it.
    """
    noted.file_name = path.name
    with replacing(path, force=force) as stream:
        noted.count = put(stream)
        stream.seek(0)
        noted.digest = hashlib.file_digest(stream, "sha256").hexdigest()
        with office.write(f"导出{noted.what}", undoable=False, right="hand_over") as session:
            session.add(noted)
            session.flush()
            beside(session)
