"""What the program is made of, and on which terms: read from what is installed, without a network."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from studio_app.core import paths

PROGRAM = "studio-app"
LICENCE = "LICENSE"
_NAME = re.compile(r"[\w.-]+")
_LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|ofl|notice)[^/]*$", re.IGNORECASE)
LONGEST = 80  # characters; what is longer in a `License` field is the licence itself


@dataclass(frozen=True)
class Library:
    """One library the program is installed with; `text` is its licence in full, empty where it brought none."""

    name: str
    version: str
    licence: str
    text: str


def own_licence() -> str:
    """The program's licence: beside the package in a checkout and a frozen build, else in the installed metadata."""
    lying = paths.resources_root().parent / LICENCE
    if lying.is_file():
        return lying.read_text(encoding="utf-8")
    found = _found(PROGRAM)
    return _text(found) if found else ""


@cache
def libraries() -> tuple[Library, ...]:
    """Everything the program stands on, by name; it stays the same while the program runs."""
    known: dict[str, Library] = {}
    waiting = [PROGRAM]
    while waiting:
        name = waiting.pop()
        found = _found(name)
        if found is None or name.lower() in known:
            continue
        known[name.lower()] = Library(found.metadata["Name"], found.version, _licence(found), _text(found))
        waiting += [match[0] for needed in found.requires or () if (match := _wanted(needed))]
    known.pop(PROGRAM, None)
    return tuple(known[name] for name in sorted(known))


def _wanted(requirement: str) -> re.Match[str] | None:
    return None if "extra ==" in requirement else _NAME.match(requirement)


def _found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _licence(found: Distribution) -> str:
    """As short as it is said: expression, field, or classifier."""
    facts = found.metadata.json
    said = str(facts.get("license_expression") or facts.get("license") or "")
    if said and len(said) <= LONGEST:
        return said
    kinds = [str(kind) for kind in facts.get("classifier") or () if str(kind).startswith("License ::")]
    return kinds[0].rpartition(" :: ")[2] if kinds else "见许可证全文"


def _text(found: Distribution) -> str:
    texts = [Path(str(found.locate_file(file))) for file in found.files or () if _LICENCE_FILE.search(str(file))]
    said = _licence(found)
    if not texts and ("LGPL-3.0" in said or said == "LGPL"):  # Qt's wheels bring none; the LGPL adds to the GPL
        texts = [paths.resource("licences", name) for name in ("LGPL-3.0.txt", "GPL-3.0.txt")]
    return "\n\n".join(text.read_text(encoding="utf-8", errors="replace") for text in texts if text.is_file())
