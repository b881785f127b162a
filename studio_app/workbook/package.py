"""The parts of an .xlsx and what leads from one to the other, wherever its maker put them."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from studio_app.core.errors import Refused
from studio_app.workbook.splice import Element, Part

CONTENT_TYPES = "[Content_Types].xml"


class Link(NamedTuple):
    """A relationship: of which part, its id, the last word of its type, the part it leads to, and where it is said."""

    source: str
    name: str
    kind: str
    target: str
    said_in: str
    element: Element


class Package:
    """Reads the parts; what is changed waits in `parts` and `rewritten` until all are written."""

    def __init__(self, data: bytes) -> None:
        """Refused where it is no workbook in the format .xlsx."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as trouble:
            raise Refused("模板不是 .xlsx 工作簿，请用 WPS 另存为“Excel 工作簿（.xlsx）”再试。") from trouble
        self.parts: dict[str, Part] = {}
        self.rewritten: dict[str, bytes] = {}
        self.removed: set[str] = set()
        self.links = list(self._links())
        self.book = next((link.target for link in self.links if not link.source and link.kind == "officeDocument"), "")
        if not self.book:
            raise Refused("模板里没有工作簿，请用 WPS 打开后另存一份再试。")

    def names(self) -> list[str]:
        """The parts in the order of the archive, without those that were removed."""
        return [name for name in self._archive.namelist() if name not in self.removed and not name.endswith("/")]

    def read(self, name: str) -> bytes:
        """As it is to be written."""
        if name in self.rewritten:
            return self.rewritten[name]
        return self.parts[name].changed() if name in self.parts else self._archive.read(name)

    def part(self, name: str) -> Part:
        """To be changed."""
        if name not in self.parts:
            self.parts[name] = Part(self._archive.read(name))
        return self.parts[name]

    def linked(self, *kinds: str, source: str | None = None) -> list[str]:
        """The parts links of these kinds lead to, of one part or of any."""
        found = (link for link in self.links if link.kind in kinds and source in {None, link.source})
        return list(dict.fromkeys(link.target for link in found if link.target in self._archive.NameToInfo))

    def sheet(self, title: str) -> str:
        """The part of the sheet with this title. Refused where there is none."""
        for sheet in self.part(self.book).root.every("sheet"):
            if sheet.attributes.get("name") == title:
                ids = {value for name, value in sheet.attributes.items() if name.endswith(":id")}
                return next(link.target for link in self.links if link.source == self.book and link.name in ids)
        raise Refused(f"模板里没有名为“{title}”的工作表。")

    def remove(self, kind: str) -> None:
        """The parts of this kind, every link to them and what is said of their type."""
        types = self.part(CONTENT_TYPES)
        for link in (link for link in self.links if link.kind == kind):
            self.removed.add(link.target)
            self.part(link.said_in).remove(link.element)
            for one in types.root.every("Override"):
                if one.attributes.get("PartName") == f"/{link.target}":
                    types.remove(one)

    def _links(self) -> Iterator[Link]:
        for name in self._archive.namelist():
            folder, _, file = name.rpartition("_rels/")
            if not file.endswith(".rels") or (not folder and "/" in file):
                continue
            source = folder + file.removesuffix(".rels")
            for one in self.part(name).root.every("Relationship"):
                told = one.attributes
                if told.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join("/", folder, told["Target"])).lstrip("/")
                    yield Link(source, told["Id"], told["Type"].rpartition("/")[2], target, name, one)
