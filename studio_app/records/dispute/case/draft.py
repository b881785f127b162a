"""A case's way through the office: allowed moves, and what people write about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from studio_app.domain.merging import Edited
from studio_app.domain.past import Past
from studio_app.domain.periods import after_months


@dataclass(frozen=True)
class State:
    """One row of case_states.toml: the stored state and which may follow it."""

    code: str
    label: str
    step: str = ""
    open: bool = True
    next: tuple[str, ...] = ()

    @classmethod
    def of(cls, code: str, label: str, data: Mapping[str, Any]) -> "State":
        return cls(code, label, str(data.get("step", "")), bool(data.get("open", True)), tuple(data.get("next", ())))


def move_problem(now: State, wanted: State) -> str:
    """Why a case may not go from one state to the other, "" when it may; staying where it is is no move."""
    if wanted.code == now.code or wanted.code in now.next:
        return ""
    return f"现在是“{now.label}”，还不能到“{wanted.label}”。请先办下一步。"


@dataclass
class ExtensionDraft:
    """延期 as typed; `consented`: ids of the parties who agreed (SF/T 0083: both sides in writing)."""

    until: date | None = None
    note: str = ""
    consented: list[str] = field(default_factory=list)

    def problems(self, asked: Sequence[str], limit: date | None, today: date) -> dict[str, str]:
        """`asked`: ids of all parties of both sides; `limit`: the day mediation would end without extension."""
        found = {}
        if self.until is None:
            found["until"] = "请填写延期到哪一天。"
        elif self.until <= today:
            found["until"] = "延期到的日期应当在今天之后。"
        elif self.until > after_months(today, 12):
            found["until"] = "延期到的日期超过了一年，请核对年份。"
        elif limit is not None and self.until <= limit:
            found["until"] = f"现在的期限是 {limit:%Y-%m-%d}，延期到的日期应当更晚。"
        if not set(asked) <= set(self.consented):
            found["consented"] = "要双方当事人都同意才能延期，请逐一勾选；有人不同意的，请结案并告知其他途径。"
        return found


def mode_problem(now: str, wanted: str, *, bound: bool) -> str:
    """Why the mode may not change. A→B after an agreement would make its paper untrue (model.md, Modes).

    `bound`: a paper of the present mode, of whatever round, was signed or took effect.
    """
    if wanted == now:
        return "现在就是这种办理方式。"
    if bound and now == "A":
        return "已经有人民调解协议，不能再改为别的办理方式。"
    if bound and wanted == "C":
        return "已经有工作室见证的协议，不能改为协助。"
    return ""


@dataclass
class ParticipantDraft:
    """Somebody invited to help, with the parties' consent (人民调解法 art. 20)."""

    name: str = ""
    unit: str = ""
    relation: str = ""
    consented: bool = False

    def problems(self) -> dict[str, str]:
        return {} if self.name.strip() else {"name": "请填写参加人的姓名或称呼。"}

    def hints(self) -> dict[str, str]:
        if self.consented:
            return {}
        return {"consented": "邀请别人参加，要先征得双方当事人同意（《人民调解法》第二十条）。"}


@dataclass
class DetailsDraft(Edited):
    """What people write about a case; field names are those of the stored record."""

    title: str = ""
    dispute_type: str = ""
    subtype: str = ""
    source: str = ""
    source_unit: str = ""
    accepted_on: date | None = None
    backdate_reason: str = ""
    community: str = ""
    place: str = ""
    summary: str = ""
    claims: str = ""
    level: str = ""
    people_count: int | None = None
    amount_fen: int | None = None
    open_hearing: bool = False
    police_number: str = ""
    responsible: str = ""
    measures: str = ""
    advice: str = ""
    led_by: str = ""  # mode C: the committee that leads, by its name
    their_number: str = ""
    note: str = ""

    def problems(self, past: Past, stored: "Accepted | None" = None) -> dict[str, str]:
        """A changed day of acceptance stays in its year; earlier asks why."""
        if self.accepted_on is None:
            return {"accepted_on": "请填写受理日期。"}
        problem = past.problem(self.accepted_on, "受理日期")
        if not problem and stored is not None and self.accepted_on != stored.day:
            problem = stored.problem(self.accepted_on)
        if problem:
            return {"accepted_on": problem}
        if stored is not None and self.accepted_on < stored.day and not self.backdate_reason.strip():
            return {"backdate_reason": "受理日期改早了，请写明原因。"}
        return {} if self.people_count is None or self.people_count > 0 else {"people_count": "人数至少是 1。"}


@dataclass(frozen=True)
class Accepted:
    """The stored day of acceptance and the number given on it."""

    day: date
    number: str = ""

    def problem(self, day: date) -> str:
        """Why acceptance cannot be moved to this day; the number bears its year (handbook 2.3)."""
        if day.year != self.day.year:
            return f"编号 {self.number} 是 {self.day.year} 年的，受理日期不能改到别的年份。"
        return ""
