"""The list of cases: ordered ids by one query, rows in windows, views that people keep."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, overload

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy import case as when

from studio_app.core.errors import Invalid
from studio_app.domain.dates import short_day, show_day
from studio_app.domain.wording import clean
from studio_app.office.office import Office
from studio_app.office.tables import Setting, Staff
from studio_app.records.dispute.case import figures
from studio_app.records.dispute.case.risk import is_studied
from studio_app.records.dispute.case.table import CLOSED, Case
from studio_app.records.dispute.case.work import CaseWork

VIEWS = (
    ("mine", "我承办的"),
    ("open", "在办"),
    ("overdue", "已逾期"),
    ("performing", "履行中"),
    ("red", "红色风险"),
    ("closed", "已结案"),
    ("all", "全部"),
)
COUNTED = (("mediating", "调解进行中"), ("resolved", "本季已化解"))
"""Views behind the figures of 今日; offered only while one of them is looked at."""
MOST_VIEWS = 12


ALL = 10**9
WIDTH = 32
"""Characters of an id."""


class IdRow(Sequence[str]):
    """Ids of one width in one string: a hundred thousand come from the engine as a single value."""

    def __init__(self, joined: str) -> None:
        self._joined = joined

    def __len__(self) -> int:
        return len(self._joined) // WIDTH

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> "IdRow": ...

    def __getitem__(self, place: int | slice) -> "str | IdRow":
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            if step == 1:
                return IdRow(self._joined[start * WIDTH : max(start, stop) * WIDTH])
            return IdRow("".join(self[i] for i in range(start, stop, step)))
        at = range(len(self))[place] * WIDTH
        return self._joined[at : at + WIDTH]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(str.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none either

    def index(self, value: object, start: int = 0, stop: int | None = None) -> int:
        """ValueError when it is not among them, as for a list."""
        end = len(self) if stop is None else stop
        at = self._joined.find(str(value), start * WIDTH, end * WIDTH)
        while at >= 0 and at % WIDTH:
            at = self._joined.find(str(value), at + 1, end * WIDTH)
        if at < 0:
            raise ValueError(value)
        return at // WIDTH


@dataclass(frozen=True)
class CaseFilter:
    """Which cases a list shows; empty means all. `since` and `until` are days of acceptance, both included."""

    view: str = "open"
    dispute_type: str = ""
    mode: str = ""
    community: str = ""
    risk: str = ""
    since: date | None = None
    until: date | None = None

    def stored(self) -> dict[str, Any]:
        return {name: str(value) for name, value in asdict(self).items() if value}

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> "CaseFilter":
        """What a saved view says; fields of another version are passed over."""
        known: dict[str, Any] = {f.name: stored[f.name] for f in fields(cls) if f.name in stored}
        for name in {"since", "until"} & set(known):
            known[name] = date.fromisoformat(str(known[name]))
        return cls(**known)


@dataclass(frozen=True)
class CaseRow:
    """One line of the list, in words."""

    id: str
    number: str
    parties: str
    title: str
    type: str
    state: str
    state_tone: str
    risk: str
    risk_tone: str
    handler: str
    accepted_on: date
    due: str  # the next day, with its year where that is another
    overdue: bool
    community: str
    mode: str


class CaseRows:
    """The rows of one filter, or of `among` those: a RowSource for the table of the kit."""

    def __init__(self, office: Office, wanted: CaseFilter, among: Collection[str] | None = None) -> None:
        self._office, self._filter, self._among = office, wanted, among

    def ids(self, sort_key: str, descending: bool) -> Sequence[str]:
        """All ids in order; where nothing else is asked the newest acceptance first, the most overdue in 已逾期."""
        wanted = sort_key or ("due" if self._filter.view == "overdue" else "")
        order = _order(wanted, descending=descending)
        query = select(Case.id).where(Case.deleted_at.is_(None), *self._conditions()).order_by(*order)
        inner = query.limit(ALL).subquery()  # with a limit no engine drops the order of an inner query
        with self._office.read() as session:
            found = IdRow(session.scalar(select(func.aggregate_strings(inner.c.id, ""))) or "")
        return found if self._among is None else [one for one in found if one in self._among]

    def rows(self, ids: Sequence[str]) -> Sequence[CaseRow]:
        query = _columns().where(Case.id.in_(ids))
        with self._office.read() as session:
            found = {row.id: self._row(row) for row in session.execute(query)}
        return [found.get(case_id) or _gone(case_id, self._office.today()) for case_id in ids]

    def _row(self, row: Any) -> CaseRow:
        lists, today = self._office.lists, self._office.today()
        risk = lists.entry("risks", row.risk)
        return CaseRow(
            id=row.id,
            number=row.number,
            parties=row.parties_label,
            title=row.title,
            type=str(lists.entry("dispute_types", row.dispute_type).get("short") or row.dispute_type),
            state=_state_word(self._office, row),
            state_tone=_TONES.get(row.state, "accent"),
            risk=risk.label if is_studied(row.risk, row.risk_signs, row.risk_note) else "",
            risk_tone=str(risk.get("tone")),
            handler=row.handler or "",
            accepted_on=row.accepted_on,
            due=_due(row.next_due, today),
            overdue=bool(row.next_due and row.next_due < today),
            community=row.community,
            mode=lists.label("modes", row.mode),
        )

    def _conditions(self) -> list[ColumnElement[bool]]:
        wanted = self._filter
        typed = (
            (Case.dispute_type, wanted.dispute_type),
            (Case.mode, wanted.mode),
            (Case.community, wanted.community),
            (Case.risk, wanted.risk),
        )
        found = [column == value for column, value in typed if value]
        if wanted.since:
            found.append(Case.accepted_on >= wanted.since)
        if wanted.until:
            found.append(Case.accepted_on <= wanted.until)
        return [*found, *self._of_view(wanted.view)]

    def _of_view(self, view: str) -> list[ColumnElement[bool]]:
        office = self._office
        by_view: dict[str, list[ColumnElement[bool]]] = {
            "mine": [Case.handler_id == (office.signed.staff_id or "")],
            "open": [Case.state.in_(_states(office, open_ones=True))],
            "overdue": [Case.next_due < office.today()],
            "performing": [Case.state.in_(_states(office, step="履行"))],
            "red": [Case.risk == "red", Case.state.not_in(CLOSED)],
            "closed": [Case.state.in_(CLOSED)],
            "mediating": figures.mediating(),
            "resolved": figures.resolved(office.today()),
        }
        return by_view.get(view, [])


class CaseListing(CaseWork):
    """Lists and the views a person saved."""

    def listing(self, wanted: CaseFilter) -> CaseRows:
        return CaseRows(self._office, wanted)

    def page(self, wanted: CaseFilter, sort: str = "", *, desc: bool = False) -> Sequence[str]:
        """Ids of all cases of a filter in order."""
        return self.listing(wanted).ids(sort, desc)

    def rows(self, ids: Sequence[str]) -> Sequence[CaseRow]:
        return self.listing(CaseFilter("all")).rows(ids)

    def communities(self) -> list[str]:
        """Communities that occur in cases, for the filter."""
        with self._office.read() as session:
            found = session.scalars(select(Case.community).where(Case.community != "").distinct())
            return sorted(found)

    def saved_views(self) -> list[tuple[str, CaseFilter]]:
        """Views this person saved, in their order."""
        with self._office.read() as session:
            row = session.scalars(select(Setting).where(Setting.name == self._setting_name())).first()
        stored = row.value.get("views", []) if row else []
        return [(str(view["name"]), CaseFilter.restored(view["filter"])) for view in stored]

    def save_view(self, name: str, wanted: CaseFilter) -> None:
        """Keep a filter under a name; the same name is replaced."""
        name = clean(name, single_line=True)
        kept = {known: old for known, old in self.saved_views() if known != name}
        if not name:
            raise Invalid({"name": "请给这组条件起个名字，例如“二号楼邻里”。"})
        if len(kept) >= MOST_VIEWS:
            raise Invalid({"name": f"常用筛选最多存 {MOST_VIEWS} 组，请先删掉不用的。"})
        self._store_views({**kept, name: wanted}, f"保存视图：{name}")

    def forget_view(self, name: str) -> None:
        kept = {known: old for known, old in self.saved_views() if known != name}
        self._store_views(kept, f"删除视图：{name}")

    def _store_views(self, views: Mapping[str, CaseFilter], label: str) -> None:
        value = {"views": [{"name": name, "filter": f.stored()} for name, f in views.items()]}
        with self._office.write(label) as session:
            row = session.scalars(select(Setting).where(Setting.name == self._setting_name())).first()
            if row is None:
                session.add(Setting(name=self._setting_name(), value=value))
            else:
                row.value = value

    def _setting_name(self) -> str:
        return f"case_views:{self._office.signed.account_id}"


_TONES = {
    "accepted": "plain",
    "suspended": "plain",
    "performing": "amber",
    "partly_performed": "amber",
    "not_performed": "red",
    "performed": "green",
    "closed": "plain",
    "archived": "plain",
}
_RISKS = when({"red": 0, "amber": 1}, value=Case.risk, else_=2)


def _order(key: str, *, descending: bool) -> list[ColumnElement[Any]]:
    columns: dict[str, list[Any]] = {
        "number": [Case.year, Case.mode, Case.serial],
        "parties": [Case.parties_key],
        "title": [Case.title],
        "type": [Case.dispute_type],
        "state": [Case.state, Case.accepted_on],
        "risk": [_RISKS, Case.accepted_on],
        "handler": [Case.handler_id],
        "community": [Case.community],
        "mode": [Case.mode, Case.accepted_on],
        "accepted_on": [Case.accepted_on],
        "next_due": [Case.next_due],
        "due": [Case.next_due, Case.accepted_on],
    }
    if key not in columns:
        return [Case.accepted_on.desc(), Case.id.desc()]
    first = [Case.next_due.is_(None)] if key == "next_due" else []
    chosen = [*columns[key], Case.id]
    return [*first, *(column.desc() if descending else column.asc() for column in chosen)]


def _columns() -> Select[*tuple[Any, ...]]:
    return select(
        Case.id,
        Case.number,
        Case.parties_label,
        Case.title,
        Case.dispute_type,
        Case.state,
        Case.outcome,
        Case.mode,
        Case.risk,
        Case.risk_signs,
        Case.risk_note,
        Case.accepted_on,
        Case.next_due,
        Case.community,
        Staff.name.label("handler"),
    ).join(Staff, Staff.id == Case.handler_id, isouter=True)


def _due(day: date | None, today: date) -> str:
    """周四 stands beside a day of this year, the year before one of another."""
    if day is None:
        return ""
    if day < today:
        return f"逾期 {short_day(day, today)}"
    return show_day(day)[5:] if day.year == today.year else short_day(day, today)


def _states(office: Office, *, open_ones: bool = False, step: str = "") -> list[str]:
    entries = office.lists.entries("case_states")
    return [e.code for e in entries if (open_ones and e.get("open")) or (step and e.get("step") == step)]


def _state_word(office: Office, row: Any) -> str:
    word = office.lists.label("case_states", row.state)
    if row.state not in CLOSED or not row.outcome:
        return word
    return f"{word}·{office.lists.word('outcomes', row.outcome, row.mode)}"


def _gone(case_id: str, today: date) -> CaseRow:
    """A row that was removed while the list stood open."""
    return CaseRow(case_id, "", "（已删除）", "", "", "", "plain", "", "plain", "", today, "", False, "", "")
