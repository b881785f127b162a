"""The community's ledger (handbook 5.1): the cells a case fills at each level of masking, and what that discloses."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from studio_app.core.errors import Invalid
from studio_app.domain import dates, phones
from studio_app.domain.masking.health import Health
from studio_app.domain.masking.levels import NOBODY, KnownPeople, KnownPerson, Masks
from studio_app.domain.wording import join
from studio_app.office.handover import Order

Cell = str | int | date | None
Row = dict[str, Cell]

CARRIED_OVER = "期初未结"
BACKDATED = "补录"
SAMPLE = "示例"
NO_PHONE = "—"
FEW = 5
_SIDES = {"applicant": "甲", "respondent": "乙", "third": "第三人"}
_PHONE = re.compile(r"(?<![\d*])(?:1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}[ -]?[2-9]\d{6,7})(?![\d*])")
_PHONE_CELL = re.compile(r"(?<![\d*])\d{7,}")
_ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:(?:18|19|20)\d{9}[\dXx]|\d{9})(?![\dA-Za-z])")


@dataclass(frozen=True)
class LedgerOrder(Order):
    """What a ledger is to hold and for whom; `carry_over` adds cases from before, still open when the period began.

    A period that is over is written as it stood at its end, unless `as_now`.
    """

    first: date | None = None
    last: date | None = None
    carry_over: bool = False
    as_now: bool = False

    def problems(self) -> dict[str, str]:
        return self.period_problems() | super().problems()

    def days(self) -> tuple[date, date]:
        """First and last; Invalid where one is not known."""
        problems = self.period_problems()
        if problems or self.first is None or self.last is None:
            raise Invalid(problems)
        return self.first, self.last

    def period_problems(self) -> dict[str, str]:
        found = {}
        if self.first is None:
            found["first"] = "请填写起始日期。"
        if self.last is None:
            found["last"] = "请填写截止日期。"
        elif self.first is not None and self.last < self.first:
            found["last"] = "截止日期早于起始日期，请改正。"
        return found


class LedgerParty(NamedTuple):
    """A party as the ledger lists it; `phone` may be that of whoever acts for it, `owner`, whose consent it needs."""

    side: str
    known: KnownPerson
    phone: str = ""
    consented: bool = False
    owner: str = ""


class Sitting(NamedTuple):
    """One session as the column 化解措施及进展 counts it."""

    day: date
    result: str = ""


@dataclass(slots=True)
class LedgerCase:
    """What the ledger may know of a case, in words, not masked yet. `remarks` are the program's own words."""

    accepted_on: date
    id: str = ""
    source: str = ""
    dispute_type: str = ""
    place: str = ""
    parties: Sequence[LedgerParty] = ()
    people: KnownPeople = NOBODY
    people_count: int | None = None
    summary: str = ""
    risk: str = ""
    risk_signs: Sequence[str] = ()
    measures: str = ""
    progress: str = ""
    responsible: str = ""  # as typed
    unit: str = ""  # who answers for it where nobody typed any
    due_on: date | None = None
    outcome: str = ""
    closed_on: date | None = None
    follow_up: str = ""
    remarks: Sequence[str] = ()
    route: str = ""
    since: str = ""  # what became of it after the time the ledger is of: late | corrected


@dataclass
class Disclosure:
    """What the rows written so far let out, counted from their very words."""

    rows: int = 0
    carried: int = 0
    backdated: int = 0
    samples: int = 0
    phones: int = 0
    veiled_phones: int = 0
    id_numbers: int = 0
    minors: int = 0
    health: int = 0
    milder: int = 0
    no_consent: list[str] = field(default_factory=list)
    late: list[Cell] = field(default_factory=list)
    corrected: list[Cell] = field(default_factory=list)

    def add(self, case: LedgerCase, row: Row, masks: Masks) -> None:
        text = "\n".join(cell for key, cell in row.items() if isinstance(cell, str) and key != "phones")
        self.rows += 1
        self.carried += CARRIED_OVER in case.remarks
        self.backdated += BACKDATED in case.remarks
        self.samples += SAMPLE in case.remarks
        self.id_numbers += len(_ID_NUMBER.findall(text))
        self.phones += len(_PHONE_CELL.findall(str(row["phones"]))) + len(_PHONE.findall(_ID_NUMBER.sub(" ", text)))
        self.veiled_phones += str(row["phones"]).count("****")
        self.minors += sum(_is_hidden_minor(party.known, masks) for party in case.parties)
        if case.since:
            getattr(self, case.since).append(row["serial"])
        self._add_health(case, text, masks.health)
        if masks.style("phone_consented") == "full" != masks.style("phone"):
            hidden = (p for p in case.parties if re.search(r"\d{5}", p.phone) and not p.consented)
            self.no_consent += dict.fromkeys(p.owner or p.known.name for p in hidden)

    def _add_health(self, case: LedgerCase, text: str, health: Health) -> None:
        if health.speaks(text):
            typed = f"{case.summary}\n{case.measures}\n{case.responsible}\n{case.route}\n{case.place}"
            self.health += 1
            self.milder += health.names(typed) and not health.names(text)

    def sentences(self, recipient: str) -> list[str]:
        """What a person should know before the file is given to `recipient`."""
        told = [f"这份表里有 {self.phones} 个电话、{self.id_numbers} 个身份证号，没有保密笔记。"]
        if self.veiled_phones:
            told.append(f"另有 {self.veiled_phones} 个电话只留头尾。")
        if self.no_consent:
            who = join(self.no_consent, 3)
            unsaid = f"{len(self.no_consent)} 人没有记录同意把电话提供给“{recipient or '接收单位'}”"
            told.append(f"{unsaid}，电话已遮盖：{who}。")
        if self.minors:
            told.append(f"{self.minors} 名未成年人的姓名已遮盖。")
        if self.health:
            milder = f"其中 {self.milder} 行的病名等已改成概括的说法，" if self.milder else ""
            told.append(f"{self.health} 行写到健康或残疾情况，{milder}交出去前请逐行看看。")
        if self.backdated:
            told.append(f"{self.backdated} 件是补录的，备注里写明。")
        if self.late:
            told.append(f"{len(self.late)} 件是这段时间过后才登记的：{which(self.late)}。")
        if self.corrected:
            told.append(f"{len(self.corrected)} 件登记的内容后来改过，表里是那时的写法：{which(self.corrected)}。")
        if self.samples:
            told.append(f"{self.samples} 件是示例，备注里写明；正式报送前请删除。")
        return told


def which(serials: Sequence[Cell]) -> str:
    """第 1、3 件."""
    return f"第 {'、'.join(map(str, serials[:FEW]))}{' 等' if len(serials) > FEW else ''} 件"


def row_of(serial: int, case: LedgerCase, masks: Masks) -> Row:
    """The seventeen cells by key; 保密 notes, ID numbers and sensitive notes are no part of `LedgerCase` at all."""
    public = masks.style("free_text") == "removed"
    remarks = [*case.remarks, masks.free_text(case.route, case.people)]
    signs = "" if public else join(case.risk_signs)
    return {
        "serial": serial,
        "accepted_on": case.accepted_on,
        "source": case.source,
        "dispute_type": case.dispute_type,
        "place": masks.place(case.place, case.people),
        "parties": "\n".join(_party_lines(case, masks)),
        "phones": _phones(case, masks),
        "plates": "\n".join(masks.plate("、".join(party.known.plates)) for party in case.parties),
        "people_count": case.people_count or len(case.parties) or None,
        "summary": masks.free_text(case.summary, case.people),
        "risk": f"{case.risk}\n{signs}" if case.risk and signs else case.risk,
        "progress": masks.free_text(case.measures, case.people) or case.progress,
        "responsible": masks.scan(case.responsible, case.people) or case.unit,
        "due_on": case.due_on,
        "outcome": case.outcome,
        "closed_on": case.closed_on,
        "follow_up": case.follow_up,
        "remarks": "；".join(remark for remark in remarks if remark),
    }


def progress_words(sittings: Sequence[Sitting], ending: str, accepted_on: date) -> str:
    """化解措施及进展 where nobody wrote any: days and number of the sessions and what came of them, no names."""
    if not sittings:
        return f"{ending}。" if ending else "已受理，尚未调解。"
    days = [sitting.day for sitting in sittings]
    said = [_day(day, accepted_on) for day in dict.fromkeys(days)]
    when = "、".join(said) if len(said) <= 3 else f"{said[0]}至{said[-1]}"
    result = ending or sittings[-1].result
    return f"{when}调解{len(sittings)}次" + (f"，{result}。" if result else "。")


def follow_up_words(visited_on: date, words: Iterable[str], accepted_on: date) -> str:
    """回访情况/满意度: "11月20日电话回访，满意"."""
    method, *rest = words
    said = "，".join(word for word in rest if word)
    return f"{_day(visited_on, accepted_on)}{method}回访" + (f"\n{said}" if said else "")


def period_text(first: date, last: date) -> str:
    """2026年11月 for a whole month, else 2026.11.01—2026.11.15."""
    if first.day == 1 and last == month_of(first)[1]:
        return f"{first.year}年{first.month}月"
    return f"{first:%Y.%m.%d}—{last:%Y.%m.%d}"


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_before(day: date) -> tuple[date, date]:
    return month_of(day.replace(day=1) - timedelta(days=1))


def quarter_of(day: date) -> tuple[date, date]:
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, month_of(first + timedelta(days=62))[1]


def file_name(community: str, period: str, mark: str) -> str:
    """<社区>矛盾纠纷排查化解台账_2026年11月（已遮盖）.xlsx; never a person's name."""
    return file_name_of(f"{community}矛盾纠纷排查化解台账_{period}{mark}")


def file_name_of(title: str) -> str:
    """With nothing in it that a disk refuses."""
    return re.sub(r'[\\/:*?"<>|\s]', "", title) + ".xlsx"


def _is_hidden_minor(person: KnownPerson, masks: Masks) -> bool:
    """Whether a minor's name is not shown as it stands; 吴某 hides nothing more."""
    return person.minor and bool(person.name.strip()) and masks.named(person) != person.name


def _party_lines(case: LedgerCase, masks: Masks) -> Iterable[str]:
    """甲：赵某, one line each; further ones of a side are set under the first."""
    before = ""
    namesakes = case.people if masks.style("name") == "surname" else None  # told apart only where names are cut
    for party in case.parties:
        side = _SIDES.get(party.side, "")
        name = " ".join(masks.named(party.known, namesakes).split())
        yield f"{side}：{name}" if side != before else f"　　{name}"
        before = side


def _phones(case: LedgerCase, masks: Masks) -> str:
    """A line for each line of the names, so that both columns read together; empty where there is no number."""
    told = [masks.phone_cell(party.phone, case.people, consented=party.consented) for party in case.parties]
    shown = [" ".join(phones.show(phone).split()) for phone in told]
    return "\n".join(number or NO_PHONE for number in shown) if any(shown) else ""


def _day(day: date, accepted_on: date) -> str:
    """11月5日; with its year where that is not the year of acceptance."""
    return dates.show_day_cn(day) if day.year != accepted_on.year else f"{day.month}月{day.day}日"
