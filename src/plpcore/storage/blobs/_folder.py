"""Files in a folder, each under its digest, written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from attrs import field, frozen

from plpcore.errors import CorruptError, UnavailableError
from plpcore.journal import Stream, check_digest, digest_of_stream, measured, no_blob

_UNFINISHED = "unfinished"


@contextmanager
def _told() -> Iterator[None]:
    """Tell the errors of the file system as ours."""
    try:
        yield
    except OSError as error:
        raise UnavailableError(f"the folder of files gave up: {error.strerror or type(error).__name__}") from None


@frozen
class FolderBlobs:
    """Files in a folder of their own, by several processes at once; see `plpcore.journal.BlobStore`.

    A file is written under another name, brought to the disk, and only then given its own, so that a name never stands
    for half of a file.

    Attributes:
        folder: Where they lie: `ab/abcd…`, by the first two digits of the digest.

    Raises:
        UnavailableError: The folder cannot be made.
    """

    folder: Path = field(converter=Path)

    def __attrs_post_init__(self) -> None:
        with _told():
            (self.folder / _UNFINISHED).mkdir(parents=True, exist_ok=True)

    def put(self, stream: Stream, max_bytes: int) -> str:
        """Keep a file and return its digest."""
        hashed = sha256()
        with _told():
            file = NamedTemporaryFile(dir=self.folder / _UNFINISHED, delete=False)  # noqa: SIM115 - it gets a name
        try:
            with file:
                for part in measured(stream, max_bytes):
                    hashed.update(part)
                    with _told():
                        file.write(part)
                with _told():
                    file.flush()
                    os.fsync(file.fileno())
            with _told():
                self._give_name(file.name, self._path(hashed.hexdigest()))
        finally:
            with suppress(OSError):
                Path(file.name).unlink()
        return hashed.hexdigest()

    def _give_name(self, unfinished: str, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        Path(unfinished).replace(path)
        # A name is on the disk when its folder is.
        for folder in (path.parent, self.folder):
            number = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)

    def open(self, digest: str) -> BinaryIO:
        """Return a file to read, once it was hashed again."""
        path = self._path(digest)
        with _told():
            try:
                file = path.open("rb")
            except FileNotFoundError:
                raise no_blob(digest) from None
        with _told():
            found = digest_of_stream(file)
            file.seek(0)
        if found != digest:
            file.close()
            raise CorruptError(f"file {digest}", "its bytes are others than those that were put")
        return file

    def exists(self, digest: str) -> bool:
        """Return whether there is such a file."""
        path = self._path(digest)
        with _told():
            return path.exists()

    def delete(self, digest: str, put_before: datetime | None = None) -> bool:
        """Delete a file and return whether it did.

        It is taken aside before it is looked at, so that one that is put again in this moment is not lost.
        """
        path, aside = self._path(digest), self.folder / _UNFINISHED / f"{digest}-{os.getpid()}"
        with _told():
            try:
                path.rename(aside)
            except FileNotFoundError:
                return False
            if put_before is not None and _put_at(aside) >= put_before:
                aside.replace(path)
                return False
            aside.unlink()
            return True

    def digests(self, put_before: datetime) -> Iterator[str]:
        """Yield the digests of the files that were last put before a moment."""
        with _told():
            for path in self._older("[0-9a-f][0-9a-f]/*", put_before):
                yield path.name
            # What a process that ended in the midst of it left behind is no file, and nobody asks for it by name.
            for path in self._older(f"{_UNFINISHED}/*", put_before):
                path.unlink(missing_ok=True)

    def _older(self, pattern: str, put_before: datetime) -> Iterator[Path]:
        for path in self.folder.glob(pattern):
            with suppress(FileNotFoundError):
                if _put_at(path) < put_before:
                    yield path

    def _path(self, digest: str) -> Path:
        return self.folder / check_digest(digest)[:2] / digest


def _put_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
