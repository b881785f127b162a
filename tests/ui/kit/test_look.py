import sys

import pytest
import qtawesome  # noqa: F401 — icons are drawn once it is loaded
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
)

from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import button, label


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


WRITTEN = [
    *((ink, ground) for ink in ("ink", "secondary", "accent", "red", "amber", "green") for ground in ("page", "card")),
    ("ink", "locked"),
    ("secondary", "locked"),
    *((ink, "hover") for ink in ("ink", "secondary", "accent", "red")),
    ("on_accent", "accent"),
    ("ink", "accent_soft"),
    ("secondary", "accent_soft"),
    ("accent", "accent_soft"),
    ("red", "red_soft"),
    ("amber", "amber_soft"),
    ("green", "green_soft"),
    ("secondary", "plain_soft"),
    ("red", "accent_soft"),
    ("amber", "accent_soft"),
    ("green", "accent_soft"),
]


@pytest.mark.parametrize("scheme", look.SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), WRITTEN)
def test_text_can_be_read_in_every_scheme(scheme: str, ink: str, ground: str) -> None:
    colours = look.SCHEMES[scheme]
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


def test_contrast_of_black_on_white_is_the_known_21() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21


def test_high_contrast_outlines_what_can_be_used() -> None:
    colours = look.SCHEMES["contrast"]
    assert contrast(colours.edge, colours.card) >= 3
    assert contrast(colours.line, colours.page) >= 3


@pytest.mark.parametrize("scheme", look.SCHEMES)
def test_what_can_only_be_read_has_a_ground_of_its_own(qapp, shown, scheme: str) -> None:
    look.apply(qapp, "standard", scheme)
    line, box, press = QLineEdit("王某"), QPlainTextEdit("王某"), button("登记")
    line.setReadOnly(True)
    box.setReadOnly(True)
    press.setEnabled(False)
    for made in (line, box, press):
        shown(made, 200, 60)
        ground = made.grab().toImage().pixelColor(100, 5)
        assert ground == look.colour("locked")
        assert ground != look.colour("card")


def test_a_ring_for_the_focus_stands_only_where_one_can_write(qapp, shown) -> None:
    for made in (QLineEdit("王某"), QPlainTextEdit("王某")):
        made.setReadOnly(True)
        shown(made, 200, 60)
        made.setFocus()
        assert made.hasFocus()
        qapp.processEvents()
        drawn = made.grab().toImage()
        assert drawn.pixelColor(100, 0) == look.colour("line")
        assert drawn.pixelColor(100, 1) == look.colour("locked"), "a frame of one pixel"


def test_qt_speaks_chinese(qtbot) -> None:
    buttons = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(buttons.Cancel | buttons.Save)
    qtbot.addWidget(box)
    assert "取消" in box.button(buttons.Cancel).text()
    assert "保存" in box.button(buttons.Save).text()


def test_chinese_is_drawn_with_a_chinese_font(qapp) -> None:
    family = QFontInfo(qapp.font()).family()
    assert family in {*look.SYSTEM_FONTS, look.BUNDLED_FONT}


@pytest.mark.parametrize(("size", "pixels"), look.BASE.items())
def test_every_control_is_high_enough_and_grows_with_the_text(qapp, qtbot, size: str, pixels: int) -> None:
    look.apply(qapp, size)
    assert qapp.font().pixelSize() == pixels
    for made in (
        button("登记履行"),
        button("登记", "primary"),
        QLineEdit(),
        QComboBox(),
        QToolButton(),
        QCheckBox("甲"),
    ):
        qtbot.addWidget(made)
        made.ensurePolished()
        assert made.sizeHint().height() >= max(36, pixels * 2.2), type(made)


def test_focus_does_not_move_a_button(qapp, shown) -> None:
    made = button("登记")
    before = made.sizeHint()
    shown(made)
    made.setFocus()
    assert made.hasFocus()
    assert made.sizeHint() == before


def test_title_is_larger_than_text(qtbot) -> None:
    title, plain = label("今日", "title"), label("今日")
    for made in (title, plain):
        qtbot.addWidget(made)
        made.ensurePolished()
    assert title.sizeHint().height() > plain.sizeHint().height()


def test_changing_the_scheme_changes_colours_and_icons(qapp) -> None:
    def darkest() -> int:
        image = look.icon("sun").pixmap(QSize(32, 32)).toImage()
        seen = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        return min(colour.lightness() for colour in seen if colour.alpha() > 200)

    look.apply(qapp, scheme="light")
    on_light = darkest()
    look.apply(qapp, scheme="dark")
    assert on_light < 80
    assert darkest() > 150
    assert look.colour("page") == QColor(look.SCHEMES["dark"].page)


def test_icons_cost_nothing_until_they_are_painted() -> None:
    """qtawesome takes a sixth of a second to import."""
    import subprocess

    told = subprocess.run(
        [
            sys.executable,
            "-c",
            (
                "import sys\n"
                "from PySide6.QtWidgets import QApplication\n"
                "from studio_app.ui.kit import look\n"
                "from studio_app.ui.kit.page import cards\n"
                "from studio_app.ui.kit.form import form\n"
                "from studio_app.ui.kit.table import table\n"
                "from studio_app.ui.kit.input import search_box\n"
                "app = QApplication([]); look.apply(app)\n"
                "made = cards.button('登记', icon='plus')\n"
                "print([name for name in ('qtawesome', 'PIL', 'openpyxl', 'sqlalchemy') if name in sys.modules])"
            ),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"


def test_qt_gives_every_none_back(qapp: QApplication) -> None:
    """PySide6 6.12.0 loses one reference to None per call under Python 3.11 and dies after some thousand frames."""
    picture = QPixmap(8, 8)
    painter = QPainter(picture)
    before = sys.getrefcount(None)
    for _ in range(500):
        painter.setPen(QPen(QColor("#123456")))
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < 100


def test_what_stands_in_an_empty_field_can_be_read(shown) -> None:
    line = QLineEdit()
    shown(line)
    assert line.palette().placeholderText().color() == look.colour("secondary")


def test_a_danger_button_says_so_by_its_colour(shown) -> None:
    danger = button("删除", "danger")
    shown(danger)
    assert isinstance(danger, QPushButton)
    assert danger.palette().buttonText().color() == look.colour("red")


def test_the_icon_font_is_fetched_after_the_first_page_and_drawn_then(qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "qtawesome")
    QApplication.instance().setProperty("icons_asked", False)
    glyph = look.icon("sun")
    assert _is_blank(glyph)
    qtbot.waitUntil(lambda: "qtawesome" in sys.modules)
    assert not _is_blank(glyph)


def _is_blank(glyph: QIcon) -> bool:
    image = glyph.pixmap(QSize(24, 24)).toImage()
    return all(image.pixelColor(x, y).alpha() == 0 for x in range(24) for y in range(24))


@pytest.mark.parametrize("scheme", look.SCHEMES)
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_what_is_on_and_what_is_off_have_a_frame_one_can_see(
    qtbot, qapp: QApplication, scheme: str, kind: type
) -> None:
    look.apply(qapp, "huge", scheme)
    colours = look.SCHEMES[scheme]
    filling = colours.on_accent if kind is QCheckBox else colours.accent
    for on in (False, True):
        made = kind("漏水")
        qtbot.addWidget(made)
        made.setChecked(on)
        made.show()
        picture, size = made.grab().toImage(), round(look.base() * 1.2)
        edge = [picture.pixelColor(x, picture.height() // 2).name().upper() for x in (0, 1)]
        assert max(contrast(seen, colours.page) for seen in edge) >= 3
        seen = {picture.pixelColor(x, y).name().upper() for x in range(2, size - 2) for y in range(picture.height())}
        if on:
            assert filling.upper() in seen
