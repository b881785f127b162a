"""Who may sign in: accounts, passwords, roles, and 换锁 that is safe at every step."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from studio_app.core.errors import AppError, Invalid, Refused, Unavailable, WrongPassword
from studio_app.desk import Desk
from studio_app.office.office import Office
from studio_app.office.studio import StaffDetails
from studio_app.office.tables import Account
from studio_app.services.accounts import Accounts, Renewed, code_difference, first_roles, mediates
from studio_app.store import engines, keys, rekey
from studio_app.store.keys import DeskKey
from tests.conftest import PASSWORD, SIGN_IN, Clock, Template

OTHER, OTHER_PASSWORD = "张老师", "four words in a row"


@contextmanager
def held_by_another(desk: Desk) -> Iterator[None]:
    """Another connection is in the middle of reading, and nobody waits long until it has done."""
    key = desk.office.database.key
    assert isinstance(key, DeskKey)
    other = engines.file_engine(desk.folder / "desk.db", key)
    with pytest.MonkeyPatch.context() as patch, other.connect() as connection:
        patch.setattr(engines, "BUSY_MS", 100)
        connection.exec_driver_sql("SELECT count(*) FROM account").fetchall()
        yield
    other.dispose()


@pytest.fixture
def with_two(desk: Desk) -> str:
    """A second account; its id."""
    return desk.services.accounts.add(OTHER, OTHER_PASSWORD, "volunteer")


def reopened(folder: Path, clock: Clock, name: str = SIGN_IN, password: str = PASSWORD) -> Desk:
    clock.forward(minutes=1)
    return Desk.open(folder, name, password, clock)


def test_who_is_signed_in(office: Office) -> None:
    accounts = Accounts(office)
    assert accounts.signed_in_words() == "李老师 · 管理员"
    assert accounts.studio().name == "示例委员工作室"
    assert [(line.sign_in, line.own, line.active) for line in accounts.accounts()] == [(SIGN_IN, True, True)]


def test_staff_are_listed_by_pinyin_those_who_left_at_the_end(office: Office) -> None:
    accounts = Accounts(office)
    gone = accounts.save_staff(StaffDetails("安某", "lawyer", since=date(2024, 1, 1), until=date(2025, 1, 1)))
    accounts.save_staff(StaffDetails("单某", "mediator", kin="单某某"))
    lines = accounts.staff()
    assert [line.name for line in lines] == ["李老师", "单某", "安某"]
    assert [line.role_words for line in lines[1:]] == ["人民调解员", "律师"]
    assert not lines[-1].working
    details = accounts.staff_details(gone)
    details.until = None
    accounts.save_staff(details, gone)
    assert [line.name for line in accounts.staff() if line.working] == ["安某", "李老师", "单某"]


def test_staff_without_a_name_or_leaving_before_coming_are_refused(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        Accounts(office).save_staff(StaffDetails(" ", since=date(2025, 2, 1), until=date(2025, 1, 1)))
    assert set(refused.value.problems) == {"name", "until"}


def test_a_further_person_signs_in_with_their_own_password(desk: Desk, with_two: str, clock: Clock) -> None:
    desk.close()
    second = reopened(desk.folder, clock, OTHER, OTHER_PASSWORD)
    assert second.office.signed.sign_in == OTHER
    assert not second.office.may("settings")
    with pytest.raises(Refused, match="不能做这一步"):
        second.services.accounts.add("王老师", "long enough 1", "volunteer")
    second.close()


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [("", "long enough 1", "sign_in"), (SIGN_IN, "long enough 1", "sign_in"), ("恢复码", "long enough 1", "sign_in"),
     ("王老师", "short", "password"), ("字" * 21, "long enough 1", "sign_in")],
)  # fmt: skip
def test_what_makes_no_account(desk: Desk, name: str, password: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.services.accounts.add(name, password, "volunteer")
    assert field in refused.value.problems
    assert keys.accounts(desk.folder) == [SIGN_IN]


def test_own_password_needs_the_old_one(desk: Desk, clock: Clock) -> None:
    accounts = desk.services.accounts
    with pytest.raises(WrongPassword):
        accounts.change_password("not it at all", "a new password")
    accounts.change_password(PASSWORD, "a new password")
    desk.close()
    with pytest.raises(WrongPassword):
        reopened(desk.folder, clock)
    reopened(desk.folder, clock, password="a new password").close()


def test_disabling_changes_the_locks(desk: Desk, with_two: str, clock: Clock) -> None:
    before = desk.office.database.key
    desk.services.accounts.disable(with_two)
    assert desk.office.database.key != before
    assert keys.accounts(desk.folder) == [SIGN_IN]
    assert [line.active for line in desk.services.accounts.accounts()] == [True, False]
    desk.close()
    with pytest.raises(WrongPassword):
        reopened(desk.folder, clock, OTHER, OTHER_PASSWORD)
    again = reopened(desk.folder, clock)
    again.services.accounts.enable(with_two, "another one now")
    again.close()
    reopened(desk.folder, clock, OTHER, "another one now").close()


def test_after_the_last_day_nobody_signs_in_unless_only_he_can_put_it_right(
    desk: Desk, with_two: str, clock: Clock
) -> None:
    accounts = desk.services.accounts
    person = accounts.save_staff(StaffDetails(OTHER, since=date(2026, 1, 1), until=date(2026, 11, 23)))
    with desk.office.write("是哪位") as session:
        session.get_one(Account, with_two).staff_id = person
    own = desk.office.signed.staff_id
    left = accounts.staff_details(own)
    left.since, left.until = date(2026, 1, 1), date(2026, 11, 1)
    accounts.save_staff(left, own)
    folder = desk.folder
    desk.close()
    reopened(folder, clock, OTHER, OTHER_PASSWORD).close()
    reopened(folder, clock).close()
    clock.forward(days=1)
    with pytest.raises(Refused, match="最后一天是 2026-11-23"):
        reopened(folder, clock, OTHER, OTHER_PASSWORD)
    again = reopened(folder, clock)
    again.services.accounts.change_role(with_two, "administrator")
    again.close()
    reopened(folder, clock).close()


def test_disabling_that_cannot_finish_says_what_holds_and_is_finished_at_the_next_opening(
    desk: Desk, with_two: str, clock: Clock
) -> None:
    key = desk.office.database.key
    assert isinstance(key, DeskKey)
    with (
        held_by_another(desk),
        pytest.raises(Unavailable, match="“张老师”的账号已经停用，原来的密码登录不了；数据还没有重新加密"),
    ):
        desk.services.accounts.disable(with_two)
    desk.close()
    with pytest.raises(AppError):
        reopened(desk.folder, clock, OTHER, OTHER_PASSWORD)
    again = reopened(desk.folder, clock)
    assert [(line.sign_in, line.active) for line in again.services.accounts.accounts()] == [
        (SIGN_IN, True), (OTHER, False)
    ]  # fmt: skip
    assert again.services.accounts.finish_locks()
    assert not again.services.accounts.finish_locks()
    assert again.office.database.key != key
    again.close()


def test_the_last_administrator_stays(desk: Desk, with_two: str) -> None:
    accounts = desk.services.accounts
    own = desk.office.signed.account_id
    with pytest.raises(Refused, match="至少要留一位管理员"):
        accounts.change_role(own, "volunteer")
    with pytest.raises(Refused, match="自己"):
        accounts.disable(own)
    accounts.change_role(with_two, "administrator")
    accounts.change_role(own, "volunteer")
    assert accounts.signed_in_words() == "李老师 · 评理说事员"
    with pytest.raises(Refused, match="不能做这一步"):
        accounts.change_role(own, "administrator")


def test_rights_are_changed_by_name_and_can_be_undone_by_who_may_change_them(desk: Desk, with_two: str) -> None:
    accounts, history = desk.services.accounts, desk.services.history
    accounts.change_role(with_two, "reader")
    step = history.undoable()
    assert step is not None
    assert (step.label, step.needs_asking) == (f"调整权限：{OTHER}，评理说事员 → 只读", True)
    history.undo()
    assert accounts.accounts()[1].role == "volunteer"
    history.redo()
    assert accounts.accounts()[1].role == "reader"
    accounts.change_role(with_two, "administrator")
    accounts.change_role(desk.office.signed.account_id, "volunteer")
    with pytest.raises(Refused, match="不能做这一步"):
        history.undo()
    assert [line.role for line in accounts.accounts()] == ["volunteer", "administrator"]


def test_every_role_says_what_it_may_do(desk: Desk) -> None:
    roles = desk.services.accounts.roles()
    assert [role.code for role in roles] == ["administrator", "member", "volunteer", "reader"]
    assert all(role.note.endswith("。") for role in roles)


def test_accounts_are_never_undone(desk: Desk, with_two: str) -> None:
    step = desk.services.history.undoable()
    assert step is None or "账号" not in step.label


# --- 换锁 -----------------------------------------------------------------------------------------------------


def test_changed_locks_keep_everything_searchable_and_usable(desk: Desk, clock: Clock) -> None:
    office = desk.office
    with office.write("试") as session:
        from studio_app.records.person.table import Person

        session.add(Person(name="王某", phone="19900000001"))
    before = office.database.counts()
    desk.services.accounts.change_locks()
    after = office.database.counts()
    assert {name: n for name, n in before.items() if after[name] != n}.keys() <= {"access_log", "change_set", "change"}
    assert office.database.check() == []
    with office.write("再试") as session:
        session.add(Person(name="赵某"))
    desk.close()
    again = reopened(desk.folder, clock)
    assert again.office.database.counts()["person"] == 2
    assert not again.services.accounts.locks_pending()
    again.close()


def test_the_old_key_no_longer_opens_the_file(desk: Desk) -> None:
    from studio_app.store import migrate

    old = desk.office.database.key
    assert old is not None
    desk.services.accounts.change_locks()
    assert not migrate.opens(desk.folder / "desk.db", old)


def test_cut_off_after_the_key_file(desk: Desk, clock: Clock) -> None:
    """Only the key file was written: the data still lie under the old key, and open."""
    old = desk.office.database.key
    assert old is not None
    keys.change_locks(desk.folder, old)
    desk.close()
    again = reopened(desk.folder, clock)
    assert again.office.database.key == old
    assert again.services.accounts.locks_pending()
    again.services.accounts.change_locks()
    assert not again.services.accounts.locks_pending()
    again.close()
    reopened(desk.folder, clock).close()


def test_cut_off_while_the_copy_was_written(desk: Desk, clock: Clock) -> None:
    """Half a copy lies beside the file: it is passed over, and replaced by the next try."""
    old = desk.office.database.key
    assert old is not None
    keys.change_locks(desk.folder, old)
    (desk.folder / rekey.FRESH).write_bytes(b"half a copy")
    desk.close()
    again = reopened(desk.folder, clock)
    again.services.accounts.change_locks()
    again.close()
    assert not (desk.folder / rekey.FRESH).exists()
    reopened(desk.folder, clock).close()


def test_cut_off_after_the_file_was_exchanged(desk: Desk, clock: Clock) -> None:
    """The file is under the new key, the key file still names both: the next sign-in finishes it."""
    old = desk.office.database.key
    assert old is not None
    fresh = keys.change_locks(desk.folder, old)
    desk.office.database.change_key(fresh)
    desk.close()
    again = reopened(desk.folder, clock)
    assert again.office.database.key == fresh
    assert not again.services.accounts.locks_pending()
    again.close()


def test_a_password_changed_between_the_halves_still_opens(desk: Desk, clock: Clock) -> None:
    old = desk.office.database.key
    assert old is not None
    keys.change_locks(desk.folder, old)
    desk.services.accounts.change_password(PASSWORD, "in between them")
    desk.close()
    again = reopened(desk.folder, clock, password="in between them")
    again.services.accounts.change_locks()
    again.close()
    reopened(desk.folder, clock, password="in between them").close()


def test_a_change_that_fails_leaves_the_desk_as_it_was(desk: Desk, clock: Clock) -> None:
    """Another connection holds the file: nothing is exchanged, work goes on, the next start opens it."""
    key = desk.office.database.key
    assert isinstance(key, DeskKey)
    with held_by_another(desk), pytest.raises(Unavailable):
        desk.services.accounts.change_locks()
    assert desk.office.database.key == key
    desk.office.note_access("照常工作")
    desk.close()
    reopened(desk.folder, clock).close()


def test_what_another_program_wrote_since_the_copy_is_not_lost(desk: Desk) -> None:
    """Between copy and exchange somebody else writes: nothing is exchanged."""
    from studio_app.core.errors import Unavailable

    path, key = desk.folder / "desk.db", desk.office.database.key
    assert isinstance(key, DeskKey)
    work = rekey.Rekeying(path, key, DeskKey.random())
    work.copy()
    other = engines.file_engine(path, key)
    with other.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET sign_in = 'somebody else'")
    other.dispose()
    desk.office.database.close()
    with pytest.raises(Unavailable, match="没有换锁"):
        work.exchange()
    work.close()
    desk.close()


def test_a_suspicion_changes_key_code_and_the_passwords_concerned_in_one_act(
    desk: Desk, with_two: str, template: Template, clock: Clock
) -> None:
    """Not even who carried the old key files away comes in with what he knows."""
    from studio_app.desk import check_code
    from studio_app.store import migrate

    accounts, code = desk.services.accounts, keys.new_recovery_code()
    copied = {name: (desk.folder / name).read_bytes() for name in keys.FILE_NAMES}
    accounts.change_locks(renewed=Renewed({SIGN_IN: "门前的桂花树开了"}, code, code.lower()))
    desk.close()
    for name, secret in ((SIGN_IN, PASSWORD), (keys.RECOVERY, template.recovery_code)):
        with pytest.raises(WrongPassword):
            keys.unlock(desk.folder, name, secret)
    reopened(desk.folder, clock, password="门前的桂花树开了").close()
    reopened(desk.folder, clock, OTHER, OTHER_PASSWORD).close()
    assert check_code(desk.folder, code, clock).previous is None
    for name, content in copied.items():
        (desk.folder / name).write_bytes(content)
    known = keys.unlock(desk.folder, keys.RECOVERY, template.recovery_code)
    assert not migrate.opens(desk.folder / "desk.db", known.key)


@pytest.mark.parametrize(
    ("passwords", "typed", "sentence"),
    [({SIGN_IN: "88888888"}, "", "反复"), ({"没有这个人": "门前的桂花树开了"}, "", "停用"), ({}, "ABCD", "28 个字符")],
)
def test_what_is_not_filled_in_right_changes_no_lock(
    desk: Desk, template: Template, passwords: dict[str, str], typed: str, sentence: str
) -> None:
    code, before = keys.new_recovery_code(), desk.office.database.key
    with pytest.raises(Invalid, match=sentence):
        desk.services.accounts.change_locks(renewed=Renewed(passwords, code, typed or code))
    assert desk.office.database.key == before
    assert keys.unlock(desk.folder, keys.RECOVERY, template.recovery_code).key == before


def test_a_suspicion_cut_off_leaves_the_new_secrets_and_says_what_is_left_to_do(desk: Desk, clock: Clock) -> None:
    key, code = desk.office.database.key, keys.new_recovery_code()
    assert isinstance(key, DeskKey)
    with held_by_another(desk), pytest.raises(Unavailable, match="新的密码和恢复码已经生效"):
        desk.services.accounts.change_locks(renewed=Renewed({SIGN_IN: "门前的桂花树开了"}, code, code))
    desk.close()
    with pytest.raises(WrongPassword):
        reopened(desk.folder, clock)
    again = reopened(desk.folder, clock, password="门前的桂花树开了")
    assert again.services.accounts.locks_pending()
    again.services.accounts.change_locks()
    assert again.office.database.key != key
    again.close()


# --- recovery -------------------------------------------------------------------------------------------------


def test_the_recovery_code_sets_a_new_password(template: Template, folder: Path, clock: Clock) -> None:
    from studio_app.desk import check_code

    typed = template.recovery_code.lower().replace("-", " ")
    opened = check_code(folder, typed, clock)
    desk = Desk.open_recovered(folder, SIGN_IN, "my new password", opened, clock)
    assert desk.office.signed.sign_in == SIGN_IN
    desk.close()
    reopened(folder, clock, password="my new password").close()


def test_a_wrong_recovery_code_slows_the_next_try(folder: Path, clock: Clock) -> None:
    from studio_app.desk import check_code, wait_seconds

    for seconds in (1, 2):
        with pytest.raises(WrongPassword, match="恢复码没对上"):
            check_code(folder, keys.new_recovery_code(), clock)
        assert wait_seconds(folder, clock()) == seconds
        clock.forward(seconds=seconds)


def test_a_new_recovery_code_replaces_the_old(desk: Desk, template: Template, clock: Clock) -> None:
    from studio_app.desk import check_code

    accounts, fresh = desk.services.accounts, keys.new_recovery_code()
    with pytest.raises(Invalid, match="不一样"):
        accounts.replace_recovery_code(fresh, template.recovery_code)
    assert check_code(desk.folder, template.recovery_code, clock).key == desk.office.database.key
    accounts.replace_recovery_code(fresh, fresh.lower())
    with pytest.raises(WrongPassword):
        check_code(desk.folder, template.recovery_code, clock)
    clock.forward(minutes=1)
    assert check_code(desk.folder, fresh, clock).key == desk.office.database.key
    assert not accounts.is_code_unconfirmed()


def test_typing_the_code_back_is_forgiving() -> None:
    code = keys.new_recovery_code()
    assert code_difference(code.lower().replace("-", "  "), code) == ""
    assert code_difference(code.replace("0", "O").replace("1", "l"), code) == ""
    assert "28" in code_difference(code[:-1], code)
    assert code_difference(keys.new_recovery_code(), code) == "和上面的恢复码不一样，请对照再看一遍。"


def test_what_the_first_person_may_be() -> None:
    assert ("volunteer", "志愿评理说事员") in first_roles()


@pytest.mark.parametrize("typed", ["Ｌｉ", "li", "LI", "L i"])
def test_spellings_of_a_sign_in_name_are_one_account(desk: Desk, clock: Clock, typed: str) -> None:
    desk.services.accounts.add("Li", OTHER_PASSWORD, "volunteer")
    with pytest.raises(Invalid, match="已经有人用了"):
        desk.services.accounts.add(typed, OTHER_PASSWORD, "volunteer")
    desk.close()
    again = reopened(desk.folder, clock, typed, OTHER_PASSWORD)
    assert again.office.signed.sign_in == "Li"
    again.close()


@pytest.mark.parametrize("typed", ["李 老师", "李·老师", "李　老师"])
def test_a_name_with_gaps_signs_in_and_is_no_second_account(desk: Desk, clock: Clock, typed: str) -> None:
    with pytest.raises(Invalid, match="已经有人用了"):
        desk.services.accounts.add(typed, OTHER_PASSWORD, "volunteer")
    desk.close()
    reopened(desk.folder, clock, typed).close()


def test_who_mediates_for_a_committee_is_known_before_there_is_a_desk() -> None:
    assert [role for role, _label in first_roles() if mediates(role)] == ["mediator", "mediator_full"]
    assert not mediates("nobody")
