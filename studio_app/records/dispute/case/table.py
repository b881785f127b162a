"""纠纷: one dispute, its parties, who mediates it, and the dangers reported of it."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.records.person.table import Identified
from studio_app.store.table import Base, Entity, column, foreign, looked_up, optional, words

CLOSED = ("closed", "archived")
"""States of a case nobody works on any more."""


class Case(Entity, Base):
    """One dispute, possibly several rounds, in mode A, B or C (model.md: modes decide the law)."""

    __tablename__ = "cases"
    __table_args__ = (
        # the orders of the list, each answered from its index alone: 100,000 ids in some 30 ms
        Index("case_by_day", "studio_id", "accepted_on", "id", "deleted_at"),
        Index("case_by_state", "studio_id", "state", "accepted_on", "id", "deleted_at"),
        Index("case_by_handler", "studio_id", "handler_id", "accepted_on", "id", "deleted_at"),
        Index("case_by_due", "studio_id", "next_due", "accepted_on", "id", "deleted_at"),
        Index("case_by_serial", "studio_id", "year", "mode", "serial", "id", "deleted_at"),
        Index("case_by_parties", "studio_id", "parties_key", "id", "deleted_at"),
        Index("case_by_community", "studio_id", "community", "deleted_at"),
        Index("case_by_number", "studio_id", "number"),
    )
    logged_as: ClassVar[str] = "纠纷"
    counted: ClassVar[str] = "件"

    mode: Mapped[str] = column("办理方式", String(1), of="modes", default="B")
    number: Mapped[str] = words("编号", what="number")
    year: Mapped[int]
    serial: Mapped[int]
    former_numbers: Mapped[list[str]] = column("曾用编号", what="number", default=list)
    issuer_id: Mapped[str | None] = optional("organisation")  # whose sequence numbers it: 调委会 in mode A
    their_number: Mapped[str] = words("主办调委会的案号", what="number")  # mode C: of the committee that signs
    title: Mapped[str] = words("案由")  # 案由, e.g. 楼上漏水
    dispute_type: Mapped[str] = words("纠纷类型", of="dispute_types")
    subtype: Mapped[str] = words("细类", of="dispute_subtypes")
    source: Mapped[str] = words("来源", of="sources")
    source_unit: Mapped[str] = words("移送单位")  # 移送单位、经办人、移送函号
    accepted_on: Mapped[date] = column("受理日期")
    # when the mode was changed: the day it is handled in this one since
    taken_on: Mapped[date | None] = column("改为现在办理方式的日期")
    backdate_reason: Mapped[str] = words("补录原因")
    community: Mapped[str] = words("社区")
    place: Mapped[str] = words("地点")  # 小区/楼栋/户/地标, free text
    summary: Mapped[str] = words("简要情况")  # 简要情况, people write it; over 150 characters is a hint only
    claims: Mapped[str] = words("诉求")
    level: Mapped[str] = words("纠纷等级", of="levels")
    risk: Mapped[str] = column("风险", of="risks", default="green")
    risk_signs: Mapped[list[str]] = column("风险信号", of="risk_signs", default=list)
    risk_note: Mapped[str] = words("风险说明")  # the day of the study; why a red one was downgraded, and who approved
    people_count: Mapped[int | None] = column("涉及人数")
    amount_fen: Mapped[int | None] = column("涉及金额")
    open_hearing: Mapped[bool] = column("公开调解", default=False)  # 公开调解; 人民调解法 art. 23(3)
    police_number: Mapped[str] = words("接警单号", what="number")
    responsible: Mapped[str] = words("包保责任")  # 包保责任单位及责任人
    measures: Mapped[str] = words("化解措施及进展")  # 化解措施及进展 for the ledger; empty = composed from sessions
    advice: Mapped[str] = words("建议")  # 建议、需社区配合事项
    note: Mapped[str] = words("备注")
    state: Mapped[str] = column("状态", of="case_states", default="accepted")
    outcome: Mapped[str] = words("结果", of="outcomes")  # dictionary outcomes; empty while open
    outcome_note: Mapped[str] = words("结果说明")
    outcome_route: Mapped[str] = words("转往", of="referrals")  # 转哪里办, for the notice of the other ways
    # ids of those who refused, withdrew …
    outcome_parties: Mapped[list[str]] = column("涉及当事人", names="party", default=list)
    closed_on: Mapped[date | None] = column("结案日期")
    archived_on: Mapped[date | None] = column("归档日期")
    extended_to: Mapped[date | None] = column("延期到")  # both sides agreed to go on mediating until
    extension_note: Mapped[str] = words("延期说明")
    suspended_on: Mapped[date | None] = column("暂缓日期")
    suspended_note: Mapped[str] = words("暂缓原因")
    former_rounds: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # how earlier rounds began and ended
    round: Mapped[int] = column("第几轮", default=1)
    round_started_on: Mapped[date | None]  # a reopened case starts its clocks anew
    handler_id: Mapped[str | None] = optional("staff", "承办人")
    sample: Mapped[bool] = mapped_column(default=False)
    parties_label: Mapped[str] = words("当事人", what="name")  # derived: 王某 与 赵某
    parties_key: Mapped[str] = words()  # derived: its pinyin sort key
    next_due: Mapped[date | None]  # derived: nearest open reminder
    resolved_on: Mapped[date | None] = looked_up()  # derived: the day it counts as 已化解

    @property
    def over(self) -> bool:
        return self.state in CLOSED


class Party(Identified, Entity, Base):
    """A person's role in one case, with its own copy of the details as of acceptance."""

    __tablename__ = "party"
    __table_args__ = (
        Index("party_by_name", "studio_id", "name", "id"),
        Index("party_by_sound", "studio_id", "sort_key", "id"),
    )
    logged_as: ClassVar[str] = "当事人"

    case_id: Mapped[str] = foreign("cases")
    position: Mapped[int] = mapped_column(default=0)
    side: Mapped[str] = column("一方", of="party_sides", default="applicant")  # applicant | respondent | third
    role: Mapped[str] = column("身份", of="party_roles", default="party")  # party | guardian | agent
    acts_for_id: Mapped[str | None] = optional("party", "代表谁")  # whose guardian or agent
    relation: Mapped[str] = words("关系")
    authority: Mapped[str] = words("代理权限")  # what an agent may do, handbook 2.2(5)
    person_id: Mapped[str | None] = optional("person")
    kind: Mapped[str] = column("类别", of="party_kinds", default="human")  # human | organisation
    ethnicity: Mapped[str] = words("民族", of="ethnicities")
    birthday: Mapped[date | None] = column("出生日期", what="birthday")
    age_told: Mapped[int | None] = column("自述年龄")
    own_income: Mapped[bool] = column("以自己的劳动收入为主要生活来源", default=False)  # 民法典 art. 18(2)
    occupation: Mapped[str] = words("职业", of="occupations")
    workplace: Mapped[str] = words("工作单位")
    representative: Mapped[str] = words("法定代表人")  # 法定代表人姓名和职务
    sensitive_note: Mapped[str] = words("敏感情况", what="sensitive")  # 病情、残疾、账户: never in the common index
    # agreed | refused | empty = not asked yet
    consent: Mapped[str] = words("是否同意调解", codes={"agreed": "同意", "refused": "不同意"})
    consent_on: Mapped[date | None] = column("同意日期")
    informed_on: Mapped[date | None] = column("告知日期")  # 告知权利义务, 若干规定 art. 30
    informed_way: Mapped[str] = words("告知方式", codes={"oral": "口头", "written": "书面"})
    privacy_on: Mapped[date | None] = column("个人信息告知日期")  # 个人信息告知同意
    consent_recipients: Mapped[list[str]] = column("同意提供给", of="recipients", default=list)
    note: Mapped[str] = words("备注")


class Participant(Entity, Base):
    """A relative, neighbour or expert invited with the parties' consent (人民调解法 art. 20)."""

    __tablename__ = "participant"
    logged_as: ClassVar[str] = "参加人"

    case_id: Mapped[str] = foreign("cases")
    name: Mapped[str] = words("姓名", what="name")
    unit: Mapped[str] = words("单位")
    relation: Mapped[str] = words("关系", of="participant_relations")
    consented: Mapped[bool] = column("当事人同意", default=False)


class CaseStaff(Entity, Base):
    """Who mediates a case, how chosen, and what the 回避 check said."""

    __tablename__ = "case_staff"
    logged_as: ClassVar[str] = "承办人员"

    case_id: Mapped[str] = foreign("cases")
    staff_id: Mapped[str] = foreign("staff", "人员")
    duty: Mapped[str] = column(
        "分工", codes={"host": "主持", "mediator": "一起调解", "recorder": "记录"}, default="host"
    )
    chosen_by: Mapped[str] = column("选定方式", of="designations", default="assigned")  # party | assigned, art. 19
    findings: Mapped[list[str]] = column("回避核对", of="recusal_grounds", default=list)  # what the check found
    decision: Mapped[str] = words("处理决定")  # why the person mediates all the same, or was replaced
    withdrawn_on: Mapped[date | None] = column("退出日期")


class RiskReport(Entity, Base):
    """To whom a danger was reported (人民调解法 art. 25, 反家庭暴力法 art. 14, 未成年人保护法 art. 11)."""

    __tablename__ = "risk_report"
    logged_as: ClassVar[str] = "风险报告"

    case_id: Mapped[str] = foreign("cases")
    round: Mapped[int] = column("第几轮", default=1)  # a danger of a later round is reported anew
    sign: Mapped[str] = words("风险信号", of="risk_signs")
    noticed_on: Mapped[date | None] = column("发现日期")  # when the danger was noticed; it is reported later
    reported_at: Mapped[datetime] = column("报告时间")
    target: Mapped[str] = words("报告对象", of="report_targets")
    receiver: Mapped[str] = words("接报人")
    way: Mapped[str] = words("报告方式", of="report_ways")
    content: Mapped[str] = words("风险表现")  # 风险表现: what was seen and said
    measures: Mapped[str] = words("已采取措施")  # 已采取措施
    feedback: Mapped[str] = words("答复")
    reporter: Mapped[str] = words("报告人")
