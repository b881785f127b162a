"""The register: numbering, own copies, 去向, opening and joining disputes, recognising who was here before."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import event, select, text

from studio_app.core.errors import Invalid, Refused
from studio_app.domain.dates import show_moment
from studio_app.office.office import Office
from studio_app.office.tables import IssuedNumber, Organisation, Reminder
from studio_app.records.dispute.case.service import Cases
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.intake.draft import DestinationDraft, IntakeDraft, VisitorDraft
from studio_app.records.intake.service import IntakeFilter, Intakes
from studio_app.records.intake.table import Intake, Visitor
from studio_app.records.person.table import Person
from studio_app.services.history import Binned, History
from studio_app.services.listings import Listings
from studio_app.services.printing import Printing
from studio_app.services.reminders import Reminders
from studio_app.services.search import Search
from tests.conftest import zone

WANG = {"name": "王某", "phone": "19900001234", "address": "6号楼2单元501"}


def visit(content: str = "楼上漏水，墙面发霉", visitor: dict[str, Any] | None = None, **changes: Any) -> IntakeDraft:
    visitors = [VisitorDraft(**(WANG if visitor is None else visitor))]
    return IntakeDraft(visitors=visitors, content=content, **changes)


@pytest.fixture
def intakes(office: Office) -> Intakes:
    return Intakes(office)


# --- registering ----------------------------------------------------------------------------------------------


def test_visits_are_numbered_and_stored_with_their_visitors(office: Office, intakes: Intakes) -> None:
    first = intakes.register(visit(wants="修好"))
    second = intakes.register(visit())
    assert [first.number, second.number] == ["（2026）示访字第001号", "（2026）示访字第002号"]
    found = intakes.file(first.id)
    assert found.intake.community == "幸福里社区"
    assert found.intake.visitor_label == "王某"
    assert found.receiver == office.signed.name
    assert found.is_waiting
    assert [(v.name, v.sort_key, v.address_key) for v in found.visitors] == [("王某", "wang mou", "6-2-501")]


def test_what_was_typed_is_cleaned_but_kept(intakes: Intakes) -> None:
    stored = intakes.register(visit("=1+1\x07𠮷😀", {"name": "赵", "phone": "+86 199-0000-1234"}))
    assert stored.content == "=1+1𠮷😀"
    assert intakes.file(stored.id).visitors[0].phone == "19900001234"


def test_a_visit_without_content_is_refused_and_gives_no_number(intakes: Intakes) -> None:
    with pytest.raises(Invalid) as refused:
        intakes.register(visit(""))
    assert list(refused.value.problems) == ["content"]
    assert intakes.register(visit()).serial == 1


def test_a_past_visit_counts_in_its_own_year_and_keeps_its_reason(office: Office, intakes: Intakes) -> None:
    past = visit(received_at=datetime.fromisoformat("2025-12-30 09:05"), backdate_reason="先记在纸质登记簿上")
    stored = intakes.register(past)
    assert stored.number == "（2025）示访字第001号"
    assert office.local(stored.received_at).strftime("%Y-%m-%d %H:%M") == "2025-12-30 09:05"
    with pytest.raises(Invalid) as refused:
        intakes.register(visit(received_at=datetime.fromisoformat("2025-12-30 09:05")))
    assert list(refused.value.problems) == ["backdate_reason"]


def test_a_visit_with_a_day_alone_keeps_its_day_wherever_the_computer_stands(office: Office, intakes: Intakes) -> None:
    with zone("Asia/Shanghai"):
        day = datetime.fromisoformat("2026-11-20 00:00")
        told = intakes.register(visit(received_at=day, backdate_reason="停电"))
        at = intakes.register(visit(received_at=day.replace(hour=1), backdate_reason="停电"))
    with zone("Asia/Urumqi"):
        lines = intakes.rows([told.id, at.id])
        assert [show_moment(line.received_at) for line in lines] == ["2026-11-20 周五", "2026-11-20 周五 01:00"]
        on = IntakeFilter(since=day.date(), until=day.date())
        assert intakes.page(on) == [at.id, told.id]
        assert [group.title for group in Search(office).find("2026-11-20").groups] == ["来访登记"]
        assert {line.date for line in Listings(office).intakes()} == {day.date()}
        assert Printing(office).of_record("visit", told.id).pdf().startswith(b"%PDF")
        draft = intakes.draft_of(told.id)
        draft.place = "6号楼"
        intakes.change(told.id, draft)
    with zone("Asia/Shanghai"):
        kept = intakes.file(told.id).intake
        assert (kept.received_on, kept.received_hour, kept.place) == (day.date(), "", "6号楼")
        past = [line for change in History(office).of(told.id) for line in change.lines]
        assert "来访日期：2026-11-20 周五" in past
        assert not [line for line in past if line.startswith("来访时间")]


@pytest.mark.parametrize("here", ["Asia/Shanghai", "Asia/Urumqi", "UTC"])
def test_what_was_logged_as_a_moment_is_told_as_day_and_hour(here: str) -> None:
    with zone(here):
        logged = datetime.fromisoformat("2026-06-02 09:30").astimezone().isoformat()
        assert Intake.told_now({"received_at": logged, "place": "x"}) == {
            "received_on": "2026-06-02", "received_hour": "09:30", "place": "x",
        }  # fmt: skip
        assert Intake.told_now({"place": "x"}) == {"place": "x"}


def test_visitors_who_said_nothing_are_not_stored(intakes: Intakes) -> None:
    draft = IntakeDraft(
        visitors=[VisitorDraft(), VisitorDraft(phone="19900000001")], content="路灯不亮", kind="request"
    )
    stored = intakes.register(draft)
    assert [v.phone for v in intakes.file(stored.id).visitors] == ["19900000001"]
    intakes.register(IntakeDraft(content="问低保", kind="consult"))
    rows = intakes.rows(intakes.page(IntakeFilter(kind="consult")))
    assert [row.visitor for row in rows] == ["未留姓名"]


def test_changing_keeps_number_adds_and_removes_visitors(intakes: Intakes) -> None:
    stored = intakes.register(visit())
    draft = intakes.draft_of(stored.id)
    draft.content = "楼上漏水三个月"
    draft.visitors = [VisitorDraft(name="王某妻"), draft.visitors[0]]
    intakes.change(stored.id, draft)
    found = intakes.file(stored.id)
    assert found.intake.number == stored.number
    assert found.intake.content == "楼上漏水三个月"
    assert found.intake.people_count == 2
    assert [v.name for v in found.visitors] == ["王某妻", "王某"]
    draft = intakes.draft_of(stored.id)
    draft.visitors = draft.visitors[1:]
    intakes.change(stored.id, draft)
    assert [v.name for v in intakes.file(stored.id).visitors] == ["王某"]


def test_yesterdays_visit_may_be_edited_without_a_reason(intakes: Intakes, clock: Any) -> None:
    stored = intakes.register(visit())
    clock.forward(days=1)
    draft = intakes.draft_of(stored.id)
    draft.note = "补充"
    assert intakes.change(stored.id, draft).backdate_reason == ""
    draft = intakes.draft_of(stored.id)
    draft.received_at = datetime.fromisoformat("2026-11-01 09:00")
    with pytest.raises(Invalid):
        intakes.change(stored.id, draft)


def test_removing_voids_the_number_and_never_gives_it_again(office: Office, intakes: Intakes) -> None:
    stored = intakes.register(visit())
    intakes.remove(stored.id, "重复登记")
    with office.read() as session:
        issued = session.scalars(select(IssuedNumber).where(IssuedNumber.subject_id == stored.id)).one()
        left = session.scalars(select(Visitor)).all()
    assert (issued.voided_on, issued.void_reason) == (office.today(), "重复登记")
    assert left == []
    assert intakes.page(IntakeFilter()) == []
    assert intakes.register(visit()).serial == 2
    with pytest.raises(Refused):
        intakes.file(stored.id)


def test_a_visit_of_another_century_is_refused(intakes: Intakes) -> None:
    with pytest.raises(Invalid) as refused:
        intakes.register(visit(received_at=datetime.fromisoformat("0001-12-30 09:05"), backdate_reason="补"))
    assert list(refused.value.problems) == ["received_at"]
    stored = intakes.register(visit())
    with pytest.raises(Invalid) as refused:
        intakes.answer(stored.id, DestinationDraft("answered", "已解释", on=date(2026, 11, 24)))
    assert list(refused.value.problems) == ["on"]


# --- 去向 -----------------------------------------------------------------------------------------------------


def test_an_answer_closes_the_visit_and_its_reminder(office: Office, intakes: Intakes) -> None:
    stored = intakes.register(visit())
    with office.read() as session:
        assert [r.owner_id for r in session.scalars(select(Reminder))] == [stored.id]
    answered = intakes.answer(stored.id, DestinationDraft("answered", "已解释维修基金用法"))
    assert (answered.answer, answered.answered_on) == ("已解释维修基金用法", office.today())
    with office.read() as session:
        assert session.scalars(select(Reminder)).all() == []


def test_a_transfer_keeps_unit_and_time_limit(intakes: Intakes) -> None:
    stored = intakes.register(visit(kind="request"))
    wanted = DestinationDraft("transfer", "请修路灯", "社区居委会", date(2026, 12, 1))
    found = intakes.answer(stored.id, wanted)
    assert (found.destination, found.destination_note) == ("transfer", "请修路灯")
    assert (found.handling_unit, found.handle_by) == ("社区居委会", date(2026, 12, 1))
    assert intakes.rows([stored.id])[0].destination == "转办"


def test_the_day_set_with_a_handing_over_is_reminded_of_until_its_result_is_written(
    office: Office, intakes: Intakes
) -> None:
    stored = intakes.register(visit())
    intakes.answer(stored.id, DestinationDraft("transfer", "漏水", "社区居委会", date(2026, 11, 24)))
    (line,) = Reminders(office).agenda().ahead
    assert (line.rule, line.text, line.shown_on) == ("R9", "问社区居委会办得怎样", date(2026, 11, 24))
    assert (line.button, line.action, line.owner_id) == ("写办理结果", "answer_visit", stored.id)
    moved = intakes.draft_of(stored.id)
    moved.handle_by = date(2026, 11, 23)
    intakes.change(stored.id, moved)
    assert [line.text for line in Reminders(office).agenda().today] == ["问社区居委会办得怎样"]
    done = intakes.draft_of(stored.id)
    done.result = "已修好"
    intakes.change(stored.id, done)
    assert Reminders(office).agenda().empty


def test_a_time_limit_that_is_over_is_not_set(intakes: Intakes) -> None:
    """One that was set in time stays while the visit is corrected."""
    stored = intakes.register(visit())
    with pytest.raises(Invalid) as refused:
        intakes.answer(stored.id, DestinationDraft("transfer", "漏水", "社区居委会", date(2026, 11, 22)))
    assert list(refused.value.problems) == ["handle_by"]
    late = visit(destination="transfer", destination_note="漏水", handle_by=date(2026, 11, 22),
                 received_at=datetime.fromisoformat("2026-11-20 09:00"), backdate_reason="外出")  # fmt: skip
    with pytest.raises(Invalid) as refused:
        intakes.register(late)
    assert list(refused.value.problems) == ["handle_by"]
    late.result = "已修好"
    kept = intakes.register(late)
    again = intakes.draft_of(kept.id)
    again.note = "补记"
    assert intakes.change(kept.id, again).handle_by == date(2026, 11, 22)


@pytest.mark.parametrize(("destination", "field"), [("", "destination"), ("case", "destination"), ("answered", "text")])
def test_a_destination_is_refused_without_what_it_needs(intakes: Intakes, destination: str, field: str) -> None:
    stored = intakes.register(visit())
    with pytest.raises(Invalid) as refused:
        intakes.answer(stored.id, DestinationDraft(destination))
    assert list(refused.value.problems) == [field]


def test_accepting_carries_everything_over(office: Office, intakes: Intakes) -> None:
    told = visit(
        "楼上漏水，墙面发霉", {**WANG, "id_number": "990000199001010010", "age_told": 58}, wants="修好并赔偿",
        other_side="赵某、幸福物业公司", place="6号楼2单元", dispute_type="neighbour", channel="phone", people_count=3,
    )  # fmt: skip
    stored = intakes.register(told)
    opening = intakes.opening_for(stored.id)
    assert (opening.title, opening.source, opening.people_count) == ("邻里（漏水渗水）纠纷", "phone", 3)
    case = intakes.accept(stored.id, opening)
    assert case.number == "（2026）示评字第001号"
    told = "甲方王某与乙方赵某、幸福物业公司，在6号楼2单元因漏水渗水发生纠纷。"
    assert (case.summary, case.claims, case.place) == (told, "修好并赔偿", "6号楼2单元")
    assert (case.dispute_type, case.subtype, case.community) == ("neighbour", "leak", "幸福里社区")
    with office.read() as session:
        parties = list(session.scalars(select(Party).order_by(Party.position)))
        visitor = session.scalars(select(Visitor)).one()
        intake = session.get_one(Intake, stored.id)
    assert [(p.side, p.kind, p.name) for p in parties] == [
        ("applicant", "human", "王某"), ("respondent", "human", "赵某"), ("respondent", "organisation", "幸福物业公司"),
    ]  # fmt: skip
    assert (parties[0].phone, parties[0].address, parties[0].age_told) == (WANG["phone"], WANG["address"], 58)
    assert parties[0].person_id == visitor.person_id
    assert (intake.case_id, intake.destination) == (case.id, "case")
    with pytest.raises(Refused):
        intakes.accept(stored.id, opening)
    with pytest.raises(Refused):
        intakes.answer(stored.id, DestinationDraft("answered", "已解释"))
    with pytest.raises(Refused):
        intakes.remove(stored.id)


def test_a_visitors_own_story_becomes_neither_title_nor_facts_nor_claims(intakes: Intakes) -> None:
    story = "我家楼上狗叫了一夜，我妈都住院了，他还骂我"
    stored = intakes.register(visit(story, wants="让他赔我医药费"))
    opening = intakes.opening_for(stored.id)
    assert (opening.title, opening.claims) == ("邻里（宠物扰邻）纠纷", "")
    assert opening.summary == "甲方王某因宠物扰邻发生纠纷。"
    case = intakes.accept(stored.id, opening)
    assert not any("我" in text for text in (case.title, case.summary, case.claims))
    assert intakes.file(stored.id).intake.content == story


def test_a_long_title_is_refused(intakes: Intakes) -> None:
    stored = intakes.register(visit())
    opening = intakes.opening_for(stored.id)
    opening.title = "楼上住户把楼道堆满了旧家具和纸箱好几年没人管"
    with pytest.raises(Invalid) as refused:
        intakes.accept(stored.id, opening)
    assert list(refused.value.problems) == ["title"]


def test_accepting_in_mode_a_counts_in_the_committees_book(office: Office, intakes: Intakes) -> None:
    stored = intakes.register(visit())
    opening = intakes.opening_for(stored.id)
    opening.mode = "A"
    with pytest.raises(Invalid) as refused:
        intakes.accept(stored.id, opening)
    assert list(refused.value.problems) == ["committee_id"]
    opening.committee_id = Cases(office).committees()[0][0]
    assert intakes.accept(stored.id, opening).number == "（2026）幸福里人调字第001号"


def test_a_backdated_visit_proposes_its_own_day(intakes: Intakes) -> None:
    stored = intakes.register(visit(received_at=datetime.fromisoformat("2026-10-08 09:00"), backdate_reason="外出"))
    opening = intakes.opening_for(stored.id)
    assert (opening.accepted_on, opening.backdate_reason) == (date(2026, 10, 8), "外出")


def test_joining_adds_only_who_is_not_a_party_yet(office: Office, intakes: Intakes) -> None:
    case = accepted(intakes)
    draft = visit("又漏了")
    draft.visitors.append(VisitorDraft(name="孙某", phone="19900005678"))
    later = intakes.register(draft)
    assert intakes.open_cases_like(later.id)[0].reason == "来访人是当事人"
    intakes.join(later.id, case.id, add_visitors=True)
    with office.read() as session:
        parties = list(session.scalars(select(Party).order_by(Party.position)))
        found = session.get_one(Case, case.id)
    assert [(p.position, p.name) for p in parties] == [(0, "王某"), (1, "赵某"), (2, "孙某")]
    assert found.parties_label == "王某、孙某 与 赵某"
    assert intakes.file(later.id).case_number == case.number


def test_a_closed_dispute_takes_no_more_visits(office: Office, intakes: Intakes) -> None:
    case = accepted(intakes)
    with office.write("结案") as session:
        session.get_one(Case, case.id).state = "closed"
    later = intakes.register(visit())
    assert intakes.open_cases_like(later.id) == []
    with pytest.raises(Refused, match="已经结案"):
        intakes.join(later.id, case.id)


def test_open_disputes_are_found_by_words(intakes: Intakes) -> None:
    case = accepted(intakes)
    other = intakes.register(visit("别的事", {"name": "钱某"}))
    assert [line.id for line in intakes.open_cases_like(other.id, "赵某")] == [case.id]
    assert intakes.open_cases_like(other.id, "没有这个") == []
    assert [line.reason for line in intakes.open_cases_like(other.id)] == ["最近受理"]


def test_a_visit_is_free_again_when_its_dispute_is_removed(office: Office, intakes: Intakes) -> None:
    case, cases = accepted(intakes), Cases(office)
    joined = intakes.register(visit("又漏了"))
    intakes.join(joined.id, case.id)
    first = next(i for i in intakes.page(IntakeFilter()) if i != joined.id)
    cases.remove(case.id, "登错了")
    assert [intakes.file(i).is_waiting for i in (first, joined.id)] == [True, True]
    assert set(intakes.page(IntakeFilter(state="waiting"))) == {first, joined.id}
    with office.read() as session:
        assert {r.owner_id for r in session.scalars(select(Reminder))} == {first, joined.id}
    assert intakes.answer(joined.id, DestinationDraft("answered", "已解释")).answer == "已解释"
    History(office).restore(in_bin(office).set_id)
    assert (intakes.file(first).case_number, intakes.file(first).intake.destination) == (case.number, "case")
    assert (intakes.file(joined.id).case_number, intakes.file(joined.id).intake.destination) == ("", "answered")


def test_a_visit_of_a_removed_dispute_may_be_accepted_anew_or_removed(office: Office, intakes: Intakes) -> None:
    case, cases = accepted(intakes), Cases(office)
    (first,) = intakes.page(IntakeFilter())
    cases.remove(case.id, "登错了")
    again = intakes.accept(first, intakes.opening_for(first))
    History(office).restore(in_bin(office).set_id)
    assert intakes.file(first).case_number == again.number
    cases.remove(again.id, "又登错了")
    intakes.remove(first)
    assert intakes.page(IntakeFilter()) == []


def test_undoing_the_removal_takes_the_visit_back(office: Office, intakes: Intakes) -> None:
    case = accepted(intakes)
    (first,) = intakes.page(IntakeFilter())
    Cases(office).remove(case.id, "登错了")
    History(office).undo()
    assert intakes.file(first).case_number == case.number
    with pytest.raises(Refused, match="已经受理"):
        intakes.answer(first, DestinationDraft("answered", "已解释"))


def in_bin(office: Office) -> Binned:
    (found,) = History(office).recycle_bin()
    return found


def accepted(intakes: Intakes) -> Case:
    stored = intakes.register(visit(other_side="赵某"))
    return intakes.accept(stored.id, intakes.opening_for(stored.id))


# --- recognising ----------------------------------------------------------------------------------------------


def test_the_most_certain_reason_stands_first(intakes: Intakes, clock: Any) -> None:
    numbered = {"name": "李某", "phone": "19900000002", "id_number": "99000019800101001X"}
    for who in (
        numbered,
        {"name": "孙某", "phone": "19900001234"},
        {"name": "周某", "address": "6-2-501"},
        {"name": "王某", "phone": "19900000003"},
        {"name": "汪某"},
        {"name": "郑某"},
    ):
        intakes.register(visit("事情", who))
        clock.forward(minutes=1)
    clock.forward(days=120)
    hints = intakes.recognise("王某", "199 0000 1234", "", "6号楼2单元501")
    assert [(h.details.name, h.reason) for h in hints] == [
        ("孙某", "同一电话，2026-11 来访过"),
        ("周某", "同一地址，2026-11 来访过"),
        ("王某", "同名，电话不同，2026-11 来访过"),
        ("汪某", "读音相近，2026-11 来访过"),
    ]


def test_an_id_number_outweighs_all_and_rules_out_others_of_the_name(intakes: Intakes) -> None:
    intakes.register(visit("事情", {"name": "王某", "id_number": "99000019800101001X"}))
    intakes.register(visit("事情", {"name": "王某", "id_number": "990000199001010010"}))
    hints = intakes.recognise("王某", id_number="99000019800101001x")
    assert [(h.reason, h.details.id_number) for h in hints] == [
        ("同一证件号，2026-11 来访过，3个月内第2次", "99000019800101001X")
    ]


def test_one_person_is_told_once_with_the_latest_visit(intakes: Intakes, clock: Any) -> None:
    intakes.register(visit())
    clock.forward(days=40)
    second = intakes.register(visit())
    clock.forward(days=1)
    hints = intakes.recognise("王某", "19900001234")
    assert [(h.reason, h.intake_id, h.visits) for h in hints] == [
        ("同一电话，2027-01 来访过，3个月内第3次", second.id, 2)
    ]


def test_the_visit_being_edited_is_not_recognised_as_itself(intakes: Intakes) -> None:
    stored = intakes.register(visit())
    assert intakes.recognise("王某", "19900001234", leave_out=stored.id) == []


def test_the_place_serves_where_no_address_was_told(intakes: Intakes) -> None:
    intakes.register(visit("事情", {"name": "吴某"}, place="幸福里6号楼2单元501室"))
    assert [h.reason for h in intakes.recognise(address="幸福里6-2-501")] == ["同一地址，2026-11 来访过，3个月内第2次"]
    assert intakes.recognise(address="幸福里") == []


def test_what_says_nothing_recognises_nobody(intakes: Intakes) -> None:
    intakes.register(visit("事情", {"name": "王", "phone": "拒绝提供", "id_number": "无"}))
    assert intakes.recognise("王", "拒绝提供", "无", "") == []


def test_an_open_dispute_is_offered_and_a_party_recognised(intakes: Intakes) -> None:
    case = accepted(intakes)
    hint = intakes.recognise(phone="19900001234")[0]
    assert (hint.case_id, hint.case_label) == (case.id, "（2026）示评字第001号 邻里（漏水渗水）纠纷")
    party = intakes.recognise("赵某")[0]
    assert (party.reason, party.case_id) == ("同名，2026-11 是纠纷当事人", case.id)


def test_people_of_long_ago_are_left_in_peace(intakes: Intakes, clock: Any) -> None:
    intakes.register(visit())
    clock.forward(days=800)
    assert intakes.recognise("王某", "19900001234") == []


def test_at_most_five_hints(intakes: Intakes) -> None:
    for last in range(8):
        intakes.register(visit("事情", {"name": "王某", "phone": f"1990000100{last}"}))
    assert len(intakes.recognise("王某")) == 5


def test_removed_visits_are_not_recalled(intakes: Intakes) -> None:
    intakes.remove(intakes.register(visit()).id)
    assert intakes.recognise("王某", "19900001234") == []


def test_recognising_reads_by_index_only(desk: Any) -> None:
    """100,000 rows answer while somebody types: no table may be read from end to end."""
    intakes, asked = Intakes(desk.office), []
    accepted(intakes)
    engine = desk.office.database._engine

    def listen(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, values))

    event.listen(engine, "before_cursor_execute", listen)
    intakes.recognise("王某", "19900001234", "99000019800101001X", "6号楼2单元501")
    event.remove(engine, "before_cursor_execute", listen)
    assert len(asked) >= 12
    with engine.connect() as connection:
        for statement, values in asked:
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            reads = [line for line in plan if line.startswith(("SCAN", "SEARCH"))]
            assert reads
            assert not any("deleted_at" in line for line in reads), plan  # an index every living row stands in
            assert all(line.startswith("SEARCH") and "USING" in line and "INDEX" in line for line in reads), plan


# --- the list -------------------------------------------------------------------------------------------------


def test_the_list_is_filtered_and_ordered(intakes: Intakes, clock: Any) -> None:
    first = intakes.register(visit("问低保", {"name": "赵某"}, kind="consult"))
    clock.forward(days=2)
    second = intakes.register(visit("漏水", {"name": "陈某"}, community="和平社区"))
    intakes.answer(first.id, DestinationDraft("consultation", "已解答"))
    page = intakes.page
    assert page(IntakeFilter()) == [second.id, first.id]
    assert page(IntakeFilter(), "visitor") == [second.id, first.id]
    assert page(IntakeFilter(), "number", descending=False) == [first.id, second.id]
    assert page(IntakeFilter(kind="consult")) == [first.id]
    assert page(IntakeFilter(state="waiting")) == [second.id]
    assert page(IntakeFilter(state="done")) == [first.id]
    assert page(IntakeFilter(since=date(2026, 11, 24))) == [second.id]
    assert page(IntakeFilter(until=date(2026, 11, 23))) == [first.id]
    assert page(IntakeFilter(community="和平社区")) == [second.id]
    assert intakes.communities() == ["和平社区", "幸福里社区"] or intakes.communities() == ["幸福里社区", "和平社区"]
    person = intakes.recognise("陈某")[0].details.person_id or ""
    assert page(IntakeFilter(person_id=person)) == [second.id]
    assert intakes.person_name(person) == "陈某"


def test_a_line_says_what_became_of_the_visit(intakes: Intakes) -> None:
    case = accepted(intakes)
    waiting = intakes.register(
        visit("别的", received_at=datetime.fromisoformat("2026-11-01 09:30"), backdate_reason="停电")
    )
    lines = intakes.rows(intakes.page(IntakeFilter()))
    assert [(row.destination, row.case_number, row.is_waiting) for row in lines] == [
        ("受理为纠纷", case.number, False), ("待受理", "", True),
    ]  # fmt: skip
    assert lines[1].is_backdated
    assert f"{lines[1].received_at:%Y-%m-%d %H:%M}" == "2026-11-01 09:30"
    intakes.remove(waiting.id)
    assert intakes.rows([waiting.id])[0].visitor == "（已删除）"


def test_registering_is_one_entry_in_the_history(office: Office, intakes: Intakes) -> None:
    stored = intakes.register(visit())
    with office.read() as session:
        people = session.scalars(select(Person)).all()
        studio = session.get(Organisation, office.database.studio_id)
        assert session.execute(text("SELECT count(*) FROM change_set WHERE label = '登记来访'")).scalar_one() == 1
    assert [p.name for p in people] == ["王某"]
    assert studio is not None
    assert stored.studio_id == studio.id
