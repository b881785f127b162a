"""One pass over the cases of an order: rows at its level of masking, and a count of what they let out."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.office.lists import Entry, Lists
from studio_app.office.office import Office
from studio_app.records.dispute import ledger
from studio_app.records.dispute.ledger import Disclosure, LedgerOrder, Row
from studio_app.records.dispute.masks import masks_of
from studio_app.services.ledgers.reading import LedgerReading, case_ids

STEP = 200  # rows between two looks at `watch`; one kind of work at a time is quicker than a row after the other

Watch = Callable[[int, int], bool]
"""Told `done` of `total` rows now and then; False stops the work."""


class LedgerRun:
    """The rows are made as they are taken, `STEP` at once; with `count` `disclosed` says what they let out."""

    def __init__(self, office: Office, order: LedgerOrder, watch: Watch | None = None) -> None:
        self._office, self._order, self._watch = office, order, watch
        mask_entry(office.lists, order.mask)
        self._masks = masks_of(office.lists, order.mask)
        self.disclosed = Disclosure()

    def rows(self, session: Session, *, count: bool = False) -> Iterator[Row]:
        """Refused where `watch` says stop. The session must stay open until the last row was taken."""
        first, last = self._period()
        ids = case_ids(session, first, last, carry_over=self._order.carry_over)
        recipient = recipient_code(self._office.lists, self._order.to_whom)
        reading = LedgerReading(self._office, session, recipient, first)
        cases, done = reading.cases(ids), 0
        while step := list(islice(cases, STEP)):
            self._look_up(done, len(ids))
            rows = [ledger.row_of(serial, case, self._masks) for serial, case in enumerate(step, start=done + 1)]
            for case, row in zip(step, rows, strict=True) if count else ():
                self.disclosed.add(case, row, self._masks)
            yield from rows
            done += len(step)

    def _period(self) -> tuple[date, date]:
        problems = self._order.period_problems()
        if problems or self._order.first is None or self._order.last is None:
            raise Invalid(problems)
        return self._order.first, self._order.last

    def _look_up(self, done: int, total: int) -> None:
        if self._watch is not None and not self._watch(done, total):
            raise Refused("已停下，没有写出文件。")


def mask_entry(lists: Lists, level: str) -> Entry:
    """Invalid for a level the list does not offer."""
    found = {entry.code: entry for entry in lists.entries("masks")}.get(level)
    if found is None:
        raise Invalid({"mask": "没有这一种遮盖程度，请选“内部”“移交社区”或“公开”。"})
    return found


def recipient_code(lists: Lists, text: str) -> str:
    """The code whose consent ticks count: a label written out counts as its code."""
    return next((entry.code for entry in lists.entries("recipients") if text in (entry.code, entry.label)), text)
