"""Policies that come with the package, and policies in files."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from plpcore.errors import PolicyError
from plpcore.exchange._documents import PolicyDocument, shipped_documents
from plpcore.exchange._files import read_text
from plpcore.exchange._positions import lines_named
from plpcore.policy import Policy, parse_policy, parse_policy_json

_MAX_BYTES = 8_000_000


def shipped_policies() -> tuple[str, ...]:
    """Return the ids of the policies that come with the package, in alphabetical order."""
    return tuple(one.id for one in shipped_documents())


def load_policy(ref: str, documents: Iterable[PolicyDocument] | None = None) -> Policy:
    """Return the policy that `ref` names: the id of a known one, or the path of a .toml or .json file.

    Args:
        ref: The id or the path.
        documents: The policies that are known by their ids; None: those that come with the package.

    Raises:
        PolicyError: There is no such policy or file, or the file cannot be read; the line names file and mend.
        InputErrors: The document is no policy; one line for each mistake, of a TOML file as `file:line: $.place: …`.
    """
    shipped = {one.id: one for one in (shipped_documents() if documents is None else documents)}
    if ref in shipped:
        return shipped[ref].read()
    path = Path(ref)
    form = path.suffix.lower()
    if form not in {".toml", ".json"}:
        raise PolicyError(ref, "there is no shipped policy of this id", _mend(ref, list(shipped)))
    text = read_text(path, PolicyError, _MAX_BYTES)
    if form == ".json":
        return parse_policy_json(text, ref)
    with lines_named(text, ref):
        return parse_policy(text, ref)


def _mend(ref: str, shipped: list[str]) -> str:
    close = get_close_matches(ref, shipped, n=1)
    return f"did you mean '{close[0]}'?" if close else "name a shipped policy, or a file that ends in .toml or .json"
