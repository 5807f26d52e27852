"""Opening files so that whatever is wrong with one is said in one line."""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from plpcore.errors import InputError, RecordError

_SIGNATURES = {
    b"PK\x03\x04": "the file is a spreadsheet or another zip archive, not text",
    b"\xd0\xcf\x11\xe0": "the file is an old Excel workbook, not text",
    b"\xff\xfe": "the file is UTF-16, not UTF-8",
    b"\xfe\xff": "the file is UTF-16, not UTF-8",
    b"%PDF": "the file is a PDF, not text",
}
_AS_TABLE = "save the table as 'CSV UTF-8'"


def check_named_once(paths: Iterable[Path]) -> None:
    """Refuse a file that is named twice: each of its rows would count twice."""
    seen: set[str] = set()
    for path in paths:
        real = os.path.realpath(path)
        if real in seen:
            raise RecordError(str(path), "this file is named twice", "name it once")
        seen.add(real)


def told_names(paths: Iterable[Path]) -> dict[Path, str]:
    """Return by which name rows tell their file: its own name, or its path where another file is called the same.

    What no id may hold, such as a byte that is no UTF-8, is told as a mark, so that it costs no row.
    """
    files = dict.fromkeys(paths)
    count = Counter(path.name for path in files)
    told = {path: path.name if count[path.name] == 1 else str(path) for path in files}
    return {path: "".join(char if char.isprintable() else "\ufffd" for char in name) for path, name in told.items()}


def read_bytes(path: Path, error: type[InputError], most: int) -> bytes:
    """Return the content of a file of at most `most` bytes.

    Raises:
        InputError: As the class `error`: the file is absent, not readable, or too large.
    """
    try:
        with path.open("rb") as file:
            found = file.read(most + 1)
    except OSError as fault:
        raise unreadable(path, fault, error) from None
    if len(found) > most:
        raise error(str(path), f"the file is larger than {most} bytes", "split it")
    return found


def read_text(path: Path, error: type[InputError], most: int) -> str:
    """Return the text of a UTF-8 file; raises as `read_bytes` does, and where the file is no UTF-8."""
    found = read_bytes(path, error, most)
    refuse_other_formats(path, found, error, "save it as text in UTF-8")
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = found.count(b"\n", 0, fault.start) + 1
        raise error(f"{path}:{line}", "the file is not UTF-8", "save it as UTF-8") from None


def refuse_other_formats(path: Path, head: bytes, error: type[InputError], mend: str = _AS_TABLE) -> None:
    """Raise `error` where the first bytes show a workbook, an archive, a PDF or UTF-16."""
    for signature, what in _SIGNATURES.items():
        if head.startswith(signature):
            raise error(str(path), what, mend)


def unreadable(path: Path, fault: OSError, error: type[InputError]) -> InputError:
    """Return the error that says why the system does not give the file."""
    if isinstance(fault, FileNotFoundError):
        return error(str(path), "there is no such file", "check the path")
    if isinstance(fault, IsADirectoryError):
        return error(str(path), "this is a folder, not a file", "name a file")
    why = (fault.strerror or "unknown reason").lower()
    return error(str(path), f"the file cannot be read: {why}", "check its permissions")
