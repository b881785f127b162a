"""The change log told in the office's words, in the words its columns carry; codes and ids as people say them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain.dates import show_day, show_moment
from studio_app.domain.masking.shapes import mask_id, mask_phone_screen, mask_plate
from studio_app.domain.money import show_yuan
from studio_app.office.office import Office
from studio_app.office.tables import Account, Staff
from studio_app.store.changes import HistoryLine, from_plain
from studio_app.store.table import Said, fields, model_of

COVERED = "（不在记录中显示）"


class ChangeWords:
    """Words for the changes of one reading: names of people are looked up once."""

    def __init__(self, office: Office, session: Session) -> None:
        self._office = office
        self._session = session
        self._names: dict[tuple[str, str], str] = {}

    def kind(self, table: str) -> str:
        """What a record of this table is called (当事人, 调解记录)."""
        return str(getattr(model_of(table), "logged_as", "") or table)

    def who(self, account_id: str) -> str:
        """The person behind an account; the recovery code has none."""
        if not account_id:
            return "恢复码"
        if known := self._names.get(("who", account_id)):
            return known
        query = (
            select(Account.sign_in, Staff.name)
            .outerjoin(Staff, Staff.id == Account.staff_id)
            .where(Account.id == account_id)
        )
        found = self._session.execute(query.execution_options(with_deleted=True)).first()
        name = str(found[1] or found[0]) if found else "（已不在）"
        return self._names.setdefault(("who", account_id), name)

    def deed(self, line: HistoryLine) -> str:
        """What was done: 记下当事人, 修改调解记录, 删除当事人."""
        kind = self.kind(line.table)
        if line.erased:
            return f"{kind}：内容已依法删除"
        if line.action == "insert":
            return f"登记{kind.removesuffix('登记')}" if kind.endswith("登记") else f"记下{kind}"
        if "deleted_at" in line.after:
            return f"删除{kind}" if line.after["deleted_at"] else f"{kind}从回收站恢复"
        return f"修改{kind}"

    def details(self, line: HistoryLine) -> list[str]:
        """姓名：王某 → 王某某, one line a field; sensitive ones covered, 保密 for its reader only."""
        if line.erased:
            return []
        if model_of(line.table).secret and not self._may_read(line):
            return [COVERED]
        return [
            self._detail(line, name, how)
            for name, how in fields(model_of(line.table)).items()
            if (name in line.after or name in line.before) and how is not None
        ]

    def _detail(self, line: HistoryLine, name: str, how: Said) -> str:
        after = self._value(line.table, name, how, line.after.get(name))
        if line.action == "insert":
            return f"{how.word}：{after}"
        before = self._value(line.table, name, how, line.before.get(name))
        return f"{how.word}：{before} → {after}"

    def _may_read(self, line: HistoryLine) -> bool:
        note = model_of(line.table)
        author = select(note.author_id).where(note.id == line.entity_id).execution_options(with_deleted=True)
        return self._office.may_read_note_of(self._session.scalar(author))

    # --- values -----------------------------------------------------------------------------------------------

    def _value(self, table: str, name: str, how: Said, value: Any) -> str:
        if value in (None, "", [], {}):
            return "（空）"
        if how.what in _VEILED:
            return _VEILED[how.what](str(value))
        if isinstance(value, bool):
            return "是" if value else "否"
        if name.endswith("_fen"):
            return show_yuan(int(value))
        if isinstance(value, list | dict):
            return "；".join(self._parts(how, value))
        return self._one(how, from_plain(model_of(table).__mapper__.columns[name], value))

    def _parts(self, how: Said, value: list[Any] | dict[str, Any]) -> Iterator[str]:
        """A list of codes or names; party → day; what each said."""
        if isinstance(value, dict):
            yield from (f"{self._one(how, key)}：{inner}" for key, inner in value.items())
            return
        for item in value:
            if isinstance(item, dict):
                yield f"{self._one(how, item.get('party_id', ''))}：{item.get('text', '')}"
            else:
                yield self._one(how, item)

    def _one(self, how: Said, value: Any) -> str:
        if how.codes:
            return how.codes.get(str(value), str(value))
        if how.of:
            return self._office.lists.label(how.of, str(value))
        if how.names:
            return self._name(how.names, str(value))
        if isinstance(value, datetime):
            return show_moment(self._office.local(value))
        return show_day(value) if isinstance(value, date) else str(value)

    def _name(self, table: str, entity_id: str) -> str:
        """The record's name as it is today."""
        key = (table, entity_id)
        if key not in self._names:
            model = model_of(table)
            query = select(model.name).where(model.id == entity_id).execution_options(with_deleted=True)
            self._names[key] = str(self._session.scalar(query) or "（已不在）")
        return self._names[key]


_VEILED: dict[str, Callable[[str], str]] = {
    "phone": mask_phone_screen, "plate": mask_plate, "id": mask_id, "sensitive": lambda _value: COVERED
}  # fmt: skip
