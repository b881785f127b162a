import io
import json
import threading
from pathlib import Path

import pytest
from pypdf import PdfReader

from studio_app.core import paths
from studio_app.core.errors import Refused
from studio_app.paper.press import Press
from studio_app.paper.templates import TemplateBroken

MARKUP = r"""#x $y$ \z @w "q" 'r' *b* _i_ `c` <l> // /* */ =1+1 [a] {b} -- ... ~ #import "@preview/a:1.0.0": *"""


def archived(pdf: bytes) -> bool:
    metadata = PdfReader(io.BytesIO(pdf)).xmp_metadata
    return metadata is not None and b"pdfaid:part>2<" in metadata.stream.get_data()


def test_the_pdf_is_marked_as_pdf_a(press, sample):
    pages = press.render("summary", sample("summary.A"))
    assert archived(pages.pdf())
    assert pages.note == ""


def test_svg_png_and_count_agree(press, sample):
    pages = press.render("record", sample("record.B"))
    drawn = pages.svg()
    assert pages.count == len(drawn) == len(pages.png(50)) == len(PdfReader(io.BytesIO(pages.pdf())).pages)
    assert all(page.startswith("<svg") for page in drawn)
    assert all(page.startswith(b"\x89PNG") for page in pages.png(50))


def test_a_single_page_is_still_a_list(press, sample):
    pages = press.render("summary", sample("summary.B"))
    assert [len(pages.svg()), len(pages.png(40)), pages.count] == [1, 1, 1]


def test_the_file_says_its_form_and_no_name(press, sample):
    about = PdfReader(io.BytesIO(press.render("record", sample("record.A")).pdf())).metadata
    assert about.title == "人民调解记录"
    assert "王某" not in str(about)


def test_what_looks_like_markup_stays_as_typed(press, sample, read, squeezed):
    data = sample("record.A") | {"course": MARKUP, "place": MARKUP}
    data["parties"][0]["name"] = MARKUP
    text = "".join(read(press.render("record", data).pdf()))
    assert text.count(squeezed(MARKUP)) == 4


@pytest.mark.parametrize("name", ["㛃", "〇", "·", "é", "Ⅷ", "䶮", "欧阳某·阿卜"])
def test_rare_names_in_our_fonts_stay_pdf_a(press, sample, read, name):
    pages = press.render("summary", sample("summary.A") | {"result": f"始{name}终"})
    assert archived(pages.pdf())
    assert f"始{name}终" in read(pages.pdf())[0]


@pytest.mark.parametrize("name", ["𠮷", "😀", "👨‍👩‍👧", "🇨🇳", "\ue000", "\U0010fffd", "\ufffd"])
def test_a_glyph_in_no_font_never_stops_a_print(press, sample, read, name):
    pages = press.render("agreement", sample("agreement.B") | {"facts": f"始{name}终"})
    text = "".join(read(pages.pdf()))
    assert "自愿约定如下" in text
    assert pages.svg()
    if archived(pages.pdf()):  # a font of this computer has it
        assert pages.note == ""
        assert name[0] in text
    else:
        assert any(letter in pages.note for letter in name)
        assert "手写" in pages.note


def test_control_characters_are_stripped(press, sample, read):
    stray = "\x00\x01\x0b\x1b\x7f\x85\u202e\u2028\ufeff\ufffe\ud800\U0001ffff\t\r\n"
    pages = press.render("summary", sample("summary.A") | {"facts": f"前{stray}后", "result": stray})
    assert archived(pages.pdf())
    assert "前后" in read(pages.pdf())[0]


def test_a_photo_travels_in_memory(press, sample):
    pages = press.render("investigation", sample("investigation.A"))
    assert archived(pages.pdf())
    assert any(len(page.images) for page in PdfReader(io.BytesIO(pages.pdf())).pages)


def test_a_photo_stands_in_a_district_s_own_template_too(tmp_path, sample):
    press = written(tmp_path, "investigation.typ", '#import "_house.typ": *\n#show: house\n#photos(rows("photos"))')
    data = sample("investigation.A")
    pages = press.render("investigation", data)
    assert any(len(page.images) for page in PdfReader(io.BytesIO(pages.pdf())).pages)
    assert data == sample("investigation.A")


def test_two_threads_share_one_press(press, sample):
    failures = []

    def work():
        try:
            for _ in range(4):
                assert press.render("summary", sample("summary.A")).svg()
        except Exception as trouble:  # noqa: BLE001 - whatever went wrong in the thread is the finding
            failures.append(trouble)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


# ---- a district's own templates ---------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, name: str, source: str) -> Press:
    (folder / name).write_text(source, encoding="utf-8")
    return Press(folder)


def test_their_template_wins_and_may_use_our_house(folder, sample, read):
    press = written(folder, "week.typ", '#import "_house.typ": *\n#show: house\n区里的样子 #get("period")')
    assert "区里的样子2026年11月23日—11月29日" in read(press.render("week", sample("week.any")).pdf())[0]
    assert "移交清单" in read(press.render("handover", sample("handover.any")).pdf())[0]


def test_their_house_changes_every_form(folder, sample, read):
    house = (
        paths.resource("print", "_page.typ").read_text(encoding="utf-8").replace("第#counter(page)", "叶#counter(page)")
    )
    assert "叶1页" in read(written(folder, "_page.typ", house).render("week", sample("week.any")).pdf())[0]


def test_a_changed_template_is_seen_at_the_next_print(folder, sample, read):
    press = written(folder, "week.typ", "旧的")
    assert "旧的" in read(press.render("week", sample("week.any")).pdf())[0]
    written(folder, "week.typ", "新的")
    assert "新的" in read(press.render("week", sample("week.any")).pdf())[0]


def test_an_override_folder_that_is_gone_is_no_harm(folder, sample):
    assert Press(folder / "gone").render("week", sample("week.any")).count == 1


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/cetz:0.3.0": *',
        '#import "@local/x:0.3.0"',
        '#import ("@pre" + "view/x:1.0.0"): *',
        '#let p = "@preview/x:1.0.0"\n#import p: *',
        '#include "/etc/x.typ"',
        '#include "../x.typ"',
        '#eval("1")',
        '#import "\\u{40}preview/x:1.0.0"',
        '#plugin("x.wasm")',
    ],
)
def test_nothing_is_taken_from_elsewhere(folder, sample, source):
    press = written(folder, "week.typ", f"好\n{source}")
    with pytest.raises(TemplateBroken, match=r"week\.typ.*第[23]行") as told:
        press.render("week", sample("week.any"))
    assert told.value.template == "week.typ"


def test_files_outside_the_folder_cannot_be_read(folder, sample):
    outside = folder / "secret.txt"
    outside.write_text("x", encoding="utf-8")
    inside = folder / "templates"
    inside.mkdir()
    for path in ("../secret.txt", str(outside)):
        press = written(inside, "week.typ", f"#read({json.dumps(path)})")
        with pytest.raises(TemplateBroken):
            press.render("week", sample("week.any"))


@pytest.mark.parametrize("source", ["#let x = ", "一\n#unknown-thing", '一\n#read("missing.txt")', "一\n#panic()"])
def test_a_broken_template_is_named_and_ours_still_prints(folder, sample, source):
    press = written(folder, "week.typ", source)
    with pytest.raises(Refused, match=r"自定义模板“week.typ”.*自带模板") as told:
        press.render("week", sample("week.any"))
    assert isinstance(told.value, TemplateBroken)
    assert Press().render("week", sample("week.any")).count == 1


def test_our_own_templates_keep_their_own_rule(folder, sample):
    for path in paths.resource("print").glob("*.typ"):
        (folder / path.name).write_bytes(path.read_bytes())
    assert Press(folder).render("summary", sample("summary.A")).count == 1
