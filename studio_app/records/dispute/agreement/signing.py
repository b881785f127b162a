"""Who may sign for whom: a child's guardian, an agent who was given that power."""

from collections.abc import Sequence
from datetime import date

from studio_app.core.errors import Invalid
from studio_app.records.dispute.agreement.binding import may_sign_for, unguarded
from studio_app.records.dispute.agreement.draft import SigningDraft
from studio_app.records.dispute.case.table import Party

CHILD = (
    "{}未满十八周岁，要由监护人签名（《民法典》第十七条至第二十条、第二十三条），请先在“当事人、告知与同意”里登记监护人；"
    "满十六周岁、以自己的劳动收入为主要生活来源的除外（第十八条第二款），请在他的资料里打勾。"
)
STRANGER = "这个人不是当事人，不能登记签名。"
NO_POWER = (
    "{}没有代为签名的授权，不能替别人签。有授权委托书的，请在他的资料里勾上“代为签名、签收文书”；没有的，请本人签。"
)


def lacking(people: Sequence[Party], day: date) -> dict[str, str]:
    """Party id → what has to be registered before it can sign on that day."""
    return {party.id: CHILD.format(party.name) for party in unguarded(people, day)}


def refuse_false_signatures(people: Sequence[Party], draft: SigningDraft) -> None:
    """Invalid by field where somebody signs who may not."""
    known = {party.id: party for party in people}
    found = {}
    for who, day in draft.signatures.items():
        party, field = known.get(who), f"signatures.{who}"
        if party is None:
            found[field] = STRANGER
        elif party.acts_for_id and not may_sign_for(party):
            found[field] = NO_POWER.format(party.name)
        elif who in (lacks := lacking(people, day)):
            found[field] = lacks[who]
    if found:
        raise Invalid(found)
