"""What the import contracts cannot see: clocks behind datetime, floats, back doors into a package."""

import ast
from collections.abc import Iterator

PURE = ("errors", "ids", "quantity", "period", "model", "policy", "evaluation")
# The optional solver speaks floats to its library and proves the answer over integers afterwards.
SOLVER = "evaluation/solver.py"
CLOCKS = {"now", "today", "utcnow", "fromtimestamp", "utcfromtimestamp"}
SIDE_EFFECTS = {"open", "print", "input", "eval", "exec", "__import__", "breakpoint"}


def pure(sources: dict[str, str]) -> Iterator[tuple[str, ast.Module]]:
    for path, text in sources.items():
        if path.split("/")[0].removesuffix(".py") in PURE and path != SOLVER:
            yield path, ast.parse(text)


def impurities(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCKS:
                yield node.lineno, f"reads the clock: {name}()"
            case ast.Call(func=ast.Name(id=name)) if name in SIDE_EFFECTS:
                yield node.lineno, f"acts on the world: {name}()"
            case ast.Call(func=ast.Name(id="float")):
                yield node.lineno, "makes a float"
            case ast.Constant(value=float()):
                yield node.lineno, "holds a float"
            case ast.Global():
                yield node.lineno, "changes a global"


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Return each imported module, or each name imported from a module as `module.name`, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module="plpcore"):
                yield node.lineno, "plpcore"
            case ast.ImportFrom(module=str(module), names=names):
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in names)


def back_doors(path: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    home = path.split("/", maxsplit=1)[0].removesuffix(".py")
    for line, name in imports(tree):
        match name.split("."):
            case ["plpcore", package, *inside] if package != home and any(part.startswith("_") for part in inside):
                yield line, f"{name} is private to plpcore.{package}"
            case ["plpcore"]:
                yield line, "the root is for users; import the package that holds the name"


def test_the_pure_centre_reads_no_clock_and_holds_no_float(sources: dict[str, str]) -> None:
    found = [f"{path}:{line}: {what}" for path, tree in pure(sources) for line, what in impurities(tree)]
    assert found == []


def test_no_package_enters_another_by_a_back_door(sources: dict[str, str]) -> None:
    trees = ((path, ast.parse(text)) for path, text in sources.items())
    found = [f"{path}:{line}: {what}" for path, tree in trees for line, what in back_doors(path, tree)]
    assert found == []


def test_each_kind_of_impurity_is_seen() -> None:
    text = "date.today()\nopen('x')\nfloat('1')\nhalf = 0.5\ndef f():\n    global a\nisinstance(a, float)\n"
    assert [line for line, _ in sorted(impurities(ast.parse(text)))] == [1, 2, 3, 4, 6]


def test_each_kind_of_back_door_is_seen() -> None:
    text = (
        "import plpcore\n"
        "from plpcore.model import Goal\n"
        "from plpcore.model._goal import Goal\n"
        "from plpcore.model import _goal\n"
        "from plpcore.policy._rule import Rule\n"
        "from plpcore.storage.sqlite import Store\n"
        "from plpcore import Goal\n"
    )
    assert [line for line, _ in back_doors("policy/_static.py", ast.parse(text))] == [1, 3, 4, 7]
