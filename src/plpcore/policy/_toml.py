"""Plain data as TOML text, for `format_policy`. The standard library reads TOML but does not write it."""

from json import dumps

from plpcore.policy._shapes import BARE, Plain

_WIDTH = 120


def to_toml(data: dict[str, Plain]) -> str:
    """Return a TOML document: first the single values, then a section for each table and each item of a list.

    Inside a section, what fits on a line stands on one line.
    """
    return "\n".join(_section(data, "")).strip() + "\n"


def _section(data: dict[str, Plain], path: str) -> list[str]:
    lines = [_line(name, held) for name, held in data.items() if not _is_section(name, held, path)]
    for name, held in data.items():
        if not _is_section(name, held, path):
            continue
        place = f"{path}.{_key(name)}" if path else _key(name)
        if isinstance(held, dict):
            lines += ["", f"[{place}]", *_section(held, place)]
        elif isinstance(held, list):
            for item in held:
                lines += ["", f"[[{place}]]", *(_section(item, place) if isinstance(item, dict) else ())]
    return lines


def _is_section(name: str, held: Plain, path: str) -> bool:
    """Return whether a value stands below a header of its own: at the top every table, further in a long one."""
    if isinstance(held, list):
        has_tables = bool(held) and all(isinstance(item, dict) for item in held)
    else:
        has_tables = isinstance(held, dict) and bool(held)
    return has_tables and (not path or len(_line(name, held)) > _WIDTH)


def _line(name: str, held: Plain) -> str:
    return f"{_key(name)} = {toml_value(held)}"


def _key(name: str) -> str:
    return name if name and set(name) <= BARE else dumps(name, ensure_ascii=False)


def toml_value(held: Plain) -> str:
    """Return a value as it stands behind the sign of equality."""
    match held:
        case bool():
            return "true" if held else "false"
        case str():
            return _text(held)
        case int():
            return str(held)
        case list():
            return "[" + ", ".join(toml_value(item) for item in held) + "]"
        case dict():
            inner = ", ".join(_line(name, item) for name, item in held.items())
            return "{ " + inner + " }" if inner else "{}"


def _text(text: str) -> str:
    # JSON escapes what TOML escapes, in the same way.
    lines = [dumps(line, ensure_ascii=False) for line in text.split("\n")]
    return lines[0] if len(lines) == 1 else '"""\n' + "\n".join(line[1:-1] for line in lines) + '"""'
