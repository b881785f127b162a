import pytest
from PySide6.QtCore import QBuffer, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from studio_app.ui.kit.page.photos import Photo, Photos, thumbnail


def picture(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.fixture
def photos(shown) -> Photos:
    made = Photos("case.files")
    shown(made)
    made.show_photos([Photo("p1", "渗水照片.jpg", picture(640, 480)), Photo("p2", "协议.pdf")])
    return made


def test_a_thumbnail_is_small_and_keeps_its_shape() -> None:
    assert thumbnail(picture(640, 480), 96).size() == QSize(96, 72)
    assert thumbnail(picture(20, 10), 96).size() == QSize(20, 10)
    assert thumbnail(b"no picture", 96).isNull()


def test_a_click_opens_and_the_cross_removes(photos, qtbot) -> None:
    first, second = photos.tiles()
    with qtbot.waitSignal(photos.open_asked) as opened:
        first.click()
    assert opened.args == ["p1"]
    with qtbot.waitSignal(photos.remove_asked) as removed:
        second.cross.click()
    assert removed.args == ["p2"]


def test_the_keyboard_does_both(photos, qtbot) -> None:
    first = photos.tiles()[0]
    with qtbot.waitSignal(photos.open_asked):
        QTest.keyClick(first, Qt.Key.Key_Return)
    with qtbot.waitSignal(photos.remove_asked):
        QTest.keyClick(first, Qt.Key.Key_Delete)


def test_of_very_many_the_first_are_shown_and_the_rest_when_asked(photos, qtbot) -> None:
    many = [Photo(f"p{n}", f"{n}.jpg") for n in range(400)]
    photos.show_photos(many)
    first = photos.tiles()
    assert len(first) < 60
    rest = photos.findChild(QPushButton, "case.files.all")
    assert rest.text() == f"还有 {400 - len(first)} 个，都显示"
    photos.show_photos(many)
    assert photos.tiles() == first  # nothing is made anew
    rest.setFocus()
    QTest.keyClick(rest, Qt.Key.Key_Space)
    assert [tile.photo for tile in photos.tiles()] == many
    assert not rest.isVisible()
    qtbot.waitUntil(photos.tiles()[len(first)].hasFocus)
    photos.show_photos(many[1:])
    assert len(photos.tiles()) == 399


def test_adding_is_asked_for(photos, qtbot) -> None:
    with qtbot.waitSignal(photos.add_asked):
        photos.add_button.click()


def test_read_only_strips_only_open(photos, qtbot) -> None:
    photos.set_read_only(on=True)
    first = photos.tiles()[0]
    with qtbot.assertNotEmitted(photos.remove_asked):
        QTest.keyClick(first, Qt.Key.Key_Delete)
    assert not photos.add_button.isVisible()
    assert not first.cross.isVisible()


def test_the_picture_is_drawn_and_named(photos) -> None:
    first = photos.tiles()[0]
    image = first.grab().toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 3).name() == "#336699"
    assert first.accessibleName() == "打开 渗水照片.jpg"


def test_an_emptied_strip_says_so(photos) -> None:
    photos.show_photos([])
    assert photos.tiles() == []
