"""Run the suite on the oldest versions pyproject.toml allows, so that its lower bounds stay true.

Usage: `python3.11 tests/oldest.py [pytest arguments]`. Makes a virtual environment of its own outside the checkout and
keeps it for the next time; `STUDIO_APP_OLDEST` names another folder.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
ENVIRONMENT = Path(os.environ.get("STUDIO_APP_OLDEST", Path(tempfile.gettempdir()) / "studio-app-oldest"))
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BOUND = re.compile(r"(?P<name>[\w.-]+)(\[[^\]]+\])?>=(?P<lowest>[\w.]+)")
UNTESTED = {"mypy", "ruff", "import-linter"}
"""Tools that judge the text and never run with the program: their findings change with every version."""


def wanted() -> list[str]:
    """What the program and its tests ask for, as written in pyproject.toml."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["test"]]


def lowest(requirements: list[str]) -> dict[str, str]:
    """Name → oldest version allowed. ValueError where a requirement has no lower bound."""
    found = {}
    for requirement in requirements:
        bound = BOUND.match(requirement)
        if bound is None:
            raise ValueError(f"no lower bound: {requirement}")
        if bound["name"] not in UNTESTED:
            found[bound["name"]] = bound["lowest"]
    return found


def make_environment() -> None:
    """Installed anew whenever the bounds changed; the program itself too, which tells of its libraries by its metadata."""
    pins = "".join(f"{name}=={version}\n" for name, version in lowest(wanted()).items()) + f"# {HOME}\n"
    constraints = ENVIRONMENT / "oldest.txt"
    if constraints.exists() and constraints.read_text(encoding="utf-8") == pins:
        return
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    fresh = ENVIRONMENT / "oldest.new"
    fresh.write_text(pins, encoding="utf-8")
    subprocess.run([PYTHON, "-m", "pip", "install", "-q", "-c", fresh, *wanted()], cwd=ENVIRONMENT, check=True)
    subprocess.run([PYTHON, "-m", "pip", "install", "-q", "--no-deps", "-e", HOME], check=True)
    fresh.replace(constraints)


def main() -> int:
    make_environment()
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [PYTHON, "-m", "pytest", "-q", *sys.argv[1:]], cwd=HOME, env=surroundings, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
