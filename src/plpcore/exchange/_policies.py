"""Policies that come with the package, and policies in files; what extends another is laid over it."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from difflib import get_close_matches
from pathlib import Path

from attrs import frozen

from plpcore.errors import PolicyError
from plpcore.exchange._documents import FILE_ENDINGS, PolicyDocument, shipped_documents
from plpcore.exchange._files import read_text
from plpcore.exchange._positions import key_lines, line_of, lines_named
from plpcore.policy import Layer, Policy, ResolvedPolicy, parse_document, parse_document_json, resolve

_MAX_BYTES = 8_000_000
MAX_LAYERS = 8
"""State, region, district, school: more documents over each other than this are a mistake."""


def shipped_policies() -> tuple[str, ...]:
    """Return the ids of the policies that come with the package, in alphabetical order."""
    return tuple(one.id for one in shipped_documents())


def load_policy(ref: str, documents: Iterable[PolicyDocument] | None = None) -> Policy:
    """Return the policy that `ref` names: the id of a known one, or the path of a .toml or .json file.

    A document that extends another is resolved: what it extends is named by the id of a known policy, or by a path
    beside the document itself.

    Args:
        ref: The id or the path.
        documents: The policies that are known by their ids; None: those that come with the package.

    Raises:
        PolicyError: There is no such policy or file, or the file cannot be read, or documents extend each other in a
            circle; the line names file and mend.
        InputErrors: The document is no policy; one line for each mistake, of a TOML file as `file:line: $.place: …`.
    """
    return load_resolved(ref, documents).policy


def load_resolved(ref: str, documents: Iterable[PolicyDocument] | None = None) -> ResolvedPolicy:
    """Return the policy that `ref` names with the documents that it was made of; raises as `load_policy` does."""
    known = {one.id: one for one in (shipped_documents() if documents is None else documents)}
    return _Shelf(known).resolved(ref, Path(), ())


@frozen
class _Shelf:
    """The policies that are known by their ids."""

    known: Mapping[str, PolicyDocument]

    def resolved(self, ref: str, folder: Path, below: tuple[str, ...]) -> ResolvedPolicy:
        name = ref if ref in self.known else str(folder / ref)
        if name in below or len(below) >= MAX_LAYERS:
            chain = " extends ".join((*below, name))
            raise PolicyError(f"{below[0]}: $.extends", f"it never comes to an end: {chain}", "break the circle")
        if ref in self.known:
            return self._laid(self.known[ref].read(), folder, (*below, name))
        text = self._text(ref, folder, f"{below[-1]}: $.extends" if below else ref or "POLICY")
        with _lines(text, name):
            found = (parse_document_json if _is_json(ref) else parse_document)(text, name)
        return self._laid(found, (folder / ref).parent, (*below, name), text)

    def _laid(self, found: Policy | Layer, folder: Path, below: tuple[str, ...], text: str = "") -> ResolvedPolicy:
        if isinstance(found, Policy):
            return ResolvedPolicy(found)
        with _lines(text, below[-1]):
            upper = self.resolved(found.extends, folder, below)
            return resolve(found, upper, below[-1])

    def _text(self, ref: str, folder: Path, where: str) -> str:
        if Path(ref).suffix.lower() not in FILE_ENDINGS:
            what = "there is no shipped policy of this id" if where == ref else f"there is no shipped policy '{ref}'"
            raise PolicyError(where, what, _mend(ref, list(self.known)))
        return read_text(folder / ref, PolicyError, _MAX_BYTES)


def place_namer(ref: str) -> Callable[[str], str]:
    """Return what puts a file's name, and for a policy in TOML the line, before a place of the document.

    Places of a layered policy are those of the two documents together, so that only the file is named.
    """
    if Path(ref).suffix.lower() not in FILE_ENDINGS:
        return lambda place: place
    text = "" if _is_json(ref) else read_text(Path(ref), PolicyError, _MAX_BYTES)
    lines = key_lines(text) if text and isinstance(parse_document(text, ref), Policy) else {}

    def named(place: str) -> str:
        line = line_of(place, lines)
        return f"{ref}: {place}" if line is None else f"{ref}:{line}: {place}"

    return named


def _is_json(name: str) -> bool:
    return name.lower().endswith(".json")


def _lines(text: str, name: str) -> AbstractContextManager[None]:
    """Name the lines of a TOML file; those of JSON, and of documents that are no files, are not told."""
    return nullcontext() if _is_json(name) or not text else lines_named(text, name)


def _mend(ref: str, shipped: list[str]) -> str:
    close = get_close_matches(ref, shipped, n=1)
    return f"did you mean '{close[0]}'?" if close else "name a shipped policy, or a file that ends in .toml or .json"
