"""The best choice under caps, held against every possible choice on small cases."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plpcore.evaluation import Statement, verify
from tests.evaluation.support import HOURS, counted, did, judge

BEST = 'options = { caps = "best for the educator" }\n'
TAGS = ("p", "q")
REQUIRED = 3
Hours = tuple[int, frozenset[str]]
"""The hours of an activity and its tags."""


def document(caps: Sequence[tuple[str, int]], floors: Sequence[tuple[str, int]], sharing: str, quantum: int) -> str:
    unit = f'unit = {{ name = "hour", quantum = {quantum} }}\n' if quantum else ""
    limits = ", ".join(f'{{ when = {{ tags = "{tag}" }}, at_most = {most} }}' for tag, most in caps)
    minima = ", ".join(f'{{ id = "{tag}", when = {{ tags = "{tag}" }}, at_least = {least} }}' for tag, least in floors)
    share = f"sharing = {sharing}\n" if sharing else ""
    return f"{unit}{BEST}{share}{HOURS}total = {{ amount = {REQUIRED} }}\ncaps = [{limits}]\nfloors = [{minima}]\n"


def choices(rows: Sequence[Hours], caps: Sequence[tuple[str, int]]) -> Iterator[tuple[int, ...]]:
    """Yield every way to count whole hours within all caps."""
    for found in product(*(range(hours + 1) for hours, _ in rows)):
        sums = [sum(one for one, (_, tags) in zip(found, rows, strict=True) if tag in tags) for tag, _ in caps]
        if all(total <= most for total, (_, most) in zip(sums, caps, strict=True)):
            yield found


def shortage(
    found: Sequence[int], rows: Sequence[Hours], floors: Sequence[tuple[str, int]], sharing: int, quantum: int
) -> int:
    """Return the least further credit that total and floors ask for, by the theorem of the cut.

    A set of floors of which an hour fills at most r is short by what it needs less what can reach it; further hours
    that fit all of the set fill r of them each.
    """
    lacking = [REQUIRED - sum(found)]
    for chosen in product([False, True], repeat=len(floors)):
        inside = [floor for floor, is_in in zip(floors, chosen, strict=True) if is_in]
        if not inside or (not sharing and len(inside) > 1):
            continue
        most = min(sharing or 1, len(inside))
        reach = sum(
            placed(one, quantum if sharing else 0) * min(most, sum(tag in tags for tag, _ in inside))
            for one, (_, tags) in zip(found, rows, strict=True)
        )
        needs = sum(-(-least // quantum) * quantum if quantum and sharing else least for _, least in inside)
        lacking.append(-(-(needs - reach) // most))
    return max(0, *lacking)


def placed(hours: int, quantum: int) -> int:
    return hours - hours % quantum if quantum else hours


def limits(most: int) -> st.SearchStrategy[list[tuple[str, int]]]:
    pairs = st.tuples(st.sampled_from(TAGS), st.integers(1, most))
    return st.lists(pairs, min_size=1, max_size=2, unique_by=lambda pair: pair[0])


rows_of = st.lists(st.tuples(st.integers(1, 4), st.frozensets(st.sampled_from(TAGS))), min_size=1, max_size=4)


def judged(rows: Sequence[Hours], text: str) -> Statement:
    done = [
        did(f"a{number}", f"{hours} hour", f"2024-01-{number + 1:02}", tags=sorted(tags))
        for number, (hours, tags) in enumerate(rows)
    ]
    return judge(text, *done)


@settings(max_examples=300)
@given(rows_of, limits(5), limits(4), st.sampled_from(["", '"split"', "2"]), st.sampled_from([0, 2, 3]))
def test_no_other_choice_leaves_less_short_or_counts_more(
    rows: list[Hours], caps: list[tuple[str, int]], floors: list[tuple[str, int]], sharing: str, quantum: int
) -> None:
    at_once = {"": 0, '"split"': 1, "2": 2}[sharing]
    found = judged(rows, document(caps, floors, sharing, quantum))
    every = [(shortage(one, rows, floors, at_once, quantum), -sum(one)) for one in choices(rows, caps)]
    short, credit = min(every)
    assert found.short == short
    # What is taken in order of time and leaves nothing short is kept, though another choice might count more.
    assert found.total == -credit or (not short and found.total >= REQUIRED)
    assert sum(counted(found).values()) == found.total
    verify(found)


@pytest.mark.parametrize(("quantum", "halves"), [("1", {"a": 1, "b": 1}), (None, None)])
def test_the_choice_cuts_no_activity_so_that_a_quantum_is_lost(
    quantum: str | None, halves: dict[str, int] | None
) -> None:
    unit = "" if quantum is None else f'unit = {{ name = "hour", quantum = {quantum} }}\n'
    text = f"""{unit}{BEST}sharing = "split"
{HOURS}
caps = [{{ when = {{ kind = "w" }}, at_most = 2 }}]
floors = [{{ id = "p", when = {{ tags = "p" }}, at_least = 2 }}]
"""
    found = judge(
        text,
        did("a", "1.5 hour", "2024-01-01", kind="w", tags=["p"]),
        did("b", "1.5 hour", "2024-01-02", kind="w", tags=["p"]),
    )
    assert found.outcome == "met"
    assert found.total == Fraction(2)
    assert halves is None or counted(found) == halves
