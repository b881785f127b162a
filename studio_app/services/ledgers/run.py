"""One pass over the cases of an order: rows at its level of masking, and a count of what they let out."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from sqlalchemy.orm import Session

from studio_app.office.handover import Watch, look_up, mask_entry, recipient_code
from studio_app.office.office import Office
from studio_app.records.dispute import ledger
from studio_app.records.dispute.ledger import Disclosure, LedgerCase, LedgerOrder, Row
from studio_app.records.dispute.masks import masks_of
from studio_app.records.dispute.past import over
from studio_app.services.ledgers.reading import LedgerReading, case_ids

STEP = 200  # rows between two looks at `watch`; one kind of work at a time is quicker than a row after the other


class LedgerRun:
    """The rows are made as they are taken, `STEP` at once; with `count` `disclosed` says what they let out."""

    def __init__(self, office: Office, order: LedgerOrder, watch: Watch | None = None) -> None:
        self._office, self._order, self._watch = office, order, watch
        mask_entry(office.lists, order.mask)
        self._masks = masks_of(office.lists, order.mask)
        self.disclosed = Disclosure()

    def rows(self, session: Session, *, count: bool = False) -> Iterator[Row]:
        """Refused where `watch` says stop. The session must stay open until the last row was taken."""
        first, last = self._order.days()
        moment = None if self._order.as_now else over(self._office, last)
        ids = case_ids(session, first, last, moment, carry_over=self._order.carry_over)
        for case, row in self._made(session, ids, moment, first):
            if count:
                self.disclosed.add(case, row, self._masks)
            yield {**row, "record_id": case.id}

    def rows_of(self, session: Session, ids: Sequence[str]) -> dict[str, Row]:
        """These cases as they are today, by id; those that are gone are left out."""
        return {case.id: row for case, row in self._made(session, ids, None, self._order.days()[0])}

    def _made(
        self, session: Session, ids: Sequence[str], moment: datetime | None, first: date
    ) -> Iterator[tuple[LedgerCase, Row]]:
        recipient = recipient_code(self._office.lists, self._order.to_whom)
        reading = LedgerReading(self._office, session, recipient, first, moment)
        cases, done = reading.cases(ids), 0
        while step := list(islice(cases, STEP)):
            look_up(self._watch, done, len(ids))
            rows = [ledger.row_of(serial, case, self._masks) for serial, case in enumerate(step, start=done + 1)]
            yield from zip(step, rows, strict=True)
            done += len(step)
