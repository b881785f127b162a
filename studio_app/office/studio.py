"""The studio, the committees and its people as typed in 设置: what refuses, and what is only worth a hint."""

from dataclasses import dataclass
from datetime import date

from studio_app.domain.merging import Edited


@dataclass
class StudioDetails(Edited):
    """Name and place of the studio; `short_name` goes into numbers."""

    name: str = ""
    short_name: str = ""
    member: str = ""
    phone: str = ""
    address: str = ""
    community: str = ""
    street: str = ""
    district_code: str = ""

    def problems(self) -> dict[str, str]:
        found = district_problem(self.district_code)
        if not self.name.strip():
            found["name"] = "请填写工作室名称，例如“王委员工作室”。"
        return found

    def hints(self) -> dict[str, str]:
        if not self.short_name.strip():
            return {"short_name": "编号里要用简称，例如“王”或“示”；空着就用全称。"}
        return {}


@dataclass
class CommitteeDetails(Edited):
    """A 调委会 of the directory; mode A works in the name of `ours`."""

    name: str = ""
    ours: bool = False
    short_name: str = ""
    member: str = ""
    phone: str = ""
    address: str = ""
    district_code: str = ""
    term_start: date | None = None
    term_end: date | None = None
    retired_on: date | None = None

    def problems(self, today: date) -> dict[str, str]:
        found = district_problem(self.district_code)
        if not self.name.strip():
            found["name"] = "请填写调委会的全称，例如“某某社区人民调解委员会”。"
        if self.term_start and self.term_end and self.term_end < self.term_start:
            found["term_end"] = "届满日期早于开始日期，请检查。"
        if self.retired_on and self.retired_on > today:
            found["retired_on"] = "停用日期不能晚于今天，到那一天再填。"
        return found

    def hints(self, today: date, years: int = 3) -> dict[str, str]:
        """A committee's term is three years (《人民调解法》第九条); `years` is what the limits say."""
        if self.term_start is None or self.retired_on or not self.name.strip():
            return {}
        due = anniversary(self.term_start, years)
        if self.term_end and self.term_end > due:
            return {"term_end": f"《人民调解法》第九条：委员每届任期 {years} 年，{due:%Y-%m-%d} 就届满了。"}
        if (self.term_end or due) < today:
            return {"term_end": "任期已经届满，应当改选或者连选连任后更新日期（《人民调解法》第九条）。"}
        return {}


@dataclass
class StaffDetails(Edited):
    """A person who works here; `kin` names near relatives, one per line, for the 回避 check."""

    name: str = ""
    role: str = "volunteer"
    phone: str = ""
    address: str = ""
    qualification: str = ""
    kin: str = ""
    since: date | None = None
    until: date | None = None

    def problems(self) -> dict[str, str]:
        found = {}
        if not self.name.strip():
            found["name"] = "请填写姓名。"
        if self.since and self.until and self.until < self.since:
            found["until"] = "离开日期早于开始日期，请检查。"
        return found


def district_problem(code: str) -> dict[str, str]:
    """GB/T 2260: six digits, or nothing yet."""
    right = not code or (code.isdigit() and len(code) == 6)
    return {} if right else {"district_code": "行政区划代码是 6 位数字，不清楚可以先空着。"}


def anniversary(day: date, years: int) -> date:
    """The corresponding day `years` later, the month's last day where there is none (民法典第二百零二条)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def sign_in_problem(name: str) -> str:
    """A sentence when a sign-in name cannot be used, else empty; it stands in the clear in the key file."""
    plain = name.strip()
    if not plain:
        return "请填写登录名，例如您的姓名。"
    if len(plain) > 20:
        return "登录名最多 20 个字，用姓名就好。"
    return "这个登录名留给恢复码用，请换一个。" if plain == "恢复码" else ""


def short_name_of(
    name: str, leave_out: tuple[str, ...] = ("人民调解委员会", "委员工作室", "工作室", "政协", "社区")
) -> str:
    """A short name to offer for numbers: what is left of a full name without the words they all share."""
    short = "".join(name.split())
    for word in leave_out:
        short = short.replace(word, "")
    return short[:6]
