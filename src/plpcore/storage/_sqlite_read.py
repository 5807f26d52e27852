"""Reading a journal from a SQLite file. Each function is called inside a transaction: what it reads is one state."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from plpcore.errors import CorruptError, InputError
from plpcore.journal import (
    PAGE_ROWS,
    PAGE_SIZE,
    Checkpoint,
    Commit,
    Entry,
    Key,
    LogPage,
    Note,
    Page,
    Revision,
    parse_time,
)

_LARGEST = 2**63 - 1
_HASH_LENGTH = 32
_COMMIT = "seq, at, actor, on_behalf_of, reason, command_id, erased, previous, hash"
_REVISION = "kind, id, owner, version, schema, body, salt, leaf, seq, place"

_HEAD = "SELECT seq, hash, at FROM commits WHERE tenant = ? ORDER BY seq DESC LIMIT 1"
_RECEIPT = f"SELECT {_COMMIT} FROM commits WHERE tenant = ? AND command_id = ? AND command_id <> ''"  # noqa: S608
_COMMITS = f"SELECT {_COMMIT} FROM commits WHERE tenant = ? AND seq > ? ORDER BY seq LIMIT ?"  # noqa: S608
_REVISIONS = f"SELECT {_REVISION} FROM revisions WHERE tenant = ? AND seq BETWEEN ? AND ? ORDER BY seq, place"  # noqa: S608
# What stands now has not been replaced. What stood after commit n had been written then, and was replaced later.
_NOW = f"SELECT {_REVISION} FROM revisions WHERE tenant = :tenant AND replaced_in IS NULL"  # noqa: S608
_NOT_YET = f"SELECT {_REVISION} FROM revisions WHERE tenant = :tenant AND replaced_in > :as_of"  # noqa: S608
# A plus keeps the planner from walking the whole journal by its numbers.
_ONE = "SELECT version FROM revisions WHERE tenant = :tenant AND kind = :kind AND id = :id AND +seq <= :seq"
_VERSION = f"SELECT max(version) FROM ({_ONE} AND replaced_in IS NULL UNION ALL {_ONE} AND replaced_in IS NOT NULL)"  # noqa: S608
_NAMED = " AND kind = :kind AND id = :id"
_WRITTEN = " AND +seq <= :as_of"


def head_of(db: sqlite3.Connection, tenant: str) -> Checkpoint:
    """Return the end of a tenant's journal."""
    row = db.execute(_HEAD, (tenant,)).fetchone()
    if row is None:
        return Checkpoint(tenant)
    seq, hashed, at = row
    try:
        return Checkpoint(tenant, seq, _hash(hashed), parse_time(at))
    except ValueError:
        raise CorruptError(f"{tenant} commit {seq}", "what it says of itself cannot be read") from None


def receipt_of(db: sqlite3.Connection, tenant: str, command_id: str) -> Commit | None:
    """Return the commit of a command; None: there is none."""
    row = db.execute(_RECEIPT, (tenant, command_id)).fetchone()
    return None if row is None else _commit(tenant, row)


def standing(db: sqlite3.Connection, tenant: str, key: Key, as_of: int | None) -> Revision | None:
    """Return a document as it stands, or stood; None: it was not there."""
    names = {"tenant": tenant, "kind": key.kind, "id": key.id, "as_of": _within(as_of)}
    sql = _NOW + _NAMED
    if as_of is not None:
        sql = f"{sql}{_WRITTEN} UNION ALL {_NOT_YET}{_NAMED}{_WRITTEN}"
    row = db.execute(sql, names).fetchone()
    return None if row is None else _revision(tenant, row)


def page_of(db: sqlite3.Connection, names: dict[str, Any], after: Key | None) -> Page:
    """Return the next page of documents.

    Args:
        db: The connection.
        names: `tenant`, `kind` and `owner` (empty: any), `as_of` (None: now).
        after: Where to go on.
    """
    head = head_of(db, names["tenant"])
    bounds = {"after_kind": "", "after_id": ""} if after is None else {"after_kind": after.kind, "after_id": after.id}
    rows = db.execute(_scan(names, bounds), {**names, **bounds, "as_of": _within(names["as_of"])})
    revisions, more = _bounded(_revision(names["tenant"], row) for row in rows)
    return Page(head, revisions, revisions[-1].key if more else None)


def _scan(names: dict[str, Any], bounds: dict[str, str]) -> str:
    """Return the statement; it changes the bounds where the kind that is asked for begins after them."""
    where = " AND body IS NOT NULL"
    if names["owner"]:
        where += " AND owner = :owner"
    if not names["kind"]:
        where += " AND (kind, id) > (:after_kind, :after_id)"
    elif bounds["after_kind"] > names["kind"]:
        where += " AND 0"
    else:
        bounds["after_id"] = bounds["after_id"] if bounds["after_kind"] == names["kind"] else ""
        where += " AND kind = :kind AND id > :after_id"
    now = _NOW + where
    if names["as_of"] is not None:
        now = f"{now}{_WRITTEN} UNION ALL {_NOT_YET}{where}{_WRITTEN}"
    return f"{now} ORDER BY kind, id"


def _bounded(revisions: Iterator[Revision]) -> tuple[tuple[Revision, ...], bool]:
    """Return what fits a page, at least one, and whether there is more."""
    page: list[Revision] = []
    size = 0
    for revision in revisions:
        size += len(revision.body or "")
        if page and (len(page) >= PAGE_ROWS or size > PAGE_SIZE):
            return tuple(page), True
        page.append(revision)
    return tuple(page), False


def log_page(db: sqlite3.Connection, tenant: str, after: int, limit: int) -> LogPage:
    """Return the commits after a number, as many as fit a page."""
    head = head_of(db, tenant)
    most = max(0, min(limit, PAGE_ROWS))
    rows = db.execute(_COMMITS, (tenant, _within(after), most)).fetchall()
    commits = [_commit(tenant, row) for row in rows]
    entries = tuple(_entries(db, tenant, commits))
    last = entries[-1].commit.seq if entries else after
    return LogPage(head, entries, last if last < head.seq else None)


def _entries(db: sqlite3.Connection, tenant: str, commits: list[Commit]) -> Iterator[Entry]:
    """Yield whole commits until the page is full, at least one."""
    if not commits:
        return
    rows = db.execute(_REVISIONS, (tenant, commits[0].seq, commits[-1].seq))
    waiting: Revision | None = None
    revisions = (_revision(tenant, row) for row in rows)
    count = size = 0
    for number, commit in enumerate(commits):
        own: list[Revision] = []
        while (one := waiting or next(revisions, None)) is not None and one.seq <= commit.seq:
            waiting = None
            if one.seq == commit.seq:
                own.append(one)
                count, size = count + 1, size + len(one.body or "")
            if number and (count > PAGE_ROWS or size > PAGE_SIZE):
                return
        waiting = one
        yield Entry(commit, tuple(own))


def versions_at(db: sqlite3.Connection, tenant: str, keys: Iterable[Key], seq: int) -> dict[Key, int]:
    """Return the version of each document that stood after a commit; those that were not there are left out."""
    asked = {key: {"tenant": tenant, "kind": key.kind, "id": key.id, "seq": seq} for key in keys}
    found = {key: db.execute(_VERSION, given).fetchone()[0] for key, given in asked.items()}
    return {key: version for key, version in found.items() if version is not None}


def touched_by(db: sqlite3.Connection, tenant: str, owners: Iterable[str]) -> dict[str, int]:
    """Return the number of the last commit that touched each owner."""
    sql = "SELECT owner, seq FROM owners WHERE tenant = ? AND owner = ?"
    return dict(row for owner in owners for row in db.execute(sql, (tenant, owner)))


def _within(number: int | None) -> int | None:
    return None if number is None else max(-1, min(number, _LARGEST))


def _commit(tenant: str, row: tuple[Any, ...]) -> Commit:
    seq, at, actor, on_behalf_of, reason, command_id, erased, previous, hashed = row
    try:
        note = Note(actor=actor, at=parse_time(at), on_behalf_of=on_behalf_of, reason=reason, command_id=command_id)
        keys = () if erased == "[]" else tuple(Key(kind, name) for kind, name in json.loads(erased))
        return Commit(tenant, seq, note, keys, _hash(previous), _hash(hashed))
    except (InputError, TypeError, ValueError):
        raise CorruptError(f"{tenant} commit {seq}", "what it says of itself cannot be read") from None


def _hash(text: str) -> str:
    if len(bytes.fromhex(text)) != _HASH_LENGTH:
        raise ValueError(text)
    return text


def _revision(tenant: str, row: tuple[Any, ...]) -> Revision:
    try:
        return Revision(Key(row[0], row[1]), *row[2:])
    except InputError:
        raise CorruptError(f"{tenant} commit {row[8]}", "a document's name cannot be one") from None
