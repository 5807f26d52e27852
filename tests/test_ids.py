import pickle
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import InputError
from plpcore.ids import MAX_ID_LENGTH, ActivityId, check_id

printable = st.characters(exclude_categories=["C", "Z"])


def read_or_line(text: str) -> str:
    try:
        return check_id(text)
    except InputError as error:
        return str(error)


@pytest.mark.parametrize(
    "text",
    ["a", "42", "goal 7", "urn:uuid:1f0c", "é", "B_2", "東京-1", "😀", "a/b?c=d", "=1+1", "x" * MAX_ID_LENGTH],
)
def test_any_short_printable_text_is_an_id(text: str) -> None:
    assert check_id(text) is text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "$: the id is empty; give every item an id of its own"),
        (" a", "$: the id ' a' begins or ends with a blank; remove the blank"),
        ("a\n", "$: the id 'a\\n' begins or ends with a blank; remove the blank"),
        ("\u3000a", "$: the id '\\u3000a' begins or ends with a blank; remove the blank"),
        ("a\x00b", "$: the id 'a\\x00b' holds an invisible character; use printable characters only"),
        ("a\nb", "$: the id 'a\\nb' holds an invisible character; use printable characters only"),
        ("a\x7fb", "$: the id 'a\\x7fb' holds an invisible character; use printable characters only"),
        ("a\ud800b", "$: the id 'a\\ud800b' holds an invisible character; use printable characters only"),
        ("a\u202eb", "$: the id 'a\\u202eb' holds an invisible character; use printable characters only"),
        ("a\u200bb", "$: the id 'a\\u200bb' holds an invisible character; use printable characters only"),
        ("a\u00a0b", "$: the id 'a\\xa0b' holds an invisible character; use printable characters only"),
        ("x" * 201, "$: the id has 201 characters; use at most 200"),
        ("\x00" * 10**6, "$: the id has 1000000 characters; use at most 200"),
        (None, "$: an id is text, not NoneType; put it in quotes"),
        (5, "$: an id is text, not int; put it in quotes"),
        (b"a", "$: an id is text, not bytes; put it in quotes"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_be_an_id_is_refused_with_the_mend(text: Any, line: str) -> None:
    with pytest.raises(InputError) as caught:
        check_id(text)
    assert str(caught.value) == line


def test_the_refusal_names_the_place_and_survives_pickling() -> None:
    with pytest.raises(InputError) as caught:
        check_id("", "$.goals[2].id")
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert (copy.where, str(copy)) == ("$.goals[2].id", str(caught.value))


@given(st.text(printable, min_size=1, max_size=MAX_ID_LENGTH))
def test_every_printable_text_of_the_right_length_is_taken_unchanged(text: str) -> None:
    assert check_id(text) == text


@given(st.text(max_size=30))
def test_neither_an_id_nor_its_refusal_breaks_a_line_or_cannot_be_encoded(text: str) -> None:
    seen = read_or_line(text)
    assert len(seen.splitlines()) == 1
    assert seen.encode("utf-8").decode("utf-8") == seen


def test_an_id_is_plain_text_at_run_time() -> None:
    assert type(ActivityId("a1")) is str


def test_a_word_of_an_enumeration_is_an_id_like_any_other_text() -> None:
    class Word(StrEnum):
        ONE = "one"

    assert check_id(Word.ONE) is Word.ONE
