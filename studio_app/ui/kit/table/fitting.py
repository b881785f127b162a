"""How the columns of a list share its width: the least needed leave where not all can be read, the rest narrow."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """What one column wants in pixels and the `least` it can be read in.

    The lowest rank of `leaves` above 0 leaves first; a width `drawn` by the person is the last to narrow.
    """

    key: str
    width: int
    least: int
    leaves: int = 0
    drawn: bool = False


def fit(wanted: Sequence[Share], room: int, filler: str = "") -> dict[str, int]:
    """Key → width of the columns that stay; `filler`, or else the last of them, takes what is left over."""
    kept = list(wanted)
    while sum(share.least for share in kept) > room and (going := _first_to_leave(kept)) is not None:
        kept.remove(going)
    widths = _narrowed(kept, room)
    if widths:
        takes = filler if filler in widths else kept[-1].key
        widths[takes] += max(0, room - sum(widths.values()))
    return widths


def capped(wanted: Sequence[Share], key: str, room: int) -> int:
    """How wide one column may be drawn while the others are as narrow as they can be."""
    own = next(share for share in wanted if share.key == key)
    others = sum(share.least for share in wanted if share.key != key)
    return max(own.least, min(own.width, room - others))


def _first_to_leave(kept: Sequence[Share]) -> Share | None:
    return min((share for share in kept if share.leaves), key=lambda share: share.leaves, default=None)


def _narrowed(kept: Sequence[Share], room: int) -> dict[str, int]:
    widths = {share.key: share.width for share in kept}
    for drawn in (False, True):
        short = max(0, sum(widths.values()) - room)
        _take(widths, [share for share in kept if share.drawn is drawn], short)
    return widths


def _take(widths: dict[str, int], givers: Sequence[Share], short: int) -> None:
    """Each gives up the same part of what it can spare."""
    spare = sum(share.width - share.least for share in givers)
    for share in givers:
        if spare:
            widths[share.key] -= -(-(share.width - share.least) * min(short, spare) // spare)
