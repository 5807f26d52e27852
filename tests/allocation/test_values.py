"""Flow and cut agree with each other and with slow oracles."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from plpcore.evaluation.allocation import Problem, Supply, allocate, bottleneck, certifies
from plpcore.evaluation.allocation._flow import blocked
from tests.allocation.problems import by_identity, every_filling, flat_problems, problems, solver_short

MANY = settings(max_examples=150)


@settings(max_examples=600)
@given(problems())
def test_flow_and_cut_certify_each_other(problem: Problem) -> None:
    assert certifies(problem, allocate(problem), bottleneck(problem))


@MANY
@given(problems())
def test_the_shortage_is_what_an_integer_program_finds(problem: Problem) -> None:
    assert allocate(problem).short == solver_short(problem)


@MANY
@given(flat_problems())
def test_the_shortage_is_what_placing_quantum_by_quantum_finds(problem: Problem) -> None:
    most = max(sum(got) for got in every_filling(problem))
    assert allocate(problem).short == sum(problem.demands) - most


@MANY
@given(flat_problems())
def test_what_is_credited_is_the_best_in_the_order_of_priority(problem: Problem) -> None:
    order = problem.priority or range(len(problem.demands))
    allocation = allocate(problem)
    if allocation.short:
        best = max(every_filling(problem), key=lambda got: [got[j] for j in order])
        assert allocation.credited == best
    else:
        assert allocation.credited == problem.demands


@settings(max_examples=200)
@given(problems())
def test_enumeration_and_residual_graph_find_the_same_bottleneck(problem: Problem) -> None:
    assert blocked(problem.shape) == bottleneck(problem).categories


def test_supplies_that_nesting_makes_alike_keep_their_own_place_in_any_order() -> None:
    narrow, wide = Supply(-1, 0b110, 6), Supply(-1, 0b111, 6)
    placed = [
        by_identity(problem, allocate(problem).placements)
        for pair in ((narrow, wide), (wide, narrow))
        for problem in [Problem(demands=(0, 0, 1), supplies=pair, sharing=3, parents=(-1, 0, 0))]
    ]
    assert placed[0] == placed[1]


@settings(max_examples=200)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_supplies_changes_nothing(problem: Problem, random: Random) -> None:
    shuffled = list(problem.supplies)
    random.shuffle(shuffled)
    other = _with_supplies(problem, *shuffled)
    one, two = allocate(problem), allocate(other)
    assert (one.short, one.credited) == (two.short, two.credited)
    assert by_identity(problem, one.placements) == by_identity(other, two.placements)
    assert bottleneck(problem) == bottleneck(other)


@MANY
@given(problems(), st.data())
def test_more_supply_never_hurts(problem: Problem, data: st.DataObject) -> None:
    mask = data.draw(st.integers(0, (1 << len(problem.demands)) - 1))
    if problem.sharing > 1 and problem.parents:
        mask &= -mask
    more = _with_supplies(problem, *problem.supplies, Supply(-1, mask, data.draw(st.integers(0, 5))))
    assert allocate(more).short <= allocate(problem).short


@MANY
@given(problems(most_categories=5, most_supplies=12, most=30))
def test_every_order_of_priority_has_the_same_shortage(problem: Problem) -> None:
    turned = Problem(
        problem.demands,
        problem.supplies,
        problem.caps,
        problem.sharing,
        problem.parents,
        problem.category_caps,
        problem.group_caps,
        tuple(reversed(problem.priority or range(len(problem.demands)))),
    )
    assert allocate(turned).short == allocate(problem).short


@MANY
@given(problems())
def test_a_quantum_is_placed_once_when_split_and_never_more_often_than_shared(problem: Problem) -> None:
    sharing = len(problem.demands) if problem.sharing > 1 and problem.parents else problem.sharing
    for i, supply in enumerate(problem.supplies):
        placed = [placement.amount for placement in allocate(problem).placements if placement.supply == i]
        assert sum(placed) <= sharing * supply.amount
        assert max(placed, default=0) <= supply.amount


@MANY
@given(problems())
def test_no_category_is_credited_beyond_its_minimum(problem: Problem) -> None:
    credited = allocate(problem).credited
    assert all(got <= minimum for got, minimum in zip(credited, problem.demands, strict=True))
    assert (allocate(problem).short == 0) == (credited == problem.demands)


def _with_supplies(problem: Problem, *supplies: Supply) -> Problem:
    return Problem(
        problem.demands,
        supplies,
        problem.caps,
        problem.sharing,
        problem.parents,
        problem.category_caps,
        problem.group_caps,
        problem.priority,
    )


@MANY
@given(problems(most_categories=5, most=20))
def test_an_outermost_category_is_credited_with_all_that_lies_in_it(problem: Problem) -> None:
    plain = Problem(problem.demands, problem.supplies, (None,) * len(problem.caps), parents=problem.parents)
    if plain.parents and plain.parents.count(-1) == 1:
        everything = sum(supply.amount for supply in plain.supplies if supply.mask)
        assert allocate(plain).credited[0] == min(plain.demands[0], everything)


def shared(problem: Problem) -> bool:
    return problem.sharing > 1 and not problem.shape.separate


def capped(problem: Problem) -> bool:
    return len(problem.shape.forest) > 1


def nested(problem: Problem) -> bool:
    return bool(problem.shape.nesting.parents) and any(problem.shape.nesting.room)


@pytest.mark.parametrize("kind", [shared, capped, nested])
def test_the_generated_problems_hold_hard_ones_of_each_kind(kind: Callable[[Problem], bool]) -> None:
    def hard(problem: Problem) -> bool:
        return kind(problem) and 0 < allocate(problem).short < sum(problem.demands)

    first = settings(phases=[Phase.generate], max_examples=3_000)
    assert hard(find(problems(), hard, settings=first))
