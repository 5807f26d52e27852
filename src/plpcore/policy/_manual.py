"""The words of the policy language as Markdown tables, made from the same metadata that reads and writes them."""

from typing import Any, cast

from plpcore.policy._records import Record
from plpcore.policy._rules import Rules
from plpcore.policy._schema import layer_schema, policy_schema
from plpcore.policy._toml import toml_value

_HEAD = "| key | value | absent means | meaning |\n|---|---|---|---|"
_TYPES = {"string": "text", "integer": "whole number", "boolean": "`true` or `false`"}
_REF = "#/$defs/"


def reference_tables() -> str:
    """Return every word of the language with its keys, for the reference manual: Markdown, headings of level 3.

    First the tables, each where it is first named, then the forms of single values.
    """
    definitions = cast("dict[str, dict[str, Any]]", policy_schema()["$defs"])
    sections = set(cast("dict[str, Any]", Record(Rules).schema()["properties"]))
    tables = {name: one for name, one in definitions.items() if "required" in one and name != "comparison"}
    written = [_table(name, one, sections if name in _WITH_SECTIONS else set()) for name, one in tables.items()]
    rules = definitions["Policy"] | {"description": Rules.__doc__, "required": []}
    rules |= {"properties": {name: one for name, one in rules["properties"].items() if name in sections}}
    forms = [f"### {name}\n\n{one['description']}" for name, one in definitions.items() if name not in tables]
    return "\n\n".join([written[0], _table("Rules", rules, set()), *written[1:], *forms]) + "\n"


def layer_tables(language: str) -> str:
    """Return the words of documents that extend a policy, for the reference manual: Markdown, headings of level 3.

    Args:
        language: The page of the words that policies and layers share.
    """
    definitions = cast("dict[str, dict[str, Any]]", layer_schema()["$defs"])
    sections = set(cast("dict[str, Any]", Record(Rules).schema()["properties"]))
    names = ("Layer", "Tighten", "RuleException")
    left_out = {"RuleException": sections}
    written = "\n\n".join(_table(name, definitions[name], left_out.get(name, set())) for name in names) + "\n"
    found = written.replace("(#", f"({language}#")
    for name in names:
        found = found.replace(f"({language}#{name.lower()})", f"(#{name.lower()})")
    return found


_WITH_SECTIONS = ("Policy", "Edition", "Alternative")


def _table(name: str, schema: dict[str, Any], left_out: set[str]) -> str:
    rows = [
        f"| `{key}` | {_kind(one)} | {_absent(key, one, schema)} | {one['description']} |"
        for key, one in schema["properties"].items()
        if key not in left_out
    ]
    sections = "\n\nBeside these keys stand the sections of [Rules](#rules)." if left_out else ""
    return f"### {name}\n\n{schema['description']}\n\n{_HEAD}\n" + "\n".join(rows) + sections


def _absent(key: str, schema: dict[str, Any], table: dict[str, Any]) -> str:
    if key in table["required"]:
        return "(required)"
    default = schema.get("default")
    if default in (None, "", [], {}):
        return ""
    return f"`{toml_value(default)}`"


def _kind(schema: dict[str, Any]) -> str:
    match schema:
        case {"$ref": str(ref)}:
            name = ref.removeprefix(_REF)
            return f"[{name}](#{name.lower()})"
        case {"enum": list(words)}:
            return ", ".join(f"`{word}`" for word in words)
        case {"anyOf": [one, {"type": "array"}]}:
            return f"{_kind(one)}, or a list"
        case {"anyOf": list(forms)}:
            return ", or ".join(_kind(form) for form in forms)
        case _:
            return _kind_of_type(schema)


def _kind_of_type(schema: dict[str, Any]) -> str:
    match schema:
        case {"type": "array", "items": item}:
            return f"list of {_kind(item)}"
        case {"type": "object", "additionalProperties": dict(item)}:
            return f"table by name of {_kind(item)}"
        case {"format": "date"}:
            return "date"
        case _:
            return _TYPES.get(schema["type"], "table")
