"""附件 of a visit; they go with it into its dispute."""

from PySide6.QtWidgets import QWidget

from studio_app.desk import Services
from studio_app.services.attachments import OUTSIDE
from studio_app.ui.kit.page.files_card import Drawer, FilesCard
from studio_app.ui.kit.page.photos import Photo


class VisitFiles(FilesCard):
    def __init__(self, services: Services, intake_id: str, parent: QWidget | None = None) -> None:
        files = services.attachments
        drawer = Drawer(
            photos=lambda: [Photo(line.id, line.name, line.picture) for line in files.list_of_intake(intake_id)],
            add=lambda paths: files.add_to_intake(intake_id, paths),
            look_at=files.photo,
            open_outside=files.open_outside,
            remove=files.remove,
            may_write=lambda: services.office.may("write"),
            may_open_outside=lambda: services.office.may("open_outside"),
            outside=OUTSIDE,
        )
        super().__init__(drawer, parent)
