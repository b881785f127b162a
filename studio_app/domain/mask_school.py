"""Where a text tells which school and class a child goes to: by them a child whose name is hidden is found again."""

import re
from collections.abc import Collection

_CN = "一二三四五六七八九十"
_KIND = (
    r"小学(?!生)|中学(?!生)|幼儿园|托儿所|附小|附中|技校|职高"
    r"|(?<=实验|职业|技术|双语|国际|中心|教育|艺术|体育|贯制)学校|(?<=外国语)学校"
)
_NOT_OF_IT = "在到去从是于的上读被把"  # words before a school's name
_SCHOOL = re.compile(
    rf"(?:(?![{_NOT_OF_IT}])[一-龥A-Za-z\d]){{1,14}}?(?<![念个所家这那该本某])(?P<kind>{_KIND})(?:附属?[小中]学?)?"
)
_NUMBER = rf"[{_CN}\d]{{1,2}}"
_CLASS = re.compile(rf"(?:{_NUMBER}年级|[初高][一二三]) ?[(（]?{_NUMBER}[)）]? ?班|[{_CN}][(（]{_NUMBER}[)）] ?班")


def schools_in(text: str, named_anyway: Collection[str]) -> list[tuple[int, int, str]]:
    """Start, end and what stands there: 某小学, 某班. `named_anyway`: a school that is itself a party."""
    schools = [found for found in _SCHOOL.finditer(text) if not found[0].endswith(tuple(named_anyway))]
    shown = [(*found.span(), f"某{found['kind']}") for found in schools]
    return sorted([*shown, *((*found.span(), "某班") for found in _CLASS.finditer(text))])
