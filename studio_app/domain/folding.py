"""One folding for whatever is compared or looked for: index, query, recogniser, sign-in names, addresses."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
JOINERS = "·•‧∙・･．."
"""What stands between the parts of a name of other peoples (古丽娜·买买提)."""
GAP = rf"[\s{JOINERS}]"
_BETWEEN = re.compile(rf"(?<=[{HAN}])(?: +|[{JOINERS}])(?=[{HAN}])")
_VARIANTS = str.maketrans("峯羣脩巖甦髙﨑﹒薴", "峰群修岩苏高崎·苎")
"""Forms of one character that are no question of 繁体, and the one whose 简体 is itself the 繁体 of another."""
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_USUAL = "，；：（）！？"
_SEEN: set[str] = set()
_TRADITIONAL: dict[int, str] = {}
"""What characters met so far are in 简体, for those that are not yet."""
_TENS = re.compile(r"[一二三四五六七八九十百零〇○两]+")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}


def folded(text: str) -> str:
    """NFKC, lower case, 简体: sign for sign, but for the few signs NFKC spells out."""
    return simplified(unicodedata.normalize("NFKC", text).lower())


def joined(text: str) -> str:
    """`folded`, with nothing between Chinese characters: 张 三 = 张三, 古丽娜·买买提 = 古丽娜买买提."""
    return _BETWEEN.sub("", folded(text))


def in_place(text: str) -> str:
    """As near to `folded` as every character can keep its place: for marking what was found."""
    plain = _in_half_width(text)
    low = plain.lower()
    return simplified(low if len(low) == len(text) else plain)


def _in_half_width(text: str) -> str:
    """The signs every sentence has are replaced first: of the others there are hardly ever any."""
    for sign in _USUAL:
        text = text.replace(sign, chr(_HALF_WIDTH[ord(sign)]))
    return text.translate(_HALF_WIDTH) if _FULL_WIDTH.search(text) else text


def simplified(text: str) -> str:
    """简体 sign for sign: 車牌 → 车牌."""
    if is_simplified(text):
        return text
    text = text.translate(_VARIANTS)
    _learn(set(text) - _SEEN)
    return text.translate(_TRADITIONAL)


def name_key(name: str) -> str:
    """What all spellings of one name share: Li = li = Ｌｉ, 李老师 = 李 老师 = 李·老师."""
    return re.sub(rf"{GAP}+", "", folded(name))


def pattern(word: str) -> str:
    """A regular expression that finds a folded word in a folded text, however its characters stand apart."""
    return rf"{GAP}*".join(map(re.escape, word)) if re.fullmatch(f"[{HAN}]+", word) else re.escape(word)


def in_figures(text: str) -> str:
    """Numbers in characters as figures: 十二号楼 → 12号楼, 五〇一 → 501, 一百零二 → 102."""
    return _TENS.sub(lambda found: _number(found[0]), text)


def _number(spelt: str) -> str:
    """What is no number (十百) stays as it is."""
    if not re.search("[十百]", spelt):
        return "".join(str(_DIGITS[sign]) for sign in spelt)
    found = re.fullmatch(r"(?:(.)百)?[零〇○]?(?:(.?)十)?(.?)", spelt)
    if found is None or "十" in (found[1] or "") + found[3] or "百" in (found[2] or "") + found[3]:
        return spelt
    hundreds = _DIGITS.get(found[1] or "零", 0)
    tens = 0 if found[2] is None else _DIGITS.get(found[2] or "一", 0)
    return str(hundreds * 100 + tens * 10 + _DIGITS.get(found[3] or "零", 0))


def is_simplified(text: str) -> bool:
    """Most texts are; the set of 1980 holds no 繁体, and asking it costs next to nothing."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _learn(signs: set[str]) -> None:
    """Each character by itself, all in one call: what belongs to one in a word (乾隆) must not change its place."""
    known = "".join(signs).encode("gb2312", "ignore").decode("gb2312")
    asked = [sign for sign in signs.difference(known) if not (sign.isspace() or "\ud800" <= sign <= "\udfff")]
    told = _converter().convert("\n".join(asked)).split("\n") if asked else []
    _TRADITIONAL.update((ord(sign), plain) for sign, plain in zip(asked, told, strict=True) if len(plain) == 1)
    _SEEN.update(signs)


@lru_cache(maxsize=1)
def _converter() -> Any:
    """Loaded when the first character outside the set of 1980 is met: 0.1 s."""
    from opencc import OpenCC

    return OpenCC("t2s")
