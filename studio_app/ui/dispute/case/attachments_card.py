"""附件 of a case, those of its visits included, or of one record of it."""

from PySide6.QtWidgets import QWidget

from studio_app.desk import Services
from studio_app.services.attachments import OUTSIDE
from studio_app.ui.kit.page.files_card import Drawer, FilesCard
from studio_app.ui.kit.page.photos import Photo


class AttachmentsCard(FilesCard):
    """All files of the case; with `subject_id` those of one sitting, investigation, 回访 or 履行事项.

    The photos of a record are printed behind it.
    """

    def __init__(self, services: Services, case_id: str, subject_id: str = "", parent: QWidget | None = None) -> None:
        files = services.attachments

        def photos() -> list[Photo]:
            lines = (line for line in files.list(case_id) if subject_id in ("", line.subject_id))
            return [Photo(line.id, line.name, line.picture) for line in lines]

        drawer = Drawer(
            photos=photos,
            add=lambda paths: files.add(case_id, paths, subject_id),
            look_at=files.photo,
            open_outside=files.open_outside,
            remove=files.remove,
            may_write=lambda: services.office.may("write"),
            may_open_outside=lambda: services.office.may("open_outside"),
            outside=OUTSIDE,
        )
        super().__init__(drawer, parent)
