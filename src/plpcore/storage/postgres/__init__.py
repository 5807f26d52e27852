"""Journals in PostgreSQL (15 or newer), by psycopg 3: install `plpcore[postgres]`.

Theory
------
A commit takes the tenant's row in `plpcore.heads` for itself, so the numbers of commits are the order in which they
were written; a sequence would give numbers to transactions that end in another order, and readers would lose rows.

Every method reads with one statement, so that what it returns is of one moment, whatever the isolation of the host's
transaction. Every statement names the tenant. Row level security is a second wall behind that: rows are seen only
where the setting `plpcore.tenant` names their tenant, by the owner of the tables too.
"""

from plpcore.storage.postgres._storage import PostgresStorage

__all__ = ["PostgresStorage", "open_url"]

open_url = PostgresStorage.open
"""What `plpcore.storage.open_storage` calls for `postgresql://…`."""
