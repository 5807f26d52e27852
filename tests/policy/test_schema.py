"""The JSON Schema says what the parser says, as far as one place shows it."""

import copy
import json
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from plpcore.errors import InputErrors
from plpcore.policy import Per, Policy, layer_schema, parse_document, policy_data, policy_of, policy_schema
from tests.policy.documents import documents

SCHEMA = policy_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
HEAD: dict[str, Any] = {"id": "p", "title": "t", "unit": {"name": "hour"}}
SHIPPED = sorted(
    (one for one in (files("plpcore") / "data" / "policies").iterdir() if one.name.endswith(".toml")),
    key=lambda one: one.name,
)


def faults(document: object) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(document)]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_every_reference_of_the_schema_leads_somewhere_and_every_definition_is_used() -> None:
    found = set(_references(SCHEMA))
    definitions = SCHEMA["$defs"]
    assert isinstance(definitions, dict)
    assert found == {f"#/$defs/{name}" for name in definitions}


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        yield from _references(inner)


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda one: str(one.name))
def test_a_shipped_policy_is_valid(shipped: Any) -> None:
    found = parse_document(shipped.read_text("utf-8"))
    if isinstance(found, Policy):
        assert faults(policy_data(found)) == []
    else:
        data = json.loads(json.dumps(tomllib.loads(shipped.read_text("utf-8")), default=str))
        assert list(Draft202012Validator(layer_schema()).iter_errors(data)) == []


def test_policies_are_shipped() -> None:
    assert len(SHIPPED) >= 8


@given(documents)
def test_every_document_that_parses_is_valid_and_so_is_what_is_written(document: dict[str, Any]) -> None:
    assert faults(document) == []
    assert faults(policy_data(policy_of(document))) == []


def _tables(part: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every table whose keys the language fixes."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(part, dict):
        if not FREE & set(path):
            yield path
        inner = list(part.items())
    elif isinstance(part, list):
        inner = list(enumerate(part))
    for name, held in inner:
        yield from _tables(held, (*path, name))


FREE = {
    "facts", "activity_facts", "spec", "then", "table", "split", "amounts", "credited", "needed", "missing", "refused",
    "educator", "when", "applies", "only_if", "require", "require_educator",
}  # fmt: skip


@given(documents, st.data())
def test_an_unknown_key_is_neither_valid_nor_read(document: dict[str, Any], data: st.DataObject) -> None:
    broken = copy.deepcopy(document)
    table = broken
    for step in data.draw(st.sampled_from(list(_tables(document)))):
        table = table[step]  # type: ignore[index]  # a list is stepped into by number
    table["zzz"] = 1
    assert faults(broken) != []
    with pytest.raises(InputErrors, match="unknown key"):
        policy_of(broken)


@pytest.mark.parametrize(
    "data",
    [
        {"format": 2},
        {"title": ""},
        {"sources": {}},
        {"sources": [{"id": "s"}]},
        {"sharing": "spilt"},
        {"sharing": 0},
        {"caps": [{"id": "c", "cite": "c", "at_most": -1}]},
        {"caps": [{"id": "c", "cite": "c", "at_most": "1e3"}]},
        {"caps": [{"id": "c", "cite": "c", "share": "1%%"}]},
        {"caps": [{"id": "c", "cite": "c", "at_most": 1, "per": "month"}]},
        {"caps": [{"id": "c", "cite": "c", "at_most": 1, "when": {"kind": {"iss": "x"}}}]},
        {"caps": [{"id": "c", "cite": "c", "at_most": 1, "when": {"any": []}}]},
        {"caps": [{"id": "c", "cite": "c", "at_most": 1, "when": {"at_least": {"count": 1}}}]},
        {"caps": [{"id": "c", "cite": "c", "at_most": 1, "when": {"amount": 3}}]},
        {"awards": [{"id": "a", "cite": "c", "per": "Two Words"}]},
        {"window": {"from": "tomorrow"}},
        {"facts": {"f": {"type": "string"}}},
        {"extends": "other"},
    ],
)
def test_what_the_schema_refuses_the_parser_refuses_too(data: dict[str, Any]) -> None:
    assert faults(HEAD) == []
    assert faults(HEAD | data) != []
    with pytest.raises(InputErrors):
        policy_of(HEAD | data)


def test_the_schema_shows_meaning_and_default_of_a_key() -> None:
    definitions: Any = SCHEMA["$defs"]
    assert definitions["Award"]["properties"]["times"] == {
        "$ref": "#/$defs/amount",
        "description": "The multiplier, such as 3 for impact.",
        "default": 1,
    }
    assert definitions["Award"]["required"] == ["id", "cite"]


@pytest.mark.parametrize("per", Per)
def test_the_spans_of_a_floor_are_those_that_the_parser_takes(per: Per) -> None:
    cycle = {"id": "c", "cite": "-", "anchor": "plan"}
    document = HEAD | {"cycle": cycle, "floors": [{"id": "f", "cite": "-", "at_least": "1", "per": per.value}]}
    try:
        policy_of(document)
    except InputErrors:
        assert faults(document) == ["$.floors[0].per"]
    else:
        assert faults(document) == []
