"""The rule kind, by itself and in a policy."""

from datetime import date
from fractions import Fraction

import pytest
from district_plugin._units import WHOLE_UNITS, WholeUnits, whole

from plpcore import Activity, Educator, InputErrors, Portfolio, Quantity, evaluate, parse_policy, prepare
from plpcore.evaluation import Earned
from plpcore.ids import ActivityId, EducatorId
from plpcore.testing import check_rule_kind

POLICY = """
id = "trial"
title = "A trial"
unit = { name = "hour" }
awards = [{ id = "time", cite = "-", per = "hour" }]
conditions = [{ id = "proof", cite = "-", when = { kind = "book" }, evidence = { at_least = 1 } }]
rules = [{ id = "whole", cite = "-", kind = "whole-units", spec = { unit = 1 } }]
"""


def did(name: str, kind: str, hours: str, day: int) -> Activity:
    return Activity(id=ActivityId(name), kind=kind, completed=date(2026, 3, day), amounts=(Quantity.of(hours, "hour"),))


def credit_of(*activities: Activity) -> dict[str, Fraction]:
    record = Portfolio(educator=Educator(id=EducatorId("e1")), activities=activities)
    found = evaluate(parse_policy(POLICY), record, as_of=date(2026, 6, 30), kinds=[WHOLE_UNITS])
    return {line.activity: line.counted for line in found.lines}


def test_the_rule_kind_keeps_its_promises() -> None:
    check_rule_kind(WHOLE_UNITS)


@pytest.mark.parametrize(
    ("unit", "hours", "counts"),
    [
        ("1", ["1.5", "1.5", "0.75"], ["1", "2", "0"]),
        ("1", ["0.25", "0.25", "0.25", "0.25"], ["0", "0", "0", "1"]),
        ("15", ["14", "14", "2"], ["0", "15", "15"]),
        ("0.5", ["1/3", "1/3"], ["0", "0.5"]),
        ("1", [], []),
    ],
)
def test_what_is_over_goes_on_to_the_next_activity(unit: str, hours: list[str], counts: list[str]) -> None:
    rows = tuple(Earned(did("a", "book", "1", 1), "", None, Fraction(one)) for one in hours)
    assert whole(WholeUnits(unit=Fraction(unit)), rows) == [Fraction(one) for one in counts]


def test_the_order_is_that_of_the_days_and_not_of_the_rows() -> None:
    later, earlier = did("later", "chat", "1.5", 9), did("earlier", "chat", "1.5", 2)
    assert credit_of(later, earlier) == {"earlier": 1, "later": 2}


def test_nothing_of_a_refused_activity_goes_on() -> None:
    assert credit_of(did("a", "book", "1.5", 2), did("b", "chat", "1.5", 9)) == {"a": 0, "b": 1}


def test_a_unit_of_nothing_is_refused() -> None:
    with pytest.raises(InputErrors, match=r"\$\.rules\[0\]\.spec\.unit: a unit of nothing cannot be counted"):
        prepare(parse_policy(POLICY.replace("unit = 1", "unit = 0")), [WHOLE_UNITS])
