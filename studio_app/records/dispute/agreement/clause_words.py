"""Clauses and promises as sentences a court reads: who does what for whom, by when, where and how."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from studio_app.domain.dates import show_day_cn
from studio_app.domain.money import capital, show_yuan
from studio_app.records.dispute.agreement.table import Clause

_GIVEN = re.compile(r"支付|赔偿|赔付|给付|补偿|退还|退回|返还|偿还|归还|交付|交还|付清|付款|赔礼|道歉|提供")
_SUBJECT = re.compile(r"(甲|乙|丙|双|各|三)方|当事人|被?申请人")
_TITLE = re.compile(r"^([甲乙丙]方|被?申请人|第三人)(（\d+）)?")
_LEADS = re.compile(r"[于在自从每到待至]")
_PART = re.compile(r"\s*（第 ?(\d+) ?期，共 ?(\d+) ?期）$")
FEW = 6
"""So many instalments are told one by one."""


class Promised(Protocol):
    """A clause or an obligation."""

    debtor_id: Any
    creditor_id: Any
    what: Any
    amount_fen: Any
    due_on: Any
    place: Any


@dataclass(frozen=True)
class Article:
    """One numbered clause of the paper; several rows where a sum is paid in instalments."""

    number: int
    rows: Sequence[Clause]

    @property
    def in_parts(self) -> bool:
        return len(self.rows) > 1


def money(fen: int | None) -> str:
    """3,200元（人民币叁仟贰佰元整）; "" for no amount."""
    return "" if fen is None else f"{_figures(fen)}（人民币{capital(fen)}）"


def by_when(clause: Promised) -> str:
    """2026年10月31日前, or the words written in place of a day."""
    return f"{show_day_cn(clause.due_on)}前" if clause.due_on else str(getattr(clause, "due_text", ""))


def articles(clauses: Iterable[Clause]) -> list[Article]:
    """The clauses in order, instalments of one sum together."""
    grouped = (list(rows) for _key, rows in groupby(enumerate(clauses), lambda told: _sum_of(*told)))
    return [Article(n, [clause for _place, clause in rows]) for n, rows in enumerate(grouped, 1)]


def sentence(article: Article, names: Mapping[str, str], *, table: bool = False) -> str:
    """乙方赵某于2026年10月31日前向甲方王某赔偿损失，金额…，履行地点：…, without full stop.

    `table`: sums and days of instalments stand in a table below.
    """
    first = article.rows[0]
    if not article.in_parts:
        return whole(first, names)
    total = sum(row.amount_fen or 0 for row in article.rows)
    of = _part_of(first.what)[1]
    some = f"（共{of}期）" if of != len(article.rows) else ""
    said = _act(first, names, f"分{len(article.rows)}期{some}", parts=True)
    parts = "各期的金额和期限见下表" if table else _parts(article.rows)
    return "，".join([said, f"金额共{money(total)}，{parts}", *_ways(first, names)])


def _parts(rows: Sequence[Clause]) -> str:
    """第1期1,500元（2026年11月20日前）、第2期…; of many the first and the last."""
    said = [f"第{instalment(row)}期{_figures(row.amount_fen)}（{by_when(row)}）" for row in rows]
    return "、".join(said) if len(said) <= FEW else f"{said[0]}至{said[-1]}"


def _figures(fen: int | None) -> str:
    return "" if fen is None else show_yuan(fen).replace(" ", "")


def whole(clause: Clause, names: Mapping[str, str]) -> str:
    """A clause on one line with its day, place and manner; nothing that was not entered."""
    amount = money(clause.amount_fen)
    said = _act(clause, names, _in_time(by_when(clause)))
    return "，".join([said, *([f"金额{amount}"] if amount else []), *_ways(clause, names)])


def promise(item: Promised, names: Mapping[str, str]) -> str:
    """The same without day, place and manner: what a list of what is owed says."""
    amount = money(item.amount_fen)
    return "，".join([_act(item, names), *([f"金额{amount}"] if amount else [])])


def bare(what: str) -> str:
    """The words of a clause without full stop and number of the instalment."""
    return _PART.sub("", plain(what))


def plain(what: str) -> str:
    """The words of a clause without full stop; an instalment that stands alone keeps its number."""
    said = what.strip().rstrip("。；;，")
    return _PART.sub(lambda part: f"（第{part[1]}期，共{part[2]}期）", said)


def instalment(row: Clause) -> int:
    """Which of the instalments of a sum it is; 1 where it is none."""
    return _part_of(row.what)[0]


def _part_of(what: str) -> tuple[int, int]:
    """Its own number and how many there are."""
    part = _PART.search(what)
    return (int(part[1]), int(part[2])) if part else (1, 1)


def _act(item: Promised, names: Mapping[str, str], when: str = "", *, parts: bool = False) -> str:
    """Who, when, for whom, what; names the text has already are not repeated. `parts`: of several instalments."""
    what = bare(item.what) if parts else plain(item.what)
    debtor, creditor = names.get(item.debtor_id or "", ""), names.get(item.creditor_id or "", "")
    who = "" if _names(debtor, what) or _SUBJECT.match(what) else debtor
    to = f"向{creditor}" if creditor and not _names(creditor, what) and _GIVEN.match(what) else ""
    if who or not when:
        return f"{who}{when}{to}{what}"
    said = when.removeprefix("于")
    return f"{what}，{said}履行" if debtor or _SUBJECT.match(what) else f"{said}，{to}{what}"


def _ways(clause: Clause, names: Mapping[str, str]) -> list[str]:
    """Place and manner where entered; to whom it is owed, where the act itself does not say."""
    creditor, what = names.get(clause.creditor_id or "", ""), bare(clause.what)
    owed = creditor and not _names(creditor, what) and not _GIVEN.match(what)
    parts = [("履行地点", clause.place), ("履行方式", clause.manner), ("权利人", creditor if owed else "")]
    return [f"{label}：{text.strip().rstrip('。；;，')}" for label, text in parts if text.strip()]


def _in_time(when: str) -> str:
    return when if not when or _LEADS.match(when) else f"于{when}"


def _names(called: str, what: str) -> bool:
    """Whether the words name somebody already, with or without 甲方 or 申请人 before the name."""
    return bool(called) and (called in what or _TITLE.sub("", called) in what)


def _sum_of(place: int, clause: Clause) -> tuple[Any, ...]:
    """The same for every instalment of one sum, different for every other clause."""
    parts = _PART.search(clause.what)
    if parts is None or clause.amount_fen is None:
        return (place,)
    return (bare(clause.what), parts[2], clause.debtor_id, clause.creditor_id, clause.place, clause.manner)
