"""Storages that claim less than the reference, or something else: for the cases that these decide about."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import evolve

from plpcore.errors import NotSupportedError
from plpcore.journal import Batch, Capabilities, Commit, Key, Level, LogPage, Page, Reading
from plpcore.storage import MemoryStorage
from tests.storage.notebook import NotebookStorage, storage_error


class Below(MemoryStorage):
    """The reference with less than evidence: hashes mean nothing, and, below history, only what stands is shown."""

    level = Level.HISTORY

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(level=self.level)

    def commit(self, tenant: str, batch: Batch) -> Commit:
        if batch.erased:
            raise NotSupportedError("level")
        return super().commit(tenant, batch)


class StateOnly(Below):
    level = Level.STATE

    def read(self, tenant: str, keys: Iterable[Key], as_of: int | None = None) -> Reading:
        self._refuse(as_of)
        reading = super().read(tenant, keys)
        return Reading(reading.head, {key: one for key, one in reading.revisions.items() if one.body is not None})

    def scan(
        self, tenant: str, kind: str = "", owner: str = "", after: Key | None = None, as_of: int | None = None
    ) -> Page:
        self._refuse(as_of)
        return super().scan(tenant, kind, owner, after)

    def log(self, tenant: str, after: int = 0, limit: int = 0) -> LogPage:
        raise NotSupportedError("level")

    def receipt(self, tenant: str, command_id: str) -> Commit | None:
        raise NotSupportedError("level")

    def _refuse(self, as_of: int | None) -> None:
        if as_of is not None:
            raise NotSupportedError("level")


class Reader(MemoryStorage):
    """The reference, to be read only once it is filled."""

    def __init__(self, written: Iterable[tuple[str, Batch]] = ()) -> None:
        super().__init__()
        for tenant, one in written:
            super().commit(tenant, one)

    @property
    def capabilities(self) -> Capabilities:
        return evolve(super().capabilities, read_only=True)

    def commit(self, tenant: str, batch: Batch) -> Commit:
        raise NotSupportedError("read_only")


class Hosted(NotebookStorage):  # type: ignore[misc]  # known to the page only
    """The notebook, which can write inside the host's transaction."""

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(level=Level.EVIDENCE, joins_host_transaction=True)


class Inside(Hosted):
    """It is given a connection with an open transaction, and writes each commit in a savepoint of it."""

    @contextmanager
    def _transaction(self, how: str) -> Iterator[None]:
        self._file.execute("savepoint plp")
        try:
            yield
        except sqlite3.Error as error:
            raise storage_error(error) from error
        except BaseException:
            self._file.execute("rollback to plp")
            raise
        finally:
            self._file.execute("release plp")

    def close(self) -> None:
        self._is_open = False


def join(path: Path) -> tuple[Inside, Callable[[bool], object]]:
    """Return a storage inside an open transaction of a host, and what ends that."""
    inside = Inside(path)
    inside._file.execute("begin immediate")

    def end(is_kept: bool) -> None:
        inside._file.execute("commit" if is_kept else "rollback")
        inside._file.close()

    return inside, end
