"""The process that reads a strange file: bounded in memory, and everything it finds told piece by piece."""

import contextlib
import gc
import os
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from studio_app.core.errors import Refused
from studio_app.workbook.reading import bounds, content
from studio_app.workbook.reading.raw import Book

AT_ONCE = 500


def work(told: Connection, file: str, password: str) -> None:
    """Reads, tells, ends. Whatever goes wrong is one sentence; what is not known as trouble means a damaged file."""
    with contextlib.suppress(OSError), Path(os.devnull).open("w") as silent:  # what libraries say of it is for nobody
        os.dup2(silent.fileno(), 2)
    gc.disable()
    with contextlib.suppress(OSError, BrokenPipeError, ValueError):
        bounds.limit_memory()
        told.send(("begun", None))
        for message in messages(Path(file), password):
            told.send(message)
    told.close()


def messages(file: Path, password: str) -> Any:
    """What is told of a file, in order: its sheets and their rows, or why there are none."""
    try:
        data = file.read_bytes()
    except OSError:
        yield "refused", f"文件“{file.name}”读不出来，可能正被别的程序占用，请先关掉再试。"
        return
    try:
        yield from _pieces(content.read(data, password))
    except content.Locked as locked:
        yield "password", locked.wrong
    except Refused as refused:
        yield "refused", str(refused)
    except MemoryError:
        yield "refused", bounds.TOO_BIG
    except BaseException:  # noqa: BLE001 — a panic of the library is no Exception
        yield "refused", bounds.BROKEN


def _pieces(book: Book) -> Any:
    for sheet in book.sheets:
        yield "sheet", (sheet.name, [], sheet.merged, sheet.hidden)
        for at in range(0, len(sheet.rows), AT_ONCE):
            yield "rows", [(row.number, row.cells, row.hidden) for row in sheet.rows[at : at + AT_ONCE]]
    yield "end", book.since_1904
