"""What happens to an agreement inside an open transaction: editions, number, signing, effect, obligations."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.domain.wording import join
from studio_app.office import committees, numbers, rows
from studio_app.office.lists import Entry, Lists
from studio_app.office.office import Office
from studio_app.office.tables import Organisation, Staff
from studio_app.records.dispute.agreement import draft as paper
from studio_app.records.dispute.agreement import effect, performance, signing
from studio_app.records.dispute.agreement.binding import both_sides, concluding, is_fixed, is_signed, signing_of
from studio_app.records.dispute.agreement.draft import AgreementDraft, ClauseDraft, SigningDraft
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation
from studio_app.records.dispute.case import queries
from studio_app.records.dispute.case.table import Case, CaseStaff, Party
from studio_app.store.belonging import belonging
from studio_app.store.table import new_id

COPIED = ("form", "place", "facts", "default_terms", "remark", "copies", "signers")
UNWILLING = (
    "{}明确不同意调解，不能再往下办。请结案（一方明确拒绝调解）；后来又同意了的，请先在“当事人、告知与同意”里登记同意。"
)
LEFT_OUT = (
    "{}明确不同意调解，不能让他订协议。请在“谁订这份协议”里去掉他的勾，条款里也不要写由他做；"
    "后来又同意了的，请先在“当事人、告知与同意”里登记同意。"
)
TWO = 2  # parties there must be to agree on anything
SAME = ("debtor_id", "creditor_id", "what", "amount_fen", "due_on", "place")

# --- finding ----------------------------------------------------------------------------------------------------


def agreement(session: Session, agreement_id: str) -> Agreement:
    """Refused when it is gone."""
    return rows.found(session, Agreement, agreement_id)


def obligation(session: Session, obligation_id: str) -> Obligation:
    """Refused when it is gone."""
    return rows.found(session, Obligation, obligation_id)


def parties(session: Session, case_id: str) -> list[Party]:
    return belonging(session, Party, case_id=case_id)


def clauses(session: Session, agreement_id: str) -> list[Clause]:
    return belonging(session, Clause, agreement_id=agreement_id)


def obligations(session: Session, agreement_id: str) -> list[Obligation]:
    """By day, those without one last."""
    owed = belonging(session, Obligation, agreement_id=agreement_id)
    return sorted(owed, key=lambda row: (row.due_on or date.max, row.position))


def former_editions(session: Session, case: Case) -> list[Agreement]:
    """Superseded editions of the present round, the newest first."""
    former = [row for row in belonging(session, Agreement, case_id=case.id) if row.superseded]
    return sorted((row for row in former if row.round == case.round), key=lambda row: row.edition, reverse=True)


# --- refusing ---------------------------------------------------------------------------------------------------


def refuse_superseded(row: Agreement) -> None:
    if row.superseded:
        raise Refused("这是旧的一版，已经由新的一版代替，不能再登记签名。")


def refuse_signed(row: Agreement) -> None:
    if is_signed(row):
        raise Refused(paper.READ_ONLY)


def refuse_unwilling(people: Sequence[Party], among: Sequence[str] = ()) -> None:
    """人民调解法 art. 17, 民法典 art. 5: nobody is brought to an agreement after he clearly refused mediation.

    `among`: ids of those it concerns; the dispute as a whole where none is named.
    """
    sentence = unwilling(people, among)
    if sentence:
        raise Refused(sentence)


def unwilling(people: Sequence[Party], among: Sequence[str] = ()) -> str:
    """Who refused, and what follows; "" where nobody did. The dispute as a whole goes on while two are willing."""
    asked = among or (both_sides(people) if too_few(people) else ())
    refusing = [party for party in people if party.consent == "refused" and party.id in asked]
    if not refusing:
        return ""
    sentence = UNWILLING if too_few(people) else LEFT_OUT
    return sentence.format(join([party.name for party in refusing]))


def bound_by(draft: AgreementDraft, people: Sequence[Party]) -> list[str]:
    """Ids of those who conclude it, both sides unless named, and of those who promise something in it."""
    promising = [clause.debtor_id for clause in draft.clauses if clause.debtor_id]
    return [*(draft.signers or both_sides(people)), *promising]


def likely_signers(session: Session, case: Case, people: Sequence[Party]) -> list[str]:
    """Ids of the two whose dispute it is; of more those who did not refuse and sat there when terms were agreed."""
    if sum(party.role == "party" for party in people) <= TWO:
        return both_sides(people)
    agreed = queries.sitting_that_agreed(session, case)
    here = set(agreed.present) if agreed is not None else set()
    here |= {party.acts_for_id for party in people if party.id in here and party.acts_for_id}
    refused = set() if too_few(people) else {party.id for party in people if party.consent == "refused"}
    return [party for party in both_sides(people) if party in here - refused]


def too_few(people: Sequence[Party]) -> bool:
    """Whether somebody refused and not two of both sides are left who may agree."""
    sides = [party.consent for party in people if party.id in both_sides(people)]
    return "refused" in sides and len(sides) - sides.count("refused") < TWO


# --- wording by mode --------------------------------------------------------------------------------------------


def titles(session: Session, lists: Lists, case: Case, law: str) -> dict[str, str]:
    """Form → heading of the paper under the law of a mode; 人民调解协议书 only where the committee is named."""
    mode = lists.entry("modes", law)
    if law == "A" and not committee(session, case):
        mode = lists.entry("modes", "B")
    return {"written": mode.get("agreement_title"), "oral": mode.get("oral_title"), "none": "当场说开，无须协议"}


def footer(session: Session, lists: Lists, case: Case, law: str) -> str:
    """The last line of the paper under the law of a mode; `{copies}` is left for the form to fill."""
    text = str(lists.entry("modes", law).get("footer"))
    return text.replace("{committee}", _partner(session, case, law) or "人民调解委员会")


def committee(session: Session, case: Case) -> str:
    """The name of the 调委会 whose case it is (modes A and C), "" where there is none."""
    issuer = session.get(Organisation, case.issuer_id) if case.issuer_id else None
    return issuer.name.strip() if issuer is not None and issuer.kind in committees.KINDS else ""


def _partner(session: Session, case: Case, mode: str) -> str:
    """The case's own 调委会, else, but for mode C, the only one of ours; "" where nobody can tell."""
    return committee(session, case) or ("" if mode == "C" else committees.only(session))


def mediator_hint(session: Session, lists: Lists, case: Case, law: str) -> str:
    """Only a 人民调解员 signs as 调解员 in mode A (人民调解法 art. 13, 29); one who withdrew does not count."""
    if not lists.entry("modes", law).get("seal", False):
        return ""
    query = select(Staff).join(CaseStaff, CaseStaff.staff_id == Staff.id)
    people = session.scalars(query.where(CaseStaff.case_id == case.id, CaseStaff.withdrawn_on.is_(None)))
    if any(may_mediate(lists, "A", person) for person in people):
        return ""
    return "承办人里还没有人民调解员。人民调解协议书要由人民调解员签名（《人民调解法》第二十九条），请在纠纷页补上。"


def may_mediate(lists: Lists, mode: str, staff: Staff) -> bool:
    """In mode A only a 人民调解员 mediates (人民调解法 art. 13, 14)."""
    return mode != "A" or bool(lists.entry("staff_roles", staff.role).get("mediator", False))


def copies(concluding: Sequence[str]) -> int:
    """One for each party and one for the file (人民调解法 art. 29)."""
    return len(concluding) + 1


# --- editions ---------------------------------------------------------------------------------------------------


def first_edition(session: Session, case: Case) -> Agreement:
    row = Agreement(id=new_id(), case_id=case.id, round=case.round, edition=_next_edition(session, case))
    row.mode, row.signatures, row.must_sign, row.signers = case.mode, {}, [], []
    session.add(row)
    return row


def next_edition(session: Session, office: Office, case: Case, old: Agreement, form: str = "") -> Agreement:
    """A copy of the old edition to be changed and signed anew; its 履行事项 go over to it."""
    fresh = first_edition(session, case)
    for name in COPIED:
        setattr(fresh, name, getattr(old, name))
    fresh.form, fresh.reached_on = form or old.form, office.today()
    fresh.number = _numbered(session, office, case, fresh, None)
    old.superseded = True
    session.flush()
    for position, clause in enumerate(clauses(session, old.id)):
        copied = Clause(case_id=case.id, agreement_id=fresh.id, position=position)
        rows.apply(rows.draft_of(ClauseDraft, clause), copied)
        session.add(copied)
    for item in obligations(session, old.id):
        item.agreement_id = fresh.id
    return fresh


def follow_mode(session: Session, office: Office, case: Case) -> None:
    """A draft nobody signed goes on under the law of the case's new mode, with a number of its sequence."""
    for row in belonging(session, Agreement, case_id=case.id):
        if row.superseded or is_fixed(row):
            continue
        if row.number:
            numbers.void(session, row.id, "改变办理方式，协议另编新号", office.today())
        row.mode, row.number = case.mode, ""
        row.number = _numbered(session, office, case, row, None)


def take_back(session: Session, office: Office, row: Agreement) -> None:
    """Away with an unsigned edition: its number is voided, what it carried goes back to the edition before it."""
    now = office.now()
    former = former_editions(session, queries.case(session, row.case_id))
    for clause in clauses(session, row.id):
        clause.deleted_at = now
    numbers.void(session, row.id, "协议稿撤回", office.today())
    row.deleted_at = now
    if former:
        former[0].superseded = False
        for item in obligations(session, row.id):
            item.agreement_id = former[0].id


def _next_edition(session: Session, case: Case) -> int:
    query = select(func.max(Agreement.edition)).where(Agreement.case_id == case.id, Agreement.round == case.round)
    return (session.scalar(query.execution_options(with_deleted=True)) or 0) + 1


# --- filling and numbering --------------------------------------------------------------------------------------


def fill(session: Session, office: Office, row: Agreement, draft: AgreementDraft) -> None:
    """Put a draft into an edition: its words, its clauses in order, its number."""
    owner = queries.case(session, row.case_id)
    before = (row.form, row.number)
    rows.apply(draft, row, ("id", "number", "serial", "clauses", "copies"))
    if row.mode == "C":
        row.number = draft.number.strip()
    elif not before[1] or before[0] != row.form or draft.serial is not None:
        if before[1]:
            numbers.void(session, row.id, "协议改了形式或者编号", office.today())
        row.number = _numbered(session, office, owner, row, draft.serial)
    session.flush()
    _put_clauses(session, office, row, draft.clauses, draft.began.get("clauses"))
    row.copies = draft.copies or copies(concluding(session, row, parties(session, owner.id)))


def _numbered(session: Session, office: Office, case: Case, row: Agreement, serial: int | None) -> str:
    """The number of the mode's sequence for this form; "" where the mode gives none."""
    mode = office.lists.entry("modes", row.mode)
    kind = str(mode.get({"written": "agreement_number", "oral": "oral_number"}.get(row.form, "")))
    if not kind:
        return ""
    rule = office.lists.entry("numbering", kind)
    theirs = rule.get("issuer") == "committee" and case.issuer_id
    if serial is not None and not rule.get("manual", False):
        raise Refused("这种协议的编号由程序按顺序给出，不能手工填写。")
    issuer = str(case.issuer_id) if theirs else office.database.studio_id
    day = row.reached_on or office.today()
    return numbers.give(session, office.lists, (kind, issuer), (row.id, day), serial).text


def _put_clauses(
    session: Session, office: Office, row: Agreement, drafts: Sequence[ClauseDraft], read: Collection[str] | None
) -> None:
    """Known clauses (with an id) are changed, new ones added, those left out go to the recycle bin.

    `read`: the clauses the draft began with; one somebody else added since was not left out and comes at the end.
    """
    stored = {clause.id: clause for clause in clauses(session, row.id)}
    for position, draft in enumerate(drafts):
        clause = stored.pop(draft.id, None)
        if clause is None:
            clause = Clause(case_id=row.case_id, agreement_id=row.id)
            session.add(clause)
        rows.apply(draft, clause)
        clause.position = position
    for left_out in stored.values():
        if read is None or left_out.id in read:
            left_out.deleted_at = office.now()
        else:
            left_out.position += len(drafts)
    session.flush()


# --- effect -----------------------------------------------------------------------------------------------------


def note_dates(session: Session, lists: Lists, case: Case, row: Agreement, draft: SigningDraft) -> None:
    """Write down the dates of the paper, and with the first of them who has to sign it.

    Refused where one that was noted is taken away, Invalid where somebody signs who may not.
    """
    people = parties(session, case.id)
    row.must_sign = concluding(session, row, people)
    signing.refuse_false_signatures(people, draft)
    noted = {party: day.isoformat() for party, day in draft.signatures.items()}
    own = [name for name in ("mediator_signed_on", "sealed_on", "told_on") if getattr(row, name)]
    if set(row.signatures) - set(noted) or any(getattr(draft, name) is None for name in own):
        raise Refused("已经记下的签名盖章日期不能清空。记错了，请改成纸上的日期。")
    if draft.sealed_on and not lists.entry("modes", row.mode).get("seal", False):
        raise Refused("这种办理方式的协议不盖调委会印章，盖章日期请留空。")
    if not noted and not any((draft.mediator_signed_on, draft.sealed_on, draft.told_on)):
        first = next(iter(row.must_sign), "") if row.mode != "C" else ""
        raise Invalid({f"signatures.{first}" if first else "told_on": "请至少填写一个日期。"})
    row.signatures = noted
    row.mediator_signed_on, row.sealed_on, row.told_on = (
        draft.mediator_signed_on,
        draft.sealed_on,
        draft.told_on,
    )


def settle_effect(session: Session, office: Office, case: Case, row: Agreement) -> None:
    """Set the day of effect; with it 履行事项 arise and the case goes on to performance."""
    before = row.effective_on
    row.effective_on = effect.effective_on(signing_of(session, row))
    in_effect = row.effective_on is not None and row.form != "none"
    if not in_effect:
        if before is not None:
            _lapse(session, office, case, row)
        return
    if before is None or not is_signed(row):
        _owe(session, office, row)
    outcome = _outcome(office.lists, row.form)
    case.outcome = outcome.code if outcome is not None else case.outcome
    case.state = paper.standing(performance.done(session, office.lists, obligations(session, row.id)))


def _lapse(session: Session, office: Office, case: Case, row: Agreement) -> None:
    """An oral agreement is to be put in writing after all: nothing is owed before the paper is signed."""
    own = {clause.id for clause in clauses(session, row.id)}
    for item in obligations(session, row.id):
        if item.state == "pending" and item.clause_id in own:
            item.deleted_at = office.now()
    case.outcome, case.state = "", "mediating"


def _owe(session: Session, office: Office, row: Agreement) -> None:
    """One 履行事项 for each clause in which somebody owes something.

    What stands there already and reads the same runs on with what was done towards it; what the clauses no longer
    say and is still open is marked 另行约定.
    """
    left = [*obligations(session, row.id), *_owed_before(session, office.lists, row)]
    for clause in clauses(session, row.id):
        if not rows.draft_of(ClauseDraft, clause).owes():
            continue
        item = next((old for old in left if _same(old, clause)), None)
        if item is None:
            item = Obligation(case_id=row.case_id, agreement_id=row.id, state="pending")
            session.add(item)
        else:
            left.remove(item)
        _follow(office.lists, item, clause)
    for old in left:
        if performance.is_open(office.lists, old):
            old.state = "replaced"
    session.flush()


def _owed_before(session: Session, lists: Lists, row: Agreement) -> list[Obligation]:
    """What is still open under agreements of earlier rounds: the new one says what becomes of it."""
    owed = belonging(session, Obligation, case_id=row.case_id)
    return [item for item in owed if item.agreement_id != row.id and performance.is_open(lists, item)]


def _follow(lists: Lists, item: Obligation, clause: Clause) -> None:
    """The words of the clause, unless the promise was already kept in its former words."""
    item.agreement_id, item.clause_id, item.position = clause.agreement_id, clause.id, clause.position
    if performance.is_open(lists, item):
        for name in SAME:
            setattr(item, name, getattr(clause, name))


def _same(item: Obligation, clause: Clause) -> bool:
    return item.clause_id == clause.id or all(getattr(item, name) == getattr(clause, name) for name in SAME)


def _outcome(lists: Lists, form: str) -> Entry | None:
    """The outcome that goes with an agreement of this form, by outcomes.toml."""
    return next(
        (e for e in lists.entries("outcomes") if e.get("needs_agreement", False) and e.get("form") == form), None
    )
