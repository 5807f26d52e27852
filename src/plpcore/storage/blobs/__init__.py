"""Blob stores: where the files lie that evidence names. That of an object store is `plpcore.storage.objects`."""

from plpcore.storage.blobs._folder import FolderBlobs
from plpcore.storage.blobs._memory import MemoryBlobs
from plpcore.storage.blobs._sqlite import SQLITE_LIMIT, SqliteBlobs

__all__ = ["SQLITE_LIMIT", "FolderBlobs", "MemoryBlobs", "SqliteBlobs"]
