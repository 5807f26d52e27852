"""Writing a batch into a SQLite file. It is called inside a transaction that holds the write lock of the file.

Most batches are built on what still stands. So nothing is asked first: the statements themselves miss a row, or meet
one that is in the way, where a version is another one, and only then is looked up which.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from plpcore.errors import CorruptError
from plpcore.journal import Batch, Commit, Entry, Revision, conflict_of, time_text
from plpcore.storage._sqlite_read import head_of, receipt_of, touched_by, versions_at
from plpcore.storage._sqlite_tables import keep

_COMMIT = "INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_REVISION = "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
_REPLACED = (
    "UPDATE revisions SET replaced_in = ?"
    " WHERE tenant = ? AND kind = ? AND id = ? AND version = ? AND replaced_in IS NULL"
)
# Whatever was there before has been replaced, by the withdrawal at the latest.
_FORGET = (
    "UPDATE revisions SET body = NULL, salt = NULL WHERE tenant = ? AND kind = ? AND id = ? AND replaced_in IS NOT NULL"
)


def write(db: sqlite3.Connection, tenant: str, batch: Batch) -> Commit:
    """Write a batch and return its commit; a `command_id` seen before: that first commit.

    Raises:
        ConflictError: What the batch was built on has changed.
        CorruptError: Nothing has changed, and yet the file does not take it.
        sqlite3.Error: The file cannot be written.
    """
    earlier = receipt_of(db, tenant, batch.note.command_id) if batch.note.command_id else None
    if earlier is not None:
        return earlier
    head = head_of(db, tenant)
    if batch.checks or batch.scopes:
        _refuse_conflict(db, tenant, batch, head.seq)
    entry = batch.seal(head)
    if not _written(db, batch, entry):
        _refuse_conflict(db, tenant, batch, head.seq)
        raise CorruptError(f"{tenant} commit {head.seq + 1}", "what stands in the file is in its way")
    return entry.commit


def _refuse_conflict(db: sqlite3.Connection, tenant: str, batch: Batch, seq: int) -> None:
    keys = [put.key for put in batch.puts] + [check.key for check in batch.checks]
    touched = touched_by(db, tenant, [scope.owner for scope in batch.scopes])
    conflict = conflict_of(batch, versions_at(db, tenant, keys, seq), touched)
    if conflict is not None:
        raise conflict


def _written(db: sqlite3.Connection, batch: Batch, entry: Entry) -> bool:
    """Write all rows; return whether each found its place."""
    commit, tenant = entry.commit, entry.commit.tenant
    replaced = [(commit.seq, tenant, put.key.kind, put.key.id, put.expected) for put in batch.puts if put.expected]
    try:
        db.execute(_COMMIT, _row_of_commit(commit))
        if replaced and db.executemany(_REPLACED, replaced).rowcount != len(replaced):
            return False
        db.executemany(_REVISION, _rows_of(tenant, entry.revisions))
    except sqlite3.IntegrityError:
        return False
    if batch.erased:
        db.executemany(_FORGET, [(tenant, key.kind, key.id) for key in batch.erased])
    keep(db, entry)
    return True


def _row_of_commit(commit: Commit) -> tuple[object, ...]:
    note, erased = commit.note, json.dumps([[key.kind, key.id] for key in commit.erased]) if commit.erased else "[]"
    who = (time_text(note.at), note.actor, note.on_behalf_of, note.reason, note.command_id)
    return (commit.tenant, commit.seq, *who, erased, commit.previous, commit.hash)


def _rows_of(tenant: str, revisions: Iterable[Revision]) -> Iterator[tuple[object, ...]]:
    for one in revisions:
        names = (tenant, one.seq, one.place, one.key.kind, one.key.id, one.owner)
        yield (*names, one.version, one.schema, one.body, one.salt, one.leaf)
