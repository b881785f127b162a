"""Everything the papers of one case are made of, read in one go, and the words they share."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.domain import identity, phones
from studio_app.domain.dates import show_day_cn
from studio_app.office import committees, numbers
from studio_app.office.office import Office
from studio_app.office.tables import IssuedNumber, Organisation, Staff
from studio_app.records.dispute.agreement import editions
from studio_app.records.dispute.agreement.binding import current_agreement
from studio_app.records.dispute.agreement.table import Agreement
from studio_app.records.dispute.case import queries
from studio_app.records.dispute.case.party import may_live_by_own_work
from studio_app.records.dispute.case.risk import is_studied
from studio_app.records.dispute.case.table import Case, CaseStaff, Participant, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import MediationSession
from studio_app.records.intake.table import WHEN, Intake, Visitor

FormData = dict[str, Any]
BLANK = "blank"  # in place of a record's id: the form with the case's head, the rest to be written by hand
GONE = "要打印的这份记录已经不在了，可能刚被删除。请回到纠纷页再看。"


@dataclass
class Dossier:
    """One case inside an open read; what only some papers need is read when they ask for it."""

    session: Session
    office: Office
    case: Case
    parties: Sequence[Party]
    law: str = ""  # the mode of the paper at hand, where it is not the case's own of today

    @property
    def mode(self) -> str:
        """The mode whose words, titles and name the paper bears."""
        return self.law or self.case.mode

    def under(self, law: str) -> "Dossier":
        """The same case for a paper made in another mode; it stays that mode's for good (model.md, Modes)."""
        return self if law in ("", self.mode) else replace(self, law=law)

    # --- people -----------------------------------------------------------------------------------------------

    @property
    def principals(self) -> list[Party]:
        """Those whose dispute it is; guardians and agents stand beside them."""
        return [party for party in self.parties if party.role == "party"]

    @cached_property
    def names(self) -> dict[str, str]:
        return {party.id: party.name for party in self.parties}

    @cached_property
    def participants(self) -> Sequence[Participant]:
        return self._belonging(Participant, Participant.id)

    @cached_property
    def staff(self) -> dict[str, Staff]:
        """Everybody of the desk, those who left included: old papers keep their names."""
        return {row.id: row for row in self.session.scalars(select(Staff))}

    @cached_property
    def duties(self) -> list[CaseStaff]:
        """Who mediates the case; those who withdrew are left out."""
        return [row for row in self._belonging(CaseStaff, CaseStaff.id) if row.withdrawn_on is None]

    @property
    def hosts(self) -> list[str]:
        """Ids of those who mediate the case and may in the mode of the paper."""
        return [row.staff_id for row in self.duties if row.duty != "recorder" and self.may_mediate(row.staff_id)]

    def may_mediate(self, staff_id: str) -> bool:
        return editions.may_mediate(self.office.lists, self.mode, self.staff[staff_id])

    def acting(self, principal: Party) -> list[Party]:
        """Guardians and agents of a party."""
        return [party for party in self.parties if party.acts_for_id == principal.id and party.role != "party"]

    def staff_list(self, ids: Sequence[str | None]) -> list[str]:
        return list(dict.fromkeys(self.staff[i].name for i in ids if i and i in self.staff))

    def staff_names(self, ids: Sequence[str | None]) -> str:
        return "、".join(self.staff_list(ids))

    @property
    def handlers(self) -> str:
        return self.staff_names([self.case.handler_id, *(row.staff_id for row in self.duties)])

    @cached_property
    def visits(self) -> list[Intake]:
        query = select(Intake).where(Intake.case_id == self.case.id).order_by(*WHEN, Intake.id)
        return list(self.session.scalars(query))

    @cached_property
    def visitors(self) -> list[Visitor]:
        query = select(Visitor).where(Visitor.intake_id.in_([visit.id for visit in self.visits]))
        return list(self.session.scalars(query.order_by(Visitor.position))) if self.visits else []

    # --- organisations ----------------------------------------------------------------------------------------

    @cached_property
    def studio(self) -> Organisation:
        return self.session.get_one(Organisation, self.office.database.studio_id)

    @cached_property
    def committee(self) -> str:
        """The 调委会 whose case it is (A) or that signs (C), that of its former number where it went over since."""
        if self.mode != "A" or self.case.mode == "A":
            return editions.committee(self.session, self.case)
        former = select(Organisation.name).join(IssuedNumber, IssuedNumber.issuer_id == Organisation.id)
        former = former.where(IssuedNumber.subject_id == self.case.id, IssuedNumber.voided_on.is_not(None))
        former = former.where(Organisation.kind.in_(committees.KINDS)).order_by(IssuedNumber.id.desc())
        return self.session.scalars(former).first() or ""

    @cached_property
    def partner(self) -> str:
        """Whom a paper may name as the 调委会 to turn to; "" where nobody can tell."""
        return self.committee or ("" if self.mode == "C" else committees.only(self.session))

    def risk_word(self) -> str:
        """黄色（一般风险）; "" where it stands at green because nobody studied it."""
        case, entry = self.case, self.office.lists.entry("risks", self.case.risk)
        if not is_studied(case.risk, case.risk_signs, case.risk_note):
            return ""
        return f"{entry.label}色（{entry.get('full_label')}）" if entry.get("full_label") else entry.label

    def sex(self, code: str) -> str:
        return self.office.lists.sex(code)

    def in_name_of(self) -> str:
        """Whose paper it is."""
        return self.committee if self.mode == "A" else self.studio.name

    @property
    def number(self) -> str:
        """The case's number in the mode of the paper, its former one where it is handled in another today."""
        if self.mode == self.case.mode:
            return self.case.number
        kind = str(self.office.lists.entry("modes", self.mode).get("number"))
        return numbers.issued(self.session, self.case.id, kind) or self.case.number

    # --- what was done ----------------------------------------------------------------------------------------

    @cached_property
    def sittings(self) -> list[MediationSession]:
        return self._belonging(MediationSession, MediationSession.started_at)

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        return self._belonging(FollowUp, FollowUp.visited_on)

    @cached_property
    def agreement(self) -> Agreement | None:
        return current_agreement(self.session, self.case)

    # --- words ------------------------------------------------------------------------------------------------

    def label(self, dictionary: str, code: str) -> str:
        return self.office.lists.label(dictionary, code)

    def mode_word(self, dictionary: str, code: str) -> str:
        """A label, in mode B the one for B where the list has its own."""
        return self.office.lists.word(dictionary, code, self.mode)

    @property
    def kind(self) -> str:
        """邻里纠纷（漏水）; the title stands in where no sub-type was chosen."""
        kind = self.label("dispute_types", self.case.dispute_type)
        finer = self.label("dispute_subtypes", self.case.subtype) or self.case.title
        return f"{kind}（{finer}）" if kind and finer and finer != kind else kind or finer

    @property
    def title(self) -> str:
        """卷名: 王某与赵某邻里（楼上漏水）纠纷."""
        between = self.case.parties_label.replace(" 与 ", "与")
        kind = str(self.office.lists.entry("dispute_types", self.case.dispute_type).get("short"))
        about = self.case.title
        if about and kind and not about.endswith("纠纷"):
            about = f"{kind}（{about}）"
        about = about or kind
        return f"{between}{about}{'' if about.endswith('纠纷') else '纠纷'}"

    def called(self, words: str = "") -> dict[str, str]:
        """Everybody as a clause calls them: 甲方王某, 乙方（2）赵某; who stands for somebody by the name alone."""
        return {p.id: f"{self.titled(p, words)}{p.name}" if p.role == "party" else p.name for p in self.parties}

    def role(self, party: Party, words: str = "") -> str:
        """申请人 or 甲方; `words`: which column of party_sides.toml, the mode's own by default."""
        lists = self.office.lists
        entry = lists.entry("party_sides", party.side)
        return str(entry.get(words) or entry.label) if words else lists.side(party.side, self.mode)

    def titled(self, party: Party, words: str = "") -> str:
        """乙方（2）: the role with its ordinal where several stand on one side, the same on every paper of the case."""
        side = [other.id for other in self.principals if other.side == party.side]
        role = self.role(party, words)
        return f"{role}（{side.index(party.id) + 1}）" if len(side) > 1 and party.id in side else role

    def acts_as(self, party: Party) -> str:
        """法定代理人 or 委托代理人, as papers call a guardian or an agent."""
        return self.acts_as_word(party.role)

    def acts_as_word(self, role: str) -> str:
        entry = self.office.lists.entry("party_roles", role)
        return str(entry.get("signs_as") or entry.label)

    def spoken_of(self, party: Party) -> str:
        """申请人王某, 申请人委托代理人钱某: whoever speaks or is there, in the words of papers."""
        principal = next((p for p in self.parties if p.id == party.acts_for_id), None)
        if principal is None:
            return f"{self.titled(party)}{party.name}"
        return f"{self.titled(principal)}{self.acts_as(party)}{party.name}"

    def span(self, start: datetime, end: datetime | None = None) -> str:
        """2026年10月9日 9:00—10:40, in the office's time."""
        begun = self.office.local(start)
        if end is None:
            return said_moment(begun)
        ended = self.office.local(end)
        other_day = f"{show_day_cn(ended.date())} " if ended.date() != begun.date() else ""
        return f"{show_day_cn(begun.date())} {begun.hour}:{begun:%M}—{other_day}{ended.hour}:{ended:%M}"

    def day_of(self, moment: datetime) -> date:
        return self.office.local(moment).date()

    def _belonging(self, model: Any, order: Any) -> list[Any]:
        query = select(model).where(model.case_id == self.case.id)
        return list(self.session.scalars(query.order_by(order)))


def open_file(session: Session, office: Office, case_id: str) -> Dossier:
    """Refused when the case is gone."""
    case = queries.case(session, case_id)
    return Dossier(session, office, case, editions.parties(session, case_id))


def refuse_unknown(subject_id: str) -> None:
    """Refused for a record that is no longer there; nothing and BLANK mean a form to be written by hand."""
    if subject_id and subject_id != BLANK:
        raise Refused(GONE)


def said_moment(moment: datetime) -> str:
    """2026年10月9日 9:00; the day alone where the hour was not noted."""
    hour = "" if moment.time() == time() else f" {moment.hour}:{moment:%M}"
    return f"{show_day_cn(moment.date())}{hour}"


def said_day(day: date | None) -> str:
    return show_day_cn(day) if day else ""


def age_at(party: Party, day: date) -> int | None:
    """Full years on the day of the paper, not on today's; the age told where no birthday is known."""
    born = party.birthday or identity.check_id(party.id_number).birthday
    return identity.age_on(born, day) if born else party.age_told


def head(file: Dossier) -> FormData:
    """What nearly every form of a case begins with."""
    return {"mode": file.mode, "number": file.number, "office": file.in_name_of(), "subject": file.title}


def party_rows(
    file: Dossier, day: date, words: str = "", *, with_id: bool = False, only: Collection[str] | None = None
) -> list[FormData]:
    """The ministry's seven fields for every party in turn, or for those named by id.

    The ID number only where a contract needs it.
    """
    wanted = [party for party in file.principals if only is None or party.id in only]
    return [_party_row(file, party, day, words, with_id=with_id) for party in wanted]


def _party_row(file: Dossier, party: Party, day: date, words: str, *, with_id: bool) -> FormData:
    age = age_at(party, day)
    row = {
        "role": file.titled(party, words),
        "kind": "organisation" if party.kind == "organisation" else "person",
        "name": party.name,
        "gender": file.sex(party.sex),
        "ethnicity": file.label("ethnicities", party.ethnicity),
        "age": "" if age is None else str(age),
        "job": _job(file, party, day),
        "phone": phones.show(party.phone),
        "address": party.address or party.workplace,
        "representative": party.representative,
        "guardian": _those_for(file, party, "guardian"),
        "agent": _those_for(file, party, "agent"),
    }
    has_number = any(sign.isdigit() for sign in party.id_number)
    return row | ({"id_number": party.id_number} if with_id and has_number else {})


def _job(file: Dossier, party: Party, day: date) -> str:
    """The occupation; of a minor who lives by his own work also that: he signs for himself (民法典 art. 18)."""
    own = party.own_income and may_live_by_own_work(party, day)
    words = (file.label("occupations", party.occupation), "以自己的劳动收入为主要生活来源" if own else "")
    return "，".join(word for word in words if word)


def _those_for(file: Dossier, principal: Party, role: str) -> str:
    """钱某（配偶），特别授权，电话 …: who acts for a party."""
    return "\n".join(_acting(file, party) for party in file.acting(principal) if party.role == role)


def _acting(file: Dossier, party: Party) -> str:
    relation = file.label("participant_relations", party.relation)
    name = f"{party.name}（{relation}）" if relation else party.name
    phone = phones.show(party.phone)
    return "，".join(part for part in (name, party.authority, f"电话 {phone}" if phone else "") if part)
