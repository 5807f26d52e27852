"""The line of a key: what the locator says is where the key was written, in whatever layout."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import InputError, InputErrors, PolicyError, RecordError
from plpcore.exchange import load_map, load_policy
from plpcore.exchange._positions import key_lines, line_of, lines_named, place_in
from tests.exchange.toml_pages import Tree, documents, page_of

CAPS = """\
id = "p"
unit.name = "hour"
notice = '''
[caps]
at_most = 7
'''

[[caps]] # the first
id = "one"
at_most = 3

[[caps]]
id = "two"
at_mots = 3
rows = [
  { a = 1, b = { c = 2 } },
  { a = 1,
    # between
  },
]

[calendar.inner]
day = 1
"""


def paths_of(data: object, path: str = "$") -> Iterator[str]:
    """Yield the path of every key and every item of a list."""
    if isinstance(data, dict):
        for name, held in data.items():
            yield place_in(path, name)
            yield from paths_of(held, place_in(path, name))
    elif isinstance(data, list):
        for index, held in enumerate(data):
            yield f"{path}[{index}]"
            yield from paths_of(held, f"{path}[{index}]")


@given(documents, st.randoms(use_true_random=False))
def test_every_key_of_a_document_is_found_on_the_line_on_which_it_was_written(
    tree: dict[str, Tree], chance: Random
) -> None:
    page = page_of(tree, chance)
    found = key_lines(page.text)
    assert set(found) == set(paths_of(tomllib.loads(page.text)))
    assert {path: found[path] for path in page.lines} == page.lines


@given(documents, st.randoms(use_true_random=False))
def test_the_line_holds_the_last_key_of_the_path_or_the_header_of_its_table(
    tree: dict[str, Tree], chance: Random
) -> None:
    page = page_of(tree, chance)
    lines = page.text.split("\n")
    found = key_lines(page.text)
    for path in found:
        bare = path.rpartition(".")[2]
        if bare.isascii() and bare.replace("_", "").isalnum():
            assert bare in lines[found[path] - 1]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("$", None),
        ("$.title", None),
        ("$.id", 1),
        ("$.unit", 2),
        ("$.unit.name", 2),
        ("$.notice", 3),
        ("$.caps", 8),
        ("$.caps[0]", 8),
        ("$.caps[0].cite", 8),
        ("$.caps[0].at_most", 10),
        ("$.caps[1].at_mots", 14),
        ("$.caps[1].cite", 12),
        ("$.caps[1].rows[0].b.c", 16),
        ("$.caps[1].rows[1].b", 17),
        ("$.calendar", 22),
        ("$.calendar.inner.day", 23),
        ('$.calendar."no such"', 22),
        ("$.caps[1]: and more", 12),
        ("$.caps[1].two words", 12),
        ("no path", None),
    ],
)
def test_what_does_not_stand_there_has_the_line_of_the_nearest_thing_around_it(place: str, line: int | None) -> None:
    assert line_of(place, key_lines(CAPS)) == line


def test_windows_line_ends_count_as_one_line() -> None:
    assert key_lines(CAPS.replace("\n", "\r\n")) == key_lines(CAPS)


@pytest.mark.parametrize(
    "text", ["a = 1\n= 2\n", "a = 1\nb", "a = 1\nb = [", "a = 1\nb = {", 'a = 1\nb = "', "a = 1\n["]
)
def test_a_text_that_is_no_toml_ends_the_walk_but_nothing_else(text: str) -> None:
    assert key_lines(text)["$.a"] == 1


def test_a_document_nested_without_end_is_walked_as_far_as_it_goes() -> None:
    assert key_lines("a = 1\nb = " + "[" * 100_000)["$.a"] == 1


def told(text: str, error: Exception) -> str:
    """Return what stands in the place of an error about a document `f`."""
    with pytest.raises((InputError, InputErrors)) as caught, lines_named(text, "f"):
        raise error
    return str(caught.value)


def test_the_line_stands_behind_the_name_of_the_file() -> None:
    several = InputErrors([PolicyError("f: $.caps[1].at_mots", "no", "yes"), PolicyError("f: $.title", "lacks")])
    assert told(CAPS, several) == "f:14: $.caps[1].at_mots: no; yes\nf: $.title: lacks"


def test_a_document_of_which_nothing_can_be_said_by_line_is_refused_as_it_was() -> None:
    assert told("", RecordError("f", "too large", "split it")) == "f: too large; split it"


def test_a_policy_in_a_file_is_refused_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('id = "p"\ntitle = "t"\nunit = { name = "hour" }\n[[caps]]\nid = "c"\ncite = "l"\nat_mots = 1\n')
    with pytest.raises(InputErrors) as caught:
        load_policy(str(file))
    assert str(caught.value) == f"{file}:7: $.caps[0].at_mots: unknown key; did you mean at_most?"
    assert all(type(error) is PolicyError for error in caught.value.errors)
    file.write_text("id = \n")
    with pytest.raises(PolicyError, match=r"mine\.toml:1: not readable as TOML: "):
        load_policy(str(file))


def test_a_policy_in_json_is_refused_with_the_place_alone(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"id": "p", "title": "t", "unit": {"name": "hour"}, "notise": "n"}')
    with pytest.raises(InputErrors) as caught:
        load_policy(str(file))
    assert str(caught.value) == f"{file}: $.notise: unknown key; did you mean notice?"


def test_a_column_map_in_a_file_is_refused_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "columns.toml"
    file.write_text('[activities.columns]\n"Staff ID" = "educator"\n"Hours (PD)" = "amount.hour"\nTitle = "titel"\n')
    with pytest.raises(InputErrors) as caught:
        load_map(file)
    assert str(caught.value) == (
        f"{file}:4: $.activities.columns.Title: activities have no field 'titel'; did you mean 'title'?"
    )
    file.write_text('[activities.columns]\n"Staff ID" = "educator"\nTitle = "title"\n"Hours (PD)" = { fild = "x" }\n')
    with pytest.raises(InputErrors) as caught:
        load_map(file)
    assert str(caught.value) == (f'{file}:4: $.activities.columns."Hours (PD)".fild: unknown key; did you mean field?')
    file.write_text('[activities.columns]\n"Staff ID" = "educator"\nTitle = "title"\n"Hours (PD)" = 5\n')
    with pytest.raises(
        InputErrors, match=r':4: \$\.activities\.columns\."Hours \(PD\)": the name of a field is expected; write'
    ):
        load_map(file)


def test_several_mistakes_are_told_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = """
[[caps]]
id = "k"
cite = "c"
at_mots = 1
[[awards]]
pre = "hour"
id = 7
cite = 8
[total]
id = "t"
ammount = 1
[unit]
nam = "hour"
"""
    file = tmp_path / "p.toml"
    file.write_text(text)
    with pytest.raises(InputErrors) as caught:
        load_policy(str(file))
    parts = [str(error).split(":")[1] for error in caught.value.errors]
    lines = [int(part) for part in parts if part.isdigit()]
    assert lines == sorted(lines)
    assert len(set(lines)) > 5
