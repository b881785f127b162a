"""A desk that has too much of everything: names of twenty characters, twelve parties, many clauses, many visits."""

from datetime import date, datetime, timedelta

from studio_app.desk import Desk
from studio_app.records.dispute.agreement.draft import AgreementDraft, ClauseDraft, PerformanceDraft, SigningDraft
from studio_app.records.dispute.case.draft import ParticipantDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import RiskDraft
from studio_app.records.dispute.session.draft import SessionDraft
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.station.draft import StationDraft

LONG = "古丽巴哈尔古丽·买买提艾力阿不都热合曼"
PLACE = "示例市示例区幸福里社区和谐家园二期南区三十八号楼二单元一千四百零三室"
WORDS = "楼上卫生间防水层老化，渗水到楼下天花板和墙面，双方为维修费用和误工费用争执不下。" * 6
PARTIES, CLAUSES, VISITS, CASES, SITTINGS = 12, 3, 10, 2, 1


def fill(desk: Desk) -> str:
    """The id of the fullest case."""
    case_id = _case(desk)
    _sittings(desk, case_id)
    _agree(desk, case_id)
    for number in range(CASES):
        desk.services.cases.open(Opening(title=f"{number}{WORDS[:18]}", dispute_type="neighbour", parties=_parties(2)))
    for number in range(VISITS):
        visitors = [VisitorDraft(name=f"{LONG[:12]}{number}", phone="19900001234", address=PLACE)]
        desk.services.intakes.register(IntakeDraft(content=WORDS, place=PLACE, visitors=visitors))
    for number in range(VISITS):
        desk.services.reminders.add(
            f"{number}带表格去社区盖章，{WORDS[:60]}", _today(desk) + timedelta(days=number // 3)
        )
    station = desk.services.stations.store(
        StationDraft(name=LONG, address=PLACE, host=PLACE, reception_rule="每周一", note=WORDS)
    )
    desk.services.stations.plan(station.id, _today(desk), _today(desk) + timedelta(days=90))
    return case_id


def _today(desk: Desk) -> date:
    return desk.office.today()


def _parties(number: int) -> list[PartyDraft]:
    sides = ("applicant", "respondent")
    return [
        PartyDraft(
            name=f"{LONG}{place}", side=sides[place % 2], phone="19900001234", address=PLACE, age_told=50 + place
        )
        for place in range(number)
    ]


def _case(desk: Desk) -> str:
    visit = desk.services.intakes.register(
        IntakeDraft(content=WORDS, place=PLACE, visitors=[VisitorDraft(name=f"{LONG}0", phone="19900001234")])
    )
    opening = Opening(
        title="卫生间漏水引起的邻里损害赔偿和相邻关系",
        dispute_type="neighbour",
        subtype="leak",
        summary=WORDS,
        place=PLACE,
        parties=_parties(PARTIES),
    )
    case_id = str(desk.services.intakes.accept(visit.id, opening).id)
    for number in range(4):
        guest = ParticipantDraft(f"{LONG}{number}", "示例区住房和城乡建设局物业管理科", "", consented=True)
        desk.services.cases.put_participant(case_id, guest)
    desk.services.cases.set_risk(case_id, RiskDraft("yellow", []))
    return case_id


def _sittings(desk: Desk, case_id: str) -> None:
    ids = [party.id for party in desk.services.sessions.table(case_id).parties]
    for number in range(SITTINGS):
        began = datetime.combine(_today(desk), datetime.min.time()) + timedelta(hours=1, minutes=number)
        draft = SessionDraft(started_at=began, place=PLACE, present=ids, narrative=WORDS, result="continue")
        draft.statements = dict.fromkeys(ids, WORDS)
        desk.services.sessions.record(case_id, draft)


def _agree(desk: Desk, case_id: str) -> None:
    ids = [party.id for party in desk.services.sessions.table(case_id).parties]
    today = _today(desk)
    clauses = [
        ClauseDraft("", ids[1], ids[0], f"{number}{WORDS[:90]}", 123_456_78, today, "", PLACE, "转账")
        for number in range(CLAUSES)
    ]
    draft = AgreementDraft(reached_on=today, place=PLACE, facts=WORDS, clauses=clauses)
    paper = desk.services.agreements.save(case_id, draft)
    desk.services.agreements.sign(paper.id, SigningDraft(dict.fromkeys(ids, today)))
    promise = desk.services.agreements.promises(case_id)[0].obligation.id
    desk.services.agreements.perform(promise, PerformanceDraft(done_on=today, amount_fen=100, full=False, note=WORDS))
