import io
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from studio_app.core import paths
from studio_app.core.errors import Refused
from studio_app.paper.forms import forms
from studio_app.records.dispute.papers import desk
from tests.papers import texts_of

FOLDER = Path(__file__).parent.parent / "data" / "paper"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
CASE_FORMS = [name for name in NAMES if not name.endswith(".any")]
# The law of 人民调解 is promised in no other mode; the witness's last line only says where it is to be had.
FORBIDDEN_OUTSIDE_A = ("人民调解协议书", "司法确认", "强制执行", "三十日内", "30日内")
WITNESS_LINE = "本协议由当事人自愿达成，工作室仅作见证；如需人民调解协议或司法确认，请到"
DRAWN = {"mode", "svg"}  # chosen or drawn, never written


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from itertools.chain.from_iterable(texts_in(inner) for key, inner in value.items() if key not in DRAWN)
    elif isinstance(value, list):
        yield from itertools.chain.from_iterable(map(texts_in, value))


def lines_in(value: object) -> list[str]:
    codes = {"person", "organisation"}
    return [line for text in texts_in(value) if text not in codes for line in text.split("\n")]


def words(count: int, start: int = 0) -> list[str]:
    return [f"词W{number:05d}" for number in range(start, start + count)]


def test_every_form_in_every_mode_has_a_sample_and_a_template():
    wanted = {f"{key}.{mode}" for key, form in forms().items() for mode in form.modes}
    assert wanted == set(NAMES)
    assert all(paths.resource("print", form.template).is_file() for form in forms().values())


@pytest.mark.parametrize("name", NAMES)
def test_everything_planted_is_on_the_paper(press, sample, read, squeezed, name):
    data = sample(name)
    key, mode = name.split(".")
    pages = press.render(key, data)
    sheets = read(pages.pdf())
    text = "".join(sheets)
    assert [line for line in lines_in(data) if squeezed(line) not in text] == []
    assert squeezed(forms()[key].titles[mode]) in text
    assert len(pages.svg()) == len(sheets)
    for number, sheet in enumerate(sheets, 1):
        assert f"第{number}页共{len(sheets)}页" in sheet
        assert squeezed(data.get("number", "")) in sheet


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_form_prints_to_be_filled_in_by_hand(press, read, name):
    key, mode = name.split(".")
    pages = press.render(key, {"mode": mode})
    assert "None" not in "".join(read(pages.pdf()))
    empties = {
        "parties": [],
        "clauses": [],
        "sessions": [],
        "statements": [],
        "photos": [],
        "items": [],
        "number": None,
    }
    assert press.render(key, {"mode": mode} | empties).count == pages.count


@pytest.mark.parametrize(
    "name", [name for name in CASE_FORMS if not name.endswith(".A") and name != "notice.B"]
)  # that one says where they are to be had
def test_only_mode_a_speaks_as_a_committee(press, sample, read, name):
    key, _ = name.split(".")
    for data in (sample(name), {"mode": name[-1]}):
        text = "".join(read(press.render(key, data).pdf())).replace(WITNESS_LINE, "")
        assert [word for word in FORBIDDEN_OUTSIDE_A if word in text] == []


def test_the_law_stands_in_mode_a(press, sample, read):
    assert "人民调解协议书" in read(press.render("agreement", sample("agreement.A")).pdf())[0]
    assert "可以共同向人民法院申请司法确认" in read(press.render("notice", sample("notice.A")).pdf())[0]


def test_the_studio_is_only_a_witness_in_mode_b(press, sample, read):
    text = "".join(read(press.render("agreement", sample("agreement.B")).pdf()))
    assert "和解协议书" in text
    assert f"{WITNESS_LINE}示例社区人民调解委员会。" in text
    assert "见证人（签名）" in text
    assert "人民调解员" not in text


@pytest.mark.parametrize(
    ("key", "mode"),
    [("agreement", "C"), ("acceptance", "B"), ("agreement", ""), ("summary", "X"), ("nothing", "A")],
)
def test_a_form_the_mode_does_not_have_is_refused(press, key, mode):
    with pytest.raises(Refused):
        press.render(key, {"mode": mode})


@pytest.mark.parametrize(
    "name",
    [name for name in CASE_FORMS if name.split(".")[0] not in {"visit", "follow_up", "summary", "investigation"}],
)
def test_twelve_parties_all_sign(press, sample, read, name):
    key, _ = name.split(".")
    parties = [{"role": f"{'甲乙'[n % 2]}方（{n // 2 + 1}）", "name": f"王某{n}号人"} for n in range(12)]
    text = "".join(read(press.render(key, sample(name) | {"parties": parties}).pdf()))
    if key != "record" or not name.endswith("C"):
        assert [
            text.count(f"{party['role']}{party['name']}（") + text.count(f"{party['role']}{party['name']}：")
            for party in parties
        ] == [1] * 12
    if key not in {"notice", "termination"}:
        assert [party["role"] for party in parties if text.count(party["role"]) < 1] == []


LONG = {
    "record": ("course", "outcome", "attendees"), "agreement": ("facts", "performance"), "oral_agreement": ("facts", "content"),
    "acceptance": ("facts",), "visit": ("content", "answer"), "investigation": ("content",), "follow_up": ("content", "measures"),
    "risk_report": ("signs", "measures"), "termination": ("paragraphs",), "notice": ("rights",), "handover": ("note",),
    "summary": ("facts", "advice", "kind"),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in NAMES if name.split(".")[0] in LONG])
def test_ten_thousand_characters_flow_on(press, sample, read, name):
    key, _ = name.split(".")
    data = sample(name)
    planted = []
    for number, field in enumerate(LONG[key]):
        mine = words(1250, number * 2000)
        data[field] = (
            "、".join(mine) if number % 2 else "\n".join("，".join(mine[i : i + 9]) for i in range(0, 1250, 9))
        )
        if isinstance(sample(name).get(field), list) and key in {"termination", "notice"}:
            data[field] = data[field].split("\n")
        planted += mine
    text = "".join(read(press.render(key, data).pdf()))
    assert [word for word in planted if text.count(word[1:]) != 1] == []


def margins_are_white(page: bytes) -> bool:
    sheet = Image.open(io.BytesIO(page)).convert("L")
    strip = int(sheet.width * 2.2 / 21.0)
    sides = ((0, 0, strip, sheet.height), (sheet.width - strip, 0, sheet.width, sheet.height))
    return all(sheet.crop(side).getextrema()[0] > 250 for side in sides)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_printed_into_the_margin(press, sample, name):
    assert all(map(margins_are_white, press.render(name.split(".")[0], sample(name)).png(60)))


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("record.A", "course"),
        ("summary.A", "facts"),
        ("summary.A", "number"),
        ("visit.A", "content"),
        ("visit.B", "unit"),
        ("agreement.B", "number"),
    ],
)
def test_a_word_nobody_can_break_stays_on_the_paper(press, sample, read, name, field):
    letters = "abcdefghij" * 60
    pages = press.render(name.split(".")[0], sample(name) | {field: letters})
    assert all(map(margins_are_white, pages.png(60)))
    text = "".join(read(pages.pdf()))
    assert text.count("j") >= 60


# ---- summary: one page, and an annex when there is more -----------------------------------------------------------

SUMMARY_TEXTS = ("facts", "result", "performance", "follow_up", "advice")


def overfull(sample, name: str) -> tuple[dict[str, object], list[str]]:
    data = sample(name)
    counter = itertools.count()

    def some(count: int) -> str:
        return "、".join(f"词W{next(counter):05d}" for _ in range(count))

    data |= {field: some(300) for field in SUMMARY_TEXTS}
    data |= {"sessions": [some(20) for _ in range(15)], "terms": [some(12) for _ in range(15)]}
    data |= {"parties": [f"甲方：王某，{some(4)}" for _ in range(12)], "source": some(30), "kind": some(9)}
    return data, [f"W{number:05d}" for number in range(next(counter))]


@pytest.mark.parametrize("name", ["summary.A", "summary.B", "summary.C"])
def test_an_ordinary_summary_is_one_page(press, sample, read, name):
    sheets = read(press.render("summary", sample(name)).pdf())
    assert len(sheets) == 1
    assert "附页" not in sheets[0]


@pytest.mark.parametrize("name", ["summary.A", "summary.C"])
def test_what_does_not_fit_is_on_the_annex_once(press, sample, read, name):
    data, planted = overfull(sample, name)
    sheets = read(press.render("summary", data).pdf())
    text = "".join(sheets)
    assert [word for word in planted if text.count(word) != 1] == []
    assert all(
        label in sheets[0]
        for label in (
            "当事人",
            "简要事实",
            "调解过程",
            "回访情况",
            "承办人（签名）",
            "审核人（签名）",
            "单位（盖章）",
        )
    )
    assert sheets[0].count("（续见附页）") == 10
    assert sheets[1].startswith("附页")
    assert "承办人（签名）" not in "".join(sheets[1:])
    assert f"第1页共{len(sheets)}页" in sheets[0]


@pytest.mark.parametrize("count", range(20, 260, 24))
def test_at_the_edge_of_the_page_nothing_is_lost(press, sample, read, count):
    planted = words(count)
    sheets = read(press.render("summary", sample("summary.B") | {"facts": "、".join(planted)}).pdf())
    text = "".join(sheets)
    assert [word for word in planted if text.count(word) != 1] == []
    assert "单位（盖章）" in sheets[0]
    assert (len(sheets) > 1) == ("（续见附页）" in sheets[0])


def test_many_short_lines_fill_the_page_and_go_on(press, sample, read):
    planted = words(200)
    sheets = read(press.render("summary", sample("summary.A") | {"facts": "\n".join(planted)}).pdf())
    assert [word for word in planted if "".join(sheets).count(word) != 1] == []
    assert "单位（盖章）" in sheets[0]


def test_copies_follow_the_parties():
    assert forms()["agreement"].copies(3) == 4
    assert forms()["record"].copies(3) == 1


# ---- what an eye finds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [28, 30, 37, 38, 60, 75, 120])
def test_a_long_name_of_the_office_stands_whole_on_the_one_page(press, sample, read, count):
    office = "".join(chr(ord("一") + number) for number in range(count))
    pages = press.render("summary", sample("summary.A") | {"office": office})
    sheets = read(pages.pdf())
    assert sheets[0].startswith(office)
    assert len(sheets) == 1
    assert all(map(margins_are_white, pages.png(60)))


@pytest.mark.parametrize("lines", range(0, 24, 3))
@pytest.mark.parametrize(
    ("name", "long", "last", "company"),
    [
        ("agreement.A", "facts", "本协议一式", "期限、地点"),
        ("agreement.B", "facts", "本协议一式", "违约责任"),
        ("record.A", "course", "签名的人声明", "调解结果"),
        ("record.B", "course", "签名的人声明", "约定事项"),
        ("investigation.A", "content", "被调查人声明", "最后一句"),
    ],
)
def test_nobody_signs_on_a_sheet_apart_from_the_words(press, sample, read, name, long, last, company, lines):
    data = sample(name) | {long: "某日的经过。\n" * lines + "最后一句。"}
    for dropped in ("closing", "next"):
        data.pop(dropped, None)
    signed = next(sheet for sheet in read(press.render(name.split(".")[0], data).pdf()) if last in sheet)
    assert company in signed


COMPANY = {
    "agreement": "本协议一式", "record": "声明：以上记录", "oral_agreement": "上列口头协议", "acceptance": "上列登记事项", "termination": "特此告知",
    "notice": "签名的人已经",
}  # fmt: skip


def crowd(count: int) -> list[dict[str, str]]:
    """Parties of two sides, each with an address that takes a line of its own."""
    return [
        {"role": f"{'甲乙'[n % 2]}方（{n // 2 + 1}）", "name": f"欧阳{n}号人", "address": f"示例小区{n}号楼1单元101室"}
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [3, 5, 8, 9, 12])
@pytest.mark.parametrize("name", [f"{form}.{mode}" for form in COMPANY for mode in "AB" if f"{form}.{mode}" in NAMES])
def test_no_sheet_holds_signatures_or_a_seal_alone(press, sample, read, name, count):
    key = name.split(".")[0]
    for extra in ("", "某日的经过。\n" * 9, "某日的经过。\n" * 17):
        data = sample(name) | {"parties": crowd(count)}
        for field in ("facts", "course"):
            data |= {field: extra + data[field]} if field in data else {}
        pages = read(press.render(key, data).pdf())
        signed = [page for page in pages if "欧阳0号人（" in page or "（印章）" in page]
        assert len(signed) == 1
        assert COMPANY[key] in signed[0]
        assert signed[0] == pages[-1] or key == "notice" or "附：照片" in "".join(pages)


def test_a_short_table_fills_the_first_sheet_and_names_its_columns_on_the_next(press, sample, read):
    rows = [{"what": f"第{n}条", "who": "赵某", "to": "王某", "due": f"末{n}日"} for n in (1, 2, 3)]
    short = {"facts": "漏水。", "liability": "", "closing": "", "breach": "", "parties": crowd(2)}
    data = sample("agreement.A") | short | {"schedule": rows, "clauses": ["乙方赵某修好水管。"] * 8}
    first, last = read(press.render("agreement", data).pdf())
    assert ["末1日" in first, "末2日" in first, "末3日" in first] == [True, True, False]
    assert "末3日" in last
    assert "期限、地点" in last  # the columns are named again where the table goes on
    whole = read(press.render("agreement", data | {"clauses": ["修好。"]}).pdf())
    assert "".join(whole).count("期限、地点") == 1


def test_a_sheet_a_record_goes_on_upon_is_signed_as_each_sheet_of_the_record(press, read):
    (sheet,) = read(press.render("blank", {"number": "〔2026〕示委评第031号", "office": "示例区政协委员工作室"}).pdf())
    assert "本页签名（按指印）：" in sheet


@pytest.mark.parametrize("mode", ["A", "B"])
def test_an_agreement_of_one_clause_between_two_stands_on_one_sheet(press, sample, read, mode):
    whole = sample(f"agreement.{mode}")
    parties = [{**party, "id_number": "99000019680101002X", "agent": ""} for party in whole["parties"]]
    clause = "乙方赵某于2026年10月31日前以转账方式向甲方王某支付吊顶、橱柜的赔偿款，金额3,200元（人民币叁仟贰佰元整）。"
    row = {"what": "第1条", "who": "赵某", "to": "王某", "amount": "3,200元（人民币叁仟贰佰元整）"}
    short = {"parties": parties, "clauses": [clause], "schedule": [{**row, "due": "2026年10月31日前", "place": "转账"}]}
    signers = {"parties": [{"who": p["role"], "name": p["name"]} for p in parties], "mediators": ["李老师"]}
    pages = press.render("agreement", whole | short | {"filled": True, "liability": "", "signers": signers})
    assert pages.count == 1, read(pages.pdf())


def test_lines_to_write_on_begin_below_the_head(press, read):
    first = read(press.render("investigation", {"mode": "A"}).pdf())[0]
    assert "调查记录：" in first
    for mode in "BC":
        assert len(read(press.render("visit", {"mode": mode, "office": "示例委员工作室"}).pdf())) == 1


@pytest.mark.parametrize("mode", "ABC")
def test_who_was_asked_signs_below_lines_he_was_quoted_on(press, mode):
    last = Image.open(io.BytesIO(press.render("investigation", {"mode": mode}).png(60)[-1])).convert("L")
    column = last.width // 3, last.width * 2 // 3
    rows = [last.crop((column[0], y, column[1], y + 1)).getextrema()[1] < 250 for y in range(last.height // 3)]
    assert sum(rows) >= 4


@pytest.mark.parametrize(
    ("name", "sides"),
    [
        ("record.A", ("申请人", "被申请人")),
        ("acceptance.A", ("申请人", "被申请人")),
        ("notice.C", ("申请人", "被申请人")),
        ("agreement.A", ("甲方", "乙方")),
        ("oral_agreement.A", ("甲方", "乙方")),
        ("record.B", ("甲方", "乙方")),
    ],
)
def test_a_form_to_write_on_calls_the_sides_as_a_filled_one_does(press, read, name, sides):
    key, mode = name.split(".")
    whole = "".join(read(press.render(key, {"mode": mode}).pdf()))
    assert [f"{side}（签名" in whole for side in sides] == [True, True]


def test_of_more_signers_than_a_sheet_holds_each_sheet_says_what_is_signed(press, sample, read):
    pages = read(press.render("agreement", sample("agreement.A") | {"parties": crowd(40)}).pdf())
    signed = [page for page in pages if "号人（签名" in page]
    assert len(signed) > 1
    assert [page for page in signed if "《人民调解协议书》" not in page] == []


def test_a_day_and_a_time_of_day_are_never_broken_across_lines(press, sample):
    for start in range(12):
        data = sample("record.A") | {"place": "", "course": "字" * start + "2026年11月12日 9:00—10:40谈。" * 40}
        lines = "\n".join(texts_of(press.render("record", data).pdf()))
        assert lines.count("9:00—10:40") == 41
        assert lines.count("2026年11月12日") == 40


def test_a_long_table_sends_its_last_rows_with_the_signatures(press, sample, read):
    for count in range(7, 40, 4):
        rows = [{"what": f"第{n}条", "who": "赵某", "to": "王某", "due": f"末{n}日"} for n in range(1, count + 1)]
        data = sample("agreement.A") | {"schedule": rows, "closing": ""}
        sheets = read(press.render("agreement", data).pdf())
        assert f"末{count}日" in next(sheet for sheet in sheets if "本协议一式" in sheet), count
        assert "".join(sheets).count("日末") == 0
        assert [n for n in range(1, count + 1) if f"末{n}日" not in "".join(sheets)] == []


def test_few_words_of_a_clause_stand_beside_its_number(press, sample, read):
    rows = [{"what": "第1条", "brief": "赔偿装修损失"}, {"what": "第2条", "brief": "一句话写得太长" * 4}]
    text = "".join(read(press.render("agreement", sample("agreement.A") | {"schedule": rows}).pdf()))
    assert "第1条赔偿装修损失" in text
    assert "写得太长" not in text


@pytest.mark.parametrize("name", ["record.A", "agreement.A"])
def test_two_parties_share_one_thin_rule(press, sample, name):
    key, mode = name.split(".")
    pages = press.render(key, {"mode": mode, "parties": sample(name)["parties"]})
    sheet = Image.open(io.BytesIO(pages.png(432)[0])).convert("L")
    x = int((21 - 2.4 - 0.1) / 2.54 * 432)  # inside the last cells, where nothing is written
    column = sheet.crop((x, 0, x + 1, int(sheet.height * 0.9))).tobytes()
    runs = [len(list(run)) for dark, run in itertools.groupby(column, lambda shade: shade < 128) if dark]
    assert len(runs) > 6
    assert max(runs) <= 5  # 0.6 pt are 3.6 dots


def test_the_week_uses_the_width_of_the_sheet(press, sample):
    item = {
        "what": "回访双方当事人（未达成协议后三天）",
        "case": "（2026）示社人调字第013号　陈某甲 与 陈某乙",
        "when": "应于12月31日",
        "who": "李老师",
    }
    pages = press.render("week", sample("week.any") | {"days": [{"day": "已逾期", "items": [item]}]})
    lines = texts_of(pages.pdf())[0]
    assert item["what"] in lines
    assert "陈某甲 与 陈某乙" in lines
    assert item["when"] in lines


def test_the_card_is_set_to_be_read_from_a_chair(press):
    pages = press.render("card", desk.card())
    sizes = []
    reader = PdfReader(io.BytesIO(pages.pdf()))
    reader.pages[0].extract_text(
        visitor_text=lambda text, _cm, tm, _font, size: sizes.append((text, abs(tm[0]) * size))
    )
    assert len(reader.pages) == 1
    assert min(size for text, size in sizes if "双击桌面图标" in text) >= 13
