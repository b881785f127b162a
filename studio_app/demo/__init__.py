"""示例: a throwaway desk with the sample cases of resources/demo, played through the services day by day.

Everything a page or form can show comes to life here: the clock is moved to each event's day, so history,
numbers and reminders read as if a volunteer had worked there for a year.
"""

import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from studio_app.core import paths
from studio_app.demo.facts import OFFICE_HOURS
from studio_app.demo.player import Player
from studio_app.desk import Desk, local_now
from studio_app.office.founding import StudioSetup
from studio_app.store import garbage

ACCOUNT, PASSWORD = "示例", "suibian-kankan"
SETUP = StudioSetup(
    studio="示例委员工作室",
    short_name="示",
    member="示例委员",
    community="示例社区",
    street="示例街道",
    committee="示例社区人民调解委员会",
    committee_short_name="示社",
    sign_in=ACCOUNT,
    person="李老师",
    role="mediator",
)


class PlayedClock:
    """Stands where the story is; `None` is the real present."""

    def __init__(self, present: Callable[[], datetime] = local_now) -> None:
        self.present = present
        self.moment: datetime | None = None

    def __call__(self) -> datetime:
        return self.moment or self.present()

    def go(self, day: date) -> None:
        """To the opening of the office on that day; never ahead of the present."""
        opened = datetime.combine(day, OFFICE_HOURS).astimezone()
        self.moment = min(opened, self.present())


Progress = Callable[[int, int], object]


def build(
    folder: Path, present: Callable[[], datetime] = local_now, progress: Progress = lambda _done, _total: None
) -> Desk:
    """A new desk in `folder` filled with the samples up to the present day, opened and signed in.

    `progress` hears how many events of how many are through; what it raises ends the work.
    """
    progress(0, 1)
    clock = PlayedClock(present)
    today = present().date()
    stories = tomllib.loads(paths.resource("demo", "cases.toml").read_text(encoding="utf-8"))
    clock.go(today - timedelta(days=max(s["days_ago"] for s in stories["case"]) + 1))
    desk, _code = Desk.create(folder, SETUP, PASSWORD, clock)
    try:
        with garbage.seldom_looked_for(), desk.office.database.bulk() as catch_up:
            events = Player(desk, today, catch_up).events(stories)
            for done, event in enumerate(events, start=1):
                clock.go(event.day)
                event.act()
                progress(done, len(events))
    except BaseException:
        desk.close()
        raise
    clock.moment = None
    desk.office.database.clock.trust()
    return desk
