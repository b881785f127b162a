"""Who may open the database: one random key, sealed to the key pair of every account and of the recovery code."""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from studio_app.core.errors import Damaged, Refused, Unavailable, WrongPassword
from studio_app.core.files import read_regular, write_atomically
from studio_app.domain.folding import name_key

FILE_NAMES = ("keys.json", "keys.copy.json")
NO_KEYS = f"数据还在，但打开它的两个钥匙文件（{'、'.join(FILE_NAMES)}）不见了。请把它们放回原处，或从备份恢复。"
RECOVERY = "恢复码"
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4  # the floor of model.md "Keys"
MEMORY_LIMIT_KIB = 1024 * 1024  # a key file asking for more is an attack on the PC, not a lock
FORMAT = 1
UNREADABLE = "钥匙文件已损坏，两份都读不出来。请从备份中恢复 keys.json。"
NOT_SOUND = "两份钥匙文件都有损坏，密码对不对已经看不出来。请从备份中恢复 keys.json，或用恢复码试一试。"
_SPOILT = (InvalidTag, ValueError, KeyError, TypeError)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U to misread


@dataclass(frozen=True, repr=False)
class DeskKey:
    """The database's 256-bit key and 128-bit salt; both, because a flipped bit in a stored salt loses the file."""

    key: bytes
    salt: bytes

    @classmethod
    def random(cls) -> "DeskKey":
        return cls(secrets.token_bytes(32), secrets.token_bytes(16))

    @property
    def pragma(self) -> str:
        """The form SQLCipher takes: 96 hex digits, so no derivation happens there."""
        return f"x'{self.key.hex()}{self.salt.hex()}'"


@dataclass(frozen=True, repr=False)
class Slot:
    """One lock: a private key wrapped by a password, and the desk key sealed to its public half."""

    name: str
    kdf: dict[str, Any]
    public: str
    wrap_nonce: str
    wrapped: str
    sealed: dict[str, str]
    previous: dict[str, str] | None = None  # the key before 换锁, until the file has been exchanged

    def associated_data(self) -> bytes:
        """Binds name, parameters and public key to the wrapped private half."""
        fields = {"name": self.name, "kdf": self.kdf, "public": self.public}
        return json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()


@dataclass(frozen=True, repr=False)
class Unlocked:
    """What a password opens; `previous` is set only between the two halves of 换锁.

    `spare`: keys the other copy of the key file holds instead, where one of the two is not this desk's.
    """

    key: DeskKey
    previous: DeskKey | None
    spare: tuple[DeskKey, ...] = ()


# --- the file -------------------------------------------------------------------------------------------------


def create(folder: Path, account: str, password: str) -> tuple[DeskKey, str]:
    """Make the key files of a new desk; returns its key and the recovery code, shown once."""
    if any((folder / name).exists() for name in FILE_NAMES):
        raise Refused("这个文件夹里已经有工作台，请换一个空文件夹。")
    _refuse_reserved(account)
    desk_key, code = DeskKey.random(), new_recovery_code()
    slots = [_new_slot(account, password, desk_key), _new_slot(RECOVERY, normal_code(code), desk_key)]
    _write(folder, slots)
    return desk_key, code


def unlock(folder: Path, account: str, password: str) -> Unlocked:
    """Open a slot with its password, or the recovery slot with the code (account 恢复码).

    Each copy of the key file is tried. WrongPassword when the pair does not fit; Damaged when no copy of the
    file can be read, none holds what it should, or none is sound enough to say that the password is the wrong one.
    """
    secret = normal_code(password) if account == RECOVERY else password
    copies = _copies(folder)
    try:
        return _unlocked([slot for _sound, copy in copies for slot in copy if slot.name == account], secret)
    except WrongPassword:
        if any(sound for sound, _copy in copies):
            raise
        raise Damaged(NOT_SOUND) from None


def _unlocked(slots: list[Slot], secret: str) -> Unlocked:
    if not slots:
        raise WrongPassword("没有这个账号，请检查登录名。")
    found = list(_opened(slots, secret))
    if not found:
        raise Damaged("钥匙文件的内容对不上，可能被改动过。请用备份恢复，或用恢复码打开。")
    spare = dict.fromkeys(key for one in found[1:] for key in (one.key, one.previous) if key is not None)
    spare.pop(found[0].key, None)
    return replace(found[0], spare=tuple(spare))


def _opened(slots: list[Slot], secret: str) -> Iterator[Unlocked]:
    """What each slot holds that the password fits; copies that say the same are stretched once.

    WrongPassword or Damaged where it fits none.
    """
    trouble: Unavailable | None = None
    privates: dict[tuple[bytes, str, str], X25519PrivateKey] = {}
    for slot in slots:
        if _lock_of(slot) not in privates:
            try:
                privates[_lock_of(slot)] = _open_slot(slot, secret)
            except (WrongPassword, Damaged) as refused:
                trouble = trouble or refused
    if not privates:
        raise trouble or Damaged(UNREADABLE)
    for slot in slots:
        private = privates.get(_lock_of(slot))
        if private is not None:
            with suppress(*_SPOILT):
                yield Unlocked(
                    _unseal(private, slot.sealed), _unseal(private, slot.previous) if slot.previous else None
                )


def _lock_of(slot: Slot) -> tuple[bytes, str, str]:
    return slot.associated_data(), slot.wrap_nonce, slot.wrapped


def accounts(folder: Path) -> list[str]:
    """Sign-in names, without the recovery slot."""
    return [slot.name for slot in _read(folder)[0] if slot.name != RECOVERY]


def stored_name(folder: Path, typed: str) -> str:
    """The sign-in name as it was given: Li for li and Ｌｉ, 李老师 for 李 老师; as typed where nobody is called so."""
    known = accounts(folder)
    alike = [name for name in known if name_key(name) == name_key(typed)]
    return alike[0] if typed not in known and len(alike) == 1 else typed


def add(folder: Path, account: str, password: str, desk_key: DeskKey) -> None:
    """A further person, or a new password for one who is known."""
    _refuse_reserved(account)
    _put(folder, account, password, desk_key)


def _refuse_reserved(account: str) -> None:
    if name_key(account) == name_key(RECOVERY):
        raise Refused(f"登录名不能叫“{RECOVERY}”，请换一个。")


def _put(folder: Path, account: str, password: str, desk_key: DeskKey) -> None:
    others = [slot for slot in _read(folder)[0] if slot.name != account]
    _write(folder, [*others, _new_slot(account, password, desk_key)])


def replace_recovery(folder: Path, code: str, desk_key: DeskKey) -> None:
    """Another recovery code; the one before opens this key file no more, but those of earlier backups still."""
    _put(folder, RECOVERY, normal_code(code), desk_key)


def change_locks(
    folder: Path,
    old: DeskKey,
    leave_out: Iterable[str] = (),
    passwords: Mapping[str, str] = MappingProxyType({}),
    code: str = "",
) -> DeskKey:
    """First half of 换锁: a new key for those who remain, without their passwords.

    Who has an entry in `passwords` gets a new lock in the same stroke, and `code` a new recovery slot: what opened the
    old ones opens nothing that is written from now on. Both keys stand in the file until `finish_change`, so a pulled
    plug between writing the keys and exchanging the database leaves one of the two that opens it.
    """
    fresh, gone = DeskKey.random(), set(leave_out)
    renewed = {**passwords, **({RECOVERY: normal_code(code)} if code else {})}
    remaining = [slot for slot in _read(folder)[0] if slot.name not in gone]
    if all(slot.name == RECOVERY for slot in remaining):
        raise Refused("至少要留下一位能登录的人。")
    locks = [
        _new_slot(slot.name, renewed[slot.name], fresh)
        if slot.name in renewed
        else replace(slot, sealed=_seal(slot.public, fresh))
        for slot in remaining
    ]
    _write(folder, [replace(lock, previous=_seal(lock.public, old)) for lock in locks])
    return fresh


def change_pending(folder: Path) -> bool:
    """Whether a 换锁 was cut off before the database had its new key."""
    return any(slot.previous for slot in _read(folder)[0])


def finish_change(folder: Path) -> None:
    """Second half of 换锁: forget the old key."""
    _write(folder, [replace(slot, previous=None) for slot in _read(folder)[0]])


# --- recovery codes -----------------------------------------------------------------------------------------


def new_recovery_code() -> str:
    """130 random bits and two check characters, in seven groups of four."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(26))
    return "-".join((body + _check(body))[i : i + 4] for i in range(0, 28, 4))


def normal_code(code: str) -> str:
    """Forgives case, width, spaces, dashes and the letters people misread."""
    kept = unicodedata.normalize("NFKC", code).upper().translate(str.maketrans("OIL", "011"))
    return "".join(c for c in kept if c in _ALPHABET)


def recovery_code_problem(code: str) -> str:
    """A sentence when a typed code cannot be right, else empty: the check characters catch a slip of the pen."""
    plain = normal_code(code)
    if len(plain) != 28:
        return f"恢复码一共 28 个字符，现在是 {len(plain)} 个。"
    return "" if _check(plain[:26]) == plain[26:] else "恢复码里有抄错的字符，请对照原件再看一遍。"


def _check(body: str) -> str:
    value = sum((i + 2) * _ALPHABET.index(c) for i, c in enumerate(body)) % 1021  # a prime below 32 * 32
    return _ALPHABET[value // 32] + _ALPHABET[value % 32]


# --- cryptography ---------------------------------------------------------------------------------------------


def _new_slot(name: str, password: str, desk_key: DeskKey) -> Slot:
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw().hex()
    kdf = {"memory_kib": MEMORY_KIB, "passes": PASSES, "lanes": LANES, "salt": secrets.token_hex(16)}
    empty = Slot(name, kdf, public, secrets.token_hex(12), "", _seal(public, desk_key))
    cipher = AESGCM(_stretch(password, kdf))
    box = cipher.encrypt(bytes.fromhex(empty.wrap_nonce), private.private_bytes_raw(), empty.associated_data())
    return replace(empty, wrapped=box.hex())


def _open_slot(slot: Slot, password: str) -> X25519PrivateKey:
    cipher = AESGCM(_stretch(password, slot.kdf))
    try:
        raw = cipher.decrypt(bytes.fromhex(slot.wrap_nonce), bytes.fromhex(slot.wrapped), slot.associated_data())
        return X25519PrivateKey.from_private_bytes(raw)
    except InvalidTag:
        raise WrongPassword("密码不对，请再试一次。忘记密码可以用恢复码打开。") from None
    except ValueError:
        raise Damaged(UNREADABLE) from None


def _stretch(password: str, kdf: dict[str, Any]) -> bytes:
    """Argon2id; Damaged for parameters that would freeze the PC, or are none."""
    try:
        memory, passes, lanes = int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"])
        if memory > MEMORY_LIMIT_KIB or passes > 64 or lanes > 64:
            raise Damaged("钥匙文件不对劲，没有打开。请用备份里的钥匙文件，或找装程序的同志。")
        salt = bytes.fromhex(kdf["salt"])
        stretch = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    except (ValueError, KeyError, TypeError, OverflowError):
        raise Damaged(UNREADABLE) from None
    return stretch.derive(password.encode())


def _seal(public: str, desk_key: DeskKey) -> dict[str, str]:
    """ECIES: ephemeral X25519, HKDF-SHA256, AES-256-GCM."""
    ephemeral = X25519PrivateKey.generate()
    own = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(public)))
    nonce = secrets.token_bytes(12)
    box = AESGCM(_box_key(shared, own, bytes.fromhex(public))).encrypt(nonce, desk_key.key + desk_key.salt, own)
    return {"ephemeral": own.hex(), "nonce": nonce.hex(), "box": box.hex()}


def _unseal(private: X25519PrivateKey, sealed: dict[str, str]) -> DeskKey:
    own = bytes.fromhex(sealed["ephemeral"])
    shared = private.exchange(X25519PublicKey.from_public_bytes(own))
    key = _box_key(shared, own, private.public_key().public_bytes_raw())
    raw = AESGCM(key).decrypt(bytes.fromhex(sealed["nonce"]), bytes.fromhex(sealed["box"]), own)
    return DeskKey(raw[:32], raw[32:])


def _box_key(shared: bytes, ephemeral: bytes, recipient: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"studio-app desk key" + ephemeral + recipient).derive(shared)


# --- reading and writing --------------------------------------------------------------------------------------


def _write(folder: Path, slots: list[Slot]) -> None:
    """Both copies, one after the other: a pulled plug spoils one at most."""
    stored = [vars(slot) for slot in slots]
    content = {"format": FORMAT, "slots": stored, "digest": _digest(stored)}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    for name in FILE_NAMES:
        write_atomically(folder / name, text.encode())


def _read(folder: Path) -> list[list[Slot]]:
    """The readable copies, sound ones first: what is written back must not carry on a flipped bit."""
    return [slots for _sound, slots in _copies(folder)]


def _copies(folder: Path) -> list[tuple[bool, list[Slot]]]:
    """The readable copies, each with whether it is as it was written, sound ones first."""
    found: list[tuple[bool, list[Slot]]] = []
    newer = False
    for name in FILE_NAMES:
        try:
            stored = json.loads(read_regular(folder / name).decode())
            slots = [Slot(**slot) for slot in stored["slots"]]
            if int(stored["format"]) > FORMAT:
                newer = True
            else:
                found.append((stored.get("digest") == _digest(stored["slots"]), slots))
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            continue
    if newer and not any(sound for sound, _slots in found):  # beside a sound one of ours it is a flipped bit
        raise Refused("这个工作台是更新版本的程序建立的，请先升级本程序再打开。数据没有改动。")
    if not found:
        if any((folder / name).exists() for name in FILE_NAMES):
            raise Damaged(UNREADABLE)
        if (folder / "desk.db").exists():
            raise Damaged(NO_KEYS)
        raise Unavailable(f"这里没有工作台：{folder}。请检查文件夹，或新建一个。")
    return sorted(found, key=lambda copy: not copy[0])


def _digest(slots: list[dict[str, Any]]) -> str:
    """Finds a damaged copy; whoever forges a slot meets the authenticated encryption inside it."""
    return hashlib.sha256(json.dumps(slots, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def copy_into(folder: Path, target: Path) -> None:
    """Both key files beside a copy of the database; every backup opens with the passwords of its day."""
    for name in FILE_NAMES:
        source = folder / name
        if source.exists():
            write_atomically(target / name, source.read_bytes())
