"""Lets the disk be full at fourteen sizes of room while eleven things are done, and compares what is said with what is so.

    python -m tests.campaigns.full_disk [act …]

Needs root on Linux for a small disk in memory; says so and exits 2 elsewhere. Right is: told "done" and it is there, or
told why not in a sentence of ours and it is not there; of what is done by halves the sentence says which half. After it
the desk opens with room again, checks, and nothing half-made lies about. Each act has to starve at one size at least.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from studio_app.core.errors import AppError, WrongPassword
from studio_app.desk import Desk, exists
from studio_app.office.tables import Account, Draft, ExportLog
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import CaseFilter
from studio_app.records.dispute.case.table import Case
from studio_app.services.ledgers import LedgerOrder
from studio_app.services.printing import Paper
from studio_app.store import backup, keys, restore
from tests.campaigns.kills import PASSWORD, SETUP, Ground, clock, opened, prepare

ROOM = (0, 4, 8, 16, 32, 64, 128, 256, 384, 512, 1024, 2048, 4096, 8192)  # KiB left
DISK = 64  # MiB
OTHER, OTHER_PASSWORD, NEW = "张老师", "four words in a row", "门前的桂花树开了"
WORDS = "楼上卫生间漏水，顶棚发霉，要求维修。"
HALF = "数据还没有重新加密"
EVERY = CaseFilter("all")
ORDER = LedgerOrder(date(2026, 11, 1), date(2026, 11, 30), to_whom="community", purpose="ledger")


# --- what is done, and whether it is so afterwards --------------------------------------------------------------


def found(_ground: Ground, disk: Path) -> None:
    Desk.create(disk / "new", SETUP, PASSWORD, clock)[0].close()


def put_back(ground: Ground, disk: Path) -> None:
    restore.restore(backup.read(disk / backup.PLACE / ground.backup.name), disk / "desk", clock())


def accept(desk: Desk, _disk: Path) -> None:
    desk.services.cases.open(Opening(title="受理的一件", summary=WORDS * 300, parties=[PartyDraft(name="王某")]))


def change(desk: Desk, _disk: Path) -> None:
    cases = desk.services.cases
    (case_id,) = cases.page(EVERY)[:1]
    cases.change_details(case_id, replace(cases.details(case_id), summary=WORDS * 500))


def keep_draft(desk: Desk, _disk: Path) -> None:
    desk.services.drafts.save("intake:new", {"form": {"content": WORDS * 500}})


def attach(desk: Desk, disk: Path) -> None:
    (case_id,) = desk.services.cases.page(EVERY)[:1]
    (outcome,) = desk.services.attachments.add(case_id, [disk.parent / "新.txt"])
    if outcome.trouble:
        raise AppError(outcome.trouble)


def back_up(desk: Desk, disk: Path) -> None:
    backup.make(desk.office.database, desk.folder, disk / "second", clock() + timedelta(hours=1))


def change_locks(desk: Desk, _disk: Path) -> None:
    desk.services.accounts.change_locks()


def disable(desk: Desk, _disk: Path) -> None:
    (other,) = (line.id for line in desk.services.accounts.accounts() if line.sign_in == OTHER)
    desk.services.accounts.disable(other)


def change_password(desk: Desk, _disk: Path) -> None:
    desk.services.accounts.change_password(PASSWORD, NEW)


def print_out(desk: Desk, disk: Path) -> None:
    (case_id,) = desk.services.cases.page(EVERY)[:1]
    desk.services.printing.to_pdf(Paper("summary", case_id), disk / "摘要.pdf")


def hand_over(desk: Desk, disk: Path) -> None:
    desk.services.ledgers.export_t1(ORDER, disk / "台账.xlsx")


ALONE: dict[str, Callable[[Ground, Path], None]] = {"first run": found, "restore": put_back}
AT_DESK: dict[str, Callable[[Desk, Path], None]] = {
    "accept": accept, "change": change, "draft": keep_draft, "attach": attach, "backup": back_up, "换锁": change_locks,
    "disable": disable, "password": change_password, "pdf": print_out, "ledger": hand_over,
}  # fmt: skip


def is_so(name: str, ground: Ground, disk: Path) -> bool:
    """Whether the act took effect, with room again."""
    if name == "first run":
        return exists(disk / "new")
    if name == "password":
        return _opens(disk, NEW)
    desk = Desk.open(disk / "desk", SETUP.sign_in, PASSWORD, clock)
    try:
        with desk.office.read() as session:
            cases = session.scalars(select(Case)).all()
            logged = session.scalars(select(ExportLog)).all()
            drafts = session.scalars(select(Draft)).all()
            active = set(session.scalars(select(Account.sign_in).where(Account.active)))
        lines = [line for case in cases for line in desk.services.attachments.list(case.id)]
        for line in lines:
            desk.services.attachments.content(line.id)
        effects = {
            "restore": not any(case.title == "后来的" for case in cases),
            "accept": any(case.title == "受理的一件" for case in cases),
            "change": any(case.summary == WORDS * 500 for case in cases),
            "draft": bool(drafts),
            "attach": any(line.name == "新.txt" for line in lines),
            "backup": bool(backup.find_in(disk / "second" / backup.PLACE) or backup.find_in(disk / "second")),
            "换锁": desk.key != ground.key,
            "disable": OTHER not in active,
            "pdf": (disk / "摘要.pdf").exists(),
            "ledger": (disk / "台账.xlsx").exists(),
        }
        if name in ("pdf", "ledger") and effects[name] != bool(logged):
            raise AssertionError("written and not noted, or noted and not written")
        if name == "ledger" and effects[name]:
            zipfile.ZipFile(disk / "台账.xlsx").testzip()
        return effects[name]
    finally:
        desk.close()


def _opens(disk: Path, password: str) -> bool:
    try:
        keys.unlock(disk / "desk", SETUP.sign_in, password)
    except WrongPassword:
        return False
    return True


# --- a trial ----------------------------------------------------------------------------------------------------


def trial(name: str, ground: Ground, place: Path, room: int) -> tuple[str, str]:
    """(done | starved | wrong, what was said or is wrong)."""
    with small_disk(place) as disk:
        shutil.copytree(ground.folder, disk / "desk")
        shutil.copytree(ground.backup.parent, disk / backup.PLACE)
        (place / "新.txt").write_bytes(os.urandom(300_000))
        fill(disk, room)
        said = in_a_child(name, ground, disk)
        (disk / "filler").unlink(missing_ok=True)
        try:
            return judged(name, ground, disk, said)
        except Exception as trouble:  # noqa: BLE001 — the very thing looked for
            return "wrong", f"{type(trouble).__name__}: {trouble} (said {said!r})"


def judged(name: str, ground: Ground, disk: Path, said: str) -> tuple[str, str]:
    so = is_so(name, ground, disk)
    if said == "done":
        return ("done", "") if so else ("wrong", "told done, and it is not so")
    if not said.startswith("told "):
        return "wrong", said
    if so and not (name in ("换锁", "disable") and HALF in said):
        return "wrong", f"it is so, and told: {said}"
    if name == "first run":
        Desk.create(disk / "new", SETUP, PASSWORD, clock)[0].close()
    desk = Desk.open(disk / "desk", SETUP.sign_in, PASSWORD, clock)
    try:
        desk.services.accounts.finish_locks()
        findings = desk.services.history.verify()
    finally:
        desk.close()
    left = [
        file.name for file in disk.rglob("*") if file.name.startswith((".unfinished", ".~")) or file.suffix == ".new"
    ]
    return ("wrong", "；".join([*findings, *left])) if findings or left else ("starved", said)


def in_a_child(name: str, ground: Ground, disk: Path) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said = "nothing"
        try:
            if name in ALONE:
                ALONE[name](ground, disk)
            else:
                AT_DESK[name](opened(disk / "desk", ground.key), disk)
            said = "done"
        except AppError as refused:
            said = f"told {refused}"
        except BaseException as bug:  # noqa: BLE001 — the very thing looked for
            said = f"{type(bug).__name__}: {bug}"
        finally:
            os.write(writing, said.encode()[:4000])
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8", errors="replace") as pipe:
        return pipe.read()


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    disk = place / "disk"
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(disk)], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def fill(disk: Path, room: int) -> None:
    """Everything but so many KiB."""
    free = shutil.disk_usage(disk).free - room * 1024
    with (disk / "filler").open("wb") as filler:
        os.posix_fallocate(filler.fileno(), 0, free)


def main() -> int:
    if sys.platform != "linux" or os.geteuid() != 0:
        print("SKIPPED: a small disk is made by root on Linux only")
        return 2
    keys.MEMORY_KIB, keys.PASSES = 1024, 1  # what is looked for does not depend on how long a key is derived
    began, wrong = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        ground = prepare(place / "ground")
        desk = opened(ground.folder, ground.key)
        desk.services.accounts.add(OTHER, OTHER_PASSWORD, "volunteer")
        desk.services.cases.open(Opening(title="后来的", parties=[PartyDraft(name="李某")]))
        desk.close()
        acts = sys.argv[1:] or [*ALONE, *AT_DESK]
        print("| act | done | starved and told | wrong | starves with so many KiB left |\n|---|---|---|---|---|")
        for name in acts:
            verdicts = {room: trial(name, ground, place, room) for room in ROOM}
            counts = Counter(verdict for verdict, _words in verdicts.values())
            starves = [room for room, (verdict, _words) in verdicts.items() if verdict == "starved"]
            wrong += counts["wrong"] + (not starves)
            most = f"up to {max(starves)}" if starves else "never"
            print(f"| {name} | {counts['done']} | {counts['starved']} | {counts['wrong']} | {most} |", flush=True)
            for room, (verdict, words) in verdicts.items():
                if verdict == "wrong":
                    print(f"    {room} KiB: {words[:300]}", flush=True)
    print(f"\n{len(ROOM) * len(acts)} trials, {wrong} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
