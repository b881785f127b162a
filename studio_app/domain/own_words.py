"""The visitor's own words, and what may stand on paper in their place: nobody's 我, nothing made up."""

import re
from collections.abc import Iterable, Mapping, Sequence

from studio_app.domain.wording import join

LONGEST_TITLE = 20
NAMED = 2
AT_LEAST = 8  # characters that can be somebody's very words; fewer are a phrase anybody uses
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|\"[^\"]*\"")
_FIRST_PERSON = re.compile(
    r"(?<!自)我(?!国|省|市|区|县|乡|镇|街道|社区|村|居委|调委|会|院|校|局|所|司|办|室|站|中心)|咱|俺|(?<![人其他她者由])本人"
)
_SIGNS = re.compile(r"[\s，。；：、！？,.;:!?“”\"（）()]+")

SIDES = ("申请人", "被申请人")
"""What papers call who came and who is said to have done something, unless their mode has words of its own."""
_TITLED = re.compile("被?申请人")
SPOKEN = "这里还是来访人的口气（“{word}”）。上纸以前，请改成姓名或者{sides}。"
COPIED = "这里和来访人的原话一字不差。上纸以前，请用中立的话重写。"


def remark(text: str, told: Iterable[str] = (), sides: Sequence[str] = SIDES) -> str:
    """Why a text should be reworded before paper is made of it, "" where nothing is wrong; what is quoted may speak.

    `sides`: what the paper calls both sides.
    """
    spoken = _FIRST_PERSON.search(_QUOTED.sub("", text))
    if spoken:
        return SPOKEN.format(word=spoken[0], sides="".join(f"“{side}”" for side in sides))
    bare = _bare(text)
    copied = any(len(bare) >= AT_LEAST and bare == _bare(words) for words in told)
    return COPIED if copied else ""


def retitled(text: str, sides: Sequence[str]) -> str:
    """A text that speaks of 申请人 and 被申请人 in the words of a paper that calls them otherwise."""
    return _TITLED.sub(lambda found: sides[SIDES.index(found[0])], text)


def title_problem(title: str) -> dict[str, str]:
    """A 案由 is a few words; the story has its own place."""
    if len(title.strip()) <= LONGEST_TITLE:
        return {}
    return {"title": f"案由最多 {LONGEST_TITLE} 个字，只写为什么事，例如“邻里（漏水）纠纷”；经过写在下面的事实里。"}


def _bare(text: str) -> str:
    return _SIGNS.sub("", text)


def proposed_kind(content: str, kinds: Sequence[tuple[str, str, str, str]], kind: str = "") -> tuple[str, str]:
    """(type, finer type) of the one whose everyday words stand in what was told; empty where two fit equally.

    `kinds`: type, label, everyday words with 、 between them, code; `kind` the type where it is known already.
    """
    scored = [
        (sum(word in content for word in {label, *words.split("、")} if word), own, code)
        for own, label, words, code in kinds
        if kind in ("", own)
    ]
    best = max((score for score, _own, _code in scored), default=0)
    found = [(own, code) for score, own, code in scored if score == best]
    return found[0] if best and len(found) == 1 else (kind, "")


def proposed_title(short: str, label: str, finer: str) -> str:
    """邻里（漏水渗水）纠纷, or 邻里纠纷 where the finer word says no more; "" where the type is not known."""
    says_more = short and not finer.startswith("其他") and set(finer) - set(short)
    made = f"{short}（{finer}）纠纷" if says_more else label
    return made if len(made) <= LONGEST_TITLE else label


def proposed_facts(sides: Mapping[str, Sequence[str]], about: str, place: str, called: Sequence[str] = SIDES) -> str:
    """Who has a dispute with whom about what and where: nothing but what was entered; "" where nothing was.

    `called`: what the papers of the mode call both sides.
    """
    applicants, respondents = (join(sides.get(side, ()), NAMED) for side in ("applicant", "respondent"))
    who = f"{called[0]}{applicants}" + (f"与{called[1]}{respondents}" if respondents else "") if applicants else ""
    where = f"在{place}" if place else ""
    if not (who and about):
        return ""
    return f"{who}，{where}因{about}发生纠纷。" if where else f"{who}因{about}发生纠纷。"
