"""Messages: sentences with named arguments, read from a short notation."""

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from attrs import frozen

from plpcore.report._signatures import Signature

_TOKEN = re.compile(r"\{([a-z_]+)(?:#([^|{}\[\]]*)\|((?:[^{}\[\]]|\{[a-z_]+\})*))?\}|([{}\[\]])|([^{}\[\]]+)")
_INNER = re.compile(r"\{([a-z_]+)\}")
_UNKNOWN = "?"


@frozen
class Spoken:
    """An argument in words.

    Attributes:
        text: Its words.
        is_one: Whether it is the amount 1, which takes the singular.
    """

    text: str
    is_one: bool = False


@frozen
class Slot:
    """A place for an argument, or for one of two words that depend on it."""

    name: str
    one: str | None = None
    many: str = ""

    def written(self, given: Mapping[str, Spoken]) -> str:
        """Return the argument's words, or the word that fits its number."""
        spoken = given.get(self.name, Spoken(_UNKNOWN))
        if self.one is None:
            return spoken.text
        word = self.one if spoken.is_one else self.many
        return _INNER.sub(lambda match: given.get(match[1], Spoken(_UNKNOWN)).text, word)

    @property
    def names(self) -> set[str]:
        """Return the names of the arguments that it uses."""
        return {self.name, *_INNER.findall(self.one or ""), *_INNER.findall(self.many)}


@frozen
class Group:
    """A part that is left out when an argument inside it is not known or empty."""

    parts: tuple[str | Slot, ...]

    def written(self, given: Mapping[str, Spoken]) -> str:
        """Return the part's words, or nothing."""
        known = all(name in given and given[name].text for name in self.names)
        return _joined(self.parts, given) if known else ""

    @property
    def names(self) -> set[str]:
        """Return the names of the arguments that it uses."""
        return set().union(*(part.names for part in self.parts if isinstance(part, Slot)))


Part: TypeAlias = str | Slot | Group


@frozen
class Message:
    """A sentence with places for arguments.

    Attributes:
        text: The sentence in the notation of catalogues.
        parts: The same, read.
    """

    text: str
    parts: tuple[Part, ...]

    def written(self, given: Mapping[str, Spoken]) -> str:
        """Return the sentence with its arguments; one that is not given shows as a question mark."""
        return _joined(self.parts, given)

    def faults(self, signature: Signature) -> Iterator[str]:
        """Yield what is wrong with the message for arguments of this signature."""
        always, sometimes = signature.always, {*signature.always, *signature.sometimes}
        for part in self.parts:
            names = part.names if not isinstance(part, str) else set()
            for name in sorted(names - sometimes):
                yield f"nothing gives the argument '{name}'"
            if isinstance(part, Slot):
                for name in sorted((names & sometimes) - set(always)):
                    yield f"the argument '{name}' is not always given, so it must stand in [ ]"


def _joined(parts: tuple[Part, ...], given: Mapping[str, Spoken]) -> str:
    return "".join(part if isinstance(part, str) else part.written(given) for part in parts)


def parse_message(text: str) -> Message:
    """Return the message that a text states.

    Raises:
        ValueError: When its brackets do not match.
    """
    parts: list[Part] = []
    inside: list[str | Slot] | None = None
    for part in _parts(text):
        if part == "[" and inside is None:
            inside = []
        elif part == "]" and inside is not None:
            parts.append(_group(inside))
            inside = None
        elif isinstance(part, str) and part in {"[", "]", "{", "}"}:
            raise ValueError(f"the bracket {part} has no place here")
        else:
            (parts if inside is None else inside).append(part)
    if inside is not None:
        raise ValueError("the bracket [ is not closed")
    return Message(text, tuple(parts))


def _group(inside: list[str | Slot]) -> Group:
    group = Group(tuple(inside))
    if not group.names:
        raise ValueError("what stands in [ ] needs an argument")
    return group


def _parts(text: str) -> Iterator[str | Slot]:
    for match in _TOKEN.finditer(text):
        name, one, many, bracket, plain = match.groups()
        yield bracket or plain or Slot(name, one, many or "")
