"""Whether the program itself is whole: what a wheel or a frozen build may have left behind is tried out here."""

import json
import tomllib
from collections.abc import Callable
from importlib import import_module

from sqlalchemy.exc import SQLAlchemyError

from studio_app.core import paths
from studio_app.core.errors import AppError

NEEDED = (
    "cryptography.hazmat.primitives.kdf.argon2", "pypinyin", "stdnum.cn.uscc", "holidays",
    "holidays.countries.china", "platformdirs", "filelock", "PIL.JpegImagePlugin", "PIL.PngImagePlugin",
)  # fmt: skip
FOLDERS = ("dictionaries", "holidays", "print", "ledgers", "help", "demo")
_SPOILT = (ImportError, OSError, ValueError, LookupError, RuntimeError, TypeError, AppError, SQLAlchemyError)


def findings() -> list[str]:
    """One sentence for each part that is missing or does not work; empty when the program is whole."""
    return [sentence for name, attempt in ATTEMPTS.items() if (sentence := _tried(name, attempt))]


def _tried(name: str, attempt: Callable[[], None]) -> str:
    try:
        attempt()
    except _SPOILT as trouble:
        return f"{name}：{type(trouble).__name__} {trouble}"
    return ""


def _libraries() -> None:
    for name in NEEDED:
        import_module(name)


def _resources() -> None:
    for folder in FOLDERS:
        if not any(paths.resource(folder).iterdir()):
            raise FileNotFoundError(folder)
    for file in paths.resource("holidays").glob("*.json"):
        json.loads(file.read_text(encoding="utf-8"))
    for file in paths.resources_root().rglob("*.toml"):
        tomllib.loads(file.read_text(encoding="utf-8"))


def _fonts() -> None:
    import pylopdf_fonts_zh_cn

    for font in (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path()):
        if not font.is_file():
            raise FileNotFoundError(font.name)


def _templates() -> None:
    from studio_app.paper.forms import forms

    missing = [form.template for form in forms().values() if not paths.resource("print", form.template).is_file()]
    if missing:
        raise FileNotFoundError("、".join(missing))


def _page() -> None:
    """A page with Chinese on it, as PDF/A with the program's own fonts."""
    from studio_app.paper.press import Press

    pages = Press().render("blank", {})
    if pages.note or not pages.pdf().startswith(b"%PDF"):
        raise RuntimeError(pages.note or "PDF")


def _ledger() -> None:
    from studio_app.workbook.template import load

    for file in paths.resource("ledgers").glob("*.toml"):
        load(file)


def _database() -> None:
    """SQLCipher with full-text search, in memory."""
    from sqlcipher3 import dbapi2

    raw = dbapi2.connect(":memory:")
    try:
        raw.execute("PRAGMA key = 'self-check'")
        if raw.execute("PRAGMA cipher_version").fetchone() is None:
            raise RuntimeError("SQLite without SQLCipher")
        raw.execute("CREATE VIRTUAL TABLE words USING fts5(said)")
    except dbapi2.Error as trouble:
        raise RuntimeError(str(trouble)) from trouble
    finally:
        raw.close()


def _revisions() -> None:
    """Alembic reads its revisions as files, which a frozen build has to carry."""
    from alembic.util import CommandError

    from studio_app.store import migrate

    try:
        heads = migrate.shipped_heads()
    except CommandError as trouble:
        raise RuntimeError(str(trouble)) from trouble
    if heads != (migrate.HEAD,):
        raise RuntimeError(f"{heads} ≠ {migrate.HEAD}")


ATTEMPTS: dict[str, Callable[[], None]] = {
    "组件": _libraries,
    "资料文件": _resources,
    "字体": _fonts,
    "打印模板": _templates,
    "排版": _page,
    "台账格式": _ledger,
    "加密数据库": _database,
    "数据库升级脚本": _revisions,
}
