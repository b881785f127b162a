"""`python -m studio_app`: a command in words, or the window."""

import os
import sys
from pathlib import Path


def main() -> int:
    """Exit 0 done, 1 refused in the user's words, 2 wrong usage."""
    if getattr(sys, "frozen", False):  # there a process of its own begins as this program does
        from multiprocessing import freeze_support

        freeze_support()
    from studio_app.cli import run

    return run(sys.argv[1:], _open_window, _check_window)


def _open_window(folder: Path, samples: bool) -> int:
    from studio_app.core import log

    try:
        from studio_app import app
    except ImportError as missing:
        sys.stderr.write(log.missing_libraries(missing) + "\n")
        return 1
    lacking = log.missing_screen(os.environ)
    if lacking:
        sys.stderr.write(lacking + "\n")
        return 1
    return app.start(folder, samples=samples)


def _check_window() -> tuple[list[str], str]:
    try:
        from studio_app import app
    except ImportError as missing:
        from studio_app.core import log

        return [log.missing_libraries(missing)], ""
    return app.self_check()


if __name__ == "__main__":
    sys.exit(main())
