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


def open_year(url: str) -> Storage:
    """Return the storage of a school year.

    Raises:
        InputError: The URL names no year, or nobody said where the folder is.
        StorageError: The file cannot be opened.
    """
    found = _URL.fullmatch(url)
    if found is None:
        raise InputError("storage", f"'{url}' names no year", "write it as yearly:2026")
    folder = os.environ.get(FOLDER, "")
    if not folder:
        raise InputError("storage", f"{FOLDER} is not set", "let it name the folder of the district's plans")
    return SqliteStorage.open(Path(folder) / f"plans-{found[1]}.db")


YEARLY = StorageKind("yearly", "one file a school year: yearly:2026", open_year)
