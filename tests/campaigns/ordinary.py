"""Sends the texts of published cases through the gate and looks how many ordinary phrases it changes.

    python -m tests.campaigns.ordinary [CASES.json]

The file holds a list of cases (without one, those of the `demo` command); every text in a case is cut at its
punctuation, the people are those under `parties`. A phrase that holds the name of somebody of the case or the number of
a house is not ordinary. Each ordinary phrase that is not the same behind the gate is printed with what became of it.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio_app.core.paths import resource
from studio_app.domain.masking.levels import KnownPeople, KnownPerson
from tests.campaigns.planted import gates

SAMPLES = resource("demo", "cases.toml")
SILENT = {"id", "ref", "source_url", "source_kind", "published_date", "name", "phone", "id_number"}
ENDS = re.compile(r"[，。；：！？、,;:!?（）()“”\"\n]+")
PLACE = re.compile(r"[\d一二三四五六七八九十] ?(?:号楼|单元)")
CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")


def texts(part: Any) -> Iterator[str]:
    """Every text of a case, at any depth, but for what only points to it."""
    if isinstance(part, str):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from texts(inner)


def without_pointers(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: without_pointers(value) for name, value in part.items() if name not in SILENT}
    return [without_pointers(one) for one in part] if isinstance(part, list) else part


def phrases(case: dict[str, Any], names: list[str]) -> Iterator[str]:
    for text in texts(without_pointers(case)):
        for phrase in ENDS.split(text):
            told = PLACE.search(phrase) or any(name in phrase for name in names)
            if CHINESE.search(phrase) and not told:
                yield phrase


def altered(cases: list[dict[str, Any]]) -> tuple[int, list[tuple[str, str, str]]]:
    """How many ordinary phrases went through both levels, and level, phrase and what became of it."""
    count, found = 0, []
    for case in cases:
        names = [party["name"] for party in case["parties"] if party.get("name")]
        people = KnownPeople([KnownPerson(name) for name in names])
        for level, masks in gates():
            for phrase in phrases(case, names):
                count += 1
                shown = masks.scan(phrase, people)
                if shown != phrase:
                    found.append((level, phrase, shown))
    return count, found


def cases_of(file: Path) -> list[dict[str, Any]]:
    text = file.read_text(encoding="utf-8")
    found = tomllib.loads(text)["case"] if file.suffix == ".toml" else json.loads(text)
    return [{"parties": case.get("party", []), **case} for case in found]


def main() -> int:
    cases = cases_of(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
    count, found = altered(cases)
    for level, phrase, shown in found:
        print(f"{level}: {phrase} → {shown}")
    print(f"{len(cases)} cases, {count} phrases, {len(found)} altered ({len(found) / count:.2%})")
    return int(len(found) > count * 0.005)


if __name__ == "__main__":
    sys.exit(main())
