"""Evidence files in an object store, each under its digest."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

import obstore
from attrs import frozen
from obstore.store import ObjectStore

from plpcore.errors import CorruptError, StorageError
from plpcore.journal import Stream, check_digest, measured, no_blob
from plpcore.storage.objects._bucket import Bucket, store_of, told

_FOLDER = "blobs"
_IN_MEMORY = 2**20
"""So many bytes of a file are held in memory; a longer one lies in a file without a name meanwhile."""


@frozen(eq=False)
class ObjectBlobs:
    """Files in an object store, by several processes at once; see `plpcore.journal.BlobStore`.

    A store has no way to delete a file only where it was not put again in that very moment, so the time of grace of
    `collect_blobs` should be long.
    """

    store: ObjectStore

    @classmethod
    def at(cls, url: str) -> "ObjectBlobs":
        """Return the files below a URL, such as `objects:s3://bucket/path`.

        Raises:
            InputError: The URL names no store.
        """
        return cls(store_of(url))

    def put(self, stream: Stream, max_bytes: int) -> str:
        """Keep a file and return its digest."""
        hashed = sha256()
        with SpooledTemporaryFile(_IN_MEMORY) as file:
            for part in measured(stream, max_bytes):
                hashed.update(part)
                file.write(part)
            file.seek(0)
            Bucket(self.store).put(_name(hashed.hexdigest()), cast("BinaryIO", file))
        return hashed.hexdigest()

    def open(self, digest: str) -> BinaryIO:
        """Return a file to read, once it was hashed again."""
        name, hashed = _name(digest), sha256()
        file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the caller closes it
        try:
            with told():
                for part in obstore.get(self.store, name):
                    hashed.update(part)
                    file.write(part)
        except FileNotFoundError:
            file.close()
            raise no_blob(digest) from None
        except StorageError:
            file.close()
            raise
        if hashed.hexdigest() != digest:
            file.close()
            raise CorruptError(f"file {digest}", "its bytes are others than those that were put")
        file.seek(0)
        return cast("BinaryIO", file)

    def exists(self, digest: str) -> bool:
        """Return whether there is such a file."""
        return self._put_at(digest) is not None

    def delete(self, digest: str, put_before: datetime | None = None) -> bool:
        """Delete a file and return whether it did."""
        at = self._put_at(digest)
        if at is None or (put_before is not None and at >= put_before):
            return False
        Bucket(self.store).delete(_name(digest))
        return True

    def digests(self, put_before: datetime) -> Iterator[str]:
        """Yield the digests of the files that were last put before a moment."""
        with told():
            for page in obstore.list(self.store, _FOLDER):
                yield from (one["path"].rpartition("/")[2] for one in page if one["last_modified"] < put_before)

    def _put_at(self, digest: str) -> datetime | None:
        name = _name(digest)
        try:
            with told():
                return obstore.head(self.store, name)["last_modified"]
        except FileNotFoundError:
            return None


def _name(digest: str) -> str:
    return f"{_FOLDER}/{check_digest(digest)[:2]}/{digest}"
