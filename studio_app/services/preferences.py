"""What a desk may set for itself: studio and committee, lists, numbers, reminder rules; every one can go back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain import numbering
from studio_app.domain.studio import CommitteeDetails, StudioDetails
from studio_app.domain.wording import clean
from studio_app.records import lists, numbers
from studio_app.records.office import Office
from studio_app.records.rows import apply, draft_of
from studio_app.settings import Invalid, Refused
from studio_app.store.tables import AccessLog, Account, DictionaryEntry, ExportLog, Organisation, new_id

__all__ = ["EntryLine", "HolidayYear", "Limit", "ListLine", "LogLine", "Preferences", "RuleLine", "Series"]

OWN_PAGES = ("numbering", "deadlines", "limits")
LENGTHS = {"days": "天", "workdays": "个工作日", "months": "个月"}


@dataclass(frozen=True)
class ListLine:
    """An editable list: its name in the program, and what people call it."""

    name: str
    title: str
    help: str


@dataclass(frozen=True)
class EntryLine:
    """A row of a list; a retired one is offered no more but still shown where it was used."""

    id: str
    code: str
    label: str
    active: bool
    edited: bool
    own: bool


@dataclass(frozen=True)
class Series:
    """One series of numbers; `example` is what the next number looks like, or why it cannot be made."""

    code: str
    label: str
    pattern: str
    zi: str
    issuer: str
    example: str


@dataclass(frozen=True)
class RuleLine:
    """A reminder rule in force; `length` None where the law fixes it or the day itself is meant.

    `lengths` are those that depend on the occasion: code → days.
    """

    code: str
    label: str
    enabled: bool
    length: int | None
    unit: str
    lead: Sequence[int]
    lead_unit: str
    lengths: Mapping[str, int]
    basis: str
    note: str


@dataclass(frozen=True)
class Limit:
    code: str
    label: str
    value: int
    unit: str


@dataclass(frozen=True)
class LogLine:
    """One look at what is veiled, or one export; `at` is local."""

    at: datetime
    who: str
    what: str
    details: str


@dataclass(frozen=True)
class HolidayYear:
    year: int
    known: bool


class Preferences:
    """Changes are logged like any other and can be undone; they need the right to change settings."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # --- studio and committee ---------------------------------------------------------------------------------

    def studio(self) -> StudioDetails:
        with self._office.read() as session:
            return draft_of(StudioDetails, session.get_one(Organisation, self._office.database.studio_id))

    def save_studio(self, details: StudioDetails) -> None:
        if details.problems():
            raise Invalid(details.problems())
        with self._write("修改工作室资料") as session:
            apply(details, session.get_one(Organisation, self._office.database.studio_id))

    def committee(self) -> CommitteeDetails:
        """The named 调委会, empty where there is none."""
        with self._office.read() as session:
            row = _committee(session)
            return draft_of(CommitteeDetails, row) if row else CommitteeDetails()

    def save_committee(self, details: CommitteeDetails) -> None:
        """Name the committee or change it. Refused to unname one: its papers stand in its name."""
        if details.problems():
            raise Invalid(details.problems())
        with self._write("修改调委会资料") as session:
            row = _committee(session)
            if row is None and not details.name.strip():
                return
            if not details.name.strip():
                raise Invalid({"name": "已经用它办过的案件还要这个名称，不能清空；可以改成新的名称。"})
            if row is None:
                studio = session.get_one(Organisation, self._office.database.studio_id)
                row = Organisation(kind="committee", community=studio.community, street=studio.street)
                session.add(row)
            apply(details, row)

    def committee_hints(self, details: CommitteeDetails) -> dict[str, str]:
        return details.hints(self._office.today(), self._office.lists.limit("committee_term_years") or 3)

    # --- lists ------------------------------------------------------------------------------------------------

    def lists(self) -> list[ListLine]:
        """Lists a person may edit here; numbering, rules and limits have pages of their own."""
        return [
            ListLine(name, str(content["title"]), str(content.get("help", "")))
            for name, content in lists.shipped()
            if content.get("editable") and name not in OWN_PAGES
        ]

    def entries(self, dictionary: str) -> list[EntryLine]:
        """All rows in their order, retired ones in their place."""
        shipped = _shipped(dictionary)
        with self._office.read() as session:
            return [
                EntryLine(row.id, row.code, row.label, row.active, row.edited, row.code not in shipped)
                for row in _rows(session, dictionary)
            ]

    def rename(self, entry_id: str, label: str) -> None:
        wanted = _label(label)
        with self._write("修改字典") as session:
            row = session.get_one(DictionaryEntry, entry_id)
            _refuse_same(_rows(session, row.dictionary), wanted, row.id)
            row.label, row.edited = wanted, True

    def add(self, dictionary: str, label: str, like: str = "") -> str:
        """A new row at the end; its rules (to whom reported, how counted …) are those of the row `like` (an id)."""
        wanted = _label(label)
        with self._write("增加字典项") as session:
            rows = _rows(session, dictionary)
            _refuse_same(rows, wanted)
            model = next((row for row in rows if row.id == like), rows[-1] if rows else None)
            code, position = f"own_{new_id()[-12:]}", max((row.position for row in rows), default=-1) + 1
            made = DictionaryEntry(
                dictionary=dictionary, code=code, label=wanted, position=position, edited=True,
                data=dict(model.data) if model else {},
            )  # fmt: skip
            session.add(made)
            session.flush()
            return made.id

    def set_active(self, entry_id: str, active: bool) -> None:
        """Retire a row, or offer it again; records that use it keep it."""
        with self._write("启用字典项" if active else "停用字典项") as session:
            row = session.get_one(DictionaryEntry, entry_id)
            remaining = [r for r in _rows(session, row.dictionary) if r.active and r.id != row.id]
            if not active and not remaining:
                raise Refused("这个字典至少要留一项可选。")
            row.active, row.edited = active, True

    def move(self, entry_id: str, up: bool) -> None:
        """One place up or down; nothing happens at the end of the list."""
        with self._write("调整字典顺序") as session:
            moved = session.get_one(DictionaryEntry, entry_id)
            rows = _rows(session, moved.dictionary)
            place = rows.index(moved)
            other = place - 1 if up else place + 1
            if 0 <= other < len(rows):
                rows[place], rows[other] = rows[other], rows[place]
                for position, row in enumerate(rows):
                    if row.position != position:
                        row.position, row.edited = position, True

    def reset(self, dictionary: str) -> None:
        """As shipped: words, order and rules. Rows of one's own are retired, never lost."""
        shipped = list(_shipped(dictionary).values())
        codes = [raw["code"] for raw in shipped]
        with self._write("字典恢复默认") as session:
            for row in _rows(session, dictionary):
                if row.code in codes:
                    _as_shipped(row, codes.index(row.code), shipped[codes.index(row.code)])
                else:
                    row.active, row.position = False, len(codes) + row.position

    def title(self, dictionary: str) -> str:
        return next(str(content["title"]) for name, content in lists.shipped() if name == dictionary)

    # --- numbers ----------------------------------------------------------------------------------------------

    def series(self) -> list[Series]:
        with self._office.read() as session:
            return [self._series(session, row) for row in _rows(session, "numbering") if row.active]

    def _series(self, session: Session, row: DictionaryEntry) -> Series:
        issuer = self._issuer(session, row)
        pattern, zi = str(row.data["pattern"]), str(row.data.get("zi", ""))
        example = self._example(session, row, pattern, zi)
        return Series(row.code, row.label, pattern, zi, issuer.name if issuer else "（还没有调委会）", example)

    def example(self, code: str, pattern: str, zi: str) -> str:
        """What the next number would look like with this pattern, or the sentence that says what is wrong."""
        with self._office.read() as session:
            return self._example(session, _row(session, "numbering", code), pattern, zi)

    def _example(self, session: Session, row: DictionaryEntry, pattern: str, zi: str) -> str:
        wrong = numbering.problems(pattern, per_year=bool(row.data.get("per_year", True)))
        issuer = self._issuer(session, row)
        if wrong or issuer is None:
            return wrong or "填写调委会名称以后才会用到。"
        year = self._office.today().year
        serial = numbers.next_serial(session, issuer.id, row.code, year if row.data.get("per_year", True) else 0)
        try:
            return numbering.render(pattern, numbers.tokens(session, issuer.id, year, zi), serial)
        except Refused as sentence:
            return str(sentence)

    def save_series(self, code: str, pattern: str, zi: str) -> None:
        """From the next number on; numbers already given stay as they are."""
        wanted, word = clean(pattern).strip(), clean(zi).strip()
        with self._write("修改编号规则") as session:
            row = _row(session, "numbering", code)
            wrong = numbering.problems(wanted, per_year=bool(row.data.get("per_year", True)))
            if wrong:
                raise Invalid({"pattern": wrong})
            row.data, row.edited = {**row.data, "pattern": wanted, "zi": word}, True

    def _issuer(self, session: Session, row: DictionaryEntry) -> Organisation | None:
        if row.data.get("issuer") == "committee":
            return _committee(session)
        return session.get_one(Organisation, self._office.database.studio_id)

    # --- rules, limits, holidays ------------------------------------------------------------------------------

    def rules(self) -> list[RuleLine]:
        """The rules this program works by; those of later capabilities are not shown."""
        working = {code for code, raw in _shipped("deadlines").items() if raw.get("enabled")}
        with self._office.read() as session:
            return [_rule(row) for row in _rows(session, "deadlines") if row.code in working]

    def save_rule(self, line: RuleLine) -> None:
        """Switch, length, lengths by occasion and lead alerts; a period of law keeps its length."""
        problems = _rule_problems(line)
        if problems:
            raise Invalid(problems)
        with self._write(f"修改提醒规则：{line.label}") as session:
            row = _row(session, "deadlines", line.code)
            changed = {"enabled": line.enabled, "lead": sorted(set(line.lead), reverse=True)}
            unit = _unit(row.data)
            if line.length is not None and _rule(row).length is not None:
                changed[unit] = line.length
            if line.lengths:
                changed["days_by"] = {**row.data.get("days_by", {}), **line.lengths}
            row.data, row.edited = {**row.data, **changed}, True

    def limits(self) -> list[Limit]:
        with self._office.read() as session:
            return [
                Limit(row.code, row.label, int(row.data["value"]), str(row.data["unit"]))
                for row in _rows(session, "limits")
            ]

    def save_limit(self, code: str, value: int) -> None:
        if not 0 <= value <= 1_000_000:
            raise Invalid({code: "请填 0 到 1000000 之间的整数。"})
        with self._write("修改数值限度") as session:
            row = _row(session, "limits", code)
            row.data, row.edited = {**row.data, "value": value}, True

    def holiday_years(self) -> list[HolidayYear]:
        """From two years ago to next year: whether the arrangement of the State Council is known."""
        year = self._office.today().year
        return [HolidayYear(y, self._office.rest_days.known(y)) for y in range(year - 2, year + 2)]

    # --- who saw and exported what ------------------------------------------------------------------------------

    def looks(self, limit: int = 200) -> list[LogLine]:
        """The newest entries of the access log: sign-in troubles, full numbers shown, locks changed."""
        with self._office.read() as session:
            names = _account_names(session)
            rows = session.scalars(select(AccessLog).order_by(AccessLog.at.desc()).limit(limit))
            return [LogLine(self._office.local(r.at), names.get(r.account_id, ""), r.what, "") for r in rows]

    def exports(self, limit: int = 200) -> list[LogLine]:
        """What left the desk, for whom and why, the newest first."""
        with self._office.read() as session:
            names = _account_names(session)
            rows = session.scalars(select(ExportLog).order_by(ExportLog.at.desc()).limit(limit))
            return [
                LogLine(self._office.local(r.at), names.get(r.account_id, ""), r.what, self._export_words(r)) for r in rows
            ]

    def _export_words(self, row: ExportLog) -> str:
        mask = self._office.lists.label("masks", row.mask)
        told = (row.period, f"{row.count} 条", mask, row.to_whom and f"给 {row.to_whom}", row.purpose)
        return "，".join(part for part in told if part)

    def _write(self, label: str) -> Any:
        return self._office.write(label, right="settings")


def _account_names(session: Session) -> dict[str, str]:
    return {row.id: row.sign_in for row in session.scalars(select(Account))}


def _committee(session: Session) -> Organisation | None:
    query = select(Organisation).where(Organisation.kind == "committee").order_by(Organisation.created_at)
    return session.scalars(query).first()


def _rows(session: Session, dictionary: str) -> list[DictionaryEntry]:
    query = select(DictionaryEntry).where(DictionaryEntry.dictionary == dictionary)
    return list(session.scalars(query.order_by(DictionaryEntry.position, DictionaryEntry.created_at)))


def _row(session: Session, dictionary: str, code: str) -> DictionaryEntry:
    query = select(DictionaryEntry).where(DictionaryEntry.dictionary == dictionary, DictionaryEntry.code == code)
    return session.scalars(query).one()


def _shipped(dictionary: str) -> dict[str, dict[str, Any]]:
    content = next(content for name, content in lists.shipped() if name == dictionary)
    return {raw["code"]: raw for raw in content.get("entry", [])}


def _as_shipped(row: DictionaryEntry, position: int, raw: Mapping[str, Any]) -> None:
    row.label, row.position, row.active, row.edited = str(raw.get("label", "")), position, True, False
    row.data = {name: value for name, value in raw.items() if name not in ("code", "label")}


def _label(text: str) -> str:
    wanted = " ".join(clean(text).split())
    if not wanted:
        raise Invalid({"label": "请填写名称。"})
    if len(wanted) > 60:
        raise Invalid({"label": "名称最多 60 个字。"})
    return wanted


def _refuse_same(rows: Sequence[DictionaryEntry], label: str, own_id: str = "") -> None:
    if any(row.label == label and row.id != own_id for row in rows):
        raise Invalid({"label": f"已经有“{label}”了（可能已停用，可以重新启用）。"})


def _unit(data: Mapping[str, Any]) -> str:
    return next((name for name in ("workdays", "months", "days") if name in data), "days")


def _rule(row: DictionaryEntry) -> RuleLine:
    data, unit = row.data, _unit(row.data)
    fixed = data.get("adjust") == "later" or not data.get(unit) or bool(data.get("days_by"))
    return RuleLine(
        row.code, row.label, bool(data.get("enabled")), None if fixed else int(data[unit]), LENGTHS[unit],
        list(data.get("lead", [])), LENGTHS[str(data.get("lead_unit", "days"))], dict(data.get("days_by", {})),
        str(data.get("law", "")), str(data.get("note", "")),
    )  # fmt: skip


def _rule_problems(line: RuleLine) -> dict[str, str]:
    found = {}
    if line.length is not None and not 1 <= line.length <= 366:
        found["length"] = "期限请填 1 到 366 之间的整数。"
    if any(not 0 <= days <= 366 for days in line.lead):
        found["lead"] = "提前天数请填 0 到 366 之间的整数。"
    if not line.lead:
        found["lead"] = "至少写一个提前天数；0 表示当天提醒。"
    if any(not 1 <= days <= 366 for days in line.lengths.values()):
        found["lengths"] = "天数请填 1 到 366 之间的整数。"
    return found
