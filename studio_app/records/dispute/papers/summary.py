"""调解情况摘要 (handbook 2.2(15)): the one page about a case that leaves the desk, masked to the level asked for."""

from studio_app.domain import phones
from studio_app.domain.dates import show_day_cn
from studio_app.domain.wording import sentences
from studio_app.records.dispute.agreement.standing import Standing
from studio_app.records.dispute.agreement.table import Agreement
from studio_app.records.dispute.case.table import Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.masks import Veil, veil
from studio_app.records.dispute.papers.dossier import Dossier, FormData, age_at, said_day
from studio_app.records.dispute.session.table import MediationSession


def summary(file: Dossier, level: str, recipient: str) -> FormData:
    """`level`: a code of masks.toml; `recipient`: of recipients.toml, decides whose phone may stand."""
    case = file.case
    cover = veil(file, level, recipient, case.accepted_on)
    standing = Standing(file, cover)
    return {
        "mode": case.mode,
        "number": case.number,
        "office": file.in_name_of(),
        "kind": cover.within(file.kind) or file.label("dispute_types", case.dispute_type),
        "accepted": show_day_cn(case.accepted_on) + _taken(file),
        "closed": said_day(case.closed_on) or f"办理中（{file.label('case_states', case.state)}）",
        "source": _source(file, cover),
        "risk": file.risk_word(),
        "way": f"协助{file.committee or '人民调解委员会'}调解" if case.mode == "C" else file.label("modes", case.mode),
        "handler": file.handlers,
        "parties": [_party(file, cover, party) for party in file.principals],
        "facts": cover.text(case.summary),
        "sessions": [_sitting(file, cover, row) for row in file.sittings],
        "result": _result(file, cover, standing),
        "terms": standing.lines(),
        "performance": standing.performance(),
        "follow_up": "\n".join(_visit(file, cover, row) for row in file.follow_ups),
        "advice": cover.text(case.advice),
        "masking": str(file.office.lists.entry("masks", level).get("note")),
    }


def _taken(file: Dossier) -> str:
    """When it came over from another handling, which accepted it on another day."""
    day = file.case.taken_on
    return f"（{show_day_cn(day)}起{file.label('modes', file.case.mode)}）" if day else ""


def _source(file: Dossier, cover: Veil) -> str:
    source, unit = file.label("sources", file.case.source), cover.within(file.case.source_unit)
    return f"{source}（{unit}）" if unit else source


def _party(file: Dossier, cover: Veil, party: Party) -> str:
    """乙方：赵某，男，41岁，电话 …，示例小区3号楼; one who acts for it behind."""
    age, phone = age_at(party, file.case.accepted_on), phones.show(cover.phone(party))
    shown = [cover.person(party)]
    if party.kind != "organisation" and not cover.hides(party):
        shown += [file.sex(party.sex), f"{age}岁" if age is not None else ""]
    plates = cover.masks.plate(party.plates)
    shown += [f"电话 {phone}" if phone else "", f"车牌 {plates}" if plates else "", cover.address(party)]
    shown += [f"{file.acts_as(p)}{cover.person(p)}" for p in file.acting(party)]
    return f"{file.titled(party)}：{'，'.join(part for part in shown if part)}"


def _sitting(file: Dossier, cover: Veil, row: MediationSession) -> str:
    """2026年10月9日，面对面，物业公司参加，达成协议: units, not names, of those invited."""
    invited = [p for p in file.participants if p.id in row.invited]
    named = dict.fromkeys(p.unit or file.label("participant_relations", p.relation) for p in invited)
    units = cover.units("、".join(named))
    parts = [show_day_cn(file.day_of(row.started_at)), file.label("session_methods", row.method)]
    parts += [f"{units.strip('、')}参加" if units.strip("、") else "", file.mode_word("session_results", row.result)]
    again = f"（第{row.round}轮）" if row.round > 1 else ""
    return again + "，".join(part for part in parts if part)


def _result(file: Dossier, cover: Veil, standing: Standing) -> str:
    case = file.case
    said = [file.mode_word("outcomes", case.outcome) or file.label("case_states", case.state)]
    said += [_agreed(file, row, several=len(standing.agreements) > 1) for row in standing.agreements]
    said.append(cover.within(case.outcome_note))
    return sentences(said)


def _agreed(file: Dossier, row: Agreement, *, several: bool) -> str:
    """The paper and since when it binds; in mode C when the committee told us, for its effect is theirs to tell."""
    paper = f"{f'第{row.round}轮' if several else ''}{file.label('agreement_forms', row.form)}协议{row.number}"
    if row.mode == "C":
        told = f"{paper}，主办的调委会告知的生效日期为{show_day_cn(row.told_on)}" if row.told_on else ""
        return told or f"{paper}，主办的调委会尚未告知生效日期"
    return f"{paper}自{show_day_cn(row.effective_on)}起生效" if row.effective_on else f"{paper}尚未生效"


def _visit(file: Dossier, cover: Veil, row: FollowUp) -> str:
    said = f"{show_day_cn(row.visited_on)}{file.label('follow_up_methods', row.method)}回访"
    found = file.label("fulfilments", row.fulfilled)
    satisfied = f"满意度：{file.label('satisfactions', row.satisfaction)}" if row.satisfaction else ""
    parts = ["，".join(part for part in (said, found, satisfied) if part), cover.within(row.text)]
    signs = cover.within(row.new_signs)
    parts += [f"新的苗头：{signs}" if signs else ""]
    return sentences([part for part in parts if part.strip()])
