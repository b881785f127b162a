"""A ledger appears whole or not at all, and the reason is told."""

import errno
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from studio_app.core.errors import Refused, Unavailable
from studio_app.core.whole_file import replacing
from tests.workbook.conftest import write


def test_an_existing_file_is_never_overwritten_unasked(t1, t1_values, tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_text("旧")
    with pytest.raises(Refused, match=r"文件已存在：“台账\.xlsx”"):
        write(t1, t1_values, [], path)
    assert path.read_text() == "旧"
    write(t1, t1_values, [], path, force=True)
    assert path.read_bytes().startswith(b"PK")
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_appears_meanwhile_is_kept(tmp_path):
    path = tmp_path / "a.xlsx"
    with pytest.raises(Refused, match="文件已存在"), replacing(path, force=False):
        path.write_text("别人的")
    assert path.read_text() == "别人的"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_no_file(t1, t1_values, tmp_path):
    with pytest.raises(Refused, match="是一个文件夹"):
        write(t1, t1_values, [], tmp_path, force=True)


def test_a_failing_row_leaves_the_old_file(t1, t1_values, t1_rows, tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_text("旧")

    def rows():
        yield t1_rows[0]
        raise LookupError

    with pytest.raises(LookupError):
        write(t1, t1_values, rows(), path, force=True)
    assert path.read_text() == "旧"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_told(t1, t1_values, tmp_path):
    with pytest.raises(Unavailable, match="找不到文件夹"):
        write(t1, t1_values, [], tmp_path / "没有" / "台账.xlsx")


@pytest.mark.skipif(
    not Path("/sys/kernel").is_dir(), reason="needs a mounted /sys: a place where even root may not write"
)
def test_a_place_nobody_may_write_to_is_told(t1, t1_values):
    with pytest.raises(Unavailable, match=r"只读|没有.*权限"):
        write(t1, t1_values, [], Path("/sys/台账.xlsx"))


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file size to play a full disk")
def test_a_full_disk_leaves_nothing(t1, t1_values, t1_rows, tmp_path):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(Unavailable, match=r"磁盘空间不足，“台账\.xlsx”没有写成"):
            write(t1, t1_values, ((n, *t1_rows[0][1:]) for n in range(50_000)), tmp_path / "台账.xlsx")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "exists", "told"),
    [
        (PermissionError(errno.EACCES, ""), True, "请先关闭它"),
        (PermissionError(errno.EACCES, ""), False, "权限"),
        (OSError(errno.EROFS, ""), False, "只读"),
        (OSError(errno.ENOSPC, ""), True, "磁盘空间不足"),
        (OSError(errno.EIO, ""), True, "系统错误 5"),
    ],
)
def test_what_the_system_refuses_is_told_in_words(tmp_path, error, exists, told):
    path = tmp_path / "台账.xlsx"
    if exists:
        path.write_text("旧")
    with pytest.raises(Unavailable, match=told), replacing(path, force=True):
        raise error
    assert [entry.read_text() for entry in tmp_path.iterdir()] == (["旧"] if exists else [])


KILLED = """
import os, signal, sys
from pathlib import Path
from studio_app.core.whole_file import replacing
with replacing(Path(sys.argv[1]), force=True) as stream:
    stream.write(b"half")
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signal ends a process there")
def test_what_a_killed_export_left_goes_with_the_next_one(tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_text("旧")
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False).returncode < 0
    assert path.read_text() == "旧"
    assert len(list(tmp_path.iterdir())) == 2
    with replacing(tmp_path / "另一份.pdf", force=False) as stream:
        stream.write(b"new")
    assert {file.name for file in tmp_path.iterdir()} == {"台账.xlsx", "另一份.pdf"}


def test_what_others_left_stays(tmp_path):
    mine = [f".~{uuid.uuid4().hex}.tmp", f".~studio-app-{uuid.uuid4().hex}.tmp"]
    others = [".~lock.台账.xlsx#", ".~abc.tmp", f"{uuid.uuid4().hex}.tmp", f".~{'0' * 32}.tmp", f"~${mine[0]}"]
    for name in (*mine, *others):
        (tmp_path / name).write_text("x")
    folder = tmp_path / f".~{uuid.uuid4().hex}.tmp"
    folder.mkdir()
    with replacing(tmp_path / "a.pdf", force=False):
        pass
    assert {file.name for file in tmp_path.iterdir()} == {*others, folder.name, "a.pdf"}


def test_what_somebody_still_writes_is_left_to_him(tmp_path):
    with replacing(tmp_path / "a.xlsx", force=False) as long:
        long.write(b"a")
        with replacing(tmp_path / "b.pdf", force=False) as short:
            short.write(b"b")
        assert len(list(tmp_path.iterdir())) == 2
    assert (tmp_path / "a.xlsx").read_bytes() == b"a"
    assert len(list(tmp_path.iterdir())) == 2
