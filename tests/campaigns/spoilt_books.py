"""Spoils workbooks of every format, reads them, and looks whether anything but records or a sentence comes of it.

    python -m tests.campaigns.spoilt_books [how many] [seed]

Bytes are changed, cut out, doubled or overwritten, in the file as it lies and in a part of its archive packed anew; a
third are tables as text. A process reads one after the other, bounded as the program's own; where it dies, the death
is counted (the program tells it in a sentence) and another goes on. Wrong is: reading that takes more than five
seconds, an error that is no sentence, or a meaning that stumbles over what was read.
"""

import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from studio_app.incoming import ledger
from studio_app.incoming.cells import Lists
from studio_app.incoming.words import Words
from studio_app.workbook.reading import bounds, child
from studio_app.workbook.reading.raw import Book, Row, Sheet

DATA = Path(__file__).resolve().parents[1] / "data" / "intake"
MANY, PATIENCE = 20_000, 5.0
HEAD = ["序号", "受理日期", "申请人", "被申请人", "联系电话", "纠纷类型", "简要情况", "涉及金额", "调解结果"]
LINE = [1, "2026.3.5", "王某", "赵某", "19900000001", "邻里纠纷", "楼上漏水，协商不成。", "600元", "已化解"]
PAGE = "<html><body><h3>2026年</h3><table>{}</table></body></html>"
HUGE = (b"99999999999", b"4294967295", b"-1", b"\xff\xff\xff\xff", b"1e308", b"&x;", b'"', b"<", b"\0", b"XFD1048576")


def sources() -> list[bytes]:
    book, out = Workbook(), io.BytesIO()
    for row in (["2026年台账"], HEAD, *[[n, *LINE[1:]] for n in range(9)]):
        book.active.append(row)
    book.active.merge_cells("A1:I1")
    book.save(out)
    lines = "\r\n".join(",".join(map(str, row)) for row in (HEAD, LINE, LINE, LINE))
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (HEAD, LINE, LINE))
    kept = [(DATA / name).read_bytes() for name in ("old.xlsx", "old.xls", "old.ods", "old-1904.xls", "old-1904.xlsx")]
    texts = [lines.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16")]
    return [out.getvalue(), *kept, *texts, PAGE.format(rows).encode()]


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """A whole that is not one any more; of an archive half the time one of its parts."""
    if not data.startswith(b"PK") or chance.random() < 0.3:
        return _hurt(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    hurt = chance.choice(sorted(parts))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, _hurt(part, chance) if name == hurt else part)
    return out.getvalue()


def _hurt(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made) + 1)
        size = chance.choice((1, 1, 2, 8, 64, 500))
        what = chance.randrange(5)
        if what == 0 and made:
            made[at % len(made)] = chance.randrange(256)
        elif what == 1:
            del made[at : at + size]
        elif what == 2:
            made[at:at] = made[at : at + size] * chance.choice((1, 1, 30))
        elif what == 3:
            word = chance.choice(HUGE)
            made[at : at + len(word)] = word
        else:
            made[at:at] = chance.randbytes(size)
    return bytes(made)


def reader(asked: Connection) -> None:
    """Reads one file after the other, and what its rows mean."""
    bounds.limit_memory()
    lists = Lists(Words("type", {}), Words("outcome", {}))
    while file := asked.recv():
        asked.send(_read(Path(file), lists))


def _read(file: Path, lists: Lists) -> str:
    book = Book()
    for what, value in child.messages(file, ""):
        if what == "sheet":
            book.sheets.append(Sheet(*value))
        elif what == "rows":
            book.sheets[-1].rows += [Row(*row) for row in value]
        elif what in {"refused", "password"}:
            return f"{what}: {value}"[:60]
        else:
            book.since_1904 = value
    try:
        found = ledger.read(book, ledger.Order(lists, date(2026, 12, 1), "台账"))
    except Exception as trouble:  # noqa: BLE001 — counted as wrong
        return f"STUMBLED {type(trouble).__name__}: {trouble}"
    return "read" if found.entries else "read, no record"


class Readers:
    """The process that reads, and another after its death."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process: Any = context.Process(target=reader, args=(there,), daemon=True)
        self._process.start()
        there.close()

    def read(self, file: Path) -> str:
        self._here.send(str(file))
        begun = time.monotonic()
        try:
            if self._here.poll(60):
                told = str(self._here.recv())
                return told if time.monotonic() - begun <= PATIENCE else f"SLOW {time.monotonic() - begun:.1f} s"
            self._process.kill()
        except (EOFError, OSError):
            self._begin()
            return "died"
        self._begin()
        return "SLOW"

    def end(self) -> None:
        self._process.kill()


def trials(count: int, seed: int) -> Iterator[tuple[int, bytes]]:
    chance, whole = random.Random(seed), sources()
    for number in range(count):
        yield number, spoilt(chance.choice(whole), chance)


def main(argv: list[str]) -> int:
    count, seed = int(argv[0]) if argv else MANY, int(argv[1]) if len(argv) > 1 else 7
    tally: Counter[str] = Counter()
    wrong: list[str] = []
    readers = Readers()
    readers.read(DATA / "old.xls")  # what is slow once: loading
    with tempfile.TemporaryDirectory() as place:
        for number, data in trials(count, seed):
            file = Path(place) / "台账.xlsx"
            file.write_bytes(data)
            told = readers.read(file)
            tally[told.split(":")[0] if told.startswith(("STUMBLED", "SLOW")) else told] += 1
            if told.startswith(("STUMBLED", "SLOW")):
                wrong.append(f"{number}: {told}")
    readers.end()
    print("| what came of it | how often |\n|---|---|")
    for told, times in tally.most_common():
        print(f"| {told} | {times} |")
    print(*wrong[:20], sep="\n")
    print(f"{count} trials, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
