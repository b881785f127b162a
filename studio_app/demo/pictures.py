"""Photos for the samples, drawn on the spot: no real room, no real person."""

from pathlib import Path

SIZE = (1200, 900)
WALL, STAIN, INK = (226, 222, 212), (178, 165, 138), (90, 80, 62)


def draw(target: Path, caption: str) -> Path:
    """A wall with a stain and the caption under it, as JPEG; returns `target`."""
    from PIL import Image, ImageDraw, ImageFont
    from pylopdf_fonts_zh_cn import sans_path

    sheet = Image.new("RGB", SIZE, WALL)
    pen = ImageDraw.Draw(sheet)
    for n in range(7):
        left, top = 180 + 90 * n, 120 + 37 * (n * n % 5)
        pen.ellipse((left, top, left + 320, top + 230), fill=tuple(shade - 6 * n for shade in STAIN))
    font = ImageFont.truetype(str(sans_path()), 46)
    pen.text((SIZE[0] / 2, SIZE[1] - 90), f"示例照片　{caption}", fill=INK, font=font, anchor="mm")
    sheet.save(target, "JPEG", quality=80)
    return target
