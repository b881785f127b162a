"""What every record shares: who works here, lists, numbers, files, drafts, reminders, and the logs of the desk."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.table import Base, Entity, column, foreign, looked_up, new_id, optional, whose, words


class Setting(Entity, Base):
    """A setting of the desk by name."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("studio_id", "name"),)
    logged_as: ClassVar[str] = "设置"

    name: Mapped[str] = column("设置项")
    value: Mapped[dict[str, Any]] = column("内容", default=dict)


class DictionaryEntry(Entity, Base):
    """A row of an editable list; upgrades overwrite only what nobody `edited`."""

    __tablename__ = "dictionary_entry"
    __table_args__ = (UniqueConstraint("studio_id", "dictionary", "code"),)
    logged_as: ClassVar[str] = "选项"

    dictionary: Mapped[str] = column("选项表")
    code: Mapped[str] = column("代码")
    label: Mapped[str] = words("名称")
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = column("使用中", default=True)
    edited: Mapped[bool] = mapped_column(default=False)
    data: Mapped[dict[str, Any]] = column("设置", default=dict)


class IssuedNumber(Entity, Base):
    """A number given out; never reused, a voided one stays with its reason (handbook 2.3)."""

    __tablename__ = "issued_number"
    __table_args__ = (UniqueConstraint("studio_id", "issuer_id", "kind", "year", "serial"),)
    logged_as: ClassVar[str] = "编号"

    issuer_id: Mapped[str] = foreign("organisation")
    kind: Mapped[str] = column("编号种类", of="numbering")
    year: Mapped[int]
    serial: Mapped[int]
    text: Mapped[str] = column("编号")
    comparable: Mapped[str] = looked_up()  # domain.numbering.comparable(text)
    subject_id: Mapped[str] = looked_up(String(32))
    voided_on: Mapped[date | None] = column("作废日期")
    void_reason: Mapped[str] = words("作废原因")

    def leave(self, at: datetime, reason: str) -> None:
        """Voided with its reason, never taken back."""
        self.voided_on, self.void_reason = at.date(), reason


class Attachment(Entity, Base):
    """A file in `files/`, encrypted with its own key; the history holds size and digest, never bytes."""

    __tablename__ = "attachment"
    logged_as: ClassVar[str] = "附件"
    counted: ClassVar[str] = "个"

    case_id: Mapped[str | None] = optional("cases")
    intake_id: Mapped[str | None] = optional("intake")
    subject_id: Mapped[str] = looked_up(String(32), default="")  # session, agreement, performance …
    name: Mapped[str] = words("文件名")
    media_type: Mapped[str] = words()
    size: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = words()  # SHA-256 of the plain bytes
    file_id: Mapped[str] = mapped_column(String(32), default=new_id)
    file_key: Mapped[str] = words()  # AES-256-GCM key, hex
    print_file_id: Mapped[str] = words()  # photo turned upright, without EXIF
    print_file_key: Mapped[str] = words()
    added_on: Mapped[date | None] = column("添加日期")
    note: Mapped[str] = words("备注")


class Thumbnail(Base):
    """Derived from an attachment; not logged."""

    __tablename__ = "thumbnail"
    __table_args__ = (ForeignKeyConstraint(["studio_id", "attachment_id"], ["attachment.studio_id", "attachment.id"]),)

    attachment_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)


class Draft(Base):
    """Unsaved text of one form and person, on this desk only; not logged."""

    __tablename__ = "draft"

    account_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    form: Mapped[str] = mapped_column(String(80), primary_key=True)  # intake:new, session:<case id> …
    body: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


def _next_place(context: Any) -> int:
    """In the order of writing, whatever the clock said."""
    table = context.compiled.statement.table
    last = select(func.max(table.c.place)).where(table.c.studio_id == whose(context))
    return (context.connection.scalar(last) or 0) + 1


class AccessLog(Base):
    """Append-only: who saw what is normally veiled, and sign-in events."""

    __tablename__ = "access_log"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    place: Mapped[int] = looked_up(default=_next_place)
    at: Mapped[datetime]
    account_id: Mapped[str] = mapped_column(String(32), default="")
    what: Mapped[str]
    subject_id: Mapped[str] = mapped_column(String(32), default="")


class ExportLog(Base):
    """Append-only: what left the desk, for whom and why (网络数据安全管理条例 art. 12: three years)."""

    __tablename__ = "export_log"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    place: Mapped[int] = looked_up(default=_next_place)
    at: Mapped[datetime]
    account_id: Mapped[str] = column("导出人", String(32), names="account", default="")
    what: Mapped[str] = column("内容", what="plain")
    period: Mapped[str] = words("期间", what="plain")
    count: Mapped[int] = mapped_column(default=0)
    mask: Mapped[str] = words("遮盖程度", of="masks")
    to_whom: Mapped[str] = words()
    purpose: Mapped[str] = words()
    file_name: Mapped[str] = words()
    digest: Mapped[str] = words()


class HandedOver(Base):
    """What stood in a ledger when it left, packed: what is compared with when the ledger comes back."""

    __tablename__ = "handed_over"

    log_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Organisation(Entity, Base):
    """工作室, 调委会, 社区, 街道, 司法所, 派出所, 部门 … (`kind`: dictionary org_kinds)."""

    __tablename__ = "organisation"
    logged_as: ClassVar[str] = "单位"
    OURS: ClassVar[str] = "committee"
    OTHER: ClassVar[str] = "led_by"

    kind: Mapped[str] = column("类别", of="org_kinds")
    name: Mapped[str] = words("名称")
    short_name: Mapped[str] = words("简称", what="number")  # goes into numbers: 示评, 幸福里
    phone: Mapped[str] = words("电话")
    address: Mapped[str] = words("地址")
    community: Mapped[str] = words("社区")
    street: Mapped[str] = words("街道")
    district_code: Mapped[str] = words("行政区划代码", what="number")  # GB/T 2260, six digits
    member: Mapped[str] = words("负责人")  # the CPPCC member of a studio, the director of a committee
    term_start: Mapped[date | None] = column("任期起")  # 人民调解法 art. 9: a committee's term is three years
    term_end: Mapped[date | None] = column("任期止")
    retired_on: Mapped[date | None] = column("停用日期")  # chosen no more; what stands in its name stays

    @property
    def ours(self) -> bool:
        """Whether papers are made in the name of this 调委会; others are only assisted (mode C)."""
        return self.kind == self.OURS

    @ours.setter
    def ours(self, on: bool) -> None:
        self.kind = self.OURS if on else self.OTHER


class Staff(Entity, Base):
    """A person with a role at the desk (`role`: dictionary staff_roles) and the dates of it."""

    __tablename__ = "staff"
    logged_as: ClassVar[str] = "人员"

    name: Mapped[str] = words("姓名", what="name")
    sort_key: Mapped[str] = words()
    role: Mapped[str] = words("身份", of="staff_roles")
    organisation_id: Mapped[str | None] = optional("organisation", "单位")
    phone: Mapped[str] = words("联系电话", what="phone")
    address: Mapped[str] = words("住址", what="address")
    kin: Mapped[str] = words("近亲属", what="sensitive")  # names of near relatives, for the 回避 check; one per line
    qualification: Mapped[str] = words("资格")
    since: Mapped[date | None] = column("任职起")
    until: Mapped[date | None] = column("任职止")


class Account(Entity, Base):
    """Who may sign in; the key file holds only the short sign-in name, the role stands here."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("studio_id", "sign_in"),)
    logged_as: ClassVar[str] = "账号"

    sign_in: Mapped[str] = column("登录名")
    role: Mapped[str] = column("权限", of="account_roles", default="volunteer")
    staff_id: Mapped[str | None] = optional("staff", "人员")
    active: Mapped[bool] = column("可以登录", default=True)


class Reminder(Base):
    """Derived. `key` = rule:subject; the same key after re-derivation is the same reminder."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("reminder_by_due", "studio_id", "shown_on"),
        Index("reminder_by_owner", "studio_id", "owner_id", "owner_kind"),
    )

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    rule: Mapped[str]
    owner_kind: Mapped[str] = mapped_column(String(20))  # the kind of record it is about; empty: of none
    owner_id: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(32))
    due_on: Mapped[date]  # the day that counts, rest days considered
    natural_on: Mapped[date]  # the day before any moving; lead alerts count from here
    possible_on: Mapped[date | None]  # 可能顺延到, in a year without arrangement
    shown_on: Mapped[date]  # due_on, or the day it was put off to
    text: Mapped[str]
    reason: Mapped[str] = words()
    action: Mapped[str] = words()  # perform | follow_up | open_case | accept | seal


class Snooze(Entity, Base):
    """推迟 of one reminder, with its reason."""

    __tablename__ = "snooze"
    logged_as: ClassVar[str] = "推迟提醒"

    reminder_key: Mapped[str] = looked_up(String(80))
    case_id: Mapped[str | None] = optional("cases")
    intake_id: Mapped[str | None] = optional("intake")
    until: Mapped[date] = column("推迟到")
    reason: Mapped[str] = words("原因", of="postpone_reasons")


class OwnReminder(Entity, Base):
    """A reminder somebody wrote by hand."""

    __tablename__ = "own_reminder"
    logged_as: ClassVar[str] = "自记提醒"

    case_id: Mapped[str | None] = optional("cases")
    intake_id: Mapped[str | None] = optional("intake")
    text: Mapped[str] = words("内容")
    due_on: Mapped[date] = column("日期")
    done_on: Mapped[date | None] = column("办好日期")
