"""`verify`: no number of a statement can be changed alone without being found out."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve, fields, has

from plpcore.evaluation import Outcome, Statement, verify
from tests.evaluation.support import HOURS, decided, did, judge

BASE = """
total = { amount = 12 }
caps = [{ when = { kind = "book" }, at_most = 3 }]
blocks = [{ by = "topic", at_least = 2 }]
activity_facts = { topic = { type = "text", default = "t" } }
facts = { fte = { type = "number", default = 1 } }
adjustments = [{ prorate = { by = "fte" } }]
carry_over = { at_most = 5 }
cycle = { anchor = "fixed", start = 2023-07-01, years = 1 }
floors = [
  { id = "x", when = { tags = "x" }, at_least = 4 },
  { id = "y", when = { tags = "y" }, at_least = 4 },
  { id = "in", when = { tags = "i" }, at_least = 1, within = "x" },
  { id = "old", when = { tags = "o" }, at_least = 1, window = { from = 2020-01-01 } },
  { id = "kinds", distinct = "kind", at_least = 2 },
]
"""
ROWS = (
    did("a", "5 hour", "2024-01-01", kind="book", tags=["x", "y"]),
    did("b", "3 hour", "2024-02-01", tags=["x", "y"]),
    did("c", "90 minute", "2024-03-01", tags=["i", "x"]),
    did("d", "1 hour", "2024-03-02", topic="alone"),
    did("e", "2 hour", "2021-03-02", tags=["o"]),
    did("f", "2 hour", "2024-03-03"),
)
LAST = did("g", "9 hour", "2024-04-04", kind="course", tags=["x", "y"])


def statements() -> dict[str, Statement]:
    found = {}
    for sharing in ("overlap", "split"):
        text = f'sharing = "{sharing}"\n' + HOURS + BASE
        reviews = (decided("f", "denied"),)
        found[f"{sharing} short"] = judge(text, *ROWS, reviews=reviews)
        found[f"{sharing} met"] = judge(text, *ROWS, LAST, reviews=reviews)
    return found


STATEMENTS = statements()


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every number that a reader of the statement relies on."""
    if isinstance(value, Fraction) or (isinstance(value, int) and not isinstance(value, bool)):
        yield path
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))
    elif has(type(value)):
        for one in fields(type(value)):
            if one.name not in {"claim", "arguments", "cycle", "options", "citations", "sharing", "quantum"}:
                yield from places(getattr(value, one.name), (*path, one.name))


def changed(value: Any, path: tuple[Any, ...], by: int) -> Any:
    if not path:
        return value + by
    head, *rest = path
    if isinstance(head, int):
        return (*value[:head], changed(value[head], tuple(rest), by), *value[head + 1 :])
    return evolve(value, **{head: changed(getattr(value, head), tuple(rest), by)})


def is_knowable(statement: Statement, path: tuple[Any, ...]) -> bool:
    """What a satisfied floor needs, and which values a count found, stands in no other place of the statement."""
    if path == ("carried_out",):
        return statement.carried_out in {0, statement.total - statement.required}
    if path[0] != "requirements":
        return True
    found = statement.requirements[path[1]]
    return bool(found.kind == "total" or (found.kind == "floor" and path[2] == "credited"))


CASES = [
    (name, path) for name, statement in STATEMENTS.items() for path in places(statement) if is_knowable(statement, path)
]


@pytest.mark.parametrize(("name", "path"), CASES, ids=[f"{name} {'.'.join(map(str, path))}" for name, path in CASES])
def test_a_number_that_was_changed_is_found_out(name: str, path: tuple[Any, ...]) -> None:
    for by in (1,) if path == ("carried_out",) else (1, -1):
        assert verify(changed(STATEMENTS[name], path, by)), f"{by:+} passes unnoticed"


@pytest.mark.parametrize("sharing", ["overlap", "split"])
def test_what_a_short_floor_needs_is_found_out(sharing: str) -> None:
    found = judge(f'sharing = "{sharing}"\n' + HOURS + BASE, ROWS[0])
    lacking = [index for index, one in enumerate(found.requirements) if one.short and one.kind == "floor"]
    assert lacking
    for index in lacking:
        assert verify(changed(found, ("requirements", index, "needed"), 1))


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_count_of_values_that_lacks_one_is_found_out(name: str) -> None:
    found = STATEMENTS[name]
    (index,) = (place for place, one in enumerate(found.requirements) if one.kind == "distinct")
    assert verify(changed(found, ("requirements", index, "credited"), -5))


@pytest.mark.parametrize("name", STATEMENTS)
def test_another_outcome_is_found_out(name: str) -> None:
    found = STATEMENTS[name]
    wrong = Outcome.SHORT if found.is_met else Outcome.MET
    assert verify(evolve(found, outcome=wrong))


def test_the_statements_of_this_test_hold_what_can_be_changed() -> None:
    kinds = {path[0] for _, path in CASES}
    assert kinds >= {"total", "required", "required_steps", "lines", "requirements", "certificate", "fix", "carried_in"}
