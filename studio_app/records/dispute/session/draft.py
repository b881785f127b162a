"""One sitting, one investigation, one 保密 note as typed: what makes each meaningful, what is only worth a hint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from studio_app.domain.dates import show_day
from studio_app.domain.merging import Edited
from studio_app.domain.past import Past
from studio_app.domain.wording import clean

FAR = timedelta(days=100)
SIGNED = "已签名的记录不能改，请写新的一次记录。"


@dataclass
class SessionDraft(Edited):
    """A sitting; moments are local, without time zone. Codes are those of the dictionaries, ids those of the case.

    `statements` maps a party's id to what it said; `nobody`: none of the parties came, which is said, not assumed.
    """

    started_at: datetime | None = None
    ended_at: datetime | None = None
    place: str = ""
    method: str = ""
    present: list[str] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)
    mediators: list[str] = field(default_factory=list)
    recorder_id: str | None = None
    informed: bool = False
    statements: dict[str, str] = field(default_factory=dict)
    narrative: str = ""
    law: str = ""
    result: str = ""
    result_note: str = ""
    next_at: datetime | None = None
    nobody: bool = False

    def unanswered(self) -> dict[str, str]:
        """What the page asks before it stores anything: who came is stated by whoever writes, never assumed."""
        if self.nobody and self.present:
            return {"present": "勾了到场的人，又勾了“没有当事人到场”，请去掉一边。"}
        return {} if self.nobody or self.present else {"present": "请勾选谁到场了；没有当事人到场的，也请勾上。"}

    def problems(self, past: Past) -> dict[str, str]:
        """What refuses, by field."""
        found = {"started_at": _held_at(self.started_at, past, "调解"), "ended_at": self._end_problem(past)}
        if self.started_at and self.next_at and self.next_at <= self.started_at:
            found["next_at"] = "下次时间要在这一次之后。"
        if not self.result:
            found["result"] = "请选这次的结果：谈成了，没谈成，还是以后再谈。"
        if not self._says_something():
            found["narrative"] = "还没有写谈了什么。哪怕一句话，也请写上。"
        return _told(found)

    def hints(self, *, asks_next: bool) -> dict[str, str]:
        """`asks_next`: the result chosen means that the talk goes on (session_results.toml)."""
        found = {}
        if not self.informed:
            found["informed"] = "还没有勾选告知：调解前要把权利义务告诉各方（《人民调解工作若干规定》第三十条）。"
        if not self.present:
            found["present"] = "还没有勾选到场的当事人；一方都没有到场，请在经过里写明。"
        if asks_next and self.next_at is None:
            found["next_at"] = "还要再谈，约好了请写下次时间，到时会提醒。"
        if self.started_at and self.next_at and self.next_at - self.started_at > FAR:
            found["next_at"] = f"下次时间在 {show_day(self.next_at.date())}，隔了三个多月，请看看年份。"
        return found

    def _end_problem(self, past: Past) -> str:
        if not (self.started_at and self.ended_at):
            return ""
        if self.ended_at < self.started_at:
            return "结束时间早于开始时间，请改正。"
        if self.ended_at - self.started_at > timedelta(days=1):
            return "结束时间比开始时间晚一天以上，请看看日期。谈了几天的，请一次一次分别记录。"
        if past.is_ahead(self.ended_at):
            return f"照这样算，要到 {self.ended_at:%H:%M} 才结束，现在还没到。请改谈了多久，或者把开始时间改早。"
        return past.problem(self.ended_at.date(), "结束时间")

    def _says_something(self) -> bool:
        texts = (*self.statements.values(), self.narrative, self.result_note)
        return any(clean(text) for text in texts)


@dataclass
class InvestigationDraft(Edited):
    """调查记录 (handbook 2.2(6)): when and where, who was asked, what was found. Local moment, no time zone."""

    made_at: datetime | None = None
    place: str = ""
    present: str = ""
    asked_name: str = ""
    asked_detail: str = ""
    text: str = ""
    staff_id: str | None = None

    def problems(self, past: Past) -> dict[str, str]:
        found = {"made_at": _held_at(self.made_at, past, "调查")}
        if not clean(self.text):
            found["text"] = "请写下看到的、问到的情况。"
        return _told(found)


def _held_at(moment: datetime | None, past: Past, what: str) -> str:
    if moment is None:
        return f"请填写{what}的日期和时间，例如“今天 14:30”。"
    if moment.date() > past.today:
        return f"{what}日期在今天之后。{what}完了再写记录；约好的时间请写在“下次时间”。"
    if past.is_ahead(moment):
        return f"{moment:%H:%M} 还没有到。{what}完了再写记录；约好的时间请写在“下次时间”。"
    return past.problem(moment.date(), f"{what}日期")


def _told(found: Mapping[str, str]) -> dict[str, str]:
    return {name: sentence for name, sentence in found.items() if sentence}


def began(now: datetime, minutes: int | None, free_since: datetime | None = None) -> datetime | None:
    """When a talk that is just over began; None, to be asked, where that would be before `free_since`."""
    start = now - timedelta(minutes=minutes or 0)
    before = free_since.replace(second=0, microsecond=0) if free_since else None
    return None if before is not None and start < before else start
