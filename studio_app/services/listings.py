"""Lists that leave the desk: as a workbook for somebody, as shown and masked, or for the terminal masked as for all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from studio_app.domain.dates import show_day_cn
from studio_app.domain.masking.levels import NOBODY, KnownPeople
from studio_app.office import handover
from studio_app.office.clocks import in_force
from studio_app.office.handover import Exported, Leaving, Order, Watch
from studio_app.office.kinds import WINDOW, Table, people_of
from studio_app.office.office import Office
from studio_app.office.tables import ExportLog, Reminder
from studio_app.records import KINDS
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.masks import cell_mask, masks_of
from studio_app.records.intake.draft import UNDECIDED, UNDECIDED_LABEL
from studio_app.records.intake.table import WHEN, Intake
from studio_app.workbook import plain_list
from studio_app.workbook.plain_list import PlainList

LEVEL = "public"
PURPOSE = "命令行列出"


@dataclass(frozen=True)
class Listed:
    """A list of records as it is shown: column → heading in their order, ids in theirs, `words` of rows on demand.

    `table` names the records; `scope` is what the list was narrowed to, in words of ours, nothing anybody typed.
    """

    table: str
    scope: str
    columns: Mapping[str, str]
    ids: Sequence[str]
    words: Callable[[Sequence[str]], Iterable[Sequence[str]]]

    @property
    def title(self) -> str:
        """What 导出记录 and the sheet call it: 纠纷名单（在办）."""
        of = _rows_of(self.table).word
        return f"{of}（{self.scope}）" if self.scope else of


@dataclass(frozen=True)
class ListLine:
    """One line, the state in words; `parties` are masked as for the public (handbook 7.2)."""

    number: str
    state: str
    date: date
    parties: str


Found = tuple[str, str, date, tuple[str, str], str]
"""Number, state, day, kind and id of the record, the label it is known by."""


class Listings:
    """What is shown as a list, for whoever asks for it outside the program."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # --- as a workbook ----------------------------------------------------------------------------------------

    def leaving(self, listed: Listed) -> Leaving:
        """For the page that asks for whom."""
        columns = "、".join(listed.columns.values())
        about = f"和列表里看到的一样：共 {len(listed.ids)} 条，列有{columns}；没有显示的列不导出。"

        def write(order: Order, path: Path, watch: Watch) -> Exported:
            return self.export(listed, order, path, force=True, watch=watch)

        return Leaving(listed.title, about, partial(handover.file_name, self._office, listed.title), write)

    def export(
        self, listed: Listed, order: Order, path: Path, *, force: bool = False, watch: Watch | None = None
    ) -> Exported:
        """Write the list as it is shown, masked by what each column is, and note it in 导出记录.

        Invalid names what is missing by field; Refused without the right to hand over, where the file exists and
        `force` is not given, or where `watch` stopped it; Unavailable when the disk does not take it.
        """
        order = handover.whole(order)
        self._office.require("hand_over")
        lists, today = self._office.lists, self._office.today()
        said = f"{handover.statement(lists, order)}{show_day_cn(today)}导出，共 {len(listed.ids)} 条。"
        around = PlainList(listed.title, said, list(listed.columns.values()))

        def put(stream: BinaryIO) -> int:
            return plain_list.write(around, self._masked(listed, order, watch), stream)

        entry = handover.entry(self._office, order, listed.title)
        handover.write(self._office, entry, path, put, force=force)
        return Exported(path, entry.count, f"已导出，{entry.count} 条。", entry.id)

    def _masked(self, listed: Listed, order: Order, watch: Watch | None) -> Iterator[list[str]]:
        rows, masks = _rows_of(listed.table), masks_of(self._office.lists, order.mask)
        recipient = handover.recipient_code(self._office.lists, order.to_whom)
        cells = [cell_mask(rows.table.__table__.columns[rows.listed.get(key, key)], masks) for key in listed.columns]
        for start in range(0, len(listed.ids), WINDOW):
            handover.look_up(watch, start, len(listed.ids))
            ids = listed.ids[start : start + WINDOW]
            known = self._known(rows, ids, recipient)
            for one, row in zip(ids, listed.words(ids), strict=True):
                yield [cell(words, known.get(one, NOBODY)) for cell, words in zip(cells, row, strict=True)]

    def _known(self, rows: "_Rows", ids: Sequence[str], recipient: str) -> dict[str, KnownPeople]:
        """Whom the rows name, or the records they belong to."""
        with self._office.read() as session:
            owner = {one: (kind, of) for one, kind, of in session.execute(rows.owners.where(rows.key.in_(ids)))}
            found = people_of(KINDS, session, owner.values(), self._office.today(), recipient)
        return {one: found.get(of, NOBODY) for one, (_kind, of) in owner.items()}

    # --- for the terminal -------------------------------------------------------------------------------------

    def taken(self, what: str) -> list[ListLine]:
        """A list (see `LISTS`) that leaves the program, noted in 导出记录 before anybody has it."""
        label, lines = LISTS[what]
        found = lines(self)
        account = self._office.signed.account_id
        with self._office.database.transaction(account, PURPOSE, undoable=False) as session:
            entry = ExportLog(at=self._office.now(), account_id=account, what=label, count=len(found), mask=LEVEL)
            entry.purpose = PURPOSE
            session.add(entry)
        return found

    def cases(self) -> list[ListLine]:
        """The newest first."""
        query = select(Case.id, Case.number, Case.state, Case.accepted_on, Case.parties_label)
        with self._office.read() as session:
            rows = session.execute(query.order_by(Case.accepted_on.desc(), Case.id.desc()))
            found = [(number, self._state(state), day, ("case", one), who) for one, number, state, day, who in rows]
            return self._lines(session, found)

    def intakes(self) -> list[ListLine]:
        """The newest first."""
        query = select(Intake.id, Intake.number, Intake.destination, Intake.received_on, Intake.visitor_label)
        with self._office.read() as session:
            rows = session.execute(query.order_by(*(column.desc() for column in (*WHEN, Intake.id))))
            found = [
                (number, self._destination(code), day, ("intake", one), who) for one, number, code, day, who in rows
            ]
            return self._lines(session, found)

    def reminders(self) -> list[ListLine]:
        """In the order they fall due. Their own texts name people, so the name of the rule stands for them."""
        label = (Case.parties_label, Intake.visitor_label)
        query = select(
            Reminder.rule, Reminder.shown_on, Reminder.owner_kind, Reminder.owner_id,
            func.coalesce(Case.number, Intake.number, ""), func.coalesce(*label, ""),
        )  # fmt: skip
        query = query.outerjoin(Case, Case.id == Reminder.owner_id).outerjoin(Intake, Intake.id == Reminder.owner_id)
        query = query.where(in_force(self._office.lists, self._office.today()))
        with self._office.read() as session:
            rows = session.execute(query.order_by(Reminder.shown_on, Reminder.key))
            found = [(number, self._rule(rule), day, (kind, one), who) for rule, day, kind, one, number, who in rows]
            return self._lines(session, found)

    def _lines(self, session: Session, found: list[Found]) -> list[ListLine]:
        masks = masks_of(self._office.lists, LEVEL)
        known = people_of(KINDS, session, (owner for *_, owner, _label in found), self._office.today())
        return [
            ListLine(number, state, day, masks.scan(label, known.get(owner[1], NOBODY)))
            for number, state, day, owner, label in found
        ]

    # --- words ------------------------------------------------------------------------------------------------

    def _state(self, code: str) -> str:
        return self._office.lists.label("case_states", code)

    def _destination(self, code: str) -> str:
        return UNDECIDED_LABEL if code in UNDECIDED else self._office.lists.label("destinations", code)

    def _rule(self, code: str) -> str:
        rule = self._office.lists.rules().get(code)
        return rule.label if rule else "自记提醒"


class _Rows(NamedTuple):
    """What the rows of a list are, the record each belongs to, and what its columns are called in the table."""

    word: str
    table: Table
    key: Any
    owners: Any
    listed: Mapping[str, str]


def _rows_of(table: str) -> _Rows:
    if table in _OF_THE_DESK:
        return _OF_THE_DESK[table]
    kind, one = next((kind, one) for kind in KINDS for one in kind.tables if one.__tablename__ == table)
    owners = select(one.id, literal(kind.name), kind.owner_in(one))
    return _Rows(f"{one.logged_as}名单", one, one.id, owners, kind.listed)


_OF_THE_DESK = {
    "export_log": _Rows(
        "导出记录", ExportLog, ExportLog.id, select(ExportLog.id, literal(""), literal("")), {"who": "account_id"}
    ),
    "reminder": _Rows(
        "提醒名单", Reminder, Reminder.key, select(Reminder.key, Reminder.owner_kind, Reminder.owner_id),
        {"about": "text", "when": "shown_on"},
    ),
}  # fmt: skip


LISTS: dict[str, tuple[str, Callable[[Listings], list[ListLine]]]] = {
    "cases": ("纠纷名单", Listings.cases),
    "intakes": ("来访登记名单", Listings.intakes),
    "reminders": ("提醒名单", Listings.reminders),
}
"""What the terminal can list: how 导出记录 calls it, and its lines."""
