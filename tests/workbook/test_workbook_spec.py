"""The description of a ledger is read strictly and complains in words."""

import pytest

from studio_app.core.errors import Refused, Unavailable
from studio_app.workbook.spec import Align, Kind, filled, load_spec
from studio_app.workbook.writer import write

COLUMNS = "".join(f'[[columns]]\nkey = "k{n}"\ntitle = "列{n}"\nwidth = 8\n' for n in range(3))
GOOD = f'sheet = "表"\ntitle = "{{社区}}表"\n{COLUMNS}'


def spec_of(tmp_path, text):
    path = tmp_path / "我的.toml"
    path.write_text(text, encoding="utf-8")
    return load_spec(path)


def test_defaults(tmp_path):
    spec = spec_of(tmp_path, GOOD)
    assert spec.keys == ("k0", "k1", "k2")
    assert spec.placeholders == {"社区"}
    assert (spec.columns[0].kind, spec.columns[0].align, spec.columns[0].wrap) == (
        Kind.TEXT,
        Align.CENTER,
        True,
    )
    assert spec.header_rows == 1


def test_alignment_follows_the_kind_unless_told(tmp_path):
    spec = spec_of(tmp_path, GOOD + 'kind = "long"\n')
    assert spec.columns[2].align is Align.LEFT
    spec = spec_of(tmp_path, GOOD + 'kind = "money"\n')
    assert spec.columns[2].align is Align.RIGHT
    spec = spec_of(tmp_path, GOOD + 'kind = "long"\nalign = "center"\n')
    assert spec.columns[2].align is Align.CENTER


def test_t1_asks_for_what_the_office_writes(t1, t1_values):
    assert t1.placeholders == set(t1_values)
    assert {column.key for column in t1.columns if column.kind is Kind.DATE} == {
        "accepted_on",
        "due_on",
        "closed_on",
    }
    assert t1.keys[5:7] == ("parties", "phones")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('sheet = "表"', 'sheet = "表/一"'), "工作表名"),
        (('sheet = "表"', f'sheet = "{"表" * 32}"'), "工作表名"),
        (('"k1"', '"k0"'), "key 不能重复"),
        (("width = 8", "width = 0"), "宽度"),
        (("width = 8", 'width = 8\nfills = { "红" = "red" }'), "颜色"),
        (("width = 8", 'width = 8\nkind = "日期"'), "日期"),
        (("width = 8", "width = 8\nheight = 3"), "height"),
        (('sheet = "表"', 'sheet = "表"\npage = { paper = "B5" }'), "纸张"),
        (('sheet = "表"', 'sheet = "表'), "写得不对"),
        (('sheet = "表"\n', ""), "sheet"),
    ],
)
def test_a_wrong_description_is_refused_in_words(tmp_path, change, told):
    with pytest.raises(Refused, match=r"我的\.toml") as refusal:
        spec_of(tmp_path, GOOD.replace(*change))
    assert told in str(refusal.value)


def test_too_few_columns(tmp_path):
    with pytest.raises(Refused, match="不能少于三列"):
        spec_of(tmp_path, 'sheet = "表"\ntitle = "表"\ncolumns = []')


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(Unavailable, match="读不到"):
        load_spec(tmp_path / "没有.toml")


def test_a_placeholder_nobody_fills_is_refused(tmp_path):
    assert filled("{a}与{b}", {"a": "{b}", "b": "2"}) == "{b}与2"
    with pytest.raises(Refused, match=r"“\{社区\}”没有内容可填"):
        write(spec_of(tmp_path, GOOD), {}, [], tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
