"""What a cell says: amounts, phones and ID numbers, with a word where Excel damaged them or nobody can be sure."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from studio_app.domain import phones
from studio_app.domain.identity import check_id
from studio_app.domain.money import parse_yuan
from studio_app.incoming.words import nothing, plain

_LOST = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+]?\d{1,3}")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_APART = re.compile(r"(?<=\d)[\s\-—–.]+(?=\d)")
_GAPS, _COUNTRY = re.compile(r"[\s\-]+"), re.compile(r"(?<!\d)(?:\+|00)?86[-\s]*(?=1[3-9])")
_ALONE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[-—–]?)?[2-9]\d{6,7}(?!\d)")
_AMOUNT = re.compile(
    r"(?:¥|人民币|RMB)?\s*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(亿|千万|百万|十万|万|千|百)?\s*[余多]?\s*[元块圆]?",
    re.IGNORECASE,
)
_NOTED = re.compile(
    r"(?:涉及|涉案|标的|争议)(?:金额|款项|资金|钱款|额)?\s*(?:约|人民币|为|:)*\s*((?:\d[\d,]*)(?:\.\d+)?\s*[万亿千百]?\s*元)"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_VAGUE = re.compile(r"约|余|多|近|左右|大概|上下|以上|以下|不足")
_UNITS = {"千": 1000, "万": 10_000, "百万": 10**6, "亿": 10**8, "百": 100}
MOST_YUAN = 10**12
WIDEST_EXACT = 2**53


def text(cell: object) -> str:
    """A cell as somebody reads it: a whole number without its .0, a day as 2026-03-05."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if abs(cell) < 1e16 and cell == int(cell) else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def says_nothing(said: str) -> bool:
    return said in nothing() or said.strip("\u3000 /\\-—－") == ""


@lru_cache(maxsize=8192)
def amount(said: str, unit: int) -> tuple[int | None, str]:
    """分 and why they are not sure; `unit`: yuan a bare number of this column counts (万元 in its heading)."""
    half = unicodedata.normalize("NFKC", said).replace("￥", "¥").replace(" ", "")
    if says_nothing(half):
        return None, ""
    whole = _BRACKETS.sub("", half).rstrip("。;,") or half
    if re.fullmatch(r"-?\d+(\.\d+)?", whole):
        fen = round(float(whole) * unit * 100)
        if fen < 0:
            return None, "金额是负数"
        return fen, "表头写的单位是万元，这个数太大" if unit > 1 and float(whole) >= 10_000 else ""
    if _LOST.fullmatch(whole):
        return round(float(whole) * unit * 100) if float(
            whole
        ) < MOST_YUAN else None, "金额被 Excel 存成了科学计数，可能丢了数字"
    exact = parse_yuan(whole)
    if exact is not None:
        return exact, ""
    found = list(_AMOUNT.finditer(whole))
    if not found:
        return None, "看不出是多少钱"
    first = found[0]
    fen = round(float(first[1].replace(",", "")) * _UNITS.get(first[2] or "", 1) * 100)
    rest = _VAGUE.sub("", whole[: first.start()] + whole[first.end() :])
    alone = len(found) == 1 and (not rest or re.fullmatch(r"[^\d]{1,12}", rest))
    return fen, "" if alone and not _VAGUE.search(whole) else "金额写法不确定"


def amount_in(note: str) -> int | None:
    """分 a note tells, where it says that this is the sum at stake."""
    found = _NOTED.search(unicodedata.normalize("NFKC", note))
    return parse_yuan(found[1].replace(" ", "")) if found else None


def phone(cell: object) -> tuple[str, str]:
    """The number one is reached by, the first mobile of several, and what is wrong with it."""
    if isinstance(cell, float) and 10**10 <= cell < 2 * 10**10:
        return str(int(cell)), "" if cell == int(cell) else "号码带小数"
    said = text(cell)
    if len(said) == 11 and said.isascii() and said.isdigit() and said[0] == "1" and said[1] > "2":
        return said, ""
    return _phone(said)


def _phone(said: str) -> tuple[str, str]:
    half = plain(said).strip("'’‘`").removesuffix(".0")
    if found := _ALONE.fullmatch(_GAPS.sub("", half)):
        return found[1], ""
    if says_nothing(half) or half in phones.REFUSED:
        return "", ""
    if _LOST.fullmatch(half):
        return "", "电话被 Excel 存成了科学计数，后面的数字丢了"
    digits = _COUNTRY.sub(" ", half)
    for tried in (digits, _APART.sub("", digits)):
        if found := _MOBILE.search(tried):
            return found[0], ""
    figures = re.sub(r"\D", "", half)
    if landline := _LANDLINE.search(half):
        return re.sub("[—–]", "-", landline[0]), "" if len(figures) <= 12 else "电话写法不确定"
    if len(figures) >= 5:
        return figures, f"电话有 {len(figures)} 位，位数不对" if not half.startswith(("400", "800")) else ""
    return "", "看不出是哪个电话"


def phone_in(words: str) -> str:
    """A mobile number that stands among other words."""
    found = _MOBILE.search(_APART.sub("", plain(words)))
    return found[0] if found else ""


def id_number(cell: object) -> tuple[str, str]:
    """The number, and what is wrong with it; "" where Excel lost its end."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= WIDEST_EXACT or (isinstance(cell, float) and abs(cell) >= 10**15):
            return "", "证件号被 Excel 存成了数，后三位丢了"
        return text(cell), "" if len(text(cell)) in {15, 18} else "证件号位数不对"
    return _id(text(cell))


@lru_cache(maxsize=4096)
def _id(said: str) -> tuple[str, str]:
    half = re.sub(r"\s", "", plain(said)).strip("'’‘`").upper()
    if says_nothing(half):
        return "", ""
    if _LOST.fullmatch(half):
        return "", "证件号被 Excel 存成了科学计数，后面的数字丢了"
    if re.fullmatch(r"\d{15}000", half) and check_id(half).hint:
        return "", "证件号末三位都是 0，多半是被 Excel 改掉的"
    found = check_id(half)
    return found.number, found.hint
