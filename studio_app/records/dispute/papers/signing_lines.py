"""Whom the signature lines of a paper are for: parties and who acts for them, and the desk's own people by group."""

from collections.abc import Collection, Sequence
from datetime import date

from studio_app.records.dispute.agreement import binding
from studio_app.records.dispute.case.table import Party
from studio_app.records.dispute.papers.dossier import Dossier, FormData, age_at

SIGNS_TOO_FROM = 8  # 民法典 art. 20: below it nobody but the guardian acts
NOBODY = [""]  # one line without a name


def of_parties(
    file: Dossier,
    parties: Sequence[Party],
    day: date,
    *,
    here: Collection[str] = (),
    concludes: bool = False,
) -> list[FormData]:
    """A line for each party and each who acts for it.

    `here`: only for those who were there, where that is known; `concludes`: for an agreement, which calls them 甲方 and
    乙方 in every mode and which only an agent with that power signs.
    """
    words = "label_b" if concludes else ""
    unguarded = {party.id for party in binding.unguarded(file.parties, day)}
    lines = []
    for party in parties:
        title = file.titled(party, words)
        acting = [p for p in file.acting(party) if not concludes or binding.may_sign_for(p)]
        age = age_at(party, day)
        guarded = any(p.role == "guardian" for p in acting) or party.id in unguarded
        if not (guarded and age is not None and age < SIGNS_TOO_FROM):
            lines.append((party.id, title, party.name))
        lines += [(p.id, f"{title}{file.acts_as(p)}", p.name) for p in acting]
        if party.id in unguarded:
            lines.append((party.id, f"{title}{file.acts_as_word('guardian')}", ""))
    return [{"who": who, "name": name} for key, who, name in lines if not here or key in here]


def of_staff(file: Dossier, ids: Sequence[str | None]) -> list[str]:
    """Names for one group of lines; one line without a name where nobody is known."""
    return file.staff_list(ids) or NOBODY


def witnesses(file: Dossier, ids: Sequence[str]) -> dict[str, list[str]]:
    """Who held a sitting of the studio, by what they are: members of the CPPCC sign apart from 评理说事员."""
    members = [i for i in ids if i in file.staff and file.staff[i].role == "member"]
    others = [i for i in ids if i not in members]
    return {
        "members": file.staff_list(members),
        "volunteers": file.staff_list(others) or ([] if members else NOBODY),
    }
