"""The editor of the lists: what is offered in every choice, renamed, added, ordered, retired and set back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio_app.core.errors import Invalid, Refused
from studio_app.domain.wording import clean
from studio_app.office import list_rows, list_texts, lists
from studio_app.office.list_texts import LABEL, EntryText
from studio_app.office.office import Office
from studio_app.office.tables import DictionaryEntry
from studio_app.store.table import new_id

__all__ = ["LABEL", "Dictionaries", "EntryLine", "EntryText", "ListLine"]

LONGEST_NAME = 60
OWN_PAGES = ("numbering", "limits")


@dataclass(frozen=True)
class ListLine:
    """An editable list: its name in the program, and what people call it; the rows of a `fixed` one stay as many."""

    name: str
    title: str
    help: str
    fixed: bool


@dataclass(frozen=True)
class EntryLine:
    """A row of a list; a retired one is offered no more but still shown where it was used.

    `edited` when name, texts or rules are not those shipped; `own` when somebody added it.
    """

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
        """Lists a person may edit here; numbering and limits have pages of their own, rules only their words here."""
        return [
            ListLine(name, str(content["title"]), str(content.get("help", "")), bool(content.get("fixed", False)))
            for name, content in lists.shipped()
            if content.get("editable") and name not in OWN_PAGES
        ]

    def entries(self, dictionary: str) -> list[EntryLine]:
        """All rows in their order, retired ones in their place; rules of later capabilities are not shown."""
        shipped = list_rows.shipped(dictionary)
        with self._office.read() as session:
            return [
                EntryLine(
                    row.id, row.code, row.label, row.active, list_rows.differs(row, shipped), row.code not in shipped
                )
                for row in list_rows.rows(session, dictionary)
                if shipped.get(row.code, {}).get("enabled", True)
            ]

    def texts(self, entry_id: str) -> list[EntryText]:
        """What the row says beyond its name: paragraphs printed, sentences told; empty for most lists."""
        with self._office.read() as session:
            return list_texts.texts(session.get_one(DictionaryEntry, entry_id))

    def save_texts(self, entry_id: str, values: Mapping[str, str]) -> None:
        """By name of the text. Invalid where one is empty or lost what the program fills in."""
        with self._write("修改选项文字") as session:
            row = session.get_one(DictionaryEntry, entry_id)
            list_texts.keep(row, values)
            _refuse_long(row.label, row.dictionary)
            if LABEL in values:
                _refuse_same(list_rows.rows(session, row.dictionary), row.label, row.id)

    def reset_entry(self, entry_id: str) -> None:
        """One row as shipped: name, texts and rules; its place stays. Refused for a row of one's own."""
        with self._write("选项恢复原样") as session:
            row = session.get_one(DictionaryEntry, entry_id)
            list_rows.set_back(row)
            _refuse_same(list_rows.rows(session, row.dictionary), row.label, row.id)

    def rename(self, entry_id: str, label: str) -> None:
        wanted = _label(label)
        with self._write("修改选项") as session:
            row = session.get_one(DictionaryEntry, entry_id)
            _refuse_long(wanted, row.dictionary)
            _refuse_same(list_rows.rows(session, row.dictionary), wanted, row.id)
            row.label, row.edited = wanted, True

    def add(self, dictionary: str, label: str, like: str = "", texts: Mapping[str, str] | None = None) -> str:
        """A new row at the end; its rules (to whom reported, how counted …) and texts not given are those of `like`."""
        wanted = _label(label)
        _refuse_long(wanted, dictionary)
        if lists.content(dictionary).get("fixed"):
            raise Refused("这张表的项数是固定的，只能改文字。")
        with self._write("添加选项") as session:
            rows = list_rows.rows(session, dictionary)
            _refuse_same(rows, wanted)
            model = next((row for row in rows if row.id == like), rows[-1] if rows else None)
            code, position = f"own_{new_id()[-12:]}", max((row.position for row in rows), default=-1) + 1
            made = DictionaryEntry(
                dictionary=dictionary, code=code, label=wanted, position=position, edited=True,
                data=dict(model.data) if model else {},
            )  # fmt: skip
            list_texts.keep(made, texts or {})
            session.add(made)
            session.flush()
            return made.id

    def set_active(self, entry_id: str, active: bool) -> None:
        """Retire a row, or offer it again; records that use it keep it."""
        with self._write("启用选项" if active else "停用选项") as session:
            row = session.get_one(DictionaryEntry, entry_id)
            if lists.content(row.dictionary).get("fixed"):
                raise Refused("这张表的项数是固定的，不能停用。")
            remaining = [r for r in list_rows.rows(session, row.dictionary) if r.active and r.id != row.id]
            if not active and not remaining:
                raise Refused("这张表至少要留一项可选。")
            row.active, row.edited = active, True

    def move(self, entry_id: str, up: bool) -> None:
        """One place up or down; nothing happens at the end of the list."""
        with self._write("调整选项顺序") as session:
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
        with self._write("选项恢复默认") as session:
            list_rows.as_shipped(session, dictionary)

    def title(self, dictionary: str) -> str:
        return str(lists.content(dictionary)["title"])

    def _write(self, label: str) -> Any:
        return self._office.write(label, right="settings")


def _line(row: DictionaryEntry, shipped: Mapping[str, Mapping[str, Any]]) -> EntryLine:
    edited = list_rows.differs(row, shipped)
    return EntryLine(row.id, row.code, row.label, row.active, edited, row.code not in shipped)


def _label(text: str) -> str:
    wanted = " ".join(clean(text).split())
    if not wanted:
        raise Invalid({"label": "请填写名称。"})
    return wanted


def _refuse_long(label: str, dictionary: str) -> None:
    longest = int(lists.content(dictionary).get("longest", LONGEST_NAME))
    if len(label) > longest:
        raise Invalid({"label": f"名称最多 {longest} 个字。"})


def _refuse_same(rows: Sequence[DictionaryEntry], label: str, own_id: str = "") -> None:
    if any(list_rows.are_same(row.label, label) and row.id != own_id for row in rows):
        raise Invalid({"label": f"已经有“{label}”了（可能已停用，可以重新启用）。"})
