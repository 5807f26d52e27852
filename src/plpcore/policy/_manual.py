"""The words of the policy language as Markdown tables, made from the same metadata that reads and writes them."""

from collections.abc import Callable
from typing import Any, cast

from attrs import frozen

from plpcore.policy._records import Record
from plpcore.policy._rules import Rules
from plpcore.policy._schema import layer_schema, policy_schema
from plpcore.policy._toml import toml_value

_HEAD = "| key | value | absent means | meaning |\n|---|---|---|---|"
_TYPES = {"string": "text", "integer": "whole number", "boolean": "`true` or `false`"}
_REF = "#/$defs/"


def reference_tables(place: Callable[[str], str]) -> dict[str, str]:
    """Return each definition of the language in Markdown: what it is and, for a table, its keys.

    First the tables, each where it is first named, then the forms of single values.

    Args:
        place: The link to the definition of a name.
    """
    definitions = cast("dict[str, dict[str, Any]]", policy_schema()["$defs"])
    sections = set(cast("dict[str, Any]", Record(Rules).schema()["properties"]))
    tables = {name: one for name, one in definitions.items() if "required" in one and name != "comparison"}
    rules = definitions["Policy"] | {"description": Rules.__doc__, "required": []}
    rules |= {"properties": {name: one for name, one in rules["properties"].items() if name in sections}}
    write = _Writer(place)
    written = {name: write.table(one, sections if name in _WITH_SECTIONS else set()) for name, one in tables.items()}
    forms = {name: one["description"] for name, one in definitions.items() if name not in tables}
    return {"Policy": written["Policy"], "Rules": write.table(rules, set())} | written | forms


def layer_tables(place: Callable[[str], str]) -> dict[str, str]:
    """Return the words of documents that extend a policy in Markdown: what each is, and its keys.

    Args:
        place: The link to the definition of a name.
    """
    definitions = cast("dict[str, dict[str, Any]]", layer_schema()["$defs"])
    sections = set(cast("dict[str, Any]", Record(Rules).schema()["properties"]))
    left_out = {"RuleException": sections}
    write = _Writer(place)
    return {name: write.table(definitions[name], left_out.get(name, set())) for name in _OF_LAYERS}


_OF_LAYERS = ("Layer", "Tighten", "RuleException")
_WITH_SECTIONS = ("Policy", "Edition", "Alternative")


@frozen
class _Writer:
    """Writes tables whose links lead to the place of each name."""

    place: Callable[[str], str]

    def table(self, schema: dict[str, Any], left_out: set[str]) -> str:
        rows = [
            f"| `{key}` | {self._kind(one)} | {_absent(key, one, schema)} | {one['description']} |"
            for key, one in schema["properties"].items()
            if key not in left_out
        ]
        sections = f"\n\nBeside these keys stand the sections of {self._link('Rules')}." if left_out else ""
        return f"{schema['description']}\n\n{_HEAD}\n" + "\n".join(rows) + sections

    def _link(self, name: str) -> str:
        return f"[{name}]({self.place(name)})"

    def _kind(self, schema: dict[str, Any]) -> str:
        match schema:
            case {"$ref": str(ref)}:
                return self._link(ref.removeprefix(_REF))
            case {"enum": list(words)}:
                return ", ".join(f"`{word}`" for word in words)
            case {"anyOf": [one, {"type": "array"}]}:
                return f"{self._kind(one)}, or a list"
            case {"anyOf": list(forms)}:
                return ", or ".join(self._kind(form) for form in forms)
            case _:
                return self._kind_of_type(schema)

    def _kind_of_type(self, schema: dict[str, Any]) -> str:
        match schema:
            case {"type": "array", "items": item}:
                return f"list of {self._kind(item)}"
            case {"type": "object", "additionalProperties": dict(item)}:
                return f"table by name of {self._kind(item)}"
            case {"format": "date"}:
                return "date"
            case _:
                return _TYPES.get(schema["type"], "table")


def _absent(key: str, schema: dict[str, Any], table: dict[str, Any]) -> str:
    if key in table["required"]:
        return "(required)"
    default = schema.get("default")
    if default in (None, "", [], {}):
        return ""
    return f"`{toml_value(default)}`"
