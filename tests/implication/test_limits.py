"""What is left open, with the rule: each of these once, so that none of them is ever proved by mistake."""

from datetime import date
from fractions import Fraction

import pytest

from plpcore.evaluation._simplex import Program
from plpcore.evaluation.implication import Verdict, implies
from plpcore.policy import Policy
from tests.implication.support import AWARD, SPLIT, cap, condition, floor, policy, total
from tests.implication.test_verdicts import A20, YEARS, asked

NUMBER = '[facts.fte]\ntype = "number"\n'
ROLE = '[facts.role]\ntype = "text"\n'
CLASSES = '[facts.classes]\ntype = "texts"\n'
ASKS = '[[caps]]\nid = "ask"\ncite = "x"\nat_most = 90\nwhen = {{ {0} }}\n'
PLAN = '[cycle]\nid = "c"\ncite = "x"\nanchor = "plan"\n'
DISTINCT = '[[floors]]\nid = "kinds"\ncite = "x"\nat_least = 2\ndistinct = "kind"\n'

LEFT_OPEN = {
    "a prorated requirement": (NUMBER + '[[adjustments]]\nid = "p"\ncite = "x"\nprorate = { by = "fte" }\n', "p"),
    "an added requirement": (
        NUMBER + '[[adjustments]]\nid = "p"\ncite = "x"\nadd = { each = "fte", over = 2, amount = 0 }\n',
        "p",
    ),
    "two facts": (ASKS.format('started = { before = { fact = "completed" } }'), "ask"),
    "an amount": (ASKS.format("amount = { hour = { at_least = 2 } }"), "ask"),
    "an id": (ASKS.format('id = "a1"'), "ask"),
    "another date of credit": ('[options]\ncredit_date = "started"\n', ""),
    "a year by a fact": ('[activity_facts.y]\ntype = "text"\n[calendar]\nyear_fact = "y"\n', ""),
    "carried credit in floors": ('[carry_over]\nid = "co"\ncite = "x"\nfills_floors = true\n', "co"),
    "a day without a cycle": (ASKS.format("completed = { before = 2025-01-01 }"), "ask"),
    "a floor in each year without a cycle": (floor("x", 0, 'per = "year"') + PLAN, "x"),
    "too many tags": (
        "".join(ASKS.replace('"ask"', f'"ask{n}"').format(f'tags = {{ has = "t{n}" }}') for n in range(8)),
        "",
    ),
    "split floors that are too many": ("".join(floor(f"t{n}", 0) for n in range(9)), ""),
}


@pytest.mark.parametrize(("part", "rule"), LEFT_OPEN.values(), ids=LEFT_OPEN)
def test_what_leaves_the_fragment_is_never_proved(part: str, rule: str) -> None:
    head = SPLIT if "t8" in part else ""
    found = asked(policy("a", total(20), part, head=head), policy("b", total(10), part, head=head))
    assert found.verdict is Verdict.UNKNOWN
    assert rule in [one.rule for one in found.outside]


def test_activities_that_satisfy_everything_under_the_first_are_left_open_and_under_the_second_are_a_help() -> None:
    deemed = '[[deemed]]\nid = "d"\ncite = "x"\nwhen = { kind = "board" }\n'
    assert asked(policy("a", total(20), deemed), policy("b", total(10))).verdict is Verdict.UNKNOWN
    assert asked(policy("a", total(20)), policy("b", total(10), deemed)).verdict is Verdict.IMPLIED


def test_who_satisfies_everything_by_a_fact_meets_the_policy_without_any_hour() -> None:
    deemed = '[[deemed]]\nid = "d"\ncite = "x"\neducator = { role = "nurse" }\n'
    first, second = policy("a", ROLE, total(20), deemed), policy("b", ROLE, total(10))
    found = asked(first, second)
    assert found.counterexample is not None
    assert not found.counterexample.activities
    assert asked(second, policy("c", ROLE, total(5), deemed)).verdict is Verdict.IMPLIED


def test_the_highest_of_several_classes_and_a_fact_that_may_lack_are_told_apart() -> None:
    highest = '[total]\nid = "t"\ncite = "x"\nhighest_of = { fact = "classes", amounts = { a = 5, b = 9 } }\n'
    first = policy("a", CLASSES, highest)
    assert asked(first, policy("b", CLASSES, highest.replace("9", "8"))).verdict is Verdict.IMPLIED
    assert asked(first, policy("b", CLASSES, highest.replace("9", "10"))).verdict is Verdict.NOT_IMPLIED


def test_cycles_that_differ_are_left_open_unless_dates_fix_both() -> None:
    fixed = '[cycle]\nid = "c"\ncite = "x"\nanchor = "fixed"\nstart = {0}\nyears = 1\n'
    first = policy("a", total(5), fixed.format("2024-07-01"))
    assert asked(first, policy("b", total(4), fixed.format("2024-08-01"))).verdict is Verdict.NOT_IMPLIED
    assert asked(first, policy("b", total(4))).verdict is Verdict.UNKNOWN
    assert asked(first, policy("b", total(4), fixed.format("2024-07-01"))).verdict is Verdict.IMPLIED


def test_learning_before_the_window_may_fill_a_floor_with_a_window_of_its_own() -> None:
    window = "window = { from = 2020-01-01, until = 2026-01-01 }"
    first = policy("a", "[window]\nfrom = 2024-09-01\nuntil = 2025-09-01\n", floor("x", 2, window))
    second = policy("b", "[window]\nfrom = 2024-09-01\nuntil = 2025-09-01\n", floor("x", 2))
    assert asked(first, second, YEARS).verdict is Verdict.NOT_IMPLIED


def test_years_of_a_window_without_an_end_are_left_open() -> None:
    window = "[window]\nfrom = 2024-09-01\n"
    first = policy("a", window, total(20), cap("reading", 2, 'per = "year"'))
    assert asked(first, policy("b", window, total(19), cap("reading", 3, 'per = "year"')), YEARS).outside


def test_distinct_values_and_blocks_are_bounds_only() -> None:
    assert asked(A20, policy("b", total(5), DISTINCT)).verdict is not Verdict.IMPLIED
    assert asked(policy("a", total(5), DISTINCT), policy("b", total(5))).verdict is Verdict.IMPLIED
    block = '[[blocks]]\nid = "k"\ncite = "x"\nby = "kind"\nat_least = 3\n'
    assert asked(policy("a", total(5), block), policy("b", total(5))).verdict is Verdict.IMPLIED


@pytest.mark.parametrize("per", ["day", "activity", "week"])
def test_a_cap_of_many_groups_is_a_bound_only(per: str) -> None:
    many = cap("reading", 2, f'per = "{per}"')
    assert asked(policy("a", total(5), many), policy("b", total(5))).verdict is Verdict.IMPLIED
    assert asked(policy("b", total(5)), policy("a", total(5), many)).verdict is not Verdict.IMPLIED


@pytest.mark.parametrize("order", ["best for the educator", "one after the other"])
def test_the_order_of_caps_is_never_taken_for_another(order: str) -> None:
    options = f'[options]\ncaps = "{order}"\n'
    one = policy("a", options, total(5), floor("x", 1), cap("reading", 2), cap("book", 1))
    assert asked(one, policy("b", total(5))).verdict is Verdict.IMPLIED
    assert asked(policy("b", total(5)), one).verdict is not Verdict.IMPLIED


def test_carried_credit_that_only_one_policy_accepts_separates_the_two() -> None:
    none = '[carry_over]\nid = "co"\ncite = "x"\naccepts = false\n'
    assert asked(policy("a", total(5)), policy("b", total(5), none)).verdict is Verdict.NOT_IMPLIED
    assert asked(policy("b", total(5), none), policy("a", total(5))).verdict is Verdict.IMPLIED


def test_a_panel_cannot_be_made_up_and_is_left_open() -> None:
    panel = condition("p", "panel = { approvals = 2 }")
    assert asked(policy("a", total(5), panel), policy("b", total(6), panel)).verdict is Verdict.UNKNOWN
    assert asked(policy("a", total(5), panel), policy("b", total(4), panel)).verdict is Verdict.IMPLIED


def test_a_policy_without_an_edition_for_the_day_is_met_by_nobody() -> None:
    late: Policy = policy("b", '[[editions]]\nid = "late"\ncite = "x"\nfrom = 2030-01-01\n', total(1))
    assert implies(late, A20, as_of=date(2025, 1, 1)).verdict is Verdict.IMPLIED
    assert implies(A20, late, as_of=date(2025, 1, 1)).verdict is Verdict.NOT_IMPLIED


def test_awards_of_every_form_are_taken_at_their_rates() -> None:
    minutes = AWARD.replace('per = "hour"', 'per = "minute"\ncredit = 0.02')
    assert asked(policy("a", total(6), minutes), policy("b", total(5))).verdict is Verdict.IMPLIED
    table = AWARD.replace('per = "hour"', 'by = "kind"\n[awards.table]\nbook = 3\n')
    assert asked(policy("a", total(6), table), policy("b", total(7), table)).verdict is Verdict.NOT_IMPLIED


def test_a_goal_without_bound_is_a_mistake_of_the_caller() -> None:
    program = Program()
    name = program.variable()
    with pytest.raises(ArithmeticError, match="no bound"):
        program.maximum({name: Fraction(1)})


def test_conditions_that_say_the_same_twice_leave_the_optimum() -> None:
    program = Program()
    one, other = program.variable(), program.variable()
    for _ in range(2):
        program.equal({one: Fraction(1), other: Fraction(1)}, Fraction(3))
    assert program.maximum({one: Fraction(2)}) == (Fraction(6), (Fraction(3), Fraction(0)))
