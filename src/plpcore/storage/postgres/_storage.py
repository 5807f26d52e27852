"""`PostgresStorage`: the six methods of a storage on PostgreSQL."""

from collections.abc import Iterable
from typing import Any

from attrs import field, frozen
from psycopg import Connection, ProgrammingError

from plpcore.errors import InputError
from plpcore.journal import (
    PAGE_ROWS,
    Batch,
    Capabilities,
    Checkpoint,
    Commit,
    Entry,
    Key,
    Level,
    LogPage,
    Page,
    Reading,
    conflict_of,
)
from plpcore.storage.postgres import _statements as sql
from plpcore.storage.postgres._sessions import Hosted, Pool, Rows, Sessions

_NOBODY = " "
"""No id begins with a blank: stands for names that PostgreSQL cannot be asked for, and that nothing has."""
_LATEST = 2**63 - 1


@frozen(eq=False)
class PostgresStorage:
    """Journals in a PostgreSQL database, in a schema of their own, `plpcore`. Several threads may use it at once.

    It is made by `open` or `on`.

    Attributes:
        capabilities: What it can do.
    """

    _sessions: Sessions = field(repr=False)
    capabilities: Capabilities

    @classmethod
    def open(cls, url: str) -> "PostgresStorage":
        """Return a storage on connections of its own, and make the tables or bring them to the newest form.

        Args:
            url: As PostgreSQL's own tools take it, such as `postgresql://user@host:5432/database`.

        Raises:
            InputError: The URL cannot be read.
            UnavailableError: The server does not answer, is older than PostgreSQL 15, or its tables are of a newer
                plpcore.
        """
        try:
            pool = Pool(url)
        except (ProgrammingError, UnicodeEncodeError):
            # The driver's words may quote the password.
            what, mend = "this is no URL of a PostgreSQL database", "write postgresql://user@host:5432/database"
            raise InputError("storage", what, mend) from None
        pool.prepare()
        return cls(pool, Capabilities(level=Level.EVIDENCE, durable=True, multi_process=True, sql=True))

    @classmethod
    def on(cls, connection: Connection[Any]) -> "PostgresStorage":
        """Return a storage on the host's connection, inside the host's transaction.

        Each call works in a savepoint. Nothing is committed or rolled back here: the host does that, and what `commit`
        returned stands only once the host has committed. The tables must be there: `open` makes them. The connection
        is not closed by `close`. Where `BusyError` tells that the transaction is not able to go on (isolation
        `REPEATABLE READ` or higher), the host begins its transaction anew.

        Raises:
            InputError: It is no connection of psycopg 3, or does not speak UTF-8.
        """
        given: object = connection
        if not isinstance(given, Connection):
            mend = "with SQLAlchemy pass session.connection().connection.driver_connection"
            raise InputError("connection", f"a {type(connection).__name__} is no connection of psycopg 3", mend)
        if connection.info.encoding != "utf-8":
            raise InputError("connection", f"its encoding is {connection.info.encoding}", "set client_encoding to UTF8")
        able = Capabilities(level=Level.EVIDENCE, multi_process=True, joins_host_transaction=True, sql=True)
        return cls(Hosted(connection), able)

    def commit(self, tenant: str, batch: Batch) -> Commit:
        """Write a batch, all of it or nothing; see `plpcore.journal.Storage`."""
        nothing = Checkpoint(tenant)
        with self._sessions.session(tenant, writes=True) as rows:
            head = _locked(rows, nothing)
            earlier = _receipt(rows, tenant, batch.note.command_id)
            if earlier is not None:
                return earlier
            conflict = conflict_of(batch, _versions(rows, tenant, batch), _touched(rows, tenant, batch))
            if conflict is not None:
                raise conflict
            entry = batch.seal(head)
            _write(rows, entry)
            return entry.commit

    def read(self, tenant: str, keys: Iterable[Key], as_of: int | None = None) -> Reading:
        """Return documents by name; see `plpcore.journal.Storage`."""
        asked = list(dict.fromkeys(keys))
        given: dict[str, object] = {"tenant": Checkpoint(tenant).tenant, "kinds": [one.kind for one in asked]}
        given |= {"ids": [one.id for one in asked], "as_of": _bounded(as_of)}
        with self._sessions.session(tenant) as rows:
            found = rows.execute(sql.READ if as_of is None else sql.READ_AS_OF, given).fetchall()
        revisions = [sql.revision_from(row[3:]) for row in found if row[3] is not None]
        return Reading(sql.head_from(tenant, found[0]), {one.key: one for one in revisions})

    def scan(
        self, tenant: str, kind: str = "", owner: str = "", after: Key | None = None, as_of: int | None = None
    ) -> Page:
        """Return the next page of documents; see `plpcore.journal.Storage`."""
        given: dict[str, object] = {"tenant": Checkpoint(tenant).tenant, "as_of": _bounded(as_of)}
        given |= {"kind": _askable(kind), "owner": _askable(owner)}
        if after is not None:
            given |= {"after_kind": after.kind, "after_id": after.id}
        statement = sql.scan_statement(
            has_kind=bool(kind), has_owner=bool(owner), has_after=after is not None, is_past=as_of is not None
        )
        with self._sessions.session(tenant) as rows:
            found = rows.execute(statement.encode(), given).fetchall()
        page = tuple(sql.revision_from(row[4:]) for row in found if row[4] is not None)
        return Page(sql.head_from(tenant, found[0]), page, page[-1].key if len(page) < found[0][3] else None)

    def log(self, tenant: str, after: int = 0, limit: int = PAGE_ROWS) -> LogPage:
        """Return the commits after a number; see `plpcore.journal.Storage`."""
        given = {"tenant": Checkpoint(tenant).tenant, "after": _bounded(after), "limit": limit}
        with self._sessions.session(tenant) as rows:
            head, entries = sql.log_from(tenant, rows.execute(sql.LOG, given))
        last = entries[-1].commit.seq if entries else after
        return LogPage(head, entries, last if last < head.seq else None)

    def receipt(self, tenant: str, command_id: str) -> Commit | None:
        """Return the commit of a command; see `plpcore.journal.Storage`."""
        with self._sessions.session(Checkpoint(tenant).tenant) as rows:
            return _receipt(rows, tenant, _askable(command_id))

    def close(self) -> None:
        """Give back its connections; one of the host's stays open."""
        self._sessions.close()


def _locked(rows: Rows, nothing: Checkpoint) -> Checkpoint:
    """Take the tenant's write lock, and return the head as it stands once it is ours."""
    found = rows.execute(sql.LOCK_HEAD, [nothing.tenant]).fetchone()
    if found is None:
        rows.execute(sql.NEW_HEAD, [nothing.tenant])
        found = rows.execute(sql.LOCK_HEAD, [nothing.tenant]).fetchone()
    return sql.head_from(nothing.tenant, found)


def _receipt(rows: Rows, tenant: str, command_id: str) -> Commit | None:
    found = rows.execute(sql.RECEIPT, [tenant, command_id]).fetchone() if command_id else None
    return None if found is None else sql.commit_from(tenant, found)


def _versions(rows: Rows, tenant: str, batch: Batch) -> dict[Key, int]:
    asked = [put.key for put in batch.puts] + [check.key for check in batch.checks]
    found = rows.execute(sql.VERSIONS, [[key.kind for key in asked], [key.id for key in asked], tenant])
    return {Key(kind, name): version for kind, name, version in found}


def _touched(rows: Rows, tenant: str, batch: Batch) -> dict[str, int]:
    owners = [scope.owner for scope in batch.scopes]
    return dict(rows.execute(sql.TOUCHED, [tenant, list(map(_askable, owners))])) if owners else {}


def _write(rows: Rows, entry: Entry) -> None:
    commit = entry.commit
    for columns in sql.chunks(entry):
        rows.execute(sql.WRITE_REVISIONS, columns)
    if commit.erased:
        gone = {"kinds": [key.kind for key in commit.erased], "ids": [key.id for key in commit.erased]}
        rows.execute(sql.ERASE, {"tenant": commit.tenant, "seq": commit.seq, **gone})
    rows.execute(sql.WRITE_COMMIT, sql.commit_columns(entry))


def _askable(text: str) -> str:
    """Return the text, or a name that nothing has where PostgreSQL cannot be asked for it."""
    is_askable = "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text)
    return text if is_askable else _NOBODY


def _bounded(seq: int | None) -> int | None:
    return None if seq is None else min(seq, _LATEST)
