"""Backup sets: a proven copy of the database with its key files, attachments stored once per place."""

import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio_app import __version__
from studio_app.core.errors import Damaged, Unavailable
from studio_app.core.files import (
    disk_sentence,
    half_written,
    keep_private,
    read_regular,
    sync_file,
    sync_folder,
    write_atomically,
)
from studio_app.store import keys, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_app.store.database import Database

PLACE = "委员工作室备份"  # the folder made inside a folder or stick somebody chose
DATABASE = "desk.db"
FILES = "files"
MANIFEST = "manifest.json"
UNFINISHED = ".unfinished-"
TRIES = 3
SOURCE_DAMAGED = "数据库文件已损坏，没有备份。请从以前的备份恢复，不要继续录入；以前的备份没有动。"


@dataclass(frozen=True)
class Facts:
    """What a copy must agree in with its original: rows per table and the end of the change log's chain."""

    counts: Mapping[str, int]
    head: str


@dataclass(frozen=True)
class BackupSet:
    """One backup; `files` are the attachments it needs: name → [size, SHA-256 of the encrypted bytes]."""

    folder: Path
    taken_at: datetime
    desk_id: str
    schema: str
    facts: Facts
    digests: Mapping[str, str]
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of its own, the attachments it shares with other sets not counted."""
        return sum((self.folder / name).stat().st_size for name in self.digests if (self.folder / name).exists())

    @property
    def changes(self) -> int:
        """How many changes the desk had been through by then."""
        return int(self.facts.counts.get("change_set", 0))

    @property
    def attachments(self) -> Path:
        return self.folder.parent / FILES


# --- making ---------------------------------------------------------------------------------------------------


def place_in(folder: Path) -> Path:
    """Where sets go inside a folder somebody chose: never loose between other things."""
    return folder if folder.name == PLACE else folder / PLACE


def make(database: "Database", source: Path, place: Path, moment: datetime) -> BackupSet:
    """Copy the desk in `source` to a new set in `place`, re-open the copy and compare.

    Unavailable (disk) or Damaged (the copy does not agree) leave no half set behind.
    """
    target = _free_name(place, moment)
    with _fresh_set(target) as building:
        _refuse_full(place, (source / DATABASE).stat().st_size)
        with database.steady():
            facts = _copy_database(database, building / DATABASE)
            keys.copy_into(source, building)
        files = _store_files(source / FILES, place)
        _write_manifest(building, database.desk_id, facts, moment, files)
    return read(target)


def mirror(chosen: BackupSet, place: Path) -> BackupSet:
    """The same set in a second place, its digests compared again there."""
    target = _free_name(place, chosen.taken_at)
    with _fresh_set(target) as building:
        _refuse_full(place, chosen.size)
        for name, source in {**sources(chosen), MANIFEST: MANIFEST}.items():
            _copy(chosen.folder / source, building / name)
        _store_files(chosen.attachments, place, chosen.files)
        refuse_damaged(read(building))
    return read(target)


def _free_name(place: Path, moment: datetime) -> Path:
    """A set is named by its local moment; a second one of the same second gets a number."""
    name = f"{moment.astimezone():%Y%m%d-%H%M%S}"
    taken = sum(1 for one in place.glob(f"{name}*")) if place.is_dir() else 0
    return place / (f"{name}-{taken + 1}" if taken else name)


@contextmanager
def _fresh_set(target: Path) -> "Iterator[Path]":
    """A folder under a name of its own until it is complete; any trouble takes it away again."""
    place = target.parent
    building = place / f"{UNFINISHED}{target.name}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        for left in place.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        building.mkdir()
        yield building
        keep_private(place, building, place / FILES, *building.iterdir())
        sync_folder(building)
        building.replace(target)
        sync_folder(place)
    except OSError as trouble:
        raise Unavailable(disk_sentence(trouble, place)) from trouble
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _refuse_full(place: Path, needed: int) -> None:
    free = shutil.disk_usage(place).free
    if free < needed * 1.1:
        raise Unavailable(
            f"备份大约要 {megabytes(needed)}，{place} 只剩 {megabytes(free)}。"
            "请腾出空间或换一个备份位置；原有备份没有动。"
        )


def megabytes(size: int) -> str:
    return f"{max(size / 1e6, 0.1):.1f} MB"


def _copy_database(database: "Database", target: Path) -> Facts:
    """A copy whose facts are those of the original at one moment; re-opened and checked."""
    if database.key is None:
        raise TypeError("only a file is backed up here")
    try:
        before = _copied_at_rest(database, database.key, target)
        prove(target, database.key, before)
    except Damaged:
        if database.check():  # a true copy of a file that is not sound itself
            raise Damaged(SOURCE_DAMAGED) from None
        raise
    return before


def _copied_at_rest(database: "Database", key: keys.DeskKey, target: Path) -> Facts:
    """Copy until nobody wrote meanwhile; the facts of the copy."""
    from studio_app.store.troubles import told

    for _ in range(TRIES):
        target.unlink(missing_ok=True)
        before = facts_of(database)
        with told():
            database.copy_to(target, key)
        if facts_of(database) == before:
            break
    sync_file(target)
    return before


def facts_of(database: "Database") -> Facts:
    from studio_app.store import changes

    with database.read() as session:
        head = changes.head(session, database.desk_id)
    return Facts(database.counts(), head)


def prove(file: Path, key: keys.DeskKey, expected: Facts) -> None:
    """Open the copy as a restore would: every page read, every table counted. Damaged when anything differs."""
    from studio_app.store.database import Database
    from studio_app.store.engines import file_engine
    from studio_app.store.troubles import told

    engine = file_engine(file, key)
    try:
        copy = Database(engine)
        with told(), engine.connect() as connection:
            answers = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(1)")]
        found = facts_of(copy)
    finally:
        engine.dispose()
    if answers != ["ok"] or found != expected:
        raise Damaged("备份写好后核对不上，已经丢弃。请检查这个磁盘是否可靠，再备份一次。")


def _store_files(source: Path, place: Path, wanted: Iterable[str] | None = None) -> dict[str, tuple[int, str]]:
    """Attachments that are not in the place yet go there; all by name with size and digest."""
    store = place / FILES
    store.mkdir(exist_ok=True)
    known = {name: told for one in find_in(place)[:1] for name, told in one.files.items()}
    names = sorted(f.name for f in source.iterdir() if f.is_file()) if source.is_dir() else []
    chosen = set(wanted) if wanted is not None else None
    stored = {}
    for name in names:
        if (chosen is None or name in chosen) and not name.endswith(".new"):
            stored[name] = _store_one(source / name, store / name, known.get(name))
    return stored


def _store_one(source: Path, target: Path, known: tuple[int, str] | None) -> tuple[int, str]:
    size = source.stat().st_size
    if known is not None and known[0] == size and target.exists() and target.stat().st_size == size:
        return known
    fresh = half_written(target)
    _copy(source, fresh)
    fresh.replace(target)
    return size, digest(target)


def _write_manifest(
    building: Path, desk_id: str, facts: Facts, moment: datetime, files: Mapping[str, tuple[int, str]]
) -> None:
    parts = [f.name for f in building.iterdir() if f.is_file() and not f.name.endswith(("-wal", "-shm"))]
    content = {
        "format": 1, "program": __version__, "schema": migrate.HEAD, "desk_id": desk_id,
        "taken_at": moment.isoformat(), "facts": asdict(facts),
        "digests": {name: digest(building / name) for name in sorted(parts)}, "files": files,
    }  # fmt: skip
    whole = {**content, "digest": _digest_of(content)}
    write_atomically(building / MANIFEST, json.dumps(whole, ensure_ascii=False, indent=1).encode())


def _digest_of(content: Mapping[str, Any]) -> str:
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


# --- finding and checking -------------------------------------------------------------------------------------


def find(folder: Path) -> list[BackupSet]:
    """Sets in a folder, newest first: the folder is a set itself, a place, or holds a place.

    Damaged when there are sets and the manifest of none can be read.
    """
    try:
        if (folder / MANIFEST).exists():
            return [read(folder)]
        inside = [folder, folder / PLACE, *sorted(folder.glob("委员工作室搬家-*"))]
        sets = [one for place in inside for one in find_in(place)]
        broken = [] if sets else [file.parent for place in inside for file in _manifests(place)]
    except OSError as trouble:
        raise Unavailable(disk_sentence(trouble, folder)) from trouble
    for one in broken:
        if (one / DATABASE).exists():  # other programs have manifests too
            read(one)
    return newest_first(sets)


def newest_first(sets: Iterable[BackupSet]) -> list[BackupSet]:
    """By how much each desk had been through, whatever the clock said that day; the desk used last comes first."""
    found = list(sets)
    used = {one.desk_id: max(other.taken_at for other in found if other.desk_id == one.desk_id) for one in found}
    return sorted(found, key=lambda one: (used[one.desk_id], one.desk_id, one.changes, one.taken_at), reverse=True)


def find_in(place: Path) -> list[BackupSet]:
    """Readable sets directly in a place, newest first; a broken manifest is no set."""
    found = []
    for file in _manifests(place):
        try:
            found.append(read(file.parent))
        except Damaged:
            continue
    return newest_first(found)


def _manifests(place: Path) -> list[Path]:
    return sorted(place.glob(f"[!.]*/{MANIFEST}"), reverse=True)


def read(folder: Path) -> BackupSet:
    """A set from its manifest; Damaged when that cannot be read or is not what was written (older ones do not say)."""
    try:
        stored = _as_written(folder / MANIFEST)
        files = {name: (int(size), str(sha)) for name, (size, sha) in stored["files"].items()}
        facts = Facts(stored["facts"]["counts"], stored["facts"]["head"])
        taken_at = datetime.fromisoformat(stored["taken_at"])
        return BackupSet(
            folder, taken_at, stored["desk_id"], stored["schema"], facts, dict(stored["digests"]), files
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as trouble:
        raise Damaged(f"这份备份的清单（{MANIFEST}）已损坏，读不出来：{folder}。请换一份备份。") from trouble


def _as_written(manifest: Path) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(read_regular(manifest).decode())
    if stored.pop("digest", None) not in (None, _digest_of(stored)):
        raise ValueError(manifest)
    return stored


def refuse_damaged(chosen: BackupSet) -> None:
    """Every part is there and its digest is the one written down on the day."""
    for name in chosen.digests:
        if not _is_whole(chosen, name):
            raise Damaged(_damaged(name))


def sources(chosen: BackupSet) -> dict[str, str]:
    """Each part and the part its bytes are taken from: itself, for a spoilt key file the other copy of it.

    Damaged when a part is not what was written down on the day and nothing stands in for it.
    """
    whole = {name for name in chosen.digests if _is_whole(chosen, name)}
    spare = [name for name in keys.FILE_NAMES if name in whole]
    found = {name: name for name in whole} | {name: spare[0] for name in keys.FILE_NAMES if spare and name not in whole}
    for name in chosen.digests:
        if name not in found:
            raise Damaged(_damaged(name))
    return found


def has_file(chosen: BackupSet, name: str) -> bool:
    """Whether an attachment of the set lies in its place as it was that day."""
    file = chosen.attachments / name
    return file.is_file() and digest(file) == chosen.files[name][1]


def _is_whole(chosen: BackupSet, name: str) -> bool:
    part = chosen.folder / name
    return part.is_file() and digest(part) == chosen.digests[name]


def _damaged(name: str) -> str:
    return f"这份备份的 {name} 缺失或已损坏，没有恢复，原来的数据没有动。请换一份备份。"


def digest(file: Path) -> str:
    """SHA-256 of a file as it lies on the disk."""
    running = sha256()
    with file.open("rb") as source:
        while block := source.read(1 << 20):
            running.update(block)
    return running.hexdigest()


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    sync_file(target)
