import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, func, select

from studio_app.core.errors import Refused, Unavailable
from studio_app.office.tables import DictionaryEntry, ExportLog, Organisation, OwnReminder, Staff
from studio_app.paper.forms import forms
from studio_app.records.dispute.agreement.draft import AgreementDraft, ClauseDraft, SigningDraft
from studio_app.records.dispute.agreement.service import Agreements
from studio_app.records.dispute.agreement.table import Obligation
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, CaseStaff, Participant
from studio_app.records.dispute.follow_up.draft import FollowUpDraft
from studio_app.records.dispute.follow_up.service import FollowUps
from studio_app.records.dispute.masks import veil
from studio_app.records.dispute.papers.as_signed import as_signed
from studio_app.records.dispute.papers.builders import PAPERS
from studio_app.records.dispute.papers.dossier import open_file
from studio_app.records.dispute.papers.notices import refusal
from studio_app.records.dispute.session.draft import SessionDraft
from studio_app.records.dispute.session.service import Sessions
from studio_app.records.dispute.session.table import Investigation, MediationSession
from studio_app.records.intake.draft import DestinationDraft, IntakeDraft, VisitorDraft
from studio_app.records.intake.service import Intakes
from studio_app.services.ledgers.reading import LedgerReading
from studio_app.services.printing import BLANK, HandoverFacts, Paper, Printing, TemplateBroken
from studio_app.store import changes
from tests.conftest import make_mediator
from tests.papers import squeezed

ID_NUMBER = "99000019680101002X"
SUMMARY = "王大明（身份证99000019680101002X，电话19900000001）家住示例小区3号楼1单元201室，楼上赵小磊家漏水。"
SECRET, SICK, NOTE = "背对背底价两千", "患有高血压", "脾气急要小心"


def opening(mode: str, committee_id: str | None, **changed) -> Opening:
    parties = [
        PartyDraft(name="王大明", sex="2", birthday=date(1968, 1, 1), phone="19900000001", id_number=ID_NUMBER, address="示例小区3号楼1单元201室",
                   consent_recipients=["community"], sensitive_note=SICK, note=NOTE),
        PartyDraft(side="respondent", name="赵小磊", sex="1", age_told=41, phone="19900000002", address="示例小区3号楼1单元301室"),
        PartyDraft(side="respondent", role="agent", acts_for=1, name="钱某", authority="特别授权"),
    ]  # fmt: skip
    base = Opening(mode=mode, committee_id=committee_id, title="楼上漏水", dispute_type="neighbour", accepted_on=date(2026, 11, 2), backdate_reason="补录",
                   summary=SUMMARY, claims="修好防水", risk="amber", place="示例小区3号楼1单元", parties=parties)  # fmt: skip
    for name, value in changed.items():
        setattr(base, name, value)
    return base


@pytest.fixture
def made(office):
    """Open a case in a mode; with everything in it when `full`."""

    def make(mode: str, *, full: bool = True, **changed) -> str:
        if mode == "A":
            make_mediator(office)
        with office.write("受理为纠纷") as session:
            committee = session.scalars(select(Organisation).where(Organisation.kind == "committee")).one()
            case = open_case(session, office, opening(mode, None if mode == "B" else committee.id, **changed))
        if full:
            fill(office, case.id, mode)
        return case.id

    return make


def fill(office, case_id: str, mode: str) -> None:
    sessions, agreements = Sessions(office), Agreements(office)
    parties = [p for p in sessions.table(case_id).parties if p.role == "party"]
    first, second = (p.id for p in parties)
    for day, result in ((9, "continue"), (16, "agreed")):
        sessions.record(case_id, SessionDraft(
            started_at=datetime(2026, 11, day, 9), ended_at=datetime(2026, 11, day, 10, 30), place="工作室", method="face_to_face",  # noqa: DTZ001  # a form gives local moments
            present=[first, second], statements={first: f"第{day}日王方的话"}, narrative=f"第{day}日的经过", result=result, result_note="",
        ))  # fmt: skip
    sessions.add_note(case_id, SECRET)
    agreement = agreements.save(case_id, AgreementDraft(reached_on=date(2026, 11, 16), facts="漏水的事实", default_terms="逾期每日万分之五", clauses=[
        ClauseDraft(debtor_id=second, creditor_id=first, what="修好卫生间防水", due_on=date(2026, 11, 30), place="301室"),
        ClauseDraft(debtor_id=second, creditor_id=first, what="赔偿损失", amount_fen=320050, due_on=date(2026, 12, 31), manner="转账"),
        ClauseDraft(what="双方不再追究"),
    ]))  # fmt: skip
    signing = SigningDraft(signatures={first: date(2026, 11, 16), second: date(2026, 11, 17)})
    if mode == "A":
        signing.mediator_signed_on = signing.sealed_on = date(2026, 11, 17)
    agreements.sign(agreement.id, SigningDraft(told_on=date(2026, 11, 17)) if mode == "C" else signing)
    FollowUps(office).record(
        case_id,
        FollowUpDraft(
            visited_on=date(2026, 11, 20), method="phone", visited=[first], fulfilled="partly", text="正在施工"
        ),
    )


@pytest.fixture
def printing(office) -> Printing:
    return Printing(office)


def text_of(pages) -> str:
    return "".join(squeezed(pages.pdf()))


def logged(office) -> list[ExportLog]:
    with office.read() as session:
        return list(session.scalars(select(ExportLog).order_by(ExportLog.at, ExportLog.id)))


# ---- which papers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "titles", "missing"),
    [
        ("A", {"人民调解协议书", "人民调解记录", "人民调解受理登记表", "调解情况摘要"}, set()),
        ("B", {"和解协议书", "评理说事记录", "调解情况摘要"}, {"acceptance"}),
        ("C", {"协助调解记录", "协助调解情况摘要"}, {"agreement", "oral_agreement", "acceptance"}),
    ],
)
def test_the_mode_decides_which_papers_there_are(printing, made, mode, titles, missing):
    offered = printing.forms_of(made(mode))
    assert titles <= {form.title for form in offered if not form.reason}
    assert missing <= {form.key for form in offered if "方式下没有这张表" in form.reason}
    assert offered[0].key == "summary"


def test_every_paper_offered_prints_and_every_other_says_why(printing, made):
    for mode in "ABC":
        case_id = made(mode)
        for form in printing.forms_of(case_id):
            for subject in [s.id for s in form.subjects] or [""]:
                if form.reason:
                    with pytest.raises(Refused, match=re.escape(form.reason)):
                        printing.render(form.key, case_id, subject)
                else:
                    assert form.title[-4:] in text_of(printing.render(form.key, case_id, subject)) or form.key in {
                        "notice",
                        "blank",
                    }


def test_no_committee_no_mediation_agreement(office, printing, made):
    case_id = made("A", full=False)
    with office.write("改名") as session:
        session.scalars(select(Organisation).where(Organisation.kind == "committee")).one().name = " "
    with pytest.raises(Refused, match="哪个人民调解委员会"):
        printing.render("agreement", case_id)
    assert "调解情况摘要" in text_of(printing.render("summary", case_id))


def test_a_case_that_is_gone_is_refused(printing):
    with pytest.raises(Refused, match="已经不在了"):
        printing.forms_of("0" * 32)
    with pytest.raises(Refused, match="已经不在了"):
        printing.render("summary", "0" * 32)


def test_a_record_of_another_case_is_refused(office, printing, made):
    mine, other = made("B"), made("B")
    theirs = Sessions(office).held(other)[0].id
    with pytest.raises(Refused, match="已经不在了"):
        printing.render("record", mine, theirs)


# ---- what stands on them ----------------------------------------------------------------------------------------


def test_the_summary_tells_the_case_on_one_page(printing, made):
    pages = printing.render("summary", made("B"))
    text = text_of(pages)
    assert pages.count == 1
    for words in ("示例委员工作室", "邻里纠纷（楼上漏水）", "2026年11月2日", "黄色（一般风险）", "甲方：王大明，女，58岁，电话19900000001", "代理人钱某",
                  "1.2026年11月9日，面对面", "签订和解协议。", "自2026年11月17日起生效", "金额3,200.50元（人民币叁仟贰佰元伍角）",
                  "乙方赵小磊于2026年12月31日前", "共2项，已履行0项", "2026年11月20日电话回访", "承办人（签名）", "单位（盖章）"):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize("mode", ["A", "B", "C"])
def test_what_is_secret_is_on_no_paper(printing, made, mode):
    case_id = made(mode)
    for form in printing.forms_of(case_id):
        for subject in [s.id for s in form.subjects] or [""]:
            if not form.reason:
                text = text_of(printing.render(form.key, case_id, subject))
                assert [word for word in (SECRET, SICK, NOTE) if word in text] == []
                assert ID_NUMBER not in text or form.key in {"agreement", "oral_agreement", "summary", "acceptance"}


def test_handed_over_the_summary_is_masked_in_free_text_too(printing, made):
    case_id = made("B")
    text = text_of(printing.render("summary", case_id, mask="handover"))
    assert "王大明" in text
    assert [word for word in (ID_NUMBER, "201室", "301室", "19900000002") if word in text] == []
    assert "已按“移交社区”程度遮盖一部分" in text
    consented = text_of(printing.draw(Paper("summary", case_id, mask="handover", recipient="community")))
    other = text_of(printing.draw(Paper("summary", case_id, mask="handover", recipient="street")))
    assert "19900000001" in consented
    assert "19900000001" not in other


def test_handed_over_the_summary_names_no_illness_and_no_door(printing, made):
    summary = "201王大明患有精神分裂症，楼上301的赵小磊伤残九级。"
    text = text_of(printing.render("summary", made("B", full=False, summary=summary), mask="handover"))
    assert "某室王大明患病，楼上某室的赵小磊伤残。" in text


def test_in_public_nobody_can_be_known(printing, made):
    text = text_of(printing.render("summary", made("B"), mask="public"))
    assert [word for word in ("王大明", "赵小磊", "19900", ID_NUMBER, "示例小区", "漏水") if word in text] == []
    assert "王某" in text
    assert "赵某" in text


def test_a_minor_is_hidden_from_the_community(printing, made):
    child = PartyDraft(name="孙小宝", birthday=date(2015, 5, 5), phone="19900000007")
    adult = PartyDraft(side="respondent", name="李大力")
    text = text_of(
        printing.render("summary", made("B", full=False, parties=[child, adult], summary="孙小宝被打"), mask="handover")
    )
    assert "孙小宝" not in text
    assert "孙**（未成年人）" in text


def test_in_public_a_grown_up_guardian_is_no_minor(printing, made):
    child = PartyDraft(name="孙小宝", birthday=date(2015, 5, 5))
    guardian = PartyDraft(name="孙大宝", role="guardian", acts_for=0, birthday=date(1980, 5, 5))
    parties = [child, guardian, PartyDraft(side="respondent", name="李大力")]
    text = text_of(printing.render("summary", made("B", full=False, parties=parties), mask="public"))
    assert "某未成年人，法定代理人某人" in text
    assert "法定代理人某未成年人" not in text


def test_whoever_was_asked_is_known_in_the_summary_as_in_the_ledger(office, printing, made):
    case_id = made("B", full=False, summary="证人周大柱、孙七看见漏水。")
    with office.write("调查") as session:
        made_at = datetime(2026, 11, 22, 9, tzinfo=UTC)
        session.add(Investigation(case_id=case_id, made_at=made_at, asked_name="周大柱、孙七", text="看见"))
        entry = session.scalars(select(DictionaryEntry).where(DictionaryEntry.code == "handover")).one()
        entry.data = {**entry.data, "name": "surname"}
    text = text_of(printing.render("summary", case_id, mask="handover"))
    assert "证人周某、孙某看见漏水" in text
    with office.read() as session:
        session.get_one(Case, case_id)
        file = open_file(session, office, case_id)
        told = veil(file, "handover", "community", file.case.accepted_on).known
        read = next(LedgerReading(office, session, "community", file.case.accepted_on).cases([case_id])).people
    assert told == read


def test_papers_for_signature_are_whole(printing, made):
    with pytest.raises(Refused, match="不能遮盖"):
        printing.render("record", made("B"), mask="handover")
    with pytest.raises(Refused, match="没有“secret”这一种遮盖程度"):
        printing.render("summary", made("B"), mask="secret")


def test_the_record_is_that_of_the_sitting_named(office, printing, made):
    case_id = made("A")
    first, second = Sessions(office).held(case_id)
    text = text_of(printing.render("record", case_id, first.id))
    assert "第1次" in text
    assert "第9日的经过" in text
    assert "第16日的经过" not in text
    assert "☑" not in text or "有待继续调解" in text
    assert text_of(printing.render("record", case_id)) == text_of(printing.render("record", case_id, second.id))
    by_hand = text_of(printing.render("record", case_id, BLANK))
    assert "王大明" in by_hand
    assert "经过" not in by_hand.replace("调解过程", "")


def test_the_sittings_of_a_later_round_are_told_from_those_of_the_first(office, printing, made):
    case_id = made("B")
    told = {"round": 2, "ordinal": 1, "started_at": office.now(), "narrative": "又谈了"}
    with office.write("又一轮") as session:
        again = MediationSession(case_id=case_id, mode="B", **told)
        session.add(again)
    (form,) = [form for form in printing.forms_of(case_id) if form.key == "record"]
    assert [subject.ordinal for subject in form.subjects if subject.ordinal][-1] == "第2轮第1次"
    assert "第2轮第1次" in text_of(printing.render("record", case_id, again.id))


def test_what_a_guest_is_stands_on_the_record_once(office, printing, made):
    case_id = made("A")
    relation = office.lists.label("participant_relations", "property_manager")
    with office.write("添加参加人") as session:
        guests = [Participant(case_id=case_id, name=name, relation="property_manager") for name in (relation, "孙大柱")]
        session.add_all(guests)
        session.flush()
        sitting = Sessions(office).held(case_id)[0].id
        session.get_one(MediationSession, sitting).invited = [guest.id for guest in guests]
    text = text_of(printing.render("record", case_id, sitting)).replace("\n", "")
    assert f"孙大柱（{relation}）" in text
    assert f"{relation}（{relation}）" not in text


def test_an_agreement_says_each_thing_once_and_leaves_signatures_empty(printing, made):
    text = text_of(printing.render("agreement", made("A")))
    for words in ("人民调解协议书", "幸福里社区人民调解委员会", "修好卫生间防水", "人民币叁仟贰佰元伍角", "2026年12月31日前", "转账",
                  "双方不再追究", "本协议一式三份", "甲方王大明（签名、盖章或按指印）", ID_NUMBER):  # fmt: skip
        assert words in text, words
    assert text.count("逾期每日万分之五") == 1


def test_the_table_of_an_agreement_says_what_each_clause_is_about(printing, made):
    text = text_of(printing.render("agreement", made("A")))
    assert "第1条修好卫生间防水" in text
    assert "第2条赔偿损失" in text
    assert "期限、地点" in text


def test_performance_is_told_in_the_order_of_the_clauses(office, printing, made):
    case_id = made("B")
    with office.write("先后") as session:
        for item in session.scalars(select(Obligation).where(Obligation.case_id == case_id)):
            item.due_on = date(2027, 6, 1) if item.due_on == date(2026, 11, 30) else item.due_on
    text = text_of(printing.render("summary", case_id))
    assert text.index("第1条：") < text.index("第2条：")


def crowd(sides: tuple[str, str] = ("申请", "对方")) -> list[PartyDraft]:
    """Fifteen parties a side, each with a long name."""
    codes = zip(("applicant", "respondent"), sides, strict=True)
    return [PartyDraft(name=f"{word}{'长' * 24}{n:02d}", side=side) for side, word in codes for n in range(15)]


def test_of_many_parties_a_heading_names_the_first(printing, made):
    case_id = made("B", full=False, parties=crowd())
    told = f"申请{'长' * 24}00等15人与对方{'长' * 24}00等15人邻里（楼上漏水）纠纷"
    for form in ("record", "notice", "follow_up"):
        text = text_of(printing.render(form, case_id, BLANK if form != "notice" else ""))
        assert told in text, form
    record = text_of(printing.render("record", case_id, BLANK))
    assert [n for n in range(15) if f"对方{'长' * 24}{n:02d}" not in record] == []  # its table has them all


def test_a_few_parties_are_all_named_in_the_heading(printing, made):
    few = [PartyDraft(name=name) for name in ("王甲", "王乙", "王丙")] + [PartyDraft(name="赵某", side="respondent")]
    assert "王甲、王乙、王丙与赵某邻里" in text_of(printing.render("notice", made("B", full=False, parties=few)))


def test_the_studio_is_only_a_witness(printing, made):
    text = text_of(printing.render("agreement", made("B")))
    assert "本协议由当事人自愿达成，工作室仅作见证；如需人民调解协议或司法确认，请到幸福里社区人民调解委员会。" in text
    assert "逾期每日万分之五" in text
    assert [word for word in ("人民调解协议书", "三十日内", "人民调解员") if word in text] == []


def test_the_notice_uses_the_desks_own_words(office, printing, made):
    case_id = made("B", full=False)
    assert "来不来、谈不谈、谈到哪一步" in text_of(printing.render("notice", case_id))
    with office.write("改告知") as session:
        from studio_app.office.tables import DictionaryEntry

        query = select(DictionaryEntry).where(
            DictionaryEntry.dictionary == "notices", DictionaryEntry.code == "rights_b"
        )
        row = session.scalars(query).one()
        row.data = {**row.data, "paragraphs": ["一、本区自己的说法，请到{committee}。"]}
    assert "本区自己的说法，请到幸福里社区人民调解委员会。" in text_of(printing.render("notice", case_id))


def test_the_termination_waits_for_the_outcome(office, printing, made):
    case_id = made("B", full=False)
    with pytest.raises(Refused, match="还没有结案"):
        printing.render("termination", case_id)
    with office.write("结案") as session:
        case = session.get_one(Case, case_id)
        case.outcome, case.state, case.closed_on, case.outcome_note = "failed", "closed", date(2026, 11, 20), "分歧太大"
    text = text_of(printing.render("termination", case_id))
    assert "因分歧太大，工作室对王大明、赵小磊之间纠纷的评理说事于2026年11月20日结束" in text


def test_in_mode_c_it_was_the_committee_that_mediated(office, printing, made):
    case_id = made("C", full=False)
    with office.write("结案") as session:
        case = session.get_one(Case, case_id)
        case.outcome, case.state, case.closed_on, case.outcome_note = "failed", "closed", date(2026, 11, 20), "分歧太大"
    text = text_of(printing.render("termination", case_id))
    assert "协助调解情况告知书" in text
    assert "幸福里社区人民调解委员会主持的" in text
    assert "向主办的人民调解委员会提出" in text
    assert "评理说事" not in text
    assert "工作室对" not in text


def test_nothing_to_tell_where_an_agreement_was_reached(office, printing, made):
    case_id = made("B", full=False)
    with office.write("结案") as session:
        case = session.get_one(Case, case_id)
        case.outcome, case.state = "agreed_written", "performing"
    with pytest.raises(Refused, match="签订和解协议”，没有要告知的终止事项"):
        printing.render("termination", case_id)


def test_the_screen_and_the_paper_call_a_paper_by_one_name(office):
    for mode, entry in ((entry.code, entry) for entry in office.lists.entries("modes")):
        for key, name in (("agreement", "agreement_title"), ("oral_agreement", "oral_title")):
            assert forms()[key].titles.get(mode, entry.get(name)) == entry.get(name)
    titles = {mode: entry.get("title") for entry in office.lists.entries("notices") for mode in entry.get("modes")
              if entry.get("kind") == "rights"}  # fmt: skip
    assert titles == forms()["notice"].titles


def test_long_and_odd_texts_go_on_paper(office, printing, made):
    case_id = made("B", full=False, summary="甲" * 10_000 + "尾\x00𠮷#$*")
    pages = printing.render("summary", case_id)
    assert pages.count > 1
    assert text_of(pages).count("甲") >= 10_000
    assert "尾" in text_of(pages)


# ---- the desk's own ---------------------------------------------------------------------------------------------


def test_the_week_hangs_on_the_wall_without_names(office, printing, made, clock):
    made("B")
    clock.forward(days=8)
    text = text_of(printing.week_sheet())
    assert "2026年11月30日—12月6日" in text or "2026年12月1日—12月6日" in text
    assert "已逾期" in text
    assert "王某与赵某" in text
    assert "王大明" not in text


def test_many_parties_take_one_line_of_the_week(office, printing, made):
    case_id = made("B", full=False, parties=crowd(("欧阳", "司马")))
    with office.write("加提醒") as session:
        for n in range(20):
            session.add(OwnReminder(case_id=case_id, text=f"第{n}件", due_on=office.today()))
    pages = printing.week_sheet()
    text = text_of(pages)
    assert text.count("等15人与司马") == 20
    assert "应于" not in text  # said of what is late and of what was moved
    assert "长" not in text
    assert pages.count <= 3


def test_a_child_and_an_id_number_stay_off_the_wall(office, printing, made, clock):
    child = PartyDraft(name="王小宝", age_told=9, id_number="990000201701010018")
    case_id = made("B", full=False, parties=[child, PartyDraft(name="赵小磊", side="respondent")])
    with office.write("加提醒") as session:
        session.add(OwnReminder(case_id=case_id, text="给王小宝送表，证件990000201701010018", due_on=office.today()))
    text = text_of(printing.week_sheet())
    assert "某未成年人" in text
    assert "王某" not in text
    assert "9900002017" not in text


def test_card_recovery_and_handover(office, printing):
    assert "Ctrl+N" in text_of(printing.card())
    assert printing.card().count == 1
    sheet = text_of(printing.recovery_sheet("ABCD-EFGH-JKMN"))
    assert all(group in sheet for group in ("ABCD", "EFGH", "JKMN"))
    facts = HandoverFacts(
        "台账.xlsx", "幸福里社区居委会", "报送矛盾纠纷台账", "handover", "2026年11月", "3件", "ab" * 32
    )
    text = text_of(printing.handover(facts))
    with office.read() as session:
        assert changes.head(session, office.database.desk_id)[:40] in text
    assert "移交社区（部分）" in text
    assert logged(office) == []


def test_forms_for_days_without_computer(printing):
    assert "示例委员工作室" in text_of(printing.blank("record", "B"))
    with pytest.raises(Refused):
        printing.blank("agreement", "C")


# ---- out of the desk --------------------------------------------------------------------------------------------


def test_what_is_saved_is_noted(office, printing, made, tmp_path):
    paper = Paper("summary", made("B"), mask="handover")
    name = printing.file_name(paper)
    assert name == "（2026）示评字第001号-调解情况摘要（已遮盖）.pdf"
    printing.to_pdf(paper, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(b"%PDF")
    (entry,) = logged(office)
    assert (entry.what, entry.count, entry.mask, entry.purpose, entry.file_name) == (
        "（2026）示评字第001号 调解情况摘要", 1, "handover", "打印", name,
    )  # fmt: skip
    assert len(entry.digest) == 64
    assert entry.account_id == office.signed.account_id


def test_looking_is_not_printing(office, printing, made):
    printing.render("summary", made("B"))
    assert logged(office) == []
    printing.note_printed(Paper("record", made("B")))
    assert [entry.what for entry in logged(office)] == ["（2026）示评字第002号 评理说事记录"]
    with office.read() as session:
        labels = set(session.scalars(select(changes.ChangeSet.label)))
    assert "打印" not in labels  # the log is no change of a record, so there is nothing to undo


@pytest.mark.parametrize("older", [b"old", None])
def test_no_pdf_appears_that_is_not_noted(office, printing, made, tmp_path, older):
    target = tmp_path / "a.pdf"
    if older:
        target.write_bytes(older)

    def refuse(*_):
        raise Unavailable("磁盘满了，没有保存。")

    event.listen(ExportLog, "before_insert", refuse)
    try:
        with pytest.raises(Unavailable):
            printing.to_pdf(Paper("summary", made("B")), target, force=True)
    finally:
        event.remove(ExportLog, "before_insert", refuse)
    assert [file.read_bytes() for file in tmp_path.iterdir() if file.is_file()] == ([older] if older else [])
    assert logged(office) == []


def test_nothing_is_overwritten_unless_told(office, printing, made, tmp_path):
    paper, target = Paper("summary", made("B")), tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(Refused, match="已经存在"):
        printing.to_pdf(paper, target)
    assert target.read_bytes() == b"old"
    assert logged(office) == []
    printing.to_pdf(paper, target, force=True)
    assert target.read_bytes().startswith(b"%PDF")
    with pytest.raises(Refused, match="文件夹"):
        printing.to_pdf(paper, tmp_path)
    with pytest.raises(Unavailable):
        printing.to_pdf(paper, tmp_path / "gone" / "a.pdf")
    assert len(logged(office)) == 1


def test_sittings_by_number_for_the_command_line(office, printing, made):
    case_id = made("B")
    assert printing.paper_for("record", case_id, 1).subject_id == Sessions(office).held(case_id)[0].id
    with pytest.raises(Refused, match="现有2次记录"):
        printing.paper_for("record", case_id, 3)
    with pytest.raises(Refused):
        printing.paper_for("nothing", case_id, 1)


def test_file_names_never_hold_a_person(printing, made):
    case_id = made("B")
    names = [printing.file_name(Paper(form.key, case_id, form.newest)) for form in printing.forms_of(case_id)]
    assert "（2026）示评字第001号-评理说事记录-第2次.pdf" in names
    assert [name for name in names if "王" in name or "赵" in name or "/" in name] == []


def test_a_districts_template_wins_and_a_broken_one_can_be_passed_over(office, printing, made):
    case_id = made("B")
    folder = office.folder / "templates"
    folder.mkdir()
    (folder / "summary.typ").write_text(
        '#import "_house.typ": *\n#show: house\n区里的摘要 #get("number")', encoding="utf-8"
    )
    assert "区里的摘要" in text_of(printing.render("summary", case_id))
    (folder / "summary.typ").write_text("#nonsense(", encoding="utf-8")
    with pytest.raises(TemplateBroken, match="自带模板"):
        printing.render("summary", case_id)
    assert "简要事实" in text_of(printing.draw(Paper("summary", case_id), shipped=True))


def test_what_is_printed_stands_in_the_log_and_a_reader_prints_nothing(office, printing, made):
    case_id = made("B")
    printing.note_printed(Paper("summary", case_id))
    with office.read() as session:
        assert session.scalar(select(func.count()).select_from(ExportLog)) == 1
    office.signed.role = "reader"
    with pytest.raises(Refused, match="不能做这一步"):
        printing.render("summary", case_id)


def test_who_is_refused_at_once_is_told_on_paper(office, printing):
    intakes = Intakes(office)
    said = IntakeDraft(visitors=[VisitorDraft(name="王大明")], content="要求改判")
    visit = intakes.register(said)
    with pytest.raises(Refused, match="去向不是“不予受理”"):
        printing.of_record("refusal", visit.id)
    intakes.answer(visit.id, DestinationDraft("refused", "这件事已经由法院判过，请到原审人民法院。"))
    plain = text_of(printing.of_record("refusal", visit.id))
    for words in ("不予受理告知书", visit.number, "王大明：", "您于2026年11月23日反映的事情", "请到原审人民法院。"):
        assert re.sub(r"\s", "", words) in plain, words
    assert [words for words in ("再次", "再来", "要求改判", "调解") if words in plain] == []
    printing.note_record_printed("refusal", visit.id)
    assert logged(office)[-1].what == f"{visit.number} 不予受理告知书"


def test_a_visit_no_dispute_came_of_prints_its_own_sheet(office, printing):
    intakes = Intakes(office)
    said = {"content": "暖气不热，问找谁测温", "wants": "有人来测温", "place": "5号楼", "kind": "consult"}
    visit = intakes.register(IntakeDraft(visitors=[VisitorDraft(name="王大明", sex="1", phone="19900001234")], **said))
    waiting = text_of(printing.of_record("visit", visit.id))
    assert "去向承办单位" in waiting  # nobody decided: nothing stands there
    intakes.answer(visit.id, DestinationDraft("answered", "请打供热单位电话报修。"))
    plain = text_of(printing.of_record("visit", visit.id))
    for words in ("群众来访接待登记表", "示例委员工作室", visit.number, "王大明", "男", "19900001234", "暖气不热，问找谁测温",
                  "有人来测温", "请打供热单位电话报修。", "现场答复", "咨询"):  # fmt: skip
        assert words in plain, words
    printing.note_record_printed("visit", visit.id)
    assert logged(office)[-1].what == f"{visit.number} 群众来访接待登记表"
    office.signed.role = "reader"
    with pytest.raises(Refused, match="不能做这一步"):
        printing.of_record("visit", visit.id)


def test_a_visit_with_its_dispute_prints_the_sheet_of_the_file(office, printing):
    intakes = Intakes(office)
    visit = intakes.register(IntakeDraft(visitors=[VisitorDraft(name="王大明")], content="楼上漏水", kind="dispute"))
    case = intakes.accept(visit.id, intakes.opening_for(visit.id))
    assert text_of(printing.of_record("visit", visit.id)) == text_of(printing.render("visit", case.id, visit.id))


def test_every_form_of_the_file_has_a_builder():
    from studio_app.records import KINDS
    from studio_app.records.dispute.papers.builders import PAPERS

    of_kinds = {form for kind in KINDS for form in kind.papers}
    assert set(forms()) - set(PAPERS) - of_kinds == {"summary", "week", "card", "recovery", "handover", "monthly"}


def test_who_held_the_sittings_stands_on_the_agreement_not_who_was_put_in_charge_later(office, printing, made):
    case_id = made("A", full=False)
    sessions, agreements = Sessions(office), Agreements(office)
    held = {"present": list(sessions.table(case_id).expected), "narrative": "谈成了", "result": "agreed"}
    sessions.record(case_id, replace(sessions.blank(case_id), **held))
    clauses = [ClauseDraft(what="双方不再追究")]
    agreements.save(case_id, replace(agreements.blank(case_id), clauses=clauses))
    with office.write("又一位") as session:
        other = Staff(name="周某某", role="mediator", sort_key="zhou mou mou")
        session.add(other)
        session.flush()
        session.add(CaseStaff(case_id=case_id, staff_id=other.id, duty="host"))
    plain = text_of(printing.render("agreement", case_id))
    assert "李老师" in plain
    assert "周某某" not in plain


def test_a_paper_that_has_gaps_says_that_nothing_follows(office, printing):
    intakes = Intakes(office)
    visit = intakes.register(IntakeDraft(visitors=[VisitorDraft(name="王大明")], content="要求改判"))
    intakes.answer(visit.id, DestinationDraft("refused", "这件事已经由法院判过。"))
    with office.read() as session:
        assert refusal(session, office, visit.id)["filled"] is True
    assert as_signed("agreement", "A", {"number": "1"})["filled"] is True


def test_of_the_studio_its_members_took_part_where_a_committee_mediated(office, printing, made):
    case_id = made("C")
    with office.write("添加人员") as session:
        member = Staff(name="周某某", role="member", sort_key="zhou mou mou")
        helper = Staff(name="吴某某", role="volunteer", sort_key="wu mou mou")
        session.add_all([member, helper])
    sitting = Sessions(office).held(case_id)[0]
    with office.write("谁调解") as session:
        session.get_one(MediationSession, sitting.id).mediators = [member.id, helper.id]
    with office.read() as session:
        file = open_file(session, office, case_id)
        assert PAPERS["record"](file, sitting.id)["host"] == "周某某"


def test_of_several_on_one_side_each_has_its_number_from_one(office, printing, made):
    case_id = made(
        "B",
        full=False,
        parties=[PartyDraft(name="王某"), *(PartyDraft(side="respondent", name=name) for name in ("赵某", "钱某"))],
    )
    with office.read() as session:
        file = open_file(session, office, case_id)
        side = office.lists.side("respondent", "B")
        assert [file.titled(p) for p in file.principals][1:] == [f"{side}（1）", f"{side}（2）"]
