"""The tables, and the steps by which they came to be. A step that was released is never changed."""

from psycopg import Connection

from plpcore.errors import UnavailableError
from plpcore.storage.postgres._views import view_statements

_LOCK = 0x706C70636F7265
"""The advisory lock under which one process at a time changes the tables: `plpcore` in ASCII."""
_OLDEST_SERVER = 150_000

_TABLES = """
CREATE SCHEMA plpcore;
COMMENT ON SCHEMA plpcore IS 'Journals of learning plans. Written by plpcore alone; the views are for everybody.';

CREATE TABLE plpcore.migrations (
    step integer PRIMARY KEY,
    done_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE plpcore.migrations IS 'The steps by which these tables came to be.';

CREATE TABLE plpcore.heads (
    tenant text COLLATE "C" PRIMARY KEY,
    seq bigint NOT NULL,
    hash text NOT NULL,
    at text
) WITH (fillfactor = 50);
COMMENT ON TABLE plpcore.heads IS 'The last commit of each tenant. Who writes holds this row.';

CREATE TABLE plpcore.commits (
    tenant text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    at text NOT NULL,
    actor text NOT NULL,
    on_behalf_of text NOT NULL,
    reason text NOT NULL,
    command_id text COLLATE "C" NOT NULL,
    erased text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL,
    revisions integer NOT NULL,
    size bigint NOT NULL,
    PRIMARY KEY (tenant, seq)
);
CREATE UNIQUE INDEX commits_command ON plpcore.commits (tenant, command_id) WHERE command_id <> '';
COMMENT ON TABLE plpcore.commits IS 'Who wrote, for whom, why and when; each hash is over the one before it.';
COMMENT ON COLUMN plpcore.commits.erased IS 'JSON pairs of kind and id: documents whose earlier bodies it forgot.';
COMMENT ON COLUMN plpcore.commits.size IS 'Characters of its bodies when it was written, by which pages are cut.';

CREATE TABLE plpcore.revisions (
    tenant text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    place integer NOT NULL,
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    schema bigint NOT NULL,
    body text,
    size integer NOT NULL GENERATED ALWAYS AS (coalesce(length(body), 0)) STORED,
    salt bytea,
    leaf bytea NOT NULL,
    PRIMARY KEY (tenant, seq, place)
);
CREATE UNIQUE INDEX revisions_document ON plpcore.revisions (tenant, kind, id, version DESC);
COMMENT ON TABLE plpcore.revisions IS 'Every version of every document; it changes by an erasure only.';
COMMENT ON COLUMN plpcore.revisions.body IS 'Canonical JSON as it was hashed; null: withdrawn or erased.';
COMMENT ON COLUMN plpcore.revisions.salt IS 'What the leaf was salted with; null: erased.';

CREATE TABLE plpcore.documents (
    tenant text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    seq bigint NOT NULL,
    place integer NOT NULL,
    is_there boolean NOT NULL,
    PRIMARY KEY (tenant, kind, id)
) WITH (fillfactor = 90);
CREATE INDEX documents_owner ON plpcore.documents (tenant, owner, kind, id) WHERE is_there;
COMMENT ON TABLE plpcore.documents IS 'Which revision of each document stands now.';

CREATE TABLE plpcore.owners (
    tenant text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (tenant, owner)
) WITH (fillfactor = 90);
COMMENT ON TABLE plpcore.owners IS 'The last commit that touched any document of each owner.';
"""

_VIEWS = """
CREATE FUNCTION plpcore.as_json(body text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN -- One row that jsonb cannot hold spoils no report.
    RETURN body::jsonb;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN NULL;
END $$;
COMMENT ON FUNCTION plpcore.as_json IS 'The body as jsonb; null where jsonb cannot hold it.';

CREATE VIEW plpcore.current_documents WITH (security_invoker = true) AS
SELECT d.tenant, d.kind, d.id, d.owner, d.version, d.seq, c.at::timestamptz AS at, c.actor,
       plpcore.as_json(r.body) AS body
FROM plpcore.documents d
JOIN plpcore.revisions r USING (tenant, seq, place)
JOIN plpcore.commits c USING (tenant, seq)
WHERE d.is_there;
COMMENT ON VIEW plpcore.current_documents IS 'Each document as it stands, with the commit that wrote it.';

CREATE VIEW plpcore.history WITH (security_invoker = true) AS
SELECT r.tenant, r.seq, r.place, c.at::timestamptz AS at, c.actor, c.on_behalf_of, c.reason, r.kind, r.id, r.owner,
       r.version, plpcore.as_json(r.body) AS body, r.salt IS NULL AS is_erased
FROM plpcore.revisions r
JOIN plpcore.commits c USING (tenant, seq);
COMMENT ON VIEW plpcore.history IS 'Every version of every document, with who wrote it, for whom, why and when.';
"""

_WALLS = "".join(
    f"""
ALTER TABLE plpcore.{table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE plpcore.{table} FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON plpcore.{table} USING (tenant = current_setting('plpcore.tenant', true));
"""
    for table in ("heads", "commits", "revisions", "documents", "owners")
)

STEPS = (_TABLES + _VIEWS + _WALLS, view_statements())
"""The statements of each step, the first of which makes the tables. Who changes a view adds a step that replaces it."""

_MADE = "SELECT FROM pg_tables WHERE schemaname = 'plpcore' AND tablename = 'migrations'"


def migrate(connection: Connection) -> None:
    """Bring the tables to the newest form, one process at a time; nothing is changed where they have it.

    Raises:
        UnavailableError: The server is too old or not in UTF-8, or the tables are of a newer plpcore.
    """
    _check_server(connection)
    if _done(connection) == len(STEPS):
        return
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for step in range(_done(connection) + 1, len(STEPS) + 1):
            connection.execute(STEPS[step - 1].encode())
            connection.execute("INSERT INTO plpcore.migrations (step) VALUES (%s)", [step])


def _check_server(connection: Connection) -> None:
    if connection.info.server_version < _OLDEST_SERVER:
        raise UnavailableError("the server is older than PostgreSQL 15")
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise UnavailableError("the database is not encoded in UTF8")


def _done(connection: Connection) -> int:
    """Return the number of the last step that was done; 0: there are no tables."""
    # A look into the catalogue itself: `to_regclass` may remember from before the wait that there was nothing.
    if connection.execute(_MADE).fetchone() is None:
        return 0
    (done,) = connection.execute("SELECT max(step) FROM plpcore.migrations").fetchone() or (0,)
    if done > len(STEPS):
        raise UnavailableError(f"its tables are of a newer plpcore (step {done}, this one knows {len(STEPS)})")
    return int(done)
