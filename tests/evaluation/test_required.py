"""The required total: stated, by facts or by class; then added to, reduced, prorated, exempted, in this order."""

from fractions import Fraction
from typing import Any

import pytest

from tests.evaluation.support import judge

FACTS = """
[facts]
fte = { type = "number" }
licences = { type = "number" }
classes = { type = "texts" }
first = { type = "flag" }
kind = { type = "text" }
"""


def required(text: str, **facts: Any) -> Fraction:
    found = judge(text + FACTS, facts=facts)
    assert not found.missing
    return found.required


def steps(text: str, **facts: Any) -> list[str]:
    return [step.reason.value for step in judge(text + FACTS, facts=facts).required_steps]


def test_a_total_is_an_amount_and_without_a_total_nothing_is_required() -> None:
    assert required("total = { amount = 22.5 }\n") == Fraction(45, 2)
    assert required("") == 0
    assert steps("") == ["no-total"]
    assert judge("").outcome == "met"


ROWS = (
    'total = { rows = [{ when = { kind = "a" }, amount = 10 }, { when = { fte = { at_least = 1 } }, amount = 20 }] }\n'
)


@pytest.mark.parametrize(
    ("facts", "amount"), [({"kind": "a", "fte": 1}, 10), ({"kind": "b", "fte": 1}, 20), ({"kind": "b", "fte": 0}, 0)]
)
def test_the_first_row_that_holds_decides_and_none_requires_nothing(facts: dict[str, Any], amount: int) -> None:
    assert required(ROWS, **facts) == amount
    assert steps(ROWS, **facts) == ["total-by-facts"]


def test_a_row_that_nobody_can_tell_leaves_the_total_open() -> None:
    found = judge(ROWS + FACTS, facts={"fte": 1})
    assert (found.outcome, found.missing) == ("undetermined", ("kind",))


HIGHEST = 'total = { highest_of = { fact = "classes", amounts = { teacher = 100, leader = 150, aide = 20 } } }\n'


@pytest.mark.parametrize(
    ("classes", "amount"),
    [(["teacher"], 100), (["aide", "leader", "teacher"], 150), (["other"], 0), ([], 0), (["other", "aide"], 20)],
)
def test_the_highest_of_several_classes_is_required(classes: list[str], amount: int) -> None:
    assert required(HIGHEST, classes=classes) == amount


def test_one_class_may_stand_for_itself_and_a_missing_one_is_named() -> None:
    assert required(HIGHEST, classes="leader") == 150
    assert judge(HIGHEST + FACTS).missing == ("classes",)


def adjusted(*rules: str, total: str = "100") -> str:
    return f"total = {{ amount = {total} }}\nadjustments = [{', '.join('{ ' + rule + ' }' for rule in rules)}]\n"


@pytest.mark.parametrize(("licences", "amount"), [(0, 100), (1, 100), (2, 130), (4, 190)])
def test_each_further_licence_adds(licences: int, amount: int) -> None:
    text = adjusted('add = { each = "licences", over = 1, amount = 30 }')
    assert required(text, licences=licences) == amount


def test_an_addition_may_count_from_the_first_and_in_parts() -> None:
    assert required(adjusted('add = { each = "licences", amount = 30 }'), licences=Fraction(1, 2)) == 115


@pytest.mark.parametrize(("less", "amount"), [("30", 70), ("100", 0), ("130", 0), ("0.5", Fraction(199, 2))])
def test_a_reduction_stops_at_nothing(less: str, amount: Fraction) -> None:
    assert required(adjusted(f"reduce = {less}")) == amount


@pytest.mark.parametrize(
    ("prorate", "fte", "amount"),
    [
        ('by = "fte"', Fraction(1, 3), Fraction(100, 3)),
        ('by = "fte", of = 5', 3, Fraction(60)),
        ('by = "fte", increment = 1', Fraction(1, 3), Fraction(33)),
        ('by = "fte", increment = 1, rounding = "up"', Fraction(1, 3), Fraction(34)),
        ('by = "fte", increment = 5, rounding = "down"', Fraction(1, 3), Fraction(30)),
        ('by = "fte", increment = 1', Fraction(1, 8), Fraction(13)),
        ('by = "fte", increment = 1, rounding = "half_down"', Fraction(1, 8), Fraction(12)),
        ('by = "fte", increment = 1, rounding = "half_even"', Fraction(1, 8), Fraction(12)),
        ('by = "fte", increment = 0.5', Fraction(1, 8), Fraction(25, 2)),
        ('by = "fte"', 0, Fraction(0)),
    ],
)
def test_the_total_is_prorated_and_rounded_only_as_said(prorate: str, fte: Fraction, amount: Fraction) -> None:
    assert required(adjusted(f"prorate = {{ {prorate} }}"), fte=fte) == amount


@pytest.mark.parametrize(("first", "amount"), [(True, 0), (False, 100)])
def test_an_exemption_requires_nothing(first: bool, amount: int) -> None:
    assert required(adjusted("when = { first = true }, exempt = true"), first=first) == amount


@pytest.mark.parametrize(
    "rule",
    ['add = { each = "licences", amount = 30 }', "reduce = 10", 'prorate = { by = "fte" }', "exempt = true"],
)
def test_an_adjustment_is_for_those_that_it_names(rule: str) -> None:
    text = adjusted(f"when = {{ first = true }}, {rule}")
    facts = {"licences": 2, "fte": Fraction(1, 2)}
    assert required(text, first=False, **facts) == 100
    assert required(text, first=True, **facts) != 100
    found = judge(text + FACTS, facts=facts)
    assert (found.outcome, found.missing, found.required) == ("undetermined", ("first",), Fraction(100))


@pytest.mark.parametrize(
    ("rule", "missing"), [('add = { each = "licences", amount = 30 }', "licences"), ('prorate = { by = "fte" }', "fte")]
)
def test_the_fact_that_an_adjustment_counts_by_is_named_where_it_is_missing(rule: str, missing: str) -> None:
    assert judge(adjusted(rule) + FACTS).missing == (missing,)


def test_the_order_is_add_reduce_prorate_exempt_whatever_the_order_in_the_document() -> None:
    rules = [
        'id = "d", when = { first = true }, exempt = true',
        'id = "c", prorate = { by = "fte" }',
        'id = "b", reduce = 20',
        'id = "a", add = { each = "licences", amount = 10 }',
    ]
    facts = {"licences": 2, "fte": Fraction(1, 2), "first": False}
    expected = ["total-stated", "total-added", "total-reduced", "total-prorated"]
    for order in (rules, rules[::-1]):
        assert required(adjusted(*order), **facts) == 50
        assert steps(adjusted(*order), **facts) == expected
        assert steps(adjusted(*order), **{**facts, "first": True}) == [*expected, "exempt"]


def test_every_step_to_the_total_names_its_rule() -> None:
    found = judge(adjusted('id = "fte-rule", prorate = { by = "fte" }') + FACTS, facts={"fte": Fraction(1, 2)})
    assert [(step.rule, step.before, step.after) for step in found.required_steps] == [
        ("total", Fraction(0), Fraction(100)),
        ("fte-rule", Fraction(100), Fraction(50)),
    ]
