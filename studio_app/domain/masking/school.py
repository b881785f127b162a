"""Where a text tells which school and class a child goes to: by them a child whose name is hidden is found again."""

import re
from collections.abc import Collection

_CN = "一二三四五六七八九十"
_KIND = (
    r"小学(?!生)|中学(?!生)|幼儿园|托儿所|附小|附中|技校|职高"
    r"|(?<=实验|职业|技术|双语|国际|中心|教育|艺术|体育|贯制)学校|(?<=外国语)学校"
)
_NOT_OF_IT = "在到去从是于的上读念被把"  # words before a school's name
_SCHOOL = re.compile(
    rf"(?:(?![{_NOT_OF_IT}])[一-龥A-Za-z\d]){{1,14}}?(?<![念个所家这那该本某])(?P<kind>{_KIND})(?:附属?[小中]学?)?"
)
# 三小 and 市二中 for short; 三小时 and 二中队 are none.
_SHORT = re.compile(
    rf"(?:实验(?:第?[{_CN}])?|(?:(?<=[在到去从是于的上读念考])(?:[一-龥]{{0,3}}[省市县区镇])?|[市县区])第?[{_CN}\d]{{1,3}})(?P<kind>[小中])"
    r"(?![时区队组间午旬年型级等号个人孩心学全])"
)
_AT_SCHOOL = re.compile(rf"第?[{_CN}\d]{{1,3}}(?P<kind>[小中])(?=门口|门前|放学|上学|读书|的?学生|的?老师|操场|校)")
_FULL = {"小": "某小学", "中": "某中学"}
_NUMBER = rf"[{_CN}\d]{{1,2}}"
_CLASS = re.compile(
    rf"(?:[初高]?{_NUMBER}年级?|[初高][一二三]|(?:20)?\d\d级)[(（]?{_NUMBER}[)）]?班(?!车)"
    rf"|[{_CN}\d][(（.]{_NUMBER}[)）]?班(?!车)|[大中小][{_CN}\d]班(?!车)"
)


def schools_in(text: str, named_anyway: Collection[str]) -> list[tuple[int, int, str]]:
    """Start, end and what stands there: 某小学, 某班. `named_anyway`: a school that is itself a party."""
    places = [n for n, sign in enumerate(text) if sign != " "]  # 第 三 小 学 is one, and so is a name over two lines
    close = text.replace(" ", "")
    schools = [found for found in _SCHOOL.finditer(close) if not found[0].endswith(tuple(named_anyway))]
    shown = [(*found.span(), f"某{found['kind']}") for found in schools]
    shown += [(*found.span(), _FULL[found["kind"]]) for found in _SHORT.finditer(close)]
    shown += [(*found.span(), _FULL[found["kind"]]) for found in _AT_SCHOOL.finditer(close)]
    shown += [(*found.span(), "某班") for found in _CLASS.finditer(close)]
    whole: list[tuple[int, int, str]] = []
    for start, end, words in sorted(shown):
        if not whole or places[start] >= whole[-1][1]:
            whole.append((places[start], places[end - 1] + 1, words))
    return whole
