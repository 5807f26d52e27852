"""The chain's arithmetic: leaves of salted documents, and hashes of commits that hold all leaves.

Each part goes in with its length before it, so that no two lists of parts give the same bytes; a first byte tells
leaves and commits apart.
"""

from collections.abc import Iterable
from hashlib import sha256

_LEAF, _COMMIT = b"\x00", b"\x01"
LEAF_LENGTH = 32
"""The length of a leaf in bytes. A commit's hash is over its leaves one after the other, so none may be longer."""
_SHORT = 256
_LENGTHS = tuple(number.to_bytes(8, "big") for number in range(_SHORT))
_NOTHING = b"\xff" * 8
"""Stands in the place of a length where a document is withdrawn; no text is that long."""


def leaf_of(salt: bytes, names: Iterable[str], body: str | None) -> bytes:
    """Return a document's leaf, 32 bytes: what stays of it when body and salt are forgotten.

    Args:
        salt: The document's salt.
        names: Its kind, id, owner, version and schema.
        body: Its body; None: it is withdrawn.
    """
    # There is one leaf for each revision, so this is the journal's innermost loop.
    parts = [_LEAF, salt]
    for text in names:
        raw = text.encode()
        parts += (_LENGTHS[len(raw)] if len(raw) < _SHORT else _length(raw), raw)
    parts += [_NOTHING] if body is None else _measured(body)
    return sha256(b"".join(parts)).digest()


def commit_hash(previous: str, metadata: Iterable[str], leaves: Iterable[bytes]) -> str:
    """Return a commit's hash, 64 hexadecimal digits."""
    parts = [_COMMIT, bytes.fromhex(previous)]
    texts = list(metadata)
    parts.append(len(texts).to_bytes(8, "big"))
    for text in texts:
        parts += _measured(text)
    return sha256(b"".join([*parts, *leaves])).hexdigest()


def _measured(text: str) -> tuple[bytes, bytes]:
    raw = text.encode()
    return _length(raw), raw


def _length(raw: bytes) -> bytes:
    return len(raw).to_bytes(8, "big")
