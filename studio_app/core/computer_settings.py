"""What this computer remembers: look, folders, the shape of the window; nothing of a desk."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from studio_app.core import paths


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
    layouts: dict[str, Any] = field(default_factory=dict)  # headings of an old ledger → what its columns are

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
