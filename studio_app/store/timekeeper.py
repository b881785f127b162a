"""The one clock of an opened desk: what time it is, whether that can be true, and that it went another way."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

Mark = tuple[datetime, float]
"""A moment by the clock on the wall, and by one that nobody can set."""
SLACK = timedelta(minutes=5)
"""By so much a clock is corrected over the network; and nobody looks more seldom while the computer is awake."""
FAR = timedelta(days=30)
"""Longer than a computer sleeps with its window open."""
LONG_UNUSED = timedelta(days=366)
"""A desk nobody wrote into for longer is more likely one whose clock is wrong."""
CHECK = "请核对电脑右下角的日期和时间，不对就先调好，再登记。"


@dataclass(frozen=True)
class Doubt:
    """What the clock says, and the moment it cannot be before, or so far after."""

    told: datetime
    due: datetime
    logged: datetime | None = None
    """When the change log says something was stored, where that is what contradicts the clock."""

    @property
    def words(self) -> str:
        told, due = f"{self.told:%Y-%m-%d %H:%M}", f"{self.due:%Y-%m-%d %H:%M}"
        if self.logged is not None:
            logged = self.logged.astimezone(self.told.tzinfo)
            off = "比它还晚" if self.told < logged else "隔了一年多"
            return f"电脑的时间是 {told}，可是最近一次保存是在 {logged:%Y-%m-%d %H:%M}，{off}。{CHECK}"
        way = "往回调了" if self.told < self.due else "一下子往前走了很多"
        return f"电脑的时间{way}：现在是 {told}，按走过的时间该是 {due}。{CHECK}"


class Timekeeper:
    """Called it says what time it is; every call compares the wall with a clock that only ever runs.

    Whoever asks first, a timer, a key pressed or a record being stored, finds out that the day turned, that the
    computer slept or that the clock was set; `on_turn` tells. While there is a `doubt` the time that passed is counted
    on from the last moment that was sure, so a clock that is put right again is believed at once.
    """

    def __init__(self, wall: Callable[[], datetime], steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._at_it = Lock()
        self._listeners: list[Callable[[], None]] = []
        self._seen = self._sure = self._read()
        self._logged: datetime | None = None
        self.doubt: Doubt | None = None

    def __call__(self) -> datetime:
        return self.mark()[0]

    def mark(self) -> Mark:
        """The moment it is called, for `since`."""
        with self._at_it:
            read = self._read()
            turned = self._compare(read)
        for listener in list(self._listeners) if turned else ():
            listener()
        return read

    def since(self, mark: Mark) -> timedelta:
        """How long ago that was at least: by the wall where the computer slept, by the other where the wall was set."""
        wall, steady = self.mark()
        return max(wall - mark[0], timedelta(seconds=steady - mark[1]))

    def on_turn(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Be told, in any thread, to read anew: another day, a sleep, a clock that was set; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def not_before(self, logged: datetime | None) -> None:
        """The change log says so: a clock that is behind it is wrong, and one far ahead of it may be."""
        with self._at_it:
            wall, steady = self._read()
            if logged is not None and not -SLACK <= wall - logged <= LONG_UNUSED:
                self._sure, self._logged = (logged, steady), logged
        self.mark()

    def trust(self) -> None:
        """Somebody looked, and the clock is right."""
        with self._at_it:
            self._sure = self._read()
        self.mark()

    def _read(self) -> Mark:
        return self._wall(), self._steady()

    def _compare(self, read: Mark) -> bool:
        """Whether what depends on the time has to be read anew."""
        (wall, steady), before = read, self.doubt
        due = self._sure[0] + timedelta(seconds=steady - self._sure[1])
        if -SLACK <= wall - due <= FAR:
            self._sure, self._logged, self.doubt = read, None, None
        else:
            self.doubt = Doubt(wall, due.astimezone(wall.tzinfo), self._logged)
        (seen, steady_seen), self._seen = self._seen, read
        gap = max(abs(wall - seen), timedelta(seconds=steady - steady_seen))
        return wall.date() != seen.date() or gap > SLACK or (before is None) != (self.doubt is None)
