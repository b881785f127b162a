"""Flips bytes and cuts files of a desk and of its backup, and looks what a person is told.

    python -m tests.campaigns.flips [trials of each file]

A trial damages one file of a fresh copy, then opens the desk as the window does, reads everything and checks it; for a
backup it restores and opens what came back. Right is: a sentence that is true of this file (AppError, a finding of
`check`, how many attachments a restore lacks), or nothing lost at all. Of the head of the change log kept outside the
database no loss is to be told, whatever became of it. The table says for each file how often damage was told, was
harmless, or was neither (with the first such trial), and which sentences were said.
"""

import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from studio_app import desk as desks
from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError
from studio_app.desk import Desk
from studio_app.records.dispute.case.listing import CaseFilter
from studio_app.store import backup, keys, last_change, restore
from tests.keep_desk import PASSWORD, SIGN_IN, rows
from tests.kept_desks import kept, unpack

MOMENT = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
TOLD, HARMLESS = "told", "harmless"
FRAME, HEAD = 4096 + 24, 32  # of the write-ahead log


@dataclass
class Tally:
    """What came of the trials with one file."""

    counts: Counter[str] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    worst: str = ""


@dataclass(frozen=True)
class Ground:
    """A desk in use (its write-ahead log not folded in) and a backup of it, and what each holds."""

    folder: Path
    backup: backup.BackupSet
    held: str
    held_then: str
    marks: tuple[bytes, ...]  # earlier heads of the change log
    prints: tuple[str, ...]  # the files that are print copies of photos

    def files(self, folder: Path, *, prints: bool) -> list[Path]:
        return [file for file in sorted(folder.iterdir()) if (file.name in self.prints) == prints]


def still() -> datetime:
    return MOMENT.astimezone()


def prepare(place: Path) -> Ground:
    """The oldest kept desk, opened by today's program, with changes that stand in the log alone."""
    keys.MEMORY_KIB, keys.PASSES = 1024, 1  # what is looked for does not depend on how long a key is derived
    made = unpack(kept()[0], place / "kept", SIGN_IN, PASSWORD)
    unlocked = keys.unlock(made, SIGN_IN, PASSWORD)
    keys.add(made, SIGN_IN, PASSWORD, unlocked.key)
    desk = Desk.open_with(made, SIGN_IN, unlocked, still)
    while desk.tidy():
        pass
    one = backup.make(desk.office.database, made, place / "backups", still())
    held_then, marks = _seen(desk), []
    case_id = desk.services.cases.page(CaseFilter("all"))[0]
    for n in range(12):
        details = desk.services.cases.details(case_id)
        details.title = f"第{n}次改的案由"
        desk.services.cases.change_details(case_id, details)
        marks.append((made / last_change.NAME).read_bytes())
    folder = place / "in-use"
    shutil.copytree(made, folder, ignore=shutil.ignore_patterns("desk.lock", "holder.json", "*-shm"))
    held, prints = _seen(desk), tuple(line["print_file_id"] for line in rows(desk)["attachment"])
    desk.close()
    return Ground(folder, one, held, held_then, tuple(marks[:-1]), tuple(filter(None, prints)))


def _everything(folder: Path) -> str:
    """All a person could see: every row, every attachment, what check says."""
    desks.accounts(folder)
    desk = Desk.open(folder, SIGN_IN, PASSWORD, still)
    try:
        findings = desk.services.history.verify()
        if findings:
            raise AppError("；".join(findings))
        return _seen(desk)
    finally:
        desk.close()


def _seen(desk: Desk) -> str:
    found = rows(desk)
    for line in found["attachment"]:
        desk.services.attachments.content(line["id"])
        desk.services.attachments.photo(line["id"])
    for name in ("access_log", "setting"):
        found.pop(name, None)  # what opening itself writes
    return repr(found)


def damage(file: Path, chance: random.Random) -> str:
    """One flipped byte or one cut; in words."""
    content = bytearray(file.read_bytes())
    if not content or chance.random() < 0.3:
        return cut(file, chance.randrange(max(len(content), 1)))
    place, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
    content[place] ^= bit
    file.write_bytes(content)
    return f"{file.name}: byte {place} ^ {bit:#x}"


def cut(file: Path, size: int) -> str:
    before = file.stat().st_size
    os.truncate(file, size)
    return f"{file.name}: cut to {size} of {before}"


def judged(act: Callable[[], str], held: str, true: tuple[str, ...]) -> tuple[str, str]:
    """told | harmless | what went wrong, and the sentence."""
    try:
        seen = act()
    except AppError as refused:
        sentence = str(refused)
        return (TOLD if any(words in sentence for words in true) else f"not true: {sentence}"), sentence
    except BaseException as bug:  # noqa: BLE001 — the very thing looked for
        return f"{type(bug).__name__}: {bug}"[:200], ""
    return (HARMLESS if seen == held else "lost something and said nothing"), ""


def open_damaged(folder: Path) -> str:
    """As the window does: is there a desk, who may sign in, unlock it by the password, show it."""
    return _everything(folder) if desks.exists(folder) else "no desk"


def restore_damaged(ground: Ground, place: Path, target: Path) -> str:
    """As the first run does: what is there, what it says of itself, bring it back and open it."""
    (chosen,) = backup.find(place)
    if replace(chosen, folder=ground.backup.folder) != ground.backup:
        return "another backup is shown"
    done = restore.restore(chosen, target, still())
    if done.missing:
        raise AppError(done.missing_words)
    return open_damaged(target)


# --- what is damaged, how, and what may be said of it ------------------------------------------------------------

Harm = Callable[[Ground, Path, random.Random], str]


def _one(name: str) -> Harm:
    return lambda _ground, folder, chance: damage(folder / name, chance)


def _both_keys(_ground: Ground, folder: Path, chance: random.Random) -> str:
    return " and ".join(damage(folder / name, chance) for name in keys.FILE_NAMES)


def _of_files(*, prints: bool) -> Harm:
    return lambda ground, folder, chance: damage(
        chance.choice(ground.files(folder / restore.FILES, prints=prints)), chance
    )


def _between_frames(_ground: Ground, folder: Path, chance: random.Random) -> str:
    """The cut nothing in the log itself gives away."""
    log = folder / "desk.db-wal"
    return cut(log, HEAD + FRAME * chance.randrange((log.stat().st_size - HEAD) // FRAME))


def _older_or_gone(ground: Ground, folder: Path, chance: random.Random) -> str:
    mark = folder / last_change.NAME
    if chance.random() < 0.2:
        mark.unlink()
        return "no head"
    mark.write_bytes(chance.choice(ground.marks))
    return "an older head"


_BOTH = ("钥匙文件",)
_DATA = ("数据库文件已损坏", "数据打不开", "数据库检查", "改动记录被人动过", "数据文件的末尾缺了一段")
_FILES = ("附件文件已损坏",)
AT_DESK: dict[str, tuple[Harm, tuple[str, ...]]] = {
    "desk.db": (_one("desk.db"), _DATA),
    "desk.db-wal": (_one("desk.db-wal"), _DATA),
    "desk.db-wal, cut between frames": (_between_frames, _DATA),
    "keys.json": (_one("keys.json"), ()),
    "keys.copy.json": (_one("keys.copy.json"), ()),
    "both keys": (_both_keys, _BOTH),
    "last-change": (_one("last-change"), ()),
    "last-change, older or gone": (_older_or_gone, ()),
    "attachment": (_of_files(prints=False), _FILES),
    "print copy": (_of_files(prints=True), _FILES),
}
IN_SET: dict[str, tuple[Harm, tuple[str, ...]]] = {
    "backup: desk.db": (_one("desk.db"), ("desk.db 缺失或已损坏",)),
    "backup: keys.json": (_one("keys.json"), ()),
    "backup: both keys": (_both_keys, ("keys",)),
    "backup: manifest": (_one("manifest.json"), ("清单",)),
    "backup: attachment": (_of_files(prints=False), ("个附件在备份里缺失或已损坏",)),
    "backup: print copy": (_of_files(prints=True), ("个附件在备份里缺失或已损坏",)),
}
SETTINGS = "settings"
SUBJECTS = (*AT_DESK, *IN_SET, SETTINGS)


def one_trial(ground: Ground, work: Path, subject: str, chance: random.Random) -> tuple[str, str, str]:
    """The verdict, what was done in words, and what was said."""
    if subject == SETTINGS:
        return _settings_trial(work, chance)
    if subject in AT_DESK:
        harm, true = AT_DESK[subject]
        shutil.copytree(ground.folder, work / "desk")
        words = harm(ground, work / "desk", chance)
        return _in_words(judged(lambda: open_damaged(work / "desk"), ground.held, true), words)
    harm, true = IN_SET[subject]
    place = work / "backups"
    shutil.copytree(ground.backup.folder.parent, place)
    words = harm(
        ground, place if subject.endswith(("attachment", "copy")) else place / ground.backup.folder.name, chance
    )
    return _in_words(judged(lambda: restore_damaged(ground, place, work / "back"), ground.held_then, true), words)


def _in_words(found: tuple[str, str], words: str) -> tuple[str, str, str]:
    return found[0], words, found[1]


def _settings_trial(work: Path, chance: random.Random) -> tuple[str, str, str]:
    """The settings of the computer are no treasure: whatever lies there, the program starts."""
    work.mkdir(parents=True)
    file = work / "computer.json"
    os.environ["STUDIO_APP_CONFIG"] = str(work)
    file.write_bytes(chance.choice([b"[]", b"", b"null", b"{", b"\xff\xfe", b'{"text_size": []}', b"7", b'"x"']))
    return _in_words(judged(lambda: str(bool(ComputerSettings.load())), "True", ()), repr(file.read_bytes()))


def trials(ground: Ground, place: Path, count: int, chance: random.Random) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for subject in SUBJECTS:
        tally = found[subject] = Tally()
        for n in range(count):
            work = place / "work"
            shutil.rmtree(work, ignore_errors=True)
            verdict, words, said = one_trial(ground, work, subject, chance)
            tally.counts[verdict if verdict in (TOLD, HARMLESS) else "wrong"] += 1
            if said:
                tally.sentences[said] += 1
            if verdict not in (TOLD, HARMLESS) and not tally.worst:
                tally.worst = f"trial {n}: {words}: {verdict}"
    return found


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 80
    chance = random.Random(20261130)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = trials(prepare(Path(folder)), Path(folder), count, chance)
    print("| file | trials | told | harmless | wrong |\n|---|---|---|---|---|")
    for subject, tally in found.items():
        told, harmless, wrong = (tally.counts[name] for name in (TOLD, HARMLESS, "wrong"))
        print(f"| {subject} | {told + harmless + wrong} | {told} | {harmless} | {wrong} |")
    wrong = sum(tally.counts["wrong"] for tally in found.values())
    print(f"\n{len(found) * count} trials, {wrong} wrong, {time.monotonic() - began:.0f} s")
    for subject, tally in found.items():
        if tally.worst:
            print(f"{subject}: {tally.worst}")
        for sentence, times in tally.sentences.most_common():
            print(f"{subject}: {times} × {sentence}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
