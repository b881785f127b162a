"""How much a strange file may cost: its size on the disk, unpacked, in memory and in time."""

import sys
import zipfile

from studio_app.core.errors import Refused

MOST_BYTES = 100 << 20
MOST_UNPACKED = 600 << 20
MOST_PARTS = 5_000
MEMORY = 2 << 30
START_SECONDS = 60.0
SECONDS, SECONDS_PER_MEGABYTE = 5.0, 12.0

TOO_BIG = (
    "这个文件太大，读不下来。请在 WPS 里打开它，只把要导入的行复制到一个新表，另存为 .xlsx 再导入；"
    "几年的台账可以一年存一个文件。"
)
BROKEN = "这个文件不完整或已经损坏，读不出来。请在 WPS 里打开看看，能打开就另存为 .xlsx 再导入；打不开请换一份。"


def seconds_for(size: int) -> float:
    """How long reading a file of that size may take before it is given up."""
    return SECONDS + size / (1 << 20) * SECONDS_PER_MEGABYTE


def check_unpacked(archive: zipfile.ZipFile) -> None:
    """Refused where the parts would fill the memory. What they say of themselves may be a lie: memory has its bound."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(TOO_BIG)


def limit_memory() -> None:
    """From now on more than MEMORY is refused to this process, instead of the whole computer coming to a stop."""
    if sys.platform == "win32":
        _limit_on_windows()
    else:
        import resource

        with_room = resource.getrlimit(resource.RLIMIT_AS)[1]
        least = MEMORY if with_room == resource.RLIM_INFINITY else min(MEMORY, with_room)
        resource.setrlimit(resource.RLIMIT_AS, (least, with_room))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if sys.platform == "win32":

    def _limit_on_windows() -> None:
        """A job of this one process with a bound on its memory; it ends with the process."""
        import ctypes
        from ctypes import wintypes

        class Basic(ctypes.Structure):
            _fields_ = (
                ("per_process_time", ctypes.c_int64),
                ("per_job_time", ctypes.c_int64),
                ("flags", wintypes.DWORD),
                ("least_set", ctypes.c_size_t),
                ("most_set", ctypes.c_size_t),
                ("processes", wintypes.DWORD),
                ("affinity", ctypes.c_size_t),
                ("priority", wintypes.DWORD),
                ("scheduling", wintypes.DWORD),
            )

        class Extended(ctypes.Structure):
            _fields_ = (
                ("basic", Basic),
                ("transfers", ctypes.c_uint64 * 6),
                ("process_memory", ctypes.c_size_t),
                ("job_memory", ctypes.c_size_t),
                ("peak_process", ctypes.c_size_t),
                ("peak_job", ctypes.c_size_t),
            )

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        job = kernel.CreateJobObjectW(None, None)
        bound = Extended()
        bound.basic.flags, bound.process_memory = 0x100, MEMORY  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
        kernel.SetInformationJobObject(job, 9, ctypes.byref(bound), ctypes.sizeof(bound))
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
