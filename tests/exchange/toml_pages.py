"""TOML documents by chance, in every layout that the language knows, with the line of each key as it was written."""

from collections.abc import Sequence
from json import dumps
from random import Random
from typing import TypeAlias

from attrs import define, field
from hypothesis import strategies as st

from plpcore.exchange._positions import place_in

Tree: TypeAlias = str | list["Tree"] | dict[str, "Tree"]

NAMES = ("a", "b", "caps", "at_most", "two words", "x.y", 'qu"ote', "é", "[caps]", "a # b", "1", "-")
SCALARS = (
    "3",
    "1_000.5",
    "true",
    "2024-01-01 10:00:00",
    '"a # b, c ] }"',
    '"a \\" b"',
    "'[caps]'",
    "''",
    '""',
    '"""\n[caps]\nat_most = 3\n"""',
    '"""one "" two \\""" three"""""',
    "'''\n[[caps]]\na = 1 # ''\n''''",
)
"""Values as they are written, among them texts that look like keys and headers."""

trees = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=25,
)
documents = st.dictionaries(st.sampled_from(NAMES), trees, max_size=5)


@define
class Page:
    """A document while it is written.

    Attributes:
        lines: The line of each key that stands there in so many words, by its path.
    """

    chance: Random
    text: str = ""
    lines: dict[str, int] = field(factory=dict)

    def mark(self, path: str) -> None:
        self.lines[path] = self.text.count("\n") + 1

    def gap(self) -> None:
        """Write what may stand between two statements or items."""
        self.text += self.chance.choice(["\n", "\n\n", " # a comment: [caps]\n", "\n  # at_most = 3\n\t"])

    def blank(self) -> None:
        self.text += self.chance.choice(["", " ", "\t"])

    def name(self, name: str) -> None:
        self.blank()
        bare = name.isascii() and all(char.isalnum() or char in "-_" for char in name)
        written = [dumps(name, ensure_ascii=False), dumps(name), f"'{name}'"]
        self.text += self.chance.choice([name] * 3 + written if bare else written)
        self.blank()

    def names(self, names: Sequence[str]) -> None:
        for number, name in enumerate(names):
            self.text += "." if number else ""
            self.name(name)

    def section(self, path: str, above: tuple[str, ...], table: dict[str, Tree], often: float = 0.6) -> None:
        """Write the pairs of a table, then what stands below headers of its own, which is `often` what may."""
        later = [name for name, held in table.items() if _fits_header(held) and self.chance.random() < often]
        for name, held in table.items():
            if name not in later:
                self.pair(path, (name,), held)
                self.gap()
        for name in later:
            self.below(place_in(path, name), (*above, name), table[name])

    def below(self, path: str, names: tuple[str, ...], held: Tree) -> None:
        if isinstance(held, dict):
            # A header may be left out where the headers below it say everything.
            is_implied = bool(held) and all(map(_fits_header, held.values())) and self.chance.random() < 0.3
            if not is_implied:
                self.header("[", path, names, "]")
            self.section(path, names, held, often=2 if is_implied else 0.6)
            return
        for index, item in enumerate(held):
            assert isinstance(item, dict)
            self.header("[[", f"{path}[{index}]", names, "]]")
            self.section(f"{path}[{index}]", names, item)

    def header(self, begin: str, path: str, names: tuple[str, ...], end: str) -> None:
        self.mark(path)
        self.text += begin
        self.names(names)
        self.text += end
        self.gap()

    def pair(self, path: str, names: tuple[str, ...], held: Tree) -> None:
        """Write a pair; a table of one key may become a longer dotted key."""
        if isinstance(held, dict) and len(held) == 1 and self.chance.random() < 0.5:
            ((name, inner),) = held.items()
            self.pair(path, (*names, name), inner)
            return
        for name in names:
            path = place_in(path, name)
        self.mark(path)
        self.names(names)
        self.text += "="
        self.blank()
        self.value(path, held)

    def value(self, path: str, held: Tree) -> None:
        if isinstance(held, str):
            self.text += held
        elif isinstance(held, list):
            self.text += "["
            for index, item in enumerate(held):
                self.gap() if self.chance.random() < 0.5 else self.blank()
                self.mark(f"{path}[{index}]")
                self.value(f"{path}[{index}]", item)
                self.text += "," if index < len(held) - 1 or self.chance.random() < 0.3 else ""
            self.gap() if self.chance.random() < 0.3 else self.blank()
            self.text += "]"
        else:
            self.text += "{"
            for number, (name, inner) in enumerate(held.items()):
                self.text += "," if number else ""
                self.pair(path, (name,), inner)
            self.blank()
            self.text += "}"


def _fits_header(held: Tree) -> bool:
    """Return whether a value may stand below headers: a table, or a list of tables."""
    return isinstance(held, dict) or (
        isinstance(held, list) and bool(held) and all(isinstance(item, dict) for item in held)
    )


def page_of(tree: dict[str, Tree], chance: Random) -> Page:
    """Return a document in one of its layouts."""
    page = Page(chance)
    page.section("$", (), tree)
    return page
