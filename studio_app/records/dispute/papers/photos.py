"""Photos of a record as its paper prints them: the upright print copy, in memory, inside an SVG."""

import base64

from sqlalchemy import select

from studio_app.office.tables import Attachment
from studio_app.records.dispute.papers.dossier import Dossier
from studio_app.store.attachments import AttachmentFiles
from studio_app.store.pictures import pieces

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}">'
    '<image width="{0}" height="{1}" href="data:image/jpeg;base64,'
)


def photos_of(file: Dossier, subject_id: str) -> list[dict[str, str]]:
    """{svg, caption} of each photo attached to one record, in the order they were added."""
    query = select(Attachment).where(Attachment.case_id == file.case.id, Attachment.subject_id == subject_id)
    rows = file.session.scalars(query.where(Attachment.print_file_id != "").order_by(Attachment.id))
    files = AttachmentFiles.of(file.office.folder)
    return [part for row in rows for part in _parts(files.read(row.print_file_id, row.print_file_key), row.note)]


def _parts(jpeg: bytes, caption: str) -> list[dict[str, str]]:
    """One picture the way Typst takes it, as text; a strip cut into those that can be read."""
    cut = pieces(jpeg)
    told = [caption] if len(cut) == 1 else [f"{caption}（第{n}段，共{len(cut)}段）" for n in range(1, len(cut) + 1)]
    return [
        {"svg": _svg(piece, width, height), "caption": said}
        for (piece, width, height), said in zip(cut, told, strict=True)
    ]


def _svg(jpeg: bytes, width: int, height: int) -> str:
    """Put together once: four hundred photos are a hundred megabytes, and each copy of them takes its time."""
    picture = base64.b64encode(jpeg)
    return b"".join((SVG.format(width, height).encode(), picture, b'"/></svg>')).decode("ascii")
