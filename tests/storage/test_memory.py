"""The reference passes the suite that it is the reference of."""

from pathlib import Path

from plpcore.journal import Storage
from plpcore.storage import MemoryStorage
from plpcore.testing import StorageConformance


class TestMemory(StorageConformance):
    def make_storage(self, folder: Path, /) -> Storage:
        return MemoryStorage()
