"""A party as typed: what makes it meaningful, and what is only worth a hint."""

from dataclasses import dataclass, field
from datetime import date

from studio_app.domain import identity, phones
from studio_app.domain.wording import clean


@dataclass
class PartyDraft:
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
    name: str = ""
    sex: str = ""
    ethnicity: str = ""
    birthday: date | None = None
    age_told: int | None = None
    own_income: bool = False
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
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
        found = {"phone": phones.hint(self.phone), "id_number": identity.check_id(self.id_number).hint}
        if self.birthday and self.birthday > today:
            found["birthday"] = "出生日期在今天之后，请再看一眼。"
        elif self._is_under(14, today):
            found["birthday"] = (
                "不满 14 周岁：处理其信息须监护人同意（《个人信息保护法》第三十一条），请把监护人也登记为当事人。"
            )
        elif self._is_under(18, today):
            found["birthday"] = "未成年人：请把监护人也登记为当事人，由监护人代为参加。"
        return {name: hint for name, hint in found.items() if hint}

    def birthday_on(self) -> date | None:
        """The birthday, from the ID number when it was not typed."""
        return self.birthday or identity.check_id(self.id_number).birthday

    def _is_under(self, years: int, today: date) -> bool:
        return identity.is_under(years, today, self.birthday, self.id_number, self.age_told)
