"""Lists, and tables whose names the author of a document chooses."""

from typing import TypeVar

from plpcore.errors import PolicyError
from plpcore.policy._scalars import TEXT
from plpcore.policy._shapes import Plain, Scopes, Shape, at, each, kind_of_value, table_of

T = TypeVar("T")

MAX_ITEMS = 10_000


class ListShape(Shape[tuple[T, ...]]):
    """A list of values of one shape; a single value may stand without brackets where `single` is set.

    Attributes:
        item: The shape of its values.
    """

    def __init__(self, item: Shape[T], *, single: bool = False) -> None:
        self.item = item
        self._single = single

    def read(self, value: object, where: str) -> tuple[T, ...]:
        """Return the values in the order of the document."""
        if self._single and not isinstance(value, list):
            return (self.item.read(value, where),)
        if not isinstance(value, list):
            raise PolicyError(where, f"a list is expected, not {kind_of_value(value)}", "write it in [brackets]")
        if len(value) > MAX_ITEMS:
            raise PolicyError(where, f"the list has more than {MAX_ITEMS} items", "shorten it")
        return each(value, lambda item, index: self.item.read(item, f"{where}[{index}]"))

    def write(self, value: tuple[T, ...]) -> Plain:
        """Return a list."""
        return [self.item.write(item) for item in value]

    def schema(self) -> dict[str, object]:
        """Return the schema of the list."""
        many: dict[str, object] = {"type": "array", "items": self.item.schema()}
        return {"anyOf": [self.item.schema(), many]} if self._single else many

    def resolve(self, value: tuple[T, ...], where: str, scopes: Scopes) -> tuple[T, ...]:
        """Return the values with their facts typed."""
        return each(value, lambda item, index: self.item.resolve(item, f"{where}[{index}]", scopes))


class MapShape(Shape[tuple[tuple[str, T], ...]]):
    """A table of free names, kept sorted by name so that two documents of one meaning are equal."""

    def __init__(self, item: Shape[T], name: Shape[str] = TEXT) -> None:
        self._item = item
        self._name = name

    def read(self, value: object, where: str) -> tuple[tuple[str, T], ...]:
        """Return pairs of name and value, sorted by name."""
        table = table_of(value, where)
        if len(table) > MAX_ITEMS:
            raise PolicyError(where, f"the table has more than {MAX_ITEMS} keys", "shorten it")

        def pair(name: str, _: int) -> tuple[str, T]:
            place = at(where, name)
            return self._name.read(name, place), self._item.read(table[name], place)

        return each(sorted(table), pair)

    def write(self, value: tuple[tuple[str, T], ...]) -> Plain:
        """Return a table."""
        return {name: self._item.write(item) for name, item in value}

    def schema(self) -> dict[str, object]:
        """Return the schema of the table."""
        return {"type": "object", "additionalProperties": self._item.schema()}

    def resolve(self, value: tuple[tuple[str, T], ...], where: str, scopes: Scopes) -> tuple[tuple[str, T], ...]:
        """Return the pairs with their facts typed."""
        return each(value, lambda pair, _: (pair[0], self._item.resolve(pair[1], at(where, pair[0]), scopes)))


TEXTS = ListShape(TEXT)
SOME_TEXTS = ListShape(TEXT, single=True)
