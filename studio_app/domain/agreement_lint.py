"""Warnings on the clauses of an agreement before it is printed: what is unclear is refused at 司法确认.

(Handbook 1.2; 民诉法解释 art. 358: 内容不明确; 人民调解法 art. 29 and 若干规定 art. 35: 方式、地点、期限.)
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studio_app.domain import own_words
from studio_app.domain.money import parse_yuan, show_yuan

WHOLE = -1  # the index of a warning that concerns the agreement and no single clause
GAP = re.compile(r"[＿_]{2,}")
LEFT_OPEN = "还有没填的空（＿＿），请填好或者删掉。"

_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:[十百千]?万|[十百千亿])?\s*(?:元|块钱?)(?:\d角)?(?:\d分)?")
_CAPITALS = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[元圆](?:[零壹贰叁肆伍陆柒捌玖角分]*)[整正]?")
_TIME_IN_TEXT = re.compile(
    r"\d+\s*[年月日号天]|当[日天场]|之?[日月年]前"
    r"|[一二三四五六七八九十两]+[个日天年]"
)
_PAYING = re.compile(r"支付|赔偿|赔付|给付|补偿|退还|返还|偿还|付清|付款")


@dataclass(frozen=True, slots=True)
class ClauseFacts:
    """One clause as the form holds it: names of who does it and for whom, amount in 分, a day or words."""

    what: str
    debtor: str = ""
    creditor: str = ""
    amount_fen: int | None = None
    due_on: date | None = None
    due_text: str = ""
    place: str = ""
    manner: str = ""


def lint(
    clauses: Sequence[ClauseFacts],
    vague_words: Mapping[str, str],
    default_text: str | None = None,
    reached_on: date | None = None,
    told: Mapping[str, str] | None = None,
) -> list[tuple[int, str]]:
    """Warnings as (index of the clause or `WHOLE`, sentence), in the order of the clauses.

    `vague_words`: word → what to write instead (may be empty). `default_text`: what the agreement says of
    breach, None where the form does not ask; `told`: its other texts by their names on the page. Warnings never keep
    an agreement from being saved; one with blanks left open is not signed.
    """
    found = [(n, sentence) for n, clause in enumerate(clauses) for sentence in _of_clause(clause, vague_words)]
    past = [n for n, clause in enumerate(clauses) if reached_on and clause.due_on and clause.due_on < reached_on]
    found = sorted([*found, *((n, "期限早于谈成的日期，请看看年份和月份。") for n in past)], key=lambda told: told[0])
    if not clauses:
        found.append((WHOLE, "协议还没有条款，请写明谁、对谁、做什么、什么时候做。"))
    if default_text is not None and not default_text.strip():
        found.append((WHOLE, "没有写不履行时怎么办，请写明违约责任或者处理办法。"))
    for name, words in (told or {}).items():
        problems = (LEFT_OPEN if GAP.search(words) else "", own_words.remark(words))
        found += [(WHOLE, f"“{name}”{problem}") for problem in problems if problem]
    return found


def has_gap(texts: Iterable[str]) -> bool:
    """Whether a blank of a template was left open."""
    return any(GAP.search(text) for text in texts)


def _of_clause(clause: ClauseFacts, vague_words: Mapping[str, str]) -> Iterator[str]:
    if not clause.what.strip():
        yield "没有写做什么，请写明具体内容。"
    if has_gap((clause.what, clause.due_text, clause.place, clause.manner)):
        yield LEFT_OPEN
    yield from _vague(clause, vague_words)
    yield from _people(clause)
    yield from _amount(clause)
    yield from _when_and_where(clause)


def _vague(clause: ClauseFacts, vague_words: Mapping[str, str]) -> Iterator[str]:
    text = f"{clause.what}\n{clause.due_text}\n{clause.place}\n{clause.manner}"
    for word, instead in vague_words.items():
        if word in text:
            yield f"“{word}”不明确。{instead or '请写具体。'}"


def _people(clause: ClauseFacts) -> Iterator[str]:
    if not clause.debtor.strip():
        yield "没有写由谁履行。"
    if not clause.creditor.strip():
        yield "没有写向谁履行。"


def _amount(clause: ClauseFacts) -> Iterator[str]:
    figures = _amounts(_FIGURES, clause.what)
    capitals = _amounts(_CAPITALS, clause.what)
    wrong = [amount for amount in capitals if figures and amount not in figures]
    if wrong:
        yield f"大写金额（{show_yuan(wrong[0])}）与小写金额（{show_yuan(figures[0])}）不一致。"
    if clause.amount_fen is None:
        yield from _amount_left_out(clause, figures, capitals)
        return
    others = [amount for amount in figures if amount != clause.amount_fen]
    if len(figures) == 1 and others:
        yield f"正文写的 {show_yuan(others[0])}与金额栏的 {show_yuan(clause.amount_fen)}不一致。"
    if not clause.manner.strip():
        yield "没有写付款方式，请写明现金还是转账、转到哪个账户。"


def _amount_left_out(clause: ClauseFacts, figures: Sequence[int], capitals: Sequence[int]) -> Iterator[str]:
    if figures and not capitals:
        yield "正文写了金额但金额栏空着，打印时不会有大写。请把金额填到金额栏。"
    elif not figures and not capitals and _PAYING.search(clause.what):
        yield "写了要付款但没有金额，请填写金额。"


def _when_and_where(clause: ClauseFacts) -> Iterator[str]:
    if clause.due_on is None and not clause.due_text.strip():
        if _TIME_IN_TEXT.search(clause.what):
            yield "正文里写了时间，请也填到期限栏，否则到期不会提醒。"
        else:
            yield "没有写履行日期或者期限。"
    if not clause.place.strip():
        yield "没有写履行地点。"


def _amounts(pattern: re.Pattern[str], text: str) -> list[int]:
    """Amounts in 分 that can be read, each once."""
    read = (parse_yuan(found[0]) for found in pattern.finditer(text))
    return list(dict.fromkeys(amount for amount in read if amount is not None))
