"""One clock compares the wall with one that only runs: day turned, slept, set forwards, set back, wrong at opening."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from studio_app.store.timekeeper import Timekeeper


class Watch:
    """A clock on the wall and one that only runs, both moved by hand."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
        self.steady = 100.0
        self.told = 0
        self.keeper = Timekeeper(lambda: self.wall, lambda: self.steady)
        self.keeper.on_turn(self._tell)

    def _tell(self) -> None:
        self.told += 1

    def go(self, *, slept: bool = False, **lapse: float) -> None:
        """Time passes; while the computer sleeps the clock that only runs stands still."""
        self.wall += timedelta(**lapse)
        self.steady += 0 if slept else timedelta(**lapse).total_seconds()

    def set(self, **by: float) -> None:
        self.wall += timedelta(**by)

    def asked(self) -> int:
        """How often it was told to read anew, once somebody asked for the time."""
        before = self.told
        self.keeper()
        return self.told - before


@pytest.fixture
def watch() -> Watch:
    return Watch()


def work(watch: Watch, minutes: int) -> Iterator[int]:
    for _ in range(minutes):
        watch.go(minutes=1)
        yield watch.asked()


def test_another_day_is_told_once(watch: Watch) -> None:
    assert sum(work(watch, 60 * 5)) == 1
    assert watch.keeper().day == 24
    assert watch.keeper.doubt is None


@pytest.mark.parametrize("slept", [True, False])  # Windows counts sleep, Linux does not
def test_a_sleep_is_told_and_doubted_by_nobody(watch: Watch, *, slept: bool) -> None:
    watch.go(hours=2, slept=slept)
    assert (watch.asked(), watch.asked()) == (1, 0)
    watch.go(days=9, slept=slept)
    assert watch.asked() == 1
    assert watch.keeper.doubt is None


def test_a_clock_set_far_forwards_is_doubted_until_it_is_put_right(watch: Watch) -> None:
    watch.set(days=3653)
    assert watch.asked() == 1
    assert watch.keeper.doubt is not None
    assert "2036-11-23 20:00" in watch.keeper.doubt.words
    assert "一下子往前走了很多" in watch.keeper.doubt.words
    watch.go(hours=1)
    watch.set(days=-3653)
    assert watch.asked() == 1
    assert watch.keeper.doubt is None


def test_a_clock_set_back_is_doubted_until_somebody_says_that_it_is_right(watch: Watch) -> None:
    watch.set(days=-3)
    assert watch.asked() == 1
    doubt = watch.keeper.doubt
    assert doubt is not None
    assert "往回调了：现在是 2026-11-20 20:00，按走过的时间该是 2026-11-23 20:00" in doubt.words
    watch.go(minutes=3)
    assert watch.asked() == 0  # said once
    watch.keeper.trust()
    assert watch.keeper.doubt is None
    watch.go(minutes=3)
    assert watch.asked() == 0


def test_corrections_over_the_network_and_another_time_zone_are_no_jump(watch: Watch) -> None:
    for _ in range(20):
        watch.go(minutes=1)
        watch.set(seconds=-40)
        watch.keeper()
    assert watch.keeper.doubt is None
    watch.wall = watch.wall.astimezone(datetime.now().astimezone().tzinfo)
    watch.keeper()
    assert watch.keeper.doubt is None


def test_a_clock_behind_the_change_log_is_wrong_until_it_is_put_right(watch: Watch) -> None:
    watch.keeper.not_before(watch.wall + timedelta(days=200, seconds=-1))
    doubt = watch.keeper.doubt
    assert doubt is not None
    assert doubt.words.startswith("电脑的时间是 2026-11-23 20:00，可是最近一次保存是在 2027-06-11 19:59，比它还晚。")
    watch.go(hours=1)
    assert watch.keeper().day == 23
    assert watch.keeper.doubt is not None
    watch.set(days=200)
    assert watch.asked() == 1
    assert watch.keeper.doubt is None


def test_a_clock_years_ahead_of_the_change_log_is_asked_about(watch: Watch) -> None:
    watch.keeper.not_before(watch.wall - timedelta(days=3653))
    doubt = watch.keeper.doubt
    assert doubt is not None
    assert "可是最近一次保存是在 2016-11-22 20:00，隔了一年多。" in doubt.words
    watch.keeper.trust()
    assert watch.keeper.doubt is None


@pytest.mark.parametrize("logged", [None, timedelta(days=-360), timedelta(minutes=-10), timedelta(minutes=4)])
def test_a_change_log_that_ends_before_now_proves_nothing(watch: Watch, logged: timedelta | None) -> None:
    watch.keeper.not_before(None if logged is None else watch.wall + logged)
    assert watch.keeper.doubt is None


def test_how_long_ago_something_was_is_known_after_a_sleep_and_with_the_clock_set_back(watch: Watch) -> None:
    mark = watch.keeper.mark()
    watch.go(hours=8, slept=True)
    assert watch.keeper.since(mark) == timedelta(hours=8)
    watch.go(hours=1)
    watch.set(days=-2)
    assert watch.keeper.since(mark) == timedelta(hours=1)
