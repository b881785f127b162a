"""The tree of errors the program tells its user."""


class AppError(Exception):
    """A known trouble, told in the user's words with what to do.

    AppError
    ├── Refused       what was asked cannot be done; the sentence says why and what to do instead
    │   └── Invalid   a draft lacks what makes it meaningful; carries the problems by field
    └── Unavailable   the computer does not give what is needed: disk, file, lock, key
        ├── WrongPassword
        ├── Damaged   a file of the desk is not what it should be
        └── InUse     another window or computer holds the desk
    """


class Refused(AppError):
    pass


class Invalid(Refused):
    """Carries `problems`: field name → sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(
            "".join(text if text.endswith(("。", "？", "！")) else f"{text}。" for text in problems.values())
        )
        self.problems = problems


class Unavailable(AppError):
    pass


class WrongPassword(Unavailable):
    pass


class Damaged(Unavailable):
    pass


class InUse(Unavailable):
    pass
