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
        if _is_section(name, held, path):
            place = f"{path}.{_key(name)}" if path else _key(name)
            header = f"[[{place}]]" if isinstance(held, list) else f"[{place}]"
            for table in _tables_in(held):
                lines += ["", header, *_section(table, place)]
    return lines


def _is_section(name: str, held: Plain, path: str) -> bool:
    """Return whether a value stands below a header of its own: at the top every table, further in a long one."""
    return bool(_tables_in(held)) and (not path or len(_line(name, held)) > _WIDTH)


def _tables_in(held: Plain) -> list[dict[str, Plain]]:
    """Return the table or tables that a value consists of; none where it is or holds anything else."""
    several = held if isinstance(held, list) else [held]
    tables = [one for one in several if isinstance(one, dict)]
    return tables if len(tables) == len(several) else []


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
        case _:
            inner = ", ".join(_line(name, item) for name, item in held.items())
            return "{ " + inner + " }" if inner else "{}"


def _text(text: str) -> str:
    # JSON escapes what TOML escapes, in the same way.
    lines = [dumps(line, ensure_ascii=False) for line in text.split("\n")]
    return lines[0] if len(lines) == 1 else '"""\n' + "\n".join(line[1:-1] for line in lines) + '"""'
