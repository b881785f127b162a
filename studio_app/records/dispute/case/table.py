"""纠纷: one dispute, its parties, who mediates it, and the dangers reported of it."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.table import Base, Entity, foreign, optional, words

CLOSED = ("closed", "archived")
"""States of a case nobody works on any more."""


class Case(Entity, Base):
    """One dispute, possibly several rounds, in mode A, B or C (model.md: modes decide the law)."""

    __tablename__ = "cases"
    __table_args__ = (
        # the orders of the list, each answered from its index alone: 100,000 ids in some 30 ms
        Index("case_by_day", "accepted_on", "id", "deleted_at"),
        Index("case_by_state", "state", "accepted_on", "id", "deleted_at"),
        Index("case_by_handler", "handler_id", "accepted_on", "id", "deleted_at"),
        Index("case_by_due", "next_due", "accepted_on", "id", "deleted_at"),
        Index("case_by_serial", "year", "mode", "serial", "id", "deleted_at"),
        Index("case_by_parties", "parties_key", "id", "deleted_at"),
        Index("case_by_community", "community", "deleted_at"),
        Index("case_by_number", "number"),
    )
    logged_as: ClassVar[str] = "纠纷"

    mode: Mapped[str] = mapped_column(String(1), default="B")
    number: Mapped[str] = words()
    year: Mapped[int]
    serial: Mapped[int]
    former_numbers: Mapped[list[str]] = mapped_column(default=list)
    issuer_id: Mapped[str | None] = optional("organisation")  # whose sequence numbers it: 调委会 in mode A
    their_number: Mapped[str] = words()  # mode C: the number of the committee that signs
    title: Mapped[str] = words()  # 案由, e.g. 楼上漏水
    dispute_type: Mapped[str] = words()
    subtype: Mapped[str] = words()
    source: Mapped[str] = words()
    source_unit: Mapped[str] = words()  # 移送单位、经办人、移送函号
    accepted_on: Mapped[date]
    taken_on: Mapped[date | None]  # when the mode was changed: the day it is handled in this one since
    backdate_reason: Mapped[str] = words()
    community: Mapped[str] = words()
    place: Mapped[str] = words()  # 小区/楼栋/户/地标, free text
    summary: Mapped[str] = words()  # 简要情况, people write it; over 150 characters is a hint only
    claims: Mapped[str] = words()
    level: Mapped[str] = words()
    risk: Mapped[str] = mapped_column(default="green")
    risk_signs: Mapped[list[str]] = mapped_column(default=list)
    risk_note: Mapped[str] = words()  # the day of the study; why a red one was downgraded, and who approved
    people_count: Mapped[int | None]
    amount_fen: Mapped[int | None]
    open_hearing: Mapped[bool] = mapped_column(default=False)  # 公开调解; 人民调解法 art. 23(3)
    police_number: Mapped[str] = words()
    responsible: Mapped[str] = words()  # 包保责任单位及责任人
    measures: Mapped[str] = words()  # 化解措施及进展 for the ledger; empty = composed from sessions
    advice: Mapped[str] = words()  # 建议、需社区配合事项
    note: Mapped[str] = words()
    state: Mapped[str] = mapped_column(default="accepted")  # dictionary case_states
    outcome: Mapped[str] = words()  # dictionary outcomes; empty while open
    outcome_note: Mapped[str] = words()
    outcome_route: Mapped[str] = words()  # 转哪里办, for the notice of the other ways
    outcome_parties: Mapped[list[str]] = mapped_column(default=list)  # ids of those who refused, withdrew …
    closed_on: Mapped[date | None]
    archived_on: Mapped[date | None]
    extended_to: Mapped[date | None]  # both sides agreed to go on mediating until
    extension_note: Mapped[str] = words()
    suspended_on: Mapped[date | None]
    suspended_note: Mapped[str] = words()
    former_rounds: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # how earlier rounds began and ended
    round: Mapped[int] = mapped_column(default=1)
    round_started_on: Mapped[date | None]  # a reopened case starts its clocks anew
    handler_id: Mapped[str | None] = optional("staff")
    sample: Mapped[bool] = mapped_column(default=False)
    parties_label: Mapped[str] = words()  # derived: 王某 与 赵某
    parties_key: Mapped[str] = words()  # derived: its pinyin sort key
    next_due: Mapped[date | None]  # derived: nearest open reminder
    resolved_on: Mapped[date | None] = mapped_column(index=True)  # derived: the day it counts as 已化解

    @property
    def over(self) -> bool:
        return self.state in CLOSED


class Party(Entity, Base):
    """A person's role in one case, with its own copy of the details as of acceptance."""

    __tablename__ = "party"
    __table_args__ = (
        Index("party_by_phone", "phone", "id"),
        Index("party_by_name", "name", "id"),
        Index("party_by_sound", "sort_key", "id"),
    )
    logged_as: ClassVar[str] = "当事人"

    case_id: Mapped[str] = foreign("cases")
    position: Mapped[int] = mapped_column(default=0)
    side: Mapped[str] = mapped_column(default="applicant")  # applicant | respondent | third
    role: Mapped[str] = mapped_column(default="party")  # party | guardian | agent
    acts_for_id: Mapped[str | None] = optional("party")  # whose guardian or agent
    relation: Mapped[str] = words()
    authority: Mapped[str] = words()  # what an agent may do, handbook 2.2(5)
    person_id: Mapped[str | None] = optional("person")
    kind: Mapped[str] = mapped_column(default="human")  # human | organisation
    name: Mapped[str] = words()
    sort_key: Mapped[str] = words()
    sex: Mapped[str] = words()
    ethnicity: Mapped[str] = words()
    birthday: Mapped[date | None]
    age_told: Mapped[int | None]
    own_income: Mapped[bool] = mapped_column(default=False)  # lives by his own work, 民法典 art. 18(2)
    id_type: Mapped[str] = words()
    id_number: Mapped[str] = words()
    id_hash: Mapped[str] = mapped_column(default="", server_default="", index=True)
    phone: Mapped[str] = words()
    address: Mapped[str] = words()
    address_key: Mapped[str] = mapped_column(default="", server_default="", index=True)
    occupation: Mapped[str] = words()
    workplace: Mapped[str] = words()
    representative: Mapped[str] = words()  # 法定代表人姓名和职务
    sensitive_note: Mapped[str] = words()  # 病情、残疾、账户: never in the common index
    consent: Mapped[str] = words()  # agreed | refused | empty = not asked yet
    consent_on: Mapped[date | None]
    informed_on: Mapped[date | None]  # 告知权利义务, 若干规定 art. 30
    informed_way: Mapped[str] = words()
    privacy_on: Mapped[date | None]  # 个人信息告知同意
    consent_recipients: Mapped[list[str]] = mapped_column(default=list)  # dictionary recipients
    note: Mapped[str] = words()


class Participant(Entity, Base):
    """A relative, neighbour or expert invited with the parties' consent (人民调解法 art. 20)."""

    __tablename__ = "participant"
    logged_as: ClassVar[str] = "参加人"

    case_id: Mapped[str] = foreign("cases")
    name: Mapped[str] = words()
    unit: Mapped[str] = words()
    relation: Mapped[str] = words()
    consented: Mapped[bool] = mapped_column(default=False)


class CaseStaff(Entity, Base):
    """Who mediates a case, how chosen, and what the 回避 check said."""

    __tablename__ = "case_staff"
    logged_as: ClassVar[str] = "承办人员"

    case_id: Mapped[str] = foreign("cases")
    staff_id: Mapped[str] = foreign("staff")
    duty: Mapped[str] = mapped_column(default="host")  # host | mediator | recorder
    chosen_by: Mapped[str] = mapped_column(default="assigned")  # party | assigned, art. 19
    findings: Mapped[list[str]] = mapped_column(default=list)  # what the check found
    decision: Mapped[str] = words()  # why the person mediates all the same, or was replaced
    withdrawn_on: Mapped[date | None]


class RiskReport(Entity, Base):
    """To whom a danger was reported (人民调解法 art. 25, 反家庭暴力法 art. 14, 未成年人保护法 art. 11)."""

    __tablename__ = "risk_report"
    logged_as: ClassVar[str] = "风险报告"

    case_id: Mapped[str] = foreign("cases")
    round: Mapped[int] = mapped_column(default=1)  # a danger of a later round is reported anew
    sign: Mapped[str] = words()  # dictionary risk_signs
    noticed_on: Mapped[date | None]  # when the danger was noticed; it is reported later
    reported_at: Mapped[datetime]
    target: Mapped[str] = words()  # dictionary report_targets
    receiver: Mapped[str] = words()
    way: Mapped[str] = words()
    content: Mapped[str] = words()  # 风险表现: what was seen and said
    measures: Mapped[str] = words()  # 已采取措施
    feedback: Mapped[str] = words()
    reporter: Mapped[str] = words()
