"""Blob stores pass their suite, and tell what is wrong with the disk."""

import errno
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from plpcore.errors import InputError, UnavailableError
from plpcore.journal import BlobStore
from plpcore.storage.blobs import SQLITE_LIMIT, FolderBlobs, MemoryBlobs, SqliteBlobs
from plpcore.testing import BlobConformance


class TestMemoryBlobs(BlobConformance):
    def make_blobs(self, folder: Path, /) -> BlobStore:
        return MemoryBlobs()


class TestFolderBlobs(BlobConformance):
    def make_blobs(self, folder: Path, /) -> BlobStore:
        return FolderBlobs(folder)

    def spoil(self, folder: Path, digest: str, content: bytes, /) -> None:
        (folder / digest[:2] / digest).write_bytes(content)


class TestSqliteBlobs(BlobConformance):
    def make_blobs(self, folder: Path, /) -> BlobStore:
        return SqliteBlobs(folder / "files.db")

    def spoil(self, folder: Path, digest: str, content: bytes, /) -> None:
        with sqlite3.connect(folder / "files.db") as db:
            db.execute("UPDATE blobs SET content = ? WHERE digest = ?", (content, digest))
        db.close()

    def close(self, blobs: BlobStore, /) -> None:
        assert isinstance(blobs, SqliteBlobs)
        blobs.close()


def test_sqlite_takes_no_long_files(tmp_path: Path) -> None:
    blobs = SqliteBlobs(tmp_path / "files.db")
    with pytest.raises(InputError, match=f"it is longer than {SQLITE_LIMIT} bytes"):
        blobs.put(BytesIO(b"x" * (SQLITE_LIMIT + 1)), 2 * SQLITE_LIMIT)
    blobs.close()


def test_sqlite_that_was_closed_is_not_available_and_keeps_its_files(tmp_path: Path) -> None:
    blobs = SqliteBlobs(tmp_path / "files.db")
    digest = blobs.put(BytesIO(b"abc"), 3)
    for _ in range(2):
        blobs.close()
    with pytest.raises(UnavailableError, match="it was closed"):
        blobs.exists(digest)
    again = SqliteBlobs(tmp_path / "files.db")
    assert again.open(digest).read() == b"abc"
    again.close()


def test_a_file_that_is_no_sqlite_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "files.db").write_bytes(b"no database at all" * 1000)
    with pytest.raises(UnavailableError, match="the file is no SQLite database"):
        SqliteBlobs(tmp_path / "files.db")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnavailableError, match="the folder of files gave up: Not a directory"):
        FolderBlobs(tmp_path / "file" / "below")


def test_a_full_disk_leaves_nothing_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs = FolderBlobs(tmp_path)

    def full(number: int) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnavailableError, match="the folder of files gave up: No space left on device"):
        blobs.put(BytesIO(b"abc"), 3)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_an_ended_process_left_behind_goes_when_files_are_collected(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    (tmp_path / "unfinished" / "half").touch()
    assert list(blobs.digests(datetime.now(UTC) - timedelta(days=1))) == []
    assert (tmp_path / "unfinished" / "half").exists()
    assert list(blobs.digests(datetime.now(UTC) + timedelta(days=1))) == []
    assert not (tmp_path / "unfinished" / "half").exists()


def test_a_suite_without_a_store_says_what_to_give() -> None:
    with pytest.raises(NotImplementedError, match=r"give the class a method make_blobs\(self, folder\)"):
        BlobConformance().make_blobs(Path())


def test_what_sqlite_deletes_is_in_its_files_no_more(tmp_path: Path) -> None:
    blobs, secret = SqliteBlobs(tmp_path / "files.db"), b"nobody may read this again " * 4
    blobs.delete(blobs.put(BytesIO(secret), 1_000))
    blobs.close()
    assert not any(secret[:27] in path.read_bytes() for path in tmp_path.iterdir())
