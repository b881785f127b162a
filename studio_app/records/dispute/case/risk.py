"""红黄绿 of a case: what the signs propose, which of them stop the case until they are reported."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from studio_app.domain.dates import show_day
from studio_app.domain.wording import clean

RANK = {"green": 0, "amber": 1, "red": 2}


def is_studied(level: str, signs: Collection[str], note: str) -> bool:
    """Whether somebody looked at the danger: a case stands at green from the start."""
    return level != "green" or bool(signs or note.strip())


@dataclass(frozen=True)
class Sign:
    """One row of risk_signs.toml."""

    code: str
    label: str
    hard_stop: bool = False
    makes_red: bool = False
    points: int = 0
    prompt: str = ""
    report_to: tuple[str, ...] = ()

    @classmethod
    def of(cls, code: str, label: str, data: Mapping[str, Any]) -> "Sign":
        return cls(
            code,
            label,
            bool(data.get("hard_stop", False)),
            bool(data.get("makes_red", False)),
            int(data.get("points", 0)),
            str(data.get("prompt", "")),
            tuple(data.get("report_to", ())),
        )


def proposed(signs: Sequence[Sign], red_points: int, amber_points: int) -> str:
    """The level the ticked signs propose (handbook 5.5); people decide."""
    total = sum(sign.points for sign in signs)
    if any(sign.makes_red or sign.hard_stop for sign in signs) or total >= red_points:
        return "red"
    return "amber" if total >= amber_points else "green"


Reports = Collection[tuple[str, str]]
"""(sign, target) of what was reported."""


def unreported(signs: Sequence[Sign], reported: Reports) -> list[Sign]:
    """Dangers that none of those who must hear of them was told yet: the case does not go on before.

    人民调解法 art. 25, 反家庭暴力法 art. 14, 未成年人保护法 art. 11.
    """
    return [sign for sign in signs if sign.hard_stop and not _is_reported(sign, reported)]


def _is_reported(sign: Sign, reported: Reports) -> bool:
    return any(code == sign.code and (not sign.report_to or target in sign.report_to) for code, target in reported)


def taken_off(before: Sequence[Sign], ticked: Collection[str]) -> list[Sign]:
    """Dangers that stopped the case and are no longer ticked: somebody answers for that."""
    return [sign for sign in before if sign.hard_stop and sign.code not in ticked]


def stop_sentence(signs: Sequence[Sign]) -> str:
    """What is said where a case stands still for a danger; "" when nothing stops it."""
    if not signs:
        return ""
    names = "、".join(sign.label for sign in signs)
    return f"有“{names}”的信号，还没有写报告。请先报告，并写明报给了谁，再往下办（《人民调解法》第二十五条）。"


def closing_problem(risk: str, signs: Sequence[Sign], reported: Reports) -> str:
    """A red case is not closed without a recorded report (人民调解法 art. 25)."""
    stop = stop_sentence(unreported(signs, reported))
    if stop or risk != "red" or reported:
        return stop
    return "红色风险的纠纷要先写报告（报给了谁、什么时候、怎么报的），才能结案（《人民调解法》第二十五条）。"


@dataclass
class RiskDraft:
    """风险研判 as typed; `reason` and `approver` answer for a lower level and for a danger taken off the list."""

    risk: str = "green"
    risk_signs: list[str] = field(default_factory=list)
    reason: str = ""
    approver: str = ""

    def problems(self, before: str, level_proposed: str, signs_before: Sequence[Sign] = ()) -> dict[str, str]:
        found = self._taken_off_problems(taken_off(signs_before, self.risk_signs))
        mine = RANK.get(self.risk, 0)
        lowered = mine < RANK.get(before, 0)
        if (lowered or mine < RANK[level_proposed]) and not clean(self.reason):
            found.setdefault("reason", "定低了（原来或建议的更高），请写明理由。")
        if lowered and before == "red" and not clean(self.approver):
            found.setdefault("approver", "红色降级要写明谁同意的。")
        return found

    def _taken_off_problems(self, gone: Sequence[Sign]) -> dict[str, str]:
        if not gone:
            return {}
        names = "、".join(sign.label for sign in gone)
        asked = {
            "reason": (self.reason, f"去掉“{names}”的勾选，请写明查实了什么。"),
            "approver": (self.approver, f"去掉“{names}”的勾选，要写明谁同意的。"),
        }
        return {name: sentence for name, (text, sentence) in asked.items() if not clean(text)}

    def note(self, day: date, signs_before: Sequence[Sign]) -> str:
        """The line kept with the case: what was decided against the signs, why, and who agreed; "" for nothing."""
        if not clean(self.reason):
            return ""
        names = "、".join(sign.label for sign in taken_off(signs_before, self.risk_signs))
        gone = f"去掉“{names}”：" if names else ""
        approved = f"（{clean(self.approver)}同意）" if clean(self.approver) else ""
        return f"{day.isoformat()} {gone}{clean(self.reason)}{approved}"


@dataclass
class RiskReportDraft:
    """民转刑风险报告 as typed: to whom, when, how. Moments are aware."""

    sign: str = ""
    reported_at: datetime | None = None
    target: str = ""
    receiver: str = ""
    way: str = ""
    content: str = ""
    measures: str = ""
    feedback: str = ""
    reporter: str = ""
    noticed_on: date | None = None

    def problems(self, now: datetime, earliest: date, targets: Collection[str]) -> dict[str, str]:
        """`earliest`: no report of this round of the case is older; `targets`: where one can report to."""
        found = {}
        if self.target not in targets:
            found["target"] = "请选择报给了哪里。"
        if self.reported_at is None:
            found["reported_at"] = "请填写什么时候报告的。"
        elif self.reported_at > now:
            found["reported_at"] = "报告时间不能在现在之后。"
        elif self.reported_at.astimezone(now.tzinfo).date() < earliest:
            found["reported_at"] = f"报告时间早于 {show_day(earliest)}，不是就这一轮的情况报告的，请核对日期。"
        if not self.way:
            found["way"] = "请选择怎么报告的。"
        return found
