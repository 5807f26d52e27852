"""Bugs planted in the SQLite storage."""

from functools import cache
from pathlib import Path
from typing import Any

from plpcore.journal import Storage
from tests.storage.planted import Bug, planted

_PACKAGE = "plpcore.storage."
MODULES = tuple(
    _PACKAGE + name
    for name in (
        "_sqlite_errors",
        "_sqlite_schema",
        "_sqlite_views",
        "_sqlite_tables",
        "_sqlite_open",
        "_sqlite_read",
        "_sqlite_write",
        "sqlite",
    )
)

_RECEIPT_SQL = "AND command_id = ? AND command_id <> ''\""
_REPEATED = "    earlier = receipt_of(db, tenant, batch.note.command_id) if batch.note.command_id else None\n"
_CHECKED = "    if batch.checks or batch.scopes:\n"
_ASKED = "conflict_of(batch, versions_at(db, tenant, keys, seq), touched)"
_COUNTED = "db.executemany(_REPLACED, replaced).rowcount != len(replaced)"
_REPLACED = '    " WHERE tenant = ? AND kind = ? AND id = ? AND version = ? AND replaced_in IS NULL"\n'
_FORGET = "WHERE tenant = ? AND kind = ? AND id = ? AND replaced_in IS NOT NULL"
_FORGOTTEN = "db.executemany(_FORGET, [(tenant, key.kind, key.id) for key in batch.erased])"
_NOW = 'WHERE tenant = :tenant AND replaced_in IS NULL"  # noqa'
_NOT_YET = 'WHERE tenant = :tenant AND replaced_in > :as_of"'
_WRITTEN = '_WRITTEN = " AND +seq <= :as_of"'
_NAMED = '_NAMED = " AND kind = :kind AND id = :id"'
_ORDER = 'return f"{now} ORDER BY kind, id"'
_AFTER = 'where += " AND (kind, id) > (:after_kind, :after_id)"'
_AFTER_ID = 'where += " AND kind = :kind AND id > :after_id"'
_OTHER_KIND = 'bounds["after_id"] if bounds["after_kind"] == names["kind"] else ""'
_OWNER = 'where += " AND owner = :owner"'
_BODY = 'where = " AND body IS NOT NULL"'
_BOUND = "if page and (len(page) >= PAGE_ROWS or size > PAGE_SIZE):"
_WHOLE = "if number and (count > PAGE_ROWS or size > PAGE_SIZE):"
_COMMITS = "WHERE tenant = ? AND seq > ? ORDER BY seq LIMIT ?"
_MOST = "most = max(0, min(limit, PAGE_ROWS))"
_TOUCH = "ON CONFLICT DO UPDATE SET seq = excluded.seq"
_TOUCHED = "for owner in {one.owner for one in entry.revisions}]"
_BY_OWNER = "SELECT owner, seq FROM owners WHERE tenant = ? AND owner = ?"
_BY_ASKED = "dict(row for"
_HEAD_SQL = '"SELECT seq, hash, at FROM commits WHERE tenant = ? ORDER BY seq DESC LIMIT 1"'
_ROW = "yield (*names, one.version, one.schema, one.body, one.salt, one.leaf)"
_WHO = "who = (time_text(note.at), note.actor, note.on_behalf_of, note.reason, note.command_id)"
_BEGIN = 'self._transaction(self._writing or self._reading, "BEGIN IMMEDIATE", tenant)'
_READ_BEGIN = 'self._transaction(self._reading, "BEGIN", tenant)'
_ROLLBACK = "                rollback(line.db)\n"
_COMMITTED = '                line.db.execute("COMMIT")\n'
_CLOSED = "                    self._is_open = False\n"
_USE_CLOSED = 'raise UnavailableError("it was closed")'
_TOLD = "raise meaning(error, name) from None"
_LEVEL = "level=Level.EVIDENCE, durable=is_file, multi_process=is_file, sql=True"


def _kept(old: str, new: str) -> dict[str, str]:
    assert old in _ROW
    return {_ROW: _ROW.replace(old, new)}


_WRITING = {
    "a repeated command is written again": {_REPEATED: "    earlier = None\n"},
    "a repeated command finds that of any tenant": {_RECEIPT_SQL: "AND command_id = ? AND command_id <> '' OR command_id = ?2\""},
    "commands differ in case only and are taken for one": {_RECEIPT_SQL: "AND command_id = ? COLLATE NOCASE AND command_id <> ''\""},
    "commands are found by a pattern": {_RECEIPT_SQL: "AND command_id LIKE ? AND command_id <> ''\""},
    "checks and scopes are left out": {_CHECKED: "    if False:\n"},
    "checks are left out where there are no scopes": {_CHECKED: "    if batch.scopes:\n"},
    "scopes are left out where there are no checks": {_CHECKED: "    if batch.checks:\n"},
    "only what is written is checked by its version": {
        "[put.key for put in batch.puts] + [check.key for check in batch.checks]": "[put.key for put in batch.puts]"
    },
    "only the first thousand checks are held": {_ASKED: _ASKED.replace("(batch,", "(evolve(batch, checks=batch.checks[:1_000]),")},
    "only the first scope is held": {_ASKED: _ASKED.replace("(batch,", "(evolve(batch, scopes=batch.scopes[:1]),")},
    "how many rows were replaced is not looked at": {_COUNTED: f"{_COUNTED} and False"},
    "one replaced row is enough": {_COUNTED: _COUNTED.replace("!= len(replaced)", "< 1")},
    "any version may be replaced": {_REPLACED: _REPLACED.replace("AND version = ?", "AND version >= ? - 9")},
    "a document is replaced whatever its kind": {_REPLACED: _REPLACED.replace("kind = ? AND", "? <> '' AND")},
    "a document is replaced whatever its tenant": {_REPLACED: _REPLACED.replace("tenant = ? AND", "? <> '' AND")},
    "what is in the way is told as a broken file": {
        "        _refuse_conflict(db, tenant, batch, head.seq)\n        raise": "        raise"
    },
    "what is in the way is an exception of the driver": {
        "    except sqlite3.IntegrityError:\n        return False\n": "    except ZeroDivisionError:\n        return False\n",
        _TOLD: "raise",
    },
    "a conflict is told as being busy": {"        raise conflict\n": "        raise BusyError\n"},
    "half of a batch stays after a conflict": {_ROLLBACK: _COMMITTED},
    "an open transaction stays after a conflict": {_ROLLBACK: ""},
    "a commit is not ended": {_COMMITTED: ""},
    "a commit is undone": {_COMMITTED: '                line.db.execute("ROLLBACK")\n'},
    "who writes takes no lock before it reads": {_BEGIN: _BEGIN.replace("BEGIN IMMEDIATE", "BEGIN")},
    "who writes is alone with each statement": {_BEGIN: _BEGIN.replace("BEGIN IMMEDIATE", "SELECT 1")},
    "who reads sees each statement for itself": {_READ_BEGIN: _READ_BEGIN.replace('"BEGIN"', '"SELECT 1"'), _COMMITTED:
        "                if line.db.in_transaction:\n    " + _COMMITTED},
    "threads use a connection at the same time": {
        "        with line.lock, told(self.path):\n            if not": "        with told(self.path):\n            if not"
    },
    "owners keep the first commit that touched them": {_TOUCH: "ON CONFLICT DO NOTHING"},
    "only one owner of a commit is touched": {_TOUCHED: "for owner in [entry.revisions[0].owner]]"},
    "to withdraw does not touch the owner": {_TOUCHED: _TOUCHED.replace("revisions}", "revisions if one.body is not None}")},
    "owners are touched whatever their case": {_BY_OWNER: f"{_BY_OWNER} COLLATE NOCASE", _BY_ASKED: "dict((owner, row[1]) for"},
    "owners are touched by a pattern": {_BY_OWNER: _BY_OWNER.replace("owner = ?", "owner LIKE ?"), _BY_ASKED: "dict((owner, row[1]) for"},
    "owners of all tenants are touched": {_BY_OWNER: _BY_OWNER.replace("tenant = ? AND", "? <> '' AND")},
    "a new document counts from the head of all tenants": {_HEAD_SQL: _HEAD_SQL.replace("tenant = ?", "? <> ''")},
    "the head is the first commit": {_HEAD_SQL: _HEAD_SQL.replace("DESC", "ASC")},
}  # fmt: skip

_VALUES = {
    "bodies are normalised": _kept("one.body", 'one.body and normalize("NFC", one.body)'),
    "bodies lose the blanks at their ends": _kept("one.body", "one.body and one.body.strip()"),
    "an empty body is none": _kept("one.body", "one.body or None"),
    "the salt is not kept": _kept("one.salt", "None"),
    "the leaf is another one": _kept("one.leaf", "bytes(32)"),
    "the number of the form is lost": _kept("one.schema", "1"),
    "all documents stand in the first place": {"names = (tenant, one.seq, one.place,": "names = (tenant, one.seq, 99_999 - one.place,"},
    "the owner is kept in small letters": {"one.key.id, one.owner)": "one.key.id, one.owner.lower())"},
    "ids are cut after 100 characters": {"one.key.kind, one.key.id, one.owner)": "one.key.kind, one.key.id[:100], one.owner)"},
    "times are kept to the second": {_WHO: _WHO.replace("time_text(note.at)", "time_text(note.at.replace(microsecond=0))")},
    "for whom it was done is lost": {_WHO: _WHO.replace("note.on_behalf_of", '""')},
    "reason and actor are exchanged": {_WHO: _WHO.replace("note.actor, note.on_behalf_of, note.reason", "note.reason, note.on_behalf_of, note.actor")},
    "bodies that look like numbers become numbers": {"    body TEXT,\n": "    body NUMERIC,\n", "REFERENCES commits (tenant, seq)\n) STRICT": "REFERENCES commits (tenant, seq)\n)"},
    "ids are sorted and found without case": {"    kind TEXT NOT NULL,\n    id TEXT NOT NULL,\n": "    kind TEXT NOT NULL,\n    id TEXT NOT NULL COLLATE NOCASE,\n"},
    "kinds are sorted and found without case": {"    kind TEXT NOT NULL,\n    id TEXT NOT NULL,\n": "    kind TEXT NOT NULL COLLATE NOCASE,\n    id TEXT NOT NULL,\n"},
}  # fmt: skip

_ERASING = {
    "an erasure forgets nothing": {_FORGOTTEN: "pass"},
    "an erasure forgets the first document only": {_FORGOTTEN: _FORGOTTEN.replace("batch.erased]", "batch.erased[:1]]")},
    "an erasure keeps the salt": {"SET body = NULL, salt = NULL": "SET body = NULL"},
    "an erasure keeps the body": {"SET body = NULL, salt = NULL": "SET salt = NULL"},
    "an erasure empties the body": {"SET body = NULL, salt = NULL": "SET body = '', salt = NULL"},
    "an erasure forgets the leaf": {"SET body = NULL, salt = NULL": "SET body = NULL, salt = NULL, leaf = zeroblob(32)"},
    "an erasure forgets the same id of every kind": {_FORGET: _FORGET.replace("kind = ? AND", "? <> '' AND")},
    "an erasure forgets the document of every tenant": {_FORGET: _FORGET.replace("tenant = ? AND", "? <> '' AND")},
    "an erasure forgets what withdraws too": {_FORGET: _FORGET.replace(" AND replaced_in IS NOT NULL", "")},
    "an erasure forgets the last version only": {_FORGET: _FORGET.replace("replaced_in IS NOT NULL", "replaced_in = (SELECT max(seq) FROM commits WHERE tenant = revisions.tenant)")},
    "an erasure forgets by a pattern": {_FORGET: _FORGET.replace("id = ?", "id LIKE '%' || ? || '%'")},
    "an erasure does not say what it erased": {"*who, erased, commit.previous": "*who, '[]', commit.previous"},
    "what is erased stays in the pages of the file": {'    "PRAGMA secure_delete = ON",\n': '    "PRAGMA secure_delete = OFF",\n'},
    "what is erased stays in the log of the file": {"        if batch.erased:\n": "        if False:\n"},
}  # fmt: skip

_READING = {
    "what stood is what stands": {
        "    if as_of is not None:\n        sql = f": "    if False:\n        sql = f",
        '    if names["as_of"] is not None:\n': "    if False:\n",
    },
    "what stood leaves out what was replaced later": {_NOT_YET: _NOT_YET.replace("replaced_in > :as_of", "replaced_in > :as_of AND 0")},
    "what stood includes what that commit replaced": {_NOT_YET: _NOT_YET.replace("> :as_of", ">= :as_of")},
    "what stood includes what came later": {_WRITTEN: '_WRITTEN = " AND :as_of IS NOT NULL"'},
    "what stood leaves out that commit": {_WRITTEN: '_WRITTEN = " AND seq < :as_of"'},
    "every version stands": {_NOW: _NOW.replace(" AND replaced_in IS NULL", "")},
    "documents of all tenants stand": {_NOW: _NOW.replace("tenant = :tenant AND", ":tenant <> '' AND")},
    "documents of all tenants stood": {_NOT_YET: _NOT_YET.replace("tenant = :tenant AND", ":tenant <> '' AND")},
    "a document is read by its id alone": {_NAMED: '_NAMED = " AND :kind <> \'\' AND id = :id"'},
    "a document is read by a pattern": {_NAMED: '_NAMED = " AND kind = :kind AND id LIKE :id"'},
    "a scan is not sorted": {_ORDER: "return now"},
    "a scan is sorted by id first": {_ORDER: 'return f"{now} ORDER BY id, kind"'},
    "a scan is sorted without case": {_ORDER: 'return f"SELECT * FROM ({now}) ORDER BY kind COLLATE NOCASE, id COLLATE NOCASE"'},
    "a scan goes on with where it ended": {_AFTER: _AFTER.replace(") > (", ") >= (")},
    "a scan of a kind goes on with where it ended": {_AFTER_ID: _AFTER_ID.replace("id >", "id >=")},
    "a scan goes on by the id alone": {_AFTER: 'where += " AND :after_kind = :after_kind AND id > :after_id"'},
    "a scan of a kind goes on after the id of another kind": {_OTHER_KIND: 'bounds["after_id"]'},
    "a scan of a kind begins before the name it should go on after": {'        where += " AND 0"\n': "        pass\n"},
    "owners are found without case": {_OWNER: 'where += " AND owner = :owner COLLATE NOCASE"'},
    "owners are found by a pattern": {_OWNER: 'where += " AND owner LIKE :owner"'},
    "the owner is passed over": {_OWNER: "pass"},
    "kinds are found by a pattern": {_AFTER_ID: 'where += " AND kind LIKE :kind AND id > :after_id"'},
    "withdrawn documents are found": {_BODY: 'where = ""'},
    "withdrawn documents are not read": {"    row = db.execute(sql, names).fetchone()\n": '    row = db.execute(f"SELECT * FROM ({sql}) WHERE body IS NOT NULL", names).fetchone()\n'},
    "a page of documents is not bounded by size": {_BOUND: "if page and len(page) >= PAGE_ROWS:"},
    "a page of documents is not bounded by rows": {_BOUND: "if page and size > PAGE_SIZE:"},
    "a scan ends after its first page": {"            return tuple(page), True\n": "            return tuple(page), False\n"},
    "names that come from a generator are used up": {"        asked = list(keys)\n": "        asked = keys if list(keys) else ()\n"},
    "the log begins with the commit that it should go on after": {_COMMITS: _COMMITS.replace("seq > ?", "seq >= ?")},
    "the log holds the commits of all tenants": {_COMMITS: _COMMITS.replace("tenant = ?", "? <> ''")},
    "the log gives more than was asked for": {_MOST: "most = PAGE_ROWS"},
    "the log is told from its end": {_COMMITS: _COMMITS.replace("ORDER BY seq", "ORDER BY seq DESC")},
    "the log ends after its first page": {"LogPage(head, entries, last if last < head.seq else None)": "LogPage(head, entries)"},
    "a page of the log is not bounded by size": {_WHOLE: "if number and count > PAGE_ROWS:"},
    "a page of the log is not bounded by rows": {_WHOLE: "if number and size > PAGE_SIZE:"},
    "a commit is split between two pages": {_WHOLE + "\n                return\n": _WHOLE + "\n                break\n"},
    "revisions of a commit are in no order": {"ORDER BY seq, place": "ORDER BY seq, leaf"},
    "a revision is lost between two commits": {"        waiting = one\n": "        waiting = None\n"},
}  # fmt: skip

_LIVING = {
    "a file is written when the system likes": {'    "PRAGMA synchronous = FULL",\n': '    "PRAGMA synchronous = OFF",\n'},
    "who is kept out does not wait": {"        timeout=busy_seconds,\n": "        timeout=0,\n"},
    "a second opening at once is kept out": {"            if primary(error) != sqlite3.SQLITE_BUSY or": "            if True or", "        timeout=busy_seconds,\n": "        timeout=0,\n"},
    "opening begins anew": {"    check_form(db, name)\n    _set(db, _MAKING)": "    [db.execute(f'DROP {kind} IF EXISTS {one}') for one, kind in db.execute(\"SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name = 'commits'\").fetchall()]; db.execute('PRAGMA application_id = 0'); db.execute('PRAGMA user_version = 0')\n    check_form(db, name)\n    _set(db, _MAKING)"},
    "it is kept in memory whatever the file": {"        writing = _Line(connect(name, busy_seconds))\n": "        name = MEMORY\n        writing = _Line(connect(name, busy_seconds))\n", "level=Level.EVIDENCE, durable=is_file, multi_process=is_file": "level=Level.EVIDENCE, durable=True, multi_process=True"},
    "a storage that was closed goes on": {_CLOSED: "                    pass\n", "                    line.db.close()\n": "                    pass\n"},
    "a storage that was closed raises an exception of the driver": {"            if not self._is_open:\n": "            if False:\n", _TOLD: "raise"},
    "a storage that was closed raises another error of its own": {_USE_CLOSED: 'raise RuntimeError("it was closed")'},
    "closing twice fails": {"        for line in (self._writing, self._reading):\n": "        if not self._is_open:\n            raise RuntimeError\n        for line in (self._writing, self._reading):\n"},
    "closing keeps a connection open": {"        for line in (self._writing, self._reading):\n": "        for line in (self._reading,):\n"},
    "SQL shows what was withdrawn": {' WHERE replaced_in IS NULL AND body IS NOT NULL"\n': ' WHERE replaced_in IS NULL"\n'},
    "SQL shows every version": {' WHERE replaced_in IS NULL AND body IS NOT NULL"\n': ' WHERE body IS NOT NULL"\n'},
    "it claims history only and erases": {_LEVEL: _LEVEL.replace("EVIDENCE", "HISTORY")},
    "it claims to join the host and does not": {_LEVEL: f"{_LEVEL}, joins_host_transaction=True"},
    "an unknown kind is an error": {"            if not _can_be_stored(kind + owner):\n": '            if kind == "none":\n                raise KeyError(kind)\n            if not _can_be_stored(kind + owner):\n'},
}  # fmt: skip

BUGS = tuple(
    Bug(name, changes) for part in (_WRITING, _VALUES, _ERASING, _READING, _LIVING) for name, changes in part.items()
)


@cache
def _class(name: str) -> Any:
    """Return the storage's class; those who open it at once must not wait for it to be planted."""
    return planted(next((bug for bug in BUGS if bug.name == name), None), MODULES)["SqliteStorage"]


def make(bug: Bug | None, folder: Path) -> Storage:
    """Return a SQLite storage with a bug in it; another process opens it with the same one."""
    made: Storage = _class("" if bug is None else bug.name).open(folder / "journal.db", busy_seconds=20)
    return made
