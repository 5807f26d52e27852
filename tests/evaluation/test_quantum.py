"""The quantum of a unit: where an hour fills one floor only, hours are placed in whole quanta."""

from fractions import Fraction

import pytest

from tests.evaluation.support import HOURS, did, judge, line_of, need

WHOLE = 'unit = { name = "hour", quantum = 1 }\n' + HOURS
FLOORS = """
floors = [{ id = "x", when = { tags = "x" }, at_least = 2.5 }, { id = "y", when = { tags = "y" }, at_least = 1 }]
"""
SPLIT = 'sharing = "split"\n'


def test_a_minimum_between_two_quanta_takes_the_next_whole_one() -> None:
    found = judge(SPLIT + WHOLE + FLOORS, did(amounts="3 hour", tags=["x"]), did("b", tags=["y"]))
    assert (need(found, "x").needed, found.outcome) == (3, "met")


def test_what_is_left_of_an_activity_below_a_quantum_counts_and_fills_no_floor() -> None:
    found = judge(SPLIT + WHOLE + FLOORS, did(amounts="2.5 hour", tags=["x"]), did("b", tags=["y"]))
    assert (need(found, "x").credited, need(found, "x").short, found.total) == (2, 1, Fraction("3.5"))
    assert line_of(found).placed == (("x", 2),)


@pytest.mark.parametrize("text", [WHOLE + FLOORS, SPLIT + HOURS + FLOORS])
def test_without_a_quantum_or_without_a_choice_of_floors_every_part_of_an_hour_fills_them(text: str) -> None:
    found = judge(text, did(amounts="2.5 hour", tags=["x"]), did("b", tags=["y"]))
    assert (need(found, "x").needed, need(found, "x").credited, found.outcome) == (
        Fraction("2.5"),
        Fraction("2.5"),
        "met",
    )


def test_a_quantum_smaller_than_every_amount_of_the_rules_is_held_too() -> None:
    quarters = WHOLE.replace("quantum = 1", "quantum = 0.25") + FLOORS.replace("2.5", "2")
    found = judge(SPLIT + quarters, did(amounts="1.3 hour", tags=["x"]), did("b", tags=["y"]))
    assert (need(found, "x").credited, need(found, "x").short) == (Fraction("1.25"), Fraction("0.75"))
