"""A little of each campaign of `tests/campaigns`, by its own command; the full runs stand in the tables there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.campaigns import mutants, ordinary

HOME = Path(__file__).parents[1]
EFFECT = HOME / "studio_app/records/dispute/agreement/effect.py"
SKIPPED = 2  # a campaign's own word for: this computer lacks what it needs
LITTLE = {
    "flips": ["1"],
    "full_disk": ["draft"],
    "kills": ["1", "restore", "save", "换锁"],
    "old_ledgers": [],
    "spoilt_books": ["150"],
    "writers": ["3:2:2"],
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are made by forking")
@pytest.mark.parametrize("campaign", LITTLE)
def test_a_little_of_a_campaign_finds_nothing_wrong(campaign: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", f"tests.campaigns.{campaign}", *LITTLE[campaign]]
    surroundings = {**os.environ, "TMPDIR": str(tmp_path)}
    ran = subprocess.run(command, cwd=HOME, env=surroundings, capture_output=True, encoding="utf-8", check=False)
    if ran.returncode == SKIPPED and ran.stdout.startswith("SKIPPED"):
        pytest.skip(ran.stdout)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " 0 wrong" in ran.stdout


def test_the_gate_changes_no_ordinary_phrase_of_the_sample_cases() -> None:
    count, altered = ordinary.altered(ordinary.cases_of(ordinary.SAMPLES))
    assert count > 3000
    assert altered == []


def test_a_mutant_differs_in_one_place_compiles_and_says_what_runs_it() -> None:
    drawn = mutants.drawn(30, 7, mutants.FLOORS)
    assert len({(one.file, one.line, one.after) for one in drawn}) > 25
    for one in drawn:
        compile(one.source, one.file, "exec")
        assert one.before != one.after
    (alone,) = (
        one for one in map(mutants.made, *zip(*mutants.places_of(EFFECT), strict=True)) if "max(dates)" in one.before
    )
    assert [EFFECT.read_text(encoding="utf-8").split("\n")[line - 1].strip() for line in alone.lines] == [
        "return max(dates)"
    ]
