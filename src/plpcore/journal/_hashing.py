"""The chain's arithmetic: leaves of salted bodies, and hashes of commits that hold all names and leaves.

Each part goes in with its length before it, so that no two lists of parts give the same bytes; a first byte tells
leaves and commits apart.
"""

from collections.abc import Iterable
from hashlib import sha256

_LEAF, _COMMIT = b"\x00", b"\x01"
LEAF_LENGTH = 32
"""The length of a leaf in bytes. It goes into a commit's hash without a length before it, so none may be longer."""
_SHORT = 256
_LENGTHS = tuple(number.to_bytes(8, "big") for number in range(_SHORT))
_NOTHING = b"\xff" * 8
"""Stands in the place of a length where a document is withdrawn; no text is that long."""


def leaf_of(salt: bytes, body: str | None) -> bytes:
    """Return a body's leaf, 32 bytes: what stays of it when body and salt are forgotten.

    Args:
        salt: The document's salt.
        body: Its body; None: it is withdrawn.
    """
    raw = b"" if body is None else body.encode()
    return sha256(_LEAF + salt + (_NOTHING if body is None else _length(raw)) + raw).digest()


def commit_hash(previous: str, metadata: Iterable[str], revisions: Iterable[tuple[Iterable[str], bytes]]) -> str:
    """Return a commit's hash, 64 hexadecimal digits.

    Args:
        previous: The hash of the commit before it.
        metadata: Who, why, when and what it erased.
        revisions: The names of each revision (kind, id, owner, version, schema) with its leaf, in their order. So
            whose an erased document was is held by the hash too.
    """
    parts = [_COMMIT, bytes.fromhex(previous)]
    texts = list(metadata)
    parts.append(len(texts).to_bytes(8, "big"))
    for text in texts:
        parts += _measured(text)
    # There is one turn for each revision, so this is the journal's innermost loop.
    for names, leaf in revisions:
        for text in names:
            raw = text.encode()
            parts += (_LENGTHS[len(raw)] if len(raw) < _SHORT else _length(raw), raw)
        parts.append(leaf)
    return sha256(b"".join(parts)).hexdigest()


def _measured(text: str) -> tuple[bytes, bytes]:
    raw = text.encode()
    return _length(raw), raw


def _length(raw: bytes) -> bytes:
    return len(raw).to_bytes(8, "big")
