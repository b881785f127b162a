"""协议与履行: what was agreed, what each side owes by when, and what came of it."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.table import Base, Entity, foreign, optional, words


class Agreement(Entity, Base):
    """One version of one round's agreement; read-only once a signature date is set."""

    __tablename__ = "agreement"
    logged_as: ClassVar[str] = "协议"

    case_id: Mapped[str] = foreign("cases")
    round: Mapped[int] = mapped_column(default=1)
    edition: Mapped[int] = mapped_column(default=1)
    mode: Mapped[str] = mapped_column(default="B")  # A | B | C, of the day it was signed or told: its law for good
    form: Mapped[str] = mapped_column(default="written")  # written | oral | none
    number: Mapped[str] = words()
    reached_on: Mapped[date | None]
    place: Mapped[str] = words()
    facts: Mapped[str] = words()  # 纠纷主要事实、争议事项
    default_terms: Mapped[str] = words()  # 违约责任
    remark: Mapped[str] = words()
    copies: Mapped[int] = mapped_column(default=3)
    signers: Mapped[list[str]] = mapped_column(default=list)  # who concludes it; empty: both sides
    must_sign: Mapped[list[str]] = mapped_column(default=list)  # ids of parties, from the first signature on
    signatures: Mapped[dict[str, Any]] = mapped_column(default=dict)  # party id → ISO date
    mediator_signed_on: Mapped[date | None]
    sealed_on: Mapped[date | None]
    told_on: Mapped[date | None]  # mode C: the day the committee told us
    effective_on: Mapped[date | None]  # by domain.effect, never typed
    court: Mapped[str] = words()
    court_applied_on: Mapped[date | None]
    court_number: Mapped[str] = words()
    court_result: Mapped[str] = words()
    court_ruled_on: Mapped[date | None]
    superseded: Mapped[bool] = mapped_column(default=False)
    as_signed: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the paper's words, kept when it was signed


class Clause(Entity, Base):
    """One item: who does what for whom, by when and where."""

    __tablename__ = "clause"
    logged_as: ClassVar[str] = "协议条款"

    case_id: Mapped[str] = foreign("cases")  # so that history, index and reminders know whose clause it is
    agreement_id: Mapped[str] = foreign("agreement")
    position: Mapped[int] = mapped_column(default=0)
    debtor_id: Mapped[str | None] = optional("party")
    creditor_id: Mapped[str | None] = optional("party")
    what: Mapped[str] = words()
    amount_fen: Mapped[int | None]
    due_on: Mapped[date | None]
    due_text: Mapped[str] = words()
    place: Mapped[str] = words()
    manner: Mapped[str] = words()


class Obligation(Entity, Base):
    """One thing one party does for another by a date; each instalment is one."""

    __tablename__ = "obligation"
    __table_args__ = (Index("obligation_by_due", "state", "due_on"),)
    logged_as: ClassVar[str] = "履行事项"

    case_id: Mapped[str] = foreign("cases")
    agreement_id: Mapped[str] = foreign("agreement")
    clause_id: Mapped[str | None] = optional("clause")
    position: Mapped[int] = mapped_column(default=0)
    debtor_id: Mapped[str | None] = optional("party")
    creditor_id: Mapped[str | None] = optional("party")
    what: Mapped[str] = words()
    amount_fen: Mapped[int | None]
    due_on: Mapped[date | None]
    place: Mapped[str] = words()
    state: Mapped[str] = mapped_column(default="pending")  # dictionary obligation_states


class Performance(Entity, Base):
    """What was done towards an obligation, with its proof."""

    __tablename__ = "performance"
    logged_as: ClassVar[str] = "履行登记"

    case_id: Mapped[str] = foreign("cases")  # a second part payment changes no other row of the case
    obligation_id: Mapped[str] = foreign("obligation")
    done_on: Mapped[date]
    amount_fen: Mapped[int | None]
    proof: Mapped[str] = words()
    note: Mapped[str] = words()


class Urge(Entity, Base):
    """督促 (人民调解法 art. 31)."""

    __tablename__ = "urge"
    logged_as: ClassVar[str] = "督促"

    case_id: Mapped[str] = foreign("cases")
    obligation_id: Mapped[str | None] = optional("obligation")
    urged_on: Mapped[date]
    way: Mapped[str] = words()
    said: Mapped[str] = words()
    answer: Mapped[str] = words()
