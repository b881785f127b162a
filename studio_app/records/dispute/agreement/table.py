"""协议与履行: what was agreed, what each side owes by when, and what came of it."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.table import Base, Entity, column, foreign, optional, words


class Agreement(Entity, Base):
    """One version of one round's agreement; read-only once a signature date is set."""

    __tablename__ = "agreement"
    logged_as: ClassVar[str] = "协议"
    counted: ClassVar[str] = "份"

    case_id: Mapped[str] = foreign("cases")
    round: Mapped[int] = column("第几轮", default=1)
    edition: Mapped[int] = column("第几版", default=1)
    # A | B | C, of the day it was signed or told: its law for good
    mode: Mapped[str] = column("办理方式", of="modes", default="B")
    form: Mapped[str] = column("协议形式", of="agreement_forms", default="written")  # written | oral | none
    number: Mapped[str] = words("协议编号", what="number")
    reached_on: Mapped[date | None] = column("谈成日期")
    place: Mapped[str] = words("签订地点")
    facts: Mapped[str] = words("纠纷主要事实、争议事项")  # 纠纷主要事实、争议事项
    default_terms: Mapped[str] = words("违约责任")  # 违约责任
    remark: Mapped[str] = words("备注")
    copies: Mapped[int] = column("份数", default=3)
    signers: Mapped[list[str]] = column("订协议的各方", names="party", default=list)  # empty: both sides
    must_sign: Mapped[list[str]] = mapped_column(default=list)  # ids of parties, from the first signature on
    signatures: Mapped[dict[str, Any]] = column("当事人签名", names="party", default=dict)  # party id → ISO date
    mediator_signed_on: Mapped[date | None] = column("调解员签名日期")
    sealed_on: Mapped[date | None] = column("盖章日期")
    told_on: Mapped[date | None] = column("得知日期")  # mode C: the day the committee told us
    effective_on: Mapped[date | None] = column("生效日期")  # by domain.effect, never typed
    court: Mapped[str] = words("确认法院")
    court_applied_on: Mapped[date | None] = column("申请司法确认日期")
    court_number: Mapped[str] = words("法院案号", what="number")
    court_result: Mapped[str] = words("司法确认结果")
    court_ruled_on: Mapped[date | None] = column("裁定日期")
    superseded: Mapped[bool] = column("已由新版代替", default=False)
    as_signed: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the paper's words, kept when it was signed


class Clause(Entity, Base):
    """One item: who does what for whom, by when and where."""

    __tablename__ = "clause"
    logged_as: ClassVar[str] = "协议条款"

    case_id: Mapped[str] = foreign("cases")  # so that history, index and reminders know whose clause it is
    agreement_id: Mapped[str] = foreign("agreement")
    position: Mapped[int] = mapped_column(default=0)
    debtor_id: Mapped[str | None] = optional("party", "履行人")
    creditor_id: Mapped[str | None] = optional("party", "权利人")
    what: Mapped[str] = words("内容")
    amount_fen: Mapped[int | None] = column("金额")
    due_on: Mapped[date | None] = column("履行期限")
    due_text: Mapped[str] = words("期限说明")
    place: Mapped[str] = words("地点")
    manner: Mapped[str] = words("方式")


class Obligation(Entity, Base):
    """One thing one party does for another by a date; each instalment is one."""

    __tablename__ = "obligation"
    __table_args__ = (Index("obligation_by_due", "studio_id", "state", "due_on"),)
    logged_as: ClassVar[str] = "履行事项"

    case_id: Mapped[str] = foreign("cases")
    agreement_id: Mapped[str] = foreign("agreement")
    clause_id: Mapped[str | None] = optional("clause")
    position: Mapped[int] = mapped_column(default=0)
    debtor_id: Mapped[str | None] = optional("party", "履行人")
    creditor_id: Mapped[str | None] = optional("party", "权利人")
    what: Mapped[str] = words("履行内容")
    amount_fen: Mapped[int | None] = column("金额")
    due_on: Mapped[date | None] = column("履行期限")
    place: Mapped[str] = words("地点")
    state: Mapped[str] = column("履行状态", of="obligation_states", default="pending")


class Performance(Entity, Base):
    """What was done towards an obligation, with its proof."""

    __tablename__ = "performance"
    logged_as: ClassVar[str] = "履行登记"

    case_id: Mapped[str] = foreign("cases")  # a second part payment changes no other row of the case
    obligation_id: Mapped[str] = foreign("obligation")
    done_on: Mapped[date] = column("履行日期")
    amount_fen: Mapped[int | None] = column("金额")
    proof: Mapped[str] = words("凭证", of="performance_proofs")
    note: Mapped[str] = words("备注")


class Urge(Entity, Base):
    """督促 (人民调解法 art. 31)."""

    __tablename__ = "urge"
    logged_as: ClassVar[str] = "督促"

    case_id: Mapped[str] = foreign("cases")
    obligation_id: Mapped[str | None] = optional("obligation")
    urged_on: Mapped[date] = column("督促日期")
    way: Mapped[str] = words("督促方式", of="urge_methods")
    said: Mapped[str] = words("督促内容")
    answer: Mapped[str] = words("答复")
