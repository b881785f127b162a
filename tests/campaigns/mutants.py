"""Changes the meaning of one place of the program at a time, and looks whether a test notices.

    python -m tests.campaigns.mutants [how many] [seed] [folder of studio_app …]

Places are drawn from domain, office, records, services and store: a comparison turned or moved by one, `and` for `or`, a
condition denied, a number one larger, True for False, `min` for `max`, a statement that raises left out. The nearest
tests run on it (those that import the module, the one of its name first, on the file engine). A mutant is survived
where they all pass; those judged to change nothing a person could meet stand with their reason in mutants.md.
"""

import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
FLOORS = ("domain", "office", "records", "services", "store")
PATIENCE = 900  # seconds; what hangs is noticed too
SLOW = ("ui", "journeys", "paper")  # folders of tests that are not asked
FEW = 4  # files of tests for one mutant
TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One changed place: the file below the program, its line, what stood there and stands there now."""

    file: str
    line: int
    before: str
    after: str
    source: str


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node instead."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in TURNED:
            yield ast.Compare(node.left, [TURNED[type(op)]()], node.comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(TURNED[type(op)](), values)
        case ast.BinOp(op=op) if type(op) in TURNED and not isinstance(node.left, ast.Constant):
            yield ast.BinOp(node.left, TURNED[type(op)](), node.right)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.Constant(value=bool(on)):
            yield ast.Constant(not on)
        case ast.Constant(value=int(number)):
            yield ast.Constant(number + 1)
        case ast.Call(func=ast.Name(id=name)) if name in SWAPPED:
            yield ast.Call(ast.Name(SWAPPED[name], ast.Load()), node.args, node.keywords)
        case ast.If(test=test) if not isinstance(test, ast.UnaryOp):
            yield ast.If(ast.UnaryOp(ast.Not(), test), node.body, node.orelse)
        case ast.Raise():
            yield ast.Pass()


def places_of(path: Path) -> list[tuple[Path, int, int]]:
    """Every change of a file: the file, the place in its tree, which of the changes possible there."""
    spoken = _spoken(ast.parse(path.read_text(encoding="utf-8")))
    return [(path, place, which) for place, node in enumerate(spoken) for which, _ in enumerate(changed(node))]


def made(path: Path, place: int, which: int) -> Mutant:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wanted = _spoken(tree)[place]
    instead = list(changed(wanted))[which]
    before, after, line = ast.unparse(wanted), ast.unparse(instead), getattr(wanted, "lineno", 0)
    source = ast.unparse(ast.fix_missing_locations(_Put(wanted, instead).visit(tree)))
    return Mutant(str(path.relative_to(HOME)), line, _short(before), _short(after), source)


def _spoken(tree: ast.Module) -> list[ast.AST]:
    """What has a meaning: no types, no decorators, nothing that is only for the type checker."""
    silent = {id(inner) for outer in ast.walk(tree) for part in _silent(outer) for inner in ast.walk(part)}
    return [node for node in ast.walk(tree) if id(node) not in silent]


def _silent(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield from node.decorator_list
    if isinstance(node, ast.FunctionDef) and node.returns is not None:
        yield node.returns
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        yield node.annotation
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        yield node
    if isinstance(node, ast.Subscript | ast.keyword):  # a place in a row, an option of a library
        yield node.slice if isinstance(node, ast.Subscript) else node.value


class _Put(ast.NodeTransformer):
    def __init__(self, wanted: ast.AST, instead: ast.AST) -> None:
        self._wanted, self._instead = wanted, instead

    def visit(self, node: ast.AST) -> ast.AST:
        return self._instead if node is self._wanted else super().generic_visit(node)


def _short(code: str) -> str:
    first = code.split("\n", 1)[0]
    return first if len(first) <= 90 else f"{first[:87]}…"


# --- the tests nearest to it ------------------------------------------------------------------------------------


@cache
def nearest(file: str) -> list[str]:
    """Files of tests called after the module or its package, or that import it; then those nearest to its importers."""
    found: dict[str, None] = {}
    wanted, seen = [file], {file}
    for one in wanted:
        found |= dict.fromkeys(_own_tests(one))
        if len(found) >= FEW:
            break
        above = [other for other in _importers(one) if other not in seen]
        seen.update(above)
        wanted += above
    return list(found)[:FEW]


def _own_tests(file: str) -> list[str]:
    module, package = Path(file).stem, Path(file).parent.name
    names = {f"test_{module}": 0, f"test_{module}s": 0, f"test_{package}": 1}
    found = []
    for test, text in _texts("tests").items():
        stem, folder = Path(test).stem, Path(test).parts[1]
        if stem.startswith("test_") and folder not in SLOW and (stem in names or _imports(text, file)):
            found.append((names.get(stem, 2), len(text), test))
    return [test for *_rank, test in sorted(found)]


def _importers(file: str) -> list[str]:
    texts = _texts("studio_app")
    return sorted((name for name, text in texts.items() if _imports(text, file)), key=lambda name: len(texts[name]))


def _imports(text: str, file: str) -> bool:
    *package, module = Path(file).with_suffix("").parts
    dotted = ".".join(package)
    whole = len(package) > len(("studio_app", "services"))  # a service in parts is imported as one
    for line in text.split("\n"):
        if line.startswith(f"from {dotted}.{module} "):
            return True
        if line.startswith(f"from {dotted} ") and (whole or module in _names(line)):
            return True
    return False


def _names(line: str) -> list[str]:
    return line.partition(" import ")[2].replace(",", " ").split()


@cache
def _texts(folder: str) -> dict[str, str]:
    files = sorted((HOME / folder).rglob("*.py"))
    return {str(path.relative_to(HOME)): path.read_text(encoding="utf-8") for path in files}


def is_noticed(ground: Path, mutant: Mutant) -> bool:
    """Whether a test fails on it, or nothing ends in time."""
    target = ground / mutant.file
    kept = target.read_text(encoding="utf-8")
    target.write_text(mutant.source, encoding="utf-8")
    try:
        return _fails(ground, nearest(mutant.file))
    finally:
        target.write_text(kept, encoding="utf-8")


def _fails(ground: Path, tests: list[str]) -> bool:
    asked = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-k", "not server", *tests]
    try:
        ran = subprocess.run(asked, cwd=ground, capture_output=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return True
    return ran.returncode != 0


# --- the campaign -----------------------------------------------------------------------------------------------


def drawn(count: int, seed: int, floors: tuple[str, ...]) -> list[Mutant]:
    """So many, at random over all places of these floors."""
    files = [path for floor in floors for path in sorted((HOME / "studio_app" / floor).rglob("*.py"))]
    files = [path for path in files if "migrations" not in path.parts and not path.stem.endswith(("table", "tables"))]
    found = [place for path in files for place in places_of(path)]
    return [made(*one) for one in random.Random(seed).sample(found, min(count, len(found)))]


def main(say: Callable[[str], None] = print) -> None:
    count, seed = (int(word) for word in ([*sys.argv[1:3], *("300", "1")[len(sys.argv[1:3]) :]]))
    floors = tuple(sys.argv[3:]) or FLOORS
    os.environ.update(QT_QPA_PLATFORM="offscreen", PYTHONDONTWRITEBYTECODE="1")
    began, tally = time.monotonic(), Counter[tuple[str, bool]]()
    with tempfile.TemporaryDirectory() as place:
        ground = Path(place, "ground")
        shutil.copytree(HOME, ground, ignore=shutil.ignore_patterns(".venv", ".git", "__pycache__"))
        found = drawn(count, seed, floors)
        if _fails(ground, sorted({test for mutant in found for test in nearest(mutant.file)})):
            sys.exit("the tests fail on the program as it is")
        say(f"nothing changed, nothing noticed ({time.monotonic() - began:.0f} s)")
        for number, mutant in enumerate(found, start=1):
            noticed = is_noticed(ground, mutant)
            tally[Path(mutant.file).parts[1], noticed] += 1
            if not noticed:
                say(f"{number} survived {mutant.file}:{mutant.line}: {mutant.before}  →  {mutant.after}")
    for floor in floors:
        say(f"| {floor} | {tally[floor, True] + tally[floor, False]} | {tally[floor, False]} |")
    say(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
