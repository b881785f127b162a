from studio_app.ui.kit.table.fitting import Share, capped, fit

WANTED = (Share("a", 200, 100), Share("b", 100, 100, leaves=2), Share("c", 150, 50, leaves=1))


def test_what_is_left_over_goes_to_the_filler_or_the_last() -> None:
    assert fit(WANTED, 500, "b") == {"a": 200, "b": 150, "c": 150}
    assert fit(WANTED, 500) == {"a": 200, "b": 100, "c": 200}
    assert fit(WANTED, 500, "gone") == {"a": 200, "b": 100, "c": 200}


def test_each_gives_up_the_same_part_of_what_it_can_spare() -> None:
    assert fit(WANTED, 350) == {"a": 150, "b": 100, "c": 100}
    assert sum(fit(WANTED, 333).values()) == 333


def test_the_least_needed_leave_where_not_all_can_be_read() -> None:
    assert fit(WANTED, 249) == {"a": 149, "b": 100}
    assert fit(WANTED, 150) == {"a": 150}
    assert fit(WANTED, 60) == {"a": 100}, "what may not leave stays readable"


def test_a_width_drawn_by_the_person_is_the_last_to_narrow() -> None:
    drawn = (Share("a", 200, 100, drawn=True), Share("b", 100, 50))
    assert fit(drawn, 260) == {"a": 200, "b": 60}
    assert fit(drawn, 180) == {"a": 130, "b": 50}


def test_a_column_is_drawn_no_wider_than_the_others_can_spare() -> None:
    assert capped((Share("a", 900, 100), Share("b", 100, 60)), "a", 500) == 440
    assert capped((Share("a", 300, 100), Share("b", 100, 60)), "a", 500) == 300
    assert capped((Share("a", 300, 100), Share("b", 100, 60)), "a", 90) == 100


def test_nothing_wanted_is_nothing_given() -> None:
    assert fit((), 100) == {}
