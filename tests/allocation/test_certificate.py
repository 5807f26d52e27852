"""The certificate accepts what is right and refuses what was tampered with."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from plpcore.evaluation.allocation import (
    Allocation,
    Bottleneck,
    Placement,
    Problem,
    Supply,
    allocate,
    bottleneck,
    certifies,
)
from tests.allocation.problems import problems

PROBLEM = Problem((15, 15), (Supply(-1, 0b11, 15), Supply(0, 0b01, 9), Supply(0, 0b01, 9)), caps=(10,))
ALLOCATION = Allocation((Placement(0, 0, 5), Placement(0, 1, 10), Placement(1, 0, 9), Placement(2, 0, 1)), (15, 10), 5)
BOTTLENECK = Bottleneck(0b11, 30, 25, ((-1, 15), (0, 10)))


def test_an_allocation_that_was_made_by_hand_is_accepted() -> None:
    assert certifies(PROBLEM, ALLOCATION, BOTTLENECK)


@pytest.mark.parametrize(
    "placements",
    [
        pytest.param((*ALLOCATION.placements, Placement(0, 0, 1)), id="the same pair twice"),
        pytest.param((Placement(3, 0, 5), *ALLOCATION.placements[1:]), id="a supply that does not exist"),
        pytest.param((Placement(-1, 0, 5), *ALLOCATION.placements[1:]), id="a supply counted from the end"),
        pytest.param((Placement(0, -1, 5), *ALLOCATION.placements[1:]), id="a category below 0"),
        pytest.param((Placement(0, 2, 5), *ALLOCATION.placements[1:]), id="a category that does not exist"),
        pytest.param((*ALLOCATION.placements, Placement(2, 1, 1)), id="a category outside the mask"),
        pytest.param((*ALLOCATION.placements, Placement(1, 1, 0)), id="nothing placed"),
        pytest.param((Placement(0, 0, 6), *ALLOCATION.placements[1:]), id="more than the supply holds"),
        pytest.param((*ALLOCATION.placements[:3], Placement(2, 0, 2)), id="more than the cap of the source"),
        pytest.param(ALLOCATION.placements[:3], id="less than is credited"),
    ],
)
def test_impossible_placements_are_refused(placements: tuple[Placement, ...]) -> None:
    assert not certifies(PROBLEM, evolve(ALLOCATION, placements=placements), BOTTLENECK)


def test_credit_that_does_not_follow_from_the_placements_is_refused() -> None:
    assert not certifies(PROBLEM, evolve(ALLOCATION, credited=(14, 11)), BOTTLENECK)


def test_another_shortage_is_refused() -> None:
    assert not certifies(PROBLEM, evolve(ALLOCATION, short=4), BOTTLENECK)


@pytest.mark.parametrize(
    "tampered",
    [
        evolve(BOTTLENECK, needs=31),
        evolve(BOTTLENECK, reachable=24),
        evolve(BOTTLENECK, by_source=((-1, 15), (0, 9))),
        Bottleneck(0b10, 15, 15, ((-1, 15),)),
        Bottleneck(0, 0, 0, ()),
    ],
)
def test_a_bottleneck_that_is_wrong_or_shows_less_is_refused(tampered: Bottleneck) -> None:
    assert not certifies(PROBLEM, ALLOCATION, tampered)


def test_a_possible_but_poor_allocation_is_refused() -> None:
    poor = Allocation((Placement(0, 0, 15),), (15, 0), 15)
    assert not certifies(PROBLEM, poor, BOTTLENECK)


@pytest.mark.parametrize("amounts", [(4, 4, 4), (4, 4, 1), (3, 3, 3)])
def test_an_hour_placed_more_often_than_shared_is_refused(amounts: tuple[int, ...]) -> None:
    problem = Problem(amounts, (Supply(-1, 0b111, 4),), sharing=2)
    everywhere = Allocation(tuple(Placement(0, j, amount) for j, amount in enumerate(amounts)), amounts, 0)
    assert not certifies(problem, everywhere, Bottleneck(0, 0, 0, ()))


def test_hours_beyond_the_cap_of_a_category_are_refused() -> None:
    problem = Problem((20, 5), (Supply(-1, 0b10, 20),), parents=(-1, 0), category_caps=(None, 8))
    assert certifies(problem, Allocation((Placement(0, 1, 8),), (8, 5), 12), bottleneck(problem))
    assert not certifies(problem, Allocation((Placement(0, 1, 9),), (9, 5), 12), bottleneck(problem))


def test_hours_beyond_a_group_cap_are_refused() -> None:
    group = ((frozenset((0, 1)), 5),)
    problem = Problem((8,), (Supply(0, 1, 4), Supply(1, 1, 4)), caps=(None, None), group_caps=group)
    assert not certifies(
        problem, Allocation((Placement(0, 0, 4), Placement(1, 0, 4)), (8,), 0), Bottleneck(0, 0, 0, ())
    )


def test_a_set_that_inner_hours_can_enter_without_bound_is_no_bottleneck() -> None:
    problem = Problem((20, 5), (Supply(-1, 0b10, 5),), parents=(-1, 0))
    assert certifies(problem, allocate(problem), bottleneck(problem))
    assert not certifies(problem, allocate(problem), Bottleneck(0b01, 15, 0, ()))


@settings(max_examples=200)
@given(problems(), problems(), st.booleans())
def test_the_certificate_of_another_problem_proves_no_other_shortage(one: Problem, two: Problem, swap: bool) -> None:
    allocation = allocate(two if swap else one)
    found = bottleneck(one if swap else two)
    if certifies(one, allocation, found):
        assert allocation.short == allocate(one).short
