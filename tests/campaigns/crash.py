"""Kills a writing process again and again and looks whether anything it was told to be stored is missing.

    python -m tests.campaigns.crash [rounds] [transactions]

prints one line a round: how many transactions were acknowledged before SIGKILL, how many the file holds, and what
checking file and chain of changes says.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from studio_app.desk import Desk
from studio_app.office.founding import StudioSetup
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case
from studio_app.store.keys import DeskKey, Unlocked
from studio_app.store.log_tables import ChangeSet

HOME = Path(__file__).parents[2]
MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SETUP = StudioSetup(studio="示例委员工作室", short_name="示", sign_in="李老师")


@dataclass(frozen=True)
class Round:
    """What one killed process left behind."""

    acknowledged: int
    stored: int
    missing: list[str]
    findings: list[str]
    opened_in: float  # seconds

    @property
    def sound(self) -> bool:
        """All that was acknowledged is there, at most the one under way besides, and everything checks."""
        return not self.missing and not self.findings and self.stored - self.acknowledged in (0, 1)


def still() -> datetime:
    return MOMENT.astimezone()


def opened(folder: Path, key: DeskKey) -> Desk:
    return Desk.open_with(folder, SETUP.sign_in, Unlocked(key, None), still)


def write(folder: Path, key: DeskKey, transactions: int) -> None:
    """The child: one case after the other; a number is printed only once its transaction is over."""
    desk = opened(folder, key)
    for n in range(transactions):
        with desk.office.write("受理为纠纷") as session:
            parties = [
                PartyDraft(name="王某", phone=f"1990000{n % 10_000:04d}"),
                PartyDraft(name="赵某", side="respondent"),
            ]
            text = f"第{n}次：" + "楼上卫生间漏水，顶棚发霉，要求维修。" * random.randint(1, 60)
            case = open_case(session, desk.office, Opening(title="楼上漏水", summary=text, parties=parties))
        print(case.number, flush=True)
    time.sleep(60)


def kill_in_the_middle(folder: Path, key: DeskKey, transactions: int, after: int) -> list[str]:
    """Let a child write, kill it some instant after its `after`-th number; the numbers it acknowledged."""
    command = [sys.executable, "-m", "tests.campaigns.crash", "--write", str(folder), str(transactions)]
    environment = {**os.environ, "CRASH_KEY": json.dumps([key.key.hex(), key.salt.hex()])}
    with subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        told = [child.stdout.readline().strip() for _ in range(after)]
        time.sleep(random.random() * 0.02)
        child.send_signal(signal.SIGKILL)
        told += [line.strip() for line in child.stdout if line.endswith("\n")]
    return told


def one_round(folder: Path, key: DeskKey, transactions: int) -> Round:
    before = _count(folder, key)
    told = kill_in_the_middle(folder, key, transactions, random.randint(1, transactions))
    started = time.perf_counter()
    desk = opened(folder, key)
    seconds = time.perf_counter() - started
    try:
        with desk.office.read() as session:
            numbers = set(session.scalars(select(Case.number)))
            sets = session.scalar(select(func.count()).where(ChangeSet.label == "受理为纠纷"))
        findings = desk.office.database.check()
        if sets != len(numbers):
            findings.append(f"{sets} sets for {len(numbers)} cases")
    finally:
        desk.close()
    missing = [number for number in told if number not in numbers]
    return Round(len(told), len(numbers) - before, missing, findings, seconds)


def _count(folder: Path, key: DeskKey) -> int:
    desk = opened(folder, key)
    try:
        with desk.office.read() as session:
            return session.scalar(select(func.count()).select_from(Case)) or 0
    finally:
        desk.close()


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    transactions = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "desk"
        desk, _code = Desk.create(folder, SETUP, "correct horse", still)
        key = desk.key
        desk.close()
        print("round  acknowledged  stored  missing  opened in  findings")
        bad = 0
        for n in range(1, rounds + 1):
            left = one_round(folder, key, transactions)
            bad += not left.sound
            told = "; ".join(left.findings) or "-"
            print(
                f"{n:5}  {left.acknowledged:12}  {left.stored:6}  {len(left.missing):7}  {left.opened_in:7.2f} s  {told}",
                flush=True,
            )
    print(f"{rounds - bad} of {rounds} rounds sound")
    return 1 if bad else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        hexes = json.loads(os.environ.pop("CRASH_KEY"))
        write(Path(sys.argv[2]), DeskKey(bytes.fromhex(hexes[0]), bytes.fromhex(hexes[1])), int(sys.argv[3]))
    else:
        sys.exit(main())
