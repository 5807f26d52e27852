"""Facts: the typed names that rules ask about, in a mapping that never changes.

Evaluation reads thousands of facts. `get` is therefore the method of the plain dict inside, kept in a slot: reading
costs what `dict.get` costs.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn, Self, TypeAlias, TypeVar

from plpcore.errors import ModelError
from plpcore.ids import check_id
from plpcore.model._checks import check_comment
from plpcore.quantity import parse_amount

FactValue: TypeAlias = str | bool | Fraction | date | tuple[str, ...]
FactInput: TypeAlias = FactValue | int | Decimal | list[str]

V_co = TypeVar("V_co", covariant=True)


class FrozenMap(Mapping[str, V_co]):
    """A mapping that never changes, sorted by name, with the `get` of a plain dict."""

    __slots__ = ("_inner", "get")

    _inner: dict[str, V_co]

    def __init__(self, inner: Mapping[str, V_co]) -> None:
        own = {name: inner[name] for name in sorted(inner)}
        object.__setattr__(self, "_inner", own)
        object.__setattr__(self, "get", own.get)

    def __getitem__(self, name: str) -> V_co:
        return self._inner[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._inner)

    def __len__(self) -> int:
        return len(self._inner)

    def __contains__(self, name: object) -> bool:
        return name in self._inner

    def __eq__(self, other: object) -> bool:
        """Return whether both are of one class and hold the same; True is not the number 1."""
        if type(other) is not type(self):
            return NotImplemented
        return self._inner == other._inner and self._flags() == other._flags()

    def __hash__(self) -> int:
        return hash(tuple(self._inner.items()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._inner!r})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse, as every frozen value does."""
        raise AttributeError(f"{type(self).__name__} never changes; make a new one")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse, as every frozen value does."""
        raise AttributeError(f"{type(self).__name__} never changes; make a new one")

    def __reduce__(self) -> tuple[Callable[[dict[str, V_co]], Self], tuple[dict[str, V_co]]]:
        """Pickle by content: the slot with the dict's method cannot be restored."""
        return type(self), (dict(self._inner),)

    def _flags(self) -> list[str]:
        return [name for name, value in self._inner.items() if isinstance(value, bool)]


class Facts(FrozenMap[FactValue]):
    """Named facts about an activity or an educator.

    A whole number or a Decimal becomes a Fraction, a list of texts a tuple. Names are walked in alphabetical order.
    Two Facts are equal when names, values and kinds of values are; a plain dict is never equal.

    Args:
        values: Facts by name: text, bool, exact number, day, or several texts.

    Raises:
        ModelError: A value is of no such kind, such as a clock time or None, or a text holds a control character.
        QuantityError: A number is a float, or has more than nine digits.
        InputError: A name could not be an id (see `plpcore.ids.check_id`).
    """

    __slots__ = ()

    def __init__(self, values: Mapping[str, FactInput] | None = None) -> None:
        given = values or {}
        super().__init__({check_id(name): _fact(value, f"$.{name}") for name, value in given.items()})

    @classmethod
    def of(cls, **values: FactInput) -> Self:
        """Return facts from keywords: `Facts.of(fte=1, role="teacher")`."""
        return cls(values)


def _fact(value: object, where: str) -> FactValue:
    if isinstance(value, str):
        check_comment(value, where)
        return value
    if isinstance(value, bool | Fraction):
        return value
    if isinstance(value, int | float | Decimal):
        return parse_amount(value, where)  # type: ignore[arg-type]  # a float is refused there, with the mend
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, list | tuple):
        return tuple(_text(item, f"{where}[{number}]") for number, item in enumerate(value))
    raise ModelError(where, f"a fact cannot be of type {type(value).__name__}", "give text, bool, number, day or texts")


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ModelError(where, f"expected text, not {type(value).__name__}", "a list holds texts only")
    check_comment(value, where)
    return value


# Schemes that would store what identifies a person to everybody. Names and addresses of people are not in the core.
_PRIVATE_SCHEMES = {"email", "e-mail", "mail", "ssn", "social-security-number"}
_PRIVATE_VALUE = re.compile(r"\d{3}-\d{2}-\d{4}|[^\s@/]+@[^\s@/]+\.[^\s@/]+")


class ExternalIds(FrozenMap[str]):
    """The ids that other systems give to the same thing, by scheme: `ExternalIds({"state": "4711"})`.

    Args:
        values: Ids by scheme.

    Raises:
        ModelError: An e-mail address or a social security number, which must not be a key.
        InputError: A scheme or an id could not be an id here (see `plpcore.ids.check_id`).
    """

    __slots__ = ()

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        given = values or {}
        super().__init__({check_id(scheme): _external_id(scheme, value) for scheme, value in given.items()})


def _external_id(scheme: str, value: str) -> str:
    where = f"$.{scheme}"
    check_id(value, where)
    if scheme.casefold() in _PRIVATE_SCHEMES or _PRIVATE_VALUE.fullmatch(value):
        raise ModelError(where, "an e-mail address or a social security number is no id", "use an opaque id instead")
    return value


NO_FACTS = Facts()
NO_EXTERNAL_IDS = ExternalIds()
