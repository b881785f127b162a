"""The step bar of a case: computed from facts, never stored."""

from dataclasses import dataclass
from typing import Literal

STEPS = ("登记", "受理", "调查", "调解", "协议", "履行", "回访", "归档")
OPTIONAL = frozenset({"调查"})
"""Steps a case may well do without: they are never what comes next."""
StepState = Literal["done", "current", "future", "skipped"]


@dataclass(frozen=True)
class CaseFacts:
    """What has happened in a case's present round."""

    investigated: bool = False
    mediated: bool = False  # talking came to an end, with or without a result
    agreed: bool = False  # an agreement took effect, or an outcome that needs none
    to_perform: int = 0  # obligations in all
    performed: int = 0
    followed_up: bool = False  # since the agreement, its last performance, or what else happened last
    follow_up_due: bool = False  # rule R7 asks for a visit
    closed: bool = False
    archived: bool = False


def steps(facts: CaseFacts) -> list[tuple[str, StepState]]:
    """Each step with its state; exactly one is current unless the case is archived.

    A step that was passed over (no investigation was needed) is skipped, not done. 调查 is asked of nobody: the
    current step is the first required one, and an investigation made after all still shows as done. What lies
    beyond the current step is never done: a visit while promises are still open (rule R7 asks for one) ends nothing,
    and nothing is ticked that is to be done once more.
    """
    done = (
        True,
        True,
        facts.investigated,
        facts.mediated,
        facts.agreed,
        facts.agreed and facts.performed >= facts.to_perform,
        facts.followed_up and not facts.follow_up_due,
        facts.archived,
    )
    last = max(i for i, (name, d) in enumerate(zip(STEPS, done, strict=True)) if d and name != "回访")
    if facts.closed and not facts.archived:
        last = max(last, STEPS.index("履行" if facts.follow_up_due else "回访"))
    needed = (i for i, name in enumerate(STEPS) if i > last and name not in OPTIONAL)
    now = next((i for i in needed if STEPS[i] != "回访" or not done[i]), len(STEPS))
    return [(name, _state(i, is_done, now)) for i, (name, is_done) in enumerate(zip(STEPS, done, strict=True))]


def _state(index: int, is_done: bool, now: int) -> StepState:
    if index == now:
        return "current"
    if index > now:
        return "future"
    return "done" if is_done else "skipped"


def current(facts: CaseFacts) -> str:
    """The step whose main button is the only coloured one; empty when the case is archived."""
    return next((name for name, state in steps(facts) if state == "current"), "")
