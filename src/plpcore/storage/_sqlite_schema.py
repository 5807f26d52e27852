"""The shape of a SQLite file: its tables, its number, and the steps from one number to the next.

A step that was released is never changed: files that it made are out there. Views and kept tables are no part of the
steps. They can be made again from the journal at any time, and are whenever their definition has changed.
"""

from typing import Protocol

APPLICATION = int.from_bytes(b"PLPJ", "big")
"""What the file's header says of the program that it belongs to."""

_COMMITS = """
CREATE TABLE commits (
    tenant TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    on_behalf_of TEXT NOT NULL,
    reason TEXT NOT NULL,
    command_id TEXT NOT NULL,
    erased TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (tenant, seq)
) STRICT, WITHOUT ROWID
"""
_REVISIONS = """
CREATE TABLE revisions (
    tenant TEXT NOT NULL,
    seq INTEGER NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    owner TEXT NOT NULL,
    version INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    body TEXT,
    salt BLOB,
    leaf BLOB NOT NULL,
    replaced_in INTEGER,
    PRIMARY KEY (tenant, seq, place),
    FOREIGN KEY (tenant, seq) REFERENCES commits (tenant, seq)
) STRICT
"""
# Each revision stands in one index by name and in one by owner: in those of what stands now, or in those of the past.
_INDEXES = (
    "CREATE UNIQUE INDEX commits_by_command ON commits (tenant, command_id) WHERE command_id <> ''",
    "CREATE UNIQUE INDEX current_by_key ON revisions (tenant, kind, id) WHERE replaced_in IS NULL",
    "CREATE INDEX current_by_owner ON revisions (tenant, owner, kind, id) WHERE replaced_in IS NULL",
    "CREATE UNIQUE INDEX past_by_key ON revisions (tenant, kind, id, version) WHERE replaced_in IS NOT NULL",
    "CREATE INDEX past_by_owner ON revisions (tenant, owner, kind, id) WHERE replaced_in IS NOT NULL",
)

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (("journal", (_COMMITS, _REVISIONS, *_INDEXES)),)
"""Each step's name with its statements. The number of a file is how many of them it has seen."""

SCHEMA = len(STEPS)
"""The number of the newest form of the file that this version knows."""


class Runs(Protocol):
    """What a step needs of a database: to run a statement."""

    def execute(self, sql: str, /) -> object:
        """Run one statement."""
        ...


def take(step: tuple[str, ...], db: Runs) -> None:
    """Run the statements of one step."""
    for statement in step:
        db.execute(statement.strip())
