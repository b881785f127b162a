"""The shipped data is whole: lists parse, codes agree with each other, samples are samples, every page has its help."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from studio_app.core.paths import resource
from studio_app.domain import identity, numbering
from studio_app.domain.masking.health import Health
from studio_app.office import list_texts

Row = dict[str, Any]

STEMS = sorted(file.stem for file in resource("dictionaries").glob("*.toml"))
NAMED = [
    "dispute_types",
    "dispute_subtypes",
    "sources",
    "channels",
    "intake_kinds",
    "destinations",
    "backdate_reasons",
    "levels",
    "risks",
    "risk_signs",
    "outcomes",
    "modes",
    "party_sides",
    "party_roles",
    "session_methods",
    "session_results",
    "places",
    "agreement_forms",
    "follow_up_methods",
    "satisfactions",
    "sexes",
    "ethnicities",
    "id_types",
    "staff_roles",
    "org_kinds",
    "referrals",
    "recipients",
    "report_targets",
    "report_ways",
    "masks",
    "numbering",
    "deadlines",
    "phrases",
    "laws",
    "vague_words",
    "surname_readings",
    "compound_surnames",
    "descriptions",
    "health_words",
    "remedies",
    "legal_ways",
    "notices",
    "refusal_texts",
]
KEYS = {
    "dispute_types": "order report parent",
    "dispute_subtypes": "type order",
    "sources": "moj entrusted village",
    "destinations": "needs_text action",
    "risks": "full_label tone meaning report",
    "risk_signs": "hard_stop makes_red points prompt report_to",
    "outcomes": "state t1 success moj ledger form needs_agreement ends needs_reason remedies",
    "modes": "name number agreement_title oral_title witness seal judicial_confirmation effective_text",
    "masks": "name id_number phone phone_consented address bank_card minor guardian health free_text",
    "numbering": "pattern zi per_year issuer",
    "deadlines": "enabled adjust lead button action law reason modes",
    "descriptions": "words",
    "health_words": "words shown before behind noun after told",
    "referrals": "number accept route say",
    "phrases": "group modes",
    "laws": "name article gist tags as_of",
    "remedies": "text_a text_b",
    "legal_ways": "types subtypes sue in_time",
    "notices": "kind modes title paragraphs",
}
HELP = [
    "today",
    "intake",
    "mediation",
    "case",
    "session",
    "agreement",
    "followups",
    "handover",
    "stations",
    "statistics",
    "printing",
    "search",
    "settings",
    "backup",
    "security",
    "keyboard",
    "input_method",
    "wizard",
    "import_note",
]


def load(*parts: str) -> Row:
    return tomllib.loads(resource(*parts).read_text(encoding="utf-8"))


def rows(dictionary: str) -> list[Row]:
    found: list[Row] = load("dictionaries", f"{dictionary}.toml")["entry"]
    return found


def codes(dictionary: str) -> set[str]:
    return {row["code"] for row in rows(dictionary)}


DEMO = load("demo", "cases.toml")
CASES: list[Row] = DEMO["case"]
INTAKES: list[Row] = DEMO["intake"]
by_ref = pytest.mark.parametrize("case", CASES, ids=[case["ref"] for case in CASES])


@pytest.mark.parametrize("stem", STEMS)
def test_list_is_whole(stem: str) -> None:
    content = load("dictionaries", f"{stem}.toml")
    found = [row["code"] for row in content["entry"]]
    assert content["title"]
    assert content["help"].endswith("。")
    assert isinstance(content["editable"], bool)
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", code) for code in found)
    assert all(row["label"].strip() == row["label"] != "" for row in content["entry"])


@pytest.mark.parametrize("stem", STEMS)
def test_texts_offered_for_editing_are_there_and_sound(stem: str) -> None:
    """Every text named in `texts` stands in some row, and the shipped rows pass the check an edited one must pass."""
    content = load("dictionaries", f"{stem}.toml")
    for name in content.get("texts", {}):
        values = [row[name] for row in content["entry"] if name in row]
        assert values, name
        texts = ["\n".join(value) if isinstance(value, list) else value for value in values]
        known = [gap for text in texts for gap in list_texts.gaps(text)]
        assert name == "label" or not any(list_texts.problem(text, [], known) for text in texts)


@pytest.mark.parametrize("stem", STEMS)
def test_rows_of_a_list_have_the_same_keys(stem: str) -> None:
    optional = (
        {"days", "workdays", "months", "days_by", "law_b", "reason_b", "law_c", "reason_c", "reason_oral"}
        if stem == "deadlines"
        else {"active"}
    )
    assert len({frozenset(row.keys() - optional) for row in rows(stem)}) == 1


@pytest.mark.parametrize("stem", STEMS)
def test_header_comment_names_every_key(stem: str) -> None:
    text = resource("dictionaries", f"{stem}.toml").read_text(encoding="utf-8")
    comment = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    keys = set().union(*rows(stem)) - {"code", "label", "order"}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", comment)] == []


def test_the_named_lists_are_there() -> None:
    assert set(NAMED) <= set(STEMS)


@pytest.mark.parametrize("stem", sorted(KEYS))
def test_required_keys(stem: str) -> None:
    wanted = set(KEYS[stem].split())
    assert [row["code"] for row in rows(stem) if not wanted <= row.keys()] == []


def test_eighteen_types_each_with_its_column_and_a_subtype() -> None:
    types = rows("dispute_types")
    assert [row["order"] for row in types] == list(range(1, 19))
    assert len({row["report"] for row in types}) == 18
    assert {row["type"] for row in rows("dispute_subtypes")} == {row["code"] for row in types}


def test_sources_fall_into_the_columns_of_the_statistics() -> None:
    columns = {
        "依申请调解", "主动调解", "信访部门委托移送", "法院委托移送", "公安机关委托移送", "检察院委托移送", "其他部门委托移送",
    }  # fmt: skip
    assert {row["moj"] for row in rows("sources")} == columns
    assert all(row["entrusted"] == row["moj"].endswith("移送") for row in rows("sources"))


REFERENCES = [
    ("channels", "source", "sources"),
    ("risk_signs", "report_to", "report_targets"),
    ("outcomes", "state", "case_states"),
    ("outcomes", "modes", "modes"),
    ("outcomes", "form", "agreement_forms"),
    ("outcomes", "remedies", "remedies"),
    ("session_results", "outcome", "outcomes"),
    ("session_results", "modes", "modes"),
    ("case_states", "next", "case_states"),
    ("modes", "number", "numbering"),
    ("modes", "agreement_number", "numbering"),
    ("modes", "oral_number", "numbering"),
    ("recipients", "org_kind", "org_kinds"),
    ("recipients", "mask", "masks"),
    ("recipients", "purposes", "purposes"),
    ("recipients", "modes", "modes"),
    ("purposes", "modes", "modes"),
    ("purposes", "masks", "masks"),
    ("remedies", "outcome", "outcomes"),
    ("legal_ways", "types", "dispute_types"),
    ("legal_ways", "subtypes", "dispute_subtypes"),
    ("notices", "modes", "modes"),
    ("notices", "ticks", "consent_scopes"),
    ("phrases", "modes", "modes"),
    ("deadlines", "modes", "modes"),
]


@pytest.mark.parametrize(("stem", "key", "target"), REFERENCES)
def test_codes_point_at_rows_that_exist(stem: str, key: str, target: str) -> None:
    used = [row[key] if isinstance(row[key], list) else [row[key]] for row in rows(stem)]
    assert {code for group in used for code in group if code} <= codes(target)


def test_outcomes_count_as_the_model_says() -> None:
    by_code = {row["code"]: row for row in rows("outcomes")}
    assert {row["t1"] for row in by_code.values()} == {"已化解", "化解中", "未化解"}
    assert {row["success"] for row in by_code.values()} == {"yes", "no", "not_counted"}
    assert (by_code["self_settled"]["t1"], by_code["self_settled"]["moj"]) == ("已化解", "")
    assert by_code["open"]["t1"] == "化解中"
    assert all((row["moj"] == "调解成功") == (row["success"] == "yes") for row in by_code.values())


def test_only_mode_a_has_seal_and_court_and_the_title_of_the_law() -> None:
    for row in rows("modes"):
        is_a = row["code"] == "A"
        assert row["seal"] is is_a
        assert row["judicial_confirmation"] is is_a
        assert (row["agreement_title"] == "人民调解协议书") is is_a


def test_hard_stops_say_to_whom_and_under_which_article() -> None:
    stops = [row for row in rows("risk_signs") if row["hard_stop"]]
    assert {"domestic_violence", "minor_harm", "escalation"} <= {row["code"] for row in stops}
    assert all(row["makes_red"] and row["report_to"] for row in stops)
    assert all(re.search(r"《.+》第.+条", row["prompt"]) for row in stops)


def test_numbering_patterns_are_good() -> None:
    assert [numbering.problems(row["pattern"], per_year=row["per_year"]) for row in rows("numbering")] == [None] * 7


def test_deadlines_of_this_issue_are_on_and_no_others() -> None:
    table = rows("deadlines")
    assert [row["code"] for row in table if row["enabled"]] == [
        "R0_seal",
        "R1",
        "R3",
        "R4",
        "R5",
        "R6",
        "R7",
        "R9",
        "R15",
    ]
    assert {row["code"] for row in table} >= {f"R{n}" for n in range(1, 15)}
    assert {row["adjust"] for row in table} <= {"later", "earlier", "keep"}
    assert all(sum(unit in row for unit in ("days", "workdays", "months")) == 1 for row in table)


def test_masks_lessen_from_level_to_level() -> None:
    styles = ["full", "partial", "surname", "removed"]
    internal, handover, public = rows("masks")
    fields = KEYS["masks"].split()
    assert [row["code"] for row in rows("masks")] == ["internal", "handover", "public"]
    assert all(internal[name] == "full" for name in fields)
    assert all(styles.index(internal[f]) <= styles.index(handover[f]) <= styles.index(public[f]) for f in fields)


def test_laws_and_phrases_are_plenty_and_dated() -> None:
    laws = rows("laws")
    assert len(laws) >= 40
    assert all(row["label"] == f"《{row['name']}》{row['article']}" for row in laws)
    assert all(date.fromisoformat(row["as_of"]) for row in laws)
    assert {tag for row in laws for tag in row["tags"]} <= codes("dispute_types") | {"all"}
    assert len(rows("phrases")) >= 40
    assert {row["group"] for row in rows("phrases")} == {"告知", "询问", "事实", "释法", "方案", "结果"}


def test_surnames_are_one_or_two_characters_with_readings_to_match() -> None:
    for stem, length in (("surname_readings", 1), ("compound_surnames", 2)):
        labels = [row["label"] for row in rows(stem)]
        assert len(set(labels)) == len(labels)
        assert all(len(row["label"]) == len(row["reading"].split()) == length for row in rows(stem))


# ---- sample cases


def test_enough_samples() -> None:
    real = [case for case in CASES if not case.get("constructed")]
    assert len(real) >= 44
    assert all(re.fullmatch(r"C\d{3}", case["ref"]) for case in real)
    assert len(CASES) - len(real) >= 8
    assert len(INTAKES) >= 30
    refs = [row["ref"] for row in CASES + INTAKES]
    assert len(set(refs)) == len(refs)


def test_samples_fill_every_page() -> None:
    recent = [case for case in CASES if case["days_ago"] <= 30]
    assert {case["mode"] for case in CASES} == {"A", "B", "C"}
    assert len({case["type"] for case in CASES}) >= 14
    assert len(recent) >= 8
    assert max(case["days_ago"] for case in CASES) in range(300, 366)
    assert {case["outcome"] for case in CASES} >= {
        "", "agreed_written", "agreed_oral", "settled_on_spot", "self_settled", "failed", "refused", "withdrawn",
    }  # fmt: skip
    assert {party["role"] for case in CASES for party in case["party"]} == {"party", "guardian", "agent"}
    assert any(len(case["party"]) >= 6 for case in CASES)
    assert any("round_2" in case for case in CASES)
    assert any(case.get("backdated") for case in CASES)


def test_reminders_have_something_to_show() -> None:
    open_dues = [
        case["days_ago"] - clause["due"]
        for case in CASES
        for present in [case.get("round_2", case)]
        if "closed" not in present
        for clause in present.get("agreement", {}).get("clauses", [])
        if "done" not in clause
    ]
    assert any(days > 0 for days in open_dues), "an overdue item"
    assert 0 in open_dues, "an item due today"
    assert any(-7 <= days < 0 for days in open_dues), "an item due within a week"
    unsealed = [c for c in CASES if c["mode"] == "A" and c.get("agreement", {}).get("form") == "written"]
    assert any("sealed" not in case["agreement"] for case in unsealed)
    assert any(0 <= case["days_ago"] - case["agreement"].get("sealed", 999) < 30 for case in unsealed)


CASE_CODES = [
    ("mode", "modes"),
    ("type", "dispute_types"),
    ("subtype", "dispute_subtypes"),
    ("source", "sources"),
    ("risk", "risks"),
    ("level", "levels"),
    ("backdated", "backdate_reasons"),
    ("outcome", "outcomes"),
    ("remedies", "remedies"),
]


@by_ref
def test_codes_of_a_case_exist(case: Row) -> None:
    assert [name for name, target in CASE_CODES if case.get(name) and case[name] not in codes(target)] == []
    subtype = next(row for row in rows("dispute_subtypes") if row["code"] == case["subtype"])
    assert subtype["type"] == case["type"]
    assert set(case.get("risk_signs", [])) <= codes("risk_signs")
    assert {p["relation"] for p in case.get("participants", [])} <= codes("participant_relations")
    reports = case.get("report", [])
    assert {report["to"] for report in reports} <= codes("report_targets")
    assert {report["way"] for report in reports} <= codes("report_ways")


@by_ref
def test_sessions_and_visits_of_a_case(case: Row) -> None:
    labels = {row["label"] for row in rows("places")}
    cited = {row["label"] for row in rows("laws")}
    for session in case["session"]:
        assert session["method"] in codes("session_methods")
        assert session["result"] in codes("session_results")
        assert session["place"] in labels
        assert session["law"] == "" or session["law"] in cited
        assert all(0 <= said["party"] < len(case["party"]) for said in session["statements"])
    for visit in case.get("follow_up", []):
        assert visit["method"] in codes("follow_up_methods")
        assert visit["satisfaction"] in codes("satisfactions")
        assert visit["fulfilled"] in codes("fulfilments") | {""}
    assert {urge["method"] for urge in case.get("urge", [])} <= codes("urge_methods")


@by_ref
def test_parties_of_a_case(case: Row) -> None:
    parties = case["party"]
    assert {"applicant", "respondent"} <= {party["side"] for party in parties}
    for party in parties:
        assert party["side"] in codes("party_sides")
        assert party["role"] in codes("party_roles")
        assert party["kind"] in codes("party_kinds")
        assert party.get("sex", "1") in codes("sexes")
        assert (party["role"] == "party") == ("principal" not in party)
        assert re.fullmatch(r"1990000\d{4}", party["phone"])
        number = party.get("id_number")
        assert number is None or (number.startswith("990000") and identity.check_id(number).birthday)


@by_ref
def test_agreement_fits_the_outcome(case: Row) -> None:
    wanted = {"agreed_written": "written", "agreed_oral": "oral", "repudiated": "written"}.get(case["outcome"])
    agreement = case.get("agreement")
    assert (agreement or {}).get("form") == wanted
    for clause in (agreement or {}).get("clauses", []):
        assert 0 <= clause["who"] < len(case["party"])
        assert 0 <= clause["to"] < len(case["party"])
        assert clause["who"] != clause["to"]
        assert isinstance(clause.get("amount_fen", 0), int)
        assert clause.get("proof", "other") in codes("performance_proofs")
        assert "closed" not in case or "done" in clause, "a closed case owes nothing"
    if agreement and wanted == "written":
        assert ("signed" in agreement) == (case["mode"] == "A")


@by_ref
def test_nothing_has_happened_after_today(case: Row) -> None:
    happened = ("day", "signed", "sealed", "closed", "done")
    days = [value for row in tables(case) for name, value in row.items() if name in happened]
    assert max(days, default=0) <= case["days_ago"]
    assert min(days, default=0) >= 0


def tables(value: Any) -> Iterator[Row]:
    """Every table within a value, itself included."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from tables(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from tables(inner)


@by_ref
def test_texts_of_a_case(case: Row) -> None:
    assert 2 <= len(case["title"]) <= 10
    assert 80 <= len(case["summary"]) <= 150
    assert case["claims"]
    assert case["invented"]
    assert not re.search(r"(19|20)\d\d", case["summary"]), "days are counted from today, so no year stands in a text"


def test_a_place_is_named_as_it_stands_on_papers() -> None:
    """No choice between two in brackets: whoever picks it has picked."""
    assert [row["label"] for row in rows("places") if re.search("[（）、/]", row["label"])] == []


@by_ref
def test_a_case_is_told_as_its_handler_would_write_it(case: Row) -> None:
    """The summary stands on the papers of acceptance and agreement: it knows nothing of what came after them."""
    assert re.findall("谈妥|谈成了|签了|反悔|这份协议|重新开了|办理人|闹到上面", case["summary"]) == []
    written = [row for row in tables(case) if row is not case.get("agreement")]  # its note is ours, nobody reads it
    told = [value for row in written for name, value in row.items() if isinstance(value, str) and name != "invented"]
    assert [text for text in told if re.search("原文|未载|为示例|签字", text)] == []


HEALTH = Health.of(rows("health_words"))


@by_ref
def test_a_case_names_nobodys_illness(case: Row) -> None:
    """The samples are the pattern people copy: 个人信息保护法 art. 28."""
    texts = [value for row in tables(case) for value in row.values() if isinstance(value, str)]
    assert [text for text in texts if HEALTH.names(text)] == []


@by_ref
def test_everybody_of_a_case_is_counted(case: Row) -> None:
    counts = (int(found[0]) for p in case["party"] for found in [re.search(r"[1-9]\d*(?=名)", p["name"])] if found)
    told = {"C055": 6, "C073": 5, "C107": 3}  # what no figure in the names says
    people = case.get("people", sum(p["role"] == "party" for p in case["party"]))
    assert people >= sum(counts)
    assert people == told.get(case["ref"], people)


@pytest.mark.parametrize("row", CASES + INTAKES, ids=lambda row: row["ref"])
def test_a_place_reads_naturally_behind_the_word_sample(row: Row) -> None:
    assert not re.match(r"\d|小区小区|小区村|村内|沿|临|相邻|两家|门前", row.get("where", ""))


def test_who_settled_it_among_themselves_withdrew_nothing() -> None:
    told = {case["ref"]: case["outcome"] for case in CASES if "自己商量好" in case["summary"]}
    assert set(told.values()) == {"self_settled"}


def test_a_red_case_was_reported() -> None:
    red = [case for case in CASES if case["risk"] == "red"]
    assert red
    assert all(case.get("report") for case in red)


INTAKE_CODES = [
    ("kind", "intake_kinds"),
    ("channel", "channels"),
    ("type", "dispute_types"),
    ("destination", "destinations"),
    ("sex", "sexes"),
    ("satisfaction", "satisfactions"),
]


def test_intakes() -> None:
    for intake in INTAKES:
        bad = [name for name, target in INTAKE_CODES if intake.get(name) and intake[name] not in codes(target)]
        assert bad == [], intake["ref"]
        assert re.fullmatch(r"1990000\d{4}", intake["phone"])
    assert {intake["kind"] for intake in INTAKES} == {"consult", "help", "request", "dispute"}
    assert {i["joins"] for i in INTAKES if "joins" in i} <= {case["ref"] for case in CASES if not case["outcome"]}


def test_a_visitor_comes_again() -> None:
    seen: dict[str, set[str]] = {}
    for intake in INTAKES:
        seen.setdefault(intake["phone"], set()).add(intake["name"])
    assert len(seen) < len(INTAKES)
    assert all(len(names) == 1 for names in seen.values())


# ---- help


def test_every_page_has_its_help() -> None:
    assert sorted(file.stem for file in resource("help").glob("*.md")) == sorted(HELP)


@pytest.mark.parametrize("page", HELP)
def test_help_page_is_short_plain_markdown(page: str) -> None:
    lines = Path(resource("help", f"{page}.md")).read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# \S+( \S+)*", lines[0])
    assert len(lines) <= 60
    assert sum(line.startswith("# ") for line in lines) == 1
    assert all(line.count("**") % 2 == 0 for line in lines)


def test_card_fits_one_page() -> None:
    card = load("help", "card.toml")
    assert 10 <= len(card["step"]) <= 12
    assert all(2 <= len(step["title"]) <= 8 and len(step["text"]) <= 40 for step in card["step"])
    assert card["never"]
    assert {call["number"] for call in card["call"]} >= {"110", "12338", "12348"}
