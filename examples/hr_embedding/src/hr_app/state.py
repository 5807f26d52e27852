"""Plans in tables of the HR system's own, without a journal: what stands now and nothing of the past.

This is the least that a storage can be, level `STATE`. It keeps no history, erases nothing for good and proves nothing;
what it gives is that two who write at once do not overwrite each other, and that a limit stays a limit.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from plpcore.errors import BusyError, NotSupportedError, UnavailableError
from plpcore.journal import (
    PAGE_ROWS,
    PAGE_SIZE,
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
    Revision,
    conflict_of,
    parse_time,
    time_text,
)

TABLES = """
CREATE TABLE IF NOT EXISTS plan_change (district text PRIMARY KEY, number bigint NOT NULL, at text);
CREATE TABLE IF NOT EXISTS plan_owner (
    district text, employee text, change bigint NOT NULL, PRIMARY KEY (district, employee)
);
CREATE TABLE IF NOT EXISTS plan_document (
    district text, kind text COLLATE "C", id text COLLATE "C", employee text NOT NULL, version bigint NOT NULL,
    form bigint NOT NULL, body text, PRIMARY KEY (district, kind, id)
);
"""
_ROW = "d.kind, d.id, d.employee, d.version, d.form, d.body"
_PAGE = f"""
WITH wanted AS (
    SELECT * FROM plan_document
    WHERE district = :district AND body IS NOT NULL AND (:kind = '' OR kind = :kind)
        AND (:employee = '' OR employee = :employee) AND (kind, id) > (:after_kind, :after_id)
    ORDER BY kind, id LIMIT {PAGE_ROWS + 1}
), measured AS (
    SELECT *, row_number() OVER w AS number, sum(length(body)) OVER w AS size FROM wanted
    WINDOW w AS (ORDER BY kind, id)
)
SELECT c.number, (SELECT count(*) FROM wanted), {_ROW}
FROM (SELECT 1) one LEFT JOIN plan_change c ON c.district = :district
LEFT JOIN measured d ON d.number = 1 OR (d.number <= {PAGE_ROWS} AND d.size <= {PAGE_SIZE})
ORDER BY d.number
"""
_READ = f"""
SELECT c.number, {_ROW} FROM (SELECT 1) one LEFT JOIN plan_change c ON c.district = :district
LEFT JOIN plan_document d ON d.district = :district AND d.body IS NOT NULL
    AND (d.kind, d.id) IN (SELECT * FROM unnest(CAST(:kinds AS text[]), CAST(:ids AS text[])))
"""
_WRITE = """
INSERT INTO plan_document VALUES (:district, :kind, :id, :employee, :version, :form, :body)
ON CONFLICT (district, kind, id) DO UPDATE SET employee = excluded.employee, version = excluded.version,
    form = excluded.form, body = excluded.body
"""
_TOUCH = """
INSERT INTO plan_owner VALUES (:district, :employee, :change)
ON CONFLICT (district, employee) DO UPDATE SET change = excluded.change
"""
_BUSY = {"40001", "40P01", "55P03"}


class HrStorage:
    """Plans in the tables `plan_change`, `plan_owner` and `plan_document` of the HR system."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_open = True
        with self._transaction() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(7)"))
            connection.execute(text(TABLES))

    @property
    def capabilities(self) -> Capabilities:
        """Return what it can do."""
        return Capabilities(level=Level.STATE, durable=True, multi_process=True, sql=True)

    def commit(self, tenant: str, batch: Batch) -> Commit:
        """Write a batch, all of it or nothing."""
        if batch.erased:
            raise NotSupportedError("level")
        with self._transaction() as connection:
            head = _locked(connection, Checkpoint(tenant))
            conflict = conflict_of(batch, _versions(connection, tenant, batch), _touched(connection, tenant, batch))
            if conflict is not None:
                raise conflict
            entry = batch.seal(head)
            _write(connection, tenant, entry)
            return entry.commit

    def read(self, tenant: str, keys: Iterable[Key], as_of: int | None = None) -> Reading:
        """Return documents by name, as they stand."""
        _only_now(as_of)
        asked = list(keys)
        given = {"kinds": [key.kind for key in asked], "ids": [key.id for key in asked]}
        rows = self._asked(_READ, tenant, given)
        found = [_revision(row[1:]) for row in rows if row[1] is not None]
        return Reading(Checkpoint(tenant, rows[0][0] or 0), {one.key: one for one in found})

    def scan(
        self, tenant: str, kind: str = "", owner: str = "", after: Key | None = None, as_of: int | None = None
    ) -> Page:
        """Return the next page of documents."""
        _only_now(as_of)
        begin = ("", "") if after is None else (after.kind, after.id)
        given = {"kind": kind, "employee": owner, "after_kind": begin[0], "after_id": begin[1]}
        rows = self._asked(_PAGE, tenant, given)
        page = tuple(_revision(row[2:]) for row in rows if row[2] is not None)
        is_last = len(page) == rows[0][1]
        return Page(Checkpoint(tenant, rows[0][0] or 0), page, None if is_last else page[-1].key)

    def log(self, tenant: str, after: int = 0, limit: int = PAGE_ROWS) -> LogPage:
        """Refuse: there is no history."""
        self._check_open()
        raise NotSupportedError("level")

    def receipt(self, tenant: str, command_id: str) -> Commit | None:
        """Refuse: there is no history."""
        self._check_open()
        raise NotSupportedError("level")

    def close(self) -> None:
        """Leave the engine to the host."""
        self._is_open = False

    def _asked(self, statement: str, tenant: str, given: dict[str, Any]) -> list[Any]:
        with self._transaction() as connection:
            return list(connection.execute(text(statement), {"district": tenant, **given}))

    def _check_open(self) -> None:
        if not self._is_open:
            raise UnavailableError("it was closed")

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        self._check_open()
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None)
            raise (BusyError() if state in _BUSY else UnavailableError(f"PostgreSQL said {state}")) from None


def _locked(connection: Connection, nothing: Checkpoint) -> Checkpoint:
    """Take the district's row and return what it said: of two who write, one waits here."""
    given = {"district": nothing.tenant}
    connection.execute(text("INSERT INTO plan_change VALUES (:district, 0, NULL) ON CONFLICT DO NOTHING"), given)
    select = "SELECT number, at FROM plan_change WHERE district = :district FOR UPDATE"
    number, at = connection.execute(text(select), given).one()
    return Checkpoint(nothing.tenant, number, at=None if at is None else parse_time(at))


def _versions(connection: Connection, tenant: str, batch: Batch) -> dict[Key, int]:
    asked = [put.key for put in batch.puts] + [check.key for check in batch.checks]
    statement = """
        SELECT kind, id, version, body IS NULL FROM plan_document WHERE district = :district
        AND (kind, id) IN (SELECT * FROM unnest(CAST(:kinds AS text[]), CAST(:ids AS text[])))
    """
    given = {"district": tenant, "kinds": [key.kind for key in asked], "ids": [key.id for key in asked]}
    rows = connection.execute(text(statement), given)
    expected = {put.key: put.expected for put in batch.puts}
    found = {Key(kind, name): (version, is_gone) for kind, name, version, is_gone in rows}
    # Who reads does not see what was withdrawn, and so may begin it anew.
    return {key: 0 if is_gone and expected.get(key, 0) == 0 else version for key, (version, is_gone) in found.items()}


def _touched(connection: Connection, tenant: str, batch: Batch) -> dict[str, int]:
    statement = "SELECT employee, change FROM plan_owner WHERE district = :district AND employee = ANY(:owners)"
    given = {"district": tenant, "owners": [scope.owner for scope in batch.scopes]}
    return {row.employee: row.change for row in connection.execute(text(statement), given)}


def _write(connection: Connection, tenant: str, entry: Entry) -> None:
    rows = [
        {
            "district": tenant,
            "kind": one.key.kind,
            "id": one.key.id,
            "employee": one.owner,
            "version": one.version,
            "form": one.schema,
            "body": one.body,
            "change": one.seq,
        }
        for one in entry.revisions
    ]
    change = {"district": tenant, "number": entry.commit.seq, "at": time_text(entry.commit.note.at)}
    connection.execute(text("UPDATE plan_change SET number = :number, at = :at WHERE district = :district"), change)
    connection.execute(text(_WRITE), rows)
    connection.execute(text(_TOUCH), rows)


def _revision(row: Any) -> Revision:  # noqa: ANN401 - a row of the driver
    kind, name, employee, version, form, body = row
    return Revision(Key(kind, name), employee, version, form, body, b"", b"", 0, 0)


def _only_now(as_of: int | None) -> None:
    if as_of is not None:
        raise NotSupportedError("level")
