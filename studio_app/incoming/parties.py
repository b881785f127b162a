"""Who the two sides are: several names in one cell, and both sides in one cell however they are told apart."""

import re
from functools import lru_cache

from studio_app.incoming.values import says_nothing
from studio_app.incoming.words import Words, plain

Sides = tuple[tuple[str, ...], tuple[str, ...], str]
"""Applicants, respondents, and why they are not sure."""
_BETWEEN = re.compile(r"\s*[、,，;；/\n\r]+\s*|\s{2,}")
_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_SPACED = re.compile(rf"^([{_HAN}]) +([{_HAN}]{{1,2}})$|^([{_HAN}]) +([{_HAN}]) +([{_HAN}])$")
_TWO_NAMES = re.compile(rf"(?<=[{_HAN}]{{2}}) +(?=[{_HAN}]{{2}})")
_PERSONAL = re.compile(r"\([^()]*(?:\d{5,}|男|女|岁|住|电话)[^()]*\)")
_ONE = r"(?:(?:申请人|申请方|申诉人|甲方|反映人|投诉人|信访人|来访人|原告|诉求人)\s*:?|(?:申请|一方|申|甲)\s*:)"
_OTHER = (
    r"(?:(?:被申请人|被申请方|被申诉人|被反映人|被投诉人|被诉人|被告人?|被信访人|乙方)\s*:?"
    r"|(?:被申请|另一方|对方|反映对象|被|乙)\s*:)"
)
_LABELLED = re.compile(rf"^\s*{_ONE}\s*(.+?)[\s;,。、/]*{_OTHER}\s*(.+?)[\s;。]*$", re.DOTALL)
_NUMBERED = re.compile(r"^\s*(?:1|①|一)[.、:：)]\s*(.+?)\s*(?:2|②|二)[.、:：)]\s*(.+)$", re.DOTALL)
_SUED = re.compile(r"^(.+?)\s*(?:诉|状告|控告)\s*(.+)$", re.DOTALL)
_DASHED = re.compile(r"^(.+?)\s*(?:—+|–+|－+|-{1,2}|~|～|VS\.?|vs\.?|Vs\.?|→|⇌|↔|\|)\s*(.+)$", re.DOTALL)
_JOINED = re.compile(r"^(.+?)\s*(?:与|跟|同)\s*(.+)$", re.DOTALL)
_AND = re.compile(r"^([^、,，\n]{2,}?)\s*和\s*([^、,，\n]{2,})$")
_THIRD = re.compile(r"第三[人方]\s*[:：]\s*([^;；。\n]+)")


@lru_cache(maxsize=16384)
def names(said: str) -> tuple[str, ...]:
    """Each name of a cell: 赵　某 is one, 张三 李四 are two, a name's sex, age and phone are none."""
    half = plain(said)
    if says_nothing(half):
        return ()
    if len(half) < 5 and half.isalpha():
        return (half,)
    half = _PERSONAL.sub("", half)
    found = []
    for part in _BETWEEN.split(half):
        one = _SPACED.sub(lambda m: "".join(filter(None, m.groups())), part.strip())
        one = re.sub(r"^(?:\d{1,2}[.)]|[①-⑨])\s*", "", one)
        one = re.sub(r"[\s:：]*(?:\+?86)?1[3-9]\d{9}$", "", one)
        if one and not says_nothing(one):
            found += _TWO_NAMES.split(one)
    return tuple(found)


@lru_cache(maxsize=16384)
def sides(said: str) -> Sides:
    """Both sides of one cell. A name alone is the applicant; of a bare list the first is."""
    half = _PERSONAL.sub("", plain(said))
    if says_nothing(half):
        return (), (), ""
    for form in (_LABELLED, _NUMBERED):
        if found := form.match(half):
            return names(found[1]), names(found[2]), ""
    lines = [line.strip() for line in re.split(r"[\n\r]+", half) if line.strip()]
    first = lines[0]
    for form in (_SUED, _DASHED, _JOINED):
        if found := form.match(first):
            return names(found[1]), names("\n".join([found[2], *lines[1:]])), ""
    if len(lines) > 1:
        return names(first), names("\n".join(lines[1:])), ""
    if found := _AND.match(first):
        return names(found[1]), names(found[2]), ""
    listed = names(half)
    if len(listed) < 2:
        return listed, (), ""
    return listed[:1], listed[1:], "" if "/" in half and len(listed) == 2 else "双方写在一格，分不清谁是哪一方"


def third(note: str) -> tuple[str, ...]:
    """Whom a note calls a third person."""
    found = _THIRD.search(plain(note)) if "第三" in note else None
    return names(found[1]) if found else ()


def in_title(title: str, types: Words) -> Sides:
    """Both sides of 王某与李某邻里纠纷案; where the second name ends is sure before the word of a type only."""
    found = re.match(r"^(.+?)(?:与|诉|和)(.+)$", plain(title))
    if not found:
        return (), (), ""
    rest = re.sub(r"(?:的)?(?:矛盾)?(?:纠纷|争议|矛盾)?(?:一)?(?:案件?|调解)?$", "", found[2])
    known = types.ends(rest)
    if known:
        return names(found[1]), names(rest.removesuffix(known).removesuffix("的")), ""
    return names(found[1]), names(rest), "当事人是从标题里看出来的"
