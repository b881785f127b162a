"""Which agreement binds the parties of a case, and what its effect follows from."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from studio_app.records.dispute.agreement import effect
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation
from studio_app.records.dispute.case.party import needs_guardian, signs_for
from studio_app.records.dispute.case.table import Case, Party
from studio_app.store.belonging import belonging


def current_agreement(session: Session, case: Case) -> Agreement | None:
    """The valid edition of the case's present round."""
    return agreement_of_round(session, case.id, case.round)


def agreement_of_round(session: Session, case_id: str, number: int) -> Agreement | None:
    """The valid edition of one round, the present one or an earlier."""
    editions = belonging(session, Agreement, case_id=case_id)
    return _newest(row for row in editions if row.round == number and not row.superseded)


def agreement_in_effect(session: Session, case: Case) -> Agreement | None:
    """The newest edition of the present round that took effect; 当场说开 binds nobody to anything.

    A renewed edition that is not signed yet takes nothing from the one before it: its clocks run on, and the case
    cannot be closed or removed as if nothing bound the parties. (履行事项 go over to the renewed edition at once.)
    """
    return _newest(row for row in _in_effect(session, case.id) if row.round == case.round)


def binding_agreement(session: Session, case: Case) -> Agreement | None:
    """The agreement whose 履行事项 are owed today.

    Of the present round, or while that has none in effect of an earlier one: 重新调解 lets nobody off.
    """
    newest = current_agreement(session, case)
    if newest is not None and (newest.effective_on or _owes(session, newest)):
        return newest
    return _newest(_in_effect(session, case.id))


def has_taken_effect(session: Session, case_id: str) -> bool:
    """Whether an agreement of whatever round and edition took effect."""
    return bool(_in_effect(session, case_id))


def court_from(session: Session, agreement: Agreement) -> date | None:
    """The day the thirty days for 司法确认 run from (人民调解法 art. 33), None before effect.

    What was agreed by word of mouth took effect that day (art. 30): its paper, made later, gains no new time.
    """
    editions = [row for row in belonging(session, Agreement, case_id=agreement.case_id) if row.round == agreement.round]
    last = _newest(row for row in editions if row.edition < agreement.edition)
    spoken = last.effective_on if last is not None and last.form == "oral" and last.mode == agreement.mode else None
    return spoken if spoken and agreement.effective_on and agreement.form == "written" else agreement.effective_on


def is_bound(session: Session, case_id: str, mode: str = "") -> bool:
    """Whether a paper of any round, of this mode where one is given, was signed or took effect."""
    found = [row for row in belonging(session, Agreement, case_id=case_id) if row.form != "none"]
    return any(is_fixed(row) for row in found if mode in ("", row.mode))


def is_signed(agreement: Agreement) -> bool:
    """Whether any date of signature stands on it, or in mode C the day we were told."""
    return bool(agreement.signatures) or any((agreement.mediator_signed_on, agreement.sealed_on, agreement.told_on))


def is_fixed(agreement: Agreement) -> bool:
    """Signed, or agreed by word of mouth: what it is does not change any more, whatever becomes of the case."""
    return is_signed(agreement) or (agreement.effective_on is not None and agreement.form != "none")


def signing_of(session: Session, agreement: Agreement) -> effect.Signing:
    """What effect follows from: the mode and the parties of the day the first signature was given.

    Those who sign are parties of both sides, or who acts for them; for a child the guardian (民法典 art. 19, 20).
    """
    parties = belonging(session, Party, case_id=agreement.case_id)
    signatures = {key: date.fromisoformat(str(day)) for key, day in agreement.signatures.items() if day}
    return effect.Signing(
        mode=agreement.mode,
        form=agreement.form,
        reached_on=agreement.reached_on,
        must_sign=concluding(session, agreement, parties),
        signatures=_with_agents(signatures, parties),
        mediator_signed_on=agreement.mediator_signed_on,
        sealed_on=agreement.sealed_on,
        told_on=agreement.told_on,
    )


def concluding(session: Session, agreement: Agreement, parties: Sequence[Party]) -> list[str]:
    """Ids of the parties who conclude an agreement and therefore have to sign it; fixed by the first signature.

    Who was chosen, else both sides; and whoever promises something in it, a third person too: nobody owes what
    others signed (民法典 art. 119, 465, 523).
    """
    if agreement.must_sign:
        return list(agreement.must_sign)
    promising = {clause.debtor_id for clause in belonging(session, Clause, agreement_id=agreement.id)}
    wanted = promising | set(agreement.signers or both_sides(parties))
    return [party.id for party in parties if party.role == "party" and party.id in wanted]


def both_sides(parties: Sequence[Party]) -> list[str]:
    """Ids of applicants and respondents, whose dispute it is."""
    return [party.id for party in parties if party.role == "party" and party.side != "third"]


def guardians(parties: Sequence[Party]) -> dict[str, str]:
    """Party id → name of the guardian who is registered for it."""
    return {party.acts_for_id: party.name for party in parties if party.role == "guardian" and party.acts_for_id}


def unguarded(parties: Sequence[Party], day: date) -> list[Party]:
    """Minors among those who sign for whom no guardian is registered (民法典 art. 17–20, 23); see domain.party."""
    guarded = guardians(parties)
    own = [p for p in parties if p.role == "party" and p.kind == "human" and p.id not in guarded]
    return [p for p in own if needs_guardian(p, day)]


def may_sign_for(party: Party) -> bool:
    """A guardian, and an agent who was given the power to sign (民法典 art. 165)."""
    return party.role == "guardian" or (party.role == "agent" and signs_for(party.authority))


def signing_names(parties: Sequence[Party]) -> dict[str, str]:
    """Party id → its name, with who may sign for it: 王小（监护人王母）, 赵某（代理人孙某）."""
    acting = {
        p.acts_for_id: f"{ACTING[p.role]}{p.name}" for p in reversed(parties) if p.acts_for_id and may_sign_for(p)
    }
    return {p.id: f"{p.name}（{acting[p.id]}）" if p.id in acting else p.name for p in parties}


ACTING = {"guardian": "监护人", "agent": "代理人"}


def _in_effect(session: Session, case_id: str) -> list[Agreement]:
    editions = belonging(session, Agreement, case_id=case_id)
    return [row for row in editions if row.effective_on is not None and row.form != "none"]


def _newest(editions: Iterable[Agreement]) -> Agreement | None:
    return max(editions, key=lambda row: (row.round, row.edition), default=None)


def _owes(session: Session, agreement: Agreement) -> bool:
    return bool(belonging(session, Obligation, agreement_id=agreement.id))


def _with_agents(signatures: dict[str, date], parties: Sequence[Party]) -> dict[str, date]:
    """The signature of a guardian, or of an agent with that power, stands for the party it was given for."""
    found = dict(signatures)
    for party in parties:
        if party.acts_for_id and party.id in signatures and may_sign_for(party):
            found.setdefault(party.acts_for_id, signatures[party.id])
    return found
