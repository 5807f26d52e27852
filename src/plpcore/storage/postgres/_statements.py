"""The statements, and the values that their rows stand for. Each names the tenant."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from plpcore.journal import (
    NO_HASH,
    PAGE_ROWS,
    PAGE_SIZE,
    Checkpoint,
    Commit,
    Entry,
    Key,
    Note,
    Revision,
    parse_time,
    time_text,
)

REVISION = "kind, id, owner, version, schema, body, salt, leaf, seq, place"
_COMMIT = "c.seq, c.at, c.actor, c.on_behalf_of, c.reason, c.command_id, c.erased, c.previous, c.hash"

LOCK_HEAD = "SELECT seq, hash, at FROM plpcore.heads WHERE tenant = %s FOR UPDATE"
NEW_HEAD = f"INSERT INTO plpcore.heads (tenant, seq, hash) VALUES (%s, 0, '{NO_HASH}') ON CONFLICT DO NOTHING"
RECEIPT = f"SELECT {_COMMIT} FROM plpcore.commits c WHERE c.tenant = %s AND c.command_id = %s"
VERSIONS = """
SELECT d.kind, d.id, d.version
FROM unnest(%s::text[], %s::text[]) AS asked (kind, id) CROSS JOIN LATERAL (
    SELECT * FROM plpcore.documents d WHERE d.tenant = %s AND d.kind = asked.kind AND d.id = asked.id OFFSET 0
) d
"""
"""`OFFSET 0` makes PostgreSQL look up one document after the other; without statistics it would go through all of a
tenant's for each."""
TOUCHED = "SELECT owner, seq FROM plpcore.owners WHERE tenant = %s AND owner = ANY(%s)"

WRITE_REVISIONS = """
WITH new AS (
    SELECT * FROM unnest(%(place)b::integer[], %(kind)b::text[], %(id)b::text[], %(owner)b::text[],
        %(version)b::bigint[], %(schema)b::bigint[], %(body)b::text[], %(salt)b::bytea[], %(leaf)b::bytea[])
        AS new (place, kind, id, owner, version, schema, body, salt, leaf)
), kept AS (
    INSERT INTO plpcore.revisions (tenant, seq, place, kind, id, owner, version, schema, body, salt, leaf)
    SELECT %(tenant)s, %(seq)s, * FROM new
), touched AS (
    INSERT INTO plpcore.owners (tenant, owner, seq) SELECT DISTINCT %(tenant)s, owner, %(seq)s::bigint FROM new
    ON CONFLICT (tenant, owner) DO UPDATE SET seq = excluded.seq
)
INSERT INTO plpcore.documents (tenant, kind, id, owner, version, seq, place, is_there)
SELECT %(tenant)s, kind, id, owner, version, %(seq)s, place, body IS NOT NULL FROM new
ON CONFLICT (tenant, kind, id) DO UPDATE SET owner = excluded.owner, version = excluded.version,
    seq = excluded.seq, place = excluded.place, is_there = excluded.is_there
"""
ERASE = """
UPDATE plpcore.revisions SET body = NULL, salt = NULL WHERE ctid = ANY (ARRAY(
    SELECT old.row FROM unnest(%(kinds)s::text[], %(ids)s::text[]) AS gone (kind, id) CROSS JOIN LATERAL (
        SELECT ctid AS row FROM plpcore.revisions r
        WHERE r.tenant = %(tenant)s AND r.kind = gone.kind AND r.id = gone.id AND r.seq < %(seq)s OFFSET 0
    ) old
)) AND tenant = %(tenant)s
"""
WRITE_COMMIT = """
WITH kept AS (
    INSERT INTO plpcore.commits (tenant, seq, at, actor, on_behalf_of, reason, command_id, erased, previous, hash,
        revisions, size)
    VALUES (%(tenant)s, %(seq)s, %(at)s, %(actor)s, %(on_behalf_of)s, %(reason)s, %(command_id)s, %(erased)s,
        %(previous)s, %(hash)s, %(revisions)s, %(size)s)
)
UPDATE plpcore.heads SET seq = %(seq)s, hash = %(hash)s, at = %(at)s WHERE tenant = %(tenant)s
"""

_ITS_REVISION = """CROSS JOIN LATERAL (
        SELECT * FROM plpcore.revisions r WHERE r.tenant = %(tenant)s AND r.seq = d.seq AND r.place = d.place OFFSET 0
    ) r"""
_WITH_HEAD = (
    "SELECT h.seq, h.hash, h.at, {columns} FROM (SELECT 1) one LEFT JOIN plpcore.heads h ON h.tenant = %(tenant)s"
)
"""One row at least, with the head in front, so that head and rows are of one moment."""
_R = ", ".join(f"r.{name}" for name in REVISION.split(", "))

READ = f"""
{_WITH_HEAD.format(columns=_R)}
LEFT JOIN (
    unnest(%(kinds)s::text[], %(ids)s::text[]) AS asked (kind, id)
    CROSS JOIN LATERAL (
        SELECT * FROM plpcore.documents d
        WHERE d.tenant = %(tenant)s AND d.kind = asked.kind AND d.id = asked.id OFFSET 0
    ) d {_ITS_REVISION}
) ON true
"""
READ_AS_OF = f"""
{_WITH_HEAD.format(columns=_R)}
LEFT JOIN (
    unnest(%(kinds)s::text[], %(ids)s::text[]) AS asked (kind, id)
    CROSS JOIN LATERAL (
        SELECT * FROM plpcore.revisions r
        WHERE r.tenant = %(tenant)s AND r.kind = asked.kind AND r.id = asked.id AND r.seq <= %(as_of)s
        ORDER BY version DESC LIMIT 1
    ) r
) ON true
"""

_STANDING = f"""
    SELECT r.* FROM plpcore.documents d {_ITS_REVISION}
    WHERE d.tenant = %(tenant)s AND d.is_there {{narrow}}
    ORDER BY d.kind, d.id
"""
_STOOD = """
    SELECT * FROM (
        SELECT DISTINCT ON (kind, id) * FROM plpcore.revisions d
        WHERE d.tenant = %(tenant)s AND d.seq <= %(as_of)s {narrow}
        ORDER BY kind, id, version DESC
    ) d
    WHERE d.body IS NOT NULL {owned}
    ORDER BY kind, id
"""
_PAGE = f"""
WITH wanted AS ({{wanted}} LIMIT {PAGE_ROWS + 1}),
measured AS (
    SELECT *, row_number() OVER (ORDER BY kind, id) AS number, sum(size) OVER (ORDER BY kind, id) AS total FROM wanted
)
{_WITH_HEAD.format(columns=f"(SELECT count(*) FROM wanted), {_R}")}
LEFT JOIN measured r ON r.number = 1 OR (r.number <= {PAGE_ROWS} AND r.total <= {PAGE_SIZE})
ORDER BY r.number
"""

LOG = f"""
WITH candidates AS (
    SELECT *, row_number() OVER (ORDER BY seq) AS number, sum(revisions) OVER (ORDER BY seq) AS rows,
        sum(size) OVER (ORDER BY seq) AS total
    FROM (
        SELECT * FROM plpcore.commits WHERE tenant = %(tenant)s AND seq > %(after)s ORDER BY seq LIMIT %(limit)s
    ) first
), c AS (
    SELECT * FROM candidates WHERE number = 1 OR (rows <= {PAGE_ROWS} AND total <= {PAGE_SIZE})
)
SELECT 0, seq, NULL::integer, hash, at, NULL, NULL, NULL, NULL, NULL, NULL, NULL::bigint, NULL::bigint, NULL::bytea,
    NULL::bytea FROM plpcore.heads WHERE tenant = %(tenant)s
UNION ALL
SELECT 1, seq, NULL, hash, at, actor, on_behalf_of, reason, command_id, erased, previous, NULL, NULL, NULL, NULL FROM c
UNION ALL
SELECT 2, seq, place, kind, id, owner, body, NULL, NULL, NULL, NULL, version, schema, salt, leaf FROM plpcore.revisions
WHERE tenant = %(tenant)s AND seq BETWEEN (SELECT min(seq) FROM c) AND (SELECT max(seq) FROM c)
ORDER BY 1, 2, 3
"""

CHUNK_ROWS = 2_000
"""How many revisions go to the server in one statement."""


def scan_statement(*, has_kind: bool, has_owner: bool, has_after: bool, is_past: bool) -> str:
    """Return the statement of a page. The parts are chosen here and hold no word of a caller's."""
    owned = "AND d.owner = %(owner)s" if has_owner else ""
    narrow = "AND d.kind = %(kind)s" if has_kind else ""
    if has_after:
        narrow += " AND (d.kind, d.id) > (%(after_kind)s, %(after_id)s)"
    if is_past:
        return _PAGE.format(wanted=_STOOD.format(narrow=narrow, owned=owned))
    return _PAGE.format(wanted=_STANDING.format(narrow=f"{narrow} {owned}"))


def head_from(tenant: str, row: Sequence[Any] | None) -> Checkpoint:
    """Return the head of `seq, hash, at`; nothing: of a tenant that never wrote."""
    if row is None or row[0] is None:
        return Checkpoint(tenant)
    return Checkpoint(tenant, row[0], row[1], None if row[2] is None else parse_time(row[2]))


def revision_from(row: Sequence[Any]) -> Revision:
    """Return the revision of a row in the order of `REVISION`."""
    kind, name, owner, version, schema, body, salt, leaf, seq, place = row
    return Revision(Key(kind, name), owner, version, schema, body, salt, leaf, seq, place)


def commit_from(tenant: str, row: Sequence[Any]) -> Commit:
    """Return the commit of `seq, at, actor, on_behalf_of, reason, command_id, erased, previous, hash`."""
    seq, at, actor, on_behalf_of, reason, command_id, erased, previous, hashed = row
    note = Note(actor=actor, at=parse_time(at), on_behalf_of=on_behalf_of, reason=reason, command_id=command_id)
    return Commit(tenant, seq, note, tuple(Key(*pair) for pair in json.loads(erased)), previous, hashed)


def log_from(tenant: str, rows: Iterable[Sequence[Any]]) -> tuple[Checkpoint, tuple[Entry, ...]]:
    """Return head and entries of the rows of `LOG`."""
    head, commits = Checkpoint(tenant), list[Commit]()
    revisions: dict[int, list[Revision]] = {}
    for part, seq, place, a, b, c, d, e, f, g, h, *rest in rows:
        if part == 0:
            head = head_from(tenant, (seq, a, b))
        elif part == 1:
            commits.append(commit_from(tenant, (seq, b, c, d, e, f, g, h, a)))
        else:
            revisions.setdefault(seq, []).append(revision_from((a, b, c, *rest[:2], d, *rest[2:], seq, place)))
    return head, tuple(Entry(one, tuple(revisions.get(one.seq, ()))) for one in commits)


def commit_columns(entry: Entry) -> dict[str, object]:
    """Return the values of a commit's row."""
    commit, note = entry.commit, entry.commit.note
    return {
        "tenant": commit.tenant,
        "seq": commit.seq,
        "at": time_text(note.at),
        "actor": note.actor,
        "on_behalf_of": note.on_behalf_of,
        "reason": note.reason,
        "command_id": note.command_id,
        "erased": json.dumps([[key.kind, key.id] for key in commit.erased], ensure_ascii=False),
        "previous": commit.previous,
        "hash": commit.hash,
        "revisions": len(entry.revisions),
        "size": sum(len(one.body or "") for one in entry.revisions),
    }


def chunks(entry: Entry) -> Iterator[dict[str, object]]:
    """Yield the columns of an entry's revisions, so many rows at a time that a statement stays small."""
    chunk: list[Revision] = []
    size = 0
    for revision in entry.revisions:
        length = len(revision.body or "")
        if chunk and (len(chunk) == CHUNK_ROWS or size + length > PAGE_SIZE):
            yield _columns(entry.commit, chunk)
            chunk, size = [], 0
        chunk.append(revision)
        size += length
    yield _columns(entry.commit, chunk)


def _columns(commit: Commit, chunk: Sequence[Revision]) -> dict[str, object]:
    return {
        "tenant": commit.tenant,
        "seq": commit.seq,
        "place": [one.place for one in chunk],
        "kind": [one.key.kind for one in chunk],
        "id": [one.key.id for one in chunk],
        "owner": [one.owner for one in chunk],
        "version": [one.version for one in chunk],
        "schema": [one.schema for one in chunk],
        "body": [one.body for one in chunk],
        "salt": [one.salt for one in chunk],
        "leaf": [one.leaf for one in chunk],
    }
