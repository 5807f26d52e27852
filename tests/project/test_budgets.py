import ast
from collections.abc import Iterator
from pathlib import Path

import plpcore

BODY_LINES = 40
MODULE_LINES = 400
ROOT_NAMES = 30

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(text: str) -> Iterator[Function]:
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Count from the first statement to the last, the docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0


def test_no_function_is_longer_than_its_budget(sources: dict[str, str]) -> None:
    long = [
        f"{path}:{function.lineno}: {function.name} has {body_lines(function)} lines"
        for path, text in sources.items()
        for function in functions(text)
        if body_lines(function) > BODY_LINES
    ]
    assert long == []


def test_no_module_is_longer_than_its_budget(sources: dict[str, str]) -> None:
    lengths = {path: len(text.splitlines()) for path, text in sources.items()}
    assert {path: length for path, length in lengths.items() if length > MODULE_LINES} == {}


def test_the_examples_keep_the_budgets_too(root: Path) -> None:
    texts = {str(path): path.read_text("utf-8") for path in sorted((root / "examples").rglob("*.py"))}
    assert [path for path, text in texts.items() if len(text.splitlines()) > MODULE_LINES] == []
    long = [one.name for text in texts.values() for one in functions(text) if body_lines(one) > BODY_LINES]
    assert long == []


def test_the_root_offers_no_more_names_than_its_budget() -> None:
    assert len(getattr(plpcore, "__all__", ())) <= ROOT_NAMES


def test_every_name_that_the_root_offers_is_there() -> None:
    missing = [name for name in getattr(plpcore, "__all__", ()) if not hasattr(plpcore, name)]
    assert missing == []


def test_the_measure_counts_statements_and_leaves_the_docstring_out() -> None:
    text = 'def f():\n    """Say\n    much.\n    """\n    a = 1\n\n    return (\n        a\n    )\n'
    assert [body_lines(function) for function in functions(text)] == [5]


def test_the_measure_sees_methods_and_inner_functions() -> None:
    text = "class C:\n    def m(self):\n        async def inner():\n            return 1\n        return inner\n"
    assert [(function.name, body_lines(function)) for function in functions(text)] == [("m", 3), ("inner", 1)]
