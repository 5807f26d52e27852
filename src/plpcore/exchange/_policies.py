"""Policies that come with the package, and policies in files; what extends another is laid over it."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from attrs import frozen

from plpcore.errors import PolicyError
from plpcore.exchange._documents import FILE_ENDINGS, PolicyDocument, shipped_documents
from plpcore.exchange._files import read_text
from plpcore.exchange._positions import lines_named
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
        found = self._read(ref, folder)
        if isinstance(found, Policy):
            return ResolvedPolicy(found)
        above = folder if ref in self.known else (folder / ref).parent
        return resolve(found, self.resolved(found.extends, above, (*below, name)), name)

    def _read(self, ref: str, folder: Path) -> Policy | Layer:
        if ref in self.known:
            return self.known[ref].read()
        ending = Path(ref).suffix.lower()
        if ending not in FILE_ENDINGS:
            raise PolicyError(ref, "there is no shipped policy of this id", _mend(ref, list(self.known)))
        name = str(folder / ref)
        text = read_text(folder / ref, PolicyError, _MAX_BYTES)
        if ending == ".json":
            return parse_document_json(text, name)
        with lines_named(text, name):
            return parse_document(text, name)


def _mend(ref: str, shipped: list[str]) -> str:
    close = get_close_matches(ref, shipped, n=1)
    return f"did you mean '{close[0]}'?" if close else "name a shipped policy, or a file that ends in .toml or .json"
