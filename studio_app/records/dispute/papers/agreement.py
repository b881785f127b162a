"""The papers an agreement is signed on: written (人民调解法 art. 29) and by word of mouth (art. 28)."""

import re
from collections.abc import Sequence
from datetime import date

from studio_app.core.errors import Refused
from studio_app.domain.wording import sentences, spell
from studio_app.records.dispute.agreement import binding, clause_words, editions
from studio_app.records.dispute.agreement.clause_words import Article
from studio_app.records.dispute.agreement.table import Agreement, Clause
from studio_app.records.dispute.papers import signing_lines
from studio_app.records.dispute.papers.as_signed import as_signed
from studio_app.records.dispute.papers.dossier import BLANK, GONE, Dossier, FormData, head, party_rows, said_day


def agreement(file: Dossier, agreement_id: str) -> FormData:
    """One edition of the written agreement; blank: head and parties with lines to write on."""
    row = _edition(file, agreement_id)
    if row is not None and row.as_signed:
        return as_signed("agreement", row.mode, row.as_signed)
    day = (row.reached_on if row else None) or file.office.today()
    data = _agreement_head(file, row, day)
    if row is None:
        return data
    called = _called(file, row)
    articles = clause_words.articles(editions.clauses(file.session, row.id))
    return data | {
        "facts": row.facts,
        "clauses": [f"{clause_words.sentence(article, called, table=True)}。" for article in articles],
        "schedule": [line for article in articles for line in _schedule(article, file.names)],
        "breach": row.default_terms,
        "closing": row.remark,
        "copies": re.sub("^一十", "十", spell(row.copies)),
    }


def oral_agreement(file: Dossier, agreement_id: str) -> FormData:
    """人民调解法 art. 28: what was agreed by word of mouth is recorded all the same."""
    row = _edition(file, agreement_id)
    if row is not None and row.as_signed:
        return as_signed("oral_agreement", row.mode, row.as_signed)
    day = (row.reached_on if row else None) or file.office.today()
    data = _agreement_head(file, row, day)
    if row is None:
        return data
    called = _called(file, row)
    clauses = editions.clauses(file.session, row.id)
    lines = [clause_words.whole(clause, called) for clause in clauses]
    return data | {
        "facts": row.facts,
        "content": "\n".join(f"{n}. {line}。" if len(lines) > 1 else f"{line}。" for n, line in enumerate(lines, 1)),
        "performance": sentences([_as_said(clauses), row.default_terms, row.remark]),
        "date": said_day(row.reached_on),
    }


def _called(file: Dossier, row: Agreement) -> dict[str, str]:
    """As its clauses call everybody; who does not conclude it is no 方 of it and goes by the name alone."""
    concluding = binding.concluding(file.session, row, file.parties)
    return file.called("label_b") | {p.id: p.name for p in file.principals if p.id not in concluding}


def _as_said(clauses: Sequence[Clause]) -> str:
    """When, where and how stands in the clauses themselves; which of them do."""
    said = [
        ("期限", any(clause_words.by_when(clause) for clause in clauses)),
        ("地点", any(clause.place.strip() for clause in clauses)),
        ("方式", any(clause.manner.strip() for clause in clauses)),
    ]
    told = [word for word, there in said if there]
    return f"按上列内容写明的{'、'.join(told)}履行" if told else ""


def _agreement_head(file: Dossier, row: Agreement | None, day: date) -> FormData:
    file = file.under(row.mode if row else "")
    footer = str(file.office.lists.entry("modes", file.mode).get("footer")) if file.mode == "B" else ""
    concluding = binding.concluding(file.session, row, file.parties) if row else binding.both_sides(file.parties)
    signing = [party for party in file.principals if party.id in concluding]
    sat = [s for s in file.sittings if row and s.round == row.round]
    hosts = [i for s in sat for i in s.mediators if i in file.staff and file.may_mediate(i)] or file.hosts
    return head(file) | {
        "filled": row is not None,
        "number": (row.number or ("" if file.mode == "A" else file.number)) if row else "",
        "parties": party_rows(file, day, "label_b", with_id=True, only=concluding),
        "signers": {
            "parties": signing_lines.of_parties(file, signing, day, concludes=True),
            "mediators": signing_lines.of_staff(file, hosts),
            "recorder": signing_lines.of_staff(file, [s.recorder_id for s in sat][-1:]),
        },
        "footer": footer.replace("{committee}", file.partner) if file.partner else "",  # else: a line with a blank
    }


def _edition(file: Dossier, agreement_id: str) -> Agreement | None:
    if not agreement_id or agreement_id == BLANK:
        return None
    row = editions.agreement(file.session, agreement_id)
    if row.case_id != file.case.id:
        raise Refused(GONE)
    return row


def _owes(clause: Clause) -> bool:
    return bool(clause.debtor_id or clause.amount_fen or clause.due_on)


def _schedule(article: Article, names: dict[str, str]) -> list[FormData]:
    """What is owed, a line for each; of a sum in instalments which of them it is."""
    owed = [clause for clause in article.rows if _owes(clause)]
    return [
        {
            "what": f"第{article.number}条{f'第{clause_words.instalment(clause)}期' if article.in_parts else ''}",
            "brief": "" if article.in_parts else clause_words.plain(clause.what),
            "who": names.get(clause.debtor_id or "", ""),
            "to": names.get(clause.creditor_id or "", ""),
            "amount": clause_words.money(clause.amount_fen),
            "due": clause_words.by_when(clause),
            "place": "" if article.in_parts else "，".join(part for part in (clause.place, clause.manner) if part),
        }
        for clause in owed
    ]


PAPERS_SIGNED = {"written": ("agreement", agreement), "oral": ("oral_agreement", oral_agreement)}
"""Form of an agreement → its paper."""
