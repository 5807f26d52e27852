"""Files in the memory of one process, for tests and trials."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import BinaryIO

from attrs import define, field

from plpcore.journal import Stream, check_digest, measured, no_blob


@define(eq=False)
class MemoryBlobs:
    """Files in memory, gone when the process ends; see `plpcore.journal.BlobStore`."""

    _files: dict[str, tuple[datetime, bytes]] = field(factory=dict, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def put(self, stream: Stream, max_bytes: int) -> str:
        """Keep a file and return its digest."""
        content = b"".join(measured(stream, max_bytes))
        digest = sha256(content).hexdigest()
        with self._lock:
            self._files[digest] = (datetime.now(UTC), content)
        return digest

    def open(self, digest: str) -> BinaryIO:
        """Return a file to read. Nobody can change it here, so it is not hashed again."""
        found = self._files.get(check_digest(digest))
        if found is None:
            raise no_blob(digest)
        return BytesIO(found[1])

    def exists(self, digest: str) -> bool:
        """Return whether there is such a file."""
        return check_digest(digest) in self._files

    def delete(self, digest: str, put_before: datetime | None = None) -> bool:
        """Delete a file and return whether it did."""
        with self._lock:
            found = self._files.get(check_digest(digest))
            if found is None or (put_before is not None and found[0] >= put_before):
                return False
            del self._files[digest]
            return True

    def digests(self, put_before: datetime) -> Iterator[str]:
        """Yield the digests of the files that were last put before a moment."""
        with self._lock:
            found = [digest for digest, (at, _) in self._files.items() if at < put_before]
        yield from found
