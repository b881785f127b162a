"""Folders that are a bad home for a database in use: network drives, cloud-synced folders, sticks."""

import sys
from pathlib import Path

CLOUD = {
    "onedrive": "OneDrive",
    "坚果云": "坚果云",
    "nutstore": "坚果云",
    "wps云": "WPS 云盘",
    "wpsdrive": "WPS 云盘",
    "wps cloud": "WPS 云盘",
    "百度网盘": "百度网盘",
    "baidusync": "百度网盘",
    "dropbox": "Dropbox",
    "icloud": "iCloud",
    "google drive": "Google Drive",
    "微云": "腾讯微云",
    "阿里云盘": "阿里云盘",
    "115": "115 网盘",
}
"""What such programs call their folders, in lower case, and their names for people. Only "115" must match whole."""
NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afpfs", "davfs", "fuse.davfs2"})
_REMOVABLE, _REMOTE = 2, 4  # GetDriveTypeW


def warning(folder: Path) -> str:
    """A sentence when this folder endangers a desk that is in use, else empty."""
    cloud = _cloud(folder)
    if cloud:
        return f"这个文件夹由“{cloud}”同步。同步软件会在使用中改动文件，可能弄坏数据，请换一个不同步的文件夹。"
    kind = _drive(folder)
    if kind == "network":
        return "这个文件夹在网络共享盘上。网络一断数据可能损坏，请换成这台电脑自己的硬盘。"
    if kind == "removable":
        return "这个文件夹在U盘或移动硬盘上。中途拔出可能损坏数据，请换成这台电脑自己的硬盘，U盘只放备份。"
    return ""


def _cloud(folder: Path) -> str:
    for part in folder.parts:
        lowered = part.lower()
        for mark, name in CLOUD.items():
            if mark == lowered or (mark in lowered and mark != "115"):
                return name
    return ""


def _drive(folder: Path) -> str:
    if sys.platform == "win32":
        return _windows_drive(folder)
    return _mounted_drive(folder, _mounts())


def _windows_drive(folder: Path) -> str:
    import ctypes

    if str(folder).startswith("\\\\"):
        return "network"
    kind = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)  # type: ignore[attr-defined,unused-ignore]  # Windows only
    return {_REMOVABLE: "removable", _REMOTE: "network"}.get(kind, "")


def _mounted_drive(folder: Path, mounts: dict[str, str]) -> str:
    home = next((m for m in sorted(mounts, key=len, reverse=True) if folder.is_relative_to(m)), "/")
    if mounts.get(home, "") in NETWORK:
        return "network"
    return "removable" if home.startswith(("/media/", "/run/media/", "/Volumes/")) else ""


def _mounts() -> dict[str, str]:
    """Mount point → kind of file system, as Linux tells it; elsewhere nothing is known."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {row[1].replace("\\040", " "): row[2] for row in (line.split() for line in lines) if len(row) > 2}
