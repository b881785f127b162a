"""Text as people typed it made fit to keep, count and join, and numbers written in words read."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

JOINER = "\u200d"  # holds compound emoji together
_DIGITS = "零一二三四五六七八九"
_PLACES = ("千", "百", "十", "")
_SECTIONS = ("亿", "万", "")
_FORMAL = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸弐叄俩", "零二一二三四五六七八九十百千万亿二三六二三二")
_ARABIC_RUN = re.compile(r"\d+")
_WORD_NUMBER = re.compile(r"[零一二三四五六七八九十百千万亿]+")


def clean(text: str, single_line: bool = False) -> str:
    """The text without what nobody can see: control characters, NUL, direction overrides, lone surrogates.

    Line ends become LF, tabs one space; a single line gets spaces for line ends and no double spaces.
    Both ends are trimmed. Cleaning twice changes nothing.
    """
    kept = visible(text)
    if single_line:
        kept = re.sub(r"\s+", " ", kept)
    return kept.strip()


def visible(text: str) -> str:
    """What `clean` does without trimming: the text in which a reader sees every character there is."""
    if text.isprintable():
        return text
    unified = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text).replace("\t", " ")
    gone = {ord(c): None for c in set(unified) if c != "\n" and _invisible(c)}  # asked once for each character there is
    return unified.translate(gone) if gone else unified


def visible_inside(value: Any) -> Any:
    """`visible` for every text inside `value` (dicts, lists); other values pass as they are."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {name: visible_inside(inner) for name, inner in value.items()}
    return [visible_inside(inner) for inner in value] if isinstance(value, list | tuple) else value


def length(text: str) -> int:
    """Characters a reader would count: no spaces or line ends, marks belong to the character before."""
    return sum(not c.isspace() and c != JOINER and not unicodedata.combining(c) and not _selector(c) for c in text)


def counter(text: str, limit: int = 0) -> str:
    """What stands under a text field: "128 字", with a limit "128/150 字", beyond it how many too many."""
    count = length(text)
    if not limit:
        return f"{count} 字"
    over = f"，超出 {count - limit} 字" if count > limit else ""
    return f"{count}/{limit} 字{over}"


def too_long(text: str, limit: int) -> str | None:
    """A sentence when the text is longer than the field takes; `limit` counts every stored character."""
    if len(text) <= limit:
        return None
    return f"内容有 {len(text)} 个字符，最多 {limit} 个，请删减 {len(text) - limit} 个。"


def shorten(text: str, limit: int) -> str:
    """One line of at most `limit` characters for lists, "…" where something was left out; never for paper."""
    line = clean(text, single_line=True)
    return line if len(line) <= limit else line[: max(limit - 1, 0)].rstrip() + "…"


def join(items: Sequence[str], limit: int = 0) -> str:
    """Names as 王某、赵某; beyond `limit` names "王某、赵某等 5 人". Empty and repeated ones are left out."""
    shown = list(dict.fromkeys(item.strip() for item in items if item.strip()))
    if not limit or len(shown) <= limit:
        return "、".join(shown)
    return f"{'、'.join(shown[:limit])}等 {len(shown)} 人"


def sentences(parts: Sequence[str]) -> str:
    """Parts joined to one text, each ending with a full stop where it had no ending of its own."""
    ended = (part if part[-1] in "。！？；…" else f"{part}。" for part in map(str.strip, parts) if part)
    return "".join(ended)


def spell(n: int) -> str:
    """A whole number in words, each place named: 10 → 一十, 107000 → 一十万七千. ValueError beyond 10¹²-1."""
    if not 0 <= n < 10**12:
        raise ValueError("only numbers from 0 to below 10^12 are spelt")
    if n == 0:
        return _DIGITS[0]
    spelt, gap = "", False
    for power, unit in zip((8, 4, 0), _SECTIONS, strict=True):
        section = n // 10**power % 10_000
        if not section:
            gap = bool(spelt)
            continue
        zero = _DIGITS[0] if spelt and (gap or section < 1000) else ""
        spelt += zero + _spell_section(section) + unit
        gap = False
    return spelt


def number_in_words(text: str) -> int | None:
    """三千 → 3000, 壹拾万 → 100000, 2万3千 → 23000, 十五 → 15; None for what is doubtful (三千五, 一万二)."""
    plain = text.translate(_FORMAL)
    plain = _ARABIC_RUN.sub(lambda run: spell(int(run[0][:12])) if len(run[0]) <= 12 else "?", plain)
    if not _WORD_NUMBER.fullmatch(plain):
        return None
    full = re.sub(r"(^|(?<=[万亿零百千]))十", "一十", plain)
    value = _value(full)
    return value if value < 10**12 and _same_words(full, spell(value)) else None


def _same_words(written: str, spelt: str) -> bool:
    """A 零 too many is a manner of writing, one too few makes the place of the last digit doubtful."""
    return written.replace("零", "") == spelt.replace("零", "") and written.count("零") >= spelt.count("零")


def _value(text: str) -> int:
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS.index(c)
        elif c in "十百千":
            section += digit * 10 ** (1 + "十百千".index(c))
            digit = 0
        else:
            section += digit
            total = total + section * 10_000 if c == "万" else (total + section) * 10**8
            section = digit = 0
    return total + section + digit


def _spell_section(section: int) -> str:
    spelt, gap = "", False
    for place, unit in zip((1000, 100, 10, 1), _PLACES, strict=True):
        digit = section // place % 10
        if digit:
            spelt += (_DIGITS[0] if gap and spelt else "") + _DIGITS[digit] + unit
        gap = not digit
    return spelt


def _invisible(c: str) -> bool:
    if c == JOINER:
        return False
    kind = unicodedata.category(c)
    code = ord(c)
    return kind in {"Cc", "Cf", "Cs"} or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _selector(c: str) -> bool:
    return "\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef"
