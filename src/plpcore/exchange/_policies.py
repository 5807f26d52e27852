"""Policies that come with the package, and policies in files; what extends another is laid over it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from difflib import get_close_matches
from pathlib import Path

from attrs import frozen

from plpcore.errors import InputErrors, PolicyError
from plpcore.exchange._documents import FILE_ENDINGS, PolicyDocument, shipped_documents
from plpcore.exchange._files import read_text
from plpcore.exchange._positions import key_lines, line_of, lines_named
from plpcore.policy import Layer, Policy, ResolvedPolicy, origin, parse_document, parse_document_json, resolve

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
        PolicyError: There is no such policy or file, or the file cannot be read; the line names file and mend.
        InputErrors: The document is no policy, or what it extends is not there or extends it in a circle; one line for
            each mistake, of a TOML file as `file:line: $.place: …`.
    """
    return load_resolved(ref, documents).policy


def load_resolved(ref: str, documents: Iterable[PolicyDocument] | None = None) -> ResolvedPolicy:
    """Return the policy that `ref` names with the documents that it was made of; raises as `load_policy` does."""
    return _laid(_shelf(documents).chain(ref))


def place_namer(ref: str, documents: Iterable[PolicyDocument] | None = None) -> Callable[[str], str]:
    """Return what puts a file's name, and for a policy in TOML the line, before a place of the policy.

    A place of a layered policy is told as its author wrote it: `$.add.caps[0]` of the layer, or a place of the document
    above it, with the name of that one. Takes what `load_resolved` takes, and raises what it raises.
    """
    chain = _shelf(documents).chain(ref)
    resolved = _laid(chain)

    def named(place: str) -> str:
        depth, own = origin(resolved, place)
        return own if depth == 0 and not chain[0].is_file else chain[depth].named(own)

    return named


@frozen
class _Opened:
    """A document that was read.

    Attributes:
        name: Its file, or the name of a known document.
        found: What it states.
        text: The text of a TOML file, whose lines are told; else empty.
        folder: Where the files lie that it may name; None: it is no file.
        key: What tells one document from another.
    """

    name: str
    found: Policy | Layer
    text: str
    folder: Path | None
    key: str

    @property
    def is_file(self) -> bool:
        return self.folder is not None

    def named(self, place: str) -> str:
        line = line_of(place, key_lines(self.text)) if self.text else None
        return f"{self.name}: {place}" if line is None else f"{self.name}:{line}: {place}"

    def extends(self, what: str, mend: str) -> InputErrors:
        """Return the error about the document that this one extends."""
        return InputErrors([PolicyError(self.named("$.extends"), what, mend)])


def _shelf(documents: Iterable[PolicyDocument] | None) -> "_Shelf":
    return _Shelf({one.id: one for one in (shipped_documents() if documents is None else documents)})


@frozen
class _Shelf:
    """The policies that are known by their ids."""

    known: Mapping[str, PolicyDocument]

    def chain(self, ref: str) -> tuple[_Opened, ...]:
        """Return the document and those that it extends, the lowest authority first."""
        found = [self._opened(ref, Path(), self._text(ref, Path()))]
        while isinstance(found[-1].found, Layer):
            upper = self._upper(found[-1], found[-1].found.extends)
            names = [one.name for one in (*found, upper)]
            if any(one.key == upper.key for one in found):
                raise found[-1].extends(
                    f"the documents extend each other: {' extends '.join(names)}", "break the circle"
                )
            if len(found) == MAX_LAYERS:
                what = f"more than {MAX_LAYERS} documents stand over each other: {' extends '.join(names)}"
                raise found[-1].extends(what, "write two of them as one")
            found.append(upper)
        return tuple(found)

    def _upper(self, below: _Opened, ref: str) -> _Opened:
        if ref not in self.known and below.folder is None and _is_file(ref):
            what = f"'{ref}' is a file, and a document that is no file lies beside none"
            raise below.extends(what, "register what it extends too, and name it by its id")
        folder = below.folder or Path()
        try:
            text = self._text(ref, folder)
        except PolicyError as error:
            place = "" if error.where == ref else f" ({error.where})"
            raise below.extends(f"'{ref}': {error.what}{place}", error.mend) from None
        return self._opened(ref, folder, text)

    def _text(self, ref: str, folder: Path) -> str:
        if ref in self.known:
            return self.known[ref].text
        if not _is_file(ref):
            what = "there is no shipped policy of this id" if ref else "there is no shipped policy ''"
            raise PolicyError(ref or "POLICY", what, _mend(ref, list(self.known)))
        return read_text(folder / ref, PolicyError, _MAX_BYTES)

    def _opened(self, ref: str, folder: Path, text: str) -> _Opened:
        if ref in self.known:
            document = self.known[ref]
            return _Opened(document.place or ref, document.read(), "", None, ref)
        path, told = folder / ref, "" if _is_json(ref) else text
        with _lines(told, str(path)):
            found = (parse_document_json if _is_json(ref) else parse_document)(text, str(path))
        return _Opened(str(path), found, told, path.parent, str(path.resolve()))


def _laid(chain: Sequence[_Opened]) -> ResolvedPolicy:
    """Return what the documents of a chain make together."""
    first = chain[0]
    if isinstance(first.found, Policy):
        return ResolvedPolicy(first.found)
    upper = _laid(chain[1:])
    with _lines(first.text, first.name):
        return resolve(first.found, upper, first.name)


def _is_file(ref: str) -> bool:
    return Path(ref).suffix.lower() in FILE_ENDINGS


def _is_json(name: str) -> bool:
    return name.lower().endswith(".json")


def _lines(text: str, name: str) -> AbstractContextManager[None]:
    """Name the lines of a TOML file; those of JSON, and of documents that are no files, are not told."""
    return lines_named(text, name) if text else nullcontext()


def _mend(ref: str, shipped: list[str]) -> str:
    close = get_close_matches(ref, shipped, n=1)
    return f"did you mean '{close[0]}'?" if close else "name a shipped policy, or a file that ends in .toml or .json"
