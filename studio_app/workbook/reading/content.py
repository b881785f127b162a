"""What a file is by what stands in it, whatever its name ends with, and who reads it."""

import io
import zipfile

from studio_app.core.errors import Refused
from studio_app.workbook.reading import bounds, excel, lines, page
from studio_app.workbook.reading.raw import Book

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BUILT_IN = "VelvetSweatshop"
"""What Excel locks a workbook with whose structure alone is protected."""
_OTHERS = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", "Word 文档"),
    (b"SQLite format 3", "数据库"),
    (b"MZ", "程序"),
)
_PARTS = (("word/", "Word 文档"), ("ppt/", "幻灯片"), ("index/document.iwa", "苹果 Numbers 表格"))
_MIMES = (("opendocument.text", "文字文档"), ("opendocument.presentation", "幻灯片"))
EMPTY = "这个文件是空的，里面什么也没有。请检查是不是选对了文件。"
ODS_LOCKED = "这个 .ods 文件设了密码，请在 WPS 里打开，去掉密码另存为 .xlsx 再导入。"
UNKNOWN = "认不出这是什么文件。请在 WPS 里打开它，另存为 .xlsx 再导入。"


class Locked(Exception):
    def __init__(self, *, wrong: bool) -> None:
        super().__init__()
        self.wrong = wrong


def read(data: bytes, password: str) -> Book:
    """The workbook in these bytes. Refused names in one sentence what they are instead; Locked asks for a password."""
    if not data.strip(b"\0 \r\n\t"):
        raise Refused(EMPTY)
    if data.startswith(OLE):
        return _ole(data, password)
    if data.startswith((ZIP, b"PK\x05\x06")):
        return _zip(data)
    for start, what in _OTHERS:
        if data.startswith(start):
            raise Refused(_not_a_table(what))
    if data[:2] in {b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08"}:
        raise Refused("这是很早的 Excel 格式。请在 WPS 里打开它，另存为 .xlsx 再导入。")
    text = lines.decoded(data)
    if text is None:
        raise Refused(UNKNOWN)
    return page.read(data, text) if page.is_page(text) else lines.read(text)


def _not_a_table(what: str) -> str:
    hint = "请先解压，再选里面的表格" if what == "压缩包" else "请选 Excel 或 WPS 表格"
    return f"这是{what}，不是表格。{hint}。"


def _zip(data: bytes) -> Book:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise Refused(bounds.BROKEN) from None
    with archive:
        bounds.check_unpacked(archive)
        names = {name.casefold() for name in archive.namelist()}
        if "mimetype" in names:
            return _open_document(archive, data)
        for part, what in _PARTS:
            if any(name.startswith(part) for name in names):
                raise Refused(_not_a_table(what))
        if not any(name.endswith((".xml", ".bin")) for name in names) or "[content_types].xml" not in names:
            raise Refused(_not_a_table("压缩包"))
        return excel.read(data, excel.Xlsx(archive))


def _open_document(archive: zipfile.ZipFile, data: bytes) -> Book:
    mime = archive.read("mimetype")[:200].decode("ascii", "replace")
    for part, what in _MIMES:
        if part in mime:
            raise Refused(_not_a_table(what))
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refused(ODS_LOCKED)
    return excel.read(data, excel.Ods(archive))


def _ole(data: bytes, password: str) -> Book:
    """A .xls or .et as it is, or what a password locks."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as box:
        streams = {"/".join(path).casefold() for path in box.listdir()}
    if "worddocument" in streams or "powerpoint document" in streams:
        raise Refused(_not_a_table("Word 文档" if "worddocument" in streams else "幻灯片"))
    if not streams & {"workbook", "book", "encryptedpackage"}:
        raise Refused(UNKNOWN)
    opened = _unlocked(data, password)
    if opened is not None and not opened.startswith(OLE):
        return _zip(opened)
    return excel.read(opened or data, excel.Xls(opened or data))


def _unlocked(data: bytes, password: str) -> bytes | None:
    """The bytes without their password, None where there is none."""
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    locked = msoffcrypto.OfficeFile(io.BytesIO(data))
    if not locked.is_encrypted():
        return None
    for tried in filter(None, (password, BUILT_IN)):
        out = io.BytesIO()
        try:
            locked.load_key(password=tried, verify_password=locked.format == "ooxml")
            locked.decrypt(out)
        except (InvalidKeyError, DecryptionError):
            continue
        return out.getvalue()
    raise Locked(wrong=bool(password))
