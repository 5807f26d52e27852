"""Tables of a policy document as frozen attrs classes: each field carries its key's shape and meaning."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar, cast

from attrs import NOTHING, Attribute, evolve, field, fields

from plpcore.errors import InputError, InputErrors, PolicyError
from plpcore.policy._shapes import Plain, Scopes, Shape, gather, nearest, table_of

R = TypeVar("R")


def key(shape: Shape[Any], meaning: str, *, default: object = NOTHING, name: str = "") -> Any:  # noqa: ANN401
    """Declare an attrs field that a key of the document fills.

    Args:
        shape: How the key's value is read and written.
        meaning: One sentence for the reference manual and the schema.
        default: The value when the key is absent; without it the key must be there.
        name: The key's name where it differs from the field's.
    """
    metadata = {"shape": shape, "meaning": meaning, "name": name}
    return field(default=default, metadata=metadata)


def inline(record: "Record[Any]") -> Any:  # noqa: ANN401
    """Declare an attrs field whose own keys stand in the same table of the document."""
    return field(metadata={"inline": record})


def key_name(attribute: "Attribute[Any]") -> str:
    """Return the name of the document's key that fills this attrs field."""
    return str(attribute.metadata["name"] or attribute.name)


class Record(Shape[R], Generic[R]):
    """A table whose keys are the fields of an attrs class; unknown keys are refused."""

    def __init__(self, cls: type[R]) -> None:
        self.cls = cls

    def read(self, value: object, where: str) -> R:
        """Return the frozen value; raise `InputErrors` with everything that is wrong in the table."""
        table = table_of(value, where)
        problems: list[InputError] = []
        self._refuse_unknown(table, where, problems)
        found = self.take(table, where, problems)
        if problems or found is None:
            raise InputErrors(problems)
        return found

    def take(self, table: Mapping[str, object], where: str, problems: list[InputError]) -> R | None:
        """Read this class's own keys from a table that may hold others; gather what is wrong."""
        before = len(problems)
        values: dict[str, object] = {}
        for attribute in fields(cast("Any", self.cls)):
            gather(problems, lambda a=attribute: _take_field(a, table, where, values, problems))
        return self._build(values, where, problems) if len(problems) == before else None

    def keys(self) -> list[str]:
        """Return the names of all keys that may stand in the table, in the order of the fields."""
        return list(self._schemas())

    def write(self, value: R) -> Plain:
        """Return a table without the keys that hold their default."""
        table: dict[str, Plain] = {}
        for attribute in fields(cast("Any", self.cls)):
            held = getattr(value, attribute.name)
            if "inline" in attribute.metadata:
                table |= attribute.metadata["inline"].write(held)
            elif "shape" in attribute.metadata and held != attribute.default:
                table[key_name(attribute)] = attribute.metadata["shape"].write(held)
        return table

    def schema(self) -> dict[str, object]:
        """Return the schema of the table, closed to unknown keys."""
        schema: dict[str, object] = {"type": "object", "additionalProperties": False, "properties": self._schemas()}
        required = [key_name(a) for a in fields(cast("Any", self.cls)) if _is_required(a)]
        return schema | ({"required": required} if required else {})

    def resolve(self, value: R, where: str, scopes: Scopes) -> R:
        """Return the value with the facts in all its fields typed."""
        problems: list[InputError] = []
        changed: dict[str, object] = {}
        for attribute in fields(cast("Any", self.cls)):
            gather(problems, lambda a=attribute: _resolve_field(a, value, where, scopes, changed))
        if problems:
            raise InputErrors(problems)
        return cast("R", evolve(cast("Any", value), **changed)) if changed else value

    def _schemas(self) -> dict[str, object]:
        found: dict[str, object] = {}
        for attribute in fields(cast("Any", self.cls)):
            if "inline" in attribute.metadata:
                found |= attribute.metadata["inline"]._schemas()  # noqa: SLF001 - the same class
            elif "shape" in attribute.metadata:
                meaning = {"description": attribute.metadata["meaning"]}
                found[key_name(attribute)] = attribute.metadata["shape"].schema() | meaning
        return found

    def _refuse_unknown(self, table: Mapping[str, object], where: str, problems: list[InputError]) -> None:
        known = self.keys()
        unknown = [str(name) for name in table if name not in known]
        problems.extend(PolicyError(f"{where}.{name}", "unknown key", nearest(name, known)) for name in unknown)

    def _build(self, values: dict[str, object], where: str, problems: list[InputError]) -> R | None:
        try:
            return self.cls(**values)
        except InputError as error:
            problems.append(error.under(where))
            return None


def _is_required(attribute: "Attribute[Any]") -> bool:
    return "shape" in attribute.metadata and attribute.default is NOTHING


def _take_field(
    attribute: "Attribute[Any]",
    table: Mapping[str, object],
    where: str,
    values: dict[str, object],
    problems: list[InputError],
) -> None:
    if "inline" in attribute.metadata:
        values[attribute.alias] = attribute.metadata["inline"].take(table, where, problems)
        return
    if "shape" not in attribute.metadata:
        return
    name = key_name(attribute)
    if name in table:
        values[attribute.alias] = attribute.metadata["shape"].read(table[name], f"{where}.{name}")
    elif attribute.default is NOTHING:
        raise PolicyError(f"{where}.{name}", "this key is missing", str(attribute.metadata["meaning"]))


def _resolve_field(
    attribute: "Attribute[Any]", value: object, where: str, scopes: Scopes, changed: dict[str, object]
) -> None:
    held = getattr(value, attribute.name)
    shape = attribute.metadata.get("shape") or attribute.metadata.get("inline")
    if shape is None or (held == attribute.default and held is None):
        return
    place = where if "inline" in attribute.metadata else f"{where}.{key_name(attribute)}"
    found = shape.resolve(held, place, scopes)
    if found is not held and found != held:
        changed[attribute.alias] = found
