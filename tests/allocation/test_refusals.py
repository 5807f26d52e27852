"""What is no problem, or not one for flow and cut, is refused with its place."""

from typing import Any

import pytest

from plpcore.evaluation.allocation import OutsideFragmentError, Problem, Supply, allocate


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"demands": (1.5,)}, r"\$.demands: 1.5 is no amount"),
        ({"demands": (-1,)}, r"\$.demands: -1 is no amount"),
        ({"demands": (True,)}, r"\$.demands: True is no amount"),
        ({"supplies": (Supply(-1, 1, -2),)}, r"\$.supplies: -2 is no amount"),
        ({"supplies": (Supply(0, 1, 2),)}, r"\$.supplies: 0 does not exist"),
        ({"supplies": (Supply(-2, 1, 2),)}, r"\$.supplies: -2 does not exist"),
        ({"supplies": (Supply(-1, 2, 2),)}, r"\$.supplies\[0\].mask: 2 names categories"),
        ({"supplies": (Supply(-1, -1, 2),)}, r"\$.supplies\[0\].mask: -1 names categories"),
        ({"caps": (-1,)}, r"\$.caps: -1 is no amount"),
        ({"sharing": 0}, r"\$.sharing: 0 is no number"),
        ({"sharing": 1.0}, r"\$.sharing: 1.0 is no number"),
        ({"parents": (-1, 0)}, r"\$.parents: 2 entries for 1 categories"),
        ({"parents": (1,)}, r"\$.parents: 1 does not exist"),
        ({"parents": (0,)}, r"\$.parents\[0\]: the categories enclose each other"),
        ({"category_caps": (1, 1)}, r"\$.category_caps: 2 entries for 1 categories"),
        ({"category_caps": (-1,)}, r"\$.category_caps: -1 is no amount"),
        ({"category_caps": (2,)}, r"\$.category_caps\[0\]: 2 is less than the 3 demanded there"),
        ({"priority": (0, 0)}, r"\$.priority: not every category"),
        ({"group_caps": ((frozenset((0,)), 1),)}, r"\$.group_caps\[0\]: 0 does not exist"),
        ({"group_caps": ((frozenset(), -1),)}, r"\$.group_caps: -1 is no amount"),
    ],
)
def test_a_malformed_problem_is_refused_with_its_place(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Problem(**{"demands": (3,), "supplies": (), **given})


def test_the_cap_of_a_category_must_hold_what_is_demanded_inside_it() -> None:
    with pytest.raises(ValueError, match=r"\$.category_caps\[0\]: 9 is less than the 10 demanded"):
        Problem((3, 5, 5), (), parents=(-1, 0, 0), category_caps=(9, None, None))


def test_groups_that_cross_are_outside_the_fragment() -> None:
    groups = ((frozenset((0, 1)), 5), (frozenset((1, 2)), 5))
    with pytest.raises(OutsideFragmentError, match=r"\$.group_caps\[1\]: its sources cross those of"):
        Problem((1,), (), caps=(None, None, None), group_caps=groups)


def test_a_cap_that_binds_shared_hours_of_different_kinds_is_outside_the_fragment() -> None:
    supplies = (Supply(0, 0b011, 3), Supply(0, 0b110, 3), Supply(0, 0b101, 3))
    with pytest.raises(OutsideFragmentError, match="masks are no chain"):
        Problem((3, 3, 3), supplies, caps=(8,), sharing=2)
    assert allocate(Problem((3, 3, 3), supplies, caps=(9,), sharing=2)).short == 0


@pytest.mark.parametrize("given", [{"sharing": 2}, {"sharing": 3, "category_caps": (9, 9, 9)}])
def test_nested_minima_with_hours_shared_in_part_or_capped_are_outside_the_fragment(given: dict[str, Any]) -> None:
    with pytest.raises(OutsideFragmentError, match="with nested minima"):
        Problem((3, 3, 3), (Supply(-1, 0b111, 3),), parents=(-1, 0, 0), **given)


def test_a_problem_outside_the_fragment_is_a_value_error_too() -> None:
    assert issubclass(OutsideFragmentError, ValueError)


def test_parents_that_enclose_nothing_are_as_good_as_none() -> None:
    supplies = (Supply(-1, 0b11, 3),)
    assert Problem((3, 3), supplies, sharing=2, parents=(-1, -1)).shape == Problem((3, 3), supplies, sharing=2).shape
