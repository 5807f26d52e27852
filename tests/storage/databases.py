"""Databases for tests, each owned by a role that is no superuser, since row level security holds no superuser back."""

from functools import partial
from itertools import count

import psycopg
from attrs import define, field

from tests.storage.server import Server

OWNER = "plp"
_ICU = "LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
"""A collation that sorts é beside e, as most servers do: ids must be sorted by code points all the same."""
_PLAIN = "LOCALE 'C'"


@define
class Databases:
    """Databases on one server."""

    server: Server
    _numbers: "count[int]" = field(factory=partial(count, 1), init=False)
    _free: list[str] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        self.server.execute(f"CREATE ROLE {OWNER} LOGIN")

    def new(self) -> str:
        """Return the URL of an empty database: one that was given back, or a new one."""
        if self._free:
            return self._free.pop()
        name = f"test{next(self._numbers)}"
        create = f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0"
        try:
            self.server.execute(f"{create} {_ICU}")
        except psycopg.errors.FeatureNotSupported:
            # Those of a wheel are built without such collations.
            self.server.execute(f"{create} {_PLAIN}")
        return self.server.url(OWNER, name)

    def give_back(self, url: str) -> None:
        """Empty a database, whoever is still on it: a new one for each test would be a thousand files each."""
        name = url.rpartition("/")[2]
        self.server.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
        )
        self.server.execute("DROP SCHEMA IF EXISTS plpcore CASCADE", database=name)
        self.server.execute(f"DROP OWNED BY {OWNER}", database=name)
        self._free.append(url)
