"""A process killed while it writes: what it said is stored, is; tests/campaigns/crash.py does this for longer."""

from pathlib import Path

from tests.campaigns.crash import one_round


def test_kill_9_in_the_middle_of_two_hundred_transactions(folder: Path, template: object) -> None:
    key = template.key  # type: ignore[attr-defined]  # conftest's Template cannot be imported by name
    for _ in range(2):
        left = one_round(folder, key, 200)
        assert left.acknowledged > 0
        assert left.sound, left
