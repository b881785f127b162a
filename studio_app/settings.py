"""Settings of this computer, and the tree of errors the program tells its user."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from studio_app import paths


class AppError(Exception):
    """A known trouble, told in the user's words with what to do.

    AppError
    ├── Refused       what was asked cannot be done; the sentence says why and what to do instead
    │   └── Invalid   a draft lacks what makes it meaningful; carries the problems by field
    └── Unavailable   the computer does not give what is needed: disk, file, lock, key
        ├── WrongPassword
        ├── Damaged   a file of the desk is not what it should be
        └── InUse     another window or computer holds the desk
    """


class Refused(AppError):
    pass


class Invalid(Refused):
    """Carries `problems`: field name → sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(
            "".join(text if text.endswith(("。", "？", "！")) else f"{text}。" for text in problems.values())
        )
        self.problems = problems


class Unavailable(AppError):
    pass


class WrongPassword(Unavailable):
    pass


class Damaged(Unavailable):
    pass


class InUse(Unavailable):
    pass


@dataclass
class ComputerSettings:
    """What belongs to this computer and not to the desk; kept as JSON in the config folder."""

    text_size: str = "standard"  # standard | large | huge
    scheme: str = "light"  # light | dark | contrast
    data_folder: str = ""  # chosen in the wizard; empty = paths.default_data_folder()
    backup_folder: str = ""
    last_account: str = ""
    last_folder: str = ""  # where a file was last chosen or stored
    window: str = ""  # geometry, base64
    tables: dict[str, Any] = field(default_factory=dict)  # table name → remembered widths and order

    @classmethod
    def load(cls) -> "ComputerSettings":
        """Defaults where the file is missing or unreadable: a broken settings file never stops the program."""
        try:
            stored = json.loads(_file().read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return cls()
        if not isinstance(stored, dict):
            return cls()
        known = {f.name: type(getattr(cls(), f.name)) for f in fields(cls)}
        return cls(**{k: v for k, v in stored.items() if k in known and isinstance(v, known[k])})

    def save(self) -> None:
        """Atomic; a read-only config folder is not worth an error."""
        target = _file()
        fresh = target.with_suffix(".new")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
            fresh.replace(target)
        except OSError:
            return


def _file() -> Path:
    return paths.config_folder() / "computer.json"
