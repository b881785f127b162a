"""今日 and 回访提醒: what falls due, putting it off with a reason, reminders written by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.domain import dates
from studio_app.domain.reminders import Rule
from studio_app.domain.rest_days import RestDays
from studio_app.domain.wording import clean
from studio_app.office.clocks import in_force
from studio_app.office.office import Office
from studio_app.office.tables import OwnReminder, Reminder, Snooze
from studio_app.records import KINDS
from studio_app.records.dispute.case import figures
from studio_app.records.dispute.case.table import Case
from studio_app.records.intake.draft import UNDECIDED
from studio_app.records.intake.table import Intake

AT_ONCE = 500
LONGEST_REST = 14  # days; no holiday moves a day further


REMINDING = frozenset({Snooze.__tablename__, OwnReminder.__tablename__})
"""What people change about reminders: putting off, and those of their own."""


@dataclass(frozen=True)
class Line:
    """One reminder as a list shows it; `button` is the word of the one button that deals with it."""

    key: str
    rule: str
    action: str
    button: str
    text: str
    reason: str
    about: str
    due_on: date
    shown_on: date
    natural_on: date
    possible_on: date | None
    owner_kind: str
    owner_id: str
    subject_id: str
    lead: int  # the alert of so many days before stands; 0: none yet, or the day was put off
    lead_words: str


@dataclass(frozen=True)
class Agenda:
    """今天要办: overdue (the long overdue apart, they are told weekly), today, the coming days, early notices."""

    overdue: list[Line]
    long_overdue: list[Line]
    today: list[Line]
    ahead: list[Line]
    early: list[Line]

    @property
    def empty(self) -> bool:
        return not (self.overdue or self.long_overdue or self.today or self.ahead or self.early)


@dataclass(frozen=True)
class Figures:
    """The five numbers on top of 今日."""

    undecided: int
    mediating: int
    due_today: int
    overdue: int
    resolved: int
    accepted: int


class Reminders:
    """Reads the derived reminders; what a person adds to them is stored and logged."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def may_deal(self) -> bool:
        """Whether who is signed in may put off and finish."""
        return self._office.may("write")

    # --- reading ----------------------------------------------------------------------------------------------

    def agenda(self) -> Agenda:
        """Everything to be told today."""
        today = self._office.today()
        ahead = today + timedelta(days=self._office.lists.limit("today_ahead_days"))
        rules = self._office.lists.rules()
        furthest = max((_reach(rule) for rule in rules.values()), default=0)
        lines = self.between(None, max(ahead, today + timedelta(days=furthest)))
        past = [line for line in lines if line.shown_on < today]
        weekly = {line.key for line in past if _told_weekly(line, rules.get(line.rule), today)}
        return Agenda(
            overdue=[line for line in past if line.key not in weekly],
            long_overdue=[line for line in past if line.key in weekly],
            today=[line for line in lines if line.shown_on == today],
            ahead=[line for line in lines if today < line.shown_on <= ahead],
            early=[line for line in lines if line.shown_on > ahead and line.lead],
        )

    def between(self, first: date | None, last: date) -> list[Line]:
        """Reminders shown in a period, in order of the day."""
        return self._lines(Reminder.shown_on <= last, Reminder.shown_on >= (first or date.min))

    def of_case(self, case_id: str) -> list[Line]:
        """Next steps of one case."""
        return self._lines(Reminder.owner_id == case_id)

    def _lines(self, *which: ColumnElement[bool]) -> list[Line]:
        today = self._office.today()
        query = select(Reminder).where(*which, in_force(self._office.lists, today))
        with self._office.read() as session:
            found = session.scalars(query.order_by(Reminder.shown_on, Reminder.key)).all()
            about = _about(session, found)
        rules, rest_days = self._office.lists.rules(), self._office.rest_days
        return [_line(row, about[row.owner_id], rules, today, rest_days) for row in found if row.owner_id in about]

    def due_count(self) -> int:
        """How many are due today or overdue: the number beside 回访提醒."""
        today = self._office.today()
        query = select(Reminder.key).where(Reminder.shown_on <= today, in_force(self._office.lists, today))
        with self._office.read() as session:
            return _count(session, query)

    def figures(self, agenda: Agenda) -> Figures:
        """Each is the length of the list it opens."""
        today = self._office.today()
        with self._office.read() as session:
            return Figures(
                undecided=_count(session, select(Intake.id).where(Intake.destination.in_(UNDECIDED))),
                mediating=_count(session, select(Case.id).where(*figures.mediating())),
                due_today=len(agenda.today),
                overdue=len(agenda.overdue) + len(agenda.long_overdue),
                resolved=_count(session, select(Case.id).where(*figures.resolved(today))),
                accepted=_count(session, select(Case.id).where(*figures.accepted(today))),
            )

    def recent_cases(self, limit: int = 8) -> Sequence[Case]:
        """The newest cases, for 最近纠纷."""
        with self._office.read() as session:
            return session.scalars(select(Case).order_by(Case.accepted_on.desc(), Case.id.desc()).limit(limit)).all()

    def reasons(self) -> list[str]:
        """What is offered as the reason of a 推迟."""
        return [text for _code, text in self._office.lists.pairs("postpone_reasons")]

    def day(self, text: str) -> date | None:
        """The day somebody wrote (明天, 周一, 12.5) as the next such day, None for what is none."""
        return dates.parse_day(text, self._office.today(), past=False)

    # --- writing ----------------------------------------------------------------------------------------------

    def put_off(self, key: str, until: date | None, reason: str) -> None:
        """推迟 to a later day, with its reason; the statutory day itself stays what it is."""
        problems = {}
        if until is None or until <= self._office.today():
            problems["until"] = "请选今天以后的日期。"
        if not reason.strip():
            problems["reason"] = "请写一句为什么推迟，例如“当事人出差”。"
        if problems or until is None:
            raise Invalid(problems)
        with self._office.write("推迟提醒") as session:
            reminder = session.get(Reminder, key)
            if reminder is None:
                raise Refused("这条提醒已经办好，不用推迟了。")
            self._refuse_past_end(reminder, until)
            if max(reminder.due_on, until) == reminder.shown_on:
                shown = dates.show_day(reminder.shown_on)
                raise Invalid({"until": f"这条提醒本来就在 {shown}，请选这一天以后的日期。"})
            row = Snooze(reminder_key=key, until=until, reason=clean(reason))
            if hasattr(row, column := f"{reminder.owner_kind}_id"):
                setattr(row, column, reminder.owner_id)
            session.add(row)

    def _refuse_past_end(self, reminder: Reminder, until: date) -> None:
        """A right that is gone with its day cannot be put off beyond it."""
        rule, last = self._office.lists.rules().get(reminder.rule), reminder.possible_on or reminder.due_on
        if rule is None or not rule.lapses or until <= last:
            return
        if last <= self._office.today():
            raise Invalid({"until": "今天是最后一天，过了今天就办不成了，不能再推迟。"})
        if last <= reminder.shown_on:
            raise Invalid({"until": f"过了 {dates.show_day(last)} 就办不成了，不能再推迟。"})
        raise Invalid({"until": f"过了 {dates.show_day(last)} 就办不成了，最晚推迟到这一天。"})

    def add(self, text: str, due_on: date | None, case_id: str | None = None) -> OwnReminder:
        """A reminder in somebody's own words."""
        problems = {}
        if not text.strip():
            problems["text"] = "请写一句要提醒什么。"
        if due_on is None:
            problems["due_on"] = "请写提醒的日期，例如“明天”“12.5”。"
        elif due_on < self._office.today():
            problems["due_on"] = "提醒的日期已经过去，请写今天或以后的日期。"
        if problems or due_on is None:
            raise Invalid(problems)
        with self._office.write("加提醒") as session:
            made = OwnReminder(text=clean(text, single_line=True), due_on=due_on, case_id=case_id)
            session.add(made)
        return made

    def finish(self, own_id: str) -> None:
        """A hand-written reminder is done."""
        with self._office.write("提醒已办") as session:
            session.get_one(OwnReminder, own_id).done_on = self._office.today()


def _about(session: Session, found: Sequence[Reminder]) -> dict[str, str]:
    """Each owner in a line; none is known of what went to the bin, and no owner is "" by itself."""
    told = {"": ""}
    for kind in (kind for kind in KINDS if kind.dues is not None):
        ids = list({row.owner_id for row in found if row.owner_kind == kind.name})
        columns = [getattr(kind.table, name) for name in ("id", *kind.line)]
        for start in range(0, len(ids), AT_ONCE):
            query = select(*columns).where(kind.table.id.in_(ids[start : start + AT_ONCE]))
            told |= {row.id: kind.line_of(row) for row in session.execute(query)}
    return told


def _line(reminder: Reminder, about: str, rules: Mapping[str, Rule], today: date, rest_days: RestDays) -> Line:
    rule = rules.get(reminder.rule)
    waits = rule is not None and today < reminder.shown_on == reminder.due_on
    lead = rule.lead_reached(reminder.natural_on, today, rest_days) if rule and waits else 0
    return Line(
        key=reminder.key,
        rule=reminder.rule,
        action=reminder.action,
        button=rule.text("button") if rule else "办好了",
        text=reminder.text,
        reason=reminder.reason,
        about=about,
        due_on=reminder.due_on,
        shown_on=reminder.shown_on,
        natural_on=reminder.natural_on,
        possible_on=reminder.possible_on,
        owner_kind=reminder.owner_kind,
        owner_id=reminder.owner_id,
        subject_id=reminder.subject_id,
        lead=lead,
        lead_words=f"提前 {lead} {'个工作日' if rule and rule.leads_in_workdays else '天'}" if lead else "",
    )


def _count(session: Session, query: Any) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _reach(rule: Rule) -> int:
    """How many days ahead a lead of this rule may be told: working days and moved days lie further apart."""
    return max(rule.leads, default=0) * (2 if rule.leads_in_workdays else 1) + LONGEST_REST


def _told_weekly(line: Line, rule: Rule | None, today: date) -> bool:
    """Overdue for longer than the rule's `overdue_days`: told on every seventh day only."""
    limit = rule.number("overdue_days") if rule else 0
    late = (today - line.shown_on).days
    return 0 < limit < late and (late - limit) % 7 != 0


def due_words(line: Line, today: date) -> tuple[str, str, str, str, str, str, str, tuple[str, str, str]]:
    """A reminder as a row says it: key, text, about, reason, when, tone, button, its act.

    `when`: 逾期 2 天, 今天, 11月27日　提前 3 天. A day that was moved or may yet move says so in its reason.
    """
    late = (today - line.shown_on).days
    coming = "　".join(part for part in (f"{line.shown_on.month}月{line.shown_on.day}日", line.lead_words) if part)
    when = f"逾期 {late} 天" if late > 0 else "今天" if late == 0 else coming
    tone = "red" if late > 0 else "amber" if late == 0 else "accent"
    reason = line.reason
    if line.possible_on:
        reason += f"　可能顺延到 {dates.show_day(line.possible_on)}。"
    if line.due_on > line.natural_on:
        reason += f"　不顺延的稳妥日期是 {dates.show_day(line.natural_on)}。"
    act = (line.action, line.owner_id, line.subject_id)
    return line.key, line.text, line.about, reason, when, tone, line.button or "打开", act
