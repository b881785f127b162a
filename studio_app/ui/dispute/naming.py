"""How the pages of a case name it and its parties, the same everywhere."""

from studio_app.domain.wording import shorten
from studio_app.office.lists import Lists
from studio_app.records.dispute.case.service import Case, CaseFile, Party

SIDES = {"applicant": "申请人", "respondent": "对方", "third": "第三人"}
ROLES = {"guardian": "监护人", "agent": "代理人"}


def about(case: Case) -> str:
    """Who, what and its number, in one line under the title of a page."""
    return f"{shorten(case.parties_label, 24)}　{shorten(case.title, 20)}　{case.number}"


def relation_beside(name: str, relation: str) -> str:
    """What somebody is, to be said beside the name; nothing where the name says it already."""
    return "" if relation == name else relation


def side_word(party: Party) -> str:
    """申请人, 对方, or 监护人 for who acts for somebody."""
    return ROLES.get(party.role) or SIDES.get(party.side, "")


def whose(file: CaseFile, party: Party, lists: Lists) -> str:
    """For whom a guardian or an agent acts and what he is to them: 赵某的母亲, 王某的代理人."""
    acts = file.party_name(party.acts_for_id)
    return f"{acts}的{party.relation or lists.label('party_roles', party.role)}" if acts else ""
