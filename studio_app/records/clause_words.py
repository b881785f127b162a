"""Clauses and promises as the papers say them: who does what for whom, how much in figures and in 大写, by when."""

from collections.abc import Mapping
from typing import Any, Protocol

from studio_app.domain.dates import show_day_cn
from studio_app.domain.money import capital, show_yuan
from studio_app.store.tables import Clause


class Promised(Protocol):
    """A clause or an obligation."""

    debtor_id: Any
    creditor_id: Any
    what: Any
    amount_fen: Any
    due_on: Any
    place: Any


def money(fen: int | None) -> str:
    """3,200元（人民币叁仟贰佰元整）; "" for no amount."""
    return "" if fen is None else f"{show_yuan(fen).replace(' ', '')}（人民币{capital(fen)}）"


def promise(item: Promised, names: Mapping[str, str]) -> str:
    """赵某向王某赔偿损失，金额3,200元（人民币…）, without full stop; names the text has already are not repeated."""
    what = item.what.strip().rstrip("。；;，")
    debtor, creditor = names.get(item.debtor_id or "", ""), names.get(item.creditor_id or "", "")
    if debtor and debtor not in what:
        to = f"（对{creditor}）" if creditor and creditor not in what else ""
        what = f"{debtor}{to}：{what}"
    amount = money(item.amount_fen)
    return f"{what}，金额{amount}" if amount else what


def by_when(clause: Clause) -> str:
    """2026年10月31日前, or the words written in place of a day."""
    return f"{show_day_cn(clause.due_on)}前" if clause.due_on else clause.due_text


def whole(clause: Clause, names: Mapping[str, str]) -> str:
    """A clause on one line with its day, place and manner."""
    parts = [promise(clause, names), f"{by_when(clause)}履行" if by_when(clause) else ""]
    parts += [f"地点：{clause.place}" if clause.place else "", f"方式：{clause.manner}" if clause.manner else ""]
    return "，".join(part for part in parts if part)
