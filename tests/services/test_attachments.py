import io
import os
import stat
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from studio_app.core.errors import Damaged, Refused
from studio_app.office.tables import AccessLog, Attachment, DictionaryEntry
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.papers.dossier import Dossier
from studio_app.records.dispute.papers.photos import photos_of
from studio_app.records.dispute.session.table import MediationSession
from studio_app.records.intake.draft import IntakeDraft
from studio_app.records.intake.service import Intakes
from studio_app.services.attachments import Attachments
from studio_app.services.printing import Paper, Printing
from studio_app.store import throwaway
from studio_app.store.log_tables import Change


@pytest.fixture
def case_id(office) -> str:
    with office.write("受理为纠纷") as session:
        return open_case(
            session, office, Opening(title="漏水", accepted_on=date(2026, 11, 23), parties=[PartyDraft(name="王某")])
        ).id


@pytest.fixture
def attachments(office):
    service = Attachments(office)
    yield service
    service.close_outside()


@pytest.fixture
def photo(tmp_path) -> Path:
    path = tmp_path / "现场 王某家.jpg"
    Image.linear_gradient("L").resize((2000, 1000)).convert("RGB").save(path)
    return path


def named(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_one_failing_file_does_not_stop_the_others(attachments, case_id, photo, tmp_path):
    pdf = named(tmp_path, "估价单.pdf", b"%PDF-1.4")
    paths = [photo, named(tmp_path, "空.jpg", b""), tmp_path / "没有.jpg", tmp_path, named(tmp_path, "坏.jpg", b"xx"),
             named(tmp_path, "a.heic", b"x"), named(tmp_path, "a.EXE", b"MZ"), pdf]  # fmt: skip
    told = attachments.add(case_id, paths)
    assert [bool(added.id) for added in told] == [True, False, False, False, False, False, False, True]
    for added, word in zip(told[1:-1], ("空文件", "找不到", "文件夹", "损坏", "JPEG", "程序"), strict=True):
        assert word in added.trouble
    assert [line.name for line in attachments.list(case_id)] == ["现场 王某家.jpg", "估价单.pdf"]


def test_the_original_comes_back_to_the_byte(office, attachments, case_id, photo):
    (added,) = attachments.add(case_id, [photo], note="厨房顶棚")
    assert attachments.content(added.id) == photo.read_bytes()
    assert attachments.thumbnail(added.id).startswith(b"\xff\xd8")
    assert Image.open(io.BytesIO(attachments.photo(added.id))).size == (1280, 640)
    (line,) = attachments.list(case_id)
    assert (line.is_photo, line.media_type, line.note, line.size) == (
        True,
        "image/jpeg",
        "厨房顶棚",
        photo.stat().st_size,
    )
    stored = list((office.folder / "files").iterdir())
    assert len(stored) == 2
    assert all(photo.read_bytes()[:20] not in path.read_bytes() for path in stored)


def test_too_large_is_refused_before_it_is_read(office, attachments, case_id, tmp_path):
    huge = tmp_path / "录像.mp4"
    with huge.open("wb") as file:
        file.truncate(51_000_000)
    assert "超过 50 MB" in attachments.add(case_id, [huge])[0].trouble
    with office.write("改上限") as session:
        query = select(DictionaryEntry).where(DictionaryEntry.code == "attachment_mb")
        row = session.scalars(query).one()
        row.data = {**row.data, "value": 1}
    assert "超过 1 MB" in attachments.add(case_id, [named(tmp_path, "a.pdf", b"x" * 1_100_000)])[0].trouble


def test_of_a_visit_and_of_the_case_it_became(office, attachments, photo):
    intakes = Intakes(office)
    visit = intakes.register(IntakeDraft(content="楼上漏水", other_side="赵某"))
    (added,) = attachments.add_to_intake(visit.id, [photo])
    opening = intakes.opening_for(visit.id)
    opening.parties = [PartyDraft(name="王某")]
    case = intakes.accept(visit.id, opening)
    assert [line.id for line in attachments.list_of_intake(visit.id)] == [added.id]
    assert [line.id for line in attachments.list(case.id)] == [added.id]


def test_removed_means_recycle_bin(office, attachments, case_id, photo):
    (added,) = attachments.add(case_id, [photo])
    attachments.remove(added.id)
    assert attachments.list(case_id) == []
    assert len(list((office.folder / "files").iterdir())) == 2
    with pytest.raises(Refused, match="已经不在了"):
        attachments.content(added.id)
    with office.database.transaction("", "还原") as session:
        query = select(Attachment).where(Attachment.id == added.id).execution_options(with_deleted=True)
        session.scalars(query).one().deleted_at = None
    assert attachments.content(added.id) == photo.read_bytes()


def test_a_better_name_keeps_its_kind(attachments, case_id, photo):
    (added,) = attachments.add(case_id, [photo])
    attachments.rename(added.id, " 厨房\n顶棚 ", "11月9日拍")
    (line,) = attachments.list(case_id)
    assert (line.name, line.note) == ("厨房 顶棚.jpg", "11月9日拍")
    with pytest.raises(Refused, match="名称"):
        attachments.rename(added.id, " ")


def test_very_long_and_odd_names(attachments, case_id, tmp_path):
    attachments.add(case_id, [named(tmp_path, "长" * 75 + ".pdf", b"x"), named(tmp_path, "\u202egpj.pdf", b"y")])
    assert [line.name for line in attachments.list(case_id)] == ["长" * 75 + ".pdf", "gpj.pdf"]


def test_outside_is_one_hidden_copy_that_goes(office, attachments, case_id, photo):
    (added,) = attachments.add(case_id, [photo])
    path = attachments.open_outside(added.id)
    assert path.read_bytes() == photo.read_bytes()
    assert path.suffix == ".jpg"
    assert "王" not in path.name
    assert office.folder not in path.parents
    if os.name != "nt":
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert not path.stat().st_mode & 0o077
    assert attachments.open_outside(added.id) == path
    attachments.close_outside()
    assert not path.parent.exists()
    with office.read() as session:
        assert [entry.subject_id for entry in session.scalars(select(AccessLog))] == [added.id, added.id]


def test_nothing_else_is_decrypted_on_disk(office, attachments, case_id, photo, tmp_path, monkeypatch):
    empty = tmp_path / "tmp"
    empty.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(empty))
    (added,) = attachments.add(case_id, [photo])
    attachments.photo(added.id)
    assert list(empty.iterdir()) == []


def test_a_changed_file_is_told(office, attachments, case_id, tmp_path):
    (added,) = attachments.add(case_id, [named(tmp_path, "a.pdf", b"paper")])
    (file,) = (office.folder / "files").iterdir()
    stored = file.read_bytes()
    file.write_bytes(stored[:-1] + bytes([stored[-1] ^ 1]))
    with pytest.raises(Damaged, match="损坏"):
        attachments.content(added.id)


def test_nothing_is_left_lying_when_nothing_is_recorded(office, attachments, case_id, photo, monkeypatch):
    with pytest.raises(Refused, match="不在了"):
        attachments.add("0" * 32, [photo])
    office.signed.role = "reader"
    with pytest.raises(Refused, match="不能做这一步"):
        attachments.add(case_id, [photo])
    assert list((office.folder / "files").iterdir()) == []


def test_the_history_holds_size_and_digest_but_no_bytes(office, attachments, case_id, photo):
    attachments.add(case_id, [photo])
    with office.read() as session:
        payloads = list(session.scalars(select(Change.payload).where(Change.table == "attachment")))
    assert len(payloads) == 1
    assert '"digest"' in payloads[0]
    assert len(payloads[0]) < 2000


def test_photos_of_a_record_are_printed_with_it(office, attachments, case_id, photo):
    with office.write("记录") as session:
        sitting = MediationSession(case_id=case_id, started_at=office.now(), narrative="经过")
        session.add(sitting)
    attachments.add(case_id, [photo], sitting.id, note="厨房顶棚")
    printing = Printing(office)
    whole = printing.render("record", case_id, sitting.id)
    bare = printing.draw(Paper("record", case_id, sitting.id, with_photos=False))
    assert whole.count == bare.count + 1


@pytest.mark.parametrize(("size", "printed"), [((1080, 12_000), 9), ((9_000, 900), 8), ((1080, 2_400), 1)])
def test_a_chat_in_one_long_picture_stays_readable(office, attachments, case_id, tmp_path, size, printed):
    """On the screen in its full width, on paper in parts half a page high."""
    long = tmp_path / "聊天.png"
    Image.linear_gradient("L").resize(size).save(long)
    with office.write("记录") as session:
        sitting = MediationSession(case_id=case_id, started_at=office.now(), narrative="经过")
        session.add(sitting)
    (added,) = attachments.add(case_id, [long], sitting.id, note="聊天记录")
    with Image.open(io.BytesIO(attachments.photo(added.id))) as shown:
        assert shown.size == (size if printed > 1 else (576, 1280))
    with office.read() as session:
        photos = photos_of(Dossier(session, office, session.get_one(Case, case_id), ()), sitting.id)
    assert len(photos) == printed
    assert [photo["caption"] for photo in photos][-1] == (
        f"聊天记录（第{printed}段，共{printed}段）" if printed > 1 else "聊天记录"
    )
    assert Printing(office).render("record", case_id, sitting.id).pdf().startswith(b"%PDF")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_refused_and_not_waited_for(attachments, case_id, tmp_path):
    os.mkfifo(tmp_path / "照片.jpg")
    (told,) = attachments.add(case_id, [tmp_path / "照片.jpg"])
    assert "不是普通文件" in told.trouble


@pytest.mark.parametrize(
    "name",
    ["a.js\u200b", "a.exe ", "a.exe . ", "a.bat\u200e", "a.ＥＸＥ", "a.Js", "\u202ea.gpj.exe", "账单.pdf.lnk", "a.py"],
)
def test_a_program_in_disguise_is_refused(office, attachments, case_id, tmp_path, name):
    (told,) = attachments.add(case_id, [named(tmp_path, name, b"x")])
    assert "是程序或网页文件" in told.trouble
    assert attachments.list(case_id) == []


def test_what_an_older_desk_took_is_judged_again_before_it_is_opened(office, attachments, case_id, tmp_path):
    (added,) = attachments.add(case_id, [named(tmp_path, "a.pdf", b"x")])
    with office.write("旧版收下的") as session:
        session.get_one(Attachment, added.id).name = "a.js\u200b"
    with pytest.raises(Refused, match="没有打开"):
        attachments.open_outside(added.id)


def test_only_copies_of_ones_own_are_swept(office, attachments, case_id, photo, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    somebodys = tmp_path / "studio-app-desk"
    (somebodys / "files").mkdir(parents=True)
    os.utime(somebodys, (0, 0))
    (added,) = attachments.add(case_id, [photo])
    path = attachments.open_outside(added.id)
    assert (somebodys / "files").is_dir()
    throwaway.remove_leftovers()
    assert path.is_file()
    assert somebodys.is_dir()


def test_files_nobody_recorded_are_swept_and_no_others(office, attachments, case_id, photo):
    (added,) = attachments.add(case_id, [photo])
    attachments.remove(added.id)  # in the bin it can still be wanted back
    folder = office.folder / "files"
    kept = {file.name for file in folder.iterdir()}
    for name in ("0" * 32, "f" * 32 + ".new", "老照片.jpg"):
        (folder / name).write_bytes(b"x")
    attachments.sweep()
    assert {file.name for file in folder.iterdir()} == kept | {"老照片.jpg"}


def test_nothing_is_swept_where_the_database_lost_its_end(office, attachments, case_id, photo):
    if office.database.on_server:
        return
    attachments.add(case_id, [photo])
    (office.folder / "files" / ("0" * 32)).write_bytes(b"x")
    office.database.lost_its_end = True  # as opening finds it: tests/store/test_database_file.py
    attachments.sweep()
    assert (office.folder / "files" / ("0" * 32)).exists()
