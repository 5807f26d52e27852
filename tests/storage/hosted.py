"""A host that ends its transaction after each call, so that the suite can try a storage on the host's connection."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, TypeVar

import psycopg
from attrs import define, field

from plpcore.journal import PAGE_ROWS, Batch, Capabilities, Commit, Key, LogPage, Page, Reading
from plpcore.storage.postgres import PostgresStorage

T = TypeVar("T")


@define
class Host:
    """A storage on the host's connection, each call of which is a transaction of the host's."""

    connection: psycopg.Connection[Any]
    storage: PostgresStorage = field(init=False)
    lock: Lock = field(factory=Lock, init=False)

    def __attrs_post_init__(self) -> None:
        self.storage = PostgresStorage.on(self.connection)

    @property
    def capabilities(self) -> Capabilities:
        return self.storage.capabilities

    def _ended(self, call: Callable[[], T]) -> T:
        with self.lock:
            try:
                result = call()
            except BaseException:
                self.connection.rollback()
                raise
            self.connection.commit()
            return result

    def commit(self, tenant: str, batch: Batch) -> Commit:
        return self._ended(lambda: self.storage.commit(tenant, batch))

    def read(self, tenant: str, keys: Iterable[Key], as_of: int | None = None) -> Reading:
        return self._ended(lambda: self.storage.read(tenant, keys, as_of))

    def scan(
        self, tenant: str, kind: str = "", owner: str = "", after: Key | None = None, as_of: int | None = None
    ) -> Page:
        return self._ended(lambda: self.storage.scan(tenant, kind, owner, after, as_of))

    def log(self, tenant: str, after: int = 0, limit: int = PAGE_ROWS) -> LogPage:
        return self._ended(lambda: self.storage.log(tenant, after, limit))

    def receipt(self, tenant: str, command_id: str) -> Commit | None:
        return self._ended(lambda: self.storage.receipt(tenant, command_id))

    def close(self) -> None:
        with self.lock:
            self.storage.close()


def host(url: str) -> Host:
    """Return a host on a connection of its own; a process of the suite opens it by this."""
    return Host(psycopg.connect(url))
