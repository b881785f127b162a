"""What an agreement is checked for before it is printed and signed: unclear words, blanks left open."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.office.lists import Lists
from studio_app.records.dispute.agreement import clause_warnings, editions
from studio_app.records.dispute.agreement.clause_warnings import Words
from studio_app.records.dispute.agreement.draft import AgreementDraft
from studio_app.records.dispute.agreement.table import Agreement
from studio_app.records.dispute.case.table import Party


def lint(lists: Lists, draft: AgreementDraft, parties: Sequence[Party]) -> list[tuple[int, str]]:
    """Warnings as (index of the clause or -1, sentence); they never keep an agreement from being saved."""
    if draft.form == "none":
        return []
    names = {party.id: party.name for party in parties}
    entries = lists.entries("vague_words")
    vague = [Words(e.label, str(e.get("hint")), unless=tuple(e.get("unless", ()))) for e in entries]
    terms = draft.default_terms if draft.form == "written" else None
    told = {"主要事实": draft.facts, "不履行怎么办": draft.default_terms, "其他约定": draft.remark}
    clauses = [clause.facts(names) for clause in draft.clauses]
    return clause_warnings.lint(clauses, [*vague, *barred(lists)], terms, draft.reached_on, told)


def barred(lists: Lists) -> list[Words]:
    """What an agreement cannot settle, as the desk's list has it."""
    return [
        Words(e.label, str(e.get("say")), tuple(e.get("patterns", ())), tuple(e.get("unless", ())), str(e.get("law")))
        for e in lists.entries("barred_terms")
    ]


def unconfirmable(session: Session, lists: Lists, row: Agreement) -> str:
    """Why no court confirms this agreement, "" where nothing in its clauses stands against it."""
    texts = [row.default_terms, row.remark, *(clause.what for clause in editions.clauses(session, row.id))]
    return clause_warnings.unconfirmable(texts, barred(lists))


def refuse_open(session: Session, row: Agreement) -> None:
    """Nobody signs a paper with blanks that anything could be written into afterwards."""
    texts = [row.facts, row.default_terms, row.remark]
    for clause in editions.clauses(session, row.id):
        texts += [clause.what, clause.due_text, clause.place, clause.manner]
    if clause_warnings.has_gap(texts):
        raise Refused("协议里还有没填的空（＿＿）。请打开协议填好、保存，重新打印，再登记签名。")
