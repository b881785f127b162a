"""Flips bytes and cuts files of a desk and of its backup, and looks what a person is told.

    python -m tests.campaigns.flips [trials of each file]

A trial damages one file of a fresh copy, then opens the desk as the window does, reads everything and checks it; for a
backup it restores. Right is: a sentence of ours (AppError, or a finding of `check`), or nothing lost at all. The table
says for each file how often damage was told, was harmless, or was neither (with the first such trial).
"""

import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError
from studio_app.desk import Desk, exists
from studio_app.records.dispute.case.listing import CaseFilter
from studio_app.store import backup, keys, restore
from studio_app.store.keys import Unlocked
from tests.keep_desk import PASSWORD, SIGN_IN, rows
from tests.kept_desks import kept, unpack

MOMENT = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
TOLD, HARMLESS = "told", "harmless"


@dataclass
class Tally:
    """What came of the trials with one file."""

    counts: Counter[str] = field(default_factory=Counter)
    worst: str = ""


@dataclass(frozen=True)
class Ground:
    """A desk in use (its write-ahead log not folded in), what it holds, and a backup of it."""

    folder: Path
    backup: Path
    key: keys.DeskKey
    held: str

    def seen(self, folder: Path) -> str:
        return _everything(folder, self.key)


def still() -> datetime:
    return MOMENT.astimezone()


def prepare(place: Path) -> Ground:
    """The oldest kept desk, opened by today's program, with changes that stand in the log alone."""
    made = unpack(kept()[0], place / "kept", SIGN_IN, PASSWORD)
    unlocked = keys.unlock(made, SIGN_IN, PASSWORD)
    desk = Desk.open_with(made, SIGN_IN, unlocked, still)
    one = backup.make(desk.office.database, made, place / "backups", still())
    case_id = desk.services.cases.page(CaseFilter("all"))[0]
    for n in range(12):
        details = desk.services.cases.details(case_id)
        details.title = f"第{n}次改的案由"
        desk.services.cases.change_details(case_id, details)
    folder = place / "in-use"
    shutil.copytree(made, folder, ignore=shutil.ignore_patterns("desk.lock", "holder.json", "*-shm"))
    desk.close()
    return Ground(folder, one.folder, unlocked.key, _everything(made, unlocked.key))


def _everything(folder: Path, key: keys.DeskKey) -> str:
    """All a person could see: every row, every attachment, what check says."""
    desk = Desk.open_with(folder, SIGN_IN, Unlocked(key, None), still)
    try:
        findings = desk.services.history.verify()
        if findings:
            raise AppError("；".join(findings))
        found = rows(desk)
        for line in found["attachment"]:
            desk.services.attachments.content(line["id"])
            desk.services.attachments.photo(line["id"])
        for name in ("access_log", "setting"):
            found.pop(name, None)  # what opening itself writes
        return repr(found)
    finally:
        desk.close()


def damage(file: Path, chance: random.Random) -> str:
    """One flipped byte or one cut; in words."""
    content = bytearray(file.read_bytes())
    if not content or chance.random() < 0.3:
        size = chance.randrange(len(content) + 1)
        file.write_bytes(content[:size])
        return f"cut to {size} of {len(content)}"
    place, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
    content[place] ^= bit
    file.write_bytes(content)
    return f"byte {place} ^ {bit:#x}"


def judged(act: Callable[[], str], held: str) -> str:
    """told | harmless | what went wrong."""
    try:
        seen = act()
    except AppError as refused:
        return TOLD if any("\u4e00" <= sign <= "\u9fff" for sign in str(refused)) else f"no sentence: {refused}"
    except BaseException as bug:  # noqa: BLE001 — the very thing looked for
        return f"{type(bug).__name__}: {bug}"[:200]
    return HARMLESS if seen == held else "lost something and said nothing"


def open_damaged(folder: Path) -> str:
    """As the window does: is there a desk, unlock it by the password, show it."""
    if not exists(folder):
        return "no desk"
    unlocked = keys.unlock(folder, SIGN_IN, PASSWORD)
    return _everything(folder, unlocked.key)


def restore_damaged(set_folder: Path, target: Path) -> str:
    restore.restore(backup.read(set_folder), target, still())
    return "restored"


def trials(ground: Ground, place: Path, count: int, chance: random.Random) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    subjects = ["desk.db", "desk.db-wal", "keys.json", "both keys", "last-change", "files/*", "backup/*", "settings"]
    for subject in subjects:
        tally = found[subject] = Tally()
        for n in range(count):
            work = place / "work"
            shutil.rmtree(work, ignore_errors=True)
            verdict, words = one_trial(ground, work, subject, chance)
            tally.counts[verdict if verdict in (TOLD, HARMLESS) else "wrong"] += 1
            if verdict not in (TOLD, HARMLESS) and not tally.worst:
                tally.worst = f"trial {n}: {words}: {verdict}"
    return found


def one_trial(ground: Ground, work: Path, subject: str, chance: random.Random) -> tuple[str, str]:
    if subject == "settings":
        return _settings_trial(work, chance)
    if subject == "backup/*":
        shutil.copytree(ground.backup.parent, work / "backups")
        set_folder = work / "backups" / ground.backup.name
        words = damage(chance.choice([f for f in (work / "backups").rglob("*") if f.is_file()]), chance)
        return judged(lambda: restore_damaged(set_folder, work / "back"), "restored"), words
    shutil.copytree(ground.folder, work / "desk")
    if subject == "both keys":
        words = " and ".join(damage(work / "desk" / name, chance) for name in keys.FILE_NAMES)
    else:
        words = damage(chance.choice(sorted((work / "desk").glob(subject))), chance)
    return judged(lambda: open_damaged(work / "desk"), ground.held), words


def _settings_trial(work: Path, chance: random.Random) -> tuple[str, str]:
    """The settings of the computer are no treasure: whatever lies there, the program starts."""
    work.mkdir(parents=True)
    file = work / "computer.json"
    os.environ["STUDIO_APP_CONFIG"] = str(work)
    file.write_bytes(chance.choice([b"[]", b"", b"null", b"{", b"\xff\xfe", b'{"text_size": []}', b"7", b'"x"']))
    return judged(lambda: str(bool(ComputerSettings.load())), "True"), file.read_bytes().decode("latin-1")


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    chance = random.Random(20261130)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = trials(prepare(Path(folder)), Path(folder), count, chance)
    print(f"{'file':14} {'trials':>6} {'told':>6} {'harmless':>9} {'wrong':>6}")
    for subject, tally in found.items():
        told, harmless, wrong = (tally.counts[name] for name in (TOLD, HARMLESS, "wrong"))
        print(f"{subject:14} {told + harmless + wrong:6} {told:6} {harmless:9} {wrong:6}  {tally.worst}")
    print(f"{time.monotonic() - began:.0f} s")
    return int(any(tally.counts["wrong"] for tally in found.values()))


if __name__ == "__main__":
    sys.exit(main())
