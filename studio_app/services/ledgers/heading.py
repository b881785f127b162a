"""What stands above and below the table of a ledger: who reports, who checks, whom to ring."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain.wording import clean
from studio_app.office.office import Office
from studio_app.office.tables import Organisation, Setting

HEADING = "ledger_heading"


@dataclass(frozen=True)
class Heading:
    """填报单位, 填报人, 审核人, 联系电话."""

    unit: str = ""
    reporter: str = ""
    reviewer: str = ""
    phone: str = ""


class LedgerHeading:
    """Reads and keeps the heading; what was left empty is the studio itself and whoever is signed in."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def heading(self) -> Heading:
        with self._office.read() as session:
            return self._heading(session)

    def keep_heading(self, heading: Heading) -> None:
        """For the next ledgers; an empty field means its default again."""
        value = {name: clean(text, single_line=True) for name, text in vars(heading).items()}
        with self._office.write("改台账表头") as session:
            row = self._stored(session)
            if row is None:
                session.add(Setting(name=HEADING, value=value))
            else:
                row.value = value

    def _heading(self, session: Session) -> Heading:
        row = self._stored(session)
        kept = Heading(**row.value) if row is not None else Heading()
        studio = self._studio(session)
        return Heading(
            unit=kept.unit or studio.name,
            reporter=kept.reporter or self._office.signed.name,
            reviewer=kept.reviewer,
            phone=kept.phone or studio.phone,
        )

    def _studio(self, session: Session) -> Organisation:
        return session.get_one(Organisation, self._office.database.studio_id)

    @staticmethod
    def _stored(session: Session) -> Setting | None:
        return session.scalars(select(Setting).where(Setting.name == HEADING)).first()
