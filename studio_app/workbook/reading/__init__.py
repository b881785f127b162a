"""Workbooks somebody else made, read in a process of their own: whatever they do to it, the program goes on."""

import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from studio_app.core.errors import Refused, Unavailable
from studio_app.workbook.reading import bounds
from studio_app.workbook.reading.raw import Book, Row, Sheet

LOOK_AGAIN = 0.05
STOPPED = "读到一半停下了，什么都没有导入。"


class NeedsPassword(Refused):
    """The file is encrypted; `wrong` where the password given does not open it."""

    def __init__(self, *, wrong: bool = False) -> None:
        super().__init__("密码不对，请再输一遍。" if wrong else "这个文件设了打开密码，请输入密码。")
        self.wrong = wrong


class Stopped(Refused):
    """Whoever asked for the file asked to stop."""


def read(file: Path, password: str = "", *, wanted: Callable[[int], bool] = lambda _rows: True) -> Book:
    """The sheets of a workbook, by its content and not by its name.

    `wanted` hears every moment how many rows are here, and says whether to go on. Refused and NeedsPassword tell in
    one sentence why a file cannot be read, also where the reading process died of it.
    """
    try:
        if not file.is_file():
            raise Refused(f"找不到文件“{file.name}”，请检查位置或重新插好 U盘。")
        size = file.stat().st_size
    except OSError as trouble:
        raise Unavailable(f"文件“{file.name}”读不出来（系统错误 {trouble.errno}），请检查U盘是否插好。") from trouble
    if size > bounds.MOST_BYTES:
        raise Refused(bounds.TOO_BIG)
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    from studio_app.workbook.reading import child

    worker = context.Process(target=child.work, args=(there, str(file), password), daemon=True)
    worker.start()
    there.close()
    try:
        return _Listening(here, worker, wanted).book(bounds.seconds_for(size))
    finally:
        worker.kill()
        worker.join()
        here.close()


class _Listening:
    """Puts together what the reading process tells, as long as it lives and is wanted."""

    def __init__(self, told: Connection, worker: Any, wanted: Callable[[int], bool]) -> None:
        self._told, self._worker, self._wanted, self._rows = told, worker, wanted, 0
        self._end = time.monotonic() + bounds.START_SECONDS

    def book(self, seconds: float) -> Book:
        book = Book()
        while True:
            what, value = self._next()
            if what == "begun":
                self._end = time.monotonic() + seconds
            elif what == "sheet":
                book.sheets.append(Sheet(*value))
            elif what == "rows":
                book.sheets[-1].rows += [Row(*row) for row in value]
                self._rows += len(value)
            elif what == "password":
                raise NeedsPassword(wrong=value)
            elif what == "refused":
                raise Refused(value)
            else:
                book.since_1904 = value
                return book

    def _next(self) -> tuple[str, Any]:
        """What is told next. Refused where nothing more can come."""
        while True:
            if not self._wanted(self._rows):
                raise Stopped(STOPPED)
            try:
                if self._told.poll(LOOK_AGAIN):
                    what, value = self._told.recv()
                    return what, value
            except (EOFError, OSError):  # it died: of too much memory as a rule
                raise Refused(bounds.TOO_BIG) from None
            if time.monotonic() > self._end:
                raise Refused(bounds.TOO_BIG)
