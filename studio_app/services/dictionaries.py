"""The editor of the lists: what is offered in every choice, renamed, added, ordered, retired and set back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from studio_app.domain.wording import clean
from studio_app.records import list_rows, lists
from studio_app.records.office import Office
from studio_app.settings import Invalid, Refused
from studio_app.store.tables import DictionaryEntry, new_id

__all__ = ["Dictionaries", "EntryLine", "ListLine"]

OWN_PAGES = ("numbering", "deadlines", "limits")


@dataclass(frozen=True)
class ListLine:
    """An editable list: its name in the program, and what people call it."""

    name: str
    title: str
    help: str


@dataclass(frozen=True)
class EntryLine:
    """A row of a list; a retired one is offered no more but still shown where it was used."""

    id: str
    code: str
    label: str
    active: bool
    edited: bool
    own: bool


class Dictionaries:
    """Changes are logged like any other and can be undone; they need the right to change settings."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def lists(self) -> list[ListLine]:
        """Lists a person may edit here; numbering, rules and limits have pages of their own."""
        return [
            ListLine(name, str(content["title"]), str(content.get("help", "")))
            for name, content in lists.shipped()
            if content.get("editable") and name not in OWN_PAGES
        ]

    def entries(self, dictionary: str) -> list[EntryLine]:
        """All rows in their order, retired ones in their place."""
        shipped = list_rows.shipped(dictionary)
        with self._office.read() as session:
            return [
                EntryLine(row.id, row.code, row.label, row.active, row.edited, row.code not in shipped)
                for row in list_rows.rows(session, dictionary)
            ]

    def rename(self, entry_id: str, label: str) -> None:
        wanted = _label(label)
        with self._write("修改字典") as session:
            row = session.get_one(DictionaryEntry, entry_id)
            _refuse_same(list_rows.rows(session, row.dictionary), wanted, row.id)
            row.label, row.edited = wanted, True

    def add(self, dictionary: str, label: str, like: str = "") -> str:
        """A new row at the end; its rules (to whom reported, how counted …) are those of the row `like` (an id)."""
        wanted = _label(label)
        with self._write("增加字典项") as session:
            rows = list_rows.rows(session, dictionary)
            _refuse_same(rows, wanted)
            model = next((row for row in rows if row.id == like), rows[-1] if rows else None)
            code, position = f"own_{new_id()[-12:]}", max((row.position for row in rows), default=-1) + 1
            made = DictionaryEntry(
                dictionary=dictionary, code=code, label=wanted, position=position, edited=True,
                data=dict(model.data) if model else {},
            )  # fmt: skip
            session.add(made)
            session.flush()
            return made.id

    def set_active(self, entry_id: str, active: bool) -> None:
        """Retire a row, or offer it again; records that use it keep it."""
        with self._write("启用字典项" if active else "停用字典项") as session:
            row = session.get_one(DictionaryEntry, entry_id)
            remaining = [r for r in list_rows.rows(session, row.dictionary) if r.active and r.id != row.id]
            if not active and not remaining:
                raise Refused("这个字典至少要留一项可选。")
            row.active, row.edited = active, True

    def move(self, entry_id: str, up: bool) -> None:
        """One place up or down; nothing happens at the end of the list."""
        with self._write("调整字典顺序") as session:
            moved = session.get_one(DictionaryEntry, entry_id)
            rows = list_rows.rows(session, moved.dictionary)
            place = rows.index(moved)
            other = place - 1 if up else place + 1
            if 0 <= other < len(rows):
                rows[place], rows[other] = rows[other], rows[place]
                for position, row in enumerate(rows):
                    if row.position != position:
                        row.position, row.edited = position, True

    def reset(self, dictionary: str) -> None:
        """As shipped: words, order and rules. Rows of one's own are retired, never lost."""
        with self._write("字典恢复默认") as session:
            list_rows.as_shipped(session, dictionary)

    def title(self, dictionary: str) -> str:
        return next(str(content["title"]) for name, content in lists.shipped() if name == dictionary)

    def _write(self, label: str) -> Any:
        return self._office.write(label, right="settings")


def _label(text: str) -> str:
    wanted = " ".join(clean(text).split())
    if not wanted:
        raise Invalid({"label": "请填写名称。"})
    if len(wanted) > 60:
        raise Invalid({"label": "名称最多 60 个字。"})
    return wanted


def _refuse_same(rows: Sequence[DictionaryEntry], label: str, own_id: str = "") -> None:
    if any(row.label == label and row.id != own_id for row in rows):
        raise Invalid({"label": f"已经有“{label}”了（可能已停用，可以重新启用）。"})
