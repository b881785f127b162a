"""The key file: who gets in, what damage it stands, what it gives away."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.errors import Damaged, Refused, Unavailable, WrongPassword
from studio_app.store import keys
from studio_app.store.keys import FILE_NAMES, RECOVERY
from tests.conftest import FLOOR

ACCOUNT, PASSWORD = "李老师", "门口那棵大槐树"


@pytest.fixture
def locked(tmp_path: Path) -> tuple[Path, keys.DeskKey, str]:
    key, code = keys.create(tmp_path, ACCOUNT, PASSWORD)
    return tmp_path, key, code


def rewrite(file: Path, change: Callable[[dict[str, Any]], None], *, honest: bool = False) -> None:
    """Edit a key file; `honest` renews its digest, as somebody would who means to deceive."""
    content = json.loads(file.read_text(encoding="utf-8"))
    change(content)
    if honest:
        content["digest"] = keys._digest(content["slots"])
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def slot_of(content: dict[str, Any], name: str = ACCOUNT) -> dict[str, Any]:
    found: dict[str, Any] = next(s for s in content["slots"] if s["name"] == name)
    return found


def flip(hexes: str) -> str:
    return ("1" if hexes[0] == "0" else "0") + hexes[1:]


# --- getting in -----------------------------------------------------------------------------------------------


def test_password_and_recovery_code_open_the_same_key(locked: tuple[Path, keys.DeskKey, str]) -> None:
    folder, key, code = locked
    assert keys.unlock(folder, ACCOUNT, PASSWORD).key == key
    assert keys.unlock(folder, RECOVERY, code).key == key
    sloppy = code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert keys.unlock(folder, RECOVERY, sloppy).key == key
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert keys.unlock(folder, RECOVERY, wide).key == key


@pytest.mark.parametrize("password", ["", "门口那棵大槐", "门口那棵大槐树 ", "x" * 10_000])
def test_a_wrong_password_says_what_to_do(locked: tuple[Path, keys.DeskKey, str], password: str) -> None:
    with pytest.raises(WrongPassword, match="恢复码"):
        keys.unlock(locked[0], ACCOUNT, password)


def test_an_unknown_name_and_a_password_as_recovery_code_are_refused(locked: tuple[Path, keys.DeskKey, str]) -> None:
    with pytest.raises(WrongPassword, match="账号"):
        keys.unlock(locked[0], "张老师", PASSWORD)
    with pytest.raises(WrongPassword):
        keys.unlock(locked[0], RECOVERY, PASSWORD)


def test_the_floor_of_the_derivation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MEMORY_KIB", FLOOR[0])
    monkeypatch.setattr(keys, "PASSES", FLOOR[1])
    keys.create(tmp_path, ACCOUNT, PASSWORD)
    for slot in json.loads((tmp_path / FILE_NAMES[0]).read_text(encoding="utf-8"))["slots"]:
        assert slot["kdf"]["memory_kib"] >= 64 * 1024
        assert slot["kdf"]["passes"] >= 3
        assert slot["kdf"]["lanes"] >= 4
        assert len(bytes.fromhex(slot["kdf"]["salt"])) >= 16
    salts = [s["kdf"]["salt"] for s in json.loads((tmp_path / FILE_NAMES[0]).read_text(encoding="utf-8"))["slots"]]
    assert len(set(salts)) == len(salts)


def test_weakened_parameters_do_not_open(locked: tuple[Path, keys.DeskKey, str]) -> None:
    for name in FILE_NAMES:
        rewrite(locked[0] / name, lambda c: slot_of(c)["kdf"].update(passes=2), honest=True)
    with pytest.raises(WrongPassword):
        keys.unlock(locked[0], ACCOUNT, PASSWORD)


@pytest.mark.parametrize("kdf", [{"memory_kib": 1024 * 1024 + 1}, {"passes": 10**6}, {"lanes": 10**6}])
def test_parameters_that_would_freeze_the_pc_are_refused_at_once(
    locked: tuple[Path, keys.DeskKey, str], kdf: dict[str, int]
) -> None:
    for name in FILE_NAMES:
        rewrite(locked[0] / name, lambda c: slot_of(c)["kdf"].update(kdf), honest=True)
    with pytest.raises(Damaged, match="不对劲"):
        keys.unlock(locked[0], ACCOUNT, PASSWORD)


# --- the recovery code ----------------------------------------------------------------------------------------


@given(st.integers(0, 2**32), st.integers(0, 27), st.integers(1, 31))
def test_any_one_wrong_character_is_caught(seed: int, place: int, shift: int) -> None:
    random.seed(seed)
    plain = keys.normal_code(keys.new_recovery_code())
    wrong = keys._ALPHABET[(keys._ALPHABET.index(plain[place]) + shift) % 32]
    assert keys.recovery_code_problem(plain) == ""
    assert "抄错" in keys.recovery_code_problem(plain[:place] + wrong + plain[place + 1 :])


@given(st.integers(0, 25), st.integers(0, 25))
def test_any_two_swapped_characters_are_caught(first: int, second: int) -> None:
    plain = list(keys.normal_code(keys.new_recovery_code()))
    if plain[first] == plain[second]:
        return
    plain[first], plain[second] = plain[second], plain[first]
    assert "抄错" in keys.recovery_code_problem("".join(plain))


def test_a_code_too_short_says_how_many_characters_there_are() -> None:
    assert "27 个" in keys.recovery_code_problem(keys.new_recovery_code()[:-1])


def test_the_code_has_at_least_128_random_bits() -> None:
    bodies = {keys.normal_code(keys.new_recovery_code())[:26] for _ in range(200)}
    assert len(bodies) == 200
    assert 26 * 5 >= 128


def test_a_new_code_ends_the_old_one(locked: tuple[Path, keys.DeskKey, str]) -> None:
    folder, key, old = locked
    fresh = keys.new_recovery_code()
    keys.replace_recovery(folder, fresh, key)
    assert keys.unlock(folder, RECOVERY, fresh).key == key
    with pytest.raises(WrongPassword):
        keys.unlock(folder, RECOVERY, old)


# --- damage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", [b"", b"\x00" * 300, b"{}", b"[1]", b'{"format": 1, "slots": [{}]}', b"\xff\xfe"])
def test_with_the_first_copy_damaged_the_second_opens(locked: tuple[Path, keys.DeskKey, str], damage: bytes) -> None:
    folder, key, _code = locked
    (folder / FILE_NAMES[0]).write_bytes(damage)
    assert keys.unlock(folder, ACCOUNT, PASSWORD).key == key
    assert keys.accounts(folder) == [ACCOUNT]


@pytest.mark.parametrize("name", FILE_NAMES)
def test_a_missing_copy_does_not_matter(locked: tuple[Path, keys.DeskKey, str], name: str) -> None:
    folder, key, _code = locked
    (folder / name).unlink()
    assert keys.unlock(folder, ACCOUNT, PASSWORD).key == key


@pytest.mark.parametrize("part", ["wrapped", "wrap_nonce", "public"])
@pytest.mark.parametrize("copy", FILE_NAMES)
def test_a_flipped_digit_in_one_copy_does_not_matter(
    locked: tuple[Path, keys.DeskKey, str], part: str, copy: str
) -> None:
    folder, key, _code = locked
    rewrite(folder / copy, lambda c: slot_of(c).update({part: flip(slot_of(c)[part])}))
    assert keys.unlock(folder, ACCOUNT, PASSWORD).key == key


@pytest.mark.parametrize("part", ["ephemeral", "nonce", "box"])
def test_a_flipped_digit_in_the_sealed_key_of_one_copy_does_not_matter(
    locked: tuple[Path, keys.DeskKey, str], part: str
) -> None:
    folder, key, _code = locked
    rewrite(folder / FILE_NAMES[0], lambda c: slot_of(c)["sealed"].update({part: flip(slot_of(c)["sealed"][part])}))
    assert keys.unlock(folder, ACCOUNT, PASSWORD).key == key


def test_a_flipped_digit_is_not_carried_over_when_the_file_is_written_anew(
    locked: tuple[Path, keys.DeskKey, str],
) -> None:
    folder, key, _code = locked
    rewrite(folder / FILE_NAMES[0], lambda c: slot_of(c).update(wrapped=flip(slot_of(c)["wrapped"])))
    keys.add(folder, "孙老师", "另外一句好记的话", key)
    assert keys.unlock(folder, ACCOUNT, PASSWORD).key == key


def test_both_copies_damaged_is_said(locked: tuple[Path, keys.DeskKey, str]) -> None:
    for name in FILE_NAMES:
        (locked[0] / name).write_bytes(b"not json")
    with pytest.raises(Damaged, match="备份"):
        keys.unlock(locked[0], ACCOUNT, PASSWORD)


@pytest.mark.parametrize("harm", [
    lambda slot: slot.update(wrapped=flip(slot["wrapped"])),
    lambda slot: slot["kdf"].update(salt=flip(slot["kdf"]["salt"])),
    lambda slot: slot["kdf"].update(memory_kib=2048),
    lambda slot: slot.update(name="李老帅"),
])  # fmt: skip
def test_the_right_password_is_not_called_wrong_where_neither_copy_is_sound(
    locked: tuple[Path, keys.DeskKey, str], harm: Callable[[dict[str, Any]], None]
) -> None:
    for name in FILE_NAMES:
        rewrite(locked[0] / name, lambda c: harm(slot_of(c)))
    with pytest.raises(Damaged, match="两份钥匙文件都有损坏"):
        keys.unlock(locked[0], ACCOUNT, PASSWORD)


@pytest.mark.parametrize("place", FILE_NAMES)
def test_a_wrong_password_is_called_wrong_where_one_copy_is_sound(
    locked: tuple[Path, keys.DeskKey, str], place: str
) -> None:
    rewrite(locked[0] / place, lambda c: slot_of(c).update(wrapped=flip(slot_of(c)["wrapped"])))
    with pytest.raises(WrongPassword):
        keys.unlock(locked[0], ACCOUNT, "门口那棵大柳树")


def test_nonsense_where_hex_should_be_is_damage_not_a_crash(locked: tuple[Path, keys.DeskKey, str]) -> None:
    for name in FILE_NAMES:
        rewrite(locked[0] / name, lambda c: slot_of(c).update(wrapped="这不是密文"))
    with pytest.raises(Damaged):
        keys.unlock(locked[0], ACCOUNT, PASSWORD)
    for name in FILE_NAMES:
        rewrite(locked[0] / name, lambda c: slot_of(c).update(kdf={}))
    with pytest.raises(Damaged):
        keys.unlock(locked[0], ACCOUNT, PASSWORD)


def test_a_swapped_in_key_of_somebody_else_is_found_out(locked: tuple[Path, keys.DeskKey, str]) -> None:
    folder, _key, code = locked
    for name in FILE_NAMES:
        rewrite(folder / name, lambda c: slot_of(c).update(sealed=slot_of(c, RECOVERY)["sealed"]), honest=True)
    with pytest.raises(Damaged, match="对不上"):
        keys.unlock(folder, ACCOUNT, PASSWORD)
    assert keys.unlock(folder, RECOVERY, code)


def test_a_newer_key_file_asks_for_a_newer_program(locked: tuple[Path, keys.DeskKey, str]) -> None:
    for name in FILE_NAMES:
        rewrite(locked[0] / name, lambda c: c.update(format=2))
    with pytest.raises(Refused, match="升级"):
        keys.unlock(locked[0], ACCOUNT, PASSWORD)


@pytest.mark.parametrize("place", FILE_NAMES)
def test_a_format_flipped_in_one_copy_is_no_newer_program(locked: tuple[Path, keys.DeskKey, str], place: str) -> None:
    rewrite(locked[0] / place, lambda c: c.update(format=3))
    assert keys.unlock(locked[0], ACCOUNT, PASSWORD).key == locked[1]


def test_an_empty_folder_is_no_desk(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="没有工作台"):
        keys.unlock(tmp_path, ACCOUNT, PASSWORD)


def test_a_database_without_its_keys_says_what_is_missing(locked: tuple[Path, keys.DeskKey, str]) -> None:
    folder, _, _ = locked
    (folder / "desk.db").write_bytes(b"x" * 4096)
    for name in FILE_NAMES:
        (folder / name).unlink()
    with pytest.raises(Damaged, match=r"钥匙文件（keys.json、keys.copy.json）不见了.*从备份恢复"):
        keys.accounts(folder)


def test_a_second_desk_is_not_laid_over_a_first(locked: tuple[Path, keys.DeskKey, str]) -> None:
    before = (locked[0] / FILE_NAMES[0]).read_bytes()
    with pytest.raises(Refused, match="空文件夹"):
        keys.create(locked[0], ACCOUNT, PASSWORD)
    assert (locked[0] / FILE_NAMES[0]).read_bytes() == before


# --- people come and go ---------------------------------------------------------------------------------------


def test_a_further_person_and_a_new_password(locked: tuple[Path, keys.DeskKey, str]) -> None:
    folder, key, code = locked
    keys.add(folder, "孙老师", "另外一句好记的话", key)
    assert keys.accounts(folder) == [ACCOUNT, "孙老师"]
    assert keys.unlock(folder, "孙老师", "另外一句好记的话").key == key
    keys.add(folder, ACCOUNT, "换过的密码八位", key)
    assert keys.unlock(folder, ACCOUNT, "换过的密码八位").key == key
    with pytest.raises(WrongPassword):
        keys.unlock(folder, ACCOUNT, PASSWORD)
    assert keys.unlock(folder, RECOVERY, code).key == key


def test_nobody_can_be_called_like_the_recovery_code(locked: tuple[Path, keys.DeskKey, str]) -> None:
    folder, key, code = locked
    with pytest.raises(Refused):
        keys.add(folder, RECOVERY, "八位以上的密码啊", key)
    assert keys.unlock(folder, RECOVERY, code).key == key
    with pytest.raises(Refused):
        keys.create(folder / "new", RECOVERY, PASSWORD)


def test_changing_locks_shuts_one_out_and_keeps_the_others_passwords(locked: tuple[Path, keys.DeskKey, str]) -> None:
    folder, key, code = locked
    keys.add(folder, "孙老师", "另外一句好记的话", key)
    fresh = keys.change_locks(folder, key, leave_out=["孙老师"])
    between = keys.unlock(folder, ACCOUNT, PASSWORD)
    assert (between.key, between.previous) == (fresh, key)
    keys.finish_change(folder)
    after = keys.unlock(folder, ACCOUNT, PASSWORD)
    assert (after.key, after.previous) == (fresh, None)
    assert keys.unlock(folder, RECOVERY, code).key == fresh
    with pytest.raises(WrongPassword):
        keys.unlock(folder, "孙老师", "另外一句好记的话")


def test_what_was_known_to_others_opens_nothing_once_the_locks_were_changed(
    locked: tuple[Path, keys.DeskKey, str],
) -> None:
    """The old code and the old password fit neither the new key file nor, with an old copy of it, the new key."""
    folder, key, old_code = locked
    keys.add(folder, "孙老师", "另外一句好记的话", key)
    copied = {name: (folder / name).read_bytes() for name in FILE_NAMES}
    code = keys.new_recovery_code()
    fresh = keys.change_locks(folder, key, passwords={ACCOUNT: "门前的桂花树开了"}, code=code)
    keys.finish_change(folder)
    for name, secret in ((ACCOUNT, PASSWORD), (RECOVERY, old_code)):
        with pytest.raises(WrongPassword):
            keys.unlock(folder, name, secret)
    assert keys.unlock(folder, ACCOUNT, "门前的桂花树开了").key == fresh
    assert keys.unlock(folder, RECOVERY, code).key == fresh
    assert keys.unlock(folder, "孙老师", "另外一句好记的话").key == fresh
    for name, content in copied.items():
        (folder / name).write_bytes(content)
    assert keys.unlock(folder, RECOVERY, old_code).key == key != fresh


def test_between_the_halves_the_new_secrets_open_both_keys_and_the_old_ones_none(
    locked: tuple[Path, keys.DeskKey, str],
) -> None:
    folder, key, old_code = locked
    code = keys.new_recovery_code()
    fresh = keys.change_locks(folder, key, passwords={ACCOUNT: "门前的桂花树开了"}, code=code)
    between = keys.unlock(folder, ACCOUNT, "门前的桂花树开了")
    assert (between.key, between.previous) == (fresh, key)
    with pytest.raises(WrongPassword):
        keys.unlock(folder, RECOVERY, old_code)


def test_the_last_person_cannot_be_shut_out(locked: tuple[Path, keys.DeskKey, str]) -> None:
    with pytest.raises(Refused, match="一位"):
        keys.change_locks(locked[0], locked[1], leave_out=[ACCOUNT])


@pytest.mark.parametrize("stale", FILE_NAMES)
def test_a_plug_pulled_between_the_two_copies_of_a_lock_change(
    locked: tuple[Path, keys.DeskKey, str], stale: str
) -> None:
    folder, key, _code = locked
    before = (folder / stale).read_bytes()
    fresh = keys.change_locks(folder, key)
    (folder / stale).write_bytes(before)
    unlocked = keys.unlock(folder, ACCOUNT, PASSWORD)
    assert key in (unlocked.key, unlocked.previous)
    assert unlocked.key in (key, fresh)


def test_the_file_gives_away_sign_in_names_only(locked: tuple[Path, keys.DeskKey, str]) -> None:
    folder, key, code = locked
    keys.add(folder, "孙老师", "另外一句好记的话", key)
    for name in FILE_NAMES:
        content = json.loads((folder / name).read_text(encoding="utf-8"))
        assert set(content) == {"format", "slots", "digest"}
        fields = {"name", "kdf", "public", "wrap_nonce", "wrapped", "sealed", "previous"}
        assert all(set(slot) == fields for slot in content["slots"])
        raw = (folder / name).read_text(encoding="utf-8")
        for secret in (key.key.hex(), key.salt.hex(), PASSWORD, keys.normal_code(code), "administrator", "管理员"):
            assert secret not in raw


def test_a_key_never_shows_itself() -> None:
    key = keys.DeskKey.random()
    assert key.key.hex() not in repr(key)
    assert "x'" in key.pragma
    assert len(key.pragma) == 96 + 3


@pytest.mark.parametrize("code", ["0123456789ABCDEFGHJKMNPQRS1H", "Z" * 26 + "E8", "7" * 26 + "JN", "ZY" * 13 + "85"])
def test_a_code_on_paper_is_checked_by_every_later_program_as_when_it_was_printed(code: str) -> None:
    assert keys.recovery_code_problem(code) == ""
