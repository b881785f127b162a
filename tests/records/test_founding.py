"""A founded desk on both engines."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from studio_app import desk as desks
from studio_app.core.errors import Invalid
from studio_app.desk import Desk
from studio_app.office.founding import StudioSetup
from studio_app.office.office import Office
from studio_app.office.tables import Reminder
from studio_app.records.dispute.case.table import Case, Party
from studio_app.store import search_index


def test_a_case_is_found_and_reminded_of_in_the_same_transaction(office: Office) -> None:
    with office.write("受理") as session:
        case = Case(year=2026, serial=1, accepted_on=date(2026, 1, 16), title="楼上漏水", mode="A")
        session.add(case)
        session.flush()
        session.add(Party(case_id=case.id, name="王某", sort_key="wang mou", phone="19900001234"))
        session.add(Party(case_id=case.id, name="赵某", sort_key="zhao mou", side="respondent", position=1))
    with office.read() as session:
        for query in ("漏水", "wm", "0001", "王", "赵某 漏水"):
            assert [h.entity_id for h in search_index.find(session, query)] == [case.id], query
        assert search_index.find(session, "噪音") == []
        due = session.scalars(select(Reminder.due_on)).one()
        assert due == date(2026, 2, 24)  # 2026-02-16 lies in the Spring Festival
        assert session.get_one(Case, case.id).parties_label == "王某 与 赵某"
    assert office.database.check() == []


WITH_CONTROLS = StudioSetup(
    studio="示\x07例委员工作室", committee="幸福里\x02调委会", sign_in=" 李\x01老师\n", person="李\x00某"
)


def test_what_nobody_can_see_is_not_founded(tmp_path: Path) -> None:
    made, _ = Desk.create(tmp_path / "desk", WITH_CONTROLS, "correct horse")
    made.close()
    assert desks.accounts(tmp_path / "desk") == ["李老师"]
    opened = Desk.open(tmp_path / "desk", "李老师", "correct horse")
    assert opened.services.accounts.studio().name == "示例委员工作室"
    assert [(a.sign_in, a.name) for a in opened.services.accounts.accounts()] == [("李老师", "李某")]
    opened.services.accounts.add("孙\x03某", "correct horse", "volunteer")
    assert desks.accounts(tmp_path / "desk") == ["李老师", "孙某"]
    opened.close()


def test_a_name_nobody_can_see_is_none(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="登录名"):
        Desk.create(tmp_path / "desk", replace(WITH_CONTROLS, sign_in="\x01\u200b"), "correct horse")
