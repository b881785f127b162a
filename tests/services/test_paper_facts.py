"""Every form states only what was entered: each statement has its field, and a blank field leaves blank or absent words."""

import itertools
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

import pytest
from sqlalchemy import String, select

from studio_app.core import paths
from studio_app.office.tables import Organisation, Staff
from studio_app.paper.forms import forms
from studio_app.paper.press import VERSION
from studio_app.records.dispute.agreement.draft import (
    AgreementDraft,
    ClauseDraft,
    PerformanceDraft,
    SigningDraft,
    in_instalments,
)
from studio_app.records.dispute.agreement.service import Agreements
from studio_app.records.dispute.case.closing import ClosingDraft
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.risk import RiskDraft, RiskReportDraft
from studio_app.records.dispute.case.service import Cases
from studio_app.records.dispute.case.table import Case, CaseStaff, Participant, Party, RiskReport
from studio_app.records.dispute.follow_up.draft import FollowUpDraft
from studio_app.records.dispute.follow_up.service import FollowUps
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.papers import facts as paper_facts
from studio_app.records.dispute.papers.builders import PAPERS
from studio_app.records.dispute.papers.dossier import BLANK, open_file
from studio_app.records.dispute.papers.summary import summary
from studio_app.records.dispute.session.draft import InvestigationDraft, SessionDraft
from studio_app.records.dispute.session.service import Sessions
from studio_app.records.dispute.session.table import MediationSession
from studio_app.records.intake.table import Intake, Visitor
from studio_app.services.dictionaries import Dictionaries
from studio_app.services.printing import Paper, Printing
from studio_app.store.table import Base, model_of
from tests.conftest import make_mediator
from tests.papers import squeezed

DAY = date(2026, 11, 2)
HELD = datetime(2026, 11, 9, 9)  # noqa: DTZ001  # a form gives local moments
TWO = [PartyDraft(name="王大明", age_told=58), PartyDraft(name="赵小磊", side="respondent", age_told=41)]
CASE_FORMS = [*PAPERS, "summary"]


@pytest.fixture
def office(request, clock):
    return request.getfixturevalue("desk").office


@pytest.fixture
def opened(office):
    """Open a case; nothing in it but what is named."""

    def make(mode: str = "B", parties: list[PartyDraft] | None = None, **words: Any) -> str:
        if mode == "A":
            make_mediator(office)
        with office.write("受理") as session:
            committee = session.scalars(select(Organisation).where(Organisation.kind == "committee")).one()
            people = [PartyDraft(**vars(party)) for party in parties or TWO]
            wanted = Opening(
                mode=mode,
                committee_id=None if mode == "B" else committee.id,
                dispute_type="neighbour",
                title="楼上漏水",
                accepted_on=DAY,
                backdate_reason="补录",
                parties=people,
                **words,
            )
            return open_case(session, office, wanted).id

    return make


@pytest.fixture
def printing(office) -> Printing:
    return Printing(office)


def data_of(office, form: str, case_id: str, subject: str = "") -> dict[str, Any]:
    with office.read() as session:
        file = open_file(session, office, case_id)
        return summary(file, "internal", "community") if form == "summary" else PAPERS[form](file, subject)


def sheets(pages) -> list[str]:
    return squeezed(pages.pdf())


def text(pages) -> str:
    return "".join(sheets(pages))


def ids_of(office, case_id: str) -> list[str]:
    return [party.id for party in Sessions(office).table(case_id).parties]


def sit(office, case_id: str, **said: Any) -> str:
    return (
        Sessions(office)
        .record(case_id, SessionDraft(**{"started_at": HELD, "narrative": "谈了。", "result": "continue", **said}))
        .id
    )


def agree(office, case_id: str, clauses: list[ClauseDraft], *, sign: bool = True, **said: Any) -> str:
    service = Agreements(office)
    row = service.save(
        case_id, AgreementDraft(**{"reached_on": date(2026, 11, 10), "facts": "漏水。", "clauses": clauses, **said})
    )
    if sign:
        must = [p.id for p in Sessions(office).table(case_id).parties if p.role == "party"]
        with office.read() as session:
            mode = session.get_one(Case, case_id).mode
        signing = SigningDraft(signatures=dict.fromkeys(must, date(2026, 11, 10)))
        if mode == "A":
            signing.mediator_signed_on = signing.sealed_on = date(2026, 11, 10)
        service.sign(row.id, SigningDraft(told_on=date(2026, 11, 10)) if mode == "C" else signing)
    return row.id


# ---- the table ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", CASE_FORMS)
def test_every_fact_of_a_paper_names_fields_there_are(office, form):
    tables = Base.metadata.tables
    facts = paper_facts.facts_of(form)
    assert facts
    for source in {source for fact in facts.values() for source in fact.sources}:
        kind, _, name = source.partition(":")
        if kind == "list":
            assert office.lists.entries(name), source
        elif kind == "limit":
            assert office.lists.limit(name), source
        elif kind != "derived":
            table, column = source.split(".")
            assert table in tables
            assert hasattr(model_of(table), column), source  # a column, or rows told as one field
    assert [fact.ask for fact in facts.values() if len(fact.ask) > 8 or fact.ask.endswith("。")] == []


@pytest.mark.parametrize("form", CASE_FORMS)
def test_a_template_prints_no_fact_that_is_not_in_the_table(form):
    source = paths.resource("print", forms()[form].template).read_text(encoding="utf-8")
    bare = re.sub(r"//.*", "", source)
    asked = re.findall(
        r'(?:get|has|fill|tall|rows|own|section|one-per-line)\(\s*(?:\[[^\]]*\]\s*,\s*|[^"()]*?,\s*)?"(\w+)"(?![^()]*from:)',
        bare,
    )
    known = {*paper_facts.facts_of(form), *paper_facts.written_by_hand(form)}
    assert asked or form == "blank"
    assert set(asked) - known == set()


def full_case(office, opened, mode: str, *, sign: bool = True) -> tuple[str, dict[str, str]]:
    """A case with a record of every kind, and the id of the record behind each form."""
    case_id = opened(mode, summary="漏水三个月。", claims="修好防水")
    first, second = ids_of(office, case_id)
    sitting = sit(
        office, case_id, present=[first, second], mediators=[office.signed.staff_id], informed=True, result="agreed"
    )
    asked = Sessions(office).record_investigation(
        case_id, InvestigationDraft(made_at=HELD, asked_name="何某", text="看见。", staff_id=office.signed.staff_id)
    )
    agreement = agree(
        office,
        case_id,
        [ClauseDraft(debtor_id=second, creditor_id=first, what="修好防水", due_text="接到通知后三天")],
        sign=sign,
    )
    seen = FollowUps(office).record(
        case_id, FollowUpDraft(visited_on=date(2026, 11, 20), method="phone", visited=[first], text="在修")
    )
    report = Cases(office).report_risk(
        case_id,
        RiskReportDraft(
            reported_at=office.now() - timedelta(hours=1),
            target="police",
            way="phone",
            content="扬言打人",
            reporter="李老师",
        ),
    )
    with office.write("来访") as session:
        words = {"content": "漏水", "note": "耳背", "receiver_id": office.signed.staff_id}
        visit = Intake(case_id=case_id, number="访1", year=2026, serial=ord(mode), received_at=office.now(), **words)
        guest = Participant(case_id=case_id, name="周师傅", unit="物业", consented=True)
        session.add_all([visit, guest])
        session.flush()
        session.add(Visitor(intake_id=visit.id, name="王大明", id_number="99000019680101002X"))
        held = session.get_one(MediationSession, sitting)
        held.invited, held.recorder_id = [guest.id], office.signed.staff_id
        session.get_one(FollowUp, seen.id).staff_id = office.signed.staff_id
    found = {
        "record": sitting,
        "investigation": asked.id,
        "follow_up": seen.id,
        "risk_report": report.id,
        "visit": visit.id,
    }
    return case_id, found | {"agreement": agreement}


@pytest.mark.parametrize("mode", ["A", "B", "C"])
def test_papers_are_made_of_nothing_but_the_facts_of_the_table(office, opened, mode):
    case_id, subjects = full_case(office, opened, mode)
    for form in CASE_FORMS:
        if mode in forms()[form].titles or "any" in forms()[form].titles:
            for subject in (subjects.get(form, ""), BLANK):
                made = data_of(office, form, case_id, subject)
                assert set(made) - {"filled", "mode", VERSION, *paper_facts.facts_of(form)} == set(), form


NEVER_BLANK = {"number", "office", "subject", "signers", "parties", "footer", "filled", "mode"}
STATED = {
    "record": {"round", "time", "committee", "course"},
    "follow_up": {"time", "agreement_number"},
    "investigation": {"time", "content", "witness"},
    "visit": {"date", "category", "visitors"},
    "risk_report": {"case_number", "time", "people", "reported_to", "report_way", "signs"},
}
"""What a record cannot be without, and what the case itself says."""


@pytest.mark.parametrize("mode", ["A", "B", "C"])
def test_blank_facts_leave_blank_words(office, opened, mode):
    case_id = opened(mode)
    sitting = sit(office, case_id)
    seen = FollowUps(office).record(case_id, FollowUpDraft(visited_on=date(2026, 11, 20), method="phone", text="在"))
    asked = Sessions(office).record_investigation(case_id, InvestigationDraft(made_at=HELD, text="看"))
    report = Cases(office).report_risk(
        case_id, RiskReportDraft(reported_at=office.now(), target="police", way="phone", content="打人", reporter="李")
    )
    with office.write("留空") as session:
        session.get_one(RiskReport, report.id).reporter = ""
        session.get_one(MediationSession, sitting).result = ""
        row = session.get_one(FollowUp, seen.id)
        row.method = row.text = ""
        visit = Intake(case_id=case_id, number="访1", year=2026, serial=1, received_at=office.now())
        session.add(visit)
    subjects = {
        "record": sitting,
        "follow_up": seen.id,
        "investigation": asked.id,
        "risk_report": report.id,
        "visit": visit.id,
    }
    for form, subject in subjects.items():
        made = data_of(office, form, case_id, subject)
        said = {key: value for key, value in made.items() if value and key not in NEVER_BLANK | STATED[form]}
        assert said == {}, form


TEXTS = [
    (form, key, source)
    for form in CASE_FORMS
    for key, fact in paper_facts.facts_of(form).items()
    for source in fact.sources
    if "." in source
]
CODES = {  # columns that hold a code, a key or a number of the program, never words
    "dispute_type", "subtype", "source", "method", "result", "role", "relation", "informed_way", "side", "sex", "consent", "kind", "channel",
    "destination", "satisfaction", "fulfilled", "sign", "target", "way", "risk", "outcome", "state", "mode", "number", "print_file_id",
    "parties_label", "id_number", "answered_way", "case_number",
}  # fmt: skip


def owned(session, table: str, case_id: str) -> Iterator[Any]:
    """Rows of one table that the papers of a case read."""
    model = next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table.name == table)
    for row in session.scalars(select(model)):
        if (
            getattr(row, "case_id", None) == case_id
            or row.id == case_id
            or table in ("organisation", "staff", "visitor")
        ):
            yield row


def traceable() -> Iterator[tuple[str, str, str]]:
    """(form, key, source) of every text a person types."""
    for form, key, source in TEXTS:
        table, column = source.split(".")
        columns = Base.metadata.tables[table].columns
        typed = column in columns and isinstance(columns[column].type, String)
        if typed and not column.endswith("_id") and column not in CODES and key != "photos" and form not in APART:
            yield form, key, source


APART = {"termination", "oral_agreement"}  # the case is neither closed nor agreed by word of mouth


def untraced(office, opened, mode: str) -> set[tuple[str, str, str]]:
    """What does not appear on a paper although it stands in the field the paper is said to take it from."""
    case_id, subjects = full_case(office, opened, mode, sign=False)
    missed = set()
    for source, papers in itertools.groupby(sorted(traceable(), key=itemgetter(2)), key=itemgetter(2)):
        table, column = source.split(".")
        mark = f"记号{column}"
        with office.write("记号") as session:
            before = {row.id: getattr(row, column) for row in owned(session, table, case_id)}
            for row in owned(session, table, case_id):
                setattr(row, column, mark)
        for form, key, _ in papers:
            titles = forms()[form].titles
            printed = mode in titles or "any" in titles
            if not printed or mark not in str(data_of(office, form, case_id, subjects.get(form, "")).get(key)):
                missed.add((form, key, source))
        with office.write("还原") as session:
            for row in owned(session, table, case_id):
                setattr(row, column, before[row.id])
    return missed


def test_what_is_typed_into_a_field_stands_on_the_papers_that_name_it(office, opened):
    missed = set.intersection(*(untraced(office, opened, mode) for mode in "ABC"))
    assert missed == {("visit", "visitors", "intake.place")}  # only where the place names a door


def test_an_oral_agreement_says_what_was_typed(office, opened, printing):
    case_id = opened("B")
    one, other = ids_of(office, case_id)
    said = {"form": "oral", "facts": "争楼道", "default_terms": "再犯再谈", "remark": "互相让让"}
    paper = agree(office, case_id, [ClauseDraft(debtor_id=other, creditor_id=one, what="不堆东西")], sign=False, **said)
    plain = text(printing.render("oral_agreement", case_id, paper))
    assert [
        word for word in ("争楼道", "再犯再谈", "互相让让", "不堆东西", "2026年11月10日") if word not in plain
    ] == []
    assert "按上列内容" not in plain  # no time, place or manner was agreed
    timed = [ClauseDraft(debtor_id=other, creditor_id=one, what="清走", due_on=date(2026, 12, 1), place="楼道")]
    paper = agree(office, case_id, timed, sign=False, form="oral")
    assert "按上列内容写明的期限、地点履行。" in text(printing.render("oral_agreement", case_id, paper))


# ---- what nobody recorded -----------------------------------------------------------------------------------------

TOLD = ("已将", "已告知", "告知各方", "征得", "宣读", "一式三份", "无异议", "满意。")


@pytest.mark.parametrize("mode", ["A", "B", "C"])
def test_a_record_says_that_rights_were_told_only_where_it_was_ticked(office, opened, printing, mode):
    case_id = opened(mode)
    plain = text(printing.render("record", case_id, sit(office, case_id)))
    assert [word for word in TOLD if word in plain] == []
    assert "告知权利义务的情况：" in plain
    ticked = text(printing.render("record", case_id, sit(office, case_id, informed=True)))
    assert str(office.lists.entry("modes", mode).get("told")) in ticked
    assert "告知权利义务的情况：" not in ticked


@pytest.mark.parametrize("mode", ["A", "B", "C"])
def test_forms_to_be_written_by_hand_assert_nothing(office, opened, printing, mode):
    case_id = opened(mode)
    for form in printing.forms_of(case_id):
        if BLANK in [subject.id for subject in form.subjects]:
            plain = text(printing.render(form.key, case_id, BLANK))
            assert [word for word in TOLD if word in plain] == [], form.key
            assert printing.missing(Paper(form.key, case_id, BLANK)) == []


def test_whom_it_was_noted_before_the_sitting_stands_on_the_record(office, opened, printing):
    case_id = opened("B")
    with office.write("告知") as session:
        party = session.scalars(select(Party).where(Party.name == "王大明")).one()
        party.informed_on, party.informed_way = DAY, "oral"
    assert "记下的告知：王大明（2026年11月2日，口头）。" in text(
        printing.render("record", case_id, sit(office, case_id))
    )


def test_consent_stands_on_the_acceptance_only_where_everybody_gave_it(office, opened, printing):
    case_id = opened("A")
    assert "同意" not in text(printing.render("acceptance", case_id))
    with office.write("同意") as session:
        for party in session.scalars(select(Party)):
            party.consent = "agreed"
    assert "经当事人同意，" in text(printing.render("acceptance", case_id))


def test_before_printing_the_page_is_told_what_is_missing(office, opened, printing):
    case_id = opened("A")
    [missing] = printing.missing(Paper("record", case_id, sit(office, case_id)))
    for word in ("告知权利义务", "到场的当事人", "谁主持、谁参加", "记录人", "地点"):
        assert word in missing
    [missing] = printing.missing(Paper("acceptance", case_id))
    assert "各方都同意调解" in missing


def test_only_who_sat_there_is_named(office, opened, printing):
    case_id = opened("B")
    with office.write("人员") as session:
        session.get_one(Staff, office.signed.staff_id).role = "volunteer"
        member = Staff(name="王委员", role="member")
        session.add(member)
        session.flush()
        session.add(CaseStaff(case_id=case_id, staff_id=member.id, duty="host"))
    volunteer = text(printing.render("record", case_id, sit(office, case_id, mediators=[office.signed.staff_id])))
    assert "王委员" not in volunteer
    assert "评理说事员李老师（签名）" in volunteer
    assert "委员（签名）" not in volunteer
    both = sit(office, case_id, mediators=[member.id, office.signed.staff_id])
    assert "委员王委员（签名）" in text(printing.render("record", case_id, both))
    assert data_of(office, "record", case_id, both)["host"] == "王委员"


# ---- who signs ----------------------------------------------------------------------------------------------------

FAMILY = [
    PartyDraft(name="孙小宝", birthday=date(2014, 5, 5)),
    PartyDraft(name="孙大宝", role="guardian", acts_for=0, relation="父亲"),
    PartyDraft(name="李大力", side="respondent", age_told=40),
    PartyDraft(name="钱某", side="respondent", role="agent", acts_for=2, authority="特别授权"),
]


@pytest.mark.parametrize("mode", ["A", "B"])
def test_guardian_and_agent_have_lines_of_their_own(office, opened, printing, mode):
    case_id = opened(mode, FAMILY)
    child, _, other, _ = ids_of(office, case_id)
    paper = agree(office, case_id, [ClauseDraft(debtor_id=other, creditor_id=child, what="赔偿医药费")], sign=False)
    plain = text(printing.render("agreement", case_id, paper))
    for line in ("甲方孙小宝（", "甲方法定代理人孙大宝（", "乙方李大力（", "乙方委托代理人钱某（"):
        assert line in plain, line


def test_who_acts_for_a_party_stands_beside_him_as_what_he_is(office, opened):
    case_id = opened("B", FAMILY)
    child, other = data_of(office, "record", case_id, sit(office, case_id))["parties"]
    assert (child["guardian"], child["agent"]) == ("孙大宝（父亲）", "")
    assert (other["guardian"], other["agent"]) == ("", "钱某，特别授权")


def test_below_eight_only_the_guardian_signs(office, opened):
    small = [PartyDraft(name="孙小宝", birthday=date(2021, 5, 5)), *FAMILY[1:]]
    case_id = opened("B", small)
    lines = data_of(office, "agreement", case_id, BLANK)["signers"]["parties"]
    assert [line["who"] for line in lines][:2] == ["甲方法定代理人", "乙方"]


def test_a_child_without_guardian_leaves_the_guardians_line_open(office, opened, printing):
    case_id = opened("B", [PartyDraft(name="孙小宝", birthday=date(2015, 5, 5)), TWO[1]])
    child, other = ids_of(office, case_id)
    paper = agree(office, case_id, [ClauseDraft(debtor_id=other, creditor_id=child, what="赔偿")], sign=False)
    assert "甲方法定代理人（签名" in text(printing.render("agreement", case_id, paper))
    assert paper_facts.NO_GUARDIAN in printing.missing(Paper("agreement", case_id, paper))


def test_ordinals_are_the_same_on_every_paper_and_beside_every_line(office, opened, printing):
    crowd = [PartyDraft(name="王某"), *(PartyDraft(name=f"赵{n}", side="respondent") for n in "一二三")]
    case_id = opened("B", crowd)
    one, _, second, third = ids_of(office, case_id)
    sitting = sit(office, case_id, present=[one, second], statements={second: "愿意。"})
    record = text(printing.render("record", case_id, sitting))
    assert "乙方（2）赵二（签名" in record
    assert "乙方（2）赵二：愿意。" in record
    assert "乙方（1）" not in record
    paper = agree(
        office, case_id, [ClauseDraft(debtor_id=third, creditor_id=one, what="修好")], sign=False, signers=[one, third]
    )
    plain = text(printing.render("agreement", case_id, paper))
    assert plain.count("乙方（3）") == 3  # in the table, in the clause, beside the line
    assert "乙方（3）赵三（签名" in plain


def test_each_mediator_has_a_line(office, opened, printing):
    case_id = opened("A")
    with office.write("人员") as session:
        other = Staff(name="冯老师", role="mediator")
        session.add(other)
        session.flush()
    sitting = sit(office, case_id, mediators=[office.signed.staff_id, other.id])
    plain = text(printing.render("record", case_id, sitting))
    assert "人民调解员李老师（签名）" in plain
    assert "人民调解员冯老师（签名）" in plain


# ---- filled papers leave no room ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["A", "B", "C"])
def test_what_a_filled_record_does_not_say_is_closed(office, opened, printing, mode):
    case_id = opened(mode)
    assert text(printing.render("record", case_id, sit(office, case_id))).count("（以下空白）") >= 3
    assert "（以下空白）" not in text(printing.render("record", case_id, BLANK))


@pytest.mark.parametrize("mode", ["A", "B", "C"])
def test_nobody_is_asked_to_sign_the_sheets_of_a_look_on_the_spot(office, opened, printing, mode):
    case_id = opened(mode)
    looked = Sessions(office).record_investigation(case_id, InvestigationDraft(made_at=HELD, text="看"))
    assert "本页被调查人签名" not in text(printing.render("investigation", case_id, looked.id))
    asked = Sessions(office).record_investigation(
        case_id, InvestigationDraft(made_at=HELD, asked_name="何某", text="看")
    )
    assert "本页被调查人签名" in text(printing.render("investigation", case_id, asked.id))
    assert "本页被调查人签名" in text(printing.render("investigation", case_id, BLANK))


def test_an_agreement_without_breach_clause_is_closed(office, opened, printing):
    case_id = opened("B")
    one, other = ids_of(office, case_id)
    paper = agree(office, case_id, [ClauseDraft(debtor_id=other, creditor_id=one, what="修好")])
    assert "违约责任：（以下空白）" in text(printing.render("agreement", case_id, paper))
    assert "（以下空白）" not in text(printing.render("agreement", case_id, BLANK))


def test_a_breach_clause_stands_on_every_agreement_that_has_one(office, opened, printing):
    case_id = opened("A")
    one, other = ids_of(office, case_id)
    due = ClauseDraft(debtor_id=other, creditor_id=one, what="付租金", amount_fen=300_000)
    paper = agree(office, case_id, [due], default_terms="逾期每日加付万分之二。", sign=False)
    assert "违约责任：逾期每日加付万分之二。" in text(printing.render("agreement", case_id, paper))
    assert "违约责任" not in text(printing.render("agreement", case_id, BLANK))


def test_what_was_signed_on_an_older_form_keeps_its_words(office, opened, printing):
    case_id = opened("B")
    sitting = sit(office, case_id)
    with office.write("旧") as session:
        row = session.get_one(MediationSession, sitting)
        row.signed_on = date(2026, 11, 9)
        row.as_signed = {
            "mode": "B",
            "course": "老话。",
            "parties": [{"role": "乙方", "name": "赵"}, {"role": "乙方", "name": "钱"}],
        }
    plain = text(printing.render("record", case_id, sitting))
    assert "工作室已告知各方：评理说事坚持自愿、平等" in plain
    assert "乙方（2）钱（签名" in plain


# ---- notices ------------------------------------------------------------------------------------------------------


def closed(office, case_id: str, outcome: str, **said: Any) -> None:
    if outcome == "failed":
        sit(office, case_id, result="failed")
    with office.write("不同意") as session:
        for party in said.get("parties", ()) if outcome == "refused" else ():
            session.get_one(Party, party).consent = "refused"
    Cases(office).close(
        case_id, ClosingDraft(**{"outcome": outcome, "note": "说好的原因", "closed_on": date(2026, 11, 20), **said})
    )


@pytest.mark.parametrize("mode", ["A", "B", "C"])
@pytest.mark.parametrize("outcome", ["transferred", "unsuitable", "to_court"])
def test_who_is_sent_elsewhere_is_not_invited_to_come_again(office, opened, printing, mode, outcome):
    case_id = opened(mode)
    closed(office, case_id, outcome, route="示例区城市管理局")
    plain = text(printing.render("termination", case_id))
    assert [
        word for word in ("再次", "再到工作室", "重新", "以后都愿意") if word in plain and outcome != "to_court"
    ] == []
    assert "示例区城市管理局（电话：" in plain
    assert "不予受理" not in plain


@pytest.mark.parametrize("mode", ["A", "B", "C"])
@pytest.mark.parametrize("outcome", ["to_court", "failed"])
@pytest.mark.parametrize(
    ("kind", "ways", "times"),
    [
        (("neighbour", "leak"), "起诉，", "诉讼时效（一般为三年"),
        (("marriage_family", ""), "起诉，", "诉讼时效（一般为三年"),
        (("contract", "house_lease"), "起诉（各方书面约定了仲裁的，申请仲裁），", "诉讼时效（一般为三年"),
        (("labour_other", "dismissal"), "劳动争议要先申请劳动争议仲裁", "劳动争议一般应在一年内申请仲裁"),
        (("migrant_wages", ""), "劳动争议要先申请劳动争议仲裁", "劳动争议一般应在一年内申请仲裁"),
        (("forest_land", "land_contract"), "申请农村土地承包仲裁或者起诉，", "申请农村土地承包仲裁的时效较短"),
        (("forest_land", "forest"), "起诉，", "诉讼时效（一般为三年"),
    ],
)
def test_the_way_named_is_one_this_kind_of_dispute_has(office, opened, printing, mode, outcome, kind, ways, times):
    case_id = opened(mode)
    with office.write("类型") as session:
        case = session.get_one(Case, case_id)
        case.dispute_type, case.subtype = kind
    closed(office, case_id, outcome, route="示例区人民法院" if outcome == "to_court" else "")
    plain = text(printing.render("termination", case_id))
    assert times in plain
    if outcome == "to_court":
        assert f"）{ways}" in plain or f"）申请仲裁或者起诉（{ways}" in plain
    labour = kind[0] in ("labour_other", "migrant_wages")
    assert ("劳动争议" in plain) == labour
    assert ("起诉或者申请仲裁" in plain) is False


@pytest.mark.parametrize("mode", ["A", "B", "C"])
def test_a_refusal_says_who_refused(office, opened, printing, mode):
    case_id = opened(mode)
    closed(office, case_id, "refused", parties=[ids_of(office, case_id)[1]])
    assert "因赵小磊明确" in text(printing.render("termination", case_id))


def test_the_reason_asked_for_is_printed_whatever_the_outcome(office):
    for entry in office.lists.entries("remedies"):
        for mode in "abc":
            assert "{reason}" in "".join(entry.get(f"text_{mode}")), (entry.code, mode)


@pytest.mark.parametrize("form", ["written", "oral"])
def test_who_does_not_conclude_an_agreement_is_no_party_of_it_in_its_clauses(office, opened, form):
    case_id = opened("B", [*TWO, PartyDraft(name="马小满", side="third")])
    one, other, third = ids_of(office, case_id)
    clauses = [
        ClauseDraft(debtor_id=other, creditor_id=third, what="赔偿损失", amount_fen=10_000),
        ClauseDraft(debtor_id=other, creditor_id=one, what="修好水管"),
    ]
    row = agree(office, case_id, clauses, sign=False, form=form)
    made = data_of(office, "agreement" if form == "written" else "oral_agreement", case_id, row)
    plain = str(made.get("clauses") or made["content"])
    assert [party["name"] for party in made["parties"]] == ["王大明", "赵小磊"]
    assert "乙方赵小磊向马小满赔偿损失" in plain
    assert "甲方王大明" in plain


def test_an_agent_without_the_power_to_sign_has_no_line_on_the_agreement(office, opened):
    people = [
        TWO[0],
        TWO[1],
        PartyDraft(name="钱某", side="respondent", role="agent", acts_for=1, authority="代为参加调解"),
    ]
    case_id = opened("B", people)
    assert [line["name"] for line in data_of(office, "agreement", case_id, BLANK)["signers"]["parties"]] == [
        "王大明",
        "赵小磊",
    ]
    assert "钱某" in str(data_of(office, "record", case_id, BLANK)["signers"]["parties"])


@pytest.mark.parametrize("mode", ["A", "B", "C"])
def test_the_ways_told_when_something_is_not_done_have_no_gaps(office, opened, mode):
    told = Agreements(office).remedies(opened(mode))
    assert told
    assert "{" not in "".join(told)
    assert ("幸福里社区人民调解委员会" in "".join(told)) == (mode == "C")


def test_page_and_paper_tell_the_same(office, opened, printing):
    case_id = opened("A")
    closed(office, case_id, "failed")
    told = Cases(office).remedies(case_id)
    plain = text(printing.render("termination", case_id))
    assert told is not None
    assert told.title in plain
    assert [line for line in told.paragraphs if re.sub(r"\s", "", line) not in plain] == []


def test_the_other_body_is_named_with_its_telephone(office, opened, printing):
    case_id = opened("B")
    with office.write("单位") as session:
        session.add(Organisation(kind="department", name="示例区城市管理局", phone="041186668888"))
    closed(office, case_id, "transferred", route="示例区城市管理局")
    assert "（电话：0411-86668888）" in text(printing.render("termination", case_id))


@pytest.mark.parametrize("mode", ["A", "B", "C"])
def test_everybody_has_a_sheet_of_his_own_on_his_data(office, opened, printing, mode):
    case_id = opened(mode, FAMILY)
    pages = sheets(printing.render("notice", case_id))
    consents = [page for page in pages if "个人信息告知同意书" in page]
    assert len(pages) == len(consents) + 1 == 5
    for page in consents:
        assert page.count("同意提供给") == 5  # each recipient is asked for by itself
        assert [
            law
            for law in ("《反家庭暴力法》第十四条", "《未成年人保护法》第十一条", "《人民调解法》第二十五条")
            if law not in page
        ] == []
        assert "由示例委员工作室登记和保存" in page
        assert "保存30年，口头协议和其他的保存10年" in page
        assert [word for word in ("未勾选的不提供", "已征得") if word in page] == []
    child = next(page for page in consents if "孙小宝" in page)
    assert "法定代理人孙大宝（签名或按指印）" in child
    assert "同意处理未满十四周岁未成年人的信息" in child
    assert "未满十四周岁未成年人" not in next(
        page for page in consents if "乙方李大力" in page or "被申请人李大力" in page
    )


@pytest.mark.parametrize(
    ("mode", "work", "never"),
    [
        ("A", "登记来访、调解纠纷、回访", ["同意提供给人民调解委员会"]),  # it is the one that asks
        ("B", "登记来访、评理说事、回访", ["人民法院", "司法确认", "以案定补", "调解纠纷"]),
        ("C", "登记来访、协助调解、回访", ["人民法院", "司法确认", "调解纠纷"]),
    ],
)
def test_consent_is_asked_for_what_the_mode_uses_and_nothing_else(office, opened, printing, mode, work, never):
    for page in (sheets(printing.render("notice", opened(mode)))[1], sheets(printing.blank("notice", mode))[1]):
        assert work in page
        assert [word for word in never if word in page.partition("四、")[0] + page.partition("五、")[2]] == []
        assert [told for told in ("姓名、电话、住址", "性别、年龄、民族、职业、单位") if told not in page] == []
        assert ("申请司法确认" in page) == (mode == "A")
        assert ("以案定补" in page) == (mode != "B")


def test_in_mode_c_the_committee_presides_and_consent_is_still_asked_for(opened, printing):
    plain = sheets(printing.render("notice", opened("C")))[0]
    assert "由幸福里社区人民调解委员会主持" in plain
    assert "须征得各方当事人同意" in plain
    assert [word for word in ("已征得", "我们帮大家", "和解协议") if word in plain] == []


def test_the_sentence_before_the_signatures_is_the_desks_own(office, opened, printing):
    from studio_app.office.tables import DictionaryEntry

    case_id = opened("B")
    with office.write("改") as session:
        row = session.scalars(select(DictionaryEntry).where(DictionaryEntry.code == "rights_b")).one()
        row.data = {**row.data, "signature": "本区自己的签名话。"}
    assert "本区自己的签名话。" in sheets(printing.render("notice", case_id))[0]
    assert "来不来、谈不谈" in text(printing.blank("notice", "B"))


# ---- the summary says how things stand ----------------------------------------------------------------------------


def test_what_is_overdue_is_said_to_be_and_instalments_stand_on_one_line(office, opened, printing):
    case_id = opened("B")
    one, other = ids_of(office, case_id)
    sum_ = ClauseDraft(debtor_id=other, creditor_id=one, what="赔偿损失", amount_fen=300_000)
    agree(office, case_id, [ClauseDraft(debtor_id=other, creditor_id=one, what="修好", due_on=date(2026, 11, 12)),
                            *in_instalments(sum_, 3, date(2026, 11, 15))])  # fmt: skip
    made = data_of(office, "summary", case_id)
    assert len(made["terms"]) == 2
    assert "分3期" in made["terms"][1]
    assert "第1条：逾期未履行（2026年11月12日到期）" in made["performance"]
    assert "第2条：3期，逾期未履行1期（2026年11月15日到期），待履行2期（2026年12月15日起到期）" in made["performance"]


def test_what_the_visit_found_is_not_contradicted(office, opened):
    case_id = opened("B")
    one, other = ids_of(office, case_id)
    agree(office, case_id, [ClauseDraft(debtor_id=other, creditor_id=one, what="修好", due_on=date(2026, 11, 12))])
    FollowUps(office).record(
        case_id,
        FollowUpDraft(visited_on=date(2026, 11, 20), method="phone", visited=[one], fulfilled="yes", text="好了"),
    )
    made = data_of(office, "summary", case_id)
    assert "已履行0项" not in made["performance"]
    assert "2026年11月20日回访时已履行完毕，还没有逐项登记" in made["performance"]


def test_what_was_waived_was_not_performed(office, opened):
    case_id = opened("B")
    one, other = ids_of(office, case_id)
    agree(office, case_id, [ClauseDraft(debtor_id=other, creditor_id=one, what=what) for what in ("修好", "赔偿")])
    service = Agreements(office)
    promises = service.promises(case_id)
    service.waive(promises[0].obligation.id)
    service.perform(promises[1].obligation.id, PerformanceDraft(done_on=date(2026, 11, 20), full=True))
    assert data_of(office, "summary", case_id)["performance"].startswith("共2项，已履行1项，权利人放弃1项。")


def test_what_was_paid_before_a_refusal_stays_said(office, opened):
    case_id = opened("B")
    one, other = ids_of(office, case_id)
    agree(office, case_id, [ClauseDraft(debtor_id=other, creditor_id=one, what="赔偿", amount_fen=300_000)])
    service = Agreements(office)
    owed = service.promises(case_id)[0].obligation.id
    service.perform(owed, PerformanceDraft(done_on=date(2026, 11, 20), amount_fen=80_000, full=False))
    assert service.mark_refused(owed).state == "partly_performed"
    made = data_of(office, "summary", case_id)
    assert made["performance"].endswith("第1条：部分履行、其余拒不履行，已付800元。")
    refused = [event for event in Cases(office).case_file(case_id).timeline if event.title == "拒不履行"]
    assert [(event.day, "此前已付 800 元" in event.text) for event in refused] == [(date(2026, 11, 23), True)]
    service.perform(owed, PerformanceDraft(done_on=date(2026, 11, 23), amount_fen=220_000, full=True))
    assert "拒不履行" in [event.title for event in Cases(office).case_file(case_id).timeline]
    assert "已付" not in data_of(office, "summary", case_id)["performance"]


def test_after_reopening_the_terms_of_the_first_round_are_still_told(office, opened):
    case_id = opened("B")
    one, other = ids_of(office, case_id)
    agree(
        office, case_id, [ClauseDraft(debtor_id=other, creditor_id=one, what="修好卫生间", due_on=date(2026, 11, 12))]
    )
    closed(office, case_id, "repudiated", parties=[other], route="示例区人民法院")
    Cases(office).reopen(case_id, date(2026, 11, 23), "又愿意谈")
    made = data_of(office, "summary", case_id)
    assert "修好卫生间" in made["terms"][0]
    assert "第1条：逾期未履行" in made["performance"]


def test_in_mode_c_the_day_we_were_told_is_no_day_of_effect(office, opened):
    case_id = opened("C")
    one, other = ids_of(office, case_id)
    agree(office, case_id, [ClauseDraft(debtor_id=other, creditor_id=one, what="修好")], number="外1")
    made = data_of(office, "summary", case_id)
    assert "起生效" not in made["result"]
    assert "主办的调委会告知的生效日期为2026年11月10日" in made["result"]


def test_what_nobody_assessed_counted_or_knew_is_not_stated(office, opened):
    case_id = opened("B", [PartyDraft(name="王大明", sex="0"), PartyDraft(name="赵小磊", side="respondent", sex="9")])
    made = data_of(office, "summary", case_id)
    assert made["risk"] == ""
    assert made["parties"] == ["甲方：王大明", "乙方：赵小磊"]
    assert [row["gender"] for row in data_of(office, "record", case_id, BLANK)["parties"]] == ["", ""]
    Cases(office).set_risk(case_id, RiskDraft("green", []))
    assert data_of(office, "summary", case_id)["risk"] == "绿色（低风险）"


def test_a_level_somebody_chose_is_stated(office, opened):
    assert data_of(office, "summary", opened("B", risk="amber"))["risk"] == "黄色（一般风险）"


@pytest.mark.parametrize("mode", ["A", "B"])
def test_what_follows_a_breach_is_printed_where_it_was_agreed(office, printing, opened, mode):
    case_id = opened(mode)
    one, other = ids_of(office, case_id)
    clause = ClauseDraft(debtor_id=other, creditor_id=one, what="修好卫生间", due_on=date(2026, 12, 1))
    agree(office, case_id, [clause], sign=False, default_terms="逾期一天加付五元。")
    assert "违约责任：逾期一天加付五元。" in text(printing.render("agreement", case_id))


def test_a_committees_agreement_without_words_on_breach_has_no_such_heading(office, printing, opened):
    case_id = opened("A")
    one, other = ids_of(office, case_id)
    clause = ClauseDraft(debtor_id=other, creditor_id=one, what="修好卫生间", due_on=date(2026, 12, 1))
    agree(office, case_id, [clause], sign=False)
    assert "违约责任" not in text(printing.render("agreement", case_id))


# ---- visits, reports, 回访 ----------------------------------------------------------------------------------------


def test_the_visit_form_prints_remark_and_age(office, opened, printing):
    case_id, subjects = full_case(office, opened, "B")
    plain = text(printing.render("visit", case_id, subjects["visit"]))
    assert "备注耳背" in plain
    assert data_of(office, "visit", case_id, subjects["visit"])["visitors"][0]["age"] == "58"
    for community, place, shown in (
        ("幸福里社区", "幸福里7号楼", "幸福里7号楼"),
        ("幸福里社区", "幸福里 社区7号楼", "幸福里 社区7号楼"),
        ("幸福里社区", "阳光小区7号楼", "幸福里社区，阳光小区7号楼"),
        ("", "7号楼", "7号楼"),
    ):
        with office.write("改") as session:
            row = session.get_one(Intake, subjects["visit"])
            row.community, row.place = community, place
        assert data_of(office, "visit", case_id, subjects["visit"])["place"] == shown


def test_a_report_has_a_number_and_the_day_of_noticing_is_not_that_of_reporting(office, opened):
    case_id = opened("B")
    said = {
        "target": "police",
        "way": "phone",
        "content": "扬言打人",
        "reporter": "李老师",
        "reported_at": office.now(),
    }
    report = Cases(office).report_risk(case_id, RiskReportDraft(**said))
    made = data_of(office, "risk_report", case_id, report.id)
    assert made["number"].endswith("第1份")
    assert made["noticed"] == ""
    again = Cases(office).report_risk(case_id, RiskReportDraft(**said, noticed_on=date(2026, 11, 22)))
    assert data_of(office, "risk_report", case_id, again.id)["noticed"] == "2026年11月22日"


def test_a_report_names_what_was_noticed_and_explains_nothing(office, opened, printing):
    case_id = opened("B")
    said = {"target": "police", "way": "phone", "reporter": "李老师", "reported_at": office.now()}
    for sign, name in (
        ("escalation", "可能转为治安案件或刑事案件。"),
        ("needs_expert", "情绪或行为异常。"),
        ("incapable_harm", "无（限制）民事行为能力人疑似受侵害。"),
        ("", ""),
    ):
        report = Cases(office).report_risk(case_id, RiskReportDraft(**said, sign=sign, content="" if sign else "吵"))
        assert data_of(office, "risk_report", case_id, report.id)["signs"] == (name or "吵。")
    line = next(one for one in Dictionaries(office).entries("risk_signs") if one.code == "escalation")
    Dictionaries(office).rename(line.id, "怕要打起来（先报派出所）")
    report = Cases(office).report_risk(case_id, RiskReportDraft(**said, sign="escalation"))
    assert data_of(office, "risk_report", case_id, report.id)["signs"] == "怕要打起来（先报派出所）。"


def test_a_visit_after_failed_talks_speaks_of_no_settlement(office, opened, printing):
    case_id = opened("B")
    closed(office, case_id, "failed")
    seen = FollowUps(office).record(
        case_id, FollowUpDraft(visited_on=date(2026, 11, 22), method="phone", text="各自冷静")
    )
    plain = text(printing.render("follow_up", case_id, seen.id))
    assert "评理说事回访记录" in plain
    assert [word for word in ("和解", "履行情况", "协议编号") if word in plain] == []


def test_a_landline_keeps_its_hyphen_on_every_paper(office, opened, printing):
    case_id = opened("A", [PartyDraft(name="王大明", phone="0411-83123456"), TWO[1]])
    with office.write("电话") as session:
        session.get_one(Organisation, office.database.studio_id).phone = "041186668888"
    for form in ("summary", "acceptance", "notice", "record"):
        plain = text(printing.render(form, case_id, BLANK if form == "record" else ""))
        assert "041183123456" not in plain
        assert "041186668888" not in plain


def test_the_summary_names_the_round_of_an_agreement_only_where_there_are_several(office, opened):
    case_id = opened("B")
    first, second = ids_of(office, case_id)
    agree(office, case_id, [ClauseDraft(debtor_id=second, creditor_id=first, what="修好水管")])
    assert "轮" not in data_of(office, "summary", case_id)["result"]
    cases = Cases(office)
    cases.close(case_id, ClosingDraft("agreed_written", "约定的事还没有到期", date(2026, 11, 10)))
    cases.reopen(case_id, date(2026, 11, 11), "又漏了")
    again = [ClauseDraft(debtor_id=second, creditor_id=first, what="重做防水")]
    agree(office, case_id, again, sign=False, reached_on=date(2026, 11, 12))
    result = data_of(office, "summary", case_id)["result"]
    assert "第1轮书面协议" in result
    assert "第2轮书面协议" in result


def test_of_many_promises_the_summary_lists_those_that_are_still_open(office, opened):
    case_id = opened("B")
    first, second = ids_of(office, case_id)
    days = [date(2026, 12, day) for day in range(1, 7)]
    agree(
        office,
        case_id,
        [ClauseDraft(debtor_id=second, creditor_id=first, what=f"第{day.day}件事", due_on=day) for day in days],
    )
    service = Agreements(office)
    done = service.promises(case_id)[0].obligation
    service.perform(done.id, PerformanceDraft(date(2026, 11, 20), full=True))
    told = data_of(office, "summary", case_id)["performance"]
    assert told.startswith("共6项，已履行1项。\n")
    assert re.findall("第(.)条：待履行", told) == ["2", "3", "4", "5"]
