"""Floors that count different values, where they have a span of days of their own."""

from tests.evaluation.support import HOURS, did, judge

_FLOOR = """
window = { from = 2024-01-01, until = 2025-01-01 }
floors = [
    { id = "kinds", distinct = "kind", at_least = 2, window = { from = 2020-01-01, until = 2025-01-01 } },
]
"""


def test_a_value_from_outside_the_cycle_counts_where_the_floor_looks_further_back() -> None:
    found = judge(HOURS + _FLOOR, did("a", kind="chat"), did("b", on="2021-05-01", kind="book"))
    assert found.requirements[-1].credited == 2
    assert found.is_met is True
    assert found.total == 1


def test_a_value_from_before_the_own_window_does_not_count() -> None:
    found = judge(HOURS + _FLOOR, did("a", kind="chat"), did("b", on="2019-12-31", kind="book"))
    assert found.requirements[-1].credited == 1
    assert found.is_met is False


def test_a_refused_activity_shows_no_value_though_its_day_fits() -> None:
    condition = 'conditions = [{ require = { kind = "chat" } }]\n'
    found = judge(HOURS + condition + _FLOOR, did("a", kind="chat"), did("b", on="2021-05-01", kind="book"))
    assert found.requirements[-1].credited == 1
