"""What was signed is kept as it was: its words, the version of its form, and its pages."""

import hashlib
from dataclasses import replace

from sqlalchemy import select

from studio_app.office.tables import Attachment
from studio_app.paper.forms import form
from studio_app.records.dispute.session.draft import SessionDraft
from studio_app.records.dispute.session.table import MediationSession
from tests.conftest import Desk
from tests.store.test_database_file import plant

TOLD = "双方都说愿意再谈。"


def signed(desk: Desk) -> MediationSession:
    case = plant(desk.office)
    people = [party.id for party in desk.services.cases.case_file(case.id).parties]
    draft = SessionDraft(started_at=desk.office.now().replace(tzinfo=None), present=people, narrative=TOLD,
                         mediators=[str(desk.office.signed.staff_id)], result="continue")  # fmt: skip
    held = desk.services.sessions.record(case.id, draft)
    return desk.services.sessions.sign(held.id, desk.office.today())


def test_the_pages_of_a_signed_record_are_a_file_of_its_case_with_their_digest(desk: Desk) -> None:
    held = signed(desk)
    [kept] = desk.services.attachments.list(held.case_id)
    content = desk.services.attachments.content(kept.id)
    assert kept.name == "评理说事记录（登记签名时）.pdf"
    assert content.startswith(b"%PDF")
    with desk.office.read() as session:
        stored = session.scalars(select(Attachment)).one()
    assert (stored.subject_id, stored.digest) == (held.id, hashlib.sha256(content).hexdigest())
    assert held.as_signed["form_version"] == form("record").version


def test_taking_the_signature_back_takes_its_pages_along(desk: Desk) -> None:
    held = signed(desk)
    desk.services.history.undo()
    assert desk.services.attachments.list(held.case_id) == []
    desk.services.history.redo()
    assert len(desk.services.attachments.list(held.case_id)) == 1


def test_a_districts_broken_template_does_not_stand_in_the_way_of_signing(desk: Desk) -> None:
    (desk.folder / "templates").mkdir()
    (desk.folder / "templates" / "record.typ").write_text("#broken(", encoding="utf-8")
    assert signed(desk).signed_on == desk.office.today()


def test_a_paper_signed_on_an_earlier_version_of_its_form_is_printed_on_that() -> None:
    """A later program keeps the template of each version papers were signed on."""
    now = replace(form("record"), version=2, was={"1": {"template": "record-1.typ", "title": {"B": "旧名"}}})
    assert (now.of(1).template, now.of(1).title("B")) == ("record-1.typ", "旧名")
    assert now.of(2) == now.of(None) == now
