"""The first records of a new desk: studio, first person, account, and the lists."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from studio_app.core.errors import Invalid
from studio_app.domain import names
from studio_app.domain.wording import clean
from studio_app.office import derived, lists
from studio_app.office.studio import district_problem
from studio_app.office.tables import Account, Organisation, Staff
from studio_app.store.database import Database
from studio_app.store.table import new_id


@dataclass
class StudioSetup:
    """What the first-run wizard asks; everything but the studio's name and the sign-in name has a default."""

    studio: str = ""
    short_name: str = ""
    member: str = ""
    community: str = ""
    street: str = ""
    district_code: str = ""
    committee: str = ""  # 调委会, where the desk may use mode A; empty = none
    committee_short_name: str = ""
    sign_in: str = ""
    person: str = ""
    role: str = "volunteer"  # dictionary staff_roles
    mediator: str = ""  # who mediates in the committee's name, where that is somebody else

    def cleaned(self) -> "StudioSetup":
        """Every text on one line, without what nobody can see: the sign-in name stands in the key file too."""
        return StudioSetup(**{name: clean(text, single_line=True) for name, text in vars(self).items()})

    def names(self) -> set[str]:
        """What the desk is called, where it lies and who works there."""
        return {text for name, text in vars(self).items() if name not in ("district_code", "role")}

    def problems(self) -> dict[str, str]:
        found = district_problem(self.district_code)
        if not self.studio.strip():
            found["studio"] = "请填写工作室名称，例如“王委员工作室”。"
        if not self.sign_in.strip():
            found["sign_in"] = "请填写登录名，例如您的姓名。"
        return found


def found(database: Database, setup: StudioSetup, today: date, studio_id: str = "") -> Account:
    """Begin a studio, alone in a file or beside others on a server; returns its first account, an 管理员.

    `studio_id` where a role was admitted to it before it exists.
    """
    setup = setup.cleaned()
    problems = setup.problems()
    if problems:
        raise Invalid(problems)
    studio_id, staff_id, account_id = studio_id or new_id(), new_id(), new_id()
    database.found(studio_id)
    with database.transaction(account_id, "建立工作室", undoable=False) as session:
        session.add_all(_organisations(setup, studio_id))
        person = setup.person or setup.sign_in
        session.flush()
        session.add(
            Staff(
                id=staff_id,
                name=person,
                sort_key=names.sort_key(person),
                role=setup.role,
                organisation_id=studio_id,
                since=today,
            )
        )
        session.flush()
        if setup.mediator and setup.mediator != person:
            session.add(_mediator(setup.mediator, studio_id, today))
        account = Account(id=account_id, sign_in=setup.sign_in, role="administrator", staff_id=staff_id)
        session.add(account)
        lists.seed(session)
        derived.mark(session)
    return account


def _mediator(name: str, studio_id: str, today: date) -> Staff:
    key = names.sort_key(name)
    return Staff(name=name, sort_key=key, role="mediator", organisation_id=studio_id, since=today)


def _organisations(setup: StudioSetup, studio_id: str) -> list[Organisation]:
    studio = Organisation(
        id=studio_id, kind="studio", name=setup.studio, short_name=setup.short_name,
        member=setup.member, community=setup.community, street=setup.street,
        district_code=setup.district_code,
    )  # fmt: skip
    if not setup.committee:
        return [studio]
    committee = Organisation(
        kind="committee", name=setup.committee, short_name=setup.committee_short_name,
        community=setup.community, street=setup.street, district_code=setup.district_code,
    )  # fmt: skip
    return [studio, committee]


def account_of(database: Database, sign_in: str) -> tuple[Account, str] | None:
    """The account and the name of its person, None when nobody of this name may sign in."""
    with database.read() as session:
        account = session.scalars(select(Account).where(Account.sign_in == sign_in, Account.active)).first()
        if account is None:
            return None
        staff = session.get(Staff, account.staff_id) if account.staff_id else None
        return account, staff.name if staff else account.sign_in
