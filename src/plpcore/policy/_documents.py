"""Policy documents: TOML or JSON in, frozen values out, and back; the canonical form and its digest."""

import json
import tomllib
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast

from plpcore.errors import InputError, InputErrors, PolicyError
from plpcore.policy._checks import problems_of
from plpcore.policy._data import canonical_json
from plpcore.policy._facts import Declarations
from plpcore.policy._policy import Policy
from plpcore.policy._records import Record
from plpcore.policy._shapes import Plain
from plpcore.policy._toml import to_toml

MAX_SIZE = 2_000_000
MAX_DEPTH = 64
_RECORD = Record(Policy)


def parse_policy(text: str, name: str = "policy") -> Policy:
    """Return the policy that a TOML document states.

    Args:
        text: The document.
        name: The document's name for error messages, such as its file.

    Raises:
        InputErrors: With one line for everything that is wrong: unknown keys and facts with the likeliest right one,
            values of another type, rules that contradict themselves.
        PolicyError: When the text is no TOML, or larger than two million characters.
    """
    return policy_of(_loaded(text, name, _toml_data), name)


def parse_policy_json(text: str, name: str = "policy") -> Policy:
    """Return the policy that a JSON document of the same shape states; raises as `parse_policy` does."""
    return policy_of(_loaded(text, name, _json_data), name)


def policy_of(data: object, name: str = "policy") -> Policy:
    """Return the policy that plain data states; raises as `parse_policy` does."""
    try:
        _refuse_deep(data)
        read = _RECORD.read(data, "$")
        policy = _typed(read)
        errors = problems_of(policy)
    except InputErrors as several:
        errors = several.errors
    if errors:
        raise InputErrors(_named(error, name) for error in errors)
    return policy


def policy_data(policy: Policy) -> dict[str, Plain]:
    """Return the policy as plain data without the keys that hold their default."""
    return cast("dict[str, Plain]", _RECORD.write(policy))


def format_policy(policy: Policy) -> str:
    """Return the policy as a TOML document; `parse_policy(format_policy(p)) == p`."""
    return to_toml(policy_data(policy))


def canonical_form(policy: Policy) -> str:
    """Return the one JSON text of a policy: keys sorted, defaults left out, no blanks."""
    return canonical_json(policy_data(policy))


def digest_of(policy: Policy) -> str:
    """Return the policy's identity: `sha256:` and the hex SHA-256 of its canonical form in UTF-8."""
    return "sha256:" + sha256(canonical_form(policy).encode()).hexdigest()


def policy_schema() -> dict[str, object]:
    """Return the JSON Schema (2020-12) of policy documents."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "plpcore policy, format 1"}
    return head | _RECORD.schema()


def _typed(policy: Policy) -> Policy:
    declarations: Declarations = policy.declarations
    return _RECORD.resolve(policy, "$", declarations)


def _named(error: InputError, name: str) -> InputError:
    return PolicyError(f"{name}: {error.where}", error.what, error.mend)


def _loaded(text: str, name: str, load: Callable[[str], object]) -> object:
    if len(text) > MAX_SIZE:
        raise PolicyError(name, f"the document is longer than {MAX_SIZE} characters", "split the policy")
    try:
        return load(text)
    except RecursionError:
        raise PolicyError(name, "the document is nested too deep", f"use at most {MAX_DEPTH} levels") from None
    except ValueError as error:
        raise PolicyError(name, f"not readable: {error}", "mend the syntax there") from None


def _toml_data(text: str) -> object:
    return tomllib.loads(text, parse_float=Decimal)


def _json_data(text: str) -> object:
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_once)


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for index, (name, _) in enumerate(pairs) if name in dict(pairs[:index]))
        raise ValueError(f"the key {twice!r} stands twice")
    return found


def _refuse_deep(data: object) -> None:
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [inner for held in level for inner in _inside(held)]
        if not level:
            return
    raise InputErrors([PolicyError("$", "the document is nested too deep", f"use at most {MAX_DEPTH} levels")])


def _inside(held: object) -> list[Any]:
    if isinstance(held, dict):
        return list(held.values())
    return held if isinstance(held, list) else []
