"""The best choice under caps, held against every possible choice on small cases."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from plpcore.evaluation import Statement, verify
from plpcore.model import Activity
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


NOT_COUNTED = 'awards = [{ when = { kind = "w" }, per = "hour" }]\n'
MANY = "total = { amount = 1000 }\n"
of_three = st.tuples(*[st.integers(0, 4)] * 3)
some_rows = st.lists(
    st.tuples(st.integers(1, 4), st.frozensets(st.sampled_from("xyz"), min_size=1)), min_size=1, max_size=6
)


def crossing(most: Sequence[int]) -> str:
    caps = ", ".join(
        f'{{ when = {{ tags = "{tag}" }}, at_most = {one} }}' for tag, one in zip("xyz", most, strict=True)
    )
    return f"{BEST}{NOT_COUNTED}caps = [{caps}]\n"


def learning(rows: Sequence[Hours]) -> list[Activity]:
    return [
        did(f"a{number}", f"{hours} hour", kind="w", tags=sorted(tags)) for number, (hours, tags) in enumerate(rows)
    ]


def test_caps_that_cross_in_a_ring_leave_half_an_hour_of_each() -> None:
    ring = learning([(1, frozenset(pair)) for pair in ("xy", "yz", "xz")])
    found = judge(MANY + crossing([1, 1, 1]), *ring)
    assert counted(found) == dict.fromkeys(["a0", "a1", "a2"], Fraction(1, 2))
    verify(found)


@given(some_rows, of_three)
def test_as_much_counts_under_crossing_caps_as_a_linear_program_allows(
    rows: list[Hours], most: tuple[int, int, int]
) -> None:
    inside = [[float(tag in tags) for _, tags in rows] for tag in "xyz"]
    best = linprog([-1] * len(rows), inside, most, bounds=[(0, hours) for hours, _ in rows])
    found = judge(MANY + crossing(most), *learning(rows))
    assert abs(float(found.total) + best.fun) < 1e-6
    verify(found)


@given(some_rows, of_three, st.sampled_from(["", 'sharing = "split"\n', "sharing = 2\n"]), st.sampled_from([0, 2]))
def test_an_hour_that_counts_nowhere_does_not_change_how_finely_credit_is_cut(
    rows: list[Hours], most: tuple[int, int, int], sharing: str, quantum: int
) -> None:
    unit = f'unit = {{ name = "hour", quantum = {quantum} }}\n' if quantum else ""
    minima = 'floors = [{ when = { tags = "x" }, at_least = 3 }, { when = { tags = "y" }, at_least = 2 }]\n'
    text = unit + MANY + sharing + crossing(most) + minima
    alone = judge(text, *learning(rows))
    beside = judge(text, *learning(rows), did("other", "0.35 hour", kind="talk"))
    assert (alone.total, alone.short) == (beside.total, beside.short)
