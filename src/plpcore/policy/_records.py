"""Tables of a policy document as frozen attrs classes: each field carries its key's shape and meaning."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

from attrs import NOTHING, Attribute, evolve, field, fields

from plpcore.errors import InputError, InputErrors, PolicyError
from plpcore.policy._shapes import Plain, Scopes, Shape, at, gathered, likeliest, nearest, table_of

R = TypeVar("R")

MAX_UNKNOWN = 20


def key(shape: Shape[Any], meaning: str, *, default: object = NOTHING, name: str = "") -> Any:  # noqa: ANN401
    """Declare an attrs field that a key of the document fills.

    Args:
        shape: How the key's value is read and written.
        meaning: One sentence for the reference manual and the schema.
        default: The value when the key is absent; without it the key must be there.
        name: The key's name where it differs from the field's.
    """
    return field(default=default, metadata={"shape": shape, "meaning": meaning, "name": name})


def refuse_idle(value: object, names: tuple[str, ...], why: str) -> None:
    """Refuse keys that say something although nothing would ever ask for it; raise `PolicyError` with the reason."""
    for attribute in fields(cast("Any", type(value))):
        if attribute.name in names and getattr(value, attribute.name) != attribute.default:
            raise PolicyError(f"$.{_name(attribute)}", "this key has no effect here", why)


def inline(record: "Record[Any]") -> Any:  # noqa: ANN401
    """Declare an attrs field whose own keys stand in the same table of the document."""
    return field(metadata={"inline": record})


class Record(Shape[R], Generic[R]):
    """A table whose keys are the fields of an attrs class; unknown keys are refused.

    Args:
        cls: A frozen attrs class; every field is declared with `key` or `inline`.
    """

    def __init__(self, cls: type[R]) -> None:
        for attribute in fields(cast("Any", cls)):
            if not {"shape", "inline"} & set(attribute.metadata):
                raise TypeError(f"{cls.__name__}.{attribute.name} is not declared with plpcore.policy.key")
        self.cls = cls

    def read(self, value: object, where: str) -> R:
        """Return the frozen value; raise `InputErrors` with everything that is wrong in the table.

        A misspelt key is one mistake: what follows from the absence of the right one is not said as well.
        """
        table = table_of(value, where)
        problems: list[InputError] = []
        meant = self._refuse_unknown(table, where, problems)
        found = self._take(table, where, problems, meant)
        if problems:
            raise InputErrors(problems)
        return cast("R", found)

    def write(self, value: R) -> Plain:
        """Return a table without the keys that hold their default."""
        table: dict[str, Plain] = {}
        for attribute in self._attributes():
            held = getattr(value, attribute.name)
            if _is_inline(attribute):
                table |= cast("dict[str, Plain]", _shape(attribute).write(held))
            elif held != attribute.default:
                table[_name(attribute)] = _shape(attribute).write(held)
        return table

    def schema(self) -> dict[str, object]:
        """Return the schema of the table, closed to unknown keys."""
        required = [_name(attribute) for attribute in self._keys() if attribute.default is NOTHING]
        return {
            "title": self.cls.__name__,
            "description": " ".join((self.cls.__doc__ or "").split()),
            "type": "object",
            "additionalProperties": False,
            "properties": {_name(attribute): _key_schema(attribute) for attribute in self._keys()},
            "required": required,
        }

    def resolve(self, value: R, where: str, scopes: Scopes) -> R:
        """Return the value with the facts in all its fields typed."""
        problems: list[InputError] = []
        changed: dict[str, Any] = {}
        for attribute in self._attributes():
            held = getattr(value, attribute.name)
            if held is None:
                continue
            place = where if _is_inline(attribute) else at(where, _name(attribute))
            with gathered(problems):
                changed[_argument(attribute)] = _shape(attribute).resolve(held, place, scopes)
        if problems:
            raise InputErrors(problems)
        return cast("R", evolve(cast("Any", value), **changed))

    def _attributes(self) -> tuple["Attribute[Any]", ...]:
        return cast("tuple[Attribute[Any], ...]", fields(cast("Any", self.cls)))

    def _keys(self) -> Iterator["Attribute[Any]"]:
        """Yield the fields that keys of this table fill, those of inline classes among them."""
        for attribute in self._attributes():
            if _is_inline(attribute):
                yield from cast("Record[Any]", _shape(attribute))._keys()  # noqa: SLF001 - the same class
            else:
                yield attribute

    def _take(
        self, table: Mapping[str, object], where: str, problems: list[InputError], meant: Mapping[str, str]
    ) -> R | None:
        """Read this class's own keys from a table that may hold others; None: something was gathered as wrong.

        Args:
            table: The table.
            where: Its place.
            problems: Where mistakes are gathered.
            meant: The unknown keys of the whole table with the keys that they most likely stand for.
        """
        before = len(problems)
        values: dict[str, Any] = {}
        for attribute in self._attributes():
            if _is_inline(attribute):
                inner = cast("Record[Any]", _shape(attribute))
                values[_argument(attribute)] = inner._take(table, where, problems, meant)  # noqa: SLF001 - the same class
                continue
            name = _name(attribute)
            if name in table or (attribute.default is NOTHING and name not in meant.values()):
                with gathered(problems):
                    values[_argument(attribute)] = _value_of(attribute, table, where)
        return self._built(values, where, problems) if len(problems) == before and not meant else None

    def _built(self, values: dict[str, Any], where: str, problems: list[InputError]) -> R | None:
        try:
            return self.cls(**values)
        except InputError as error:
            problems.append(error.under(where))
            return None

    def _refuse_unknown(self, table: Mapping[str, object], where: str, problems: list[InputError]) -> Mapping[str, str]:
        """Gather the unknown keys; return them with the keys that they most likely stand for, empty for none."""
        known = [_name(attribute) for attribute in self._keys()]
        unknown = [name for name in table if name not in known]
        # A likely word is looked for only so often: a hostile document could hold a million unknown keys.
        meant = {name: likeliest(name, known) for name in unknown[:MAX_UNKNOWN]}
        lacking = [_name(one) for one in self._keys() if one.default is NOTHING and _name(one) not in table]
        if list(meant.values()) == [""] and len(lacking) == 1:
            (name,), (lacks,) = meant, lacking
            problems.append(PolicyError(at(where, name), "unknown key", f"did you mean {lacks}? It is missing"))
            return {name: lacks}
        problems += [PolicyError(at(where, name), "unknown key", nearest(name, known)) for name in meant]
        if len(unknown) > MAX_UNKNOWN:
            problems.append(PolicyError(where, f"{len(unknown) - MAX_UNKNOWN} further keys are unknown", "remove them"))
        return meant


def _is_inline(attribute: "Attribute[Any]") -> bool:
    return "inline" in attribute.metadata


def _shape(attribute: "Attribute[Any]") -> Shape[Any]:
    return cast("Shape[Any]", attribute.metadata["inline" if _is_inline(attribute) else "shape"])


def _argument(attribute: "Attribute[Any]") -> str:
    return str(attribute.alias)


def _name(attribute: "Attribute[Any]") -> str:
    return str(attribute.metadata["name"] or attribute.name)


def _key_schema(attribute: "Attribute[Any]") -> dict[str, object]:
    schema = _shape(attribute).schema()
    meaning = attribute.metadata["meaning"]
    # What has a title is referred to, so the words about the key stand around it.
    found = {"allOf": [schema], "description": meaning} if "title" in schema else schema | {"description": meaning}
    if attribute.default is NOTHING or attribute.default is None:
        return found
    return found | {"default": _shape(attribute).write(attribute.default)}


def _value_of(attribute: "Attribute[Any]", table: Mapping[str, object], where: str) -> object:
    name = _name(attribute)
    if name in table:
        return _shape(attribute).read(table[name], at(where, name))
    raise PolicyError(at(where, name), "this key is missing", attribute.metadata["meaning"])
