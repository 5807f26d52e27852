"""Cases small enough to be checked by hand."""

from plpcore.evaluation.allocation import (
    Allocation,
    Bottleneck,
    Placement,
    Problem,
    Supply,
    allocate,
    bottleneck,
    certifies,
    least_fix,
)
from plpcore.evaluation.allocation._flow import blocked

STEM, EQUITY, BOTH = 0b01, 0b10, 0b11


def test_untagged_hours_do_not_mend_what_doubly_tagged_hours_lack() -> None:
    problem = Problem((15, 15), (Supply(-1, BOTH, 15), Supply(-1, 0, 85)))
    assert allocate(problem).short == 15
    assert bottleneck(problem) == Bottleneck(BOTH, 30, 15, ((-1, 15),))


def test_doubly_tagged_hours_go_where_the_others_cannot() -> None:
    problem = Problem((15, 15), (Supply(-1, BOTH, 15), Supply(-1, STEM, 15)))
    assert allocate(problem) == Allocation((Placement(0, 1, 15), Placement(1, 0, 15)), (15, 15), 0)
    assert bottleneck(problem) == Bottleneck(0, 0, 0, ())


def test_an_allocation_that_first_fit_misses_is_found() -> None:
    # First fit spends the first supply on category 0, and then nothing is left that reaches category 1.
    problem = Problem((2, 2, 0), (Supply(-1, 0b011, 2), Supply(-1, 0b101, 2)))
    assert allocate(problem).placements == (Placement(0, 1, 2), Placement(1, 0, 2))


def test_shared_hours_fill_both_minima() -> None:
    problem = Problem((15, 15), (Supply(-1, BOTH, 15),), sharing=2)
    assert allocate(problem) == Allocation((Placement(0, 0, 15), Placement(0, 1, 15)), (15, 15), 0)


def test_an_hour_that_may_fill_two_of_three_fills_two() -> None:
    problem = Problem((10, 10, 10), (Supply(-1, 0b111, 10), Supply(-1, 0b111, 5)), sharing=2)
    allocation = allocate(problem)
    assert allocation.short == 0
    assert certifies(problem, allocation, bottleneck(problem))
    assert allocate(Problem((10, 10, 10), (Supply(-1, 0b111, 14),), sharing=2)).short == 2


def test_the_first_in_priority_is_served_first() -> None:
    supplies = (Supply(-1, BOTH, 10),)
    assert allocate(Problem((8, 8), supplies)).credited == (8, 2)
    assert allocate(Problem((8, 8), supplies, priority=(1, 0))).credited == (2, 8)


def test_a_source_brings_no_more_than_its_cap() -> None:
    problem = Problem((10, 10), (Supply(0, STEM, 20), Supply(0, EQUITY, 20), Supply(1, EQUITY, 3)), caps=(12, 9))
    assert allocate(problem).credited == (10, 5)
    assert bottleneck(problem) == Bottleneck(BOTH, 20, 15, ((0, 12), (1, 3)))


def test_a_cap_on_a_group_of_sources_holds_beside_their_own() -> None:
    supplies = (Supply(0, STEM, 8), Supply(1, STEM, 8), Supply(2, STEM, 1))
    problem = Problem((20,), supplies, caps=(6, 8, None), group_caps=((frozenset((0, 1)), 10),))
    assert allocate(problem).short == 9
    assert bottleneck(problem) == Bottleneck(STEM, 20, 11, ((0, 6), (1, 8), (2, 1)))


def test_of_shared_hours_under_a_cap_those_with_most_categories_are_used() -> None:
    problem = Problem((6, 6), (Supply(0, STEM, 6), Supply(0, BOTH, 3), Supply(0, BOTH, 1)), caps=(5,), sharing=2)
    assert allocate(problem).credited == (5, 4)
    assert bottleneck(problem) == Bottleneck(BOTH, 12, 9, ((0, 9),))
    assert certifies(problem, allocate(problem), bottleneck(problem))


def test_categories_that_compete_only_for_the_room_under_a_wider_cap_are_judged_together() -> None:
    groups = ((frozenset((0, 1)), 8), (frozenset((0, 1, 2)), 12))
    supplies = (Supply(0, STEM, 10), Supply(2, EQUITY, 10))
    problem = Problem((8, 8), supplies, caps=(None, None, None), group_caps=groups)
    assert allocate(problem).credited == (8, 4)
    assert bottleneck(problem) == Bottleneck(BOTH, 16, 12, ((0, 10), (2, 10)))


def test_what_fills_an_inner_minimum_fills_the_outer_one() -> None:
    # Category 1 lies in category 0.
    problem = Problem((20, 15), (Supply(-1, 0b10, 15), Supply(-1, 0b01, 5)), parents=(-1, 0))
    assert allocate(problem) == Allocation((Placement(0, 1, 15), Placement(1, 0, 5)), (20, 15), 0)


def test_surplus_of_an_inner_category_rises() -> None:
    assert allocate(Problem((20, 15), (Supply(-1, 0b10, 20),), parents=(-1, 0))).credited == (20, 15)


def test_the_outer_minimum_is_credited_although_the_inner_one_is_short() -> None:
    problem = Problem((20, 15), (Supply(-1, 0b01, 10),), parents=(-1, 0))
    assert allocate(problem) == Allocation((Placement(0, 0, 10),), (10, 0), 15)


def test_no_more_is_placed_than_the_outer_minima_ask() -> None:
    # Category 2 lies in 1, and 1 lies in 0. Nothing fills 2, and there is more than enough for the others.
    problem = Problem((20, 15, 10), (Supply(-1, 0b010, 30),), parents=(-1, 0, 1))
    assert allocate(problem) == Allocation((Placement(0, 1, 20),), (20, 15, 0), 10)


def test_inner_categories_are_served_first_whatever_the_priority() -> None:
    problem = Problem((9, 4, 9), (Supply(-1, 0b110, 4),), parents=(-1, 0, -1), priority=(0, 2, 1))
    assert allocate(problem).credited == (4, 4, 0)
    assert allocate(Problem((4, 4, 9), problem.supplies, parents=(-1, 0, -1), priority=(0, 2, 1))).credited == (4, 4, 0)


def test_what_is_beyond_the_cap_of_a_category_does_not_rise() -> None:
    problem = Problem((20, 5), (Supply(-1, 0b10, 20),), parents=(-1, 0), category_caps=(None, 8))
    allocation = allocate(problem)
    assert (allocation.credited, allocation.short) == ((8, 5), 12)
    assert bottleneck(problem) == Bottleneck(0b01, 15, 3, ())
    assert [(v.categories, v.short) for v in least_fix(problem)] == [(0b01, 12)]


def test_vacant_room_is_used_once() -> None:
    # Category 2 lies in 1, which may hold 10, and 1 lies in 0. Nothing fills 2.
    problem = Problem((30, 10, 5), (Supply(-1, 0b010, 30),), parents=(-1, 0, 1), category_caps=(None, 10, None))
    assert allocate(problem) == Allocation((Placement(0, 1, 10),), (10, 10, 0), 25)


def test_vacant_room_that_a_category_in_between_uses_is_no_longer_vacant() -> None:
    # 3 lies in 2, 2 in 1, which may hold 10, and 1 in 0. Nothing fills 3; what lies in 2 stands in its place.
    caps = (None, 10, None, None)
    problem = Problem((30, 0, 5, 5), (Supply(-1, 0b0100, 30),), parents=(-1, 0, 1, 2), category_caps=caps)
    assert allocate(problem) == Allocation((Placement(0, 2, 10),), (10, 0, 5, 0), 25)


def test_room_kept_for_an_inner_minimum_counts_further_out_while_it_is_vacant() -> None:
    # Category 2 lies in 1, which may hold 10, and 1 lies in 0. Nothing fills 2, which needs 5 of those 10.
    problem = Problem((15, 0, 5), (Supply(-1, 0b010, 12),), parents=(-1, 0, 1), category_caps=(None, 10, None))
    allocation = allocate(problem)
    assert (allocation.credited, allocation.short) == ((10, 0, 0), 10)
    assert certifies(problem, allocation, bottleneck(problem))


def test_shared_hours_fill_nested_minima_in_full() -> None:
    problem = Problem((20, 15, 10), (Supply(-1, 0b110, 10), Supply(-1, 0b001, 5)), sharing=2, parents=(-1, 0, 0))
    allocation = allocate(problem)
    assert (allocation.credited, allocation.short) == ((15, 10, 10), 10)
    assert certifies(problem, allocation, bottleneck(problem))


def test_nothing_is_short_where_nothing_is_asked() -> None:
    assert allocate(Problem((), ())) == Allocation((), (), 0)
    assert allocate(Problem((0, 0), (Supply(-1, BOTH, 4),))) == Allocation((), (0, 0), 0)
    assert bottleneck(Problem((), ())) == Bottleneck(0, 0, 0, ())


def test_thousands_of_supplies_over_many_categories_are_decided_by_the_flow_alone() -> None:
    size = 20
    supplies = tuple(Supply(i % 7, 1 << i % size | 1 << (i * i + 1) % size, i % 9) for i in range(3_000))
    problem = Problem((600,) * size, supplies, caps=(1_500,) * 7)
    found = bottleneck(problem)
    assert found.categories == blocked(problem.shape)
    assert found.needs - found.reachable == allocate(problem).short > 0
    assert certifies(problem, allocate(problem), found)


def test_a_long_chain_of_shifts_is_found() -> None:
    # Each category can be helped only by its neighbour, and only the last neighbour has anything to spare.
    size = 60
    supplies = tuple(Supply(-1, 1 << j | 1 << j + 1, 1) for j in range(size - 1))
    problem = Problem((1,) * size, (*supplies, Supply(-1, 1 << size - 1, 1)))
    assert allocate(problem).credited == (1,) * size
