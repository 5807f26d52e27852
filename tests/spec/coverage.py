"""Which words of the language a document uses, told by walking it beside the schema that the shapes make."""

from collections.abc import Iterator
from typing import Any, cast

from attrs import fields

from plpcore import policy
from plpcore.policy import Rule, Rules, policy_schema

SCHEMA = policy_schema()
DEFINITIONS = cast("dict[str, dict[str, Any]]", SCHEMA["$defs"])
_SECTIONS = frozenset(field.name for field in fields(Rules))
_OF_RULES = frozenset(field.name for field in fields(Rule))
_REF = "#/$defs/"


def every_word() -> set[str]:
    """Return every key, every word of an enumeration beside its key, and every comparison."""
    return {word for name, schema in DEFINITIONS.items() for word in _words(name, schema, "")}


def words_of(data: Any) -> set[str]:
    """Return those that a document uses."""
    return set(_used(data, SCHEMA, "", ""))


def _key(name: str, key: str) -> str:
    """What several tables share is told once: the sections of a policy, and the keys that every rule has."""
    if key in _SECTIONS and name in {"Policy", "Edition", "Alternative"}:
        return f"Rules.{key}"
    if key in _OF_RULES and issubclass(getattr(policy, name, object), Rule):
        return f"Rule.{key}"
    return f"{name}.{key}"


def _words(name: str, schema: dict[str, Any], key: str) -> Iterator[str]:
    for one, inner in schema.get("properties", {}).items():
        yield _key(name, one)
        yield from _words(name, inner, _key(name, one))
    for word in schema.get("enum", ()):
        yield f"{key} = {word}"
    for part in (*schema.get("anyOf", ()), schema.get("items"), schema.get("additionalProperties")):
        if isinstance(part, dict) and "$ref" not in part:
            yield from _words(name, part, key)


def _used(data: Any, schema: dict[str, Any], name: str, key: str) -> Iterator[str]:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REF)
        schema = DEFINITIONS[name]
    if data in schema.get("enum", ()):
        yield f"{key} = {data}"
    for part in schema.get("anyOf", ()):
        yield from _used(data, part, name, key)
    if isinstance(data, list) and "items" in schema:
        for item in data:
            yield from _used(item, schema["items"], name, key)
    if isinstance(data, dict):
        yield from _used_in_table(data, schema, name)


def _used_in_table(table: dict[str, Any], schema: dict[str, Any], name: str) -> Iterator[str]:
    known, other = schema.get("properties", {}), schema.get("additionalProperties")
    for one, held in table.items():
        if one in known:
            yield _key(name, one)
            yield from _used(held, known[one], name, _key(name, one))
        elif isinstance(other, dict):
            yield from _used(held, other, name, "")
