"""What happened in a case, in the order it happened: computed from the records, never stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from studio_app.domain.dates import short_day
from studio_app.domain.money import show_yuan
from studio_app.domain.wording import join, shorten
from studio_app.office.office import Office
from studio_app.records.dispute.agreement import clause_words
from studio_app.records.dispute.agreement.binding import is_signed
from studio_app.records.dispute.agreement.performance import Mark
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation, Performance, Urge
from studio_app.records.dispute.case.table import Case, Party, RiskReport
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import Investigation, MediationSession

TEXT = 160
"""Characters of a text shown in the timeline; the record itself has all of it."""


@dataclass(frozen=True)
class Event:
    """One thing that happened; `kind` and `subject_id` say which record opens at a click.

    Of one day the earlier `round` comes first, and what `opens` a round before the rest of it.
    """

    day: date
    title: str
    text: str = ""
    kind: str = ""
    subject_id: str = ""
    tone: str = ""
    round: int = field(default=1, kw_only=True)
    opens: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Records:
    """The records of one case a timeline is made from; 保密 notes are not among them."""

    case: Case
    parties: Sequence[Party] = ()
    sessions: Sequence[MediationSession] = ()
    investigations: Sequence[Investigation] = ()
    agreements: Sequence[Agreement] = ()
    clauses: Sequence[Clause] = ()
    obligations: Sequence[Obligation] = ()
    performances: Sequence[Performance] = ()
    marks: Sequence[Mark] = ()
    urges: Sequence[Urge] = ()
    follow_ups: Sequence[FollowUp] = ()
    risk_reports: Sequence[RiskReport] = ()
    party_names: Mapping[str, str] = field(default_factory=dict)


def events(office: Office, records: Records) -> list[Event]:
    """Oldest first; of one day in the order the work is done."""
    parts: Iterable[Iterator[Event]] = (
        _accepted(office, records.case),
        _informed(records.parties),
        _reports(office, records.risk_reports),
        _investigated(office, records.investigations),
        _sessions(office, records),
        _agreements(office, records),
        _performances(records),
        _given_up(office, records),
        _urged(office, records),
        _visited(office, records),
        _taken(office, records.case),
        _closed(office, records),
    )
    return sorted(
        (event for part in parts for event in part), key=lambda event: (event.day, event.round, not event.opens)
    )


def _accepted(office: Office, case: Case) -> Iterator[Event]:
    source = office.lists.label("sources", case.source)
    late = f"补录：{case.backdate_reason}" if case.backdate_reason else ""
    first = str(case.former_rounds[0]["started_on"]) if case.former_rounds else ""
    day = date.fromisoformat(first) if first else case.accepted_on
    words = [source, shorten(case.summary, TEXT), late]
    yield Event(day, "受理", "　".join(word for word in words if word), "details", case.id)


def _taken(office: Office, case: Case) -> Iterator[Event]:
    if case.taken_on is not None and case.former_numbers:
        words = f"改为{office.lists.label('modes', case.mode)}，原编号{case.former_numbers[-1]}"
        yield Event(case.taken_on, "换办理方式", words)


def _informed(parties: Sequence[Party]) -> Iterator[Event]:
    by_day: dict[tuple[date, str], list[str]] = {}
    for party in parties:
        if party.informed_on:
            by_day.setdefault((party.informed_on, party.informed_way), []).append(party.name)
    for (day, way), names in by_day.items():
        told = INFORMED_WAYS.get(way, way)
        yield Event(day, "告知权利义务", f"{told}告知{join(names, 4)}", "parties")
    refused = [p for p in parties if p.consent == "refused" and p.consent_on]
    for party in refused:
        yield Event(party.consent_on or date.min, "不同意调解", party.name, "parties", tone="amber")


INFORMED_WAYS = {"oral": "口头", "written": "书面", "": ""}


def _reports(office: Office, rows: Sequence[RiskReport]) -> Iterator[Event]:
    for row in rows:
        target = office.lists.label("report_targets", row.target)
        text = f"{office.lists.label('risk_signs', row.sign)}　报{target}{row.receiver}"
        yield Event(_day(office, row.reported_at), "风险报告", text.strip(), "risk", row.id, "red", round=row.round)


def _investigated(office: Office, rows: Sequence[Investigation]) -> Iterator[Event]:
    for row in rows:
        text = " ".join(word for word in (row.place, shorten(row.text, TEXT)) if word)
        yield Event(_day(office, row.made_at), "调查", text, "investigation", row.id, round=row.round)


def _sessions(office: Office, records: Records) -> Iterator[Event]:
    for row in records.sessions:
        method = office.lists.label("session_methods", row.method)
        said = row.narrative or "；".join(_said(records, s) for s in row.statements if s.get("text"))
        told = [
            method,
            shorten(said, TEXT),
            row.result_note or office.lists.word("session_results", row.result, row.mode),
        ]
        again = f"（第 {row.round} 轮）" if row.round > 1 else ""
        title = f"调解 第{row.ordinal}次{again}"
        text = "　".join(word for word in told if word)
        yield Event(_day(office, row.started_at), title, text, "session", row.id, round=row.round)


def _said(records: Records, statement: Mapping[str, Any]) -> str:
    who = records.party_names.get(str(statement.get("party_id", "")), "")
    words = str(statement["text"]).strip().rstrip("。；;")
    return f"{who}：{words}" if who else words


def _agreements(office: Office, records: Records) -> Iterator[Event]:
    for row in records.agreements:
        day = row.reached_on or row.told_on
        replaced = row.superseded and row.effective_on is not None
        if day is None or (row.superseded and not replaced):
            continue
        form = office.lists.label("agreement_forms", row.form)
        told = (form, row.number, shorten(_terms(records, row), TEXT), _standing(row, day))
        text = "　".join(word for word in told if word)
        title = f"协议（第 {row.edition} 版，后来另写了一版）" if replaced else "协议"
        yield Event(day, title, text, "agreement", row.id, round=row.round)
        if row.effective_on and row.effective_on != day:
            yield Event(row.effective_on, "协议生效", "", "agreement", row.id, "green")
        if row.court_applied_on:
            yield Event(row.court_applied_on, "申请司法确认", row.court, "agreement", row.id)
        if row.court_ruled_on:
            yield Event(row.court_ruled_on, "司法确认结果", row.court_result, "agreement", row.id)


def _terms(records: Records, row: Agreement) -> str:
    """Who does what, how much, by when, in the words of the paper."""
    articles = clause_words.articles(clause for clause in records.clauses if clause.agreement_id == row.id)
    return "；".join(clause_words.sentence(article, records.party_names) for article in articles)


def _standing(row: Agreement, day: date) -> str:
    """Whether it was signed, and from when it holds."""
    if row.mode == "C" and row.told_on is not None:
        return f"调委会告知的生效日期 {short_day(row.told_on, day)}"
    if row.effective_on is not None:
        return f"自 {short_day(row.effective_on, day)} 起生效" if row.form != "none" else ""
    if row.mode == "C":
        return "调委会还没有告知生效日期"
    lacking = "签名、盖章还没有齐" if row.mode == "A" else "签名还没有齐"
    return lacking if is_signed(row) else "还没有签名"


def _performances(records: Records) -> Iterator[Event]:
    owed = {row.id: row for row in records.obligations}
    for row in records.performances:
        about = owed.get(row.obligation_id)
        amount = show_yuan(row.amount_fen) if row.amount_fen else ""
        words = (about.what if about else "", amount, shorten(row.note, TEXT))
        text = "　".join(word for word in words if word)
        yield Event(row.done_on, "履行", text, "performance", row.obligation_id, "green")


def _given_up(office: Office, records: Records) -> Iterator[Event]:
    """拒不履行, 已起诉, 权利人放弃 on the day they were written down; what was paid before stays said."""
    owed = {row.id: row for row in records.obligations}
    for mark in records.marks:
        about, day = owed.get(mark.obligation_id), _day(office, mark.at)
        before = [p for p in records.performances if p.obligation_id == mark.obligation_id and p.done_on <= day]
        fen = sum(p.amount_fen or 0 for p in before)
        words = (about.what if about else "", f"此前已付 {show_yuan(fen)}" if fen else "", "（当天记下）")
        label = office.lists.label("obligation_states", mark.state)
        tone = "" if mark.state == "waived" else "red"
        yield Event(day, label, "　".join(word for word in words if word), "performance", mark.obligation_id, tone)


def _urged(office: Office, records: Records) -> Iterator[Event]:
    for row in records.urges:
        way = office.lists.label("urge_methods", row.way)
        text = "　".join(word for word in (way, shorten(row.said, TEXT), shorten(row.answer, TEXT)) if word)
        yield Event(row.urged_on, "督促", text, "performance", row.obligation_id or "")


def _visited(office: Office, records: Records) -> Iterator[Event]:
    for row in records.follow_ups:
        method = office.lists.label("follow_up_methods", row.method)
        who = join([records.party_names.get(party_id, "") for party_id in row.visited])
        text = "　".join(word for word in (method, who, shorten(row.text, TEXT)) if word)
        yield Event(row.visited_on, "回访", text, "follow_up", row.id, round=row.round)


def _ended(records: Records, word: str, told: Mapping[str, Any]) -> str:
    """The outcome, who did so, where it goes on, and why."""
    who = join([records.party_names.get(party_id, "") for party_id in told.get("outcome_parties") or ()])
    parts = (word, who, str(told.get("outcome_route") or ""), shorten(str(told.get("outcome_note") or ""), TEXT))
    return "　".join(part for part in parts if part)


def _closed(office: Office, records: Records) -> Iterator[Event]:
    case = records.case
    for former in case.former_rounds:
        number = int(former["round"])
        word = office.lists.word("outcomes", str(former.get("outcome", "")), case.mode)
        if former.get("closed_on"):
            text = _ended(records, word, former)
            yield Event(date.fromisoformat(former["closed_on"]), f"第 {number} 轮结案", text, round=number)
        if former.get("archived_on"):
            yield Event(date.fromisoformat(former["archived_on"]), f"第 {number} 轮归档", round=number)
        if former.get("suspended_on"):
            day, why = date.fromisoformat(former["suspended_on"]), str(former.get("suspended_note", ""))
            yield Event(day, "暂缓", why, round=number)
    if case.round > 1 and case.round_started_on:
        reason = str(case.former_rounds[-1].get("reopened_for", "")) if case.former_rounds else ""
        title = f"重新调解（第 {case.round} 轮）"
        yield Event(case.round_started_on, title, reason, round=case.round, opens=True)
    if case.suspended_on:
        yield Event(case.suspended_on, "暂缓", case.suspended_note, round=case.round)
    if case.closed_on:
        word = office.lists.word("outcomes", case.outcome, case.mode)
        now = {name: getattr(case, name) for name in ("outcome_parties", "outcome_route", "outcome_note")}
        yield Event(case.closed_on, "结案", _ended(records, word, now), "close", case.id, round=case.round)
    if case.archived_on:
        yield Event(case.archived_on, "归档", round=case.round)


def _day(office: Office, moment: datetime) -> date:
    return office.local(moment).date()
