"""Plain data as TOML text, for `format_policy`. The standard library reads TOML but does not write it."""

import json

from plpcore.policy._shapes import Plain

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def to_toml(data: dict[str, Plain]) -> str:
    """Return a TOML document: single values first, then tables, then lists of tables."""
    return "\n".join(_table(data, "")).strip() + "\n"


def _table(data: dict[str, Plain], path: str) -> list[str]:
    lines = [f"{_key(name)} = {_value(held)}" for name, held in data.items() if not _is_section(held)]
    for name, held in data.items():
        place = f"{path}.{_key(name)}" if path else _key(name)
        if isinstance(held, dict) and _is_section(held):
            lines += ["", f"[{place}]", *_table(held, place)]
        elif _is_section(held) and isinstance(held, list):
            for item in held:
                lines += ["", f"[[{place}]]", *(_flat(item) if isinstance(item, dict) else ())]
    return lines


def _flat(data: dict[str, Plain]) -> list[str]:
    return [f"{_key(name)} = {_value(held)}" for name, held in data.items()]


def _is_section(held: Plain) -> bool:
    if isinstance(held, dict):
        return bool(held)
    return isinstance(held, list) and bool(held) and all(isinstance(item, dict) for item in held)


def _key(name: str) -> str:
    return name if name and set(name) <= _BARE else _text(name)


def _value(held: Plain) -> str:
    match held:
        case bool():
            return "true" if held else "false"
        case str():
            return _text(held)
        case int():
            return str(held)
        case list():
            return "[" + ", ".join(_value(item) for item in held) + "]"
        case dict():
            inner = ", ".join(f"{_key(name)} = {_value(item)}" for name, item in held.items())
            return "{ " + inner + " }" if inner else "{}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
