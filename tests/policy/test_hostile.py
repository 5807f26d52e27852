"""Documents made to hurt: each is refused with a line, none hangs, crashes or is taken."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from plpcore.errors import InputErrors, PolicyError
from plpcore.policy import Policy, format_policy, parse_policy, parse_policy_json
from tests.policy.support import HEAD, policy, refusal, refused, refused_data, rule

AMOUNT = "; write at most 9 digits, as in '12', '1.5' (up to 6 decimals) or '2/3'"


@pytest.mark.parametrize(
    ("number", "what"),
    [
        ("inf", "the decimal number is not finite" + AMOUNT),
        ("nan", "the decimal number is not finite" + AMOUNT),
        ("1e400", "the decimal number has too many digits" + AMOUNT),
        ("1e-7", "the decimal number has too many digits" + AMOUNT),
        ("0.1234567", "the decimal number has too many digits" + AMOUNT),
        ("1_000_000_000", "the number is too large" + AMOUNT),
        ("0x" + "f" * 5_000, "the number is too large" + AMOUNT),
        ("-1", "an amount cannot be negative; write it without the sign"),
        ('"1/0"', "'1/0' divides by zero; write a denominator above 0"),
        ('"½"', "'½' is not an amount" + AMOUNT),
        ('"٣"', "'٣' is not an amount" + AMOUNT),
        ('"1e3"', "'1e3' is not an amount" + AMOUNT),
        ('" 1"', "' 1' is not an amount" + AMOUNT),
        ('""', "'' is not an amount" + AMOUNT),
        ("true", "True is not an amount; write a number, such as 1 or '1.5'"),
        ("[1]", "an amount is expected, not a list; write a number"),
        ("2020-01-01", "an amount is expected, not a date; write a number"),
        ("07:30:00", "an amount is expected, not a time of day; write a number"),
    ],
)
def test_an_amount_that_is_not_exact_is_refused(number: str, what: str) -> None:
    text = rule("caps", f"at_most = {number}")
    assert refusal(text).splitlines()[0] == f"$.caps[0].at_most: {what}"


@pytest.mark.parametrize("number", ["5", "1.5", '"1.5"', '"2/3"', "1e2", "0x10"])
def test_an_amount_is_taken_exactly(number: str) -> None:
    caps = policy(rule("caps", f"at_most = {number}")).rules.caps or ()
    text = number.strip('"')
    expected = {"2/3": "2/3", "1e2": "100", "0x10": "16"}.get(text, text)
    assert str(caps[0].at_most) == str(Fraction(expected))


def test_a_float_given_as_data_is_refused() -> None:
    lines = refused_data(total={"id": "t", "cite": "c", "amount": 1.5})
    assert lines == ("$.total.amount: 1.5 is a floating-point number, which is not exact; write it as the text '1.5'")


@pytest.mark.parametrize(
    ("share", "what"),
    [
        ('"101%"', "the share 1.01 is not between 0 and 1; write '50%', '1/2' or '0.5'"),
        ('"fifty"', "'fifty' is not a share; write '50%', '1/2' or '0.5'"),
        ("2", "the share 2 is not between 0 and 1; write '50%', '1/2' or '0.5'"),
        ("-0.5", "the share -0.5 is not between 0 and 1; write '50%', '1/2' or '0.5'"),
    ],
)
def test_a_share_above_all_or_below_nothing_is_refused(share: str, what: str) -> None:
    assert refusal(rule("caps", f"share = {share}")).splitlines()[0] == f"$.caps[0].share: {what}"


@pytest.mark.parametrize("day", ['"2023-02-29"', '"2023-2-1"', '"20230201"', '"29/02/24"', "2024-02-29T00:00:00", "3"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    where, _, what = refusal(f"window.from = {day}").partition(": ")
    assert where == "$.window.from"
    assert what


def test_a_moment_given_as_data_is_no_day() -> None:
    moment = datetime(2024, 2, 29, 12, 30)  # noqa: DTZ001 - the point is that it is refused
    assert refused_data(window={"from": moment}).startswith("$.window.from: a time of day has no place here;")


@pytest.mark.parametrize("read", [parse_policy, parse_policy_json])
def test_a_document_of_more_than_two_million_characters_is_not_read(read: Callable[[str], Policy]) -> None:
    with pytest.raises(PolicyError, match=r"^\$: the document is longer than 2000000 characters; split the policy$"):
        read("#" * 2_000_001)


DEEP = "$: the document is nested too deep; use at most 64 levels"


@pytest.mark.parametrize("levels", [65, 1_000, 100_000])
def test_lists_in_lists_are_refused(levels: int) -> None:
    assert refused("a = " + "[" * levels + "]" * levels) == DEEP
    with pytest.raises((InputErrors, PolicyError)) as found:
        parse_policy_json('{"a": ' + "[" * levels + "]" * levels + "}")
    assert str(found.value) == DEEP


@pytest.mark.parametrize("key", ["a", '"a b"', "'a'", "a-b "])
@pytest.mark.parametrize("line", ["{} = 1", "[{}]", "x = {{ {} = 1 }}"])
def test_a_key_of_very_many_parts_is_refused_before_it_is_read(line: str, key: str) -> None:
    assert refused(line.format(".".join([key] * 300_000))) == DEEP


def test_text_with_many_points_is_no_long_key() -> None:
    text = ". ".join(["A sentence of a few words"] * 200) + "." * 100 + "1.2.3"
    assert policy(f'notice = "{text}"').notice == text


def test_data_that_hold_themselves_are_refused() -> None:
    ring: list[Any] = []
    ring += [ring, ring]
    assert refused_data(sources=ring) == DEEP


def nested(levels: int) -> str:
    """Return a predicate that is written twice as deep as it is read: two amounts stand beside each next level."""
    inner = '{ topic = "x" }'
    for _ in range(levels):
        inner = f"{{ amount = {{ hour = 1, page = 1 }}, all = [{inner}] }}"
    return rule("caps", f"at_most = 1\nwhen = {inner}")


def test_what_could_not_be_read_again_once_written_is_refused() -> None:
    deepest = max(levels for levels in range(1, 40) if _is_read(nested(levels)))
    assert parse_policy(format_policy(policy(nested(deepest)))) == policy(nested(deepest))
    assert refusal(nested(deepest + 1)) == DEEP


def _is_read(text: str) -> bool:
    try:
        policy(text)
    except InputErrors:
        return False
    return True


def test_a_list_of_very_many_items_is_refused() -> None:
    assert refused_data(sources=[{}] * 10_001) == "$.sources: the list has more than 10000 items; shorten it"
    table = {f"f{index}": {"type": "text"} for index in range(10_001)}
    assert refused_data(facts=table) == "$.facts: the table has more than 10000 keys; shorten it"


def test_very_many_editions_with_very_many_alternatives_are_refused() -> None:
    editions = [
        {"id": f"e{n}", "cite": "c", "from": f"{1000 + n}-01-01", "until": f"{1001 + n}-01-01"} for n in range(40)
    ]
    ways = [{"id": f"w{n}", "cite": "c"} for n in range(40)]
    assert refused_data(editions=editions, alternatives=ways) == (
        "$.editions: the editions and alternatives make 1600 sets of rules; make at most 1000"
    )


def test_a_word_of_a_million_letters_is_not_repeated_in_the_error() -> None:
    line = refused_data(options={"caps": "x" * 1_000_000})
    assert len(line) < 200
    assert line.startswith("$.options.caps: 'xxxxxxxx")


def test_a_text_of_more_than_ten_thousand_characters_is_refused() -> None:
    assert refused_data(notice="x" * 10_001) == "$.notice: text is longer than 10000 characters; shorten it"
    assert policy(f'notice = "{"x" * 10_000}"').notice


@pytest.mark.parametrize("name", ["\ud800", "a\x00b"])
def test_half_a_character_is_refused_wherever_a_name_is_free(name: str) -> None:
    hidden = f"U+{ord(max(name, key=lambda char: not char.isprintable())):04X}"
    for data in (
        {"facts": {name: {"type": "text"}}},
        {"rules": [{"id": "r", "cite": "c", "kind": "k", "spec": {name: 1}}]},
    ):
        assert refused_data(**data).endswith(f"text holds the character {hidden}, which nobody can see; remove it")


def test_free_data_of_a_rule_kind_are_exact_and_frozen() -> None:
    text = 'kind = "k"\nspec = { b = [1.5, true, "x"], a = { day = 2024-02-29, part = "1/3" } }'
    rules = policy(rule("rules", text)).rules.rules or ()
    assert rules[0].spec == '{"a":{"day":"2024-02-29","part":"1/3"},"b":["1.5",true,"x"]}'


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("nan", "the decimal number is not finite" + AMOUNT),
        ("07:30:00", "an amount is expected, not a time of day; write a number"),
        ("-1", "an amount cannot be negative; write it without the sign"),
    ],
)
def test_free_data_are_refused_where_they_are_not_exact(value: str, line: str) -> None:
    assert (
        refusal(rule("rules", f'kind = "k"\nspec = {{ a = [{{ b = {value} }}] }}')) == f"$.rules[0].spec.a[0].b: {line}"
    )


def test_a_number_with_an_immense_exponent_is_refused() -> None:
    assert refused(f"{HEAD}\nx = 1e99999999999999999999") == (
        "$: not readable as TOML: the exponent of 1e99999999999999999999 is too large; mend the syntax there"
    )
    assert refused_data(unit={"name": "hour", "quantum": Decimal("1e999999")}).startswith("$.unit.quantum: ")
