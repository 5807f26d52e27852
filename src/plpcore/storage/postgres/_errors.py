"""What PostgreSQL's errors mean to the journal. Their texts may quote a row, so they are left behind."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Error, OperationalError
from psycopg.errors import (
    DeadlockDetected,
    InsufficientPrivilege,
    InvalidSchemaName,
    LockNotAvailable,
    ReadOnlySqlTransaction,
    SerializationFailure,
    UndefinedTable,
)

from plpcore.errors import BusyError, StorageError, UnavailableError, one_line

_TOLD = {
    ReadOnlySqlTransaction: "the server takes no writes here",
    InsufficientPrivilege: "this role lacks the right to its tables",
    UndefinedTable: "its tables are not there; call PostgresStorage.open once to make them",
    InvalidSchemaName: "its tables are not there; call PostgresStorage.open once to make them",
}


@contextmanager
def mapped() -> Iterator[None]:
    """Let no exception of psycopg out."""
    try:
        yield
    except Error as error:
        raise _meant(error) from None


def _meant(error: Error) -> StorageError:
    if isinstance(error, SerializationFailure | DeadlockDetected | LockNotAvailable):
        return BusyError()
    known = next((told for kind, told in _TOLD.items() if isinstance(error, kind)), None)
    if known is not None:
        return UnavailableError(known)
    if error.sqlstate is None and isinstance(error, OperationalError):
        return UnavailableError(one_line(error))
    return UnavailableError(f"{type(error).__name__} ({error.sqlstate or 'of the driver'})")
