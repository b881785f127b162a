"""The other registers (来访接待登记簿, 履行台账 …): a row for each record, in the columns a file of ours names."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Column, literal, select
from sqlalchemy.orm import Session

from studio_app.core import paths
from studio_app.domain import dates
from studio_app.domain.masking.levels import NOBODY, KnownPeople
from studio_app.domain.money import show_yuan
from studio_app.domain.wording import join
from studio_app.office import handover
from studio_app.office.handover import Exported, Watch
from studio_app.office.kinds import WINDOW, people_of
from studio_app.office.lists import Lists
from studio_app.office.office import Office
from studio_app.office.tables import Staff
from studio_app.records import KINDS
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation, Performance, Urge
from studio_app.records.dispute.case.table import Case, Party, RiskReport
from studio_app.records.dispute.ledger import BACKDATED, SAMPLE, LedgerOrder, file_name_of, period_text
from studio_app.records.dispute.masks import cell_mask, masks_of
from studio_app.records.intake.table import Visitor
from studio_app.services.ledgers.heading import LedgerHeading
from studio_app.services.ledgers.run import LedgerRun
from studio_app.store import garbage
from studio_app.store.table import model_of, told
from studio_app.workbook.body import Kind
from studio_app.workbook.template import Template, load

CODES = ("mediation", "prominent", "intake", "follow_up", "performance", "oral")
"""Files of resources/ledgers, in the order in which they are offered."""
Words = dict[str, Any]
"""Record → what a column says of it."""


@dataclass(frozen=True)
class RegisterOrder(LedgerOrder):
    """Which register, of which time, for whom."""

    register: str = CODES[0]


class LedgerRegisters(LedgerHeading):
    """Registers leave like the ledger: for somebody, masked, noted."""

    def registers(self) -> list[tuple[str, str]]:
        """(code, name) of what can be written."""
        return [(code, _template(code).plan.sheet) for code in CODES]

    def register_file_name(self, order: RegisterOrder) -> str:
        """What to call the file; never a person's name."""
        with self._office.read() as session:
            community = self._studio(session).community
        mark = str(handover.mask_entry(self._office.lists, order.mask).get("file_mark"))
        return file_name_of(f"{community}{_template(order.register).plan.sheet}_{_period(order)}{mark}")

    def register_count(self, order: RegisterOrder) -> int:
        """How many rows it would have. Invalid where the period is not known."""
        with self._office.read() as session:
            return len(_Rows(self._office, session, order).ids)

    def export_register(
        self, order: RegisterOrder, path: Path, *, force: bool = False, watch: Watch | None = None
    ) -> Exported:
        """Write it and note it in 导出记录; raises what `export_t1` raises."""
        order = handover.whole(order)
        self._office.require("hand_over")
        template = _template(order.register)

        def put(stream: BinaryIO) -> int:
            with garbage.seldom_looked_for(), self._office.read() as session:
                rows = _Rows(self._office, session, order).cells(watch)
                return template.fill(self._around(session, order), rows, stream)

        entry = handover.entry(self._office, order, template.plan.sheet, _period(order))
        handover.write(self._office, entry, path, put, force=force)
        said = f"已导出，{entry.count} 行。" if entry.count else "已导出，这段时间没有记录。"
        return Exported(path, entry.count, said, entry.id)

    def _around(self, session: Session, order: RegisterOrder) -> dict[str, str]:
        heading = self._heading(session)
        return {
            "单位": self._studio(session).name,
            "期间": _period(order),
            "填报单位": heading.unit,
            "填报人": heading.reporter,
            "审核人": heading.reviewer,
            "联系电话": heading.phone,
            "填报日期": dates.show_day_cn(self._office.today()),
            "说明": handover.statement(self._office.lists, order),
        }


@cache
def _template(code: str) -> Template:
    return load(paths.resource("ledgers", f"{code}.toml"))


@cache
def _of(code: str) -> dict[str, str]:
    """Which records: `table` and its `day`, and what it is narrowed to."""
    told: dict[str, dict[str, str]] = tomllib.loads(
        paths.resource("ledgers", f"{code}.toml").read_text(encoding="utf-8")
    )
    return told["register"]


def _period(order: LedgerOrder) -> str:
    return period_text(order.first, order.last) if order.first and order.last else ""


class _Rows:
    """The records of one register, window by window."""

    def __init__(self, office: Office, session: Session, order: RegisterOrder) -> None:
        self._office, self._session, self._lists = office, session, office.lists
        self._columns, self._of = _template(order.register).columns, _of(order.register)
        self._table, self._masks = model_of(self._of["table"]), masks_of(office.lists, order.mask)
        self._recipient = handover.recipient_code(office.lists, order.to_whom)
        self._period = order.days()
        self._ledger = lru_cache(1)(partial(LedgerRun(office, order).rows_of, session))
        self._kind = next(kind for kind in KINDS if self._table in kind.tables)
        self._staff = dict(session.execute(select(Staff.id, Staff.name).execution_options(with_deleted=True)).all())

    @property
    def ids(self) -> list[str]:
        """In the order of the day."""
        day = getattr(self._table, self._of["day"])
        query = select(self._table.id).where(day.between(*self._period), *self._narrowed())
        return list(self._session.scalars(query.order_by(day, self._table.id)))

    def _narrowed(self) -> Iterator[Any]:
        """What a register is narrowed to: `mode`, `form`, `risk` (several words), and papers that hold."""
        for name in ("mode", "form", "risk"):
            if name in self._of:
                yield getattr(self._table, name).in_(self._of[name].split())
        if self._table is Agreement:
            yield Agreement.superseded.is_(False)
        if self._table is Obligation:
            yield Obligation.state != "replaced"

    def cells(self, watch: Watch | None) -> Iterator[list[Any]]:
        ids = self.ids
        for start in range(0, len(ids), WINDOW):
            handover.look_up(watch, start, len(ids))
            window = ids[start : start + WINDOW]
            known = self._known(window)
            numbers: Words = {one: serial for serial, one in enumerate(window, start=start + 1)}
            columns = [
                numbers if column.key == "serial" else self._column(column.key, column.kind, window, known)
                for column in self._columns
            ]
            for one in window:
                yield [column.get(one) for column in columns]

    def _known(self, ids: Sequence[str]) -> dict[str, KnownPeople]:
        """Whom each record names, or the one it belongs to."""
        owners = select(self._table.id, literal(self._kind.name), self._kind.owner_in(self._table))
        owner = {one: (kind, of) for one, kind, of in self._session.execute(owners.where(self._table.id.in_(ids)))}
        found = people_of(KINDS, self._session, owner.values(), self._office.today(), self._recipient)
        return {one: found.get(of, NOBODY) for one, (_kind, of) in owner.items()}

    def _column(self, key: str, kind: Kind, ids: Sequence[str], known: dict[str, KnownPeople]) -> Words:
        """What one column says of each record, masked by what it is."""
        if key == "marks":
            return self._marks(ids)
        if key.startswith("ledger."):
            return {one: row[key.removeprefix("ledger.")] for one, row in self._ledger(tuple(ids)).items()}
        if key in _MORE:
            words = _MORE[key](self._session, self._lists, ids)
            if kind is Kind.MONEY:
                return words
            by_key = {"visitor_phones": self._masks.phone_cell, "clauses": self._masks.free_text}
            mask = by_key.get(key, lambda text, _known: text)  # days, sums and words of the lists
            return {one: mask(text, known.get(one, NOBODY)) for one, text in words.items()}
        table = Case if key.startswith("case.") else self._table
        column: Any = table.__table__.columns[key.removeprefix("case.")]
        return self._told(column, kind, self._values(table, column, ids), known)

    def _marks(self, ids: Sequence[str]) -> Words:
        """What was entered late or is a sample, of the record or the one it belongs to."""
        owner: Any = self._kind.table
        query = select(self._table.id, owner.backdate_reason, owner.sample).where(self._table.id.in_(ids))
        if owner is not self._table:
            query = query.join(owner, owner.id == self._kind.owner_in(self._table))
        marks = (
            (one, (BACKDATED if late else "", SAMPLE if sample else ""))
            for one, late, sample in self._session.execute(query)
        )
        return {one: "；".join(filter(None, words)) for one, words in marks}

    def _values(self, table: Any, column: Column[Any], ids: Sequence[str]) -> Words:
        query = select(self._table.id, getattr(table, column.key)).where(self._table.id.in_(ids))
        if table is not self._table:
            query = query.join(Case, Case.id == self._table.case_id)
        return dict(self._session.execute(query).all())

    def _told(self, column: Column[Any], kind: Kind, values: Words, known: dict[str, KnownPeople]) -> Words:
        if kind in {Kind.DATE, Kind.INT, Kind.MONEY}:
            return values
        mask, names = cell_mask(column, self._masks), self._names(column, values.values())
        return {one: mask(self._word(column, value, names), known[one]) for one, value in values.items()}

    def _names(self, column: Column[Any], values: Iterable[Any]) -> dict[str, str]:
        """Of the records a column names."""
        said = told(column)
        if said is None or said.names != "party":
            return self._staff
        wanted = {one for value in values for one in (value if isinstance(value, list) else [value]) if one}
        query = select(Party.id, Party.name).where(Party.id.in_(wanted)).execution_options(with_deleted=True)
        return dict(self._session.execute(query).all())

    def _word(self, column: Column[Any], value: Any, names: dict[str, str]) -> str:
        said = told(column)
        if isinstance(value, list):
            return "、".join(self._word(column, one, names) for one in value)
        if value is None or value == "" or said is None:
            return "" if value is None else str(value)
        if said.of:
            return self._lists.label(said.of, value) or str(value)
        if said.names:
            return names.get(value, "")
        return dates.show_day(value) if isinstance(value, date) else str(value)


# --- what no column says ----------------------------------------------------------------------------------------


def _by(rows: Iterable[Any]) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _visitor_phones(session: Session, _lists: Lists, ids: Collection[str]) -> Words:
    query = select(Visitor.intake_id, Visitor.phone).where(Visitor.intake_id.in_(ids), Visitor.phone != "")
    return {one: join([row.phone for row in rows]) for one, rows in _by(session.execute(query)).items()}


def _performed(session: Session, lists: Lists, ids: Collection[str]) -> Words:
    """Of an obligation the days and sums; of a case how many of its items were performed."""
    own = select(Performance.obligation_id, Performance.done_on, Performance.amount_fen)
    found = _by(session.execute(own.where(Performance.obligation_id.in_(ids)).order_by(Performance.done_on)))
    words = {one: "；".join(_did(row) for row in rows) for one, rows in found.items()}
    owed = select(Obligation.case_id, Obligation.state).where(
        Obligation.case_id.in_(ids), Obligation.state != "replaced"
    )
    for case_id, rows in _by(session.execute(owed)).items():
        done = sum(lists.entry("obligation_states", row.state).get("done") == "yes" for row in rows)
        words[case_id] = f"{len(rows)}项，已履行{done}项"
    return words


def _did(row: Any) -> str:
    return dates.show_day_cn(row.done_on) + (f" {show_yuan(row.amount_fen)}" if row.amount_fen else "")


def _urged(session: Session, lists: Lists, ids: Collection[str]) -> Words:
    query = select(Urge.obligation_id, Urge.urged_on, Urge.way).where(Urge.obligation_id.in_(ids))
    found = _by(session.execute(query.order_by(Urge.urged_on)))
    return {
        one: "；".join(f"{dates.show_day_cn(row.urged_on)}{lists.label('urge_methods', row.way)}" for row in rows)
        for one, rows in found.items()
    }


def _agreements(session: Session, ids: Collection[str]) -> dict[str, Agreement]:
    """The newest paper of each case that holds."""
    query = select(Agreement).where(
        Agreement.case_id.in_(ids), Agreement.superseded.is_(False), Agreement.form != "none"
    )
    return {one.case_id: one for one in session.scalars(query.order_by(Agreement.round, Agreement.edition))}


def _of_agreement(
    say: Callable[[Lists, Agreement], str], session: Session, lists: Lists, ids: Collection[str]
) -> Words:
    return {case_id: say(lists, one) for case_id, one in _agreements(session, ids).items()}


def _amount(session: Session, _lists: Lists, ids: Collection[str]) -> Words:
    """Fen, where a sum was agreed."""
    papers = {one.id: case_id for case_id, one in _agreements(session, ids).items()}
    query = select(Clause.agreement_id, Clause.amount_fen).where(Clause.agreement_id.in_(papers))
    found = _by(session.execute(query.where(Clause.amount_fen.is_not(None))))
    return {papers[one]: sum(row.amount_fen for row in rows) for one, rows in found.items()}


def _clauses(session: Session, _lists: Lists, ids: Collection[str]) -> Words:
    query = select(Clause.agreement_id, Clause.what, Clause.amount_fen).where(Clause.agreement_id.in_(ids))
    return {
        one: "；".join(row.what + (f"（{show_yuan(row.amount_fen)}）" if row.amount_fen else "") for row in rows)
        for one, rows in _by(session.execute(query.order_by(Clause.position))).items()
    }


def _reported(session: Session, lists: Lists, ids: Collection[str]) -> Words:
    query = select(RiskReport.case_id, RiskReport.reported_at, RiskReport.target).where(RiskReport.case_id.in_(ids))
    found = _by(session.execute(query.order_by(RiskReport.reported_at)))
    return {
        one: "；".join(
            f"{dates.show_day_cn(row.reported_at.date())}报{lists.label('report_targets', row.target)}" for row in rows
        )
        for one, rows in found.items()
    }


_MORE: dict[str, Callable[[Session, Lists, Collection[str]], Words]] = {
    "visitor_phones": _visitor_phones,
    "performed": _performed,
    "urged": _urged,
    "amount": _amount,
    "clauses": _clauses,
    "reported": _reported,
    "agreement_number": partial(_of_agreement, lambda _lists, one: one.number),
    "agreement_form": partial(_of_agreement, lambda lists, one: lists.label("agreement_forms", one.form)),
    "confirmed": partial(
        _of_agreement,
        lambda _lists, one: f"{dates.show_day_cn(one.court_ruled_on)}裁定" if one.court_ruled_on else "",
    ),
}
"""Columns that are no field of the record: what other records say of it."""
