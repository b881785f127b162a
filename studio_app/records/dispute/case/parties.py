"""Parties of a case: who they are, whether they were told their rights, whether they agree to mediation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.domain.past import Past
from studio_app.office import rows
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation
from studio_app.records.dispute.case import days as case_days
from studio_app.records.dispute.case import opening
from studio_app.records.dispute.case.draft import ParticipantDraft
from studio_app.records.dispute.case.party import PartyDraft, twice_problems
from studio_app.records.dispute.case.table import Participant, Party
from studio_app.records.dispute.case.work import CaseWork
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import MediationSession

OLDEST = 130  # years
FIXED_BY_SIGNATURE = ("name", "id_number", "side")


class CaseParties(CaseWork):
    def party_drafts(self, case_id: str) -> list[PartyDraft]:
        """The parties for editing, in order; `acts_for` is a position within the list."""
        with self._office.read() as session:
            stored = self._parties(session, case_id)
        places = {party.id: place for place, party in enumerate(stored)}
        drafts = [rows.draft_of(PartyDraft, party) for party in stored]
        return [
            replace(draft, acts_for=places.get(party.acts_for_id or ""))
            for draft, party in zip(drafts, stored, strict=True)
        ]

    def put_parties(self, case_id: str, drafts: Sequence[PartyDraft]) -> list[Party]:
        """Store the parties in this order; none is removed.

        Invalid names fields as `parties.<position>.<field>`; Refused where a signed party's name, ID number or
        side would change.
        """
        problems = {f"parties.{i}.{k}": v for i, d in enumerate(drafts) for k, v in d.problems().items()}
        problems |= _guardian_problems(drafts) | twice_problems(drafts) | _day_problems(self._office.past(), drafts)
        if problems:
            raise Invalid(problems)
        drafts = _with_whom_they_act_for(drafts)
        with self._office.write("修改当事人") as session:
            case = self._case(session, case_id)
            _refuse_change_of_signed(session, case_id, self._parties(session, case_id), drafts)
            sides = [code for code, _word in self._office.lists.pairs("party_sides")]
            order = _in_order(drafts, sides)
            stored = opening.put_parties(session, self._office, case_id, _ordered(drafts, order))
            typed = {
                (kind, party.id): f"parties.{place}.{kind}_on"
                for place, party in zip(order, stored, strict=True)
                for kind in ("consent", "informed", "privacy")
            }
            case_days.refuse_disorder(session, self._office, case, typed)
            return stored

    def remove_party(self, case_id: str, party_id: str) -> None:
        """Refused when the party signed, is named in a record, or is the last one."""
        with self._office.write("删除当事人") as session:
            party = self._of_case(session, Party, case_id, party_id)
            others = [p for p in self._parties(session, case_id) if p.id != party_id]
            if not any(p.role == "party" for p in others):
                raise Refused("至少要留一位当事人。登错了可以直接改他的姓名。")
            reason = _reference(session, case_id, party, others)
            if reason:
                raise Refused(f"{party.name}{reason}，不能删除。登错了可以修改，不再参加的请在备注里写明。")
            party.deleted_at = self._office.now()

    def inform(self, case_id: str, party_ids: Sequence[str], day: date, way: str) -> None:
        """Note that these parties were told their rights and duties (若干规定 art. 30); `way`: oral | written."""
        self._refuse_impossible("informed_on", day, "告知日期")
        if not party_ids:
            raise Invalid({"party_ids": "请勾选告知了哪几位当事人。"})
        with self._office.write("记下告知") as session:
            for party_id in party_ids:
                party = self._of_case(session, Party, case_id, party_id)
                party.informed_on, party.informed_way = day, way
            typed = dict.fromkeys((("informed", party_id) for party_id in party_ids), "informed_on")
            case_days.refuse_disorder(session, self._office, self._case(session, case_id), typed)

    def consent(self, case_id: str, party_id: str, answer: str, day: date) -> str:
        """Note a party's `agreed`, `refused` or "" (not asked); returns the outcome that now offers itself.

        Who clearly refuses must not be mediated (人民调解法 art. 17): then it is "refused", else "".
        """
        self._refuse_impossible("consent_on", day, "答复日期")
        with self._office.write("记下是否同意调解") as session:
            party = self._of_case(session, Party, case_id, party_id)
            party.consent, party.consent_on = answer, day if answer else None
            case = self._case(session, case_id)
            case_days.refuse_disorder(session, self._office, case, {("consent", party_id): "consent_on"})
            still_open = not case.over
            return "refused" if answer == "refused" and party.side != "third" and still_open else ""

    # --- people taking part -----------------------------------------------------------------------------------

    def put_participant(self, case_id: str, draft: ParticipantDraft, participant_id: str = "") -> Participant:
        """A relative, neighbour or expert invited to help (人民调解法 art. 20)."""
        problems = draft.problems()
        if problems:
            raise Invalid(problems)
        with self._office.write("添加参加人") as session:
            self._case(session, case_id)
            if participant_id:
                row = self._of_case(session, Participant, case_id, participant_id)
            else:
                row = Participant(case_id=case_id)
                session.add(row)
            rows.apply(draft, row)
            return row

    def remove_participant(self, case_id: str, participant_id: str) -> None:
        with self._office.write("删除参加人") as session:
            row = self._of_case(session, Participant, case_id, participant_id)
            sat = select(MediationSession.invited).where(MediationSession.case_id == case_id)
            if any(participant_id in invited for invited in session.scalars(sat)):
                raise Refused(f"{row.name}参加过调解，写在调解记录里，不能删除。")
            row.deleted_at = self._office.now()


def _guardian_problems(drafts: Sequence[PartyDraft]) -> dict[str, str]:
    """Nobody acts for himself, nor for somebody who only acts for another."""
    found = {}
    for place, draft in enumerate(drafts):
        if draft.acts_for is None:
            continue
        fits = 0 <= draft.acts_for < len(drafts) and drafts[draft.acts_for].role == "party"
        if not fits or draft.acts_for == place:
            found[f"parties.{place}.acts_for"] = "请选择一位当事人本人。"
    return found


def _day_problems(past: Past, drafts: Sequence[PartyDraft]) -> dict[str, str]:
    """A birthday lies before anything a desk writes down, and within a human life."""
    found: dict[str, str] = {}
    oldest = past.today.year - OLDEST
    for place, draft in enumerate(drafts):
        if draft.birthday is not None and (draft.birthday > past.today or draft.birthday.year < oldest):
            found[f"parties.{place}.birthday"] = "出生日期不对：不能在今天之后，也不能早到一百三十年以前。请看看年份。"
        if draft.income_problem(past.today):
            found[f"parties.{place}.own_income"] = draft.income_problem(past.today)
        days = {
            "consent_on": (draft.consent_on, "答复日期"),
            "informed_on": (draft.informed_on, "告知日期"),
            "privacy_on": (draft.privacy_on, "同意日期"),
        }
        found |= {f"parties.{place}.{name}": sentence for name, sentence in past.problems(days).items()}
    return found


def _with_whom_they_act_for(drafts: Sequence[PartyDraft]) -> list[PartyDraft]:
    """Whoever acts for somebody stands on that person's side, whatever the draft says."""
    return [d if d.acts_for is None else replace(d, side=drafts[d.acts_for].side) for d in drafts]


def _in_order(drafts: Sequence[PartyDraft], sides: Sequence[str]) -> list[int]:
    """Places side by side; who acts for somebody stands after that person, since stored references need it."""
    return sorted(range(len(drafts)), key=lambda i: (drafts[i].role != "party", sides.index(drafts[i].side), i))


def _ordered(drafts: Sequence[PartyDraft], order: Sequence[int]) -> list[PartyDraft]:
    places = {old: new for new, old in enumerate(order)}
    return [replace(drafts[i], acts_for=places[a] if (a := drafts[i].acts_for) is not None else None) for i in order]


def _refuse_change_of_signed(
    session: Session, case_id: str, stored: Sequence[Party], drafts: Sequence[PartyDraft]
) -> None:
    by_id = {draft.id: draft for draft in drafts if draft.id}
    for party in stored:
        draft = by_id.get(party.id)
        if draft is None or not is_signed(session, case_id, party.id):
            continue
        if any(getattr(draft, name).strip() != getattr(party, name) for name in FIXED_BY_SIGNATURE):
            raise Refused(
                f"{party.name}已经在协议上签名，姓名、证件号和地位不能再改。笔误请在备注里写明，或另订一版协议。"
            )


def is_signed(session: Session, case_id: str, party_id: str) -> bool:
    """Whether the party's date of signature stands on an agreement of the case."""
    query = select(Agreement.signatures).where(Agreement.case_id == case_id)
    return any(signatures.get(party_id) for signatures in session.scalars(query))


def _standing(case_id: str) -> ColumnElement[bool]:
    """Agreements of a case that no newer edition took the place of."""
    return (Agreement.case_id == case_id) & Agreement.superseded.is_(False)


def _reference(session: Session, case_id: str, party: Party, others: Sequence[Party]) -> str:
    """Where a party is named, as the middle of a sentence; "" where nowhere."""
    if is_signed(session, case_id, party.id):
        return "已经在协议上签名"
    if any(party.id in ids for ids in session.scalars(select(Agreement.must_sign).where(_standing(case_id)))):
        return "要在已经有人签名的协议上签名（不来签的，请在协议里点“另写一版”，去掉他的勾）"
    if any(other.acts_for_id == party.id for other in others):
        return "还有监护人或代理人"
    named = (Clause.debtor_id == party.id) | (Clause.creditor_id == party.id)
    owed = (Obligation.debtor_id == party.id) | (Obligation.creditor_id == party.id)
    if session.scalar(select(Clause.id).where(named)) or session.scalar(select(Obligation.id).where(owed)):
        return "写在协议条款里"
    query = select(MediationSession).where(MediationSession.case_id == case_id)
    for row in session.scalars(query):
        if party.id in row.present or any(said.get("party_id") == party.id for said in row.statements):
            return f"写在第 {row.ordinal} 次调解记录里"
    visited = select(FollowUp.visited).where(FollowUp.case_id == case_id)
    return "写在回访记录里" if any(party.id in ids for ids in session.scalars(visited)) else ""
