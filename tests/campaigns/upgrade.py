"""Kills the program while it brings an older desk to today's schema, and looks at what lies there afterwards.

    python -m tests.campaigns.upgrade [kills] [archive]

The desk is one an older state left (`tests/data/desk-*.zip`, the newest without an argument). Right is: the file is of
the old schema or of the new one, whole; opening it again brings it to the new one, it checks, and no row is lost.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from studio_app.store import keys, migrate
from studio_app.store.database import Database
from studio_app.store.keys import DeskKey
from tests.keep_desk import PASSWORD, SIGN_IN
from tests.kept_desks import kept, unpack

ROWS = ("cases", "party", "intake", "agreement", "change", "change_set", "attachment")


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    archive = Path(sys.argv[2]) if len(sys.argv) > 2 else kept()[-1]
    with tempfile.TemporaryDirectory() as place:
        desk = unpack(archive, Path(place), SIGN_IN, PASSWORD)
        key = keys.unlock(desk, SIGN_IN, PASSWORD).key
        whole = Path(place) / "whole"
        shutil.copytree(desk, whole)
        began = time.perf_counter()
        held = rows(upgraded(whole / "desk.db", key))
        lasts = time.perf_counter() - began
        found = Counter(one(desk, Path(place) / f"try{n}", key, held, lasts) for n in range(count))
    wrong = sum(found[word] for word in found if word not in ("before", "after", "done"))
    print(f"{count} kills within {lasts:.2f} s of {archive.name}: {dict(found)}, {wrong} wrong")
    return 1 if wrong else 0


def one(desk: Path, copy: Path, key: DeskKey, held: list[int], lasts: float) -> str:
    shutil.copytree(desk, copy)
    child = os.fork()
    if child == 0:
        migrate.upgrade_file(copy / "desk.db", key)
        os._exit(0)
    time.sleep(random.uniform(0, lasts))
    os.kill(child, signal.SIGKILL)
    killed = os.waitpid(child, 0)[1] != 0
    engine = migrate.file_engine(copy / "desk.db", key)
    stands = migrate._revision(engine)
    engine.dispose()
    told = "done" if not killed else "after" if stands == migrate.HEAD else "before"
    database = upgraded(copy / "desk.db", key)
    if database.check() or rows(database, close=False) != held:
        told = f"wrong from {stands}"
    database.close()
    shutil.rmtree(copy)
    return told


def upgraded(path: Path, key: DeskKey) -> Database:
    return Database.open_file(path, key)


def rows(database: Database, *, close: bool = True) -> list[int]:
    counts = database.counts()
    if close:
        database.close()
    return [counts[name] for name in ROWS]


if __name__ == "__main__":
    sys.exit(main())
