"""Blob stores: where the files lie that evidence names by their digests. They lie beside the journal, not in it."""

import re
from collections.abc import Container, Iterator
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO, Protocol

from plpcore.errors import InputError

CHUNK_BYTES = 2**16
"""How much of a file is held in memory at once."""
_DIGEST = re.compile("[0-9a-f]{64}")


class Stream(Protocol):
    """What a file is read from: anything opened in binary mode, or an upload of a web framework."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none: that was all."""
        ...


class BlobStore(Protocol):
    """Where files are kept under the SHA-256 of their bytes.

    A file is put before the commit that names it, so a commit never names what is not there; what no commit names is
    collected later, see `collect_blobs`. The names are digests and nothing else, so no name leads out of the store.

    No exception of a driver leaves it: each method may raise `BusyError`, `UnavailableError` and `CorruptError`, and
    `InputError` for what is no digest. Several threads may use it at once.
    """

    def put(self, stream: Stream, max_bytes: int) -> str:
        """Keep a file and return its digest. A file that is there already is kept on, as if it were put now.

        Args:
            stream: Where it is read from, to its end.
            max_bytes: How long it may be, inclusive.

        Raises:
            InputError: It is longer; nothing is kept of it.
        """
        ...

    def open(self, digest: str) -> BinaryIO:
        """Return a file to read, from its first byte on, once it was hashed again.

        Raises:
            InputError: There is no such file.
            CorruptError: It is not what was put.
        """
        ...

    def exists(self, digest: str) -> bool:
        """Return whether there is such a file."""
        ...

    def delete(self, digest: str, put_before: datetime | None = None) -> bool:
        """Delete a file and return whether it did; with a moment only where it was put before that moment."""
        ...

    def digests(self, put_before: datetime) -> Iterator[str]:
        """Yield the digests of the files that were last put before a moment, in no order."""
        ...


def collect_blobs(store: BlobStore, named: Container[str], put_before: datetime) -> list[str]:
    """Delete the files that nobody names, and return their digests, sorted.

    Args:
        store: The store.
        named: The digests that evidence names, in every tenant that uses the store. It is asked after the files were
            listed, so it must know of all commits until now.
        put_before: Files that were put later stay: their commits may still be on their way. A day ago leaves every
            upload time enough.
    """
    unnamed = [digest for digest in sorted(store.digests(put_before)) if digest not in named]
    return [digest for digest in unnamed if store.delete(digest, put_before)]


def check_digest(digest: str) -> str:
    """Return what is a digest: 64 digits of 0-9 and a-f.

    Raises:
        InputError: It is none.
    """
    given: object = digest
    if isinstance(given, str) and _DIGEST.fullmatch(given):
        return digest
    raise InputError("digest", "this is no SHA-256", "write 64 digits of 0-9 and a-f")


def no_blob(digest: str) -> InputError:
    """Return the error that there is no such file."""
    return InputError("digest", f"there is no file of the digest {digest}", "put the file first")


def measured(stream: Stream, max_bytes: int) -> Iterator[bytes]:
    """Yield the parts of a file that is not longer than it may be.

    Raises:
        InputError: It is longer, or gives text.
    """
    length = 0
    while part := stream.read(min(CHUNK_BYTES, max_bytes - length + 1)):
        if not isinstance(part, bytes | bytearray | memoryview):
            raise InputError("file", f"it gives {type(part).__name__}, not bytes", "open it in binary mode")
        length += len(part)
        if length > max_bytes:
            raise InputError("file", f"it is longer than {max_bytes} bytes", "choose a smaller file")
        yield bytes(part)


def digest_of_stream(stream: Stream) -> str:
    """Return the digest of what a stream gives, to its end."""
    hashed = sha256()
    while part := stream.read(CHUNK_BYTES):
        hashed.update(part)
    return hashed.hexdigest()
