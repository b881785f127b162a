"""What a person typed or pasted is made fit for paper, because one stray character would refuse a whole PDF/A file."""

import re

# Line ends that are not "\n"; U+2028/2029 come with text pasted from web pages.
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls, soft hyphen, direction marks, byte-order mark, lone surrogates, tag characters, the 66 noncharacters.
# Joiners U+200C/200D and variation selectors stay: emoji and some names are built with them.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)


def clean_text(text: str) -> str:
    """`text` without characters no printer can show; every line end becomes one line feed, a tab two spaces."""
    return _UNPRINTABLE.sub("", _LINE_END.sub("\n", text)).replace("\t", "  ")


def clean(value: object) -> object:
    """The same for every text inside `value` (dicts, lists, tuples); other values pass as they are."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean(inner) for inner in value]
    return value
