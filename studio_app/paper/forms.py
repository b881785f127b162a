"""Which printed forms exist, in which mode, under which title and signed by whom, read from forms.toml."""

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from studio_app.core import paths
from studio_app.core.errors import Refused

ANY = "any"  # the mode of forms that belong to no case (week list, recovery sheet …)


@dataclass(frozen=True)
class Form:
    """One printed form; `titles`, `dossier`, `signers` and `seal` are by mode (A, B, C or `any`).

    What was signed on an earlier `version` is printed on that again: `was` has what is otherwise there, by version.
    """

    key: str
    template: str
    titles: dict[str, str]
    copies_rule: str  # "1", "parties", "parties+1" …
    dossier: dict[str, str]  # "required" | "optional"; absent: not part of the file in that mode
    signers: dict[str, list[str]]  # "parties" stands for every party in turn
    seal: dict[str, str]
    version: int = 1
    was: dict[str, dict[str, Any]] = field(default_factory=dict)

    def of(self, version: int | None) -> "Form":
        """As it was then; None: as it is now."""
        earlier = self.was.get(str(version), {}) if version else {}
        return replace(self, **{"titles" if name == "title" else name: value for name, value in earlier.items()})

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes this form exists in; `("any",)` when it belongs to no mode."""
        return tuple(self.titles)

    def mode_of(self, asked: str) -> str:
        """`asked`, or `any` for a form without modes. Refused when the law of that mode has no such form."""
        if ANY in self.titles:
            return ANY
        if asked in self.titles:
            return asked
        raise Refused(_no_such_form(self, asked))

    def title(self, mode: str) -> str:
        return self.titles[self.mode_of(mode)]

    def copies(self, parties: int) -> int:
        """How many copies are printed for that many parties (人民调解法 art. 29: each party one, the committee one)."""
        return sum(parties if part == "parties" else int(part) for part in self.copies_rule.split("+"))


_MODE_NAMES = {"A": "人民调解", "B": "评理说事", "C": "协助"}


def _no_such_form(form: Form, mode: str) -> str:
    known = "、".join(f"《{title}》（{_MODE_NAMES[key]}）" for key, title in form.titles.items())
    if mode not in _MODE_NAMES:
        return f"打印前请先选定办理方式。这张表有：{known}。"
    return f"“{_MODE_NAMES[mode]}”方式下没有这张表。这张表有：{known}。请换一张表，或先更改办理方式。"


def _form(key: str, entry: dict[str, Any]) -> Form:
    return Form(
        key=key,
        template=entry["template"],
        titles=entry.get("title") or _titles_of(**entry["title_from"]),
        copies_rule=entry["copies"],
        dossier=entry.get("dossier", {}),
        signers=entry.get("signers", {}),
        seal=entry.get("seal", {}),
        version=entry.get("version", 1),
        was=entry.get("was", {}),
    )


def _titles_of(key: str, modes: list[str]) -> dict[str, str]:
    """The titles modes.toml gives a paper: what the screen calls it and what is printed are one word."""
    with paths.resource("dictionaries", "modes.toml").open("rb") as file:
        named = {entry["code"]: entry[key] for entry in tomllib.load(file)["entry"]}
    return {mode: named[mode] for mode in modes}


@cache
def forms() -> dict[str, Form]:
    """Every form by its key, in the order of forms.toml."""
    with paths.resource("print", "forms.toml").open("rb") as file:
        entries = tomllib.load(file)
    return {key: _form(key, entry) for key, entry in entries.items()}


def form(key: str) -> Form:
    """The form named `key`. Refused when forms.toml has none."""
    try:
        return forms()[key]
    except KeyError:
        raise Refused(f"没有名为“{key}”的表。可以打印的有：{'、'.join(forms())}。") from None
