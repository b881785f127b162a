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
_SPAN = r"(?:\d+|[一二三四五六七八九十两]+)\s*(?:个?工作日|日|天|个?月|周|个?星期)"
_DATE = re.compile(
    r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]|" + _SPAN + r"\s*(?:之|以)?内|[年月]底[之以]?前|[日月年]之?前"
)
_AT_ONCE = re.compile(r"当[场日天]|即时|现场|已经?(?:于|由|付|支|赔|垫|退|还|履行|修|拆|清|搬|完|归|交|道)|随本协议")
_AGAIN = re.compile(
    r"每[一两二三]?个?[日天晚早周月季年次期户]|轮流|平时|日常|长期|期间|上午|下午|晚上|夜间|\d+\s*[点时:：]|需要时|时，"
    r"|发现|凡是|一旦|如有|如果"
)
_WAIVING = re.compile(
    r"放弃|免除|免去|不再?(?:主张|要求|追究|索要|计较|追讨|赔偿|承担|支付|收取|需|用)|互不|无[须需]|不必|不用"
    r"|(?:自行|各自|自己|自愿)(?:承担|负担|负责|处理|解决|修|修理|修缮|修补)|自担|自负"
)
_ABSTAINING = re.compile(
    r"不再|不得|不准|不许|停止|禁止|避免|遵守|道歉|谅解|赔礼|配合|保证|同意|监督|维持|保持|继续"
    r"|共同使用|共用|归[^，。；]{1,12}使用|为准|协商|向[^，。；]{0,10}法院|负责(?:日常)?(?:管理|维护|保管|照看)"
)
_ACTING = re.compile(
    r"修[好复缮理剪补整]|维修|检修|疏通|安装|加装|拆[除掉]|搬[走离开移]|移[走开到]|迁移|清[理运除走]|埋设|加固|更换|改[接装到建道]"
    r"|填平|砌|补种|栽种|腾出|让出|恢复|开通|重做|粉刷|加高|降低|封堵|交付|交还|送交|归还|返还|退还|交出|移交|取回|办理|出具"
)
_PAYING = re.compile(
    r"(?:支付|赔偿|赔付|给付|补偿|退还|返还|偿还|归还|退回|缴纳|补交|垫付|承担)[^，。；]{0,14}"
    r"(?:费|款|金|钱|损失|工资|利息|价)|赔偿$|付款|付清"
)
_UNFIXED = re.compile(
    r"发票|票据|收据|据实|凭据|实际(?:支出|发生|费用)|清单|评估|鉴定|保险公司|平摊|均摊|各半|一半|[％%]|分之"
    r"|按[^，。；]{1,16}(?:计算|标准|比例|分担|收取|结算)"
)
_HANDING_OVER = re.compile(r"交付|交还|送交|归还|返还|退还|交出|移交|取回|领取")
_HOW_PAID = re.compile(r"转账|汇款|微信|支付宝|银行|账户|账号|卡号|扫码|现金|抵扣|抵顶|当场|当面|代扣|转交")
_NAMED = re.compile(
    r"[甲乙丙丁]方|双方|各方|三方|各自|各户|对方|申请人|第三人|某[甲乙丙丁]?|先生|女士|家属|公司|物业|业主"
)


@dataclass(frozen=True)
class Words:
    """A row of a list the clauses are held against; with `patterns` something that cannot be agreed on."""

    label: str
    say: str = ""
    patterns: tuple[str, ...] = ()  # none: the label itself
    unless: tuple[str, ...] = ()
    law: str = ""

    def stands_in(self, text: str) -> str:
        """The words found, "" where there are none."""
        if self.patterns and any(re.search(harmless, text) for harmless in self.unless):
            return ""
        for harmless in self.unless:
            text = re.sub(harmless, "", text)
        found = (re.search(pattern, text) for pattern in self.patterns or (re.escape(self.label),))
        return next((hit[0] for hit in found if hit), "")


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
    watched: Sequence[Words],
    default_text: str | None = None,
    reached_on: date | None = None,
    told: Mapping[str, str] | None = None,
) -> list[tuple[int, str]]:
    """Warnings as (index of the clause or `WHOLE`, sentence), in the order of the clauses.

    `watched`: words that are unclear, and what cannot be agreed on or confirmed. `default_text`: what the agreement
    says of breach, None where the form does not ask; `told`: its other texts by their names on the page. Warnings
    never keep an agreement from being saved; one with blanks left open is not signed.
    """
    found = [(n, sentence) for n, clause in enumerate(clauses) for sentence in _of_clause(clause, watched)]
    past = [n for n, clause in enumerate(clauses) if reached_on and clause.due_on and clause.due_on < reached_on]
    found = sorted([*found, *((n, "期限早于谈成的日期，请看看年份和月份。") for n in past)], key=lambda told: told[0])
    if not clauses:
        found.append((WHOLE, "协议还没有条款，请写明谁、对谁、做什么、什么时候做。"))
    if default_text is not None and not default_text.strip():
        found.append((WHOLE, "没有写不履行时怎么办，请写明违约责任或者处理办法。"))
    for name, words in (told or {}).items():
        problems = (LEFT_OPEN if GAP.search(words) else "", own_words.remark(words, sides=("甲方", "乙方")))
        found += [(WHOLE, f"“{name}”{problem}") for problem in problems if problem]
    return found + [(WHOLE, sentence) for sentence in sorted({*_barred(default_text or "", watched)})]


def unconfirmable(texts: Iterable[str], barred: Sequence[Words]) -> str:
    """Why no court confirms an agreement with these clauses (民诉法解释 art. 355, 358), "" where nothing bars it."""
    named = dict.fromkeys(row.label for text in texts for row in barred if row.stands_in(text))
    if not named:
        return ""
    return f"协议里写了“{'”“'.join(named)}”，法院不会确认这样的内容，所以不提示申请司法确认。改正以后才能申请。"


def has_gap(texts: Iterable[str]) -> bool:
    """Whether a blank of a template was left open."""
    return any(GAP.search(text) for text in texts)


def _of_clause(clause: ClauseFacts, watched: Sequence[Words]) -> Iterator[str]:
    if not clause.what.strip():
        yield "没有写做什么，请写明具体内容。"
    if has_gap((clause.what, clause.due_text, clause.place, clause.manner)):
        yield LEFT_OPEN
    yield from _vague(clause, watched)
    yield from _barred(f"{clause.what}\n{clause.manner}", watched)
    kind = _Kind.of(clause)
    yield from _people(clause, kind)
    yield from _amount(clause, kind)
    yield from _when_and_where(clause, kind)


@dataclass(frozen=True)
class _Kind:
    """What a clause asks of somebody: only a payment or an act needs who, when and where."""

    pays: bool
    acts: bool
    again: bool  # goes on for a time or comes again: no one day ends it
    at_once: bool

    @classmethod
    def of(cls, clause: ClauseFacts) -> "_Kind":
        text = clause.what
        waived = clause.amount_fen is None and bool(_WAIVING.search(text))
        pays = not waived and bool(clause.amount_fen is not None or _FIGURES.search(text) or _PAYING.search(text))
        acts = not (pays or waived or _ABSTAINING.search(text)) and bool(_ACTING.search(text))
        return cls(pays, acts, bool(_AGAIN.search(text)), bool(_AT_ONCE.search(text)))


def _vague(clause: ClauseFacts, watched: Sequence[Words]) -> Iterator[str]:
    text = f"{clause.what}\n{clause.due_text}\n{clause.place}\n{clause.manner}"
    for word in watched:
        if not word.patterns and word.stands_in(text):
            yield f"“{word.label}”不明确。{word.say or '请写具体。'}"


def _barred(text: str, watched: Sequence[Words]) -> Iterator[str]:
    for row in watched:
        found = row.stands_in(text) if row.patterns else ""
        if found:
            yield f"“{found}”：{row.say}{f'（{row.law}）。' if row.law else ''}"


def _people(clause: ClauseFacts, kind: _Kind) -> Iterator[str]:
    named = bool(_NAMED.search(clause.what))
    if (kind.pays or kind.acts) and not clause.debtor.strip() and not named:
        yield "没有写由谁履行。"
    if kind.pays and not clause.creditor.strip() and not named:
        yield "没有写向谁履行。"


def _amount(clause: ClauseFacts, kind: _Kind) -> Iterator[str]:
    figures = _amounts(_FIGURES, clause.what)
    capitals = _amounts(_CAPITALS, clause.what)
    wrong = [amount for amount in capitals if figures and amount not in figures]
    if wrong:
        yield f"大写金额（{show_yuan(wrong[0])}）与小写金额（{show_yuan(figures[0])}）不一致。"
    if clause.amount_fen is None:
        if kind.pays:
            yield from _amount_left_out(clause, kind, figures, capitals)
        return
    others = [amount for amount in figures if amount != clause.amount_fen]
    if len(figures) == 1 and others:
        yield f"正文写的 {show_yuan(others[0])}与金额栏的 {show_yuan(clause.amount_fen)}不一致。"
    if not clause.manner.strip() and not _HOW_PAID.search(f"{clause.what}{clause.place}") and not kind.at_once:
        yield "没有写付款方式，请写明现金还是转账、转到哪个账户。"


def _amount_left_out(
    clause: ClauseFacts, kind: _Kind, figures: Sequence[int], capitals: Sequence[int]
) -> Iterator[str]:
    if figures and not capitals and not (kind.again or kind.at_once):
        yield "正文写了金额但金额栏空着，打印时不会有大写。请把金额填到金额栏。"
    elif not figures and not capitals and not kind.at_once and not _UNFIXED.search(clause.what):
        yield "写了要付款但没有金额，请填写金额。"


def _when_and_where(clause: ClauseFacts, kind: _Kind) -> Iterator[str]:
    if not (kind.pays or kind.acts) or kind.at_once:
        return
    if clause.due_on is None and not clause.due_text.strip():
        if _DATE.search(clause.what):
            yield "正文里写了时间，请也填到期限栏，否则到期不会提醒。"
        elif not kind.again:
            yield "没有写履行日期或者期限。"
    handed = _HANDING_OVER.search(clause.what) if kind.acts else not _HOW_PAID.search(_without_cash(clause))
    if handed and not clause.place.strip() and not kind.again:
        yield "没有写履行地点。"


def _without_cash(clause: ClauseFacts) -> str:
    """The words on how it is paid, as far as they say where: money from hand to hand needs a place."""
    return re.sub("现金|当面", "", f"{clause.what}{clause.manner}")


def _amounts(pattern: re.Pattern[str], text: str) -> list[int]:
    """Amounts in 分 that can be read, each once."""
    read = (parse_yuan(found[0]) for found in pattern.finditer(text))
    return list(dict.fromkeys(amount for amount in read if amount is not None))
