"""Policies that come with the package, and policies in files."""

from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from plpcore.errors import PolicyError
from plpcore.exchange._files import read_text
from plpcore.policy import Policy, parse_policy, parse_policy_json

_MAX_BYTES = 8_000_000


def shipped_policies() -> tuple[str, ...]:
    """Return the ids of the policies that come with the package, in alphabetical order."""
    return tuple(sorted(_shipped()))


def load_policy(ref: str) -> Policy:
    """Return the policy that `ref` names: the id of a shipped one, or the path of a .toml or .json file.

    Raises:
        PolicyError: There is no such policy or file, or the file cannot be read; the line names file and mend.
        InputErrors: The document is no policy; one line for each mistake.
    """
    shipped = _shipped()
    if ref in shipped:
        return parse_policy(shipped[ref].read_text("utf-8"), ref)
    path = Path(ref)
    readers = {".toml": parse_policy, ".json": parse_policy_json}
    if path.suffix.lower() not in readers:
        raise PolicyError(ref, "there is no shipped policy of this id", _mend(ref, list(shipped)))
    return readers[path.suffix.lower()](read_text(path, PolicyError, _MAX_BYTES), ref)


def _shipped() -> dict[str, Traversable]:
    folder = files("plpcore") / "data" / "policies"
    return {one.name.removesuffix(".toml"): one for one in folder.iterdir() if one.name.endswith(".toml")}


def _mend(ref: str, shipped: list[str]) -> str:
    close = get_close_matches(ref, shipped, n=1)
    return f"did you mean '{close[0]}'?" if close else "name a shipped policy, or a file that ends in .toml or .json"
