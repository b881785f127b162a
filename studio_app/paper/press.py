"""One warm Typst compiler that turns a form and its data into pages; a rare name never stops a print."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from studio_app.core import paths
from studio_app.paper.forms import Form, form
from studio_app.paper.templates import TemplateBroken, needed, sources

if TYPE_CHECKING:
    import typst

VERSION = "form_version"
"""In the data of a paper that was signed: on which version of its form."""
_PDF_A = "a-2b"  # ISO 19005-2 level B
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_WHERE = re.compile(r"┌─ ([^\n]+?):(\d+):\d+")
_MAIN = "main.typ"
_HOUSE = "_house.typ"


class _Compilers:
    """Two warm compilers: one with our fonts only; one with the system's too, loaded when a glyph is wanted."""

    def __init__(self) -> None:
        self._lock = Lock()  # a compiler must not be entered twice; previews come from a worker thread

    @cached_property
    def bundled(self) -> "typst.Compiler":
        return self._fresh(system=False)

    @cached_property
    def system(self) -> "typst.Compiler":
        return self._fresh(system=True)

    def run(self, job: "_Job", kind: Literal["pdf", "svg", "png"], **options: Any) -> Any:
        compiler = self.system if job.system_fonts else self.bundled
        with self._lock:
            return compiler.compile(input=job.source, root=job.root, sys_inputs=job.inputs, format=kind, **options)

    @staticmethod
    def _fresh(*, system: bool) -> "typst.Compiler":
        import pylopdf_fonts_zh_cn
        import typst

        fonts = typst.Fonts(
            include_system_fonts=system,
            include_embedded_fonts=False,
            font_paths=[pylopdf_fonts_zh_cn.sans_path().parent],
        )
        return typst.Compiler(font_paths=fonts)


@dataclass
class _Job:
    """Everything one print needs: the files Typst may see, its inputs, and how far we had to fall back."""

    source: str | dict[str, bytes]  # our own file, which the compiler keeps parsed; or everything in memory
    root: Path
    inputs: dict[str, str]
    system_fonts: bool = False


class Pages:
    """One printed form; `note` is empty, or a Chinese sentence about characters to be written in by hand."""

    def __init__(self, compilers: _Compilers, job: _Job, pdf: bytes, note: str) -> None:
        self._compilers = compilers
        self._job = job
        self._pdf = pdf
        self.note = note

    def pdf(self) -> bytes:
        """PDF/A-2b, or a plain PDF when `note` says that a character is in no font."""
        return self._pdf

    def svg(self) -> list[str]:
        """One SVG per page, for the preview and for vector printing."""
        return [page.decode() for page in _as_list(self._compilers.run(self._job, "svg"))]

    def png(self, ppi: float = 96) -> list[bytes]:
        """One PNG per page at `ppi` pixels an inch."""
        return _as_list(self._compilers.run(self._job, "png", ppi=ppi))

    @cached_property
    def count(self) -> int:
        """How many pages."""
        return len(self.svg())


class Press:
    """Prints forms; templates in the folder `overrides` win over ours of the same name."""

    def __init__(self, overrides: Path | None = None) -> None:
        self._overrides = overrides
        self._compilers = _Compilers()

    def render(self, form_key: str, data: dict[str, object]) -> Pages:
        """Pages of the form named `form_key`; the keys of `data` stand at the head of its template.

        `data["mode"]` (A, B or C) is needed by forms that differ by mode. Refused: no such form in that mode;
        `TemplateBroken`: a district's template is at fault.
        """
        version = data.get(VERSION)
        chosen = form(form_key).of(version if isinstance(version, int) else None)
        mode = chosen.mode_of(str(data.get("mode", "")))
        files, theirs = sources(self._overrides)
        used = needed(chosen.template, files)
        own = not theirs & used.keys()
        root = paths.resource("print") if own or self._overrides is None else self._overrides
        source = str(root / chosen.template) if own else used | {_MAIN: used[chosen.template]}
        return self._print(_Job(source, root, _inputs(chosen, mode, data, own=own)), chosen.template, theirs)

    def _print(self, job: _Job, template: str, theirs: frozenset[str]) -> Pages:
        import typst

        try:
            return self._in_steps(job)
        except typst.TypstError as trouble:
            for name, line in _where(trouble, template):
                if name in theirs:
                    raise TemplateBroken(name, f"第{line}行附近有错（{trouble.message}）") from trouble
            raise

    def _in_steps(self, job: _Job) -> Pages:
        """PDF/A with our fonts, PDF/A with the system's fonts too, then plain PDF with a note."""
        import typst

        try:
            return self._archived(job)
        except typst.TypstError as trouble:
            if "PDF/A" not in str(trouble):
                raise
        job.system_fonts = True
        try:
            return self._archived(job)
        except typst.TypstError as trouble:
            return Pages(self._compilers, job, self._compilers.run(job, "pdf"), _note(_missing(trouble)))

    def _archived(self, job: _Job) -> Pages:
        return Pages(self._compilers, job, self._compilers.run(job, "pdf", pdf_standards=[_PDF_A]), "")


def _inputs(chosen: Form, mode: str, data: dict[str, object], *, own: bool) -> dict[str, str]:
    """What the templates read; those of a district find the pictures where they stood at first."""
    about = {
        "key": chosen.key,
        "mode": mode,
        "title": chosen.titles[mode],
        "signers": chosen.signers.get(mode, []),
        "seal": chosen.seal.get(mode, ""),
    }
    data, pictures = _apart(data) if own else (data, [])
    return {"form": _json(about), "data": _json(clean(data))} | {f"photo{n}": svg for n, svg in enumerate(pictures)}


def _apart(data: dict[str, object]) -> tuple[dict[str, object], list[str]]:
    """The pictures beside the data: whatever is asked of the data, the compiler reads all of it each time."""
    photos: Any = data.get("photos") or []
    captions = [{name: value for name, value in photo.items() if name != "svg"} for photo in photos]
    return data | ({"photos": captions} if photos else {}), [photo["svg"] for photo in photos]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _as_list(pages: bytes | list[bytes]) -> list[bytes]:
    return [pages] if isinstance(pages, bytes) else pages


def _where(trouble: "typst.TypstError", template: str) -> list[tuple[str, str]]:
    """File names and lines an error speaks of, nearest first; last those that may have misused a sound file."""
    named = [(re.split(r"[/\\]", path)[-1], line) for path, line in _WHERE.findall(trouble.diagnostic)]
    return [(template if name == _MAIN else name, line) for name, line in [*named, (_MAIN, "1"), (_HOUSE, "1")]]


def _missing(trouble: "typst.TypstError") -> str:
    found = "".join(dict.fromkeys(_MISSING.findall(trouble.diagnostic)))
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found)


def _note(missing: str) -> str:
    if not missing:
        return "这份文件没能存成可长期保存的 PDF/A 格式，已改存普通 PDF，内容没有缺少。"
    return f"本机字体里没有“{missing}”，打印出来是方框，请打印后手写补上；文件已存为普通 PDF。"


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
