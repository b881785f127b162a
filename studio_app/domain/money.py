"""Amounts as whole 分, read from what people write and shown in figures and in 大写."""

import re
import unicodedata
from decimal import Decimal

from studio_app.domain.wording import number_in_words, spell

LIMIT = 10**14  # 分: 大写 is defined here up to thousands of 亿 元
_UNITS = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_FIGURES = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d+)?([十百千]?万|[十百千亿]|)")
_PARTS = re.compile(
    r"(?:(?P<yuan>[^元圆块角毛分]+)(?:元|圆|块钱?|$))?零?(?:(?P<jiao>[^元圆块角毛分零])[角毛]钱?)?零?(?:(?P<fen>[^元圆块角毛分零])分钱?)?"
)
_CAPITALS = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


def parse_yuan(text: str) -> int | None:
    """Yuan as written ("3000", "3,000.50", "３千", "1.5万", "三千元", "叁仟元整", "¥3元5角") in 分.

    None for what is no single clear amount: negative, finer than a 分, 三千五, "3000 5000", 10 000 亿 and more.
    """
    plain = re.sub(r"(?<![\d\s])\s+|\s+(?![\d\s])", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"^(人民币|RMB|CNY|¥)+[:：]?", "", plain, flags=re.IGNORECASE)
    plain = re.sub(r"[整正]$", "", plain)
    found = _PARTS.fullmatch(plain)
    if not found or not any(found.groups()):
        return None
    amounts = (_yuan(found["yuan"]), _one_digit(found["jiao"], 10), _one_digit(found["fen"], 1))
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == 3 and sum(known) < LIMIT else None


def show_yuan(fen: int) -> str:
    """分 as "3,000.50 元"; whole yuan without decimals: "3,000 元"."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    cents = f".{fen % 100:02d}" if fen % 100 else ""
    return f"{sign}{fen // 100:,}{cents} 元"


def capital(fen: int) -> str:
    """分 in 大写 by the bank's rules (《支付结算办法》附一): 整 after 元 only, 零 where a place is skipped.

    Raises ValueError for a negative amount or one of 10 000 亿 元 and more.
    """
    if not 0 <= fen < LIMIT:
        raise ValueError("大写 is defined from 0 to below 10 000 亿 元")
    yuan, jiao, cents = fen // 100, fen // 10 % 10, fen % 10
    text = f"{spell(yuan)}元" if yuan or not fen else ""
    if not (jiao or cents):
        return f"{text}整".translate(_CAPITALS)
    if jiao:
        text += f"{spell(jiao)}角"
    elif yuan:
        text += "零"
    if cents:
        text += f"{spell(cents)}分"
    return text.translate(_CAPITALS)


def _yuan(text: str | None) -> int | None:
    """分 of the yuan part; 0 where there is none."""
    if text is None:
        return 0
    figures = _FIGURES.fullmatch(text)
    if not figures:
        words = number_in_words(text)
        return None if words is None else words * 100
    number = Decimal(figures[1].replace(",", "") + (figures[2] or "")) * _UNITS[figures[3]] * 100
    return int(number) if number == int(number) else None


def _one_digit(text: str | None, worth: int) -> int | None:
    if text is None:
        return 0
    digit = number_in_words(text)
    return digit * worth if digit is not None and digit < 10 else None
