"""Who is using the file: many at once, or one alone for the moment in which the file is exchanged."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, local

from studio_app.core.errors import Refused, Unavailable

PATIENCE = 60.0
"""Seconds until whoever wants to be alone gives up: a long backup may be under way."""
REKEYING = "正在换锁，几秒钟就好。这期间可以看，不能改；请稍等再做一次。"
SHUT = "工作台已经锁定或关闭，这一步没有做。请重新登录后再做一次。"


class Gate:
    """`use` never keeps a thread waiting that is inside already, so uses may be nested."""

    def __init__(self) -> None:
        self._turn = Condition()
        self._inside = 0
        self._writing = 0
        self._closed = False
        self._quiet = False
        self._shut = False
        self._thread = local()

    @contextmanager
    def use(self) -> Iterator[None]:
        """Come in, after a moment's wait while somebody is alone. Unavailable once the gate was shut."""
        depth = getattr(self._thread, "depth", 0)
        with self._turn:
            if not depth:
                self._turn.wait_for(lambda: not self._closed)
                if self._shut:
                    raise Unavailable(SHUT)
            self._inside += 1
        self._thread.depth = depth + 1
        try:
            yield
        finally:
            self._thread.depth = depth
            with self._turn:
                self._inside -= 1
                self._turn.notify_all()

    @contextmanager
    def write(self) -> Iterator[None]:
        """Come in to write. Refused while somebody wants it `quiet`."""
        with self._turn:
            if self._quiet:
                raise Refused(REKEYING)
            self._writing += 1
        try:
            with self.use():
                yield
        finally:
            with self._turn:
                self._writing -= 1
                self._turn.notify_all()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Nobody writes: who is at it finishes first, who comes is refused; reading goes on."""
        with self._turn:
            self._quiet = True
            self._turn.wait_for(lambda: not self._writing, PATIENCE)
        try:
            yield
        finally:
            with self._turn:
                self._quiet = False

    def shut(self) -> None:
        """For good: nobody comes in any more; who is inside may finish."""
        with self._turn:
            self._shut = True

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody is inside and nobody comes in; those outside are kept waiting only once everybody has left."""
        with self._turn:
            if not self._turn.wait_for(lambda: not self._inside and not self._closed, PATIENCE):
                raise Unavailable("还有别的事正在用这个工作台（例如正在备份）。请等它做完再试。")
            self._closed = True
        try:
            yield
        finally:
            with self._turn:
                self._closed = False
                self._turn.notify_all()
