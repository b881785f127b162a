"""The pages of the rail, and how each is made when it is first wanted."""

from collections.abc import Callable
from importlib import import_module

from PySide6.QtWidgets import QWidget

from studio_app.desk import Services
from studio_app.ui.kit.page.rail import Stop
from studio_app.ui.kit.page.screen import Screen

STOPS = (
    Stop("today", "今日", "sun"),
    Stop("intake", "来访登记", "user-plus"),
    Stop("mediation", "纠纷调解", "scales"),
    Stop("followups", "回访提醒", "bell-ringing"),
    Stop("handover", "交接导出", "arrows-left-right"),
    Stop("stations", "站点与值班", "map-pin"),
    Stop("statistics", "统计", "chart-bar"),
    Stop("manual", "使用手册", "question", low=True),
    Stop("preferences", "设置与备份", "gear", low=True),
)
PAGE_OF = {"case": "mediation", "note": "mediation", "intake": "intake", "person": "intake", "station": "stations"}
"""The page of the rail that shows a record of this kind."""
ROOMS = dict.fromkeys(("register", "edit_intake", "accept", "answer_visit"), "intake")
ROOMS |= {"remind": "followups", "settings": "preferences", "station": "stations", "note_duty": "stations"}
"""The page an action begins on, if not that of cases; a visit without 去向 (R1, "accept") has no case yet."""
NEEDS = {"handover": "hand_over"}
"""The right without which a page is not offered."""


def offered(may: Callable[[str], bool]) -> list[Stop]:
    """The pages for who is signed in."""
    return [stop for stop in STOPS if stop.name not in NEEDS or may(NEEDS[stop.name])]


def make_screen(name: str, services: Services, parent: QWidget) -> Screen:
    """The page of a rail stop; each is imported when it is first wanted, 今日 must not wait for the others."""
    room, kind = _SCREENS[name]
    made: Screen = getattr(import_module(f"studio_app.ui.{room}.screen"), kind)(services, parent)
    return made


_SCREENS = {
    "today": ("today", "TodayScreen"),
    "intake": ("intake", "IntakeScreen"),
    "mediation": ("dispute", "MediationScreen"),
    "followups": ("followups", "FollowUpsScreen"),
    "handover": ("handover", "HandoverScreen"),
    "stations": ("station", "StationsScreen"),
    "statistics": ("statistics", "StatisticsScreen"),
    "manual": ("manual", "ManualScreen"),
    "preferences": ("preferences", "PreferencesScreen"),
}
