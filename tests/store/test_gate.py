"""Many at once or one alone: who waits for whom at the file."""

from threading import Event, Thread
from time import sleep

import pytest

from studio_app.core.errors import Refused, Unavailable
from studio_app.store import gate
from studio_app.store.gate import Gate


def test_who_is_inside_already_never_waits() -> None:
    door, entered = Gate(), Event()

    def alone() -> None:
        with door.alone():
            entered.set()

    with door.use():
        waiting = Thread(target=alone)
        waiting.start()
        with door.use():
            assert not entered.is_set()
        assert not entered.wait(0.05)
    waiting.join(5)
    assert entered.is_set()


def test_who_comes_while_one_is_alone_waits_for_the_end() -> None:
    door, entered = Gate(), Event()

    def use() -> None:
        with door.use():
            entered.set()

    with door.alone():
        coming = Thread(target=use)
        coming.start()
        assert not entered.wait(0.05)
    coming.join(5)
    assert entered.is_set()


def test_nobody_waits_for_ever_to_be_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PATIENCE", 0.05)
    door = Gate()
    with door.use(), pytest.raises(Unavailable, match="请等它做完再试"), door.alone():
        pass
    with door.alone():
        pass


def test_who_wants_it_quiet_waits_for_the_writer_that_is_at_it() -> None:
    door, inside, leave, quiet = Gate(), Event(), Event(), Event()

    def write() -> None:
        with door.write():
            inside.set()
            leave.wait()

    def be_quiet() -> None:
        with door.quiet():
            quiet.set()

    writer, other = Thread(target=write), Thread(target=be_quiet)
    writer.start()
    inside.wait()
    other.start()
    while not door._quiet:  # nobody comes in any more, and yet the writer has not left
        sleep(0.001)
    with pytest.raises(Refused, match="正在换锁"), door.write():
        pass
    assert not quiet.is_set()
    leave.set()
    other.join()
    writer.join()
    assert quiet.is_set()
    with door.write():
        pass
