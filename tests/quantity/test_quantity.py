import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import QuantityError
from plpcore.quantity import Quantity, check_unit, parse_quantity, total_of

units = st.sampled_from(["hour", "minute", "page", "semester-credit"])
amounts = st.builds(Fraction, st.integers(-(10**9) + 1, 10**9 - 1), st.integers(1, 10**6 - 1))
quantities = st.builds(Quantity, amounts, units)


def hours(text: str) -> Quantity:
    return Quantity.of(text, "hour")


@pytest.mark.parametrize("value", ["1.5", "3/2", Decimal("1.5"), Fraction(3, 2)])
def test_a_quantity_is_made_from_whatever_an_amount_is_read_from(value: str | Decimal | Fraction) -> None:
    assert Quantity.of(value, "hour") == Quantity(Fraction(3, 2), "hour")


def test_a_quantity_of_a_whole_number_holds_a_fraction() -> None:
    assert type(Quantity.of(3, "page").amount) is Fraction


def test_a_bad_amount_is_named_with_its_place() -> None:
    half: Any = 0.5
    with pytest.raises(QuantityError) as caught:
        Quantity.of(half, "hour")
    assert str(caught.value.under("$.activities[3]")).startswith("$.activities[3].amount: 0.5 is a floating-point")


@pytest.mark.parametrize(
    "amount", [1, 1.5, True, None, "1", Decimal(1), 10**5000], ids=lambda amount: type(amount).__name__
)
def test_the_constructor_takes_fractions_alone(amount: Any) -> None:
    with pytest.raises(QuantityError, match=r"^\$\.amount: the amount is .*, not Fraction; use Quantity\.of"):
        Quantity(amount, "hour")


@pytest.mark.parametrize("unit", ["hour", "h", "semester-credit", "ceu_2", "a" * 40])
def test_a_unit_is_a_short_code_in_small_letters(unit: str) -> None:
    assert check_unit(unit) == Quantity(Fraction(1), unit).unit == unit


@pytest.mark.parametrize(
    "unit",
    ["", "Hour", "2h", "-h", "_h", "a b", "hour ", "hour\n", "a" * 41, "a" * 100_000, "stündlich", "hour\x00", "h%"],
)
def test_other_text_is_no_unit(unit: str) -> None:
    with pytest.raises(QuantityError, match=r"^\$\.unit: .* is not a unit; write a code such as 'hour'") as caught:
        Quantity(Fraction(1), unit)
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize("unit", [None, 5, b"hour", 10**5000], ids=lambda unit: type(unit).__name__)
def test_a_unit_that_is_no_text_is_refused_by_its_type(unit: object) -> None:
    with pytest.raises(QuantityError) as caught:
        check_unit(unit, "$.units[1]")
    assert (caught.value.where, caught.value.what) == ("$.units[1]", f"{type(unit).__name__} is not a unit")


def test_quantities_of_one_unit_are_added_and_subtracted() -> None:
    assert hours("1.5") + hours("1/3") == hours("11/6")
    assert hours("1.5") - hours("2") == hours("-0.5")


def test_quantities_of_one_unit_are_compared_by_amount() -> None:
    assert hours("1/3") < hours("0.5") <= hours("1/2")
    assert hours("2") > hours("1.5") >= hours("3/2")
    assert not hours("1") < hours("1")
    assert not hours("1.5") <= hours("1")
    assert max(hours("2"), hours("10")) == hours("10")


@pytest.mark.parametrize("name", ["__add__", "__sub__", "__lt__", "__le__"])
def test_quantities_of_two_units_do_not_go_together(name: str) -> None:
    with pytest.raises(QuantityError, match="'hour' and 'minute' do not go together; convert one"):
        getattr(hours("1"), name)(Quantity.of(60, "minute"))


@pytest.mark.parametrize("name", ["__add__", "__sub__", "__lt__", "__le__"])
def test_python_refuses_to_join_a_quantity_with_anything_else(name: str) -> None:
    assert getattr(hours("1"), name)(Fraction(1)) is NotImplemented


def test_what_was_entered_stays_as_it_was_entered() -> None:
    assert hours("1") != Quantity.of(60, "minute")


def test_a_quantity_cannot_be_changed_and_has_no_room_for_more() -> None:
    quantity: Any = hours("1")
    with pytest.raises(FrozenInstanceError):
        quantity.amount = Fraction(2)
    assert not hasattr(quantity, "__dict__")


def test_equal_quantities_are_one_member_of_a_set() -> None:
    assert len({hours("1.5"), hours("3/2"), Quantity.of("1.5", "page")}) == 2


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("1.5 hour", Quantity(Fraction(3, 2), "hour")),
        ("2/3 semester-credit", Quantity(Fraction(2, 3), "semester-credit")),
        ("-4 ceu", Quantity(Fraction(-4), "ceu")),
    ],
)
def test_a_quantity_is_read_from_its_text_and_written_back(text: str, quantity: Quantity) -> None:
    assert parse_quantity(text) == quantity
    assert str(quantity) == text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "'' is not a quantity"),
        ("1.5", "'1.5' is not a quantity"),
        ("1.5 ", "'1.5 ' is not a quantity"),
        ("hour", "'hour' is not a quantity"),
        (" hour", "'' is not an amount"),
        ("1.5\thour", "is not a quantity"),
        ("1.5  hour", "' hour' is not a unit"),
        ("1.5 hour ", "'hour ' is not a unit"),
        ("1.5 hour\n", "is not a unit"),
        ("1,5 hour", "'1,5' is not an amount"),
        ("1e3 hour", "'1e3' is not an amount"),
        ("1.5 Hours", "'Hours' is not a unit"),
        (None, "NoneType is not a quantity"),
        (15, "int is not a quantity"),
    ],
)
def test_text_that_is_no_quantity_is_refused_with_its_place(text: Any, what: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity(text, "plan.toml:4")
    assert caught.value.where == "plan.toml:4"
    assert what in caught.value.what


@given(quantities)
def test_every_quantity_that_can_be_entered_survives_text_and_pickling(quantity: Quantity) -> None:
    assert parse_quantity(str(quantity)) == quantity
    assert pickle.loads(pickle.dumps(quantity)) == quantity  # noqa: S301


def test_hours_and_minutes_of_the_clock_are_summed_exactly() -> None:
    given_ = [hours("1.5"), Quantity.of(20, "minute"), Quantity.of(300, "page"), Quantity.of("0.5", "minute")]
    assert total_of(given_, "hour") == Fraction(3, 2) + Fraction(41, 120)
    assert total_of(given_, "minute") == Fraction(221, 2)
    assert total_of(given_, "page") == 300


@pytest.mark.parametrize("unit", ["hour", "minute", "page"])
def test_nothing_sums_to_a_fraction_of_zero(unit: str) -> None:
    total = total_of([Quantity.of(2, "ceu")], unit)
    assert (total, type(total)) == (Fraction(0), Fraction)


def test_no_other_unit_is_converted() -> None:
    day, page = Quantity.of(1, "day"), Quantity.of(1, "page")
    assert total_of([day, page], "hour") == 0
    assert total_of([hours("24")], "day") == 0


@given(st.lists(quantities, max_size=8), units)
def test_a_total_is_the_plain_sum_of_fractions(given_: list[Quantity], unit: str) -> None:
    rate = {("minute", "hour"): Fraction(1, 60), ("hour", "minute"): Fraction(60)}
    expected = Fraction(0)
    for quantity in given_:
        factor = Fraction(1) if quantity.unit == unit else rate.get((quantity.unit, unit), Fraction(0))
        expected += quantity.amount * factor
    assert total_of(given_, unit) == expected


@given(st.lists(quantities, max_size=6).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))), units)
def test_a_total_does_not_depend_on_the_order(rows: tuple[list[Quantity], list[Quantity]], unit: str) -> None:
    assert total_of(iter(rows[0]), unit) == total_of(iter(rows[1]), unit)


@given(st.lists(quantities, max_size=6))
def test_an_hour_is_sixty_minutes_both_ways(given_: list[Quantity]) -> None:
    assert total_of(given_, "minute") == 60 * total_of(given_, "hour")
