"""One mistake in a document is one line, wherever it is made."""

from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import InputErrors
from plpcore.exchange import load_policy, shipped_policies
from plpcore.policy import Plain, policy_data, policy_of
from tests.policy.support import refusal, rule

Path = tuple[str | int, ...]


@cache
def keys_of(ref: str) -> tuple[Path, ...]:
    """Return the place of every key in a policy that comes with the package."""
    return tuple(_keys(policy_data(load_policy(ref)), ()))


def _keys(data: Plain, path: Path) -> list[Path]:
    if isinstance(data, dict):
        return [found for name, held in data.items() for found in ((*path, name), *_keys(held, (*path, name)))]
    return (
        [found for index, held in enumerate(data) for found in _keys(held, (*path, index))]
        if isinstance(data, list)
        else []
    )


def misspelt(ref: str, path: Path) -> Any:
    """Return the data of a policy with one key misspelt, in its old place."""
    data: Any = deepcopy(policy_data(load_policy(ref)))
    table = data
    for step in path[:-1]:
        table = table[step]
    items = [(f"{name}x" if name == path[-1] else name, held) for name, held in table.items()]
    table.clear()
    table.update(items)
    return data


def lines_of(data: Any) -> list[str]:
    """Return the lines with which plain data are refused; none where they are a policy."""
    try:
        policy_of(data)
    except InputErrors as refused:
        return str(refused).splitlines()
    return []


@given(st.sampled_from(shipped_policies()), st.data())
def test_one_misspelt_key_is_at_most_one_line(ref: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(keys_of(ref)))
    assert len(lines_of(misspelt(ref, path))) <= 1


def test_a_fact_that_nobody_declared_is_said_once_with_the_number_of_its_places() -> None:
    asking = 'when = { tpic = "equity" }\nat_most = 1'
    once = rule("caps", asking)
    assert refusal(once) == (
        "$.caps[0].when.tpic: nobody declared the fact 'tpic'; did you mean topic?"
        " (facts are declared under [facts] and [activity_facts])"
    )
    twice = once + rule("caps", asking).replace("caps-rule", "second")
    assert refusal(twice).startswith("$.caps[0].when.tpic: nobody declared the fact 'tpic', here and in 1 more place; ")
    thrice = twice + rule("caps", asking).replace("caps-rule", "third")
    assert "'tpic', here and in 2 more places; did you mean topic?" in refusal(thrice)
    assert refusal(thrice).count("\n") == 0


def test_two_facts_that_nobody_declared_are_two_lines() -> None:
    lines = refusal(rule("caps", 'when = { tpic = "equity", grde = "A" }\nat_most = 1')).splitlines()
    assert [line.partition(";")[0] for line in lines] == [
        "$.caps[0].when.grde: nobody declared the fact 'grde'",
        "$.caps[0].when.tpic: nobody declared the fact 'tpic'",
    ]


@pytest.mark.parametrize(
    ("word", "mend"), [("ayn", "did you mean any?"), ("al", "did you mean all?"), ("whichever", "known are all, any")]
)
def test_a_misspelt_word_above_a_list_of_conditions_is_told_as_one(word: str, mend: str) -> None:
    text = rule("caps", f"when = {{ {word} = [{{ new = true }}, {{ fte = 1 }}] }}\nat_most = 1")
    assert refusal(text) == f"$.caps[0].when.{word}: no such word takes a list of conditions; {mend}"
