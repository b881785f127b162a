"""The directory of 调委会: any number, some of them ours; in whose name a dispute can be handled."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain import folding
from studio_app.office.tables import IssuedNumber, Organisation

OURS, OTHER = Organisation.OURS, Organisation.OTHER
KINDS = (OURS, OTHER)


def ours(session: Session) -> Sequence[Organisation]:
    """Those in whose name mode A works today, first the one most likely meant: used last, else the community's."""
    working = select(Organisation).where(
        Organisation.kind == OURS, Organisation.name != "", Organisation.retired_on.is_(None)
    )
    found = session.scalars(working.order_by(Organisation.created_at, Organisation.id)).all()
    if len(found) < 2:
        return found
    used = select(IssuedNumber.issuer_id).join(Organisation, Organisation.id == IssuedNumber.issuer_id)
    last = session.scalar(used.where(Organisation.kind == OURS).order_by(IssuedNumber.id.desc()).limit(1))
    studio = session.info["database"].studio_id
    here = session.scalar(select(Organisation.community).where(Organisation.id == studio))
    return sorted(
        found, key=lambda row: (row.id != last, not here or here not in (row.community, row.name[: len(here)]))
    )


def only(session: Session) -> str:
    """The name of ours where there is but one: of several nobody can tell which is meant."""
    found = ours(session)
    return found[0].name.strip() if len(found) == 1 else ""


def every(session: Session) -> Sequence[Organisation]:
    """Ours first, those that ended last."""
    found = session.scalars(select(Organisation).where(Organisation.kind.in_(KINDS)).order_by(Organisation.created_at))
    return sorted(found, key=lambda row: (row.retired_on is not None, not row.ours))


def named(session: Session, name: str) -> Organisation | None:
    """The committee of that name, however it is spaced."""
    wanted = folding.name_key(name)
    return next((row for row in every(session) if folding.name_key(row.name) == wanted), None)
