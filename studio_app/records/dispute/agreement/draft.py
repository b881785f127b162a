"""An agreement, its clauses and their performance as typed: instalments, effect and standing, without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from studio_app.core.errors import Refused
from studio_app.domain.dates import show_day
from studio_app.domain.merging import Edited
from studio_app.domain.money import show_yuan
from studio_app.domain.periods import after_months
from studio_app.domain.wording import join
from studio_app.records.dispute.agreement import effect
from studio_app.records.dispute.agreement.clause_warnings import ClauseFacts
from studio_app.records.dispute.agreement.effect import Signing

READ_ONLY = "已有人签名的协议不能改。双方另行约定的，请点“另写一版”，旧的一版会留着。"
MOST_INSTALMENTS = 60

Standing = Literal["performing", "partly_performed", "not_performed", "performed"]


@dataclass
class ClauseDraft(Edited):
    """One item: who does what for whom, by when and where; `amount_fen` in 分, ids are those of parties."""

    id: str = ""
    debtor_id: str | None = None
    creditor_id: str | None = None
    what: str = ""
    amount_fen: int | None = None
    due_on: date | None = None
    due_text: str = ""
    place: str = ""
    manner: str = ""

    def facts(self, names: Mapping[str, str]) -> ClauseFacts:
        """The clause as the lint reads it, with names for ids."""
        return ClauseFacts(
            what=self.what,
            debtor=names.get(self.debtor_id or "", ""),
            creditor=names.get(self.creditor_id or "", ""),
            amount_fen=self.amount_fen,
            due_on=self.due_on,
            due_text=self.due_text,
            place=self.place,
            manner=self.manner,
        )

    def owes(self) -> bool:
        """Whether somebody has to do something; "双方互不追究" is a clause and no 履行事项."""
        return bool(self.debtor_id or self.amount_fen or self.due_on)

    def is_blank(self) -> bool:
        said = (self.what, self.due_text, self.place, self.manner)
        return not any(text.strip() for text in said) and self.amount_fen is None and self.due_on is None


@dataclass
class AgreementDraft(Edited):
    """One version of an agreement. `serial`: manual number in mode A; `number`: mode C.

    `signers`: ids of the parties who conclude it, empty for both sides; `copies` None: one for each of them and one.
    """

    form: str = "written"
    number: str = ""
    serial: int | None = None
    reached_on: date | None = None
    place: str = ""
    facts: str = ""
    default_terms: str = ""
    remark: str = ""
    copies: int | None = None
    signers: list[str] = field(default_factory=list)
    clauses: list[ClauseDraft] = field(default_factory=list)

    def problems(self, today: date) -> dict[str, str]:
        found = {f"clauses.{i}.what": _NO_WORDS for i, c in enumerate(self.clauses) if not c.what.strip()}
        if self.reached_on is None and self.form != "written":
            found["reached_on"] = "请填写谈成的日期，口头协议从这一天起生效。"
        elif self.reached_on is not None and self.reached_on > today:
            found["reached_on"] = "谈成的日期不能在今天之后。"
        if self.form == "none" and self.clauses:
            found["form"] = "有约好要做的事，请选“书面”或者“口头”；确实不用写的，请删除条款。"
        if self.form == "oral" and not self.clauses:
            found["clauses"] = "口头协议也要记下约定的内容，请至少写一条。"
        if self.serial is not None and self.serial < 1:
            found["serial"] = "序号从 1 开始。"
        if self.copies is not None and self.copies < 1:
            found["copies"] = "至少一份。"
        wrong = (n for n, clause in enumerate(self.clauses) if clause.amount_fen is not None and clause.amount_fen <= 0)
        found |= {f"clauses.{n}.amount_fen": _NO_AMOUNT for n in wrong}
        return found

    def misfits(self, roles: Mapping[str, str]) -> dict[str, str]:
        """What does not fit the case: promises of people who are no party to it.

        `roles`: party | guardian | agent of everybody in the case, by id.
        """
        found = {}
        principals = [party for party, role in roles.items() if role == "party"]
        if self.signers and len(set(self.signers) & set(principals)) < min(2, len(principals)):
            found["signers"] = WHO_AGREES
        for place, clause in enumerate(self.clauses):
            named = {clause.debtor_id, clause.creditor_id} - {None, ""}
            if named - set(roles):
                found[f"clauses.{place}.what"] = "这一条里的人不在这件纠纷的当事人里，请重新选择。"
            elif clause.debtor_id and clause.debtor_id == clause.creditor_id:
                found[f"clauses.{place}.creditor_id"] = "谁来做和对谁做是同一个人，请重新选择。"
        return found


WHO_AGREES = "订协议至少要有两方，请勾选是谁和谁订的。"
_NO_AMOUNT = "金额要大于零；不是付钱的事，请空着。"
_NO_WORDS = "这一条没有写做什么，请写明，或者删除这一条。"


@dataclass
class SigningDraft:
    """Dates as they stand on the paper: party id → day, the mediator's, the seal's; mode C: the day we were told."""

    signatures: dict[str, date] = field(default_factory=dict)
    mediator_signed_on: date | None = None
    sealed_on: date | None = None
    told_on: date | None = None

    def problems(self, today: date) -> dict[str, str]:
        late = (name for name, day in self._dates().items() if day is not None and day > today)
        return dict.fromkeys(late, "日期不能在今天之后，按纸上实际签的日期写。")

    def _dates(self) -> dict[str, date | None]:
        own = {name: getattr(self, name) for name in ("mediator_signed_on", "sealed_on", "told_on")}
        return {**{f"signatures.{party}": day for party, day in self.signatures.items()}, **own}


@dataclass
class PerformanceDraft:
    """What was done towards one 履行事项; `full`: nothing of it is left to do."""

    done_on: date | None = None
    amount_fen: int | None = None
    full: bool | None = None
    proof: str = ""
    note: str = ""

    def problems(self, today: date) -> dict[str, str]:
        found = {}
        if self.done_on is None:
            found["done_on"] = "请填写哪一天做到的。"
        elif self.done_on > today:
            found["done_on"] = "履行日期不能在今天之后。"
        if self.full is None:
            found["full"] = "请选全部做到了，还是只做到一部分。"
        if self.amount_fen is not None and self.amount_fen <= 0:
            found["amount_fen"] = _NO_AMOUNT
        return found

    def hints(self, owed_fen: int | None, paid_fen: int) -> dict[str, str]:
        """`paid_fen`: what was paid before; a sum that does not fit the promise is said, never refused."""
        if owed_fen is None or self.amount_fen is None or self.full is None:
            return {}
        left = owed_fen - paid_fen - self.amount_fen
        if left < 0:
            return {"amount_fen": f"比约定的多 {show_yuan(-left)}，请核对金额。"}
        if self.full and left > 0:
            return {"amount_fen": f"连同以前的还少 {show_yuan(left)}，请看看是不是只“做到一部分”。"}
        if not self.full and left == 0:
            return {"amount_fen": "金额已经够了，请看看是不是“全部做到”。"}
        return {}


@dataclass
class UrgeDraft:
    """督促 (人民调解法 art. 31): when, how, what was said, what was answered."""

    urged_on: date | None = None
    way: str = ""
    said: str = ""
    answer: str = ""

    def problems(self, today: date) -> dict[str, str]:
        found = {}
        if self.urged_on is None or self.urged_on > today:
            found["urged_on"] = "请填写督促的日期，不能在今天之后。"
        if not (self.way or self.said.strip() or self.answer.strip()):
            found["said"] = "请写一写怎样督促、对方怎么说。"
        return found


@dataclass
class CourtDraft:
    """司法确认 of a 人民调解协议 (人民调解法 art. 33): applied for jointly within 30 days of taking effect."""

    court: str = ""
    court_applied_on: date | None = None
    court_number: str = ""
    court_result: str = ""
    court_ruled_on: date | None = None

    def problems(self, today: date, until: date | None = None) -> dict[str, str]:
        """`until`: the last day to apply; later is noted only together with what the court answered."""
        found = {}
        applied, ruled = self.court_applied_on, self.court_ruled_on
        if applied is not None and applied > today:
            found["court_applied_on"] = "申请日期不能在今天之后。"
        elif applied is not None and until is not None and applied > until and not self.court_result.strip():
            found["court_applied_on"] = (
                f"申请日期超过了截止日（{show_day(until)}），法院一般不受理。确已申请的，请在“结果”里写明法院怎么答复。"
            )
        if ruled is not None and ruled > today:
            found["court_ruled_on"] = "裁定日期不能在今天之后。"
        elif ruled is not None and applied is None:
            found["court_applied_on"] = "有了裁定，请也填写哪天申请的。"
        return found


# --- instalments ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Instalment:
    """One part of a sum, in 分, and its day."""

    amount_fen: int
    due_on: date


def split(amount_fen: int, count: int, first_due: date, every_month: int = 1) -> list[Instalment]:
    """Equal parts in whole yuan where the sum allows it, the remainder on the last one.

    Days are `every_month` months apart, counted from the first (民法典 art. 202: the month's end where there is
    no such day). Refused when the sum cannot be divided so.
    """
    if not 2 <= count <= MOST_INSTALMENTS:
        raise Refused(f"分期请写 2 到 {MOST_INSTALMENTS} 期。")
    if every_month < 1:
        raise Refused("每期至少相隔 1 个月。")
    if amount_fen < count:
        raise Refused("金额太小，分不了这么多期。")
    unit = 100 if amount_fen >= 100 * count else 1
    part = amount_fen // count // unit * unit
    amounts = [part] * (count - 1) + [amount_fen - part * (count - 1)]
    return [Instalment(a, after_months(first_due, n * every_month)) for n, a in enumerate(amounts)]


def in_instalments(clause: ClauseDraft, count: int, first_due: date, every_month: int = 1) -> list[ClauseDraft]:
    """The clause once for each instalment, "第一期", "第二期" … in its words. Refused without an amount."""
    if clause.amount_fen is None:
        raise Refused("先填写这一条的金额，才能分期。")
    parts = split(clause.amount_fen, count, first_due, every_month)
    bare = clause.what.strip().rstrip("。；;")
    return [
        replace(
            clause,
            id=clause.id if n == 1 else "",
            what=f"{bare}（第 {n} 期，共 {count} 期）",
            amount_fen=part.amount_fen,
            due_on=part.due_on,
            due_text="",
        )
        for n, part in enumerate(parts, 1)
    ]


# --- effect and standing ----------------------------------------------------------------------------------------


def missing(signing: Signing, names: Mapping[str, str]) -> list[str]:
    """What still lacks for the agreement to take effect, in the words of the office; `names` by party id."""
    if signing.mode == "C":
        return [] if signing.told_on else ["主办的调委会告知生效日期"]
    if signing.form != "written":
        return [] if signing.reached_on else ["谈成的日期"]
    lacking = [f"{names.get(p, '当事人')}签名" for p in signing.must_sign if p not in signing.signatures]
    if not signing.must_sign:
        lacking.append("当事人签名")
    if signing.mode == "A" and signing.mediator_signed_on is None:
        lacking.append("调解员签名")
    if signing.mode == "A" and signing.sealed_on is None:
        lacking.append("调委会盖章")
    return lacking


def effect_sentence(signing: Signing, names: Mapping[str, str]) -> str:
    """One sentence for the page: 自 2026-11-23 周一 起生效, or 还没有生效 and what lacks."""
    day = effect.effective_on(signing)
    if day is not None:
        return f"自 {show_day(day)} 起生效。"
    return f"还没有生效，还差：{join(missing(signing, names))}。"


@dataclass(frozen=True)
class Done:
    """The standing of one 履行事项 as obligation_states.toml tells it: is it still open, was it done."""

    code: str
    open: bool
    done: str  # yes | part | no


def standing(items: Sequence[Done]) -> Standing:
    """The state of a case whose agreement is in effect. Items replaced by a new agreement do not count."""
    counted = [item for item in items if item.code != "replaced"]
    if all(item.done == "yes" for item in counted):
        return "performed"
    if any(item.done in ("yes", "part") for item in counted):
        return "partly_performed"
    return "not_performed" if any(item.code in ("refused", "sued") for item in counted) else "performing"
