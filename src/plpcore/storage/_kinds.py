"""Storages by URL. Each backend is imported when its scheme is asked for, and not before."""

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

from plpcore.errors import InputError
from plpcore.ids import check_id
from plpcore.journal import Storage
from plpcore.storage.memory import MemoryStorage

OpenFunction: TypeAlias = Callable[[str], Storage]


@frozen
class StorageKind:
    """A named kind of storage that a URL opens.

    Attributes:
        name: The scheme of its URLs, the part before the first colon.
        title: What it is, in a few words, with an example of a URL.
        open: From the whole URL to the storage. It raises `InputError` for a URL that it cannot read, and
            `StorageError` for what it cannot open.
        file: From the whole URL to the file that holds everything; None: it is not kept in one file.
        read: As `open`, but to read what is there alone, so that nothing is made or changed; None: `open` does.

    Raises:
        InputError: When the name cannot be a scheme, or what should open cannot be called.
    """

    name: str
    title: str
    open: OpenFunction
    file: Callable[[str], Path] | None = None
    read: OpenFunction | None = None

    def __attrs_post_init__(self) -> None:
        where = f"storage {self.name!r}"
        check_id(self.name, where)
        if not all(char.isascii() and (char.islower() or char.isdigit() or char in "+.-") for char in self.name):
            raise InputError(where, "the name is no scheme of a URL", "use a-z, 0-9, +, . and -")
        if not callable(self.open):
            raise InputError(where, f"its open is a {type(self.open).__name__}", "give it a function")


def _memory(url: str) -> Storage:
    if url != "memory:":
        raise InputError("storage", f"'{url}' says more than 'memory:'", "write memory: alone")
    return MemoryStorage()


def _sqlite_parts(url: str) -> tuple[Path, bool]:
    """Return the file that a URL names, and whether it shall only be read."""
    path, _, options = url.removeprefix("sqlite:///").partition("?")
    if not url.startswith("sqlite:///") or not path:
        raise InputError(
            "storage", f"'{url}' names no file", "write sqlite:///district.db, or sqlite:////var/district.db"
        )
    if options not in {"", "mode=ro"}:
        raise InputError(
            "storage", f"'{options}' is no option of SQLite here", "write ?mode=ro to read only, or nothing"
        )
    return Path(path), bool(options)


def _sqlite(url: str, *, read_only: bool = False) -> Storage:
    path, only_read = _sqlite_parts(url)
    from plpcore.storage.sqlite import SqliteStorage

    return SqliteStorage.open(path, read_only=read_only or only_read)


def _of_extra(module: str, extra: str) -> OpenFunction:
    """Return what opens a backend that needs libraries of its own."""

    def open_(url: str) -> Storage:
        try:
            backend = import_module(module)
        except ImportError as error:
            what = f"'{url.partition(':')[0]}:' needs a library that is not here ({error.name})"
            raise InputError("storage", what, f"pip install 'plpcore[{extra}]'") from None
        found: Storage = backend.open_url(url)
        return found

    return open_


STORAGE_KINDS = (
    StorageKind("memory", "in memory, gone when the program ends: memory:", _memory),
    StorageKind(
        "objects",
        "an object store: objects:file:///folder, objects:s3://bucket/path",
        _of_extra("plpcore.storage.objects", "objects"),
    ),
    StorageKind(
        "postgresql",
        "a PostgreSQL database: postgresql://user@host:5432/database",
        _of_extra("plpcore.storage.postgres", "postgres"),
    ),
    StorageKind(
        "sqlite",
        "one SQLite file: sqlite:///district.db",
        _sqlite,
        file=lambda url: _sqlite_parts(url)[0],
        read=partial(_sqlite, read_only=True),
    ),
)
"""The kinds that come with the package."""


def open_storage(url: str, kinds: Iterable[StorageKind] = STORAGE_KINDS) -> Storage:
    """Return the storage that a URL names.

    Args:
        url: Such as `sqlite:///district.db` or `memory:`.
        kinds: The kinds that are known; those of plugins are `plpcore.plugins.Plugins.storages`.

    Raises:
        InputError: There is no such scheme, the URL cannot be read, or a library is missing.
        StorageError: The storage cannot be opened.
    """
    return _kind_of(url, kinds).open(url)


def open_existing(url: str, kinds: Iterable[StorageKind] = STORAGE_KINDS, *, read_only: bool = False) -> Storage:
    """Return the storage that a URL names, and make none where none is.

    Args:
        url: Such as `sqlite:///district.db`.
        kinds: The kinds that are known.
        read_only: Whether it is opened to read alone, where its kind can do that.

    Raises:
        InputError: As `open_storage` does; or the file is not there.
        StorageError: The storage cannot be opened.
    """
    kind = _kind_of(url, kinds)
    file = file_of(url, [kind])
    if file is not None and not file.exists():
        raise InputError("storage", f"there is no file '{file}'", "look at the URL, or make a store with plp init")
    return kind.read(url) if read_only and kind.read is not None else kind.open(url)


def file_of(url: str, kinds: Iterable[StorageKind] = STORAGE_KINDS) -> Path | None:
    """Return the file that holds everything of the storage that a URL names; None: it is not kept in one file.

    Raises:
        InputError: There is no such scheme, or the URL cannot be read.
    """
    kind = _kind_of(url, kinds)
    return None if kind.file is None else kind.file(url)


def _kind_of(url: str, kinds: Iterable[StorageKind]) -> StorageKind:
    known = {kind.name: kind for kind in kinds}
    scheme, colon, _ = url.partition(":")
    if scheme in known and colon:
        return known[scheme]
    # The rest may hold a password.
    what = f"'{scheme}{colon}' has no scheme that is known"
    raise InputError("storage", what, f"begin with one of {', '.join(f'{name}:' for name in sorted(known))}")
