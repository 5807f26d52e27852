import copy
import pickle
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import InputError, ModelError, QuantityError
from plpcore.model import ExternalIds, Facts

TEXTS = st.text(st.characters(exclude_categories=("C", "Z")), max_size=8)
NAMES = TEXTS.filter(bool)
NUMBERS = st.integers(-(10**9) + 1, 10**9 - 1).map(Fraction)
VALUES = TEXTS | st.booleans() | NUMBERS | st.dates() | st.lists(TEXTS, max_size=3).map(tuple)
CONTENTS = st.dictionaries(NAMES, VALUES, max_size=5)


def pickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 — what was pickled one line above can be trusted


@given(CONTENTS)
def test_facts_hold_what_was_given_under_sorted_names(contents: dict[str, Any]) -> None:
    held = Facts(contents)
    assert dict(held) == contents
    assert list(held) == sorted(contents)
    assert len(held) == len(contents)


@given(CONTENTS, NAMES)
def test_get_answers_as_the_get_of_a_dict(contents: dict[str, Any], name: str) -> None:
    held = Facts(contents)
    assert held.get(name) == contents.get(name)
    assert held.get(name, "none") == contents.get(name, "none")
    assert (name in held) == (name in contents)


@given(CONTENTS, st.randoms())
def test_facts_do_not_depend_on_the_order_in_which_they_were_given(contents: dict[str, Any], chance: Any) -> None:
    items = list(contents.items())
    chance.shuffle(items)
    assert Facts(dict(items)) == Facts(contents)
    assert hash(Facts(dict(items))) == hash(Facts(contents))
    assert repr(Facts(dict(items))) == repr(Facts(contents))


@given(CONTENTS)
def test_facts_survive_pickling_and_copying(contents: dict[str, Any]) -> None:
    held = Facts(contents)
    for again in (pickled(held), copy.copy(held), copy.deepcopy(held)):
        assert again == held
        assert [again.get(name) for name in contents] == [held.get(name) for name in contents]


def test_a_change_of_the_given_dict_does_not_reach_the_facts() -> None:
    given_dict = {"fte": Fraction(1)}
    held = Facts(given_dict)
    given_dict["fte"] = Fraction(2)
    assert held["fte"] == 1


def test_whole_numbers_and_decimals_become_fractions_and_lists_tuples() -> None:
    held = Facts({"fte": Decimal("0.5"), "years": 3, "certificates": ["initial", "professional"]})
    assert held == Facts({"fte": Fraction(1, 2), "years": Fraction(3), "certificates": ("initial", "professional")})
    assert type(held["years"]) is Fraction


def test_true_stays_a_flag_and_is_not_the_number_one() -> None:
    assert Facts.of(first_cycle=True) != Facts.of(first_cycle=1)
    assert Facts.of(first_cycle=True)["first_cycle"] is True


def test_facts_are_equal_to_facts_only() -> None:
    assert Facts.of(a="b") != {"a": "b"}
    assert Facts.of(a="b") != ExternalIds({"a": "b"})
    assert Facts() == Facts({})


def test_facts_are_hashable_and_readable() -> None:
    assert {Facts.of(a=1): "one"}[Facts.of(a=1)] == "one"
    assert repr(Facts.of(b="x", a=True)) == "Facts({'a': True, 'b': 'x'})"


def test_facts_cannot_be_changed() -> None:
    held = Facts.of(a="b")
    with pytest.raises(AttributeError, match="Facts never changes; make a new one"):
        held.get = None  # type: ignore[method-assign, assignment]
    with pytest.raises(AttributeError, match="Facts never changes; make a new one"):
        del held.get
    with pytest.raises(AttributeError):
        held.new = 1
    with pytest.raises(TypeError):
        held["a"] = "c"  # type: ignore[index]


def test_a_missing_fact_is_a_key_error_as_in_a_dict() -> None:
    with pytest.raises(KeyError):
        Facts()["fte"]


@pytest.mark.parametrize("number", [0.5, float("nan"), float("inf")])
def test_a_float_is_refused_with_the_place_named(number: float) -> None:
    with pytest.raises(QuantityError, match=r"^\$\.fte: ") as caught:
        Facts({"fte": number})  # type: ignore[dict-item]
    assert caught.value.mend


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (None, "$.x"),
        (datetime(2024, 1, 1, tzinfo=UTC), "$.x"),
        ({"a": "b"}, "$.x"),
        (b"bytes", "$.x"),
        ({"a"}, "$.x"),
        (["a", 1], "$.x[1]"),
        (["a", "b\ud800"], "$.x[1]"),
        ("nul \x00", "$.x"),
        ("half \udc00", "$.x"),
    ],
)
def test_a_value_of_no_kind_of_fact_is_refused(value: Any, where: str) -> None:
    with pytest.raises(ModelError) as caught:
        Facts({"x": value})
    assert caught.value.where == where


def test_a_number_of_ten_digits_is_refused_because_it_is_an_id() -> None:
    with pytest.raises(QuantityError):
        Facts.of(npi=1234567890)


@pytest.mark.parametrize("name", ["", " fte", "f\nte", 1])
def test_a_name_that_could_not_be_an_id_is_refused(name: Any) -> None:
    with pytest.raises(InputError):
        Facts({name: True})


def test_external_ids_are_texts_by_scheme() -> None:
    ids = ExternalIds({"state": "4711", "case": "9f2c"})
    assert ids.get("state") == "4711"
    assert list(ids) == ["case", "state"]
    assert pickled(ids) == ids


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("email", "4711"),
        ("E-Mail", "4711"),
        ("ssn", "4711"),
        ("state", "123-45-6789"),
        ("state", "jane@school.example"),
        ("state", "mailto:jane@school.example"),
    ],
)
def test_what_identifies_a_person_to_everybody_is_no_external_id(scheme: str, value: str) -> None:
    with pytest.raises(ModelError, match="opaque") as caught:
        ExternalIds({scheme: value})
    assert caught.value.where == f"$.{scheme}"


@pytest.mark.parametrize("value", ["", " 1", 4711])
def test_an_external_id_is_text_as_any_id(value: Any) -> None:
    with pytest.raises(InputError, match=r"^\$\.state: "):
        ExternalIds({"state": value})


@pytest.mark.parametrize("value", ["urn:uuid:1@2", "https://a.example/@jane", "12-345-6789"])
def test_an_id_that_only_resembles_a_private_one_is_taken(value: str) -> None:
    assert ExternalIds({"state": value})["state"] == value
