"""Storages: where journals are kept. Each backend is a module of its own and is imported only where it is asked for."""

from plpcore.storage._kinds import STORAGE_KINDS, StorageKind, file_of, open_existing, open_storage
from plpcore.storage.memory import MemoryStorage

__all__ = ["STORAGE_KINDS", "MemoryStorage", "StorageKind", "file_of", "open_existing", "open_storage"]
