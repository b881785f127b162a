"""The tests a changed line is asked of: those that run it, as one measured run of them says, the nearest and quickest first."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Timer
from xml.etree import ElementTree as ET

LEFT_OUT = ("ui", "journeys")  # folders of tests that are not asked: a window takes longer than a rule
MOST_TESTS, MOST_SECONDS = 100, 20.0
SCHEMA = "tests/store/test_schema.py"
MEASURED = "[run]\nsource = studio_app\n"


class Asked:
    """Which test runs which line of a copy of the program, and how long each takes; measured anew for every campaign."""

    def __init__(self, ground: Path, scratch: Path, patience: int = 1) -> None:
        from coverage import CoverageData  # only a campaign asks for it: the tests of it do without

        self._ground, self._patience = ground, patience
        self.told = _measure(ground, scratch)
        self._data = CoverageData(str(scratch / "map"))
        self._data.read()
        self._seconds = _seconds(scratch / "times.xml")
        self._slow = {test for test in self._seconds if _plays_the_year(ground / _file(test))}

    def of_lines(self, file: str, lines: frozenset[int]) -> list[str]:
        """Tests that run one of these lines, in the order they are asked, as many as there is patience for.

        A line that runs while its file is read has none of its own: `lines` is empty then, and the file's are asked.
        """
        by_line = self._by_line(file)
        asked = [contexts for line, contexts in by_line.items() if line in lines or not lines]
        found = sorted({_test(context) for contexts in asked for context in contexts if context})
        if not lines:
            found = sorted({*found, *(test for test in self._seconds if _file(test) in self._importing(file))})
        return self._first(file, found)

    def seconds(self, tests: list[str]) -> float:
        return sum(self._seconds[test] for test in tests)

    def check(self, tests: list[str], scratch: Path) -> None:
        """Pytest finds every one of these by its name: an unknown name would look like a test that fails."""
        if tests and ran(self._ground, ["--collect-only", *listed(tests, scratch)]).returncode:
            sys.exit("pytest does not find its own tests by their names")

    @cache  # noqa: B019 — one of these lives as long as a campaign
    def _by_line(self, file: str) -> dict[int, list[str]]:
        return self._data.contexts_by_lineno(str(self._ground / file))

    @cache  # noqa: B019
    def _importing(self, file: str) -> set[str]:
        """Files of tests that import it; what columns are is looked at where the whole schema is."""
        path = Path(file).with_suffix("")
        package, module = ".".join(path.parts[:-1]), path.name
        imports = re.compile(rf"^from {package}(?:\.{module}| import .*\b{module}\b)", re.MULTILINE)
        texts = {path: path.read_text(encoding="utf-8") for path in (self._ground / "tests").rglob("test_*.py")}
        found = {path.relative_to(self._ground).as_posix() for path, text in texts.items() if imports.search(text)}
        return found | {SCHEMA} if module.endswith(("table", "tables")) else found

    def _first(self, file: str, found: list[str]) -> list[str]:
        """One case of each test before its second; those that run most of the file before others, quick before slow."""
        stem = Path(file).stem
        names = {
            f"test_{stem}",
            f"test_{stem}s",
            f"test_{Path(file).parent.name}",
            *(["test_schema"] if "table" in stem else []),
        }
        share = self._share(file)
        timed = [test for test in found if test in self._seconds]
        timed.sort(key=lambda t: (t in self._slow, Path(_file(t)).stem not in names, -share[t], self._seconds[t]))
        turns, turn = Counter[str](), dict[str, int]()
        for test in timed:
            turn[test] = turns[_function(test)]
            turns[_function(test)] += 1
        chosen, spent = [], 0.0
        for test in sorted(timed, key=turn.__getitem__)[: MOST_TESTS * self._patience]:
            spent += self._seconds[test]
            if chosen and spent > MOST_SECONDS * self._patience:
                break
            chosen.append(test)
        return chosen

    @cache  # noqa: B019
    def _share(self, file: str) -> Counter[str]:
        """Of how many lines of the file each test is the reason, not what it is built on."""
        lines = self._by_line(file).values()
        return Counter(_test(context) for contexts in lines for context in contexts if context.endswith("|run"))


def _test(context: str) -> str:
    return context.rpartition("|")[0]


def _file(test: str) -> str:
    return test.partition("::")[0]


def _function(test: str) -> str:
    return test.partition("[")[0]


def _measure(ground: Path, scratch: Path) -> str:
    settings = scratch / "measured.ini"
    settings.write_text(f"{MEASURED}data_file = {scratch / 'map'}\n", encoding="utf-8")
    done = ran(
        ground,
        [
            "--cov", f"--cov-config={settings}", "--cov-context=test", "--cov-report=",
            f"--junitxml={scratch / 'times.xml'}", "-o", "junit_family=xunit1",
            *(f"--ignore=tests/{folder}" for folder in LEFT_OUT),
        ],
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"the tests fail on the program as it is\n{done.stdout[-2000:]}")
    return done.stdout.strip().rpartition("\n")[2]


def _seconds(times: Path) -> dict[str, float]:
    cases = ET.parse(times).iter("testcase")  # noqa: S314 — written by pytest a moment ago
    return {f"{case.get('file')}::{case.get('name')}": float(case.get("time", 1)) for case in cases}


def _plays_the_year(file: Path) -> bool:
    """The first to ask for the sample desk waits until a year was played: one that is asked alone is always the first."""
    return "sample_folder" in file.read_text(encoding="utf-8")


def listed(tests: list[str], scratch: Path) -> list[str]:
    """As a file of names: a command line is too short for hundreds."""
    names = scratch / "asked.txt"
    names.write_text("\n".join(tests), encoding="utf-8")
    return [f"@{names}"]


def ran(ground: Path, asked: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-k", "not server", *asked]
    return subprocess.run(command, cwd=ground, capture_output=True, encoding="utf-8", errors="replace", check=False)


# --- asking ---------------------------------------------------------------------------------------------------------

LIBRARIES = (
    "PySide6.QtWidgets", "alembic.command", "cryptography.hazmat.primitives.asymmetric.x25519", "holidays", "openpyxl",
    "opencc", "PIL.Image", "pypinyin", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "sqlcipher3", "typst",
)  # fmt: skip
WAITING = """
import importlib, json, os, sys
import pytest
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(pytest.main(json.loads(line)))
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Asking:
    """Asks tests again and again: a process that has read the libraries, not the program, forks for each time."""

    def __init__(self, ground: Path) -> None:
        self._waiting = subprocess.Popen(
            [sys.executable, "-c", WAITING, json.dumps(LIBRARIES)], cwd=ground, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def all_pass(self, tests: list[str], patience: float) -> bool:
        """False where one fails, where they cannot be read, and where they do not end."""
        told, answers = self._waiting.stdin, self._waiting.stdout
        assert told is not None
        assert answers is not None
        told.write(json.dumps(["-q", "-n0", "-x", "-k", "not server", *tests]) + "\n")
        told.flush()
        child = int(answers.readline())
        hangs = Timer(patience, _end, [child])
        hangs.start()
        status = int(answers.readline())
        hangs.cancel()
        return status == 0

    def close(self) -> None:
        self._waiting.communicate()


def _end(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
