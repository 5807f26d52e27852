"""What people call their columns, read from the data of the package: see `data/headers.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from attrs import frozen

from plpcore.exchange._fields import FIELDS

Words = tuple[str, ...]


@frozen
class Vocabulary:
    """The words for columns.

    Attributes:
        fields: The words by table and field.
        nothing: Columns that no field stands for.
        types: What the cells of a fact hold, where it is not text.
        short_forms: What is written for longer words.
        fillers: Words that say nothing about the field.
        prepositions: Words after which the rest of a name only says more about its beginning.
    """

    fields: Mapping[str, Mapping[str, Words]]
    nothing: Words
    types: Mapping[str, str]
    short_forms: Mapping[str, str]
    fillers: frozenset[str]
    prepositions: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Return the words that come with the package."""
    data = tomllib.loads((files("plpcore") / "data" / "headers.toml").read_text("utf-8"))
    educator = tuple(data["educator"])
    fields: dict[str, Mapping[str, Words]] = {}
    for table, known in FIELDS.items():
        words = {field: tuple(held) for field, held in data["fields"][table].items()}
        if "educator" in known:
            words = {"educator": educator, **words}
        else:
            words["id"] = educator + words["id"]
        fields[table] = MappingProxyType(words)
    return Vocabulary(
        fields=MappingProxyType(fields),
        nothing=tuple(data["nothing"]),
        types=MappingProxyType(data["types"]),
        short_forms=MappingProxyType(data["short_forms"]),
        fillers=frozenset(data["fillers"]),
        prepositions=frozenset(data["prepositions"]),
    )
