"""A disk between SQLite and the files: it writes down what is written, or fails where it is told to.

It is a virtual file system of the very library that Python's `sqlite3` uses, so that the product runs unchanged over
it. Files are opened by the library's own file system; then a few of their methods lead here first.
"""

import _sqlite3
import ctypes
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import define, field

_TAKEN = 2
OK = sqlite3.SQLITE_OK
_LIBRARY = ctypes.CDLL(_sqlite3.__file__)
_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_READ_WRITE = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_TRUNCATE = ctypes.CFUNCTYPE(_I, _P, _L)
_ONE = ctypes.CFUNCTYPE(_I, _P, _I)
# Names are handed on as they came: the library keeps pointing at them, and its parameters stand behind them.
_OPEN = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)
_SHARED = ctypes.CFUNCTYPE(_I, _P, _I, _I, _I)
_DELETE = ctypes.CFUNCTYPE(_I, _P, _P, _I)


class _Methods(ctypes.Structure):
    """sqlite3_io_methods: the methods of a file, as far as they are led here, and the rest as it is."""

    _fields_ = (
        ("version", _I),
        ("close", _P),
        ("read", _READ_WRITE),
        ("write", _READ_WRITE),
        ("truncate", _TRUNCATE),
        ("sync", _ONE),
        ("size", _P),
        ("lock", _ONE),
        ("between", _P * 6),
        ("shared_lock", _SHARED),
        ("rest", _P * 4),
    )


class _System(ctypes.Structure):
    """sqlite3_vfs: a file system."""

    _fields_ = (
        ("version", _I),
        ("file_size", _I),
        ("longest_path", _I),
        ("next", _P),
        ("name", ctypes.c_char_p),
        ("data", _P),
        ("open", _OPEN),
        ("delete", _DELETE),
        ("rest", _P * 16),
    )


class _File(ctypes.Structure):
    _fields_ = (("methods", ctypes.POINTER(_Methods)),)


_LIBRARY.sqlite3_vfs_find.restype = ctypes.POINTER(_System)
_LIBRARY.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
_LIBRARY.sqlite3_vfs_register.argtypes = [_P, _I]
_LIBRARY.sqlite3_vfs_unregister.argtypes = [_P]


@define
class Step:
    """One thing that was asked of the disk.

    Attributes:
        what: `read`, `write`, `truncate`, `sync`, `delete`, or `lock`.
        file: The name of the file.
        offset: Where it is written; the size it is cut to; for a deletion, 1 where it must be on the disk at once.
        data: What is written.
    """

    what: str
    file: str
    offset: int = 0
    data: bytes = field(default=b"", repr=False)


Answer = Callable[[Step], int]
"""Says what comes of a step: 0, and it is done; else the error that SQLite is given instead."""


@define
class Disk:
    """The file system that is the default of the library while it is mounted."""

    answer: Answer
    _names: dict[int, str] = field(factory=dict, init=False)
    _kept: list[object] = field(factory=list, init=False)
    _methods: dict[int, _Methods] = field(factory=dict, init=False)

    def system(self, under: "ctypes._Pointer[_System]") -> _System:
        """Return the file system that leads here and then to another one."""
        made = _System()
        ctypes.memmove(ctypes.addressof(made), under, ctypes.sizeof(made))
        open_under, delete_under = under.contents.open, under.contents.delete

        def opened(_: int, name: int | None, file: int, flags: int, out: int) -> int:
            code = int(open_under(ctypes.addressof(under.contents), name, file, flags, out))
            if code == OK and name is not None:
                self._names[file] = _file_name(name)
                self._lead(ctypes.cast(file, ctypes.POINTER(_File)).contents)
            return code

        def deleted(_: int, name: int, sync: int) -> int:
            code = self.answer(Step("delete", _file_name(name), sync))
            return code or int(delete_under(ctypes.addressof(under.contents), name, sync))

        made.name, made.open, made.delete = b"plp-disk", _OPEN(opened), _DELETE(deleted)
        self._kept += [opened, deleted, made]
        return made

    def _lead(self, file: _File) -> None:
        """Give a file methods that ask here first. Files of one kind share theirs."""
        place = ctypes.addressof(file.methods.contents)
        if place not in self._methods:
            self._methods[place] = self._led(file.methods.contents)
        file.methods = ctypes.pointer(self._methods[place])

    def _led(self, under: _Methods) -> _Methods:
        made = _Methods()
        ctypes.memmove(ctypes.addressof(made), ctypes.addressof(under), ctypes.sizeof(made))

        def read(file: int, data: int, length: int, offset: int) -> int:
            return self.answer(Step("read", self._names[file], offset)) or int(under.read(file, data, length, offset))

        def shared_lock(file: int, offset: int, count: int, flags: int) -> int:
            code = self.answer(Step("lock", self._names[file])) if flags & _TAKEN else OK
            return code or int(under.shared_lock(file, offset, count, flags))

        def write(file: int, data: int, length: int, offset: int) -> int:
            step = Step("write", self._names[file], offset, ctypes.string_at(data, length))
            return self.answer(step) or int(under.write(file, data, length, offset))

        def truncate(file: int, size: int) -> int:
            return self.answer(Step("truncate", self._names[file], size)) or int(under.truncate(file, size))

        def sync(file: int, flags: int) -> int:
            return self.answer(Step("sync", self._names[file])) or int(under.sync(file, flags))

        def lock(file: int, level: int) -> int:
            return self.answer(Step("lock", self._names[file])) or int(under.lock(file, level))

        made.write, made.truncate, made.sync, made.lock = (
            _READ_WRITE(write),
            _TRUNCATE(truncate),
            _ONE(sync),
            _ONE(lock),
        )
        made.read, made.shared_lock = _READ_WRITE(read), _SHARED(shared_lock)
        return made


def _file_name(name: int) -> str:
    return Path(ctypes.string_at(name).decode()).name


@contextmanager
def mounted(answer: Answer) -> Iterator[None]:
    """Let SQLite's files be opened through a disk that asks `answer` about each step."""
    under = _LIBRARY.sqlite3_vfs_find(None)
    system = Disk(answer).system(under)
    try:
        with _default(ctypes.addressof(system), under):
            yield
    finally:
        # What the library still knew would be gone from memory, and the next mount would walk over it.
        _LIBRARY.sqlite3_vfs_unregister(ctypes.addressof(system))


@contextmanager
def quick_folder() -> Iterator[Path]:
    """Yield a folder in memory where there is one: what is simulated need not wait for a real disk."""
    memory = Path("/dev/shm")  # noqa: S108 - it is only where temporary folders are made
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@contextmanager
def system_named(name: str) -> Iterator[None]:
    """Let SQLite's files be opened through another of its own file systems."""
    with _default(_LIBRARY.sqlite3_vfs_find(name.encode()), _LIBRARY.sqlite3_vfs_find(None)):
        yield


@contextmanager
def _default(system: object, before: object) -> Iterator[None]:
    _LIBRARY.sqlite3_vfs_register(system, 1)
    try:
        yield
    finally:
        _LIBRARY.sqlite3_vfs_register(before, 1)
