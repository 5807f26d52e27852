"""What a value of a policy document may look like: how it is read, written and described.

One shape serves three readers: the parser (`read`), the canonical form (`write`) and the JSON Schema
(`schema`, from which the reference manual is made too), so that they cannot disagree.

Here stands what all shapes share. Single values are in `_scalars`, lists and tables of free names in `_lists`,
tables of fixed keys in `_records`, conditions in `_predicates`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from difflib import get_close_matches
from enum import StrEnum
from json import dumps
from string import ascii_letters, digits
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from plpcore.errors import InputError, InputErrors, PolicyError

T = TypeVar("T")
S = TypeVar("S")
U = TypeVar("U")

Plain: TypeAlias = str | int | bool | list["Plain"] | dict[str, "Plain"]
"""Data of TOML and JSON without floats: amounts and dates are text."""

_MAX_NAME = 80
BARE = frozenset(ascii_letters + digits + "_-")


class Shape(ABC, Generic[T]):
    """The form of one value in a policy document."""

    @abstractmethod
    def read(self, value: object, where: str) -> T:
        """Return the value that plain data stands for; raise `PolicyError` that names `where`."""

    @abstractmethod
    def write(self, value: T) -> Plain:
        """Return the plain data that `read` turns back into `value`."""

    @abstractmethod
    def schema(self) -> dict[str, object]:
        """Return the JSON Schema (2020-12) of the plain data; one with a `title` is defined once and referred to."""

    def resolve(self, value: T, where: str, scopes: "Scopes") -> T:  # noqa: ARG002 - only names of facts need them
        """Return the value with its facts typed; raise `PolicyError` for a fact that nobody declared."""
        return value


class Scope(StrEnum):
    """Whose facts a name is looked up among."""

    CLAIM = "claim"
    ACTIVITY = "activity"
    EDUCATOR = "educator"


class Scopes(Protocol):
    """The declared facts that names and predicates are held against."""

    def spec_of(self, fact: str, scope: Scope, where: str) -> Any:  # noqa: ANN401 - FactSpec stands above the shapes
        """Return the declaration of a fact; raise `PolicyError` when there is none."""


class gathered:  # noqa: N801 - it reads as the word that it is: with gathered(problems)
    """Keep what the block refuses instead of stopping, so that one reading reports everything.

    A class and no generator: a document enters it once for every value.
    """

    __slots__ = ("_problems",)

    def __init__(self, problems: list[InputError]) -> None:
        self._problems = problems

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if isinstance(error, InputErrors):
            self._problems.extend(error.errors)
        elif isinstance(error, InputError):
            self._problems.append(error)
        else:
            return False
        return True


def each(items: Iterable[S], read: Callable[[S, int], U]) -> tuple[U, ...]:
    """Read every item, given with its index; raise `InputErrors` with all that was refused."""
    found: list[U] = []
    problems: list[InputError] = []
    for index, item in enumerate(items):
        with gathered(problems):
            found.append(read(item, index))
    if problems:
        raise InputErrors(problems)
    return tuple(found)


def likeliest(word: str, known: Sequence[str]) -> str:
    """Return the one of `known` that a word most likely stands for; empty: none comes near."""
    return next(iter(get_close_matches(word, known, n=1)), "")


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the mend for a word that is not among `known`: the likeliest one, or the whole list."""
    close = likeliest(word, known)
    if close:
        return f"did you mean {close}?"
    return "known are " + ", ".join(sorted(known)) if known else "nothing may stand here"


def at(where: str, name: str) -> str:
    """Return the place of a key in a table; a name with other characters than a bare key of TOML is quoted."""
    if name and set(name) <= BARE and len(name) <= _MAX_NAME:
        return f"{where}.{name}"
    return f"{where}.{dumps(name if len(name) <= _MAX_NAME else name[:_MAX_NAME] + '…')}"


def table_of(value: object, where: str) -> Mapping[str, object]:
    """Return the table that a value is; raise `PolicyError` when it is something else."""
    if not isinstance(value, Mapping):
        raise PolicyError(where, f"a table is expected, not {kind_of_value(value)}", "write key = value pairs")
    if not all(isinstance(name, str) for name in value):
        raise PolicyError(where, "a key of the table is no text", "write keys as text")
    return value


_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (str, "text"),
    (list, "a list"),
    (date, "a date"),
    (time, "a time of day"),
    (Mapping, "a table"),
    (type(None), "nothing"),
)


def kind_of_value(value: object) -> str:
    """Return what a value of TOML or JSON is called in an error message."""
    return next((name for kind, name in _KINDS if isinstance(value, kind)), "a number")
