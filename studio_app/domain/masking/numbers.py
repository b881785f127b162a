"""Numbers that identify somebody, found in a running text by their form, however they are written."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from studio_app.domain.folding import simplified
from studio_app.domain.masking.figures import ARABIC, CN_DIGITS, FORMAL_DIGITS, Number, in_arabic, numbers_in

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = dict.fromkeys("‐‑‒–—―−﹣", "-") | dict.fromkeys("·•‧∙・･", ".")
_SPACES = dict.fromkeys("\t\n\v\f\r\x85\xa0\xad\u2028\u2029\u202f\u205f\u3000\ufe0f\u20e3\ufeff", " ")
_SPACES |= {chr(code): " " for first, last in ((0x2000, 0x200F), (0x2060, 0x2064)) for code in range(first, last + 1)}
_ZEROS = "٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐᥆᧐᪀᪐᭐᮰᱀᱐꘠꣐꤀꧐꧰꩐꯰𝟎𝟘𝟢𝟬𝟶🯰"  # of other scripts, and those of formulas
_DIGITS = {chr(ord(zero) + value): str(value) for zero in _ZEROS for value in range(10)}
_SIGNS |= dict.fromkeys("◯⚪⭕", "〇")
_PLAIN = _HALF_WIDTH | _SIGNS | _SPACES | _DIGITS
_USUAL = "，；：（）！？\n"  # what every sentence has: replaced first, as asking a function for each takes longest
# Of those above the first plane every sign, whatever it is: a set of single ones up there takes ten times as long.
_UNUSUAL = re.compile(f"[{re.escape(''.join(sign for sign in _PLAIN if ord(sign) < 0x10000))}\U00010000-\U0010ffff]")
_FIGURE = rf"[\d{CN_DIGITS}{FORMAL_DIGITS}幺]"
_RUN = re.compile(_FIGURE * 3)  # begins with a sign, not with a count: so a text without any is passed over quickly

_ASKED = r"(?:号码?|编号)?[:是为]{0,2} ?"  # what may stand between the word for a number and the number
_MONEY = r"(?!\d+(?:\.\d+)?[元块万])"
_DAY = r"(?!(?:19|20)\d\d[.-])"

_ID_WORD = r"(?:身份证|证件|护照|通行证|居住证|军官证|士兵证|残疾证|社保卡?|医保卡?)(?:[后末尾前][四六八468]位|尾号)?"
_CARD_WORD = r"(?:账号|账户|帐号|帐户|卡号|银行卡|信用卡|储蓄卡|存折|公积金|工行卡|农行卡|建行卡|中行卡|交行卡|邮储卡)"
_PHONE_WORD = r"(?:电话|手机|座机|固话|联系方式|致电|拨打)"
_CHAT_WORD = r"(?:微信|扣扣|支付宝|抖音|快手|钉钉|小红书)(?:账号|ID)?"
_CHAT_SIGN = r"[WVQwvq](?<![A-Za-z].)(?:[XxQq]|e[Cc]hat)(?:ID)?"
_PLATE_WORD = r"(?:车牌照?|号牌|牌照|车号|牌号)"
_MAIL_SIGN = "[A-Za-z0-9_.+-]"  # read once from the first of a run: of 20,000 letters each was tried as a beginning
_CHAT_NAME = rf"{_ASKED}{_MONEY}{_DAY}(?P<n>[A-Za-z0-9_][A-Za-z0-9_.@-]{{4,30}})"
_PASSPORT = r"[A-Za-z](?<![A-Za-z0-9_@.-].)(?:[A-Za-z]?\d{7,10}|[A-Za-z]?\d{6} ?\([\dAa]\)|[A-Za-z]{2}\d{12})"
_LATIN = f"[A-Za-z0-9{CN_DIGITS}]"
_APART = r"[ .()\[\]-]{0,2}"
_NO_UNIT = r"(?![A-Za-z0-9*%元块万千百个辆年月日张次位名人号楼路栋平米])"
_PLATE = (
    rf"{_APART}[A-HJ-NP-Za-hj-np-z]{_APART}(?=(?:[^\d{CN_DIGITS},。]{{0,6}}[\d{CN_DIGITS}]){{3}})"
    rf"(?:[A-Za-z0-9]{{6}}|[DFdf](?:{_APART}\d){{5}}|\d(?:{_APART}\d){{4}}{_APART}[DFdf]"
    rf"|{_LATIN}(?:{_APART}{_LATIN}){{3}}{_APART}[A-Za-z0-9{CN_DIGITS}挂学警港澳])(?![A-Za-z0-9])"
)
_TAIL = r"(?:尾号|尾数|尾字|[末后]尾?[几二两三四五六2-6]位(?:数字?|号码?)?)"
_TOLD = r"(?:号码?|牌号|[前末后]?[几二两三四五六2-6]位(?:数字?|号码?)?|尾号|尾数|后面|[是为叫:的“\"(「 ]){0,5}"
_MIXED = r"(?=[A-Za-z .-]{0,6}\d)(?=[\d .-]{0,6}[A-Za-z])[A-Za-z0-9](?:[ .-]{0,2}[A-Za-z0-9]){1,6}"  # 7PW56
_MIXED_ALONE = (
    r"(?:\d(?<![A-Za-z0-9].)(?=\d{0,4}[A-Za-z])|[A-Za-z](?<![A-Za-z0-9].)(?=[A-Za-z]{0,4}\d))[A-Za-z0-9]{4,5}"
)
_CAR = r"(?:的|号|那辆|这辆|[白黑红蓝灰银黄绿]色?|小|电动|新能源){0,3}(?:轿|汽|面包|越野|货)?(?:车|三轮|摩托|奔驰|宝马)"


class Form(NamedTuple):
    """What a number looks like; with a group "n" that is the number, and the rest only tells what it is."""

    what: str
    pattern: re.Pattern[str]

    def finds(self, text: str) -> list[tuple[int, int]]:
        """Where such a number stands in a plain text, start and end."""
        return [found.span(found.lastgroup or 0) for found in self.pattern.finditer(text)]


# What is told by more than its figures (those: mask_figures), looked for in this order.
# Each begins with a sign or a word, not with a condition: only so a text without any is passed over quickly.
FORMS: tuple[Form, ...] = tuple(
    Form(what, re.compile(pattern))
    for what, pattern in (
        ("plate", rf"[{PROVINCES}]{_PLATE}"),
        ("phone", r"\+ ?\(?86\)?[ -]?\(?(?P<n>[1-9]\d{1,2}\)?[ .-]{0,2}[2-9]\d{2,3}[ .-]?\d{4})(?!\d)"),
        ("phone", rf"{_PHONE_WORD}{_ASKED}(?P<n>[2-9](?:[ .-]{{0,2}}\d){{6,7}})(?![\d元])"),
        ("account", rf"{_CHAT_WORD}{_CHAT_NAME}"),
        ("account", rf"{_CHAT_SIGN}{_CHAT_NAME}"),
        ("account", rf"{_MAIL_SIGN}(?<!{_MAIL_SIGN}.){_MAIL_SIGN}*+ ?@ ?[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)+"),
        ("id_number", rf"{_PASSPORT}(?![\dA-Za-z])"),
        ("id_number", r"[军兵士警武文职]{1,2}字第(?P<n>\d{5,8})号?"),
        ("id_number", rf"{_ID_WORD}{_ASKED}(?P<n>[A-Za-z]{{0,3}}\d{{6,}}[Xx]?)(?![\dXx*年])"),
        ("bank_card", rf"{_CARD_WORD}{_ASKED}(?P<n>\d{{6,}}|\d{{3,6}}(?:[ -]\d{{3,6}})+)(?![\d*元万.])"),
        ("plate", rf"{_PLATE_WORD}{_TOLD}[{PROVINCES}]?(?P<n>{_LATIN}(?:[ .-]{{0,2}}{_LATIN}){{1,7}}){_NO_UNIT}"),
        ("plate", rf"{_TAIL}{_TOLD}(?P<n>{_MIXED}){_NO_UNIT}"),
        ("plate", rf"{_TAIL}{_TOLD}(?P<n>\d{{2,6}}){_NO_UNIT}(?=[”\"」)]?{_CAR})"),
        ("plate", rf"车[一-龥]{{0,3}}?{_TAIL}{_TOLD}(?P<n>[A-Za-z0-9]{{2,7}}){_NO_UNIT}"),
        ("plate", rf"{_MIXED_ALONE}(?=[”\"」)]?{_CAR})"),
    )
)
_FIGURES = re.compile(r"\d(?:[\d (),/_.-]{3}\d|[、*]\d{4})")
_OF_A_PLATE = ("尾", "牌", "车号")  # after these fewer figures are enough
_LETTER = re.compile("[A-Za-z]")
_LONG_ID = 15  # shorter papers (passports) are hidden whole


def plain(text: str) -> str:
    """The text sign for sign in half-width letters, one kind of dash, dot and space, spelt-out numbers in figures.

    一九九〇〇〇〇一二三四 → 19900001234; a run of fewer than seven is left: 三〇一室, 二〇二六年.
    """
    return read(text)[0]


def read(text: str) -> tuple[str, bool, bool]:
    """The plain text, whether figures stand in rows as long as a number's, whether three or more stand together.

    Characters for figures count; in most texts there is neither.
    """
    for sign in _USUAL:
        text = text.replace(sign, _PLAIN[sign])
    # half the time of `translate`: most signs stay
    half_width = simplified(_UNUSUAL.sub(lambda found: _PLAIN.get(found[0], found[0]), text))
    has_figures = _RUN.search(half_width) is not None
    return *in_arabic(half_width), has_figures


def in_figures(number: str) -> str:
    """A number written in characters in figures: 五〇一 → 501."""
    return number.translate(ARABIC)


def found_in(text: str, *, has_rows: bool = True) -> list[Number]:
    """Every number of a plain text, from left to right; without rows of figures those that letters and words tell."""
    found = numbers_in(text) if has_rows else []
    if not (_LETTER.search(text) or any(word in text for word in _OF_A_PLATE) or _FIGURES.search(text)):
        return found
    left = _without(text, [(number.start, number.end) for number in found])
    for form in FORMS:
        spans = form.finds(left)
        found += [Number(form.what, start, end, left[start:end]) for start, end in spans]
        left = _without(left, spans)
    return sorted(found, key=lambda number: number.start)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with signs that match nothing where something was found."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], "\0" * (end - start)]
        at = end
    return "".join([*pieces, text[at:]]) if pieces else text


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
    seen, has_rows, _ = read(text)
    found = found_in(seen, has_rows=has_rows)
    if not found:
        return text
    shown = list(text)
    for number in found:
        if number.what in ("id_number", "bank_card", "phone"):
            places = [n for n in range(number.start, number.end) if seen[n].isalnum()]
            head, tail = ends(number.what, len(places))
            for place in places[head : len(places) - tail]:
                shown[place] = "*"
    return "".join(shown)
