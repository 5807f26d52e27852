import re
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plpcore.errors import QuantityError
from plpcore.quantity import MAX_DECIMALS, MAX_DIGITS, format_amount, parse_amount, parse_share

# The shapes of the documentation, written a second time on purpose: the law is checked against this, not itself.
DECIMAL = r"-?[0-9]{1,9}(\.[0-9]{1,6})?"
RATIO = r"-?[0-9]{1,9}/(?!0+$)[0-9]{1,6}"

decimals = st.from_regex(DECIMAL, fullmatch=True)
ratios = st.from_regex(RATIO, fullmatch=True)
amounts = st.one_of(decimals, ratios).map(parse_amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12", Fraction(12)),
        ("0", Fraction(0)),
        ("-0", Fraction(0)),
        ("007", Fraction(7)),
        ("1.5", Fraction(3, 2)),
        ("-0.5", Fraction(-1, 2)),
        ("-1.25", Fraction(-5, 4)),
        ("0.000001", Fraction(1, 1_000_000)),
        ("999999999.999999", Fraction(999_999_999_999_999, 1_000_000)),
        ("2/3", Fraction(2, 3)),
        ("-4/6", Fraction(-2, 3)),
        ("0/7", Fraction(0)),
        ("999999999/999999", Fraction(999_999_999, 999_999)),
    ],
)
def test_text_is_read_exactly(text: str, amount: Fraction) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (0, Fraction(0)),
        (-3, Fraction(-3)),
        (999_999_999, Fraction(999_999_999)),
        (-999_999_999, Fraction(-999_999_999)),
        (Decimal("1.50"), Fraction(3, 2)),
        (Decimal("-0.0"), Fraction(0)),
        (Decimal("1E+2"), Fraction(100)),
        (Decimal("999999999.999999"), Fraction(999_999_999_999_999, 1_000_000)),
        (Fraction(1, 3), Fraction(1, 3)),
        (Fraction(999_999_999_999_999, 1_000_000), Fraction(999_999_999_999_999, 1_000_000)),
    ],
)
def test_numbers_that_are_exact_already_are_taken(value: int | Decimal | Fraction, amount: Fraction) -> None:
    read = parse_amount(value)
    assert (read, type(read)) == (amount, Fraction)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " 1",
        "1 ",
        "1\n",
        "\t1",
        "1 000",
        "1_000",
        "+1",
        "--1",
        "-",
        ".",
        ".5",
        "5.",
        "1.",
        "-.5",
        "1,5",
        "1.2.3",
        "50%",
        "1e3",
        "1E3",
        "1e9999999",
        "NaN",
        "nan",
        "sNaN",
        "Infinity",
        "-inf",
        "0x10",
        "1/2/3",
        "1/-2",
        "1/ 2",
        "1/2.0",
        "1.5/2",
        "/2",
        "1/",
        "1\x00",
        "\x00",
        "\ud800",
        "½",
        "²",
        "٣",
        "१२",
        "1२",
        "１",
        "\u22121",
        "1\u00a0",
        "\u200b1",
        "\ufeff1",
        "1234567890",
        "1.1234567",
        "1234567890/3",
        "1/1234567",
        "9" * 100_000,
        "one",
    ],
)
def test_hostile_text_is_refused_in_one_short_line_that_names_the_place(text: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_amount(text, "hours.csv:7")
    line = str(caught.value)
    assert line.startswith("hours.csv:7: ")
    assert "is not an amount; write at most 9 digits" in line
    assert len(line.splitlines()) == 1
    assert len(line) < 250


@pytest.mark.parametrize("text", ["1/0", "0/0", "-5/000000"])
def test_a_division_by_zero_is_refused(text: str) -> None:
    with pytest.raises(QuantityError, match="divides by zero; write a denominator above 0"):
        parse_amount(text)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (True, "True is not an amount; write a number"),
        (False, "False is not an amount"),
        (None, "NoneType is not an amount"),
        (b"1", "bytes is not an amount"),
        ([1], "list is not an amount"),
        (1j, "complex is not an amount"),
        (10**9, "the number is too large"),
        (-(10**9), "the number is too large"),
        (2**63, "the number is too large"),
        (10 ** (sys.get_int_max_str_digits() + 1), "the number is too large"),
        (Decimal("NaN"), "the decimal number is not finite"),
        (Decimal("sNaN"), "the decimal number is not finite"),
        (Decimal("-Infinity"), "the decimal number is not finite"),
        (Decimal("1e9999999"), "the decimal number has too many digits"),
        (Decimal("1e-9999999"), "the decimal number has too many digits"),
        (Decimal("0e9999999"), "the decimal number has too many digits"),
        (Decimal(1_000_000_000), "the decimal number has too many digits"),
        (Decimal("0.0000001"), "the decimal number has too many digits"),
        (Fraction(10**9), "the fraction is too long"),
        (Fraction(10**9, 3), "the fraction is too long"),
        (Fraction(1, 10**7), "the fraction is too long"),
        (Fraction(1, 1_000_003), "the fraction is too long"),
        (Fraction(1, 10 ** (sys.get_int_max_str_digits() + 1)), "the fraction is too long"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_other_values_are_refused_without_being_converted(value: Any, what: str) -> None:
    with pytest.raises(QuantityError, match=what) as caught:
        parse_amount(value)
    assert caught.value.where == "$"


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        (1.5, "write it as the text '1.5'"),
        (-2.0, "write it as the text '-2.0'"),
        (0.1 + 0.2, "write at most 9 digits"),
        (1e300, "write at most 9 digits"),
        (float("nan"), "write at most 9 digits"),
        (float("-inf"), "write at most 9 digits"),
    ],
)
def test_a_float_is_refused_with_a_mend_that_works(value: Any, mend: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_amount(value, "$.amounts[0]")
    assert caught.value.where == "$.amounts[0]"
    assert "not exact" in caught.value.what
    assert caught.value.mend.startswith(mend)


@given(decimals)
def test_decimal_text_means_what_decimal_arithmetic_says(text: str) -> None:
    assert parse_amount(text) == Fraction(Decimal(text))


@given(ratios)
def test_a_ratio_means_its_division(text: str) -> None:
    numerator, denominator = text.split("/")
    assert parse_amount(text) * int(denominator) == int(numerator)


@given(st.text(max_size=20))
@example("1e5")
@example("١")
def test_text_is_accepted_exactly_when_it_has_one_of_the_two_shapes(text: str) -> None:
    if re.fullmatch(f"{DECIMAL}|{RATIO}", text):
        assert format_amount(parse_amount(text))
    else:
        with pytest.raises(QuantityError):
            parse_amount(text)


@given(amounts)
@example(Fraction(1, 128))
@example(Fraction(-1, 2))
@example(Fraction(1, 1_000_000))
def test_what_was_written_is_read_back_equal(amount: Fraction) -> None:
    assert parse_amount(format_amount(amount)) == amount


@given(amounts)
def test_an_accepted_amount_is_accepted_again_as_a_fraction(amount: Fraction) -> None:
    assert parse_amount(amount) is amount


@given(st.fractions())
@example(Fraction(10**9))
@example(Fraction(1, 999_999))
@example(Fraction(1, 1_000_001))
@example(Fraction(999_999_999_999_999, 1_000_000))
def test_a_fraction_is_accepted_exactly_when_its_text_is(amount: Fraction) -> None:
    fits = re.fullmatch(f"{DECIMAL}|{RATIO}", format_amount(amount)) is not None
    try:
        accepted = parse_amount(amount) == amount
    except QuantityError:
        accepted = False
    assert accepted is fits


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_a_decimal_is_read_exactly_or_refused(value: Decimal) -> None:
    try:
        amount = parse_amount(value)
    except QuantityError:
        return
    assert amount == Fraction(value)
    assert parse_amount(format_amount(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Fraction(12), "12"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (Fraction(-3), "-3"),
        (Fraction(3, 2), "1.5"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(101, 100), "1.01"),
        (Fraction(1, 1_000_000), "0.000001"),
        (Fraction(1, 64), "0.015625"),
        (Fraction(1, 128), "1/128"),
        (Fraction(2, 3), "2/3"),
        (Fraction(-7, 6), "-7/6"),
        (Fraction(10**12, 3), "1000000000000/3"),
    ],
)
def test_an_amount_is_written_as_a_decimal_where_six_places_suffice(amount: Fraction, text: str) -> None:
    assert format_amount(amount) == text


@given(st.fractions())
def test_a_written_amount_has_no_needless_character(amount: Fraction) -> None:
    text = format_amount(amount)
    assert not re.search(r"\.[0-9]*0$|\.$|^-?0[0-9]|^-0$|/1$|\+| ", text)


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ("50%", Fraction(1, 2)),
        ("0%", Fraction(0)),
        ("100%", Fraction(1)),
        ("12.5%", Fraction(1, 8)),
        ("0.0001%", Fraction(1, 1_000_000)),
        ("1/3", Fraction(1, 3)),
        ("0.5", Fraction(1, 2)),
        ("1", Fraction(1)),
        (0, Fraction(0)),
        (1, Fraction(1)),
        (Decimal("0.25"), Fraction(1, 4)),
        (Fraction(2, 3), Fraction(2, 3)),
    ],
)
def test_a_share_is_a_percentage_or_a_part_of_one(value: str | int | Decimal | Fraction, share: Fraction) -> None:
    assert parse_share(value) == share


@pytest.mark.parametrize("text", ["%", "50 %", "50%%", "5e1%", "٥%", "1/3%", "-5%", "12.12345%", "", "half"])
def test_text_that_is_no_share_is_refused_with_the_shapes_that_are(text: str) -> None:
    with pytest.raises(QuantityError, match=r"is not a share; write '50%', '1/2' or '0\.5'") as caught:
        parse_share(text, "$.at_most")
    assert caught.value.where == "$.at_most"


@pytest.mark.parametrize(
    ("value", "seen"),
    [("101%", "1.01"), ("1.5", "1.5"), ("-0.5", "-0.5"), (50, "50"), (-1, "-1"), (Fraction(4, 3), "4/3")],
)
def test_a_share_outside_the_whole_is_refused(value: str | int | Fraction, seen: str) -> None:
    with pytest.raises(QuantityError, match=f"the share {seen} is not between 0 and 1"):
        parse_share(value, "$.at_most")


def test_a_share_of_another_type_is_refused_as_an_amount_is() -> None:
    half: Any = 0.5
    with pytest.raises(QuantityError, match=r"write it as the text '0\.5'"):
        parse_share(half)


@given(st.from_regex(r"(100|[0-9]{1,2}(\.[0-9]{1,4})?)%", fullmatch=True))
def test_a_share_can_be_written_and_read_back(text: str) -> None:
    share = parse_share(text)
    assert share * 100 == Fraction(Decimal(text.rstrip("%")))
    assert parse_share(format_amount(share)) == share


def test_the_limits_that_messages_name_are_the_limits_that_hold() -> None:
    assert parse_amount("9" * MAX_DIGITS + "." + "9" * MAX_DECIMALS) < 10**MAX_DIGITS
    with pytest.raises(QuantityError):
        parse_amount("9" * (MAX_DIGITS + 1))
    with pytest.raises(QuantityError):
        parse_amount("0." + "9" * (MAX_DECIMALS + 1))
