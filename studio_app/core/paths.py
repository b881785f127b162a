"""Where things lie on this computer: resources inside the program, the data folder, the computer's own settings."""

import os
import sys
from functools import cache
from pathlib import Path

APP_NAME = "studio-app"


@cache
def resources_root() -> Path:
    """The folder `resources/`: beside the package in a checkout, inside it in a wheel or a frozen build."""
    inside = Path(__file__).parents[1] / "resources"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "resources"


def resource(*parts: str) -> Path:
    """A file or folder below `resources/`, by its path parts."""
    return resources_root().joinpath(*parts)


def default_data_folder() -> Path:
    """Where the desk lies unless `--data` says otherwise."""
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False)


def config_folder() -> Path:
    """Settings of this computer (window, font size, second backup place); `STUDIO_APP_CONFIG` moves it.

    Windows and macOS keep data and settings in one place: there it has a name of its own beside the data folder.
    """
    moved = os.environ.get("STUDIO_APP_CONFIG")
    if moved:
        return Path(moved)
    from platformdirs import user_config_path

    found, data = user_config_path(APP_NAME, appauthor=False), default_data_folder()
    return data.with_name(f"{APP_NAME}-settings") if found == data else found


def log_folder() -> Path:
    """Where crash reports lie; never inside the data folder, which may travel on a stick."""
    return config_folder() / "log"


def is_frozen() -> bool:
    """True inside the folder PyInstaller built."""
    return bool(getattr(sys, "frozen", False))
