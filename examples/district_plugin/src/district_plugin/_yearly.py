"""A storage by the district's own rule: one SQLite file for each school year, in the folder that everybody knows.

`yearly:2026` is the file `plans-2026.db` in the folder that DISTRICT_PLANS names, so that nobody has to type a path.
"""

import os
import re
from pathlib import Path

from plpcore.errors import InputError
from plpcore.journal import Storage
from plpcore.storage import StorageKind
from plpcore.storage.sqlite import SqliteStorage

FOLDER = "DISTRICT_PLANS"
_URL = re.compile(r"yearly:(\d{4})")


def file_of_year(url: str) -> Path:
    """Return the file of a school year, so that `plp` writes nothing over it and looks at none that is not there.

    Raises:
        InputError: The URL names no year, or nobody said where the folder is.
    """
    found = _URL.fullmatch(url)
    if found is None:
        raise InputError("storage", f"'{url}' names no year", "write it as yearly:2026")
    folder = os.environ.get(FOLDER, "")
    if not folder:
        raise InputError("storage", f"{FOLDER} is not set", "let it name the folder of the district's plans")
    return Path(folder) / f"plans-{found[1]}.db"


def open_year(url: str) -> Storage:
    """Return the storage of a school year.

    Raises:
        InputError: As `file_of_year` does.
        StorageError: The file cannot be opened.
    """
    return SqliteStorage.open(file_of_year(url))


YEARLY = StorageKind("yearly", "one file a school year: yearly:2026", open_year, file=file_of_year)
