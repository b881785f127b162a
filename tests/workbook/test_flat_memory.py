"""A long ledger takes no more memory than a short one."""

import tracemalloc

from tests.workbook.conftest import write


def peak(work):
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_twenty_thousand_rows_take_the_memory_of_two_thousand(t1, t1_values, t1_rows, tmp_path):
    def ledger(count):
        rows = ((n, *t1_rows[0][1:]) for n in range(count))
        assert write(t1, t1_values, rows, tmp_path / f"{count}.xlsx") == count

    ledger(10)  # loads what is loaded once
    short, long = peak(lambda: ledger(2_000)), peak(lambda: ledger(20_000))
    assert long < short * 1.2
    assert long < 8 * 1024 * 1024
