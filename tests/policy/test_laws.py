"""Laws that hold for every policy whatever it says."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import InputErrors
from plpcore.policy import (
    Policy,
    canonical_form,
    digest_of,
    format_policy,
    parse_policy,
    parse_policy_json,
    policy_data,
    policy_of,
)
from tests.policy.documents import documents

policies = documents.map(policy_of)


@given(policies)
def test_a_policy_comes_back_from_toml_and_from_json(policy: Policy) -> None:
    assert parse_policy(format_policy(policy)) == policy
    assert parse_policy_json(json.dumps(policy_data(policy))) == policy


@given(policies)
def test_the_canonical_form_is_itself_a_document_of_the_policy(policy: Policy) -> None:
    again = parse_policy_json(canonical_form(policy))
    assert again == policy
    assert canonical_form(again) == canonical_form(policy)
    assert format_policy(again) == format_policy(policy)


def shuffled(data: Any, draw: Callable[[st.SearchStrategy[Any]], Any]) -> Any:
    if isinstance(data, dict):
        return {name: shuffled(data[name], draw) for name in draw(st.permutations(list(data)))}
    return [shuffled(item, draw) for item in data] if isinstance(data, list) else data


@given(documents, st.data())
def test_the_order_of_keys_means_nothing(document: dict[str, Any], data: st.DataObject) -> None:
    one, two = policy_of(document), policy_of(shuffled(document, data.draw))
    assert one == two
    assert hash(one) == hash(two)
    assert digest_of(one) == digest_of(two)


@given(policies)
def test_another_title_is_another_identity(policy: Policy) -> None:
    other = evolve(policy, title=policy.title + "!")
    assert digest_of(other) != digest_of(policy)
    assert digest_of(evolve(other, title=policy.title)) == digest_of(policy)


@given(documents)
def test_a_document_under_a_wrong_key_is_refused_with_its_place(document: dict[str, Any]) -> None:
    with pytest.raises(InputErrors) as refused:
        policy_of(document | {"titel": ""})
    assert str(refused.value) == "$.titel: unknown key; did you mean title?"
