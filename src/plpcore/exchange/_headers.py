"""How near the name of a column comes to the words for a field.

Words are compared without capitals, accents and punctuation, in the singular, and abbreviations in full. The last words
of a name say what it is (`Section End Date` is an end date), unless a preposition follows the first ones (`Date of
completion` is a date).
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

from attrs import frozen

from plpcore.exchange._words import Words, vocabulary

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_NUMBER_SIGN = re.compile(r"#|\b[Nn](?:[º°]|o\.|úm\.)")
_TAIL = re.compile(r"[(:?,]| - ")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_TOO_OPEN = frozenset({("id",), ("name",), ("number",)})
_LIKE = 0.84
_SHORTEST_LIKE = 5


@frozen
class Nearness:
    """How near a name comes to a field.

    Attributes:
        score: 1 the same words, 0 nothing in common.
        reason: Why, as a short remark.
    """

    score: float
    reason: str


_FAR = Nearness(0, "")


@cache
def words_of(name: str) -> Words:
    """Return the words of a name in the form in which they are compared; fillers only where nothing else is there."""
    found = tuple(_plain(word) for word in _words(name))
    return tuple(word for word in found if word not in vocabulary().fillers) or found


def _words(name: str) -> list[str]:
    spelled = _CAMEL.sub(" ", _NUMBER_SIGN.sub(" number ", name))
    bare = "".join(char for char in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(char))
    return _WORD.findall(bare.lower())


def _plain(word: str) -> str:
    whole = vocabulary().short_forms.get(word, word)
    return whole[:-1] if len(whole) > 3 and whole.endswith("s") else whole  # noqa: PLR2004 - 'bus' and 'gas' stay


@frozen
class _Name:
    """A name with what its meaning may stand in: all of it, what stands before a remark, what before a preposition."""

    full: Words
    main: Words
    first: Words


@cache
def _name_of(name: str) -> _Name:
    before = _TAIL.split(name, maxsplit=1)[0]
    words = _words(before)
    place = next((place for place, word in enumerate(words) if word in vocabulary().prepositions), len(words))
    return _Name(words_of(name), words_of(before), words_of(" ".join(words[:place])))


def nearness(name: str, known: Sequence[str]) -> Nearness:
    """Return how near the name of a column comes to the words for a field; among them the earlier tell more."""
    header = _name_of(name)
    found = (_near(header, word, rank) for rank, word in enumerate(known))
    return max(found, key=lambda one: one.score, default=_FAR)


def _near(header: _Name, known: str, rank: int) -> Nearness:
    words = words_of(known)
    later = rank / 1000
    if not header.full:
        return _FAR
    if header.full == words:
        return Nearness(1 - later, "a known name")
    if sorted(header.full) == sorted(words):
        return Nearness(0.97 - later, f"the words of '{known}'")
    if words in {header.main, header.first}:
        return Nearness(0.93 - later, f"begins as '{known}'")
    if words not in _TOO_OPEN and header.main[-len(words) :] == words:
        return Nearness(0.8 + len(words) / len(header.main) / 10 - later, f"ends as '{known}'")
    return _like(header, known, words, later)


def _like(header: _Name, known: str, words: Words, later: float) -> Nearness:
    one, other = " ".join(header.full), " ".join(words)
    if min(len(one), len(other)) < _SHORTEST_LIKE:
        return _FAR
    ratio = SequenceMatcher(None, one, other).ratio()
    return Nearness(ratio * 0.8 - later, f"like '{known}'") if ratio >= _LIKE else _FAR
