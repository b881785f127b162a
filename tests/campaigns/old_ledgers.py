"""How well old ledgers are read: each against the reading a careful person gave, per file and per field.

    STUDIO_APP_LEDGERS=FOLDER python -m tests.campaigns.old_ledgers

The folder holds ledgers, each with its reading beside it (`NAME.expected.json`: a list of records with date, applicant,
respondent, type, summary, outcome, amount, phone). Records are paired by their summary without signs. A cell that is
wrong and not flagged is silently wrong; a row that should not be there is extra. Right is: of each field of each file
98 in 100, no extra row, no cell silently wrong, of the right cells at most 5 in 100 flagged.
"""

import json
import os
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from studio_app.incoming import ledger
from studio_app.incoming.cells import Lists
from studio_app.incoming.words import Words
from studio_app.workbook import reading

FIELDS = ("date", "applicant", "respondent", "type", "summary", "outcome", "amount", "phone")
EXACT = {"date", "phone", "type", "outcome"}
TODAY = date(2026, 12, 1)
LEAST_RIGHT, MOST_FLAGGED = 0.98, 0.05
SKIPPED = 2
Record = dict[str, Any]


def bare(value: object) -> str:
    text = unicodedata.normalize("NFKC", str(value or "").replace("､", "")).replace("\u200b", "")
    return re.sub(r"[\W_]", "", text)


def same(name: str, told: Any, got: Any) -> bool:
    if told in (None, "") or got in (None, ""):
        return (told in (None, "")) == (got in (None, ""))
    if name == "amount":
        return abs(float(told) - float(got)) < 0.005
    return str(told) == str(got) if name in EXACT else bare(told) == bare(got)


def read(file: Path) -> list[Record]:
    lists = Lists(Words("type", {}), Words("outcome", {}))
    found = ledger.read(reading.read(file), ledger.Order(lists, TODAY, file.stem))
    return [entry.told() for entry in found.entries]


def judged(told: list[Record], got: list[Record]) -> tuple[str, list[str]]:
    """A line of the table, and what falls short."""
    beside = defaultdict(list)
    for record in got:
        beside[bare(record["summary"])].append(record)
    right, silent, flagged, found = Counter[str](), Counter[str](), 0, 0
    for wanted in told:
        candidates = beside[bare(wanted["summary"])]
        if not candidates:
            continue
        one = next((c for c in candidates if same("date", wanted["date"], c["date"])), candidates[0])
        candidates.remove(one)
        found += 1
        for name in FIELDS:
            ok = same(name, wanted.get(name), one.get(name))
            right[name] += ok
            silent[name] += not ok and name not in one["flags"]
            flagged += ok and name in one["flags"]
    extra, least = len(got) - found, min((right[name] / len(told) for name in FIELDS), default=1.0) if told else 1.0
    share = flagged / (found * len(FIELDS)) if found else 0.0
    short = [name for name in FIELDS if told and right[name] < LEAST_RIGHT * len(told)]
    short += [f"{n} silently wrong in {name}" for name, n in silent.items() if n]
    short += [f"{extra} extra"] if extra else []
    short += ["flagged"] if share > MOST_FLAGGED else []
    return f"{len(told)} | {found} | {extra} | {least:.2%} | {sum(silent.values())} | {share:.2%}", short


def main() -> int:
    folder = os.environ.get("STUDIO_APP_LEDGERS", "")
    if not folder or not Path(folder).is_dir():
        print("SKIPPED: STUDIO_APP_LEDGERS names no folder with ledgers and their readings")
        return SKIPPED
    print("| ledger | records | found | extra | least right of a field | silently wrong | right but flagged |")
    print("|---|---|---|---|---|---|---|")
    wrong = 0
    for told in sorted(Path(folder).glob("*.expected.json")):
        stem = told.name.removesuffix(".expected.json")
        file = next(one for one in told.parent.glob(f"{stem}.*") if one.suffix != ".json")
        line, short = judged(json.loads(told.read_text(encoding="utf-8")), read(file))
        wrong += bool(short)
        print(f"| {file.name} | {line} |", *short)
    print(f"{wrong} wrong" if wrong else " 0 wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
