"""What every service works with: the database, the lists, the calendar, the clock and who is signed in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.domain.dates import FIRST_YEAR
from studio_app.domain.past import Past
from studio_app.domain.rest_days import RestDays
from studio_app.office import list_rows
from studio_app.office.lists import Lists
from studio_app.office.tables import AccessLog
from studio_app.store.database import Database


@dataclass
class Signed:
    """The account that is signed in."""

    account_id: str = ""
    sign_in: str = ""
    role: str = "volunteer"  # dictionary account_roles
    staff_id: str | None = None
    name: str = ""


@dataclass
class Office:
    """Handed to every service at construction; `clock` gives an aware local moment."""

    database: Database
    lists: Lists
    rest_days: RestDays
    clock: Callable[[], datetime]
    folder: Path
    signed: Signed = field(default_factory=Signed)

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        """The local day."""
        return self.clock().date()

    def past(self) -> Past:
        """The days on which something entered now can have happened."""
        year = min(max(self.lists.limit("earliest_year"), FIRST_YEAR), self.today().year)
        return Past(self.today(), date(year, 1, 1), self.now().replace(tzinfo=None))

    def write(self, label: str, *, undoable: bool = True, right: str = "write") -> AbstractContextManager[Session]:
        """A transaction of the signed-in person; Refused where the role lacks the `right` (see `may`)."""
        self.require(right)
        return self.database.transaction(self.signed.account_id, label, undoable=undoable)

    def require(self, right: str) -> None:
        """Refused where the role of who is signed in lacks the right (see `may`)."""
        if not self.may(right):
            raise Refused("您的账号不能做这一步。需要时请管理员在“设置与备份—人员与账号”里调整。")

    def may(self, what: str) -> bool:
        """Whether the signed-in role has this right; which there are stands in `account_roles.toml`.

        Nobody edits that list, and a desk made before a right was told apart has to know it too: as shipped it counts.
        """
        return bool(_roles().get(self.signed.role, {}).get(what, False))

    def reads_notes_of(self) -> str | None:
        """Whose 保密 notes are read by who is signed in: None for all (管理员), an account's id, "" for nobody's."""
        if not self.may("confidential"):
            return ""
        return None if self.signed.role == "administrator" else self.signed.account_id

    def may_read_note_of(self, author_id: str | None) -> bool:
        """The one rule for page, search, history and bin: its author and the 管理员, while they have the right."""
        author = self.reads_notes_of()
        return author is None or (bool(author) and author_id == author)

    def read(self) -> AbstractContextManager[Session]:
        return self.database.read()

    def local(self, moment: datetime) -> datetime:
        """A stored moment in the clock's time zone."""
        return moment.astimezone(self.clock().tzinfo)

    def trust_clock(self) -> None:
        """Somebody says that the computer's date is right, whatever the change log makes of it."""
        self.require("write")
        self.database.trust_clock(self.signed.account_id)
        self.note_access("核对过电脑的日期，说没有错")

    def note_access(self, what: str, subject_id: str = "") -> None:
        """Append to the access log: who saw what is normally veiled."""
        with self.database.transaction(self.signed.account_id, "查看记录") as session:
            entry = AccessLog(at=self.now(), account_id=self.signed.account_id, what=what, subject_id=subject_id)
            session.add(entry)


@cache
def _roles() -> dict[str, dict[str, Any]]:
    return list_rows.shipped("account_roles")
