import pytest

from plpcore.report._message import Spoken, parse_message


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "At most count."),
        ({"x": "5"}, "At most count."),
        ({"x": "5", "y": ""}, "At most count."),
        ({"x": "5", "y": "week"}, "At most 5 a week count."),
    ],
)
def test_a_part_in_brackets_stands_only_when_all_of_it_is_known(given: dict[str, str], told: str) -> None:
    words = {name: Spoken(text) for name, text in given.items()}
    assert parse_message("At most[ {x} a {y}] count.").written(words) == told


@pytest.mark.parametrize(("is_one", "told"), [(True, "one hour is"), (False, "3 hours are")])
def test_a_word_follows_its_number(is_one: bool, told: str) -> None:
    given = {"n": Spoken("1" if is_one else "3", is_one=is_one)}
    assert parse_message("{n#one hour is|{n} hours are}").written(given) == told


def test_an_argument_that_nobody_gave_shows_as_a_question_mark() -> None:
    assert parse_message("{a} of {b}").written({"a": Spoken("1")}) == "1 of ?"
