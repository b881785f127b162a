"""Python looks for cycles less often while much is made that is freed at once anyway."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = (50_000, 50, 50)


@contextmanager
def seldom_looked_for() -> Iterator[None]:
    """Looking took a third of the time of the sample desk's short transactions and a tenth of a long ledger's."""
    usual = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
