"""Storages: where journals are kept. Each backend is a module of its own and is imported only where it is asked for."""

from plpcore.storage.memory import MemoryStorage

__all__ = ["MemoryStorage"]
