"""How names sound: the order of lists, and pinyin initials for the search box."""

from collections.abc import Mapping
from itertools import product
from types import MappingProxyType

from studio_app.domain.folding import joined

MOST_INITIALS = 4  # a name of several polyphones would otherwise fill the index with readings nobody types
LONGEST_PERSON = 4  # beyond it a name is an organisation's and has no surname
LONGEST_HEARD = 64  # signs of a name that decide its place in a list; a reading costs 20 µs a character

DEFAULT_SURNAME_READINGS: Mapping[str, str] = MappingProxyType(
    {
        "单": "shan", "解": "xie", "仇": "qiu", "曾": "zeng", "查": "zha", "盖": "ge", "朴": "piao",
        "区": "ou", "任": "ren", "华": "hua", "洗": "xian", "冼": "xian", "尉": "wei", "缪": "miao",
        "宓": "mi", "种": "chong", "重": "chong", "秘": "bi", "繁": "po", "晟": "cheng", "折": "she",
        "黑": "he", "员": "yun", "贠": "yun", "乐": "yue", "召": "shao", "翟": "zhai", "瞿": "qu",
        "葛": "ge", "纪": "ji", "燕": "yan", "覃": "qin", "谌": "chen", "郗": "xi", "逄": "pang",
        "夏": "xia", "哈": "ha", "祭": "zhai", "都": "du", "那": "na", "牟": "mu", "能": "nai", "车": "che",
        "柏": "bai", "隗": "wei", "肖": "xiao", "於": "yu", "洪": "hong", "万": "wan", "应": "ying",
        "相": "xiang", "宁": "ning", "曲": "qu", "石": "shi", "沈": "shen", "粘": "nian", "卜": "bu",
        "臧": "zang", "撒": "sa", "令": "ling", "过": "guo", "阚": "kan", "句": "gou", "芮": "rui",
        "尉迟": "yu chi", "单于": "chan yu", "万俟": "mo qi", "长孙": "zhang sun", "令狐": "ling hu",
        "澹台": "tan tai", "宗政": "zong zheng", "皇甫": "huang fu", "欧阳": "ou yang", "司马": "si ma",
        "上官": "shang guan", "诸葛": "zhu ge", "夏侯": "xia hou", "东方": "dong fang", "慕容": "mu rong",
        "司徒": "si tu", "公孙": "gong sun", "轩辕": "xuan yuan", "呼延": "hu yan",
    }
)  # fmt: skip


def sort_key(name: str, surname_readings: Mapping[str, str] = DEFAULT_SURNAME_READINGS) -> str:
    """Toneless pinyin, one word per character ("zhang san"), so 张三 stands before 张四 and 章 beside 张.

    Latin letters and characters without a known reading stay themselves, lower-case.
    """
    return " ".join(_syllables(name, surname_readings))


def initials(name: str, surname_readings: Mapping[str, str] = DEFAULT_SURNAME_READINGS) -> str:
    """The first letters of the most likely reading: 王大明 → "wdm"; without spaces and signs."""
    return "".join(_letter(syllable) for syllable in _syllables(name, surname_readings))


def all_initials(name: str, surname_readings: Mapping[str, str] = DEFAULT_SURNAME_READINGS) -> list[str]:
    """Every first-letter spelling someone may type for a name of polyphones, likeliest first, up to four."""
    characters = _characters(name)
    likely = [_letter(syllable) for syllable in _syllables(name, surname_readings)]
    if len(likely) > LONGEST_PERSON or len(likely) != len(characters):
        return ["".join(likely)]
    polyphone_surname = bool(_surname("".join(characters), surname_readings))
    choices = [[first] for first in likely]
    for n, character in enumerate(characters):
        if n or polyphone_surname:  # a surname outside the table is read one way
            choices[n] += [letter for letter in _letters(character) if letter != likely[n]]
    spellings = sorted(product(*(range(len(choice)) for choice in choices)), key=sum)
    return ["".join(choices[i][n] for i, n in enumerate(spelling)) for spelling in spellings[:MOST_INITIALS]]


def _characters(name: str) -> list[str]:
    return [c for c in joined(name) if c.isalnum()]


def _surname(bare: str, surname_readings: Mapping[str, str]) -> str:
    """The surname of the table this name starts with; one of one character only in names up to three."""
    if len(bare) <= LONGEST_PERSON and bare[:2] in surname_readings:
        return bare[:2]
    return bare[:1] if len(bare) < LONGEST_PERSON and bare[:1] in surname_readings else ""


def _syllables(name: str, surname_readings: Mapping[str, str]) -> list[str]:
    from pypinyin import lazy_pinyin

    plain = joined(name[:LONGEST_HEARD])
    bare = "".join(plain.split())
    surname = _surname(bare, surname_readings)
    known = surname_readings[surname].split() if surname else []
    rest = bare[len(surname) :] if surname else plain
    return [*known, *(word for chunk in lazy_pinyin(rest) for word in chunk.split())]


def _letter(syllable: str) -> str:
    """A pinyin word gives its first letter, a run of other characters gives all of its letters and digits."""
    if syllable.isascii() and syllable.isalpha():
        return syllable[0]
    return "".join(c for c in syllable if c.isalnum())


def _letters(character: str) -> list[str]:
    return list(dict.fromkeys(reading[0] for reading in _readings_in_order(character)))


def _readings_in_order(character: str) -> list[str]:
    from pypinyin import Style, pinyin

    return pinyin(character, style=Style.NORMAL, heteronym=True)[0]
