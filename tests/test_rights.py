"""Every method of every service asks for its right: the table `tests/data/rights.txt` against the code itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import studio_app

PROGRAM = Path(studio_app.__file__).parent
FLOORS = ("office", "records", "services")
TABLE = Path(__file__).parent / "data" / "rights.txt"
READ = "read"
UNASKED = "unasked"
"""It writes past `Office.write`, which asks."""


def test_the_table_names_every_method_and_the_right_the_code_asks_for() -> None:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    told = {name: rights for name, _blank, rights in (line.partition(" ") for line in lines)}
    assert told == {name: " ".join(sorted(found)) or READ for name, found in asked().items()}


def test_who_may_only_read_reaches_no_method_that_changes_anything() -> None:
    """`Office.write` and `Office.require` refuse before anything is done, so a method that calls them is closed."""
    assert {name for name, found in asked().items() if found == {UNASKED}} == ALLOWED


ALLOWED = {
    "Drafts.save", "Drafts.discard", "Drafts.take_up", "Listings.taken", "Printing.note_printed", "Printing.note_record_printed",
    "Printing.note_board_printed",
}  # fmt: skip
"""One's own unsaved text, and the log of what was printed or listed, which is nobody's record."""


@cache
def asked() -> dict[str, frozenset[str]]:
    """`Service.method` → the rights asked for on the way, helpers of the same class and its bases included."""
    classes = {
        node.name: (file, node)
        for file in sorted(file for floor in FLOORS for file in (PROGRAM / floor).rglob("*.py"))
        if file != PROGRAM / "services" / "__init__.py"
        for node in _classes(file)
    }
    found = {}
    for name, (_file, node) in classes.items():
        if name.startswith("_") or not _is_service(node, classes):
            continue
        methods = _methods(node, classes)
        for method in methods:
            if not method.startswith("_") and method in {m.name for m in _own(node)}:
                found[f"{name}.{method}"] = frozenset(_rights(method, methods, set()))
    return dict(sorted(found.items()))


def _classes(file: Path) -> Iterator[ast.ClassDef]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return (node for node in tree.body if isinstance(node, ast.ClassDef))


def _is_service(node: ast.ClassDef, classes: dict[str, tuple[Path, ast.ClassDef]]) -> bool:
    takes = any(m.name == "__init__" and any(a.arg == "office" for a in m.args.args) for m in _own(node))
    return takes or any(_is_service(classes[base][1], classes) for base in _bases(node) if base in classes)


def _bases(node: ast.ClassDef) -> list[str]:
    named = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
    return [base.id for base in named if isinstance(base, ast.Name)]


def _own(node: ast.ClassDef) -> list[ast.FunctionDef]:
    return [item for item in node.body if isinstance(item, ast.FunctionDef)]


def _methods(node: ast.ClassDef, classes: dict[str, tuple[Path, ast.ClassDef]]) -> dict[str, ast.FunctionDef]:
    found: dict[str, ast.FunctionDef] = {}
    for base in _bases(node):
        if base in classes:
            found |= _methods(classes[base][1], classes)
    return found | {method.name: method for method in _own(node)}


def _rights(name: str, methods: dict[str, ast.FunctionDef], seen: set[str]) -> Iterator[str]:
    seen.add(name)
    for node in ast.walk(methods[name]):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        called, of = node.func.attr, ast.unparse(node.func.value)
        if of == "self._office" and called == "write":
            yield _named(node, "right", "write")
        elif of == "self._office" and called in ("require", "may"):
            yield from (word.value for word in ast.walk(node.args[0]) if isinstance(word, ast.Constant) and word.value)
        elif of == "self._office.database" and called in ("transaction", "change_key", "bulk"):
            yield UNASKED
        elif of == "self" and called in methods and called not in seen:
            yield from _rights(called, methods, seen)


def _named(call: ast.Call, name: str, otherwise: str) -> str:
    return next((str(ast.literal_eval(k.value)) for k in call.keywords if k.arg == name), otherwise)
