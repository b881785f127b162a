"""Numbers that identify somebody, found in a running text by their form, however they are written."""

import re
from collections.abc import Callable
from typing import NamedTuple

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
CN_DIGITS = "零〇○一二三四五六七八九"
FORMAL_DIGITS = "壹贰叁肆伍陆柒捌玖"  # as on receipts; some are surnames too, so only long runs are read as figures

_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("·•‧∙・", ".")
_SPACES = dict.fromkeys("\t\xa0\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u2060\u202f\u3000\ufeff", " ")
_PLAIN = _HALF_WIDTH | _SIGNS | _SPACES
_UNUSUAL = re.compile(f"[{re.escape(''.join(_PLAIN))}]")
_FIGURE = rf"[\d{CN_DIGITS}{FORMAL_DIGITS}幺]"
_RUN = re.compile(_FIGURE * 3)  # begins with a sign, not with a count: so a text without any is passed over quickly
_SPELT = re.compile(rf"{_FIGURE}{{7,}}")
_ARABIC = str.maketrans(CN_DIGITS + FORMAL_DIGITS + "幺", "0001234567891234567891")

_MONTH_DAY = r"(?:0[1-9]|1[0-2])[ .-]?(?:0[1-9]|[12]\d|3[01])"
_GAP = r"[ .-]{0,2}"
_ASKED = r"(?:号码?|编号)?[:是为]{0,2} ?"  # what may stand between the word for a number and the number
_MONEY = r"(?!\d+(?:\.\d+)?[元块万])"
_DAY = r"(?!(?:19|20)\d\d[.-])"
_NOT_INSIDE = r"(?<!\d.)"  # behind a pattern's first sign: no figure stands before it

_ID_WORD = r"(?:身份证|证件|护照|通行证|居住证|军官证|士兵证|残疾证|社保卡?|医保卡?)(?:[后末尾前][四六八468]位|尾号)?"
_CARD_WORD = r"(?:账号|账户|帐号|帐户|卡号|银行卡|信用卡|储蓄卡|存折|公积金|工行卡|农行卡|建行卡|中行卡|交行卡|邮储卡)"
_PHONE_WORD = r"(?:电话|手机|座机|固话|联系方式|致电|拨打)"
_CHAT_WORD = r"(?:微信|扣扣|支付宝|抖音|快手|钉钉|小红书)(?:账号|ID)?"
_CHAT_SIGN = r"[WVQwvq](?<![A-Za-z].)(?:[XxQq]|e[Cc]hat)(?:ID)?"
_PLATE_WORD = r"(?:车牌|号牌)"
_MAIL_SIGN = "[A-Za-z0-9_.+-]"  # read once from the first of a run: of 20,000 letters each was tried as a beginning
_ID18 = rf"\d{{5}}{_GAP}(?:18|19|20)\d{{2}}{_GAP}{_MONTH_DAY}{_GAP}\d{{3}}{_GAP}[\dXx](?![\dA-Za-z])"
_NO_CARD = r"(?!(?<=6)2\d{13}(?!\d))"  # 15 figures from 62: a card or an old number of 甘肃, hidden as what shows less
_ID15 = rf"\d{{5}}{_GAP}\d{{2}}[ .-]?{_MONTH_DAY}{_GAP}\d{{3}}(?!\d)"
_LONG = r"\d{14,}[Xx]?|(?: \d){14,}(?: ?[Xx])?"
_GROUPS = r"(?=(?:[ .-]{0,2}\d){14})\d{2,5}(?P<gap> {1,2}|[.-])\d{3,6}(?:(?P=gap)\d{3,6})+(?:(?P=gap)\d{1,2})?[Xx]?"
_MOBILE = "|".join(
    [rf"{gap}[3-9](?:{gap}\d){{9}}(?!{gap}\d)" for gap in (r" {0,2}", r"(?: ?- ?)?", r"(?: ?\. ?)?")]
    + [r"[3-9]\d(?P<sign>[,/_、*])\d{4}(?P=sign)\d{4}(?!\d)"]
)
_CHAT_NAME = rf"{_ASKED}{_MONEY}{_DAY}(?P<n>[A-Za-z0-9_][A-Za-z0-9_.@-]{{4,30}})"
_PASSPORT = r"[A-Za-z](?<![A-Za-z0-9_@.-].)(?:[A-Za-z]?\d{7,10}|[A-Za-z]?\d{6} ?\([\dAa]\)|[A-Za-z]{2}\d{12})"
_PLATE = r"[A-HJ-NP-Za-hj-np-z][ .-]{0,2}(?=(?:[A-Za-z]*\d){3})[A-Za-z0-9]{4,5}[A-Za-z0-9挂学警港澳](?![A-Za-z0-9])"


class Form(NamedTuple):
    """What a number looks like; with a group "n" that is the number, and the rest only tells what it is."""

    what: str
    pattern: re.Pattern[str]

    def finds(self, text: str) -> list[tuple[int, int]]:
        """Where such a number stands in a plain text, start and end."""
        group = "n" if "n" in self.pattern.groupindex else 0
        return [found.span(group) for found in self.pattern.finditer(text)]


# Order matters: an ID number would also pass for a card, a card contains what looks like a phone.
# Each begins with a sign or a word, not with a condition: only so a text without any is passed over quickly.
FORMS: tuple[Form, ...] = tuple(
    Form(what, re.compile(pattern))
    for what, pattern in (
        ("id_number", rf"[1-9]{_NOT_INSIDE}{_ID18}"),
        ("id_number", rf"[1-9]{_NO_CARD}{_NOT_INSIDE}{_ID15}"),
        ("bank_card", rf"\d{_NOT_INSIDE}(?:{_LONG}|{_GROUPS}(?!\d))"),
        ("phone", rf"1(?:{_NOT_INSIDE}|(?<=861)|(?<=01))(?:{_MOBILE})"),
        ("phone", rf"[(0]{_NOT_INSIDE}(?:(?<=\()0|(?<=0))\d{{2,3}}\)?[ .-]{{0,2}}[2-9]\d{{2,3}}[ .-]?\d{{4}}(?!\d)"),
        ("phone", rf"{_PHONE_WORD}{_ASKED}(?P<n>[2-9]\d{{2,3}}[ .-]?\d{{4}})(?![\d元])"),
        ("account", rf"{_CHAT_WORD}{_CHAT_NAME}"),
        ("account", rf"{_CHAT_SIGN}{_CHAT_NAME}"),
        ("account", rf"{_MAIL_SIGN}(?<!{_MAIL_SIGN}.){_MAIL_SIGN}*+ ?@ ?[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)+"),
        ("id_number", rf"{_PASSPORT}(?![\dA-Za-z])"),
        ("id_number", r"[军兵士警武文职]{1,2}字第(?P<n>\d{5,8})号?"),
        ("id_number", rf"{_ID_WORD}{_ASKED}(?P<n>[A-Za-z]{{0,3}}\d{{6,}}[Xx]?)(?![\dXx*年])"),
        ("bank_card", rf"{_CARD_WORD}{_ASKED}(?P<n>\d{{6,}}|\d{{3,6}}(?:[ -]\d{{3,6}})+)(?![\d*元万.])"),
        ("plate", rf"[{PROVINCES}] ?{_PLATE}"),
        ("plate", rf"{_PLATE_WORD}{_ASKED}(?P<n>[A-Za-z]?[ .-]?[A-Za-z0-9]{{4,5}}\d)(?![A-Za-z0-9])"),
    )
)
_FIGURES = re.compile(r"\d(?:[\d (),/_.-]{3}\d|[、*]\d{4})")
_LETTER = re.compile("[A-Za-z]")
_LONG_ID = 15  # shorter papers (passports) are hidden whole


def plain(text: str) -> str:
    """The text sign for sign in half-width letters, one kind of dash, dot and space, spelt-out numbers in figures.

    一九九〇〇〇〇一二三四 → 19900001234; a run of fewer than seven is left: 三〇一室, 二〇二六年.
    """
    return read(text)[0]


def read(text: str) -> tuple[str, bool]:
    """The plain text, and whether three figures or characters for figures stand together in it: in most none do."""
    half_width = _UNUSUAL.sub(lambda found: _PLAIN[found[0]], text)  # half the time of `translate`: most signs stay
    if _RUN.search(half_width) is None:
        return half_width, False
    return _SPELT.sub(lambda found: found[0].translate(_ARABIC), half_width), True


def in_figures(number: str) -> str:
    """A number written in characters in figures: 五〇一 → 501."""
    return number.translate(_ARABIC)


def forms_in(text: str) -> tuple[Form, ...]:
    """What to look for in a plain text: nothing where it has neither five figures together nor a letter."""
    return FORMS if _FIGURES.search(text) or _LETTER.search(text) else ()


def on_screen(text: str) -> str:
    """The text, sign for sign, with stars inside phones, ID and card numbers: what a screen may show."""
    return _starred(text, _ends)


def in_index(text: str) -> str:
    """The text with stars for ID and card numbers, which are in no common index (phones are)."""
    return _starred(text, lambda what, length: (0, length if what == "phone" else 0))


def _ends(what: str, length: int) -> tuple[int, int]:
    """How many signs stay readable at the head and the tail, as where a field shows such a number."""
    if what == "phone":
        return max(length - 8, 0), 4
    return (0, 4) if what == "bank_card" else (6, 4) if length >= _LONG_ID else (0, 0)


def _starred(text: str, ends: Callable[[str, int], tuple[int, int]]) -> str:
    seen = plain(text)
    forms = forms_in(seen)
    if not forms:
        return text
    shown = list(text)
    for form in forms:
        for start, end in form.finds(seen):
            if form.what in ("id_number", "bank_card", "phone"):
                places = [n for n in range(start, end) if seen[n].isalnum()]
                head, tail = ends(form.what, len(places))
                for place in places[head : len(places) - tail]:
                    shown[place] = "*"
            seen = seen[:start] + "\0" * (end - start) + seen[end:]
    return "".join(shown)
