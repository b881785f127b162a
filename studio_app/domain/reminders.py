"""Which reminders a case or an intake gives rise to (handbook 6.4), from its facts and the rules as data.

Nothing here knows today: a reminder has a day it is due, and the page of today compares.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from studio_app.domain.dates import show_day_cn
from studio_app.domain.periods import statutory_end, to_do
from studio_app.domain.rest_days import RestDays

FAILED = frozenset({"failed", "refused", "unreachable", "to_court", "repudiated"})


@dataclass(frozen=True)
class Rule:
    """One row of deadlines.toml; `data` keeps its further keys."""

    code: str
    label: str
    enabled: bool
    data: Mapping[str, Any] = field(default_factory=dict)

    def number(self, name: str, default: int = 0) -> int:
        return int(self.data.get(name, default))

    def days_for(self, what: str) -> int:
        """The length for one kind of trigger (`days_by`), else the rule's own."""
        return int(self.data.get("days_by", {}).get(what, self.number("days")))

    def for_mode(self, mode: str) -> "Rule":
        """The rule in a mode's own words: `law_b`, `reason_c` … where 人民调解法 does not bind (model.md, Modes)."""
        keys = {name: f"{name}_{mode.lower()}" for name in ("law", "reason")}
        own = {name: self.data[key] for name, key in keys.items() if key in self.data}
        return replace(self, data={**self.data, **own})

    def spoken(self) -> "Rule":
        """The rule in its words for what was agreed by word of mouth (`reason_oral`)."""
        return replace(self, data={**self.data, "reason": self.data.get("reason_oral", self.text("reason"))})

    def text(self, name: str) -> str:
        return str(self.data.get(name, ""))

    @property
    def adjust(self) -> Any:
        return self.data.get("adjust", "keep")

    @property
    def lapses(self) -> bool:
        """The right is gone with the day: nothing is told of it afterwards."""
        return bool(self.data.get("stops_when_past", False))

    @property
    def leads(self) -> list[int]:
        return [int(days) for days in self.data.get("lead", [])]

    @property
    def leads_in_workdays(self) -> bool:
        return self.data.get("lead_unit") == "workdays"

    def lead_reached(self, natural: date, today: date, rest_days: RestDays) -> int:
        """The nearest lead whose day has come, 0 where none has: counted back from the natural day (model.md)."""
        return min((lead for lead in self.leads if lead and self._before(natural, lead, rest_days) <= today), default=0)

    def _before(self, day: date, lead: int, rest_days: RestDays) -> date:
        return rest_days.add_workdays(day, -lead) if self.leads_in_workdays else day - timedelta(days=lead)

    def reason(self, since: date) -> str:
        """Why, with the article it comes from."""
        sentence = self.text("reason").replace("{date}", show_day_cn(since))
        return f"{sentence}（{self.text('law')}）" if self.text("law") else sentence


@dataclass(frozen=True)
class Owed:
    """An obligation as reminders see it."""

    id: str
    what: str
    due_on: date | None
    open: bool
    last_done_on: date | None = None
    kept: bool = False  # done, or let off: not sued for


@dataclass(frozen=True)
class CaseClock:
    """The facts of a case's present round that clocks run on."""

    id: str
    mode: str
    mediating: bool
    round_started_on: date
    outcome: str = ""
    closed_on: date | None = None
    extended_to: date | None = None
    red_since: date | None = None  # of an open case that is red
    agreed_in: str = ""  # the mode of the agreement in effect: its law, whatever the case's mode is today
    agreement_id: str = ""
    agreement_form: str = ""
    effective_on: date | None = None
    to_seal_id: str = ""  # the newest edition, which may not be the one in effect
    awaits_seal_since: date | None = None
    court_from: date | None = None  # 司法确认: of an oral agreement its own day, whenever it is written
    court_applied: bool = False
    confirmable: bool = True  # nothing in the clauses that no court confirms
    reopened_on: date | None = None  # the day a later round began: what was before it runs no more
    owed: Sequence[Owed] = ()
    next_session_at: datetime | None = None  # local
    follow_ups: Sequence[tuple[date, date | None]] = ()  # (visited on, next on), oldest first


@dataclass(frozen=True)
class Due:
    """A derived reminder; `natural_on` is the day before moving, lead alerts count from it.

    `key` names rule, subject and natural day: a new day is a new reminder, which nobody put off yet.
    """

    key: str
    rule: str
    subject_id: str
    due_on: date
    natural_on: date
    possible_on: date | None
    text: str
    reason: str
    action: str


Rules = Mapping[str, Rule]


def of_intake(intake_id: str, received_on: date, rules: Rules, rest_days: RestDays) -> Iterator[Due]:
    """R1: a visit without 去向 is to be decided in some working days (SF/T 0083, unverified: a setting)."""
    rule = _enabled(rules, "R1")
    if rule:
        day = rest_days.add_workdays(received_on, rule.number("workdays"))
        yield _due(rule, intake_id, received_on, _Day(day), "决定是否受理")


def on_day(code: str, subject_id: str, day: date, text: str, rules: Rules) -> Iterator[Due]:
    """One thing on the day somebody set for it; it stays where it was set."""
    rule = _enabled(rules, code)
    if rule:
        yield _due(rule, subject_id, day, _Day(day), text)


def of_case(case: CaseClock, rules: Rules, rest_days: RestDays) -> list[Due]:
    """Every reminder of a case, in no particular order; keys are unique."""
    applied = {code: rule for code, rule in rules.items() if case.mode in rule.data.get("modes", [])}
    own = {code: rule.for_mode(case.mode) for code, rule in applied.items()}
    parts: Iterable[Iterator[Due]] = (
        _mediation_limit(case, own, rest_days),
        _next_session(case, own),
        _performance(case, own),
        _court(case, own, rest_days),
        _seal(case, own, rest_days),
        _follow_up(case, own, rest_days),
    )
    return [due for part in parts for due in part]


@dataclass(frozen=True)
class _Day:
    """A day that counts, with the natural one it was moved from and the one it may yet move to."""

    due: date
    natural: date | None = None
    possible: date | None = None


def _mediation_limit(case: CaseClock, rules: Rules, rest_days: RestDays) -> Iterator[Due]:
    """R3: 若干规定 art. 33, "一般在一个月内调结"; both sides may agree to go on."""
    rule = _enabled(rules, "R3")
    if not rule or not case.mediating or not (rule.number("months") or rule.number("days")):
        return
    start = case.round_started_on
    if case.extended_to:
        yield _due(rule, case.id, start, _Day(case.extended_to), "延期后的调解期限到期")
        return
    end = statutory_end(start, months=rule.number("months"), days=rule.number("days"), rest_days=rest_days)
    day = _Day(end.due, end.natural, end.possible)
    if rule.adjust != "later":
        day = _Day(to_do(end.natural, rule.adjust, rest_days), end.natural)
    yield _due(rule, case.id, start, day, f"调解期限到期（受理后{_length(rule)}）")


def _length(rule: Rule) -> str:
    months, days = rule.number("months"), rule.number("days")
    words = ("一个月" if months == 1 else f" {months} 个月") if months else ""
    return words + (f" {days} 天" if days else "")


def _next_session(case: CaseClock, rules: Rules) -> Iterator[Due]:
    rule = _enabled(rules, "R4")
    at = case.next_session_at
    if rule and case.mediating and at:
        hour = f" {at:%H:%M}" if at.time() != time() else ""
        yield _due(rule, case.id, at.date(), _Day(at.date()), f"约定的下次调解{hour}")


def _performance(case: CaseClock, rules: Rules) -> Iterator[Due]:
    """R5: each obligation's own date; rest days change nothing the parties agreed, unless the rule says so.

    What is owed is owed after the case was closed as well.
    """
    rule = _enabled(rules, "R5")
    for owed in case.owed:
        if rule and case.outcome not in FAILED and owed.open and owed.due_on:
            yield _due(rule, owed.id, owed.due_on, _Day(owed.due_on), f"核实履行：{owed.what}")


def _court(case: CaseClock, rules: Rules, rest_days: RestDays) -> Iterator[Due]:
    """R6: 人民调解法 art. 33, 民诉法 art. 205: thirty days from effect of a 人民调解协议.

    Once the case is closed or everything promised is done nobody is told of that day any more.
    """
    rule = _enabled(rules, "R6")
    if not rule or case.agreed_in not in rule.data.get("modes", []) or _is_over(case):
        return
    start, days = case.court_from or case.effective_on, rule.number("days")
    if days and start and case.confirmable and not case.court_applied:
        end = statutory_end(start, days=days, rest_days=rest_days)
        spoken = case.agreement_form == "oral" or start != case.effective_on
        told = "；先补成书面才能申请，期限不重新起算" if case.agreement_form == "oral" else ""
        yield _due(
            rule.spoken() if spoken else rule,
            case.agreement_id,
            start,
            _Day(end.due, end.natural, end.possible),
            f"申请司法确认的最后一天（协议生效 {days} 日内{told}）",
        )


def _is_over(case: CaseClock) -> bool:
    return case.closed_on is not None or (bool(case.owed) and not any(owed.open for owed in case.owed))


def _seal(case: CaseClock, rules: Rules, rest_days: RestDays) -> Iterator[Due]:
    """Signed but not sealed: the agreement is not in effect yet (人民调解法 art. 29)."""
    rule = _enabled(rules, "R0_seal")
    if rule and case.awaits_seal_since:
        day = rest_days.add_workdays(case.awaits_seal_since, rule.number("workdays"))
        yield _due(rule, case.to_seal_id, case.awaits_seal_since, _Day(day), "协议已签名，还没有加盖调委会印章")


def _follow_up(case: CaseClock, rules: Rules, rest_days: RestDays) -> Iterator[Due]:
    """R7: 若干规定 art. 36: after effect, the last performance, a failure, while red; then again. The nearest only."""
    rule = _enabled(rules, "R7")
    if not rule:
        return
    last = case.follow_ups[-1] if case.follow_ups else None
    events = [event for event in (_follow_up_base(case), _red(case)) if event and not (last and last[0] >= event[1])]
    found = [_after_event(rule, case.id, event, rest_days) for event in events]
    found += _again(rule, case, *last) if last else []
    if found:
        yield min(found, key=lambda due: due.due_on)


def _after_event(rule: Rule, case_id: str, event: tuple[str, date, str], rest_days: RestDays) -> Due:
    name, since, text = event
    days = rule.days_for(name)
    natural = since + timedelta(days=days)
    earliest = rest_days.add_workdays(since, 1)  # moved to the working day before, it could come before what it follows
    day = _Day(max(to_do(natural, rule.adjust, rest_days), earliest), natural)
    return _due(rule, f"{case_id}.{name}", since, day, f"回访双方当事人（{text}第 {days} 天）")


def _again(rule: Rule, case: CaseClock, visited_on: date, noted: date | None) -> list[Due]:
    """The day noted at the last visit; a red or failed case is seen again whatever was noted."""
    days = rule.days_for("repeat_latest") if noted else rule.days_for("repeat")
    latest = visited_on + timedelta(days=days)
    if _watched(rule, case, visited_on) and (noted is None or noted > latest):
        return [_due(rule, case.id, visited_on, _Day(latest), f"回访双方当事人（上次回访后第 {days} 天）")]
    return [_due(rule, case.id, visited_on, _Day(noted), "回访双方当事人（上次约定）")] if noted else []


def _watched(rule: Rule, case: CaseClock, visited_on: date) -> bool:
    """A visit after which another is due: the case is red, or failed not long before."""
    since = case.closed_on if case.outcome in FAILED else None
    lately = bool(since and timedelta() <= visited_on - since < timedelta(days=rule.days_for("failed_until")))
    return bool(case.red_since) or lately


def _red(case: CaseClock) -> tuple[str, date, str] | None:
    return ("red", case.red_since, "高风险") if case.red_since else None


def _over(case: CaseClock, day: date) -> bool:
    """Whether a day belongs to a round that ended: 重新调解 starts its clocks anew."""
    return case.reopened_on is not None and day <= case.reopened_on


def _follow_up_base(case: CaseClock) -> tuple[str, date, str] | None:
    """The latest event a follow-up comes after: one is asked for at a time."""
    if case.outcome in FAILED:
        told = "反悔起诉以后" if case.outcome == "repudiated" else "没谈成以后"
        return ("failed", case.closed_on, told) if case.closed_on else None
    done = [owed.last_done_on for owed in case.owed if owed.last_done_on]
    if done and all(owed.kept for owed in case.owed) and not _over(case, max(done)):
        return "performed", max(done), "履行完毕后"
    if case.effective_on:
        return ("oral" if case.agreement_form == "oral" else "written"), case.effective_on, "协议生效后"
    return None


def _enabled(rules: Rules, code: str) -> Rule | None:
    rule = rules.get(code)
    return rule if rule and rule.enabled else None


def _due(rule: Rule, subject: str, since: date, day: _Day, text: str) -> Due:
    return Due(
        key=f"{rule.code}:{subject}:{day.natural or day.due:%Y%m%d}",
        rule=rule.code,
        subject_id=subject.split(".", maxsplit=1)[0],
        due_on=day.due,
        natural_on=day.natural or day.due,
        possible_on=day.possible,
        text=text,
        reason=rule.reason(since),
        action=rule.text("action"),
    )
