import decimal
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import QuantityError
from plpcore.quantity import Rounding, round_ratio, round_to

DECIMAL_MODE = {
    Rounding.DOWN: decimal.ROUND_DOWN,
    Rounding.UP: decimal.ROUND_UP,
    Rounding.HALF_UP: decimal.ROUND_HALF_UP,
    Rounding.HALF_DOWN: decimal.ROUND_HALF_DOWN,
    Rounding.HALF_EVEN: decimal.ROUND_HALF_EVEN,
}
modes = st.sampled_from(Rounding)
# Small numbers, so that ties and exact multiples come up often.
numerators = st.one_of(st.integers(-60, 60), st.integers(-(10**15), 10**15))
denominators = st.one_of(st.integers(1, 12), st.integers(1, 10**6))
increments = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(1, 3), Fraction(5), Fraction(3, 7)])


@pytest.mark.parametrize(
    ("rounding", "seen"),
    [
        (Rounding.DOWN, [-2, -1, -1, 0, 0, 0, 1, 1, 2]),
        (Rounding.UP, [-3, -2, -1, -1, 0, 1, 1, 2, 3]),
        (Rounding.HALF_UP, [-3, -2, -1, -1, 0, 1, 1, 2, 3]),
        (Rounding.HALF_DOWN, [-2, -1, -1, 0, 0, 0, 1, 1, 2]),
        (Rounding.HALF_EVEN, [-2, -2, -1, 0, 0, 0, 1, 2, 2]),
    ],
)
def test_halves_go_where_the_mode_says(rounding: Rounding, seen: list[int]) -> None:
    assert [round_ratio(halves, 2, rounding) for halves in (-5, -3, -2, -1, 0, 1, 2, 3, 5)] == seen


@pytest.mark.parametrize(
    ("rounding", "seen"),
    [
        (Rounding.DOWN, [-1, 0, 0, 1]),
        (Rounding.UP, [-2, -1, 1, 2]),
        (Rounding.HALF_UP, [-2, 0, 0, 2]),
        (Rounding.HALF_DOWN, [-2, 0, 0, 2]),
        (Rounding.HALF_EVEN, [-2, 0, 0, 2]),
    ],
)
def test_all_else_goes_to_the_nearer_neighbour_unless_a_direction_is_given(rounding: Rounding, seen: list[int]) -> None:
    assert [round_ratio(thirds, 3, rounding) for thirds in (-5, -1, 1, 5)] == seen


@given(numerators, st.integers(0, 6), modes)
def test_every_mode_agrees_with_decimal_arithmetic(numerator: int, places: int, rounding: Rounding) -> None:
    exact = Decimal(numerator).scaleb(-places)
    expected = exact.quantize(Decimal(1), rounding=DECIMAL_MODE[rounding])
    assert round_ratio(numerator, 10**places, rounding) == int(expected)


@given(numerators, denominators, modes)
def test_every_mode_agrees_with_its_definition_on_fractions(
    numerator: int, denominator: int, rounding: Rounding
) -> None:
    exact = abs(Fraction(numerator, denominator))
    size = {
        Rounding.DOWN: floor(exact),
        Rounding.UP: ceil(exact),
        Rounding.HALF_UP: floor(exact + Fraction(1, 2)),
        Rounding.HALF_DOWN: ceil(exact - Fraction(1, 2)),
        Rounding.HALF_EVEN: round(exact),
    }[rounding]
    assert round_ratio(numerator, denominator, rounding) == (size if numerator >= 0 else -size)


@given(numerators, denominators, st.integers(1, 50), modes)
def test_a_ratio_that_is_not_reduced_rounds_the_same(
    numerator: int, denominator: int, factor: int, rounding: Rounding
) -> None:
    reduced = round_ratio(numerator, denominator, rounding)
    assert round_ratio(numerator * factor, denominator * factor, rounding) == reduced


@given(numerators, denominators, modes)
def test_a_negative_amount_is_the_mirror_image(numerator: int, denominator: int, rounding: Rounding) -> None:
    assert round_ratio(-numerator, denominator, rounding) == -round_ratio(numerator, denominator, rounding)


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_denominator_that_is_not_positive_is_refused(denominator: int) -> None:
    with pytest.raises(QuantityError, match="the denominator is not above 0"):
        round_ratio(1, denominator, Rounding.DOWN)


@given(st.fractions(), increments, modes)
def test_the_result_is_a_whole_multiple_less_than_one_step_away(
    amount: Fraction, increment: Fraction, rounding: Rounding
) -> None:
    rounded = round_to(amount, increment, rounding)
    assert type(rounded) is Fraction
    assert (rounded / increment).denominator == 1
    assert abs(rounded - amount) < increment
    assert rounded == increment * round_ratio(*(amount / increment).as_integer_ratio(), rounding)


@given(st.integers(-1000, 1000), increments, modes)
def test_a_multiple_stays_as_it_is(steps: int, increment: Fraction, rounding: Rounding) -> None:
    assert round_to(steps * increment, increment, rounding) == steps * increment


@given(st.fractions(), st.fractions(), increments, modes)
def test_a_larger_amount_never_rounds_to_less(
    one: Fraction, other: Fraction, increment: Fraction, rounding: Rounding
) -> None:
    low, high = sorted((one, other))
    assert round_to(low, increment, rounding) <= round_to(high, increment, rounding)


@pytest.mark.parametrize(
    ("minutes", "unit", "increment", "rounding", "credit"),
    [
        (75, 50, "1/2", Rounding.DOWN, "3/2"),
        (24, 50, "1/2", Rounding.DOWN, "0"),
        (69, 50, "1/2", Rounding.DOWN, "1"),
        (10, 50, "1/5", Rounding.DOWN, "1/5"),
        (95, 60, "1/10", Rounding.HALF_UP, "8/5"),
        (80, 60, "1/4", Rounding.DOWN, "5/4"),
        (74, 60, "1/4", Rounding.DOWN, "1"),
    ],
)
def test_minutes_become_credit_in_the_steps_that_credit_rules_use(
    minutes: int, unit: int, increment: str, rounding: Rounding, credit: str
) -> None:
    assert round_to(Fraction(minutes, unit), Fraction(increment), rounding) == Fraction(credit)


def test_rounding_a_sum_is_not_the_sum_of_roundings() -> None:
    half = Fraction(1, 2)
    segments = [Fraction(30, 50)] * 5
    assert round_to(sum(segments, Fraction(0)), half, Rounding.DOWN) == 3
    assert sum(round_to(segment, half, Rounding.DOWN) for segment in segments) == Fraction(5, 2)


@pytest.mark.parametrize("increment", [Fraction(0), Fraction(-1, 2)])
def test_an_increment_that_is_not_positive_is_refused(increment: Fraction) -> None:
    with pytest.raises(QuantityError, match="the increment is not above 0"):
        round_to(Fraction(1), increment, Rounding.DOWN)


def test_the_modes_have_the_names_that_policies_write() -> None:
    assert [str(mode) for mode in Rounding] == ["down", "up", "half_up", "half_down", "half_even"]
