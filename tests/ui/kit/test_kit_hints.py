import pytest
from PySide6.QtWidgets import QPushButton

from studio_app.ui.kit.form.hints import Hints, Suggestion


@pytest.fixture
def hints(shown) -> Hints:
    made = Hints("可能来过", "intake.hints")
    shown(made)
    return made


def suggestions(count: int) -> list[Suggestion]:
    return [Suggestion(f"王某 {n}", f"同一电话，2026-0{n + 1} 来访过", n) for n in range(count)]


def test_five_at_most_each_with_its_reason(hints) -> None:
    hints.show_suggestions(suggestions(8))
    assert len(hints.suggestions) == 5
    names = [made.accessibleName() for made in hints.findChildren(QPushButton)]
    assert names[0] == "用这个人的资料：王某 0，同一电话，2026-01 来访过"
    assert len(names) == 5


def test_taking_one_hands_its_value_back(hints, qtbot) -> None:
    hints.show_suggestions(suggestions(3))
    with qtbot.waitSignal(hints.taken) as taken:
        hints.findChild(QPushButton, "intake.hints_2").click()
    assert taken.args == [1]


def test_nothing_to_say_takes_no_room(hints) -> None:
    hints.show_suggestions(suggestions(2))
    assert hints.isVisible()
    hints.show_suggestions([])
    assert not hints.isVisible()


def test_the_same_hints_again_keep_their_buttons(hints) -> None:
    hints.show_suggestions(suggestions(2))
    before = hints.findChild(QPushButton, "intake.hints_1")
    hints.show_suggestions(suggestions(2))
    assert hints.findChild(QPushButton, "intake.hints_1") is before
