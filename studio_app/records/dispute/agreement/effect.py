"""When an agreement takes effect: the mode decides the law (model.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Signing:
    """The dates an agreement's effect follows from; `must_sign` are the parties whose signature counts."""

    mode: str  # A | B | C
    form: str  # written | oral | none
    reached_on: date | None
    must_sign: Sequence[str]
    signatures: Mapping[str, date]
    mediator_signed_on: date | None = None
    sealed_on: date | None = None
    told_on: date | None = None


def all_parties_signed(signing: Signing) -> bool:
    return bool(signing.must_sign) and all(party in signing.signatures for party in signing.must_sign)


def effective_on(signing: Signing) -> date | None:
    """The day the agreement takes effect, None while something is missing.

    Mode A written: the last of all parties' signatures, the mediator's and the committee's seal
    (人民调解法 art. 29); oral: the day it was reached (art. 30). Mode B: the last party's signature
    (民法典 art. 490). Mode C: the day the committee told us.
    """
    if signing.mode == "C":
        return signing.told_on
    if signing.form != "written":
        return signing.reached_on
    if not all_parties_signed(signing):
        return None
    dates = [signing.signatures[party] for party in signing.must_sign]
    if signing.mode == "B":
        return max(dates)
    if signing.mediator_signed_on is None or signing.sealed_on is None:
        return None
    return max(*dates, signing.mediator_signed_on, signing.sealed_on)


def awaits_seal(signing: Signing) -> bool:
    """Mode A, everybody signed, no seal yet: no seal, no clock."""
    return (
        signing.mode == "A"
        and signing.form == "written"
        and all_parties_signed(signing)
        and signing.mediator_signed_on is not None
        and signing.sealed_on is None
    )
