"""What 受理 proposes for a visit: everything told that day, with title and facts in neutral words."""

from collections.abc import Sequence

from studio_app.domain import own_words
from studio_app.office import rows
from studio_app.office.lists import Lists
from studio_app.office.office import Office
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.intake.draft import other_parties
from studio_app.records.intake.table import Intake, Visitor
from studio_app.records.person import copies


def opening_of(office: Office, intake: Intake, visitors: Sequence[Visitor]) -> Opening:
    """Title and facts are made of type, place and names: the visitor's own story stays in the register."""
    lists = office.lists
    parties = [*_applicants(visitors, intake.place), *_respondents(intake.other_side)]
    kind, finer = own_words.proposed_kind(intake.content, lists.subtypes(), intake.dispute_type)
    title, facts = wording(lists, Opening.mode, (kind, finer), parties, intake.place)
    return Opening(
        title=title,
        dispute_type=kind,
        subtype=finer,
        source=str(lists.entry("channels", intake.channel).get("source", "visit")),
        accepted_on=intake.received_on if intake.backdate_reason else office.today(),
        backdate_reason=intake.backdate_reason,
        community=intake.community,
        place=intake.place,
        summary=facts,
        claims="" if own_words.remark(intake.wants) else intake.wants,
        people_count=intake.people_count if intake.people_count > 1 else None,
        handler_id=intake.receiver_id,
        parties=parties,
        sample=intake.sample,
    )


def wording(
    lists: Lists, mode: str, kind: tuple[str, str], parties: Sequence[PartyDraft], place: str
) -> tuple[str, str]:
    """案由 and 纠纷事实 as the type and finer type chosen, the names and the place give them, in the mode's words."""
    label, about = lists.label("dispute_types", kind[0]), lists.label("dispute_subtypes", kind[1])
    short = str(lists.entry("dispute_types", kind[0]).get("short")) if kind[0] else ""
    sides = {side: [p.name for p in parties if p.side == side] for side in ("applicant", "respondent")}
    facts = own_words.proposed_facts(sides, about or label.removesuffix("纠纷"), place, lists.both_sides(mode))
    return own_words.proposed_title(short, label, about), facts


def applicant(visitor: Visitor) -> PartyDraft:
    """A visitor as a party."""
    draft = rows.draft_of(PartyDraft, visitor)
    draft.id, draft.side, draft.role = "", "applicant", "party"
    draft.name = draft.name or "未留姓名的来访人"
    return draft


def _applicants(visitors: Sequence[Visitor], place: str) -> list[PartyDraft]:
    """The visitors as parties; the first one lives where the dispute is, unless something else was told."""
    drafts = [applicant(visitor) for visitor in visitors]
    for first in drafts[:1]:
        first.address = copies.home(first.address, place)
    return drafts


def _respondents(told: str) -> list[PartyDraft]:
    return [PartyDraft(side="respondent", name=name, kind=kind) for name, kind in other_parties(told)]
