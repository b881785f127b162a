"""`python -m studio_app`: a command in words, or the window."""

import sys


def main() -> int:
    """Exit 0 done, 1 refused in the user's words, 2 wrong usage."""
    from studio_app.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
