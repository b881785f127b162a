"""调解情况摘要 (handbook 2.2(15)): the one page about a case that leaves the desk, masked to the level asked for."""

from datetime import date

from sqlalchemy import func, select

from studio_app.domain import phones
from studio_app.domain.dates import show_day_cn
from studio_app.domain.wording import sentences
from studio_app.records import clause_words
from studio_app.records.case_masks import OMITTED, Veil, veil
from studio_app.records.dossier import Dossier, FormData, age_at, said_day
from studio_app.store.tables import FollowUp, MediationSession, Obligation, Party, Performance

FEW = 4  # more promises than that are counted instead of listed


def summary(file: Dossier, level: str, recipient: str) -> FormData:
    """`level`: a code of masks.toml; `recipient`: of recipients.toml, decides whose phone may stand."""
    case = file.case
    cover = veil(file, level, recipient, case.accepted_on)
    return {
        "mode": case.mode,
        "number": case.number,
        "office": file.in_name_of(),
        "kind": cover.within(file.kind) or file.label("dispute_types", case.dispute_type),
        "accepted": show_day_cn(case.accepted_on) + _taken(file),
        "closed": said_day(case.closed_on) or f"办理中（{file.label('case_states', case.state)}）",
        "source": _source(file, cover),
        "risk": _risk(file),
        "way": f"协助{file.committee or '人民调解委员会'}调解" if case.mode == "C" else file.label("modes", case.mode),
        "handler": file.handlers,
        "parties": [_party(file, cover, party) for party in file.principals],
        "facts": cover.text(case.summary),
        "sessions": [_sitting(file, row) for row in file.sittings],
        "result": _result(file, cover),
        "terms": _terms(file, cover),
        "performance": _performance(file, cover),
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


def _risk(file: Dossier) -> str:
    entry = file.office.lists.entry("risks", file.case.risk)
    return f"{entry.label}色（{entry.get('full_label')}）" if entry.get("full_label") else entry.label


def _party(file: Dossier, cover: Veil, party: Party) -> str:
    """乙方：赵某，男，41岁，电话 …，示例小区3号楼; one who acts for it behind."""
    age, phone = age_at(party, file.case.accepted_on), phones.show(cover.phone(party))
    shown = [cover.person(party)]
    if party.kind != "organisation" and not cover.hides(party):
        shown += [file.label("sexes", party.sex), f"{age}岁" if age is not None else ""]
    shown += [f"电话 {phone}" if phone else "", cover.address(party)]
    shown += [f"{file.label('party_roles', p.role)}{cover.person(p)}" for p in _acting(file, party)]
    return f"{file.role(party)}：{'，'.join(part for part in shown if part)}"


def _acting(file: Dossier, principal: Party) -> list[Party]:
    return [party for party in file.parties if party.acts_for_id == principal.id]


def _sitting(file: Dossier, row: MediationSession) -> str:
    """2026年10月9日，面对面，物业公司参加，达成协议: units, not names, of those invited."""
    invited = [p for p in file.participants if p.id in row.invited]
    units = "、".join(dict.fromkeys(p.unit or file.label("participant_relations", p.relation) for p in invited))
    parts = [show_day_cn(file.day_of(row.started_at)), file.label("session_methods", row.method)]
    parts += [f"{units.strip('、')}参加" if units.strip("、") else "", file.mode_word("session_results", row.result)]
    again = f"（第{row.round}轮）" if row.round > 1 else ""
    return again + "，".join(part for part in parts if part)


def _result(file: Dossier, cover: Veil) -> str:
    case, row = file.case, file.agreement
    said = [file.mode_word("outcomes", case.outcome) or file.label("case_states", case.state)]
    if row is not None and row.form != "none":
        paper = f"{file.label('agreement_forms', row.form)}协议"
        said.append(
            f"{paper}{row.number}自{show_day_cn(row.effective_on)}起生效" if row.effective_on else f"{paper}尚未生效"
        )
    said.append(cover.within(case.outcome_note))
    return sentences(said)


def _terms(file: Dossier, cover: Veil) -> list[str]:
    called = file.called()
    terms = [cover.text(clause_words.sentence(article, called)) for article in clause_words.articles(file.clauses)]
    return [f"共{len(terms)}条{OMITTED}"] if terms and set(terms) == {OMITTED} else terms


def _performance(file: Dossier, cover: Veil) -> str:
    owed = [item for item in file.obligations if item.state != "replaced"]
    if not owed:
        return ""
    done = [item for item in owed if file.office.lists.entry("obligation_states", item.state).get("done") == "yes"]
    last = _last_days(file, owed)
    if len(done) == len(owed) and last:
        return f"共{len(owed)}项，已全部履行（{show_day_cn(max(last.values()))}）。"
    head = f"共{len(owed)}项，已履行{len(done)}项。"
    listed = owed if len(owed) <= FEW else [item for item in owed if item not in done][:FEW]
    listed = sorted(listed, key=lambda item: _place(file, item) or len(file.clauses) + 1)
    return f"{head}\n{'；'.join(_item(file, cover, item, last.get(item.id)) for item in listed)}。"


def _last_days(file: Dossier, owed: list[Obligation]) -> dict[str, date]:
    """When something was last done towards each."""
    query = select(Performance.obligation_id, func.max(Performance.done_on))
    query = query.where(Performance.obligation_id.in_([item.id for item in owed])).group_by(Performance.obligation_id)
    return dict(file.session.execute(query).all())


def _item(file: Dossier, cover: Veil, item: Obligation, done_on: date | None) -> str:
    """第2条：已履行（2026年10月20日）; in its own words where it stands in none of the clauses above."""
    state = file.label("obligation_states", item.state)
    place = _place(file, item)
    what = f"第{place}条" if place else cover.text(clause_words.promise(item, file.called()))
    day = show_day_cn(done_on) if done_on else f"{show_day_cn(item.due_on)}到期" if item.due_on else ""
    return f"{what}：{state}{f'（{day}）' if day else ''}"


def _place(file: Dossier, item: Obligation) -> int:
    """The number of its clause, 0 for a promise that stands in none."""
    articles = clause_words.articles(file.clauses)
    return next((a.number for a in articles if any(clause.id == item.clause_id for clause in a.rows)), 0)


def _visit(file: Dossier, cover: Veil, row: FollowUp) -> str:
    said = f"{show_day_cn(row.visited_on)}{file.label('follow_up_methods', row.method)}回访"
    found = file.label("fulfilments", row.fulfilled)
    satisfied = f"满意度：{file.label('satisfactions', row.satisfaction)}" if row.satisfaction else ""
    parts = ["，".join(part for part in (said, found, satisfied) if part), cover.within(row.text)]
    signs = cover.within(row.new_signs)
    parts += [f"新的苗头：{signs}" if signs else ""]
    return sentences([part for part in parts if part.strip()])
