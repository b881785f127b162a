import io
import struct
import zlib

import pytest
from PIL import Image

from studio_app.core.errors import Damaged, Refused, Unavailable
from studio_app.store.attachments import AttachmentFiles
from studio_app.store.pictures import Sizes, picture

ORIENTATION, GPS = 274, 34853


@pytest.fixture
def files(tmp_path) -> AttachmentFiles:
    return AttachmentFiles(tmp_path / "files")


def photo(size=(400, 300), kind="JPEG", mode="RGB", **options) -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(made, kind, **options)
    return made.getvalue()


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


# ---- files ------------------------------------------------------------------------------------------------------


def test_what_is_written_is_read_and_nobody_else_can(files):
    content = b"two thousand yuan" * 100
    one, two = files.write(content), files.write(content)
    assert files.read(one.file_id, one.key) == content
    assert one.key != two.key
    assert content[:17] not in (files.folder / one.file_id).read_bytes()
    with pytest.raises(Damaged):
        files.read(one.file_id, two.key)


def test_files_are_named_by_number_alone(files):
    stored = files.write(b"x")
    assert [path.name for path in files.folder.iterdir()] == [stored.file_id]
    assert len(stored.file_id) == 32


@pytest.mark.parametrize(
    "spoil",
    [lambda b: b[:-1], lambda b: b[:40] + bytes([b[40] ^ 1]) + b[41:], lambda b: b"", lambda b: b"XXXX" + b[4:]],
)
def test_a_changed_file_is_damaged(files, spoil):
    stored = files.write(b"evidence" * 50)
    path = files.folder / stored.file_id
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Damaged, match="备份"):
        files.read(stored.file_id, stored.key)


def test_files_cannot_change_places(files):
    one, two = files.write(b"one"), files.write(b"two")
    (files.folder / one.file_id).write_bytes((files.folder / two.file_id).read_bytes())
    with pytest.raises(Damaged):
        files.read(one.file_id, two.key)


def test_a_missing_file_and_a_stray_name(files):
    stored = files.write(b"x")
    files.remove(stored.file_id)
    with pytest.raises(Unavailable, match="备份"):
        files.read(stored.file_id, stored.key)
    with pytest.raises(Damaged):
        files.read("../desk", stored.key)
    with pytest.raises(Damaged):
        files.read(files.write(b"x").file_id, "not a key")


def test_a_disk_that_takes_nothing(files):
    files.folder.parent.joinpath("files").write_bytes(b"a file where the folder should be")
    with pytest.raises(Unavailable):
        files.write(b"x")


# ---- pictures ---------------------------------------------------------------------------------------------------


def test_the_print_copy_is_upright_small_and_says_nothing_of_the_place():
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # taken with the phone on its side
    exif[GPS] = {1: "N", 2: (38.0, 54.0, 0.0)}
    made = picture(photo((4000, 3000), exif=exif, comment=b"secret"), "a.jpg", Sizes())
    assert made is not None
    assert made.media_type == "image/jpeg"
    assert opened(made.print_copy).size == (960, 1280)
    assert max(opened(made.thumbnail).size) == 320
    for copy in (made.print_copy, made.thumbnail):
        assert dict(opened(copy).getexif()) == {}
        assert b"secret" not in copy
        assert "icc_profile" not in opened(copy).info


def test_a_small_photo_is_not_blown_up():
    made = picture(photo((40, 30)), "a.jpg", Sizes())
    assert made is not None
    assert opened(made.print_copy).size == (40, 30)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "L"),
        ("PNG", "1"),
        ("GIF", "L"),
        ("BMP", "RGB"),
        ("WEBP", "RGB"),
        ("TIFF", "CMYK"),
        ("JPEG", "CMYK"),
        ("PNG", "I;16"),
    ],
)
def test_what_phones_and_scanners_make(kind, mode):
    made = picture(photo(kind=kind, mode=mode), f"a.{kind}", Sizes())
    assert made is not None
    assert opened(made.print_copy).mode == "RGB"


def test_what_is_transparent_is_paper():
    clear = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear, "PNG")
    made = picture(clear.getvalue(), "a.png", Sizes())
    assert made is not None
    assert opened(made.print_copy).getpixel((5, 5)) == (255, 255, 255)


def test_other_files_are_no_pictures():
    assert picture(b"%PDF-1.7 ...", "a.pdf", Sizes()) is None
    assert picture(b"\x00" * 100, "a.dat", Sizes()) is None


@pytest.mark.parametrize(
    "content", [photo()[:200], b"\xff\xd8\xff\xe0" + b"\x00" * 50, photo(kind="PNG")[:60], b"not a picture at all"]
)
def test_a_damaged_picture_says_so(content):
    with pytest.raises(Refused, match="损坏"):
        picture(content, "现场.jpg", Sizes())


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "IMG_1.jpg"),
        (b"x", "IMG_1.HEIC"),
        (b"\x00\x00\x00\x18ftypmif1", "x"),
    ],
)
def test_heic_is_refused_with_the_way_out(content, name):
    with pytest.raises(Refused, match="JPEG"):
        picture(content, name, Sizes())


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be enormous."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [9_100, 12_000, 60_000])
def test_a_decompression_bomb_is_never_unpacked(side):
    with pytest.raises(Refused, match="像素太多"):
        picture(bomb(side, side), "a.png", Sizes())


def test_a_picture_of_too_many_pixels_is_told_the_limit_as_people_count_them():
    with pytest.raises(Refused, match="超过 100 万像素"):
        picture(photo((2000, 1000)), "全景.jpg", Sizes(megapixels=1))
