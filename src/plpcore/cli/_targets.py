"""Files to write, looked at before anything is read: no input is overwritten, and nothing is judged in vain."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from plpcore.errors import InputError


def check_targets(
    targets: Iterable[Path | None], sources: Iterable[Path | str | None], store: Path | None = None
) -> None:
    """Refuse files that cannot be written, that are read as well, or that are named twice.

    Args:
        targets: The files to write; None: not asked for.
        sources: Everything that is read: files, folders, policies (an id of a shipped one is no file).
        store: The file in which plans are kept, or will be; None: there is none.

    Raises:
        InputError: With the file and the mend.
    """
    named = [target for target in targets if target is not None]
    read = [Path(source) for source in sources if source is not None]
    for place, target in enumerate(named):
        _check(target, read, named[:place])
        if store is not None and any(_is_same(target, file) for file in _with_companions(store)):
            raise InputError(str(target), "this file belongs to the store", "name another file to write")


def _check(target: Path, read: Sequence[Path], earlier: Sequence[Path]) -> None:
    if target.is_dir():
        raise InputError(str(target), "this is a folder", "name a file to write")
    if not target.parent.is_dir():
        raise InputError(str(target), "there is no such folder to write it in", "make the folder, or name another file")
    if any(_is_read(target, source) for source in read):
        raise InputError(str(target), "this file is read here too", "name another file to write")
    if any(_real(target) == _real(other) for other in earlier):
        raise InputError(str(target), "two results are to be written here", "name two files")


def _is_read(target: Path, source: Path) -> bool:
    """A folder is read whole, so no file that stands in it may be written over."""
    if source.is_dir():
        return target.is_file() and _real(target).parent == _real(source)
    return source.exists() and _is_same(target, source)


def _with_companions(store: Path) -> list[Path]:
    """Return a store's file with those that SQLite keeps beside it while it is open, or after a crash."""
    return [store, *(Path(f"{_real(store)}{ending}") for ending in ("-wal", "-shm", "-journal"))]


def _is_same(one: Path, other: Path) -> bool:
    """Two names of one file are the same, also where neither is a link to the other."""
    return _real(one) == _real(other) or (one.exists() and other.exists() and one.samefile(other))


def _real(path: Path) -> Path:
    """Return where a path leads; `Path.resolve` raises for a link that leads to itself."""
    return Path(os.path.realpath(path))
