"""What a desk may set for itself: studio and committees, numbers, reminder rules, limits; and its logs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.domain import numbering
from studio_app.domain.wording import clean
from studio_app.office import committees, list_rows, numbers
from studio_app.office.office import Office
from studio_app.office.rows import apply, draft_of
from studio_app.office.studio import CommitteeDetails, StudioDetails
from studio_app.office.tables import AccessLog, Account, DictionaryEntry, ExportLog, Organisation
from studio_app.store.log_tables import ChangeSet

__all__ = ["Limit", "LogLine", "Preferences", "RuleLine", "Series"]

LOCK_MINUTES, SAFE_MINUTES = "lock_minutes", 15
"""The limit that stands on the page of security."""
LENGTHS = {"days": "天", "workdays": "个工作日", "months": "个月"}


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


class Preferences:
    """Changes are logged like any other and can be undone; they need the right to change settings."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # --- studio and committees --------------------------------------------------------------------------------

    def studio(self) -> StudioDetails:
        with self._office.read() as session:
            return draft_of(StudioDetails, session.get_one(Organisation, self._office.database.studio_id))

    def save_studio(self, details: StudioDetails) -> None:
        if details.problems():
            raise Invalid(details.problems())
        with self._write("修改工作室资料") as session:
            apply(details, session.get_one(Organisation, self._office.database.studio_id))
            self._refuse_twins(session, "short_name")

    def committees(self) -> dict[str, CommitteeDetails]:
        """The directory by id, ours first."""
        with self._office.read() as session:
            return {row.id: draft_of(CommitteeDetails, row) for row in committees.every(session)}

    def save_committee(self, details: CommitteeDetails, committee_id: str = "") -> None:
        """Enter a committee or change it. Refused to unname one: its papers stand in its name."""
        problems = details.problems(self._office.today())
        if problems:
            raise Invalid(problems)
        with self._write("修改调委会资料" if committee_id else "添加调委会") as session:
            same = committees.named(session, details.name)
            if same is not None and same.id != committee_id:
                raise Invalid({"name": "名录里已经有这个调委会，请修改那一个。"})
            row = session.get_one(Organisation, committee_id) if committee_id else None
            if row is None:
                studio = session.get_one(Organisation, self._office.database.studio_id)
                place = {"community": studio.community, "street": studio.street} if details.ours else {}
                row = Organisation(kind=committees.OTHER, **place)
                session.add(row)
            apply(details, row)
            session.flush()
            self._refuse_twins(session, "short_name")

    def committee_hints(self, details: CommitteeDetails) -> dict[str, str]:
        return details.hints(self._office.today(), self._office.lists.limit("committee_term_years") or 3)

    def reset(self, dictionary: str) -> None:
        """Numbering, rules or limits as shipped."""
        with self._write("恢复默认") as session:
            list_rows.as_shipped(session, dictionary)

    # --- numbers ----------------------------------------------------------------------------------------------

    def series(self) -> list[Series]:
        with self._office.read() as session:
            return [self._series(session, row) for row in list_rows.rows(session, "numbering") if row.active]

    def _series(self, session: Session, row: DictionaryEntry) -> Series:
        issuer = self._issuer(session, row)
        pattern, zi = str(row.data["pattern"]), str(row.data.get("zi", ""))
        example = self._example(session, row, pattern, zi)
        names = (
            [one.name for one in committees.ours(session)] if _by_committee(row) else [issuer.name if issuer else ""]
        )
        return Series(row.code, row.label, pattern, zi, "、".join(names) or "（还没有调委会）", example)

    def example(self, code: str, pattern: str, zi: str) -> str:
        """What the next number would look like with this pattern, or the sentence that says what is wrong."""
        with self._office.read() as session:
            return self._example(session, list_rows.row(session, "numbering", code), pattern, zi)

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
            row = list_rows.row(session, "numbering", code)
            wrong = numbering.problems(wanted, per_year=bool(row.data.get("per_year", True)))
            if wrong:
                raise Invalid({"pattern": wrong})
            row.data, row.edited = {**row.data, "pattern": wanted, "zi": word}, True
            self._refuse_twins(session, "pattern")
            self._refuse_issued(session, row)

    def _refuse_twins(self, session: Session, field: str) -> None:
        """No two series, and no two that issue them, may print one number: a number names one paper."""
        seen: dict[str, str] = {}
        for row, issuer in self._issuing(session):
            who = f"{row.label}（{issuer.name}）"
            twin = seen.setdefault(self._shape(session, row, issuer) or who, who)
            if twin != who:
                alike = f"“{twin}”和“{who}”的编号会一模一样，分不清是哪一件。"
                raise Invalid({field: f"{alike}请把其中一种的“字”或“简称”改得不一样。"})

    def _refuse_issued(self, session: Session, row: DictionaryEntry) -> None:
        """A pattern another series had before would give its numbers once more."""
        for issuer in [issuer for kind, issuer in self._issuing(session) if kind.code == row.code]:
            if not self._shape(session, row, issuer):
                continue
            words = numbers.tokens(session, issuer.id, self._office.today().year, str(row.data.get("zi", "")))
            alike = numbers.issued_alike(session, str(row.data["pattern"]), words, (row.code, issuer.id))
            if alike:
                raise Invalid({"pattern": f"这个样式会和已经给出的“{alike}”重号，请换一种写法。"})

    def _issuing(self, session: Session) -> Iterator[tuple[DictionaryEntry, Organisation]]:
        ours = [row for row in committees.every(session) if row.ours]
        studio = session.get_one(Organisation, self._office.database.studio_id)
        for row in list_rows.rows(session, "numbering"):
            for issuer in ours if _by_committee(row) else [studio]:
                yield row, issuer

    def _shape(self, session: Session, row: DictionaryEntry, issuer: Organisation) -> str:
        """Empty where no number can be made yet."""
        words = numbers.tokens(session, issuer.id, self._office.today().year, str(row.data.get("zi", "")))
        try:
            return numbering.shape(str(row.data["pattern"]), words)
        except Refused:
            return ""

    def _issuer(self, session: Session, row: DictionaryEntry) -> Organisation | None:
        if _by_committee(row):
            return next(iter(committees.ours(session)), None)
        return session.get_one(Organisation, self._office.database.studio_id)

    # --- rules and limits ----------------------------------------------------------------------------------

    def rules(self) -> list[RuleLine]:
        """The rules this program works by; those of later capabilities are not shown."""
        working = {code for code, raw in list_rows.shipped("deadlines").items() if raw.get("enabled")}
        with self._office.read() as session:
            return [_rule(row) for row in list_rows.rows(session, "deadlines") if row.code in working]

    def save_rule(self, line: RuleLine) -> None:
        """Switch, length, lengths by occasion and lead alerts; a period of law keeps its length."""
        problems = _rule_problems(line)
        if problems:
            raise Invalid(problems)
        with self._write(f"修改提醒规则：{line.label}") as session:
            row = list_rows.row(session, "deadlines", line.code)
            changed = {"enabled": line.enabled, "lead": sorted(set(line.lead), reverse=True)}
            unit = _unit(row.data)
            if line.length is not None and _rule(row).length is not None:
                changed[unit] = line.length
            if line.lengths:
                changed["days_by"] = {**row.data.get("days_by", {}), **line.lengths}
            row.data, row.edited = {**row.data, **changed}, True

    def limits(self) -> list[Limit]:
        """The numbers the program goes by; those only an older one had are not shown."""
        known = list_rows.shipped("limits")
        with self._office.read() as session:
            return [
                Limit(row.code, row.label, int(row.data["value"]), str(row.data["unit"]))
                for row in list_rows.rows(session, "limits")
                if row.code != LOCK_MINUTES and row.code in known
            ]

    def lock_minutes(self) -> int:
        """How long nobody may touch the window until the desk locks itself; 0 for never."""
        return int(self._office.lists.entry("limits", LOCK_MINUTES).get("value", SAFE_MINUTES))

    def save_lock_minutes(self, minutes: int) -> None:
        self.save_limit(LOCK_MINUTES, minutes)

    def save_limit(self, code: str, value: int) -> None:
        if not 0 <= value <= 1_000_000:
            raise Invalid({code: "请填 0 到 1000000 之间的整数。"})
        with self._office.read() as session:
            row = list_rows.row(session, "limits", code)
            label = f"修改数值：{row.label}，{row.data['value']} → {value} {row.data['unit']}"
        with self._write(label) as session:
            row = list_rows.row(session, "limits", code)
            row.data, row.edited = {**row.data, "value": value}, True

    # --- who changed, saw and exported what -------------------------------------------------------------------

    def changes(self, limit: int = 200) -> list[LogLine]:
        """The newest steps of everybody, by their names; a record's own history says what changed in it."""
        newest = ChangeSet.at if self._office.database.on_server else ChangeSet.position  # a file is one desk's
        with self._office.read() as session:
            names = _account_names(session)
            rows = session.scalars(select(ChangeSet).order_by(newest.desc()).limit(limit))
            return [
                LogLine(self._office.local(r.at), names.get(r.account_id, ""), r.label, "已撤销" if r.undone else "")
                for r in rows
            ]

    def looks(self, limit: int = 200) -> list[LogLine]:
        """The newest entries of the access log: sign-in troubles, full numbers shown, locks changed."""
        with self._office.read() as session:
            names = _account_names(session)
            rows = session.scalars(select(AccessLog).order_by(AccessLog.place.desc()).limit(limit))
            return [LogLine(self._office.local(r.at), names.get(r.account_id, ""), r.what, "") for r in rows]

    def exports(self, limit: int = 200) -> list[LogLine]:
        """What left the desk, for whom and why, the newest first."""
        with self._office.read() as session:
            names = _account_names(session)
            rows = session.scalars(select(ExportLog).order_by(ExportLog.place.desc()).limit(limit))
            return [
                LogLine(self._office.local(r.at), names.get(r.account_id, ""), r.what, self._export_words(r))
                for r in rows
            ]

    def _export_words(self, row: ExportLog) -> str:
        mask = self._office.lists.label("masks", row.mask)
        told = (row.period, f"{row.count} 条", mask, row.to_whom and f"给 {row.to_whom}", row.purpose)
        return "，".join(part for part in told if part)

    def _write(self, label: str) -> Any:
        return self._office.write(label, right="settings")


def _account_names(session: Session) -> dict[str, str]:
    return {row.id: row.sign_in for row in session.scalars(select(Account))}


def _by_committee(row: DictionaryEntry) -> bool:
    return row.data.get("issuer") == "committee"


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
