"""What an agreement is checked for before it is printed and signed: unclear words, blanks left open."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from studio_app.domain import agreement_lint
from studio_app.domain.agreement import AgreementDraft
from studio_app.records import agreeing
from studio_app.records.lists import Lists
from studio_app.settings import Refused
from studio_app.store.tables import Agreement, Party


def lint(lists: Lists, draft: AgreementDraft, parties: Sequence[Party]) -> list[tuple[int, str]]:
    """Warnings as (index of the clause or -1, sentence); they never keep an agreement from being saved."""
    if draft.form == "none":
        return []
    names = {party.id: party.name for party in parties}
    vague = {entry.label: entry.get("hint") for entry in lists.entries("vague_words")}
    terms = draft.default_terms if draft.form == "written" else None
    told = {"主要事实": draft.facts, "不履行怎么办": draft.default_terms, "其他约定": draft.remark}
    clauses = [clause.facts(names) for clause in draft.clauses]
    return agreement_lint.lint(clauses, vague, terms, draft.reached_on, told)


def refuse_open(session: Session, row: Agreement) -> None:
    """Nobody signs a paper with blanks that anything could be written into afterwards."""
    texts = [row.facts, row.default_terms, row.remark]
    for clause in agreeing.clauses(session, row.id):
        texts += [clause.what, clause.due_text, clause.place, clause.manner]
    if agreement_lint.has_gap(texts):
        raise Refused("协议里还有没填的空（＿＿）。请打开协议填好、保存，重新打印，再登记签名。")
