"""What is handed out is whole: the wheel carries its resources, the README's commands and bounds are true."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from studio_app.core import log, paths

HOME = Path(__file__).resolve().parents[1]
README = (HOME / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    [built] = WheelBuilder(str(HOME)).build(directory=str(tmp_path_factory.mktemp("wheel")))
    return Path(built)


def test_every_resource_travels_inside_the_wheel(wheel: Path) -> None:
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("studio_app/resources/")}
    lying = {
        f"studio_app/resources/{file.relative_to(HOME / 'resources').as_posix()}"
        for file in (HOME / "resources").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert lying == carried


def test_nothing_else_travels(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"studio_app"}
    assert not [name for name in names if name.endswith((".pyc", ".db")) or "/tests/" in name]
    assert any(name.endswith("versions/r0001_first_schema.py") for name in names)


def test_the_licence_travels_too(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        [kept] = [name for name in packed.namelist() if name.endswith("licenses/LICENSE")]
        assert packed.read(kept).decode() == (HOME / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["license"] == "MIT"
    assert "LICENSE" in (HOME / "build_installer.spec").read_text(encoding="utf-8")


def test_the_wheel_works_elsewhere(wheel: Path, tmp_path: Path) -> None:
    """Unpacked into a folder far from the checkout, it finds everything within itself."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    surroundings = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run(
        [sys.executable, "-m", "studio_app", "--self-check"],
        cwd=tmp_path, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr


def test_lower_bounds_only() -> None:
    """Every requirement names the oldest version that will do, and none the newest."""
    wanted = [*PROJECT["dependencies"], *(r for extra in PROJECT["optional-dependencies"].values() for r in extra)]
    assert [r for r in wanted if ">=" not in r or "<" in r or "==" in r] == []


def test_the_frozen_build_takes_what_is_there() -> None:
    spec = (HOME / "build_installer.spec").read_text(encoding="utf-8")
    compile(spec, "build_installer.spec", "exec")
    for part in ("studio_app/__main__.py", "studio_app/store/migrations", "resources"):
        assert part in spec
        assert (HOME / part).exists()


def test_the_readme_shows_pictures_that_exist() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(shown) >= 4
    assert all((HOME / picture).stat().st_size <= 300_000 for picture in shown)
    assert {Path(p).name for p in shown} == {file.name for file in paths.resource("help", "images").iterdir()}


def test_the_readme_says_what_the_program_says() -> None:
    [line] = re.findall(r"^sudo apt install (.+?)\n```", README, flags=re.MULTILINE | re.DOTALL)
    packages = {package for part in log.libraries().values() for package in part.values()}
    assert set(line.replace("\\", " ").split()) == {"python3-venv", *packages}
    assert "python3 check" in README
    for command in ("init", "demo", "list", "print", "export ledger", "backup", "restore", "check", "--self-check"):
        assert f"studio-app {command}" in README or f" {command} " in README


def test_the_glossary_names_classes_that_exist() -> None:
    rows = re.findall(r"^\| [^|]+ \| `(\w+)` \|", README, flags=re.MULTILINE)
    source = "\n".join(file.read_text(encoding="utf-8") for file in (HOME / "studio_app").rglob("*.py"))
    assert len(rows) >= 15
    assert [name for name in rows if not re.search(rf"^class {name}\b", source, flags=re.MULTILINE)] == []


def test_what_continuous_integration_asks_before_anything_is_installed_is_answered() -> None:
    """The snippets of Python in `.ci/run` meet a bare interpreter: no third-party package may be needed."""
    snippets = re.findall(r"python3 (?:-B )?-c '([^']+)'", (HOME / ".ci" / "run").read_text(encoding="utf-8"))
    assert len(snippets) == 2
    for snippet in snippets:
        told = subprocess.run(
            [sys.executable, "-S", "-B", "-c", snippet],
            cwd=HOME, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert not told.stderr, told.stderr
