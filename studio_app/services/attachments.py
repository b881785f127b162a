"""附件: photos, scans and files of a case or a visit, encrypted on disk, shown and printed from memory."""

import atexit
import mimetypes
import re
import unicodedata
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sqlalchemy import select

from studio_app.core.errors import AppError, Refused, Unavailable
from studio_app.domain.wording import clean
from studio_app.office import rows
from studio_app.office.office import Office
from studio_app.office.tables import Attachment, Thumbnail
from studio_app.records.dispute.case.table import Case
from studio_app.records.intake.table import Intake
from studio_app.store import throwaway
from studio_app.store.attachments import AttachmentFiles, Stored, digest
from studio_app.store.pictures import Picture, Sizes, picture
from studio_app.store.table import new_id

__all__ = ["OUTSIDE", "Added", "AttachmentLine", "Attachments"]

OUTSIDE = "已用其他程序打开。打开期间电脑上有一份没有加密的临时副本，退出本程序时删除；改动不会存回来。"
LONGEST_NAME = 120
# Files that would run instead of being shown when another program is asked to open them.
RUNNING = frozenset(
    re.findall(
        r"\S+",
        ".exe .com .bat .cmd .msi .msc .cpl .scr .pif .ps1 .vbs .vbe .js .jse .wsf .wsh .hta .jar .jnlp .lnk .scf .inf "
        ".reg .dll .chm .sh .bash .csh .ksh .zsh .run .bin .py .pyw .pyz .pl .rb .php .desktop .appimage .apk .command "
        ".app .html .htm .xhtml .xht .shtml .mht .mhtml .svg .url .webloc",
    )
)


@dataclass(frozen=True)
class Added:
    """What became of one file: `id` of the new attachment, or `trouble` in a sentence."""

    name: str
    id: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class AttachmentLine:
    """One attachment as a list shows it; `picture` its small JPEG, empty for a file of another kind."""

    id: str
    name: str
    media_type: str
    size: int
    note: str
    subject_id: str
    picture: bytes = b""

    @property
    def is_photo(self) -> bool:
        return bool(self.picture)


Lines = list[AttachmentLine]


@dataclass(frozen=True)
class _Ready:
    """A file that was read, checked and written encrypted; only its record is missing."""

    name: str
    content_size: int
    content_digest: str
    stored: Stored
    picture: Picture | None
    print_copy: Stored | None


class Attachments:
    """Adding, showing and removing files; one failing file never stops the others."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._files = AttachmentFiles.of(office.folder)
        self._outside = ExitStack()
        self._temporary: Path | None = None

    # --- adding -----------------------------------------------------------------------------------------------

    def add(self, case_id: str, paths: Sequence[Path], subject_id: str = "", note: str = "") -> list[Added]:
        """Attach files to a case, or to one record of it (`subject_id`); reports on each in order.

        Refused as a whole only when the case is gone or the person may not write.
        """
        row = Attachment(case_id=case_id, subject_id=subject_id, note=clean(note))
        return self._add(Case, row, paths)

    def add_to_intake(self, intake_id: str, paths: Sequence[Path], note: str = "") -> list[Added]:
        """The same for a visit."""
        row = Attachment(intake_id=intake_id, subject_id=intake_id, note=clean(note))
        return self._add(Intake, row, paths)

    def _add(self, owner: type[Case] | type[Intake], model: Attachment, paths: Sequence[Path]) -> list[Added]:
        self._refuse_gone(owner, model.case_id or model.intake_id or "")
        known = self._known(model)
        outcomes = [self._prepare(path, known) for path in paths]
        ready = [outcome for outcome in outcomes if isinstance(outcome, _Ready)]
        try:
            ids = iter(self._store(model, ready) if ready else [])
        except BaseException:
            self._sweep(ready)
            raise
        return [Added(o.name, id=next(ids)) if isinstance(o, _Ready) else o for o in outcomes]

    def _refuse_gone(self, owner: type[Case] | type[Intake], owner_id: str) -> None:
        self._office.require("write")
        with self._office.read() as session:
            if session.scalars(select(owner.id).where(owner.id == owner_id)).first() is None:
                raise Refused("这份记录已经不在了，可能刚被删除，附件没有添加。")

    def _known(self, model: Attachment) -> set[str]:
        """Digests of what is attached there already: the same photo twice helps nobody."""
        where = [getattr(Attachment, name) == getattr(model, name) for name in ("case_id", "intake_id", "subject_id")]
        with self._office.read() as session:
            return set(session.scalars(select(Attachment.digest).where(*where)))

    def _prepare(self, path: Path, known: set[str]) -> _Ready | Added:
        try:
            return self._encrypted(path, known)
        except AppError as trouble:
            return Added(path.name, trouble=str(trouble))

    def _encrypted(self, path: Path, known: set[str]) -> _Ready:
        content = self._read_foreign(path)
        if digest(content) in known:
            raise Refused(f"“{path.name}”已经添加过了，没有再存一份。")
        known.add(digest(content))
        found = picture(content, path.name, self._sizes())
        stored = self._files.write(content)
        print_copy = self._files.write(found.print_copy) if found else None
        return _Ready(path.name, len(content), digest(content), stored, found, print_copy)

    def _read_foreign(self, path: Path) -> bytes:
        """The bytes of a file somebody chose. Refused when it is empty, too large or would run."""
        name, limit = path.name, self._office.lists.limit("attachment_mb") or 50
        if _runs(name):
            raise Refused(f"“{name}”是程序或网页文件，不能当附件。请改用照片、PDF 或 Word、Excel 文件。")
        try:
            if path.is_dir():
                raise Refused(f"“{name}”是文件夹，请选里面的文件。")
            size = path.stat().st_size
            if not path.is_file():  # a pipe would be waited for, for ever
                raise Refused(f"“{name}”不是普通文件，不能当附件。")
            if size > limit * 1_000_000:
                raise Refused(f"“{name}”有 {size / 1_000_000:.0f} MB，超过 {limit} MB。请压缩或分开以后再添加。")
            content = path.read_bytes()
        except FileNotFoundError:
            raise Unavailable(f"“{name}”找不到了，可能已经移走或U盘已拔出。") from None
        except OSError as trouble:
            raise Unavailable(f"“{name}”读不出来，可能没有权限、正被别的程序占用或磁盘有坏道。") from trouble
        if not content:
            raise Refused(f"“{name}”是空文件，没有内容。请重新传一次。")
        return content

    def _sizes(self) -> Sizes:
        limit = self._office.lists.limit
        default = Sizes()
        return Sizes(
            print_side=limit("photo_print_pixels") or default.print_side,
            megapixels=limit("photo_megapixels") or default.megapixels,
        )

    def _store(self, model: Attachment, ready: Sequence[_Ready]) -> list[str]:
        with self._office.write("添加附件") as session:
            rows = [self._row(model, one) for one in ready]
            session.add_all(rows)
            session.flush()
            for row, one in zip(rows, ready, strict=True):
                if one.picture:
                    session.add(Thumbnail(attachment_id=row.id, jpeg=one.picture.thumbnail))
        return [row.id for row in rows]

    def _row(self, model: Attachment, one: _Ready) -> Attachment:
        return Attachment(
            id=new_id(),
            case_id=model.case_id,
            intake_id=model.intake_id,
            subject_id=model.subject_id,
            note=model.note,
            name=_fit_name(one.name),
            media_type=one.picture.media_type if one.picture else _media_type(one.name),
            size=one.content_size,
            digest=one.content_digest,
            file_id=one.stored.file_id,
            file_key=one.stored.key,
            print_file_id=one.print_copy.file_id if one.print_copy else "",
            print_file_key=one.print_copy.key if one.print_copy else "",
            added_on=self._office.today(),
        )

    def _sweep(self, ready: Sequence[_Ready]) -> None:
        """Nothing was recorded, so nothing is left lying."""
        for one in ready:
            for stored in (one.stored, one.print_copy):
                if stored:
                    self._files.remove(stored.file_id)

    # --- showing ----------------------------------------------------------------------------------------------

    def list(self, case_id: str) -> Lines:
        """Of a case, those of its visits included, in the order they were added."""
        visits = select(Intake.id).where(Intake.case_id == case_id)
        return self._lines((Attachment.case_id == case_id) | Attachment.intake_id.in_(visits))

    def list_of_intake(self, intake_id: str) -> Lines:
        return self._lines(Attachment.intake_id == intake_id)

    def _lines(self, which: object) -> Lines:
        query = select(Attachment, Thumbnail.jpeg).outerjoin(Thumbnail, Thumbnail.attachment_id == Attachment.id)
        with self._office.read() as session:
            found = session.execute(query.where(which).order_by(Attachment.created_at, Attachment.id)).all()  # type: ignore[arg-type]  # a column expression
        return [
            AttachmentLine(row.id, row.name, row.media_type, row.size, row.note, row.subject_id, jpeg or b"")
            for row, jpeg in found
        ]

    def verify(self) -> Sequence[str]:
        """Which attachments cannot be read as they were added, in sentences; those in the bin are read too."""
        with self._office.read() as session:
            rows = session.scalars(select(Attachment).execution_options(with_deleted=True)).all()
        return [sentence for row in rows if (sentence := self._trouble_of(row))]

    def _trouble_of(self, row: Attachment) -> str:
        try:
            changed = digest(self._files.read(row.file_id, row.file_key)) != row.digest
            if row.print_file_id:
                self._files.read(row.print_file_id, row.print_file_key)
        except AppError as trouble:
            return f"附件“{row.name}”（{row.added_on} 添加）：{trouble}"
        return f"附件“{row.name}”（{row.added_on} 添加）和添加时不一样了。请从备份恢复。" if changed else ""

    def thumbnail(self, attachment_id: str) -> bytes:
        """The small JPEG, empty for a file that is no picture."""
        with self._office.read() as session:
            found = session.get(Thumbnail, attachment_id)
            return found.jpeg if found else b""

    def content(self, attachment_id: str) -> bytes:
        """The file as it was added. Damaged when what is on disk is no longer that file."""
        with self._office.read() as session:
            row = rows.found(session, Attachment, attachment_id)
        return self._files.read(row.file_id, row.file_key)

    def photo(self, attachment_id: str) -> bytes:
        """The upright copy of a photo for looking at; empty for a file of another kind."""
        with self._office.read() as session:
            row = rows.found(session, Attachment, attachment_id)
        return self._files.read(row.print_file_id, row.print_file_key) if row.print_file_id else b""

    def open_outside(self, attachment_id: str) -> Path:
        """A decrypted copy for another program, the one exception to nothing decrypted on disk (see OUTSIDE).

        It lies in this person's temporary folder, under a name that says nothing, and goes when the program ends.
        """
        self._office.require("open_outside")
        with self._office.read() as session:
            row = rows.found(session, Attachment, attachment_id)
        if _runs(row.name):  # of a desk older than today's list of such files
            raise Refused(f"“{row.name}”是程序或网页文件，打开它可能伤到这台电脑，没有打开。")
        content = self._files.read(row.file_id, row.file_key)
        suffix = _suffix(row.name) if re.fullmatch(r"\.[a-z0-9]{1,7}", _suffix(row.name)) else ""
        target = self._temporary_folder() / f"附件{row.id[-8:]}{suffix}"
        try:
            target.unlink(missing_ok=True)
            target.write_bytes(content)
            target.chmod(0o400)
        except OSError as trouble:
            raise Unavailable("临时文件夹写不进去，没有打开。请腾出一些磁盘空间再试。") from trouble
        self._office.note_access("用其他程序打开附件", row.id)
        return target

    def _temporary_folder(self) -> Path:
        if self._temporary is None or not self._temporary.is_dir():
            self._temporary = self._outside.enter_context(throwaway.folder())
            atexit.register(self.close_outside)
        return self._temporary

    def close_outside(self) -> None:
        """Take the decrypted copies away: at exit and when the desk is locked; after a crash the next start does."""
        self._outside.close()
        self._temporary = None

    def sweep(self) -> None:
        """Files of attachments that were never recorded: the program was killed while it wrote them.

        Not where the database lost its end: what it does not know may belong to what is gone.
        """
        if self._office.database.lost_its_end:
            return
        with self._office.read() as session:
            query = select(Attachment.file_id, Attachment.print_file_id).execution_options(with_deleted=True)
            known = {name for row in session.execute(query) for name in row}
        self._files.sweep(known)

    # --- changing ---------------------------------------------------------------------------------------------

    def rename(self, attachment_id: str, name: str, note: str | None = None) -> None:
        """A better name (its suffix stays), and what a photo shows: printed below it."""
        if not clean(name, single_line=True):
            raise Refused("请写一个名称。")
        with self._office.write("修改附件名称") as session:
            row = rows.found(session, Attachment, attachment_id)
            suffix = PurePosixPath(row.name).suffix
            fresh = _fit_name(name)
            row.name = fresh if fresh.lower().endswith(suffix.lower()) else f"{fresh}{suffix}"
            row.note = row.note if note is None else clean(note)

    def remove(self, attachment_id: str) -> None:
        """To the recycle bin; the encrypted file stays until it is destroyed there."""
        with self._office.write("删除附件") as session:
            rows.found(session, Attachment, attachment_id).deleted_at = self._office.now()


def _suffix(name: str) -> str:
    """What a system goes by: small half-width letters, without what nobody sees or Windows drops at the end."""
    return PurePosixPath(unicodedata.normalize("NFKC", clean(name, single_line=True)).rstrip(". ")).suffix.lower()


def _runs(name: str) -> bool:
    return _suffix(name).rstrip() in RUNNING


def _fit_name(name: str) -> str:
    """One line, not too long, the suffix kept."""
    line = clean(name, single_line=True).replace("/", "-").replace("\\", "-") or "附件"
    path = PurePosixPath(line)
    return line if len(line) <= LONGEST_NAME else path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix


def _media_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
