"""An object store seen through the few things that are asked of it; no exception of obstore leaves it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

import obstore
from attrs import frozen
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

from plpcore.errors import InputError, UnavailableError, one_line


@contextmanager
def told() -> Iterator[None]:
    """Tell the errors of obstore as ours, but that there is no such object."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        raise UnavailableError(one_line(error)) from None


def store_of(url: str) -> ObjectStore:
    """Return the store of `objects:` and the URL of a store.

    Raises:
        InputError: It names no store.
    """
    inner = url.removeprefix("objects:")
    try:
        # A folder is made where there is none; the other stores know no such wish.
        return from_url(inner, mkdir=True) if inner.startswith("file:///") else from_url(inner)
    except Exception as error:  # noqa: BLE001 - each kind of store has errors of its own for what it cannot read
        what = f"'{inner.partition(':')[0]}' opens no object store ({type(error).__name__})"
        mend = "write objects:file:///folder, objects:s3://bucket/path, objects:gs://… or objects:az://…"
        raise InputError("storage", what, mend) from None


@frozen
class Bucket:
    """Objects under their names."""

    store: ObjectStore

    @property
    def is_durable(self) -> bool:
        """Return whether what was put survives a crash of the machine: a folder is not brought to the disk."""
        return not isinstance(self.store, MemoryStore | LocalStore)

    @property
    def is_shared(self) -> bool:
        """Return whether other processes see it."""
        return not isinstance(self.store, MemoryStore)

    def get(self, name: str) -> bytes | None:
        """Return an object; None: there is none."""
        try:
            with told():
                return bytes(obstore.get(self.store, name).bytes())
        except FileNotFoundError:
            return None

    def create(self, name: str, content: bytes) -> bool:
        """Put an object where there is none of this name, and return whether it did."""
        with told():
            try:
                obstore.put(self.store, name, content, mode="create")
            except AlreadyExistsError:
                return False
        return True

    def put(self, name: str, content: bytes | IO[bytes]) -> None:
        """Put an object, in the place of one that is there."""
        with told():
            obstore.put(self.store, name, content)

    def delete(self, name: str) -> None:
        """Delete an object, if it is there."""
        with suppress(FileNotFoundError), told():
            obstore.delete(self.store, name)

    def names(self, prefix: str, after: str | None = None) -> list[str]:
        """Return the names below a prefix, sorted; those after a name where it is given."""
        with told():
            return sorted(one["path"] for page in obstore.list(self.store, prefix, offset=after) for one in page)
