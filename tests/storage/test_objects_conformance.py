"""The object store passes the suite, in a folder and in memory."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from attrs import evolve
from obstore.store import LocalStore, MemoryStore

from plpcore.journal import BlobStore, Capabilities, Storage
from plpcore.storage.objects import ObjectBlobs, ObjectStorage
from plpcore.testing import BlobConformance, StorageConformance


class LikeABucket(ObjectStorage):
    """A folder that claims what S3 does; a killed process is noticed here, a power cut is not tried."""

    @property
    def capabilities(self) -> Capabilities:
        return evolve(super().capabilities, durable=True)


def open_folder(folder: Path) -> Storage:
    return LikeABucket(LocalStore(folder, mkdir=True))


class TestObjectsInAFolder(StorageConformance):
    def make_storage(self, folder: Path, /) -> Storage:
        return open_folder(folder)

    def opener(self, folder: Path, /) -> Callable[[], Storage]:
        return partial(open_folder, folder)


class TestObjectsInMemory(StorageConformance):
    stores: dict[Path, MemoryStore] = {}  # noqa: RUF012 - one for each folder of the suite

    def make_storage(self, folder: Path, /) -> Storage:
        return ObjectStorage(self.stores.setdefault(folder, MemoryStore()))


class TestObjectBlobsInAFolder(BlobConformance):
    def make_blobs(self, folder: Path, /) -> BlobStore:
        return ObjectBlobs(LocalStore(folder))

    def spoil(self, folder: Path, digest: str, content: bytes, /) -> None:
        (folder / "blobs" / digest[:2] / digest).write_bytes(content)


class TestObjectBlobsInMemory(BlobConformance):
    def make_blobs(self, folder: Path, /) -> BlobStore:
        return ObjectBlobs(MemoryStore())
