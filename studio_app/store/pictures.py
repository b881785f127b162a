"""Photos made fit for paper and screen: upright, small, without the place they were taken; originals stay."""

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_app.core.errors import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

PRINT_QUALITY, THUMBNAIL_QUALITY = 75, 80
STRIP = 2.5  # so many times as long as wide: no photo of a camera, but a chat or a bill in one picture
PIECE = 1.3  # a part of a strip is so many times as long as wide, as half a page beside its caption
JPEG_SIDE = 65_000
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff")
_HEIC_SUFFIXES = (".heic", ".heif", ".avif")
# Only formats a phone, a scanner or a chat program makes: Pillow's other readers need not see foreign bytes.
_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF")


@dataclass(frozen=True)
class Sizes:
    """Longest sides in pixels of the two copies, and how many megapixels are looked at at all.

    Of a strip (a chat as one long picture) `print_side` bounds the short side: its words must stay readable.
    """

    print_side: int = 1280
    thumbnail_side: int = 320
    megapixels: int = 80


@dataclass(frozen=True)
class Picture:
    """A photo's media type and its two JPEG copies without EXIF, GPS or colour profile."""

    media_type: str
    print_copy: bytes
    thumbnail: bytes


def picture(content: bytes, name: str, sizes: Sizes) -> Picture | None:
    """The copies of a photo, None for a file of another kind.

    Refused, with what to do: HEIC (no reader for it), damaged pictures, and pictures so large that unpacking
    them would exhaust the computer.
    """
    if _is_heic(content, name):
        raise Refused(_wants_jpeg(name))
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=_FORMATS)
        return _copies(opened, sizes, name)
    except UnidentifiedImageError:
        if name.lower().endswith(_SUFFIXES):
            raise Refused(_damaged(name)) from None
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_too_many_pixels(name, sizes)) from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, OverflowError) as trouble:
        raise Refused(_damaged(name)) from trouble


def pieces(jpeg: bytes) -> list[tuple[bytes, int, int]]:
    """A print copy, its width and height; a strip in parts that fit half a page, one after the other."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as opened:
        width, height = opened.size
        if not _is_strip(width, height):
            return [(jpeg, width, height)]
        step = round(min(width, height) * PIECE)
        tall = height > width
        boxes = [(0, at, width, min(at + step, height)) for at in range(0, height, step)] if tall else [
            (at, 0, min(at + step, width), height) for at in range(0, width, step)
        ]  # fmt: skip
        parts = [opened.crop(box) for box in boxes]
        return [(_jpeg(part, PRINT_QUALITY), *part.size) for part in parts]


def _copies(opened: "Image", sizes: Sizes, name: str) -> Picture:
    from PIL import Image, ImageOps

    if opened.width * opened.height > sizes.megapixels * 1_000_000:
        raise Refused(_too_many_pixels(name, sizes))
    media_type = Image.MIME.get(opened.format or "", "image/jpeg")
    opened.draft("RGB", (sizes.print_side, sizes.print_side))  # a JPEG is decoded at the size that is wanted
    turned = ImageOps.exif_transpose(opened)
    plain = _on_white(turned)
    plain.thumbnail(_print_bounds(plain.width, plain.height, sizes.print_side))
    print_copy = _jpeg(plain, PRINT_QUALITY)
    plain.thumbnail((sizes.thumbnail_side, sizes.thumbnail_side))
    shown = "image/jpeg" if media_type == "image/mpo" else media_type
    return Picture(shown, print_copy, _jpeg(plain, THUMBNAIL_QUALITY))


def _print_bounds(width: int, height: int, side: int) -> tuple[int, int]:
    """Within what the print copy is made smaller; JPEG knows no more than `JPEG_SIDE` pixels."""
    if not _is_strip(width, height):
        return side, side
    return (side, JPEG_SIDE) if height > width else (JPEG_SIDE, side)


def _is_strip(width: int, height: int) -> bool:
    return max(width, height) > STRIP * min(width, height)


def _on_white(turned: "Image") -> "Image":
    """RGB; what was transparent is paper."""
    from PIL import Image

    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        clear = turned.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    return turned.convert("RGB")


def _jpeg(plain: "Image", quality: int) -> bytes:
    made = io.BytesIO()
    plain.info = {}  # no profile, comment or EXIF goes along
    plain.save(made, "JPEG", quality=quality)
    return made.getvalue()


def _is_heic(content: bytes, name: str) -> bool:
    return (content[4:8] == b"ftyp" and content[8:12] in _HEIC) or name.lower().endswith(_HEIC_SUFFIXES)


def _wants_jpeg(name: str) -> str:
    return (
        f"“{name}”是手机的 HEIC 格式，这里打不开，请换成 JPEG 再添加："
        "苹果手机在“设置—相机—格式”里选“兼容性最佳”后重拍，或者把照片用微信发到电脑再保存。"
    )


def _damaged(name: str) -> str:
    return f"“{name}”打不开，图片可能已损坏或没有传完整。请重新拍照或重新传一次。"


def _too_many_pixels(name: str, sizes: Sizes) -> str:
    return f"“{name}”的像素太多（超过 {sizes.megapixels * 100} 万像素），请缩小以后再添加。"
