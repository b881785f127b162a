import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.form import fields
from studio_app.ui.kit.input.editors import ChoiceEditor, LineEditor
from studio_app.ui.kit.input.inputs import Combo, TextBox, TextLine, cleaned
from studio_app.ui.kit.input.search_choice import SearchChoiceEditor


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王\x00某\x07", "王某"),
        ("甲\u202e乙", "甲乙"),
        ("一\r\n二\u2028三", "一\n二\n三"),
        ("𠮷㛃😀👨‍👩‍👧", "𠮷㛃😀👨‍👩‍👧"),
        ("\ufffe\uffff尾", "尾"),
        ("列\t列", "列 列"),
        ("\x85\x9f续", "续"),
    ],
)
def test_only_writing_is_kept(typed: str, kept: str) -> None:
    assert cleaned(typed, lines=True) == kept


def test_line_takes_pasted_lines_as_one(qtbot) -> None:
    line = TextLine()
    qtbot.addWidget(line)
    QApplication.clipboard().setText("幸福里\n3 幢\x01")
    line.paste()
    assert line.text() == "幸福里 3 幢"


def test_cleaning_leaves_the_cursor_where_people_type(qtbot) -> None:
    line = TextLine()
    qtbot.addWidget(line)
    line.setText("王某来访")
    line.setCursorPosition(2)
    line.insert("\x02甲")
    assert line.text() == "王某甲来访"
    assert line.cursorPosition() == 3


def test_line_knows_that_the_input_method_composes(qtbot, compose) -> None:
    line = TextLine()
    qtbot.addWidget(line)
    compose(line, "loushui")
    assert line.composing
    assert line.text() == ""
    compose(line, "")
    assert not line.composing


def test_box_cleans_what_is_pasted_and_undoes_it_in_one_step(qtbot) -> None:
    box = TextBox(4)
    qtbot.addWidget(box)
    pasted = QMimeData()
    pasted.setText("第一行\x00\n第二行")
    box.insertFromMimeData(pasted)
    assert box.clean_text() == "第一行\n第二行"
    box.insert_phrase("经调解，双方同意：")
    assert box.clean_text().endswith("经调解，双方同意：")
    box.undo()
    assert box.clean_text() == "第一行\n第二行"


def test_box_grows_with_the_text_size(qapp, shown) -> None:
    box = TextBox(3)
    shown(box)
    before = box.height()
    look.apply(qapp, "huge")
    assert box.height() > before


def test_wheel_never_changes_a_choice(shown) -> None:
    combo = Combo()
    combo.set_options([("a", "邻里"), ("b", "物业"), ("c", "婚姻")])
    combo.set_code("b")
    shown(combo)
    combo.setFocus()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, turn)
    assert combo.code() == "b"
    assert not turn.isAccepted()


def test_other_options_keep_the_code_chosen(qtbot) -> None:
    combo = Combo()
    qtbot.addWidget(combo)
    combo.set_options([("a", "邻里"), ("b", "物业")])
    combo.set_code("b")
    combo.set_options([("b", "物业纠纷"), ("c", "婚姻")])
    assert combo.code() == "b"
    assert combo.currentText() == "物业纠纷"


def test_a_code_no_longer_offered_is_shown_and_kept(qtbot) -> None:
    combo = Combo()
    qtbot.addWidget(combo)
    combo.set_options([("a", "邻里")])
    combo.set_code("旧类型")
    assert combo.code() == "旧类型"
    assert combo.currentText() == "旧类型"


@pytest.mark.parametrize("scheme", look.SCHEMES)
@pytest.mark.parametrize("size", look.BASE)
def test_a_list_one_may_search_looks_like_any_other(qapp, shown, size, scheme) -> None:
    look.apply(qapp, size, scheme)
    asked = fields.Choice("type", "纠纷类型", options=[("neighbour", "邻里纠纷")])
    inside, column = QWidget(), QVBoxLayout()
    inside.setLayout(column)
    editors = [LineEditor(fields.Line("first", "")), ChoiceEditor(asked), SearchChoiceEditor(asked)]
    for editor in editors:
        column.addWidget(editor)
        editor.set_value("邻里纠纷" if editor is editors[0] else "neighbour")
    shown(inside, 320, 300)
    plain, searched = (editor.main.grab().toImage() for editor in editors[1:])
    assert plain.size() == searched.size()
    arrow = QRect(plain.width() - look.scaled(24), 4, look.scaled(20), plain.height() - 8)
    assert plain.copy(arrow) == searched.copy(arrow)
    assert abs(_first_ink(plain) - _first_ink(searched)) <= 1


def _first_ink(drawn: QImage) -> int:
    """Where the words begin, in pixels from the left."""
    ground = drawn.pixelColor(6, drawn.height() // 2).lightness()
    rows = range(4, drawn.height() - 4)
    return next(
        x for x in range(6, drawn.width()) if any(abs(drawn.pixelColor(x, y).lightness() - ground) > 40 for y in rows)
    )


@pytest.mark.parametrize("size", ["standard", "large", "huge"])
def test_a_box_shows_the_whole_of_its_rows(qapp, shown, size) -> None:
    look.apply(qapp, size)
    box = TextBox(3)
    box.setPlainText("一\n二\n三")
    inside = QWidget()
    QVBoxLayout(inside).addWidget(box)
    shown(inside)
    assert box.verticalScrollBar().maximum() == 0
    last = box.cursorRect(QTextCursor(box.document().lastBlock()))
    assert last.bottom() <= box.viewport().height()
    box.appendPlainText("四")
    assert box.verticalScrollBar().maximum() > 0
