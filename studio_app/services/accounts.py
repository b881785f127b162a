"""Who works here, who may sign in, and 换锁: a new key for those who remain."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import AppError, Invalid, Refused, Unavailable
from studio_app.domain.folding import name_key
from studio_app.domain.names import sort_key
from studio_app.domain.wording import clean
from studio_app.office import list_rows, lists
from studio_app.office.office import Office
from studio_app.office.passwords import names_of, password_problem
from studio_app.office.rows import apply, draft_of
from studio_app.office.studio import StaffDetails, sign_in_problem
from studio_app.office.tables import AccessLog, Account, Organisation, Staff
from studio_app.records.dispute.case import leaving
from studio_app.store import keys
from studio_app.store.keys import new_recovery_code, recovery_code_problem

__all__ = [
    "AccountLine",
    "Accounts",
    "Organisation",
    "Renewed",
    "Role",
    "StaffDetails",
    "StaffLine",
    "code_difference",
    "first_roles",
    "new_recovery_code",
    "password_problem",
    "recovery_code_problem",
]

ADMINISTRATOR = "administrator"
ROLES = "account_roles"

RENEWED = "新的密码和恢复码已经生效，旧的打不开了；"
LEFT_OUT = "{who}的账号已经停用，原来的密码登录不了；"
HALF_WAY = "数据还没有重新加密，请管理员到“设置与备份—安全”里点“换锁”，下次打开工作台时也会接着做完。"
CODE_SHOWN, CODE_CHANGED, CODE_CONFIRMED = "显示恢复码", "更换恢复码", "核对恢复码"


@dataclass(frozen=True)
class StaffLine:
    """A person of the studio as lists show it; `sign_in` is empty for one without an account."""

    id: str
    name: str
    role: str
    role_words: str
    phone: str
    working: bool
    sign_in: str
    open_cases: int = 0  # of one who left: not closed yet and waiting for somebody else


@dataclass(frozen=True)
class Role:
    """What an account may be, and in a sentence what it then may do."""

    code: str
    label: str
    note: str


@dataclass(frozen=True)
class AccountLine:
    """An account as lists show it; `own` marks the one that is signed in."""

    id: str
    sign_in: str
    name: str
    role: str
    role_words: str
    active: bool
    own: bool


@dataclass(frozen=True, repr=False)
class Renewed:
    """What somebody else may know and 换锁 makes new: passwords by sign-in name, the recovery code typed back."""

    passwords: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    code: str = ""
    typed_back: str = ""

    def __bool__(self) -> bool:
        return bool(self.passwords or self.code)


class Accounts:
    """Passwords and locks change the key file and the database together; none of it can be undone."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._locks_held = Lock()

    # --- who is here ------------------------------------------------------------------------------------------

    def studio(self) -> Organisation:
        """The studio this desk belongs to."""
        with self._office.read() as session:
            return session.get_one(Organisation, self._office.database.studio_id)

    def signed_in_words(self) -> str:
        signed = self._office.signed
        return f"{signed.name or signed.sign_in} · {self._office.lists.label('account_roles', signed.role)}"

    def staff(self) -> list[StaffLine]:
        """Everybody, those who left at the end; by pinyin."""
        today = self._office.today()
        with self._office.read() as session:
            people = list(session.scalars(select(Staff).order_by(Staff.sort_key)))
            names = {a.staff_id: a.sign_in for a in session.scalars(select(Account).where(Account.active))}
            gone = {p.id: len(leaving.open_cases(session, p.id)) for p in people if p.until and p.until < today}
        lines = [self._staff_line(person, names.get(person.id, ""), gone) for person in people]
        return sorted(lines, key=lambda line: not line.working)

    def _staff_line(self, person: Staff, sign_in: str, gone: Mapping[str, int]) -> StaffLine:
        words = self._office.lists.label("staff_roles", person.role)
        working, left = person.id not in gone, gone.get(person.id, 0)
        return StaffLine(person.id, person.name, person.role, words, person.phone, working, sign_in, left)

    def staff_details(self, staff_id: str) -> StaffDetails:
        with self._office.read() as session:
            return draft_of(StaffDetails, session.get_one(Staff, staff_id))

    def save_staff(self, details: StaffDetails, staff_id: str = "") -> str:
        """Add a person, or change the one of this id; returns the id."""
        if details.problems():
            raise Invalid(details.problems())
        with self._office.write("保存人员", right="settings") as session:
            person = session.get_one(Staff, staff_id) if staff_id else Staff()
            apply(details, person)
            person.sort_key = sort_key(person.name)
            if not staff_id:
                person.organisation_id = self._office.database.studio_id
                session.add(person)
            session.flush()
            return person.id

    def accounts(self) -> list[AccountLine]:
        """Every account, disabled ones at the end."""
        with self._office.read() as session:
            rows = list(
                session.scalars(select(Account).order_by(Account.active.desc(), Account.created_at, Account.id))
            )
            names = {person.id: person.name for person in session.scalars(select(Staff))}
        return [self._line(row, names.get(row.staff_id or "", row.sign_in)) for row in rows]

    def _line(self, row: Account, name: str) -> AccountLine:
        words = self._office.lists.label("account_roles", row.role)
        return AccountLine(
            row.id, row.sign_in, name, row.role, words, row.active, row.id == self._office.signed.account_id
        )  # fmt: skip

    # --- accounts ---------------------------------------------------------------------------------------------

    def add(self, sign_in: str, password: str, role: str, staff_id: str | None = None) -> str:
        """A further account; the password is typed by the person it belongs to. Returns the account's id."""
        name = clean(sign_in, single_line=True)
        problems = {"sign_in": sign_in_problem(name), "password": self.password_problem(password, name)}
        if any(problems.values()):
            raise Invalid({field: sentence for field, sentence in problems.items() if sentence})
        with self._locks() as key, self._office.write("添加账号", undoable=False, right="settings") as session:
            if name_key(name) in {name_key(known) for known in session.scalars(select(Account.sign_in))}:
                raise Invalid({"sign_in": "这个登录名已经有人用了；停用的账号可以重新启用。"})
            account = Account(sign_in=name, role=role, staff_id=staff_id)
            session.add(account)
            session.flush()
            keys.add(self._office.folder, name, password, key)
            return account.id

    def roles(self) -> list[Role]:
        """What an account may be, the most powerful first."""
        return [Role(code, str(raw["label"]), str(raw["note"])) for code, raw in list_rows.shipped(ROLES).items()]

    def change_role(self, account_id: str, role: str) -> None:
        """Refused for the last 管理员, without whom nobody could change settings; undone like any other step."""
        with self._office.read() as session:
            account = session.get_one(Account, account_id)
            words = [self._office.lists.label("account_roles", code) for code in (account.role, role)]
            label = f"调整权限：{account.sign_in}，{words[0]} → {words[1]}"
        with self._office.write(label, right="settings") as session:
            account = session.get_one(Account, account_id)
            if role != ADMINISTRATOR:
                _refuse_last(session, {account_id})
            account.role = role
        if account_id == self._office.signed.account_id:
            self._office.signed.role = role

    def disable(self, account_id: str) -> None:
        """The person may not sign in any more; the locks are changed so that the old password opens nothing."""
        if account_id == self._office.signed.account_id:
            raise Refused("不能停用自己正在用的账号，请让另一位管理员来停用。")
        with self._office.read() as session:
            sign_in = session.get_one(Account, account_id).sign_in
        self.change_locks([sign_in])

    def enable(self, account_id: str, password: str) -> None:
        """Let a disabled account sign in again, with a new password typed by its person."""
        self._refuse_weak(password)
        with self._locks() as key, self._office.write("重新启用账号", undoable=False, right="settings") as session:
            account = session.get_one(Account, account_id)
            account.active = True
            session.flush()
            keys.add(self._office.folder, account.sign_in, password, key)

    # --- passwords, recovery code, locks ----------------------------------------------------------------------

    def change_password(self, old: str, new: str) -> None:
        """Of the account that is signed in. WrongPassword when the old one does not fit."""
        self._refuse_weak(new)
        name = self._office.signed.sign_in
        with self._locks() as key:
            keys.unlock(self._office.folder, name, old)
            keys.add(self._office.folder, name, new, key)
        self._office.note_access("修改自己的密码")

    def renew_password(self, sign_in: str, password: str) -> None:
        """A new password for somebody who forgot it: by the recovery code, or by a 管理员."""
        self._refuse_weak(password)
        if not self._office.may("settings"):
            raise Refused("重设别人的密码要由管理员来做。")
        with self._office.read() as session:
            account = session.scalars(select(Account).where(Account.sign_in == sign_in, Account.active)).first()
        if account is None:
            raise Refused("这个账号已停用，请选另一个账号。")
        with self._locks() as key:
            keys.add(self._office.folder, sign_in, password, key)
        self._office.note_access(f"重设密码（{sign_in}）")

    def password_problem(self, password: str, *names: str) -> str:
        """Why a new password will not do at this desk, else empty; `names` are not stored yet."""
        with self._office.read() as session:
            return password_problem(password, names_of(session).union(names))

    def replace_recovery_code(self, code: str, typed: str) -> None:
        """A code of `new_recovery_code` takes the place of the one before, once it was typed back from paper."""
        if not self._office.may("settings"):
            raise Refused("恢复码要由管理员来换。")
        _refuse_difference(typed, code)
        with self._locks() as key:
            keys.replace_recovery(self._office.folder, code, key)
        self._note_new_code()

    def _note_new_code(self) -> None:
        self._office.note_access(CODE_CHANGED)
        self.confirm_code()

    def note_code_shown(self) -> None:
        """The code of a new desk stands on the screen, and may be lost from now on."""
        self._office.note_access(CODE_SHOWN)

    def confirm_code(self) -> None:
        """The recovery code was typed back from the paper it stands on."""
        self._office.note_access(CODE_CONFIRMED)

    def is_code_unconfirmed(self) -> bool:
        """Whether a code was shown and never typed back; asked of who could have another one made."""
        if not self._office.may("settings"):
            return False
        acts = select(AccessLog.what).where(AccessLog.what.in_((CODE_SHOWN, CODE_CHANGED, CODE_CONFIRMED)))
        with self._office.read() as session:
            last = session.scalars(acts.order_by(AccessLog.place.desc()).limit(1)).first()
        return last in (CODE_SHOWN, CODE_CHANGED)

    def locks_pending(self) -> bool:
        """Whether a 换锁 was cut off half-way: the data still lie under the old key."""
        return keys.change_pending(self._office.folder)

    def change_locks(self, leave_out: Collection[str] = (), renewed: Renewed | None = None) -> None:
        """A new key for everybody but `leave_out` (sign-in names), whose accounts are disabled.

        What is `renewed` with it opens by the new secrets alone: passwords and recovery code known to somebody else.
        Cut off at any step, the desk opens with the passwords of those who remain: the key file holds the old
        and the new key until the file has been exchanged. Others may read meanwhile; writing, passwords and locks wait.
        """
        gone, fresh = set(leave_out), renewed or Renewed()
        if self._office.signed.sign_in in gone:
            raise Refused("不能停用自己的账号，请从名单里去掉自己。")
        self._refuse_renewing(fresh)
        with self._locks() as old:
            with self._office.write("换锁", undoable=False, right="settings") as session:
                rows = list(session.scalars(select(Account).where(Account.sign_in.in_(gone), Account.active)))
                _refuse_last(session, {row.id for row in rows})
                for row in rows:
                    row.active = False
                session.flush()
                disabled = set(session.scalars(select(Account.sign_in).where(Account.active.is_(False))))
            done = ""
            try:
                key = keys.change_locks(self._office.folder, old, disabled, fresh.passwords, fresh.code)
                done = RENEWED if fresh else ""
                self._note_renewed(fresh)
                self._office.database.change_key(key)
            except AppError as trouble:
                raise Unavailable(f"{_left_out(gone)}{done}{HALF_WAY}（{trouble}）") from trouble
            keys.finish_change(self._office.folder)
        self._office.note_access("换锁")

    def finish_locks(self) -> bool:
        """A 换锁 that was cut off is done to its end, by who may; whether there was one to finish."""
        if not (self._office.may("settings") and self.locks_pending()):
            return False
        self.change_locks()
        return True

    def _refuse_renewing(self, renewed: Renewed) -> None:
        """Everything typed is judged before anything is changed."""
        weak = {name: self.password_problem(password) for name, password in renewed.passwords.items()}
        with self._office.read() as session:
            known = set(session.scalars(select(Account.sign_in).where(Account.active)))
        weak |= dict.fromkeys(renewed.passwords.keys() - known, "这个账号已停用，请从名单里去掉。")
        if any(weak.values()):
            raise Invalid({name: f"“{name}”：{sentence}" for name, sentence in weak.items() if sentence})
        if renewed.code:
            _refuse_difference(renewed.typed_back, renewed.code)

    def _note_renewed(self, renewed: Renewed) -> None:
        for name in renewed.passwords:
            self._office.note_access(f"重设密码（{name}）")
        if renewed.code:
            self._note_new_code()

    @contextmanager
    def _locks(self) -> Iterator[keys.DeskKey]:
        """The key file for one change at a time: a password sealed to a key on its way out would open nothing."""
        if not self._locks_held.acquire(blocking=False):
            raise Refused("正在换锁，几秒钟就好。请等它做完再试。")
        try:
            yield self._key()
        finally:
            self._locks_held.release()

    def _key(self) -> keys.DeskKey:
        key = self._office.database.key
        if key is None:
            raise Refused("这里改不了密码：数据在服务器上，请找管理员。")
        return key

    def _refuse_weak(self, password: str) -> None:
        weak = self.password_problem(password)
        if weak:
            raise Invalid({"password": weak})


def _left_out(gone: Collection[str]) -> str:
    """Whose accounts are disabled although the data are not under the new key yet."""
    return LEFT_OUT.format(who="、".join(f"“{name}”" for name in sorted(gone))) if gone else ""


def _refuse_last(session: Session, leaving: set[str]) -> None:
    """At least one 管理员 stays."""
    query = select(Account.id).where(Account.role == ADMINISTRATOR, Account.active)
    remaining = set(session.scalars(query)) - leaving
    if not remaining:
        raise Refused("至少要留一位管理员。请先把另一位设为管理员，再改这一位。")


def code_difference(typed: str, code: str) -> str:
    """Why what was typed back is not the code shown, "" when it is; case, spaces and dashes do not matter."""
    if keys.normal_code(typed) == keys.normal_code(code):
        return ""
    return recovery_code_problem(typed) or "和上面的恢复码不一样，请对照再看一遍。"


def _refuse_difference(typed: str, code: str) -> None:
    difference = code_difference(typed, code)
    if difference:
        raise Invalid({"code": difference})


def mediates(role: str) -> bool:
    """Whether who has this role may mediate in a committee's name, before there is a desk to ask."""
    content = next(content for name, content in lists.shipped() if name == "staff_roles")
    return any(raw["code"] == role and raw.get("mediator", False) for raw in content["entry"])


def first_roles() -> list[tuple[str, str]]:
    """(code, label) of what the first person may be, before there is a desk to ask."""
    content = next(content for name, content in lists.shipped() if name == "staff_roles")
    return [(raw["code"], raw["label"]) for raw in content["entry"]]
