"""Policy documents: TOML or JSON in, frozen values out, and back; the canonical form and its digest."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import cast

from plpcore.errors import InputError, InputErrors, PolicyError, not_readable
from plpcore.policy._checks import problems_of
from plpcore.policy._data import canonical_json
from plpcore.policy._examples import Example
from plpcore.policy._facts import UndeclaredError
from plpcore.policy._layers import LAYER_WORDS, Layer, layer_problems, whole_problems
from plpcore.policy._policy import Policy
from plpcore.policy._records import Record
from plpcore.policy._shapes import Plain, gathered, table_of
from plpcore.policy._toml import to_toml

MAX_SIZE = 2_000_000
MAX_DEPTH = 64
_SHOWN = 40
_RECORD = Record(Policy)
_EXAMPLE = Record(Example)
_LAYER = Record(Layer)
# The TOML reader of Python takes the square of the length of a dotted key, which is minutes for a hostile one.
_LONG_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){64}""",
)


def parse_policy(text: str, name: str = "") -> Policy:
    """Return the policy that a TOML document states.

    Args:
        text: The document.
        name: The document's name for error messages, such as its file; empty: places begin with `$`.

    Raises:
        InputErrors: With one line for everything that is wrong: unknown keys and facts with the likeliest right one,
            values of another type, rules that contradict themselves.
        PolicyError: When the text is no TOML, or larger than two million characters.
    """
    return policy_of(_toml(text, name), name)


def parse_policy_json(text: str, name: str = "") -> Policy:
    """Return the policy that a JSON document of the same shape states; raises as `parse_policy` does."""
    return policy_of(_json(text, name), name)


def policy_of(data: object, name: str = "") -> Policy:
    """Return the policy that plain data states; raises as `parse_policy` does."""
    problems: list[InputError] = []
    with gathered(problems):
        return _checked(data)
    raise InputErrors(_named(error, name) for error in _once_a_fact(problems))


def parse_document(text: str, name: str = "") -> Policy | Layer:
    """Return the policy that a TOML document states, or the layer where it extends another; see `parse_policy`."""
    return _document(_toml(text, name), name)


def parse_document_json(text: str, name: str = "") -> Policy | Layer:
    """Return what a JSON document of the same shape states; raises as `parse_policy` does."""
    return _document(_json(text, name), name)


def _document(data: object, name: str) -> Policy | Layer:
    return layer_of(data, name) if isinstance(data, Mapping) and "extends" in data else policy_of(data, name)


def layer_of(data: object, name: str = "") -> Layer:
    """Return the layer that plain data states. Its facts and rules are checked when it is resolved.

    Raises:
        InputErrors: With one line for everything that is wrong in the document alone.
    """
    problems: list[InputError] = []
    with gathered(problems):
        return _read_layer(data)
    raise InputErrors(_named(error, name) for error in problems)


def _read_layer(data: object) -> Layer:
    _refuse_deep(data)
    table = table_of(data, "$")
    misplaced = whole_problems(list(table))
    problems: list[InputError] = list(misplaced)
    with gathered(problems):
        refused = {one.where.removeprefix("$.") for one in misplaced}
        read = _LAYER.read({name: held for name, held in table.items() if name not in refused}, "$")
        if not problems:
            return read
    raise InputErrors(problems)


def policy_data(policy: Policy) -> dict[str, Plain]:
    """Return the policy as plain data without the keys that hold their default."""
    return cast("dict[str, Plain]", _RECORD.write(policy))


def format_policy(policy: Policy) -> str:
    """Return the policy as a TOML document; `parse_policy(format_policy(p)) == p`."""
    return to_toml(policy_data(policy))


def format_examples(examples: Iterable[Example]) -> str:
    """Return worked examples as the part of a TOML document that states them."""
    return to_toml({"example": [_EXAMPLE.write(one) for one in examples]})


def canonical_form(policy: Policy) -> str:
    """Return the one JSON text of a policy: keys sorted, defaults left out, no blanks."""
    return canonical_json(policy_data(policy))


def digest_of(policy: Policy) -> str:
    """Return the policy's identity: `sha256:` and the hex SHA-256 of its canonical form in UTF-8."""
    return "sha256:" + sha256(canonical_form(policy).encode()).hexdigest()


def _checked(data: object) -> Policy:
    _refuse_deep(data)
    table = table_of(data, "$")
    layers = layer_problems(list(table))
    problems: list[InputError] = list(layers)
    with gathered(problems):
        read = _RECORD.read({name: held for name, held in table.items() if name not in LAYER_WORDS}, "$")
        policy = _RECORD.resolve(read, "$", read.declarations)
        problems.extend(problems_of(policy))
        # The written form may be deeper than what was read, and must be readable again.
        _refuse_deep(policy_data(policy))
        if not problems:
            return policy
    raise InputErrors(problems)


def _once_a_fact(problems: Sequence[InputError]) -> Iterator[InputError]:
    """Yield the problems, but of a fact that nobody declared the first place only: one declaration mends them all."""
    places: dict[str, set[str]] = {}
    for error in problems:
        if isinstance(error, UndeclaredError):
            places.setdefault(error.what, set()).add(error.where)
    for error in problems:
        if not isinstance(error, UndeclaredError):
            yield error
        elif error.what in places:
            others = len(places.pop(error.what)) - 1
            also = f", here and in {others} more {'place' if others == 1 else 'places'}" if others else ""
            yield PolicyError(error.where, f"{error.what}{also}", error.mend)


def _named(error: InputError, name: str) -> InputError:
    return PolicyError(f"{name}: {error.where}", error.what, error.mend) if name else error


def _toml(text: str, name: str) -> object:
    return _loaded(text, name, "TOML", _toml_data)


def _json(text: str, name: str) -> object:
    return _loaded(text, name, "JSON", _json_data)


def _loaded(text: str, name: str, form: str, load: Callable[[str], object]) -> object:
    where = name or "$"
    if len(text) > MAX_SIZE:
        raise PolicyError(where, f"the document is longer than {MAX_SIZE} characters", "split the policy")
    try:
        return load(text)
    except RecursionError:
        raise PolicyError(where, *_TOO_DEEP) from None
    except ValueError as error:
        raise not_readable(PolicyError, where, form, text, error) from None


def _toml_data(text: str) -> object:
    if _LONG_KEY.search(text):
        raise RecursionError
    return tomllib.loads(text, parse_float=_decimal)


def _json_data(text: str) -> object:
    return json.loads(text, parse_float=_decimal, parse_constant=_refuse_constant, object_pairs_hook=_once)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        raise ValueError(f"the exponent of {shown} is too large") from None


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, held in pairs:
        if name in found:
            raise ValueError(f"the key {name!r} stands twice")
        found[name] = held
    return found


_TOO_DEEP = ("the document is nested too deep", f"use at most {MAX_DEPTH} levels")


def _refuse_deep(data: object) -> None:
    if _is_deeper(data, MAX_DEPTH):
        raise PolicyError("$", *_TOO_DEEP)


def _is_deeper(data: object, levels: int) -> bool:
    if isinstance(data, Mapping):
        return not levels or any(_is_deeper(held, levels - 1) for held in data.values())
    return isinstance(data, list) and (not levels or any(_is_deeper(held, levels - 1) for held in data))
