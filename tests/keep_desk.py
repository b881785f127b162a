"""Make a small desk that shows every kind of record, to be kept: `python -m tests.keep_desk tests/data/desk-0002.zip`.

One is kept for each released state of the program (`desk-0002`: schema 0002). The archive holds the desk as the
program left it on disk, the 移交清单 it printed (handover.pdf) and what it held when it was closed (held.json).
Names are invented pseudonyms. A kept desk is never made anew: later states have to open what that state left.
"""

import hashlib
import json
import sys
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from sqlalchemy import text

from studio_app.desk import Desk
from studio_app.office.founding import StudioSetup
from studio_app.records.dispute.agreement.draft import (
    AgreementDraft,
    ClauseDraft,
    CourtDraft,
    PerformanceDraft,
    SigningDraft,
    UrgeDraft,
    in_instalments,
)
from studio_app.records.dispute.case.closing import ClosingDraft
from studio_app.records.dispute.case.draft import ParticipantDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.risk import RiskReportDraft
from studio_app.records.dispute.follow_up.draft import FollowUpDraft
from studio_app.records.dispute.ledger import LedgerOrder
from studio_app.records.dispute.session.draft import InvestigationDraft, SessionDraft
from studio_app.records.intake.draft import DestinationDraft, IntakeDraft, VisitorDraft
from studio_app.services.accounts import StaffDetails
from studio_app.store.migrate import HEAD
from studio_app.store.table import Base
from tests.kept_desks import pack

SIGN_IN, PASSWORD = "李老师", "kept correct horse"
READER, READER_PASSWORD = "读者", "kept battery staple"
SEEDS = {"dictionary_entry"}
"""Tables whose rows the program brings along: only what was changed by hand is told."""
DERIVED = {"alembic_version", "reminder", "thumbnail"}
"""Tables that hold nothing anybody entered."""


class Clock:
    """The time of the story, told anew for each step of it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment.astimezone()

    def here(self) -> datetime:
        """As forms give it: local, without its zone."""
        return self().replace(tzinfo=None)

    def on(self, day: date, hour: int = 9) -> None:
        self.moment = datetime(day.year, day.month, day.day, hour - 8, 0, tzinfo=UTC)

    def later(self, minutes: int = 5) -> None:
        self.moment += timedelta(minutes=minutes)


def keep(folder: Path) -> None:
    """Tell the whole story on a new desk in `folder`/desk and write down beside it what it holds."""
    clock = Clock()
    setup = StudioSetup(
        studio="示例委员工作室",
        short_name="示",
        member="王委员",
        community="幸福里社区",
        street="示例街道",
        committee="幸福里社区人民调解委员会",
        committee_short_name="幸福里",
        sign_in=SIGN_IN,
        role="mediator",
    )
    desk, code = Desk.create(folder / "desk", setup, PASSWORD, clock)
    _people(desk)
    _signed_case(desk, clock)
    _reopened_case(desk, clock)
    _assisted_case(desk, clock)
    _visits(desk, clock)
    _settings(desk, clock)
    _hand_over(desk, clock, folder)
    _undone(desk, clock)
    held = {"schema": HEAD, "code": code, "rows": rows(desk)}
    desk.close()
    held["digest"] = hashlib.sha256((folder / "desk" / "desk.db").read_bytes()).hexdigest()
    words = json.dumps(held, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / "held.json").write_text(words + "\n", encoding="utf-8")


def rows(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """Every row somebody entered, by table, in the order of its key: values as SQLite gives them, bytes in hex."""
    found = {}
    with desk.office.database.read() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in DERIVED:
                order = ", ".join(f'"{column.name}"' for column in table.primary_key)
                only = "WHERE edited" if table.name in SEEDS else ""
                lines = session.execute(text(f'SELECT * FROM "{table.name}" {only} ORDER BY {order}')).mappings()
                found[table.name] = [{name: _plain(value) for name, value in line.items()} for line in lines]
    return found


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _people(desk: Desk) -> None:
    accounts = desk.services.accounts
    accounts.confirm_code()
    accounts.save_staff(StaffDetails(name="周委员", role="member"))
    accounts.add(READER, READER_PASSWORD, "reader")


def _two(**applicant: Any) -> list[PartyDraft]:
    wang = PartyDraft(
        name="王某某",
        sex="2",
        birthday=date(1962, 4, 5),
        phone="19900001234",
        id_number="990000196204051226",
        address="幸福里小区3号楼2单元501室",
        informed_on=date(2026, 6, 2),
        consent="agreed",
        consent_on=date(2026, 6, 2),
        privacy_on=date(2026, 6, 2),
        consent_recipients=["community"],
        **applicant,
    )
    return [
        wang,
        PartyDraft(name="赵某", side="respondent", phone="0531-99000001", address="幸福里小区3号楼2单元601室"),
    ]


def _signed_case(desk: Desk, clock: Clock) -> None:
    """Mode A: from a visit to the last instalment but one, with a court's confirmation."""
    case_id, guest = _accepted(desk, clock)
    wang, zhao = (party.id for party in desk.services.cases.case_file(case_id).parties[:2])
    _looked_and_sat(desk, clock, case_id, (wang, zhao, guest))
    agreement_id = _agreed(desk, case_id, wang, zhao)
    _attach(desk, case_id)
    _kept_so_far(desk, clock, case_id, agreement_id)
    visit_again = FollowUpDraft(
        visited_on=date(2026, 7, 24), method="phone", visited=[wang], fulfilled="partly", text="没有再漏。",
        staff_id=desk.office.signed.staff_id,
    )  # fmt: skip
    desk.services.follow_ups.record(case_id, visit_again)


def _accepted(desk: Desk, clock: Clock) -> tuple[str, str]:
    """The visit and the case that came of it, both sides informed: ids of the case and of who was invited."""
    services, me = desk.services, desk.office.signed.staff_id
    clock.on(date(2026, 6, 2))
    told = IntakeDraft(
        visitors=[VisitorDraft(name="王某某", phone="19900001234", address="幸福里小区3号楼2单元501室")],
        received_at=clock.here(),
        place="幸福里小区3号楼2单元501室",
        dispute_type="neighbour",
        content="楼上卫生间漏水，泡坏了天花板。",
        wants="修好并赔偿。",
        other_side="楼上赵某",
        receiver_id=me,
    )
    visit = services.intakes.register(told)
    clock.later()
    opening = services.intakes.opening_for(visit.id)
    opening.mode, opening.committee_id = "A", services.cases.committees()[0][0]
    opening.title, opening.summary = "楼上漏水", "501 室卫生间顶棚渗水，双方对原因和赔偿有分歧。"
    opening.amount_fen, opening.handler_id, opening.parties = 320_000, me, _two(sensitive_note="腰椎术后")
    case = services.intakes.accept(visit.id, opening)
    zhao = services.cases.case_file(case.id).parties[1].id
    services.cases.inform(case.id, [zhao], date(2026, 6, 2), "oral")
    services.cases.consent(case.id, zhao, "agreed", date(2026, 6, 2))
    guest = services.cases.put_participant(case.id, ParticipantDraft("陈某", "物业", "expert", consented=True))
    return case.id, guest.id


def _looked_and_sat(desk: Desk, clock: Clock, case_id: str, people: tuple[str, str, str]) -> None:
    services, me = desk.services, desk.office.signed.staff_id
    wang, zhao, guest = people
    clock.on(date(2026, 6, 4), 15)
    looked = InvestigationDraft(
        made_at=clock.here(), place="501 室", asked_name="王某某", text="顶棚有水渍。", staff_id=me
    )
    services.sessions.record_investigation(case_id, looked)
    clock.on(date(2026, 6, 8), 16)
    sitting = SessionDraft(
        started_at=clock.here() - timedelta(hours=1),
        ended_at=clock.here(),
        place="评理说事点",
        method="face_to_face",
        present=[wang, zhao],
        invited=[guest],
        mediators=[me] if me else [],
        recorder_id=me,
        informed=True,
        statements={wang: "漏水三个月。", zhao: "愿意修。"},
        narrative="双方看了现场照片，谈了责任和费用。",
        result="agreed",
    )
    held = services.sessions.record(case_id, sitting)
    services.sessions.add_note(case_id, "赵某说最近手头紧，愿意分两次付。", held.id)
    services.sessions.sign(held.id, date(2026, 6, 8))


def _agreed(desk: Desk, case_id: str, wang: str, zhao: str) -> str:
    """Two instalments and a repair, signed and sealed: the id of the agreement."""
    services, on = desk.services, date(2026, 6, 8)
    paying = ClauseDraft("", zhao, wang, "赔偿装修损失", 320_000, None, "", "评理说事点", "转账")
    repairing = ClauseDraft("", zhao, wang, "修好卫生间地漏", None, date(2026, 6, 20), "", "601 室", "")
    draft = AgreementDraft(
        reached_on=date(2026, 6, 8),
        place="评理说事点",
        facts="601 室卫生间渗水到 501 室。",
        default_terms="逾期按日加付 5 元。",
        clauses=[*in_instalments(paying, 2, date(2026, 6, 30)), repairing],
    )
    agreement = services.agreements.save(case_id, draft)
    services.agreements.sign(agreement.id, SigningDraft({wang: on, zhao: on}, mediator_signed_on=on, sealed_on=on))
    return agreement.id


def _kept_so_far(desk: Desk, clock: Clock, case_id: str, agreement_id: str) -> None:
    """The repair and the first instalment, the court's confirmation, and a reminder of the rest."""
    services = desk.services
    clock.on(date(2026, 6, 30), 10)
    promises = services.agreements.promises(case_id)
    services.agreements.perform(promises[0].obligation.id, PerformanceDraft(date(2026, 6, 20), full=True))
    services.agreements.perform(promises[1].obligation.id, PerformanceDraft(date(2026, 6, 30), 160_000, full=True))
    services.agreements.confirm_court(agreement_id, CourtDraft("示例区人民法院", date(2026, 6, 30), "示调确1号"))
    clock.on(date(2026, 7, 24), 10)
    services.agreements.urge(
        case_id, UrgeDraft(date(2026, 7, 24), "phone", "提醒月底付第二期"), promises[2].obligation.id
    )


def _attach(desk: Desk, case_id: str) -> None:
    """A photo with its print copy, and a text."""
    drawn = BytesIO()
    Image.linear_gradient("L").resize((320, 240)).convert("RGB").save(drawn, "JPEG", quality=40)
    with TemporaryDirectory() as place:
        photo, note = Path(place) / "顶棚.jpg", Path(place) / "物业说明.txt"
        photo.write_bytes(drawn.getvalue())
        note.write_text("地漏防水层老化。\n", encoding="utf-8")
        desk.services.attachments.add(case_id, [photo, note], note="现场")


def _reopened_case(desk: Desk, clock: Clock) -> None:
    """Mode B with a child and an agent: came to nothing, was closed, and is talked about again."""
    services, me = desk.services, desk.office.signed.staff_id
    clock.on(date(2026, 7, 1))
    parties = [
        PartyDraft(name="小宇", birthday=date(2014, 3, 1), address="幸福里小区5号楼1单元202室"),
        PartyDraft(name="孙某", role="guardian", acts_for=0, relation="母亲", phone="19900005678"),
        PartyDraft(name="钱某", side="respondent", phone="19900008765"),
    ]
    opening = Opening(
        title="孩子被狗咬伤",
        dispute_type="neighbour",
        summary="钱某的狗在楼下咬伤小宇，医药费未付。",
        accepted_on=date(2026, 7, 1),
        risk="amber",
        handler_id=me,
        parties=parties,
    )
    case = services.cases.open(opening)
    child, mother, owner = (p.id for p in services.cases.case_file(case.id).parties)
    clock.on(date(2026, 7, 3), 16)
    services.cases.report_risk(
        case.id,
        RiskReportDraft(reported_at=clock(), target="community_secretary", way="phone", content="钱某扬言再来闹。"),
    )
    held = _talk(desk, clock, case.id, [owner, mother], "failed")
    put_right = services.sessions.draft_of(held)
    put_right.present, put_right.statements = [mother], {mother: "打了三针。", owner: "托人来说不付。"}
    services.sessions.change(held, put_right)
    clock.on(date(2026, 7, 20))
    services.cases.consent(case.id, owner, "refused", date(2026, 7, 20))
    no_way = ClosingDraft(
        outcome="refused", note="钱某不愿再谈。", closed_on=date(2026, 7, 20), parties=[owner], route="示例区人民法院"
    )
    services.cases.close(case.id, no_way)
    clock.on(date(2026, 8, 10))
    services.cases.reopen(case.id, date(2026, 8, 10), "钱某主动上门，愿意再谈。")
    services.cases.consent(case.id, owner, "agreed", date(2026, 8, 10))
    clock.later(60)
    _talk(desk, clock, case.id, [mother, owner], "continue")
    paying = ClauseDraft("", owner, child, "支付医药费", 86_050, date(2026, 9, 30), "", "", "现金")
    draft = AgreementDraft(
        reached_on=date(2026, 8, 10), facts="钱某的狗咬伤小宇。", clauses=[paying], signers=[owner, child]
    )
    agreement = services.agreements.save(case.id, draft)
    services.agreements.sign(agreement.id, SigningDraft({mother: date(2026, 8, 10)}))


def _talk(desk: Desk, clock: Clock, case_id: str, present: list[str], result: str) -> str:
    me = desk.office.signed.staff_id
    sitting = SessionDraft(
        started_at=clock.here() - timedelta(minutes=50),
        ended_at=clock.here(),
        place="工作室",
        present=present,
        mediators=[me] if me else [],
        recorder_id=me,
        narrative="谈了医药费由谁付。",
        result=result,
        next_at=clock.here() + timedelta(days=7) if result == "continue" else None,
    )
    return desk.services.sessions.record(case_id, sitting).id


def _assisted_case(desk: Desk, clock: Clock) -> None:
    """Mode C: the committee signed, we were told."""
    services, me = desk.services, desk.office.signed.staff_id
    clock.on(date(2026, 9, 1))
    opening = Opening(
        mode="C",
        committee_id=services.cases.committees()[0][0],
        their_number="（2026）幸福里人调字第031号",
        title="门前堆放杂物",
        dispute_type="neighbour",
        accepted_on=date(2026, 9, 1),
        handler_id=me,
        parties=[PartyDraft(name="吴某"), PartyDraft(name="郑某", side="respondent")],
    )
    case = services.cases.open(opening)
    wu, zheng = (p.id for p in services.cases.case_file(case.id).parties)
    clock.on(date(2026, 9, 5))
    clearing = ClauseDraft("", zheng, wu, "清走楼道杂物", None, date(2026, 9, 10), "", "", "")
    agreement = services.agreements.save(
        case.id, AgreementDraft(reached_on=date(2026, 9, 4), number="（2026）协字第31号", clauses=[clearing])
    )
    services.agreements.sign(agreement.id, SigningDraft(told_on=date(2026, 9, 5)))


def _visits(desk: Desk, clock: Clock) -> None:
    """A visit of a day before, one passed on, one half written, and a case that was deleted."""
    services = desk.services
    clock.on(date(2026, 10, 12))
    counselled = services.intakes.register(
        IntakeDraft(
            visitors=[VisitorDraft(name="冯某")], received_at=clock.here(), kind="consult", content="问宅基地。"
        )
    )
    services.intakes.answer(counselled.id, DestinationDraft(destination="answered", text="告知到街道办理。"))
    clock.later(30)
    passed_on = services.intakes.register(
        IntakeDraft(
            visitors=[VisitorDraft(name="褚某", phone="19900004321")], received_at=clock.here(), content="路灯不亮。"
        )
    )
    referral = DestinationDraft(
        destination="transfer", text="请查修路灯", unit="示例街道办事处", handle_by=date(2026, 10, 26)
    )
    services.intakes.answer(passed_on.id, referral)
    clock.later(30)
    services.intakes.register(
        IntakeDraft(
            visitors=[VisitorDraft(name="卫某")],
            received_at=clock.here() - timedelta(days=3),
            content="广场舞太吵。",
            backdate_reason="户外接待，回来补记",
        )
    )
    wrong = Opening(title="登错的一件", accepted_on=clock().date(), parties=[PartyDraft(name="蒋某")])
    services.cases.remove(services.cases.open(wrong).id, "登错了")
    services.drafts.save("register", {"content": "刚来的一位说楼道灯坏了"})


def _settings(desk: Desk, clock: Clock) -> None:
    services = desk.services
    clock.on(date(2026, 10, 13))
    entry = services.dictionaries.entries("sources")[0]
    services.dictionaries.rename(entry.id, f"{entry.label}（本社区）")
    services.dictionaries.add("purposes", "社区半月通报")
    services.reminders.add("给恳谈会准备一页常见问题", date(2026, 10, 20))
    waiting = services.reminders.between(None, date(2026, 10, 30))
    services.reminders.put_off(waiting[0].key, date(2026, 10, 30), "当事人出差")


def _hand_over(desk: Desk, clock: Clock, folder: Path) -> None:
    """A ledger of the year and its 移交清单, which bears the head of the change log."""
    clock.on(date(2026, 10, 14))
    order = LedgerOrder(date(2026, 1, 1), date(2026, 10, 31), mask="handover", to_whom="community", purpose="每月台账")
    with TemporaryDirectory() as place:
        done = desk.services.ledgers.export_t1(order, Path(place) / "台账.xlsx")
    facts = desk.services.ledgers.handover_facts(done.log_id)
    (folder / "handover.pdf").write_bytes(desk.services.printing.handover(facts).pdf())


def _undone(desk: Desk, clock: Clock) -> None:
    """One step taken back, one taken back and done again, one that can still be taken back."""
    services = desk.services
    clock.on(date(2026, 10, 15))
    with desk.office.read() as session:
        case_id = session.execute(text("SELECT id FROM cases WHERE mode = 'A'")).scalar_one()
    for words, back, again in (
        ("改错的案由", True, False),
        ("卫生间漏水", True, True),
        ("楼上卫生间漏水", False, False),
    ):
        details = services.cases.details(case_id)
        details.title = words
        services.cases.change_details(case_id, details)
        clock.later()
        if back:
            services.history.undo()
        if again:
            services.history.redo()
        clock.later()


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        keep(Path(place))
        pack(Path(place), Path(sys.argv[1]), SIGN_IN, PASSWORD)
