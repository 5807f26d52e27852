"""The JSON Schema of policy documents: what has a title is defined once and referred to."""

from typing import Any

from plpcore.policy._layers import Layer
from plpcore.policy._policy import Policy
from plpcore.policy._records import Record

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def policy_schema() -> dict[str, object]:
    """Return the JSON Schema (2020-12) of policy documents, for editors and for programs that write policies.

    Every document that `parse_policy_json` accepts is valid; what needs more than one place to see (declared facts,
    unique ids, editions that overlap) only `parse_policy_json` checks.
    """
    definitions: dict[str, object] = {}
    _referred(Record(Policy).schema(), definitions)
    head = {"$schema": _DIALECT, "title": "plpcore policy, format 1", "$ref": "#/$defs/Policy"}
    return head | {"$defs": definitions}


def layer_schema() -> dict[str, object]:
    """Return the JSON Schema (2020-12) of documents that extend a policy; `resolve` checks what it alone can see."""
    definitions: dict[str, object] = {}
    _referred(Record(Layer).schema(), definitions)
    head = {"$schema": _DIALECT, "title": "plpcore layer, format 1", "$ref": "#/$defs/Layer"}
    return head | {"$defs": definitions}


def _referred(schema: Any, definitions: dict[str, object]) -> Any:  # noqa: ANN401 - any part of a schema
    """Return the part with every titled schema in it moved to `definitions` and replaced by a reference."""
    match schema:
        case {"allOf": [one], **rest}:
            return {**_referred(one, definitions), **rest}
        case {"title": str(title), **rest}:
            if title not in definitions:
                definitions[title] = {}
                definitions[title] = {name: _referred(part, definitions) for name, part in rest.items()}
            return {"$ref": f"#/$defs/{title}"}
        case dict():
            return {name: _referred(part, definitions) for name, part in schema.items()}
        case list():
            return [_referred(part, definitions) for part in schema]
        case _:
            return schema
