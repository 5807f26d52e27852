"""A connection for reports: it reads, and does nothing else, for a while, and no more than fits.

What a statement may do is asked of SQLite itself, which says of each table, column and function that it would use, and
of each column in the name of which view. A statement can give any name to a part of its own. So the views of a report
read bodies through others, whose names hold a secret of the connection.
"""

import re
import sqlite3
import time
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from secrets import token_hex
from threading import Lock

from attrs import define, field, frozen

from plpcore.errors import InputError, UnavailableError
from plpcore.storage._sqlite_errors import primary, told
from plpcore.storage._sqlite_open import connect_reading
from plpcore.storage._sqlite_tables import DEFINITIONS, SELECTS

SECONDS = 5
"""How long a statement may run, unless told otherwise."""
MOST_ROWS = 100_000
"""How many rows a statement may give, unless told otherwise."""

_STEPS = 1_000
"""After how many steps of SQLite's machine the time is looked at."""
_LONGEST = 64 * 2**20
_SELECT = re.compile(r"(\s|--[^\n]*\n|/\*.*?\*/)*(select|with|values)\b", re.IGNORECASE | re.DOTALL)
# Reading them once makes them known to the connection, which is more than a report may do.
_FIRST = ("SELECT 1 FROM json_each('[]')", "SELECT 1 FROM json_tree('[]')")
_TABLES = {*DEFINITIONS, "commits", "revisions", "json_each", "json_tree"}
# A private reflection stands in a body, and a salt guards what was erased elsewhere. Views read them in their own name.
_CLOSED = {("revisions", "body"), ("revisions", "salt")}
_FUNCTIONS = frozenset({
    "->", "->>", "abs", "avg", "cast", "ceil", "ceiling", "coalesce", "count", "cume_dist", "date", "datetime",
    "dense_rank", "first_value", "floor", "format", "glob", "group_concat", "hex", "iif", "ifnull", "instr", "json",
    "json_array", "json_array_length", "json_extract", "json_group_array", "json_group_object", "json_object",
    "json_quote", "json_type", "json_valid", "julianday", "lag", "last_value", "lead", "length", "like", "lower",
    "ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif", "percent_rank", "printf", "quote", "rank", "replace",
    "round", "row_number", "rtrim", "sign", "strftime", "substr", "substring", "sum", "time", "total", "trim",
    "typeof", "unicode", "unixepoch", "upper",
})  # fmt: skip


@frozen
class Rows:
    """What a statement gave.

    Attributes:
        columns: The names of the columns.
        rows: The rows, each with a value for each column: text, whole number, number, bytes or None.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@define
class Reporting:
    """A file of which only what views and tables show can be read. One thread at a time uses it; others wait."""

    _name: str
    _db: sqlite3.Connection
    _seconds: float
    _most_rows: int
    _refused: str = field(default="", init=False)
    _is_open: bool = field(default=True, init=False)
    _secret: str = field(factory=token_hex, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False)

    @classmethod
    def open(cls, path: str | Path, *, seconds: float = SECONDS, most_rows: int = MOST_ROWS) -> "Reporting":
        """Return a connection for reports on a file of the SQLite storage.

        Args:
            path: The file, which must be there.
            seconds: How long a statement may run.
            most_rows: How many rows a statement may give.

        Raises:
            UnavailableError: The file cannot be opened, is no journal, or has another form than this version's.
            StorageError: The file cannot be read.
        """
        name = str(path)
        with told(name):
            made = cls(name, connect_reading(name, seconds), seconds, most_rows)
            made._close_in()
        return made

    def _close_in(self) -> None:
        """Make the views of the report, and allow reading alone from here on."""
        for name, select in SELECTS.items():
            inner = f"{name}_{self._secret}"
            self._db.execute(f"CREATE TEMP VIEW {inner} AS {select}")
            self._db.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM {inner}")  # noqa: S608 - names of our own
        for statement in (*_FIRST, "PRAGMA query_only = ON"):
            self._db.execute(statement).fetchall()
        self._db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        self._db.set_authorizer(self._allow)

    def query(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> Rows:
        """Return what one SELECT statement gives.

        Args:
            sql: The statement, with `?` or `:name` in the place of values. Never put values into its text.
            values: The values, in order or by name.

        Raises:
            InputError: It is no single SELECT, uses what it may not, is no SQL, ran too long or gives too many rows.
            StorageError: The file cannot be read.
        """
        if not _SELECT.match(sql):
            raise InputError("sql", "it does something else than reading", "write one SELECT")
        with self._lock, told(self._name):
            if not self._is_open:
                raise UnavailableError("it was closed")
            self._refused = ""
            deadline = time.monotonic() + self._seconds
            self._db.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
            try:
                return self._rows(self._db.execute(sql, values))
            except (sqlite3.Error, sqlite3.Warning, UnicodeEncodeError, OverflowError) as error:
                mistake = self._mistake(error)
                if mistake is None:
                    raise
                raise mistake from None

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        with self._lock:
            self._is_open = False
            self._db.close()

    def _rows(self, cursor: sqlite3.Cursor) -> Rows:
        rows = tuple(islice(cursor, self._most_rows + 1))
        cursor.close()
        if len(rows) > self._most_rows:
            raise InputError("sql", f"there are more than {self._most_rows} rows", "add a condition or LIMIT")
        return Rows(tuple(column[0] for column in cursor.description), rows)

    def _allow(self, action: int, first: str | None, second: str | None, _: str | None, view: str | None) -> int:
        fault = _fault(action, first or "", second or "", is_ours=(view or "").endswith(f"_{self._secret}"))
        if fault:
            self._refused = self._refused or fault
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    def _mistake(self, error: Exception) -> InputError | None:
        """Return what was wrong with the statement; None: it was not the statement."""
        code = primary(error) if isinstance(error, sqlite3.Error) else None
        if self._refused:
            return InputError("sql", self._refused, "a report only reads views and tables, with plain functions")
        if code == sqlite3.SQLITE_INTERRUPT:
            return InputError("sql", f"it ran longer than {self._seconds} s", "ask for less, or one educator at a time")
        if code == sqlite3.SQLITE_TOOBIG:
            return InputError("sql", "a value became too long", "ask for less")
        if code == sqlite3.SQLITE_ERROR:
            return InputError("sql", " ".join(str(error).replace(self._secret, "").split()), "mend the statement")
        if code is None and not isinstance(error, sqlite3.OperationalError):
            return InputError("sql", "it is not one statement with its values", "write one SELECT and give each value")
        return None


def _fault(action: int, first: str, second: str, *, is_ours: bool) -> str:
    """Return why a statement may not do something; empty: it may."""
    if action == sqlite3.SQLITE_SELECT:
        return ""
    if action == sqlite3.SQLITE_READ:
        return "" if is_ours else _fault_of_column(first, second)
    if action == sqlite3.SQLITE_FUNCTION:
        return "" if second.lower() in _FUNCTIONS else f"the function '{second}' may not be used"
    return "it does something else than reading"


def _fault_of_column(table: str, column: str) -> str:
    if (table, column) in _CLOSED:
        return f"the column '{table}.{column}' may not be read"
    known = table in _TABLES or re.fullmatch(r"[a-z_]+_[0-9a-f]{64}", table)
    return "" if known else f"the table '{table}' may not be read"
