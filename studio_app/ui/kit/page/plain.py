"""What people typed is shown as they typed it, where Qt would read `&` as a key and `<b>` as markup."""

from html import escape


def on_button(text: str) -> str:
    """For buttons, ticks and choices: a single & would vanish and make a key of the sign behind it."""
    return text.replace("&", "&&")


def in_tip(text: str) -> str:
    """For tooltips, which take for markup what looks like it."""
    return f"<p>{escape(text)}</p>" if "<" in text else text
