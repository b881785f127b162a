"""Plants what must not leave, in every spelling we know, into sentences as studios write them, and looks what leaves.

    python -m tests.campaigns.planted [strings of each kind]

Each kind of spelling is planted into other sentences with other numbers, names and doors; each sentence also holds
something that looks alike and must stay (an amount, a count, a day, a case number, an article of a law). The text goes
through the gate at both levels that leave the desk. The table says for each kind how many were planted, how many were
still readable behind the gate and how many of the things that must stay did not; it is kept in planted.md beside this.
At the end the gate's time for texts that are hard to read is taken for one length and for twice as much.
"""

import random
import re
import sys
import tempfile
import time
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl

from studio_app.core.paths import resource
from studio_app.desk import Desk
from studio_app.domain.folding import simplified
from studio_app.domain.masking.levels import KnownPeople, KnownPerson, Masks
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.ledger import LedgerOrder
from studio_app.records.dispute.papers.dossier import open_file
from studio_app.records.dispute.papers.summary import summary
from tests.conftest import PASSWORD, SETUP

KEPT = Path(__file__).with_suffix(".md")
CN = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
LEVELS = ("handover", "public")
CARRIERS = (
    "{0}，楼上漏水把客厅顶棚泡了，双方为此争吵多次，{1}。",
    "2026年11月3日上午，当事人来工作室反映：{0}。另查{1}。",
    "经查{1}，{0}，邻居都可以作证",
    "{1}。{0}\n双方同意先修管道再谈赔偿。",
    "对方说“{0}”，我方不认可；{1}。",
    "物业称{0}的情况属实，{1}。",
    "1.{0}；2.{1}；其他不再追究。",
    "（{0}）{1}，请社区协助。",
)
DECOYS = (
    "赔偿3000元", "共计12800.50元", "修理费1,350,000元", "全村1403户", "涉及301户居民", "建筑面积98.5平方米", "2026年11月5日",
    "2026-11-05至2026-12-05", "2025.3.8", "上午9:30-11:00", "示评字第001号", "（2026）辽0214民初1234号", "民法典第288条",
    "第一千一百六十五条", "《民法典》第一千零三十二条", "人民调解法第31条", "分12期每期500元", "共18名工人", "欠薪45600元", "3天内",
    "二〇二六年十一月五日", "10千瓦", "两室一厅", "3室2厅", "室温18度", "第3次调解", "7楼漏水", "6层高的楼", "限3-5天完成",
    "占地1200平方米", "每月1500元", "拖欠2024年至2026年物业费", "早上6点到晚上10点", "占六成", "一二三四条都同意", "一式三份", "三楼住户",
    "2000元", "1500斤", "70岁的老人", "编号第0012号", "利率4.35%", "按7:3分担", "噪音55分贝", "501路公交站", "每户300元",
)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A text that gives something away: what may not be readable, and the people of the case."""

    text: str
    secrets: tuple[str, ...]
    people: KnownPeople


@dataclass
class Tally:
    """What came of one kind."""

    planted: int = 0
    leaked: int = 0
    altered: int = 0
    worst: str = ""
    lost: str = ""


Spelling = Callable[[random.Random], Planted]
KINDS: dict[str, Spelling] = {}


def kind(name: str) -> Callable[[Spelling], Spelling]:
    def keep(made: Spelling) -> Spelling:
        KINDS[name] = made
        return made

    return keep


# --- who is in the case -----------------------------------------------------------------------------------------

CHILDREN = ("欧阳小雨", "王明", "李思远", "赵雨桐")
DOTTED = ("古丽娜·买买提", "阿依古丽·吐尔逊", "迪丽热巴·迪力木拉提", "尼玛·次仁")
SPACED = ("John Smith", "Maria Petrova")
GROWN = ("王建国", "赵四", "钱进", "孙丽华")
ADDRESSES = ("幸福小区3号楼2单元501室", "阳光花园7栋1403", "和平里12号楼1门602")


def _case(chance: random.Random, child: str = "", **more: object) -> KnownPeople:
    person = KnownPerson(chance.choice(GROWN), addresses=[chance.choice(ADDRESSES)], **more)  # type: ignore[arg-type]
    return KnownPeople([person, *([KnownPerson(child, minor=True)] if child else [])])


# --- numbers ------------------------------------------------------------------------------------------------------


def _mobile(chance: random.Random) -> str:
    return f"1{chance.randint(3, 9)}{chance.randrange(10**9):09d}"


def _identity(chance: random.Random) -> str:
    born = f"{chance.randint(1930, 2020)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    return f"{chance.randint(100000, 990000)}{born}{chance.randrange(1000):03d}{chance.choice('0123456789X')}"


def _card(chance: random.Random) -> str:
    return f"62{chance.randrange(10 ** chance.choice([14, 17])):017d}"[: chance.choice([16, 19])]


def _landline(chance: random.Random) -> str:
    return f"0411-{chance.randint(2, 8)}{chance.randrange(10**7):07d}"


def _cut(digits: str, sizes: tuple[int, ...], gap: str) -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(digits[at : at + size])
        at += size
    return gap.join([*pieces, digits[at:]] if digits[at:] else pieces)


def _in(signs: str) -> Callable[[str, random.Random], str]:
    return lambda digits, _: "".join(signs[int(sign)] if sign.isdigit() else sign for sign in digits)


def _mixed(digits: str, chance: random.Random) -> str:
    return "".join(chance.choice((sign, CN[int(sign)])) if sign.isdigit() else sign for sign in digits)


def _keycaps(digits: str, _: random.Random) -> str:
    return "".join(f"{sign}\ufe0f\u20e3" if sign.isdigit() else sign for sign in digits)


WRITINGS: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda digits, _: digits,
    "full width": lambda digits, _: "".join(chr(ord(sign) + 0xFEE0) for sign in digits),
    "in characters": _in(CN),
    "in characters with 〇 and 幺": _in("〇幺二三四五六七八九"),
    "as read out": _in("洞幺两三四五六拐八勾"),
    "in characters with a circle": _in("◯一二三四五六七八九"),
    "in characters with the letter O": _in("O一二三四五六七八九"),
    "in formal characters": _in(FORMAL),
    "in traditional formal characters": _in("零壹貳參肆伍陸柒捌玖"),
    "circled": _in("⓪①②③④⑤⑥⑦⑧⑨"),
    "in brackets of their own": _in("⓪⑴⑵⑶⑷⑸⑹⑺⑻⑼"),
    "Suzhou figures": _in("〇〡〢〣〤〥〦〧〨〩"),
    "figures and characters mixed": _mixed,
    "keycaps": _keycaps,
    "figures of formulas": _in("𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
    "a space between all": lambda digits, _: " ".join(digits),
    "characters with spaces": lambda digits, chance: " ".join(_in(CN)(digits, chance)),
    "wide spaces": lambda digits, _: "\u3000".join(_thirds(digits)),
    "zero-width spaces": lambda digits, _: "\u200b".join(digits),
    "dashes": lambda digits, chance: chance.choice(["-", "—", "–", "－"]).join(_thirds(digits)),
    "dots": lambda digits, chance: chance.choice([".", "·", "．", "•"]).join(_thirds(digits)),
    "commas": lambda digits, chance: chance.choice(["，", ",", "、"]).join(_thirds(digits)),
    "slashes and stars": lambda digits, chance: chance.choice(["/", "*", "_", "~"]).join(_thirds(digits)),
    "over a line break": lambda digits, chance: _broken(digits, chance, "\n"),
    "over a line break with an indent": lambda digits, chance: _broken(digits, chance, "\n　　"),
    "a bracket around the head": lambda digits, _: f"（{digits[:3]}）{digits[3:]}",
    "brackets and dashes": lambda digits, _: f"({digits[:3]}) {digits[3:7]}-{digits[7:]}",
    "quotes": lambda digits, _: f"“{digits[:3]}”“{digits[3:7]}”“{digits[7:]}”",
}


def _thirds(digits: str) -> list[str]:
    return _cut(digits, (3, 4) if len(digits) == 11 else (6, 4, 4) if len(digits) == 18 else (4, 4, 4, 4), " ").split(
        " "
    )


def _broken(digits: str, chance: random.Random, gap: str) -> str:
    place = chance.randint(1, len(digits) - 1)
    return digits[:place] + gap + digits[place:]


MOBILE_WORDS = (
    "电话{}一直打不通",
    "手机号{}",
    "联系人{}",
    "打{}找他",
    "{}这个号是他爱人的",
    "电话{}，住3号楼",
    "{}",
    "加微信{}",
)
IDENTITY_WORDS = ("身份证{}", "身份证号码：{}", "证件号{}登记的", "本人{}", "{}")
CARD_WORDS = ("打到卡{}上", "账号{}", "{}这张卡")
LANDLINE_WORDS = ("座机{}", "家里电话：{}", "{}没人接")


def _of_number(
    made: Callable[[random.Random], str], words: tuple[str, ...], write: Callable[[str, random.Random], str]
) -> Spelling:
    def plant(chance: random.Random) -> Planted:
        number = made(chance)
        shown = 8 if len(number) == 11 else 11
        secrets = tuple(number[n : n + shown] for n in range(len(number) - shown + 1))
        return Planted(chance.choice(words).format(write(number, chance)), secrets, _case(chance))

    return plant


for _name, _write in WRITINGS.items():
    KINDS[f"phone, {_name}"] = _of_number(_mobile, MOBILE_WORDS, _write)
    KINDS[f"ID number, {_name}"] = _of_number(_identity, IDENTITY_WORDS, _write)
for _name in ("as it is", "full width", "in characters", "a space between all", "dashes", "over a line break"):
    KINDS[f"card, {_name}"] = _of_number(_card, CARD_WORDS, WRITINGS[_name])


@kind("landline")
def _(chance: random.Random) -> Planted:
    number = _landline(chance)
    forms = (number, number.replace("-", ""), f"({number[:4]}){number[5:]}", f"（{number[:4]}）{number[5:9]} {number[9:]}",
             _in(CN)(number.replace("-", ""), chance), " ".join(_in(CN)(number.replace("-", ""), chance)),
             f"+86-{number[1:]}", f"{number[:4]}\n{number[5:]}")  # fmt: skip
    return Planted(chance.choice(LANDLINE_WORDS).format(chance.choice(forms)), (number[5:],), _case(chance))


@kind("phone with a prefix or a stray figure")
def _(chance: random.Random) -> Planted:
    number = _mobile(chance)
    forms = (f"+86{number}", f"+86 {number}", f"0086-{number}", f"86{number}", f"0{number}", f"①{number}", f"{number}3号楼",
             f"{number}一直没人接", f"{_in(CN)(number, chance)}一直没人接", f"（+86）{number}", f"{number}转2")  # fmt: skip
    return Planted(f"电话{chance.choice(forms)}", (number,), _case(chance))


@kind("several phones")
def _(chance: random.Random) -> Planted:
    numbers = [_mobile(chance) for _ in range(chance.randint(2, 4))]
    gap = chance.choice([" ", "", "、", "/", "\n", "\t", "，", "；", "或", "-", " / ", "  "])
    return Planted(f"电话{gap.join(numbers)}", tuple(numbers), _case(chance))


@kind("phone with counted figures")
def _(chance: random.Random) -> Planted:
    head, tail = f"1{chance.randint(3, 9)}9", f"{chance.randrange(10**4):04d}"
    figure, written = chance.choice([("0", "零"), ("8", "八"), ("6", "6")])
    return Planted(
        f"电话{head}{chance.choice('四4')}个{written}{tail}",
        (f"{head}{figure * 4}{tail}", f"{head}4个{figure}{tail}"),
        _case(chance),
    )


@kind("phone with the letters O and l")
def _(chance: random.Random) -> Planted:
    number = f"1{chance.randint(3, 9)}9{chance.randrange(10**3):03d}00{chance.randrange(10**3):03d}"
    return Planted(f"电话{number.replace('0', 'O')}", (number, number.replace("0", "O")), _case(chance))


# --- names --------------------------------------------------------------------------------------------------------


@kind("part of a dotted name")
def _(chance: random.Random) -> Planted:
    name = chance.choice(DOTTED)
    part = chance.choice(name.split("·"))
    text = chance.choice(["{}被推倒", "{}的手擦破了", "当天{}在场", "家长带{}来", "“{}”"]).format(part)
    return Planted(text, (part,), _case(chance, name))


@kind("dotted name with another sign")
def _(chance: random.Random) -> Planted:
    first, second = chance.choice(DOTTED).split("·")
    gap = chance.choice(["·", "•", ".", "．", "・", " ", "", "-", "—", "\u200b", "\n", "（·）", " · "])
    return Planted(f"{first}{gap}{second}被推倒", (first, second), _case(chance, f"{first}·{second}"))


@kind("part of a Latin name")
def _(chance: random.Random) -> Planted:
    name = chance.choice(SPACED)
    part = chance.choice([*name.split(), name.upper(), name.replace(" ", ""), name.lower()])
    return Planted(f"当天{part}在场", tuple(map(str.lower, name.split())), _case(chance, name))


@kind("name with something between")
def _(chance: random.Random) -> Planted:
    name = chance.choice(CHILDREN)
    gap = chance.choice([" ", "　", "\n", "\u200b", ".", "·", "*", "-", "_", "  "])
    return Planted(f"{gap.join(name)}被推倒", (name,), _case(chance, name))


@kind("name in brackets")
def _(chance: random.Random) -> Planted:
    name = chance.choice(CHILDREN)
    forms = (
        f"（{name}）",
        f"{name[0]}（{name[1:]}）",
        f"【{name[0]}】{name[1:]}",
        f"“{name[0]}”{name[1:]}",
        f"「{name}」",
        f"{name[0]}({name[1:]})",
    )
    return Planted(f"{chance.choice(forms)}被推倒", (name,), _case(chance, name))


@kind("name in traditional characters")
def _(chance: random.Random) -> Planted:
    name, written = chance.choice(
        [
            ("赵雨桐", "趙雨桐"),
            ("李思远", "李思遠"),
            ("欧阳小雨", "歐陽小雨"),
            ("古丽娜·买买提", "古麗娜·買買提"),
            ("古丽娜·买买提", "買買提"),
        ]
    )
    return Planted(
        f"{written}被推倒", tuple(name.split("·")) if "·" in written else (simplified(written),), _case(chance, name)
    )


@kind("given name or pet name of a child")
def _(chance: random.Random) -> Planted:
    name, called = chance.choice(
        [("欧阳小雨", "小雨"), ("王明", "小明"), ("王明", "明明"), ("王明", "阿明"), ("李思远", "思远"), ("赵雨桐", "雨桐"), ("赵雨桐", "桐桐"), ("赵雨桐", "小 桐")]
    )  # fmt: skip
    return Planted(f"{called}被推倒", (called.replace(" ", ""),), _case(chance, name))


# --- doors, plates, schools -----------------------------------------------------------------------------------------


@kind("door beside its building")
def _(chance: random.Random) -> Planted:
    building, stairs, floor, flat = (
        chance.randint(1, 30),
        chance.randint(1, 6),
        chance.randint(3, 30),
        chance.randint(1, 8),
    )
    door = f"{floor}{flat:02d}"
    forms = (
        f"{building}号楼{stairs}单元{door}室", f"{building}栋{stairs}-{door}", f"{building}-{stairs}-{door}", f"{building}#{stairs}-{door}",
        f"{building}号樓{stairs}單元{door}", f"{building}幢{door}", f"A座{door}", f"{building}号楼{stairs}门{door}", f"{building}栋{door}房",
        f"{building}号楼{_in(CN)(door, chance)}室", f"{building}号楼{door}号房", f"{building} - {stairs} - {door}", f"{building}/{stairs}/{door}",
        f"建国路{building}号{door}室", f"{stairs}单元{door}", f"{building}号楼{door}户", f"{building}号楼{stairs}单元{floor}层{flat}号",
        f"{_in('０１２３４５６７８９')(str(building), chance)}号楼{_in('０１２３４５６７８９')(door, chance)}",
    )  # fmt: skip
    form = chance.choice(forms)
    secret = f"{floor}层{flat}" if "层" in form else door
    return Planted(f"家住{form}" if chance.random() < 0.5 else f"{form}漏水", (secret,), _case(chance))


@kind("door introduced alone")
def _(chance: random.Random) -> Planted:
    door = f"{chance.randint(3, 30)}{chance.randint(1, 8):02d}"
    forms = (f"住{door}户", f"住{door}", f"住在{door}", f"家住{door}室", f"门牌号{door}", f"房号：{door}", f"{door}室", f"{door}号房", f"楼上{door}户漏水",
             f"{_in(CN)(door, chance)}室", f"住{_in(CN)(door, chance)}", f"隔壁{door}户", f"租住在{door}", f"（{door}）室", f"{' '.join(door)}室", f"{door}房间漏水")  # fmt: skip
    return Planted(chance.choice(forms), (door,), _case(chance))


@kind("door over a line break")
def _(chance: random.Random) -> Planted:
    door = f"{chance.randint(3, 30)}{chance.randint(1, 8):02d}"
    place = chance.randint(1, len(door) - 1)
    cut = f"{door[:place]}\n{door[place:]}"
    forms = (
        f"住{cut}室",
        f"3号楼{cut}室",
        f"3号楼2单元\n{door}",
        f"3号楼2单元{cut}",
        f"{door}\n室",
        f"3栋2-\n{door}",
        f"住{cut}户",
        f"3号楼\n{door}室",
    )
    return Planted(chance.choice(forms), (door,), _case(chance))


@kind("door of the case alone")
def _(chance: random.Random) -> Planted:
    people = _case(chance)
    door = next(one for one in ("501", "1403", "602") if one in people.people[0].addresses[0])
    forms = (
        f"{door}漏水",
        f"{door}家",
        f"{_in(CN)(door, chance)}漏水",
        f"楼上{door}",
        f"{door[0]} {door[1:]}室",
        f"找{door}理论",
    )
    return Planted(chance.choice(forms), (door,), people)


PLATES = "京沪辽吉黑苏浙皖鲁粤川渝"


def _plate(chance: random.Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    tail = list(f"{chance.randrange(10**5):05d}")
    for place in chance.sample(range(5), chance.randint(0, 2)):
        tail[place] = chance.choice(letters)
    return chance.choice(PLATES) + chance.choice(letters[:8]) + "".join(tail)


@kind("plate")
def _(chance: random.Random) -> Planted:
    plate = _plate(chance)
    forms = (plate, f"{plate[:2]}·{plate[2:]}", f"{plate[:2]} {plate[2:]}", plate.lower(), f"{plate[0]} {plate[1]} {plate[2:]}",
             f"{plate[:2]}-{plate[2:]}", f"{plate[:2]}（{plate[2:]}）", _in("０１２３４５６７８９")(plate, chance), " ".join(plate))  # fmt: skip
    return Planted(f"车{chance.choice(forms)}停在门口", (plate[2:],), _case(chance))


@kind("plate over a line break")
def _(chance: random.Random) -> Planted:
    plate = _plate(chance)
    place = chance.randint(1, len(plate) - 1)
    return Planted(f"车牌{plate[:place]}\n{plate[place:]}的车", (plate[2:],), _case(chance))


@kind("part of a plate introduced as one")
def _(chance: random.Random) -> Planted:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    tail = f"{chance.randrange(10)}{chance.choice(letters)}{chance.choice(letters)}{chance.randrange(10)}{chance.randrange(10)}"
    part = chance.choice([tail, tail[-3:] if any(map(str.isalpha, tail[-3:])) else tail])
    forms = (
        f"尾号{part}",
        f"车牌尾号{part}",
        f"车牌号后几位是{part}",
        f"车牌后五位{part}",
        f"车号{part}",
        f"牌号：{part}",
        f"尾号为{part}的白色轿车",
        f"号牌“{part}”",
        f"车牌{part}",
        f"一辆{tail}的白色轿车",
        f"车牌末三位{part}",
        f"尾号\n{part}",
    )
    form = chance.choice(forms)
    return Planted(form, (part if part in form else tail,), _case(chance))


@kind("figures of a plate introduced as one")
def _(chance: random.Random) -> Planted:
    tail = f"{chance.randint(100, 999)}"
    forms = (
        f"车牌尾号{tail}",
        f"尾号{tail}的车",
        f"尾号{tail}的黑色轿车",
        f"车牌后三位{tail}",
        f"车牌号尾号是{tail}",
        f"车尾号{tail}",
    )
    return Planted(chance.choice(forms), (tail,), _case(chance))


SCHOOLS = (
    "第三小学",
    "实验二小",
    "育才中学",
    "向阳幼儿园",
    "和平路外国语学校",
    "三十四中学",
    "红旗镇中心小学",
    "第一高级中学",
    "市二中",
)


@kind("school of a child")
def _(chance: random.Random) -> Planted:
    school = chance.choice(SCHOOLS)
    forms = ("在{}上学", "就读于{}", "从{}放学回家", "是{}的学生", "{}门口", "在 {} 读书", "送到{}", "念{}")
    written = chance.choice([school, school, " ".join(school), f"{school[:2]}\n{school[2:]}"])
    return Planted(f"孩子{chance.choice(forms).format(written)}", (school,), _case(chance, "欧阳小雨"))


@kind("class of a child")
def _(chance: random.Random) -> Planted:
    year, number = chance.randint(1, 6), chance.randint(1, 9)
    forms = (f"{CN[year]}年级{CN[number]}班", f"{year}年级{number}班", f"{CN[year]}（{number}）班", f"{CN[year]}年{CN[number]}班", f"{year}年{number}班", f"{CN[year]}年级（{CN[number]}）班",
             f"高{CN[year % 3 + 1]}{number}班", f"初{CN[year % 3 + 1]}（{number}）班", f"{CN[year]}年级 {CN[number]} 班", f"{CN[year]}年级\n{CN[number]}班", f"{year}.{number}班", f"{CN[year]}·{number}班")  # fmt: skip
    form = chance.choice(forms)
    return Planted(f"孩子在{form}读书", (form,), _case(chance, "欧阳小雨"))


# --- through the gate ---------------------------------------------------------------------------------------------


def readable(text: str) -> str:
    """What somebody reads from it who looks closely: one script for figures, nothing between the signs."""
    plain = re.sub(r"\*+", "某", simplified(unicodedata.normalize("NFKC", text)).lower())
    figures = dict(zip(CN + FORMAL + "〡〢〣〤〥〦〧〨〩〇幺", "0123456789" * 2 + "12345678901", strict=True)) | dict(
        zip("洞两拐勾◯", "02790", strict=True)
    )
    return "".join(figures.get(sign, sign) for sign in plain if sign.isalnum())


def gates() -> Iterator[tuple[str, Masks]]:
    rules = {entry["code"]: entry for entry in tomllib.loads(_text("masks"))["entry"]}
    words = tuple(word for entry in tomllib.loads(_text("descriptions"))["entry"] for word in entry["words"].split())
    for level in LEVELS:
        yield level, Masks(rules, level, descriptions=words)


def _text(name: str) -> str:
    return resource("dictionaries", f"{name}.toml").read_text(encoding="utf-8")


def trial(planted: Planted, masks: Masks, chance: random.Random, tally: Tally) -> None:
    decoy = chance.choice(DECOYS)
    text = chance.choice(CARRIERS).format(planted.text, decoy)
    shown = masks.scan(text, planted.people)
    seen = "|".join(map(readable, shown.split(decoy)))
    tally.planted += 1
    if any(readable(secret) in seen for secret in planted.secrets):
        tally.leaked += 1
        tally.worst = tally.worst or f"{masks.level}: {text!r} → {shown!r}"
    if decoy not in shown:
        tally.altered += 1
        tally.lost = tally.lost or f"{masks.level}: {text!r} → {shown!r}"


def trials(count: int, chance: random.Random) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    ways = list(gates())
    for name, spell in KINDS.items():
        tally = found[name] = Tally()
        for _ in range(count):
            planted = spell(chance)
            for _level, masks in ways:
                trial(planted, masks, chance, tally)
    return found


# --- through a whole desk -----------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
MONTH = LedgerOrder(date(2026, 11, 1), date(2026, 11, 30), to_whom="community", purpose="ledger")


def through_desk(count: int, chance: random.Random) -> tuple[Tally, Tally]:
    """Cases with planted texts in every field that leaves: what their ledgers, and their summaries and list, tell."""
    names = list(KINDS)
    planted = [KINDS[names[n % len(names)]](chance) for n in range(count)]
    in_ledger, in_summary = Tally(), Tally()
    with tempfile.TemporaryDirectory() as place:
        desk, _code = Desk.create(Path(place) / "desk", SETUP, PASSWORD, lambda: NOW)
        ids = [_accepted(desk, one, chance) for one in planted]
        lines = {line.number: line.parties for line in desk.services.listings.cases()}
        for level in LEVELS:
            out = Path(place) / f"{level}.xlsx"
            desk.services.ledgers.export_t1(replace(MONTH, mask=level), out)
            rows = {row[0]: row for row in openpyxl.load_workbook(out).active.iter_rows(values_only=True)}
            for serial, (case_id, one) in enumerate(zip(ids, planted, strict=True), start=1):
                _judge(in_ledger, level, one, "，".join(cell for cell in rows[serial] if isinstance(cell, str)))
                with desk.office.read() as session:
                    told = summary(open_file(session, desk.office, case_id), level, "community")
                _judge(in_summary, level, one, f"{told} {lines[str(told['number'])]}")
        desk.close()
    return in_ledger, in_summary


def _accepted(desk: Desk, planted: Planted, chance: random.Random) -> str:
    phone = planted.text if "电话" in planted.text else ""
    parties = [
        PartyDraft(
            name=person.name, address="".join(person.addresses), birthday=date(2018, 5, 1) if person.minor else None
        )
        for person in planted.people.people
    ]
    parties.append(PartyDraft(name="周文", side="respondent", phone=phone, address=planted.text))
    text = chance.choice(CARRIERS).format(planted.text, chance.choice(DECOYS))
    with desk.office.write("受理") as session:
        case = open_case(session, desk.office, Opening(
            title="楼上漏水", dispute_type="neighbour", place=planted.text, summary=text, accepted_on=date(2026, 11, 3),
            backdate_reason="先记在纸上", source_unit=planted.text, parties=parties,
        ))  # fmt: skip
        case.measures = case.responsible = case.outcome_route = case.advice = case.outcome_note = text
        return case.id


def _judge(tally: Tally, level: str, planted: Planted, shown: str) -> None:
    tally.planted += 1
    for decoy in DECOYS:
        shown = shown.replace(decoy, "，")
    seen = "|".join(map(readable, re.split("[，。；;|]", shown)))
    if any(readable(secret) in seen for secret in planted.secrets):
        tally.leaked += 1
        tally.worst = tally.worst or f"{level}: {planted.text!r} → {shown!r}"


# --- how long it takes --------------------------------------------------------------------------------------------

HARD = (
    "a",
    "1",
    "1-",
    "(0",
    "一",
    "13",
    "1 3",
    "0411",
    "京A",
    "住3",
    "3-2-",
    "第",
    "三小",
    "四年",
    "尾号7P",
    "身份证",
    "微信a",
    "a@",
    "·",
    "王",
    "古丽",
    "1\n",
    "x个",
    "五〇一",
    "19900001234 ",
)


@dataclass
class Pace:
    """Seconds for one length and for twice as much."""

    signs: str
    once: float = 0
    twice: float = 0
    people: KnownPeople = field(default_factory=lambda: _case(random.Random(1), "古丽娜·买买提"))

    def take(self, masks: Masks, length: int) -> "Pace":
        self.once, self.twice = (self._seconds(masks, size) for size in (length, 2 * length))
        return self

    def _seconds(self, masks: Masks, size: int) -> float:
        text = (self.signs * size)[:size]
        best = float("inf")
        for _ in range(3):
            began = time.process_time()
            masks.scan(text, self.people)
            best = min(best, time.process_time() - began)
        return best

    @property
    def is_linear(self) -> bool:
        return self.twice < 3 * self.once + 0.02


def table(found: dict[str, Tally], paces: list[Pace], seconds: float) -> str:
    planted, leaked, altered = (
        sum(getattr(one, name) for one in found.values()) for name in ("planted", "leaked", "altered")
    )
    lines = [
        f"{len(found)} kinds, {planted} planted, {leaked} readable behind the gate, {altered} lost what must stay; {seconds:.0f} s.",
        "",
        "| kind | planted | leaked | altered |",
        "|---|---|---|---|",
        *(f"| {name} | {one.planted} | {one.leaked} | {one.altered} |" for name, one in found.items()),
        "",
        "| 100,000 signs of | seconds | for twice as many | linear |",
        "|---|---|---|---|",
        *(
            f"| {pace.signs!r} | {pace.once:.3f} | {pace.twice:.3f} | {'yes' if pace.is_linear else 'NO'} |"
            for pace in paces
        ),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    began = time.monotonic()
    found = trials(count, random.Random(20261130))
    found["in a ledger, all kinds"], found["in a summary and a list, all kinds"] = through_desk(
        min(count, 1000), random.Random(7)
    )
    masks = next(gates())[1]
    paces = [Pace(signs).take(masks, 100_000 if count >= 1000 else 10_000) for signs in HARD]
    told = table(found, paces, time.monotonic() - began)
    print(told)
    for name, one in found.items():
        for words, example in (("leaked", one.worst), ("altered", one.lost)):
            if example:
                print(f"{name}: {words}: {example}")
    if count >= 1000:
        KEPT.write_text(
            f"# What leaves of what was planted\n\n`python -m tests.campaigns.planted {count}`\n\n{told}",
            encoding="utf-8",
        )
    return int(any(one.leaked or one.altered for one in found.values()) or not all(pace.is_linear for pace in paces))


if __name__ == "__main__":
    sys.exit(main())
