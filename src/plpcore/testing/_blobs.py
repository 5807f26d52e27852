"""Does a blob store keep the promises of `plpcore.journal.BlobStore`?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from io import BytesIO, StringIO
from os import urandom
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from types import MethodType
from typing import Any
from unittest import SkipTest

from plpcore.errors import CorruptError, InputError
from plpcore.journal import CHUNK_BYTES, BlobStore, collect_blobs
from plpcore.testing._storage._frame import expect, refused, same

_MOST = 2**20
_NOT_DIGESTS = (
    "", "a", "../" + "a" * 61, "/" + "a" * 63, "A" * 64, "g" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n",
    "a" * 31 + "\0" * 33, "٣" * 64,
)  # fmt: skip


class BlobConformance:
    """Does a blob store keep its promises?

    Subclass it in a test file under a name that begins with `Test`, and give it `make_blobs`; pytest finds the cases.

    Attributes:
        folder: A folder of the case, empty at its beginning and removed at its end.
        blobs: The store that the case tries.
    """

    folder: Path
    blobs: BlobStore

    def make_blobs(self, folder: Path, /) -> BlobStore:
        """Return a store that keeps what it has in this folder, or in a place that belongs to it alone."""
        raise NotImplementedError("give the class a method make_blobs(self, folder) that returns a store")

    def spoil(self, folder: Path, digest: str, content: bytes, /) -> None:
        """Change the bytes of a file behind the store's back; override it where somebody could."""
        raise SkipTest("nobody can change its files")

    def close(self, blobs: BlobStore, /) -> None:
        """Give back what a store holds; override it where that is anything."""

    def setup_method(self, method: MethodType) -> None:
        """Make a store in a new folder."""
        self._room = TemporaryDirectory(prefix="plp-blobs-", ignore_cleanup_errors=True)
        self.folder = Path(self._room.name)
        self.blobs = self.make_blobs(self.folder)

    def teardown_method(self, method: MethodType) -> None:
        """Close the store and remove its folder."""
        self.close(self.blobs)
        self._room.cleanup()

    def put(self, content: bytes) -> str:
        """Put a file, and see that its digest is that of its bytes."""
        digest = self.blobs.put(BytesIO(content), _MOST)
        same(digest, sha256(content).hexdigest(), "the digest")
        return digest

    def read(self, digest: str) -> bytes:
        """Return the bytes of a file."""
        with self.blobs.open(digest) as file:
            return file.read()

    def soon(self) -> datetime:
        """Return a moment before which everything was put that was put until now."""
        return datetime.now(UTC) + timedelta(hours=1)

    def test_files_come_back_byte_for_byte(self) -> None:
        for content in (b"", b"\0", b"\r\n", bytes(range(256)), urandom(3 * CHUNK_BYTES + 1), b"\xff" * CHUNK_BYTES):
            same(self.read(self.put(content)), content, "the bytes")

    def test_a_file_is_read_from_its_first_byte_by_everybody(self) -> None:
        digest = self.put(b"abc")
        with self.blobs.open(digest) as one, self.blobs.open(digest) as two:
            same((one.read(1), two.read(), one.read()), (b"a", b"abc", b"bc"), "what two readers read")

    def test_the_same_file_twice_is_one_file(self) -> None:
        same(self.put(b"abc"), self.put(b"abc"), "the digest")
        same(list(self.blobs.digests(self.soon())), [self.put(b"abc")], "the files")

    def test_a_file_that_is_as_long_as_allowed_is_kept_and_a_longer_one_is_not(self) -> None:
        digest = self.blobs.put(BytesIO(b"x" * 100_000), 100_000)
        same(len(self.read(digest)), 100_000, "the length")
        error = refused(InputError, lambda: self.blobs.put(BytesIO(b"y" * 100_001), 100_000))
        same(str(error), "file: it is longer than 100000 bytes; choose a smaller file", "what is said")
        same(list(self.blobs.digests(self.soon())), [digest], "the files")

    def test_no_more_is_read_than_is_needed_to_know_that_a_file_is_too_long(self) -> None:
        source = BytesIO(b"x" * 10 * CHUNK_BYTES)
        refused(InputError, lambda: self.blobs.put(source, 10))
        same(source.tell(), 11, "how much was read")

    def test_text_is_no_file(self) -> None:
        text: Any = StringIO("text")
        refused(InputError, lambda: self.blobs.put(text, 100))

    def test_a_source_that_breaks_leaves_nothing(self) -> None:
        class Broken(BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                if self.tell():
                    raise RuntimeError("the upload ended")
                return super().read(size)

        refused(RuntimeError, lambda: self.blobs.put(Broken(b"x" * 2 * CHUNK_BYTES), _MOST))
        same(list(self.blobs.digests(self.soon())), [], "the files")

    def test_what_is_not_there_is_told(self) -> None:
        digest = sha256(b"nothing").hexdigest()
        same(self.blobs.exists(digest), False, "whether it is there")
        same(self.blobs.delete(digest), False, "whether it was deleted")
        error = refused(InputError, lambda: self.blobs.open(digest))
        expect(digest in str(error), f"the digest is not named: {error}")

    def test_only_digests_are_names(self) -> None:
        for name in _NOT_DIGESTS:
            calls: list[Callable[[str], object]] = [self.blobs.open, self.blobs.exists, self.blobs.delete]
            for call in calls:
                refused(InputError, partial(call, name))

    def test_a_deleted_file_is_gone_and_can_be_put_again(self) -> None:
        digest, other = self.put(b"abc"), self.put(b"def")
        same(self.blobs.delete(digest), True, "whether it was deleted")
        same((self.blobs.exists(digest), self.blobs.exists(other)), (False, True), "what is there")
        refused(InputError, lambda: self.blobs.open(digest))
        same(self.read(self.put(b"abc")), b"abc", "the bytes")

    def test_what_was_put_since_is_not_deleted(self) -> None:
        digest, long_ago = self.put(b"abc"), datetime(2000, 1, 1, tzinfo=UTC)
        same(self.blobs.delete(digest, long_ago), False, "whether it was deleted")
        same(self.read(digest), b"abc", "the bytes")
        same(list(self.blobs.digests(long_ago)), [], "what was put long ago")
        same(self.blobs.delete(digest, self.soon()), True, "whether it was deleted")

    def test_what_nobody_names_is_collected_after_a_time_of_grace(self) -> None:
        named, unnamed = self.put(b"named"), self.put(b"unnamed")
        same(collect_blobs(self.blobs, {named}, datetime(2000, 1, 1, tzinfo=UTC)), [], "what was collected")
        same(collect_blobs(self.blobs, {named}, self.soon()), [unnamed], "what was collected")
        same((self.blobs.exists(named), self.blobs.exists(unnamed)), (True, False), "what is there")

    def test_several_threads_put_the_same_files(self) -> None:
        contents = [bytes([number]) * 5_000 for number in range(8)]
        threads = [Thread(target=lambda: [self.put(content) for content in contents]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        same([self.read(sha256(content).hexdigest()) for content in contents], contents, "the bytes")
        same(len(list(self.blobs.digests(self.soon()))), 8, "how many files there are")

    def test_a_file_whose_bytes_were_changed_is_not_handed_out(self) -> None:
        digest = self.put(b"content")
        self.spoil(self.folder, digest, b"c0ntent")
        error = refused(CorruptError, lambda: self.blobs.open(digest))
        expect(digest in str(error), f"the digest is not named: {error}")
        same(self.read(self.put(b"content")), b"content", "the bytes, once it was put again")
