"""Kills the program in the middle of the first run, restoring, saving, 换锁, backing up and attaching.

    python -m tests.campaigns.kills [kills inside each act] [act …]

A round lets a child open a fresh copy of a desk, say that it begins its act, and kills it (SIGKILL) at a random moment
after; a kill that came too late is counted as a round and made up for by another. Then the program starts as a window
does. Right is: it opens by the password (a first run that left nothing may be begun
anew), all that was acknowledged is there, everything checks, and nothing half-made lies about after that start.
The table says for each act how many rounds there were, how many kills fell into it, and what was wrong.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from studio_app.desk import Desk, exists
from studio_app.office.founding import StudioSetup
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case
from studio_app.store import backup, keys, restore
from studio_app.store.keys import Unlocked

PASSWORD = "correct horse"
MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SETUP = StudioSetup(
    studio="示例委员工作室",
    short_name="示",
    member="王委员",
    community="幸福里社区",
    street="示例街道",
    sign_in="李老师",
)
BELONGS = {*restore.OURS, "desk.lock", "holder.json"}
PICTURES = 3
BEGUN, OVER = "begun", "over"


def clock() -> datetime:
    return MOMENT.astimezone()


@dataclass
class Ground:
    """A desk with a case and an attachment, a backup of it, and where a round works."""

    folder: Path
    backup: Path
    key: keys.DeskKey
    case_id: str

    def copied(self, work: Path) -> Path:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(self.folder, work / "desk")
        shutil.copytree(self.backup.parent, work / backup.PLACE)
        return work / "desk"


@dataclass
class Tally:
    rounds: int = 0
    inside: int = 0
    wrong: list[str] = field(default_factory=list)


Act = Callable[[Ground, Path, Callable[[str], None]], None]


# --- acts: what the child does; `told` acknowledges -----------------------------------------------------------


def found(_ground: Ground, work: Path, told: Callable[[str], None]) -> None:
    told(BEGUN)
    Desk.create(work / "new", SETUP, PASSWORD, clock)
    told("founded")


def put_back(ground: Ground, work: Path, told: Callable[[str], None]) -> None:
    told(BEGUN)
    restore.restore(backup.read(work / backup.PLACE / ground.backup.name), work / "desk", clock())
    told("restored")


def save(ground: Ground, work: Path, told: Callable[[str], None]) -> None:
    desk = opened(work / "desk", ground.key)
    told(BEGUN)
    for n in range(6):
        parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
        told(desk.services.cases.open(Opening(title=f"第{n}件", summary="漏水。" * 400, parties=parties)).id)


def change_locks(ground: Ground, work: Path, told: Callable[[str], None]) -> None:
    desk = opened(work / "desk", ground.key)
    told(BEGUN)
    desk.services.accounts.change_locks()
    told("changed")


def back_up(ground: Ground, work: Path, told: Callable[[str], None]) -> None:
    desk = opened(work / "desk", ground.key)
    told(BEGUN)
    made = backup.make(desk.office.database, desk.folder, work / backup.PLACE, clock() + timedelta(hours=1))
    told(made.folder.name)


def attach(ground: Ground, work: Path, told: Callable[[str], None]) -> None:
    desk = opened(work / "desk", ground.key)
    told(BEGUN)
    for n in range(PICTURES):
        file = work / f"{n}.txt"
        file.write_bytes(os.urandom(200_000))
        (outcome,) = desk.services.attachments.add(ground.case_id, [file])
        if outcome.trouble:
            raise RuntimeError(outcome.trouble)
        told(file.name)


ACTS: dict[str, Act] = {
    "first run": found, "restore": put_back, "save": save, "换锁": change_locks, "backup": back_up, "attach": attach
}  # fmt: skip


# --- a round --------------------------------------------------------------------------------------------------


def opened(folder: Path, key: keys.DeskKey) -> Desk:
    return Desk.open_with(folder, SETUP.sign_in, Unlocked(key, None), clock)


def killed(act: Act, ground: Ground, work: Path, after: float | None) -> tuple[list[str], bool, float]:
    """What the child acknowledged, whether the kill fell into the act, and seconds from its beginning to its end.

    A child of this process, so warm; left alone without `after`.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            act(ground, work, lambda word: os.write(writing, f"{word}\n".encode()) and None)
            os.write(writing, f"{OVER}\n".encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        begun = pipe.readline().strip() == BEGUN
        since = time.monotonic()
        if begun and after is not None:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        lines = [line.strip() for line in pipe if line.endswith("\n")]
    seconds = time.monotonic() - since
    _pid, status = os.waitpid(child, 0)
    if not begun or (os.WIFEXITED(status) and os.WEXITSTATUS(status)):
        raise RuntimeError("the act itself failed")
    return [line for line in lines if line != OVER], OVER not in lines, seconds


def judged(name: str, ground: Ground, work: Path, told: list[str]) -> str:
    """What is wrong after the next start; "" when all is well."""
    folder = work / ("new" if name == "first run" else "desk")
    if not exists(folder):
        if name != "first run" or told:
            return "no desk is left"
        Desk.create(folder, SETUP, PASSWORD, clock)[0].close()
    desk = Desk.open(folder, SETUP.sign_in, PASSWORD, clock)
    try:
        desk.services.attachments.sweep()
        desk.services.accounts.finish_locks()
        findings = desk.services.history.verify()
        if findings:
            return "；".join(findings)
        return _lost(name, ground, desk, told) or _lying_about(name, desk, work)
    finally:
        desk.close()


def _lost(name: str, ground: Ground, desk: Desk, told: list[str]) -> str:
    with desk.office.read() as session:
        cases = set(session.scalars(select(Case.id)))
    if name != "first run" and ground.case_id not in cases:
        return "the old case is gone"
    if name == "save" and set(told) - cases:
        return f"{len(set(told) - cases)} acknowledged cases are gone"
    lines = desk.services.attachments.list(ground.case_id) if name != "first run" else []
    if name == "attach" and {*told} - {line.name for line in lines}:
        return "an acknowledged attachment is gone"
    for line in lines:
        desk.services.attachments.content(line.id)
    return ""


def _lying_about(name: str, desk: Desk, work: Path) -> str:
    found = [one.name for one in desk.folder.iterdir() if not one.name.startswith(restore.ASIDE)]
    left = sorted({*found} - BELONGS)
    with desk.office.read() as session:
        stored = session.connection().exec_driver_sql("SELECT file_id, print_file_id FROM attachment").all()
    known = {file for row in stored for file in row if file}
    left += [file.name for file in (desk.folder / "files").glob("*") if file.name not in known]
    if name == "backup":
        place = work / backup.PLACE
        backup.make(desk.office.database, desk.folder, place, clock() + timedelta(hours=2))
        left += [one.name for one in place.glob(f"{backup.UNFINISHED}*")]
        for one in backup.find_in(place):
            backup.refuse_damaged(one)
    return f"left lying: {', '.join(left)}" if left else ""


def took(act: Act, ground: Ground, work: Path) -> float:
    """Seconds of the act left alone, the quickest of three."""

    def once() -> float:
        ground.copied(work)
        return killed(act, ground, work, None)[2]

    return min(once() for _ in range(3))


def prepare(place: Path) -> Ground:
    place.mkdir(exist_ok=True)
    desk, _code = Desk.create(place / "desk", SETUP, PASSWORD, clock)
    parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
    case = desk.services.cases.open(Opening(title="楼上漏水", parties=parties))
    file = place / "现场.txt"
    file.write_bytes(os.urandom(100_000))
    desk.services.attachments.add(case.id, [file])
    one = backup.make(desk.office.database, desk.folder, place / backup.PLACE, clock())
    key = desk.key
    desk.close()
    return Ground(place / "desk", one.folder, key, case.id)


def act_killed(name: str, ground: Ground, work: Path, kills: int, chance: random.Random) -> Tally:
    """Rounds of one act until so many kills fell into it."""
    tally, seconds = Tally(), took(ACTS[name], ground, work)
    while tally.inside < kills and tally.rounds < 3 * kills:
        ground.copied(work)
        told, inside, _seconds = killed(ACTS[name], ground, work, chance.random() * seconds)
        tally.rounds, tally.inside = tally.rounds + 1, tally.inside + inside
        try:
            verdict = judged(name, ground, work, told)
        except Exception as trouble:  # noqa: BLE001 — the very thing looked for
            verdict = f"{type(trouble).__name__}: {trouble}"
        if verdict:
            tally.wrong.append(verdict)
    return tally


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    keys.MEMORY_KIB, keys.PASSES = 1024, 1  # what is looked for does not depend on how long a key is derived
    chance = random.Random(20261130)
    began, rounds, wrong = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as place:
        ground = prepare(Path(place))
        print("| act | rounds | killed inside the act | wrong |\n|---|---|---|---|")
        for name in sys.argv[2:] or ACTS:
            tally = act_killed(name, ground, Path(place) / "work", kills, chance)
            rounds, wrong = rounds + tally.rounds, wrong + len(tally.wrong)
            print(f"| {name} | {tally.rounds} | {tally.inside} | {len(tally.wrong)} |", *tally.wrong[:1], flush=True)
    print(f"\n{rounds} rounds, {wrong} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
