"""A party as typed: what makes it meaningful, and what is only worth a hint."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from studio_app.domain import folding, identity, phones
from studio_app.domain.merging import Edited
from studio_app.domain.wording import clean
from studio_app.records.person.draft import Details

ADULT, OWN_WORK, OWN_CONSENT = 18, 16, 14
"""民法典 art. 17 and 18(2), 个人信息保护法 art. 31: ages the law fixes, so no setting has them."""

AUTHORITY = (
    ("attend", "代为参加调解"),
    ("admit", "承认、放弃、变更请求"),
    ("settle", "代为和解、达成协议"),
    ("sign", "代为签名、签收文书"),
    ("collect", "代为收付款项"),
)
"""What an agent may do (handbook 2.2(5)); each power is named, none goes without saying."""


class Aged(Protocol):
    """Somebody of whom an age may be known."""

    birthday: date | None
    id_number: str
    age_told: int | None
    own_income: bool


def needs_guardian(who: Aged, day: date) -> bool:
    """Whether a guardian signs for somebody: under eighteen, unless he lives by his own work from sixteen on."""
    if who.own_income and not _is_under(OWN_WORK, who, day):
        return False
    return _is_under(ADULT, who, day)


def may_live_by_own_work(who: Aged, day: date) -> bool:
    """Sixteen or seventeen years old: the question is worth asking."""
    return _is_under(ADULT, who, day) and not _is_under(OWN_WORK, who, day)


def signs_for(authority: str) -> bool:
    """Whether the powers an agent was given let him sign."""
    return any(word in authority for word in ("代为签名", "代为签字", "特别授权"))


def _is_under(years: int, who: Aged, day: date) -> bool:
    return identity.is_under(years, day, who.birthday, who.id_number, who.age_told)


@dataclass
class PartyDraft(Details, Edited):
    """One party of a case; field names are those of the stored record, codes are those of the dictionaries.

    `id` is empty for one not stored yet; `acts_for` is the position (index) of the party a guardian or agent
    acts for, within the same list.
    """

    id: str = ""
    person_id: str | None = None
    side: str = "applicant"
    role: str = "party"
    acts_for: int | None = None
    relation: str = ""
    authority: str = ""
    kind: str = "human"
    ethnicity: str = ""
    birthday: date | None = None
    own_income: bool = False
    occupation: str = ""
    workplace: str = ""
    representative: str = ""
    sensitive_note: str = ""
    consent: str = ""
    consent_on: date | None = None
    informed_on: date | None = None
    informed_way: str = ""
    privacy_on: date | None = None
    consent_recipients: list[str] = field(default_factory=list)
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Only a missing name refuses: without one the record means nothing. 佚名, 楼上住户 and aliases are names."""
        found = {}
        if not clean(self.name):
            found["name"] = "请填写姓名或称呼，不知道可写“楼上住户”“某先生”。"
        if self.role in ("guardian", "agent") and self.acts_for is None:
            found["acts_for"] = "请选择是谁的监护人或代理人。"
        return found

    def hints(self, today: date) -> dict[str, str]:
        """Worth a second look, never a wall: check digits, phones, minors without a guardian's name."""
        found = self.numbers_hints()
        if self.birthday and self.birthday > today:
            found["birthday"] = "出生日期在今天之后，请再看一眼。"
        elif _is_under(OWN_CONSENT, self, today):
            found["birthday"] = (
                "不满 14 周岁：登记孩子的信息须监护人同意（《个人信息保护法》第三十一条），"
                "请把监护人登记上（法定代理人，《民法典》第二十三条）。"
            )
        elif needs_guardian(self, today):
            found["birthday"] = "未成年人：请把监护人登记上（法定代理人，《民法典》第二十三条），由他代为参加、签名。"
        return found

    def income_problem(self, today: date) -> str:
        """Nobody under sixteen acts for himself by living of his own work (民法典 art. 18)."""
        if not (self.own_income and _is_under(OWN_WORK, self, today)):
            return ""
        return "不满十六周岁的，不能按“以自己的劳动收入为主要生活来源”算，请去掉勾（《民法典》第十八条第二款）。"

    def birthday_on(self) -> date | None:
        """The birthday, from the ID number when it was not typed."""
        return self.birthday or identity.check_id(self.id_number).birthday


def twice_problems(drafts: Sequence[PartyDraft]) -> dict[str, str]:
    """One person is one party: who stands in the list twice would owe himself what is agreed.

    By field, `parties.<position>.name`. The same ID number proves it, or the same name with the same phone.
    """
    found: dict[str, str] = {}
    for place, draft in enumerate(drafts):
        if draft.role == "party" and any(_same(draft, former) for former in drafts[:place]):
            found[f"parties.{place}.name"] = (
                f"{clean(draft.name)}已经是这件纠纷的当事人，同一个人不能登记两次，也不能既是申请人又是被申请人。"
                "确实是两个人的，请核对电话和证件号，或者在姓名后面注明“（儿子）”等区别。"
            )
    return found


def _same(one: PartyDraft, other: PartyDraft) -> bool:
    if other.role != "party":
        return False
    numbers = [clean(draft.id_number).upper().replace(" ", "") for draft in (one, other)]
    if all(any(sign.isdigit() for sign in number) for number in numbers):  # 无 and 拒绝提供 are nobody's number
        return numbers[0] == numbers[1]
    return folding.name_key(one.name) == folding.name_key(other.name) and phones.same(one.phone, other.phone)
