"""A little of the campaign of planted strings: no kind of spelling is readable behind the gate, nothing else is lost."""

import random

import pytest

from tests.campaigns import planted

GATES = list(planted.gates())


@pytest.mark.parametrize("kind", planted.KINDS)
def test_what_is_planted_does_not_leave_and_what_looks_alike_stays(kind):
    chance, tally = random.Random(kind), planted.Tally()
    for _ in range(5):
        text = planted.KINDS[kind](chance)
        for _level, masks in GATES:
            planted.trial(text, masks, chance, tally)
    assert (tally.leaked, tally.worst, tally.altered, tally.lost) == (0, "", 0, "")


@pytest.mark.parametrize("decoy", planted.DECOYS)
def test_what_names_nobody_stays(decoy):
    for _level, masks in GATES:
        for carrier in planted.CARRIERS:
            text = carrier.format("双方各执一词", decoy)
            assert masks.scan(text, planted._case(random.Random(1), "欧阳小雨")) == text
