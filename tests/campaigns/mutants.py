"""Changes the meaning of one place of the program at a time, and looks whether a test notices.

    python -m tests.campaigns.mutants [how many] [seed] [floor …]
    python -m tests.campaigns.mutants again FILE          those that survived in what an earlier run said, of more tests

Places are drawn evenly from domain, office, records, services and store (revisions of the schema apart: they are
never edited): a comparison turned or moved by one, `and` for `or`, a condition denied, a number one larger, True for
False, `min` for `max`, a statement that raises left out. A first run of the tests on the program as it is says which
of them run which line (`asked.py`); those are asked. A mutant is survived where they all pass and where no test runs
its line. Each that survives stands in mutants.md, with the reason where it changes nothing a person could meet.
"""

import ast
import compileall
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

from tests.campaigns.asked import Asked, Asking, listed

HOME = Path(__file__).resolve().parents[2]
FLOORS = ("domain", "office", "records", "services", "store")
PATIENCE = 300  # seconds for what takes twenty; what hangs is noticed too
AGAIN = 8  # times as many tests are asked about one that survived before
TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}
SAID = re.compile(r"^\d+ survived (?P<file>\S+):(?P<line>\d+) \S+: (?P<before>.*)  →  (?P<after>.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """One changed place: the file below the program, its line, what stood there and stands there now.

    `lines` are those a test has to run to meet it; none where it runs while the file is read.
    """

    file: str
    line: int
    kind: str
    before: str
    after: str
    lines: frozenset[int]
    source: str


Place = tuple[Path, int, int]


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


def places_of(path: Path) -> list[Place]:
    """Every change of a file: the file, the place in its tree, which of the changes possible there."""
    spoken = _spoken(ast.parse(path.read_text(encoding="utf-8")))
    return [(path, place, which) for place, node in enumerate(spoken) for which, _ in enumerate(changed(node))]


def made(path: Path, place: int, which: int) -> Mutant:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wanted = _spoken(tree)[place]
    instead = list(changed(wanted))[which]
    before, after, line = ast.unparse(wanted), ast.unparse(instead), getattr(wanted, "lineno", 0)
    lines = _lines(tree, wanted)
    source = ast.unparse(ast.fix_missing_locations(_Put(wanted, instead).visit(tree)))
    file = path.relative_to(HOME).as_posix()
    return Mutant(file, line, type(wanted).__name__, _short(before), _short(after), lines, source)


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


def _lines(tree: ast.Module, wanted: ast.AST) -> frozenset[int]:
    """The lines that run it: its own inside a function; those that name it where it is a value of the whole file."""
    within = [function for function in _functions(tree) if any(inner is wanted for inner in _inside(function))]
    if within:
        part = wanted.test if isinstance(wanted, ast.If) else wanted
        return frozenset(range(part.lineno, (part.end_lineno or part.lineno) + 1))  # type: ignore[attr-defined]
    named = {name.id for line in tree.body if _holds(line, wanted) for name in ast.walk(line) if _is_set(name)}
    uses = [inner for function in _functions(tree) for inner in _inside(function)]
    return frozenset(use.lineno for use in uses if isinstance(use, ast.Name) and use.id in named)


def _functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _inside(function: ast.FunctionDef) -> Iterator[ast.AST]:
    for statement in function.body:
        yield from ast.walk(statement)


def _holds(line: ast.stmt, wanted: ast.AST) -> bool:
    return isinstance(line, ast.Assign | ast.AnnAssign) and any(inner is wanted for inner in ast.walk(line))


def _is_set(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


class _Put(ast.NodeTransformer):
    def __init__(self, wanted: ast.AST, instead: ast.AST) -> None:
        self._wanted, self._instead = wanted, instead

    def visit(self, node: ast.AST) -> ast.AST:
        return self._instead if node is self._wanted else super().generic_visit(node)


def _short(code: str) -> str:
    first = code.split("\n", 1)[0]
    return first if len(first) <= 90 else f"{first[:87]}…"


# --- which are tried --------------------------------------------------------------------------------------------


def everywhere(floors: tuple[str, ...]) -> list[Place]:
    files = [path for floor in floors for path in sorted((HOME / "studio_app" / floor).rglob("*.py"))]
    return [place for path in files if "versions" not in path.parts for place in places_of(path)]


def drawn(count: int, seed: int, floors: tuple[str, ...]) -> list[Mutant]:
    """So many, at random over all places of these floors."""
    found = everywhere(floors)
    return [made(*one) for one in random.Random(seed).sample(found, min(count, len(found)))]


def survived(said: str) -> list[Mutant]:
    """Those an earlier run let live, in the program as it is today: the place that reads the same, nearest to its line."""
    found = []
    for was in SAID.finditer(said):
        path = HOME / was["file"]
        same = [mutant for mutant in (made(*place) for place in places_of(path)) if _reads(mutant) == _reads(was)]
        found += sorted(same, key=lambda mutant: abs(mutant.line - int(was["line"])))[:1]
    return found


def _reads(what: Mutant | re.Match[str]) -> tuple[str, str]:
    return (what.before, what.after) if isinstance(what, Mutant) else (what["before"], what["after"])


def is_noticed(ground: Path, mutant: Mutant, tests: list[str], asking: Asking) -> bool:
    """Whether a test fails on it, or nothing ends in time."""
    target = ground / mutant.file
    kept = target.read_text(encoding="utf-8")
    target.write_text(mutant.source, encoding="utf-8")
    try:
        return not asking.all_pass(tests, PATIENCE)
    finally:
        target.write_text(kept, encoding="utf-8")


# --- the campaign -----------------------------------------------------------------------------------------------


def copied_to(ground: Path) -> None:
    """The program and its tests; read once, so that of each mutant only one file has to be compiled."""
    shutil.copytree(HOME, ground, ignore=shutil.ignore_patterns(".venv", ".git", "__pycache__"))
    compileall.compile_dir(ground / "studio_app", quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)


def tried(found: list[Mutant], say: Callable[[str], None], patience: int = 1) -> Counter[tuple[str, bool]]:
    """Each of these on a copy of the program; how many of each floor were noticed."""
    tally = Counter[tuple[str, bool]]()
    with tempfile.TemporaryDirectory() as place:
        ground, scratch = Path(place, "ground"), Path(place)
        copied_to(ground)
        asked = Asked(ground, scratch, patience)
        tests = [asked.of_lines(mutant.file, mutant.lines) for mutant in found]
        asked.check(sorted({test for some in tests for test in some}), scratch)
        say(f"nothing changed, nothing noticed: {asked.told}")
        asking = Asking(ground)
        for number, (mutant, some) in enumerate(zip(found, tests, strict=True), start=1):
            noticed = bool(some) and is_noticed(ground, mutant, listed(some, scratch), asking)
            tally[Path(mutant.file).parts[1], noticed] += 1
            what = f"{mutant.file}:{mutant.line} {mutant.kind}/{len(some)}: {mutant.before}  →  {mutant.after}"
            say(f"{number} {'noticed' if noticed else 'survived'} {what}")
        asking.close()
    return tally


def main() -> None:
    words = sys.argv[1:]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.monotonic()
    again = words[:1] == ["again"]
    if again:
        found = survived(Path(words[1]).read_text(encoding="utf-8"))
    else:
        count, seed = (int(word) for word in [*words[:2], *("300", "1")[len(words[:2]) :]])
        found = drawn(count, seed, tuple(words[2:]) or FLOORS)
    tally = tried(found, lambda line: print(line, flush=True), AGAIN if again else 1)
    for floor in FLOORS:
        print(f"| {floor} | {tally[floor, True] + tally[floor, False]} | {tally[floor, False]} |")
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
