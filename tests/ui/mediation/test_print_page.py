from datetime import date, datetime
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton
from sqlalchemy import select

from studio_app.office.tables import ExportLog
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.session.draft import SessionDraft
from studio_app.ui.dispute.case.case_cards import AttachmentsCard
from studio_app.ui.dispute.paper.print_page import PrintPage
from studio_app.ui.kit.page.cards import Banner
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.popup.photo_look import PhotoLook
from tests.ui.hands import choose, press, settle

LEFT = Qt.MouseButton.LeftButton

pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def case_id(desk) -> str:
    parties = [PartyDraft(name="王大明", phone="19900000001"), PartyDraft(side="respondent", name="赵小磊")]
    opening = Opening(title="漏水", dispute_type="neighbour", accepted_on=date(2026, 11, 23), parties=parties)
    with desk.office.write("受理为纠纷") as session:
        made = open_case(session, desk.office, opening).id
    draft = SessionDraft(started_at=datetime(2026, 11, 23, 1), narrative="谈了一次", result="continue")  # noqa: DTZ001  # a form gives local moments
    desk.services.sessions.record(made, draft)
    return made


@pytest.fixture
def page(desk, case_id, qtbot) -> PrintPage:
    made = PrintPage(desk.services, case_id)
    qtbot.addWidget(made)
    made.show()
    return made


def exports(desk) -> list[ExportLog]:
    with desk.office.read() as session:
        return list(session.scalars(select(ExportLog)))


def banners(page) -> list[Banner]:
    return [banner for banner in page.findChildren(Banner) if banner.isVisible()]


def test_it_opens_on_the_summary(page):
    assert page.paper.form == "summary"
    assert page.view.page_count() == 1
    assert page.masking.isVisible()
    assert not page.subject.isVisible()
    assert page.print_button.isEnabled()


def test_a_paper_that_cannot_be_printed_says_why_and_cannot_be_chosen(page):
    item = next(page.list.item(n) for n in range(page.list.count()) if "终止" in page.list.item(n).text())
    assert "还没有结案" in item.text()
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled


def test_choices_show_where_they_matter(page):
    choose(page, "print.mask", "移交社区（部分）")
    assert page.recipient.isVisible()
    assert page.paper.mask == "handover"
    page.choose("record")
    assert not page.masking.isVisible()
    assert not page.recipient.isVisible()
    assert page.subject.isVisible()
    assert page.paper.mask == "internal"
    choose(page, "print.subject", "空白（手写）")
    assert page.paper.subject_id == "blank"
    assert not page.photos.isVisible()


def test_the_record_named_finds_its_form(desk, case_id, qtbot):
    sitting = desk.services.sessions.held(case_id)[0]
    made = PrintPage(desk.services, case_id, subject_id=sitting.id)
    qtbot.addWidget(made)
    assert (made.paper.form, made.paper.subject_id) == ("record", sitting.id)


def test_printing_is_noted_and_said(page, desk, qtbot, tmp_path, monkeypatch):
    def choose(_cls, _parent, printer: QPrinter) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return True

    monkeypatch.setattr(messages.Dialogs, "choose_printer", classmethod(choose))
    page.print_button.click()
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
    assert [(entry.purpose, entry.mask) for entry in exports(desk)] == [("打印", "internal")]
    with qtbot.waitSignal(page.done) as told:
        page.findChild(QPushButton, "print.back").click()
    assert told.args == ["已送打印机：调解情况摘要。"]


def test_the_printers_window_proposes_the_copies_the_page_speaks_of(page, desk, qtbot, monkeypatch):
    proposed = []
    choose = classmethod(lambda _cls, _parent, printer: bool(proposed.append(printer.copyCount())))
    monkeypatch.setattr(messages.Dialogs, "choose_printer", choose)
    for key, copies in (("notice", 3), ("record", 1)):
        row = next(n for n, form in enumerate(desk.services.printing.forms_of(page.paper.case_id)) if form.key == key)
        qtbot.mouseClick(page.list.viewport(), LEFT, pos=page.list.visualItemRect(page.list.item(row)).center())
        assert page.paper.form == key
        assert (f"按规定打印 {copies} 份" in page.status.text()) == (copies > 1)
        qtbot.mouseClick(page.print_button, LEFT)
        assert proposed[-1] == copies


def test_before_printing_the_page_says_what_the_paper_leaves_open(page):
    page.choose("record")
    assert page.note.isVisible()
    assert "告知权利义务" in page.note.text()
    choose(page, "print.subject", "空白（手写）")
    assert not page.note.isVisible()


def test_thinking_better_of_it_prints_and_notes_nothing(page, desk, qtbot, monkeypatch):
    monkeypatch.setattr(messages.Dialogs, "choose_printer", classmethod(lambda *_: False))
    monkeypatch.setattr(messages.Dialogs, "choose_save_file", classmethod(lambda *_: None))
    page.print_button.click()
    page.save_button.click()
    assert exports(desk) == []
    with qtbot.waitSignal(page.cancelled):
        page.findChild(QPushButton, "print.back").click()


def test_saving_offers_a_name_without_a_person(page, desk, tmp_path, monkeypatch):
    offered = []

    def choose(_cls, _parent, _title, suggested, _kinds) -> Path:
        offered.append(suggested)
        return tmp_path / "摘要"

    monkeypatch.setattr(messages.Dialogs, "choose_save_file", classmethod(choose))
    page.save_button.click()
    assert offered == ["（2026）示评字第001号-调解情况摘要.pdf"]
    assert (tmp_path / "摘要.pdf").read_bytes().startswith(b"%PDF")
    assert exports(desk)[0].file_name == "摘要.pdf"
    page.save_button.click()  # "摘要.pdf" was not what the dialog asked about
    assert any("已经存在" in banner.text for banner in banners(page))
    assert len(exports(desk)) == 1


def test_after_saving_it_says_in_which_folder_and_opens_it(page, tmp_path, monkeypatch):
    opened, target = [], tmp_path / "王某的U盘" / "摘要.pdf"
    target.parent.mkdir()
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    monkeypatch.setattr(messages.Dialogs, "choose_save_file", classmethod(lambda *_: target))
    folder = page.findChild(QPushButton, "print.open_folder")
    assert not folder.isVisible()
    page.save_button.click()
    assert page.status.text() == "已存为 PDF：摘要.pdf，在“王某的U盘”文件夹里。"
    press(page, "print.open_folder")
    assert opened == [str(target.parent)]
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda _url: False)
    press(page, "print.open_folder")
    assert any(str(target.parent) in banner.text for banner in banners(page))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (QStandardPaths.StandardLocation.DesktopLocation, "在桌面里。"),
        (QStandardPaths.StandardLocation.DocumentsLocation, "在“文档”文件夹里。"),
    ],
)
def test_the_usual_folders_are_called_as_people_call_them(page, monkeypatch, tmp_path, place, words):
    for variable in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    folder = Path(QStandardPaths.writableLocation(place))
    folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(messages.Dialogs, "choose_save_file", classmethod(lambda *_: folder / "摘要.pdf"))
    page.save_button.click()
    assert page.status.text().endswith(words)


def test_a_broken_template_offers_ours(desk, case_id, qtbot):
    folder = desk.folder / "templates"
    folder.mkdir()
    (folder / "summary.typ").write_text("#nonsense(", encoding="utf-8")
    made = PrintPage(desk.services, case_id)
    qtbot.addWidget(made)
    made.show()
    assert made.view.page_count() == 0
    assert not made.print_button.isEnabled()
    (banner,) = banners(made)
    next(b for b in banner.findChildren(QPushButton) if b.text() == "用自带模板").click()
    assert made.view.page_count() == 1


def test_what_no_font_has_is_said(desk, case_id, qtbot):
    with desk.office.write("改") as session:
        from studio_app.records.dispute.case.table import Case

        session.get_one(Case, case_id).summary = "\U0010fffd"
    made = PrintPage(desk.services, case_id)
    qtbot.addWidget(made)
    made.show()
    assert "手写" in made.note.text()
    assert made.note.isVisible()


# ---- attachments ------------------------------------------------------------------------------------------------


@pytest.fixture
def photo(tmp_path) -> Path:
    path = tmp_path / "现场.jpg"
    Image.linear_gradient("L").save(path)
    return path


@pytest.fixture
def card(desk, case_id, qtbot) -> AttachmentsCard:
    made = AttachmentsCard(desk.services, case_id)
    qtbot.addWidget(made)
    made.resize(400, 500)
    made.show()
    return made


def test_added_by_dialog_shown_and_removed(card, desk, photo, tmp_path, qtbot, monkeypatch):
    empty = tmp_path / "空.pdf"
    empty.write_bytes(b"")
    monkeypatch.setattr(messages.Dialogs, "choose_open_files", classmethod(lambda *_: [photo, empty]))
    with qtbot.waitSignal(card.changed):
        card.strip.add_button.click()
    assert card.accessibleName() == "附件 1"
    assert "已添加 1 个附件" in card.told.text()
    assert "空文件" in card.told.text()
    card.strip.tiles()[0].cross.click()
    assert card.accessibleName() == "附件"
    assert "回收站" in card.told.text()


def test_files_dropped_on_the_card_are_added(card, photo):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo)), QUrl("https://example.org/a.jpg")])
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    card.dropEvent(QDropEvent(QPointF(5, 5), action, data, Qt.MouseButton.LeftButton, none))
    assert [line.title for line in (tile.photo for tile in card.strip.tiles())] == ["现场.jpg"]


def test_a_photo_is_looked_at_in_the_window(card, photo, qtbot):
    card.add([photo])
    card.strip.tiles()[0].click()
    look = card.window().findChild(PhotoLook)
    assert look.isVisible()
    assert not look.picture.pixmap().isNull()
    qtbot.keyClick(look, Qt.Key.Key_Escape)
    assert not look.isVisible()


def test_photos_are_leafed_through_turned_and_looked_at_nearer(card, photo, tmp_path, qtbot):
    wide = tmp_path / "宽.png"
    Image.new("RGB", (300, 100), "white").save(wide)
    card.add([photo, wide])
    card.strip.tiles()[0].click()
    look = card.window().findChild(PhotoLook)
    assert "第 1 张，共 2 张" in look.accessibleName()
    qtbot.keyClick(look, Qt.Key.Key_Right)
    assert "宽.png（第 2 张，共 2 张）" in look.accessibleName()
    assert not look.after.isEnabled()
    flat = look.picture.pixmap().size()
    press(look, "photo.turn")
    assert look.picture.pixmap().width() < look.picture.pixmap().height()
    press(look, "photo.larger")
    assert look.picture.pixmap().height() > flat.width()


def test_the_same_photo_twice_is_said_and_stored_once(card, photo, tmp_path):
    twin = tmp_path / "又一份.jpg"
    twin.write_bytes(photo.read_bytes())
    card.add([photo, twin])
    assert "已添加 1 个附件" in card.told.text()
    assert "“又一份.jpg”已经添加过了" in card.told.text()
    card.add([photo])
    assert len(card.strip.tiles()) == 1


def test_what_was_said_of_files_is_over_once_they_are_taken_back(card, photo, desk):
    card.add([photo])
    assert card.told.isVisibleTo(card)
    desk.services.history.undo()
    card.refresh()
    assert not card.told.isVisibleTo(card)


def test_what_became_of_the_files_stands_above_them(card, photo):
    card.add([photo])
    settle()
    assert card.told.geometry().bottom() < card.strip.geometry().top()


def test_other_files_open_outside_and_it_says_so(card, desk, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    paper = tmp_path / "估价单.pdf"
    paper.write_bytes(b"%PDF")
    card.add([paper])
    card.strip.tiles()[0].click()
    assert Path(opened[0]).read_bytes() == b"%PDF"
    assert "没有加密的临时副本" in card.told.text()
    desk.services.attachments.close_outside()
