"""The least fix says all that further quanta must bring, and no more."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from plpcore.evaluation.allocation import Problem, Supply, Violation, allocate, helps, least_fix
from tests.allocation.problems import around, flat_problems, is_overlap, problems, solver_short

MANY = settings(max_examples=300)


@MANY
@given(problems(most_categories=4, most=5), st.data())
def test_further_quanta_mend_a_problem_exactly_when_they_satisfy_the_family(
    problem: Problem, data: st.DataObject
) -> None:
    more = data.draw(extras(problem))
    assert satisfied(problem, least_fix(problem), more) == (allocate(extended(problem, more)).short == 0)


@settings(max_examples=100)
@given(flat_problems(), st.data())
def test_the_family_agrees_with_the_solver(problem: Problem, data: st.DataObject) -> None:
    more = data.draw(extras(problem))
    assert satisfied(problem, least_fix(problem), more) == (solver_short(extended(problem, more)) == 0)


@MANY
@given(problems(most_categories=4, most=5), st.data())
def test_with_offers_the_family_is_complete_for_their_masks(problem: Problem, data: st.DataObject) -> None:
    masks = data.draw(st.lists(extra_masks(problem), max_size=3))
    offered = [closed_mask(problem, mask) for mask in masks]
    more = [(mask, data.draw(st.integers(0, 12))) for mask in masks]
    family = least_fix(problem, offers=offered)
    assert satisfied(problem, family, more) == (allocate(extended(problem, more)).short == 0)
    assert set(family) <= set(least_fix(problem))


@MANY
@given(problems(most_categories=4, most=5))
def test_no_violation_of_a_split_problem_follows_from_the_others(problem: Problem) -> None:
    assume(problem.sharing == 1)
    family = least_fix(problem)
    outside = (1 << len(problem.demands)) - 1
    for violation in family:
        inside, rest = violation.categories, outside & ~violation.categories
        more = [(inside, violation.short - 1), (rest, 10**6)]
        others = tuple(other for other in family if other != violation)
        assert satisfied(problem, others, more)
        assert not satisfied(problem, family, more)


@MANY
@given(problems(most_categories=4, most=5), st.data())
def test_one_more_quantum_helps_exactly_when_it_lessens_the_shortage(problem: Problem, data: st.DataObject) -> None:
    mask = data.draw(extra_masks(problem))
    lessened = allocate(extended(problem, [(mask, 1)])).short < allocate(problem).short
    assert helps(least_fix(problem), closed_mask(problem, mask)) == lessened
    assert helps(least_fix(problem, offers=[closed_mask(problem, mask)]), closed_mask(problem, mask)) == lessened


def test_a_quantum_for_both_does_not_count_twice() -> None:
    assert least_fix(Problem((5, 4), ())) == (Violation(0b01, 5), Violation(0b10, 4), Violation(0b11, 9))


def test_sets_that_no_offer_joins_are_not_listed_together() -> None:
    assert least_fix(Problem((5, 4), ()), offers=[0b01, 0b10]) == (Violation(0b01, 5), Violation(0b10, 4))


def test_a_category_that_is_short_only_together_with_another_is_listed_with_it() -> None:
    assert least_fix(Problem((5, 4), (Supply(-1, 0b11, 6),))) == (Violation(0b11, 3),)


def test_where_hours_are_shared_each_category_is_short_on_its_own() -> None:
    problem = Problem((5,) * 20, (Supply(-1, 0b11, 2),), sharing=20)
    assert least_fix(problem) == tuple(Violation(1 << j, 3 if j < 2 else 5) for j in range(20))


def test_as_many_categories_as_an_hour_can_fill_at_once_are_not_listed_together() -> None:
    singles = tuple(Violation(1 << j, 5) for j in range(3))
    assert least_fix(Problem((5, 5, 5), (), sharing=2)) == (*singles, Violation(0b111, 15))


def test_nothing_is_listed_when_nothing_is_short() -> None:
    assert least_fix(Problem((5,), (Supply(-1, 1, 5),))) == ()
    assert not helps((), 0b1)


def test_many_categories_that_hang_together_and_are_short_are_refused() -> None:
    everything = (1 << 17) - 1
    met = Problem((1,) * 17, (Supply(-1, everything, 17),))
    assert least_fix(met) == ()
    with pytest.raises(ValueError, match="more than 16 categories"):
        least_fix(Problem((1,) * 17, (Supply(-1, everything, 16),)))


def test_a_family_beyond_all_reading_is_refused_and_offers_make_it_short() -> None:
    problem = Problem((1,) * 17, ())
    with pytest.raises(ValueError, match="masks on offer"):
        least_fix(problem)
    assert len(least_fix(problem, offers=[0b11])) == 18


def extra_masks(problem: Problem) -> st.SearchStrategy[int]:
    """Return strategies for masks that keep the problem in the fragment."""
    if is_overlap(problem):
        return st.sampled_from([0, *(1 << j for j in range(len(problem.demands)))])
    return st.integers(0, (1 << len(problem.demands)) - 1)


def extras(problem: Problem) -> st.SearchStrategy[list[tuple[int, int]]]:
    return st.lists(st.tuples(extra_masks(problem), st.integers(0, 12)), max_size=5)


def closed_mask(problem: Problem, mask: int) -> int:
    if not is_overlap(problem):
        return mask
    return sum(
        1 << i for i in {i for j in range(len(problem.demands)) if mask >> j & 1 for i in around(j, problem.parents)}
    )


def extended(problem: Problem, more: list[tuple[int, int]]) -> Problem:
    return Problem(
        problem.demands,
        (*problem.supplies, *(Supply(-1, mask, amount) for mask, amount in more)),
        problem.caps,
        problem.sharing,
        problem.parents,
        problem.category_caps,
        problem.group_caps,
        problem.priority,
    )


def satisfied(problem: Problem, family: tuple[Violation, ...], more: list[tuple[int, int]]) -> bool:
    sharing = len(problem.demands) if is_overlap(problem) else problem.sharing
    return all(
        violation.short
        <= sum(
            amount * min(sharing, (closed_mask(problem, mask) & violation.categories).bit_count())
            for mask, amount in more
        )
        for violation in family
    )
