"""A column map as TOML. The standard library reads TOML but does not write it."""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from plpcore.policy import Plain

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_TABLES = frozenset({"columns", "kinds", "kinds_by_title"})


def toml_lines(data: Mapping[str, Plain], remarks: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """Yield the lines of a column map: settings first, then each table with its columns and kinds.

    Args:
        data: The map as plain data.
        remarks: What is said behind a column, by its name.
    """
    for name, held in data.items():
        if not isinstance(held, dict):
            yield f"{name} = {_value(held)}"
    for name, held in data.items():
        if isinstance(held, dict):
            yield from _table(name, held, remarks)


def _table(name: str, table: Mapping[str, Plain], remarks: Mapping[str, str]) -> Iterator[str]:
    yield f"[{name}]"
    for key, held in table.items():
        if key not in _TABLES:
            yield f"{key} = {_value(held)}"
    for key, held in table.items():
        if key in _TABLES and isinstance(held, dict):
            yield ""
            yield f"[{name}.{key}]"
            said = remarks if key == "columns" else {}
            yield from (_line(word, meaning, said.get(word, "")) for word, meaning in held.items())


def _line(word: str, meaning: Plain, remark: str) -> str:
    return f"{_key(word)} = {_value(meaning)}" + (f"  # {remark}" if remark else "")


def _value(held: Plain) -> str:
    if isinstance(held, list):
        return "[" + ", ".join(_value(item) for item in held) + "]"
    if isinstance(held, dict):
        return "{ " + ", ".join(f"{_key(name)} = {_value(item)}" for name, item in held.items()) + " }"
    # A text of JSON is a text of TOML, but for the character 127.
    return json.dumps(held, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if name and set(name) <= _BARE else _value(name)
