"""PostgreSQL passes the suite, on connections of its own and on the host's."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from threading import Lock

import psycopg
import pytest

from plpcore.journal import Storage
from plpcore.storage.postgres import PostgresStorage
from plpcore.testing import StorageConformance
from tests.storage.databases import Databases
from tests.storage.hosted import Host, host

ONE_AT_A_TIME = Lock()


class Postgres(StorageConformance):
    """A database for each folder of the suite."""

    databases: Databases
    urls: dict[Path, str]

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _server(cls, databases: Databases) -> None:
        cls.databases, cls.urls = databases, {}

    def teardown_method(self, method: Callable[..., object]) -> None:
        opened = self._opened
        super().teardown_method(method)
        for one in opened:
            if isinstance(one, Host):
                one.connection.close()
        while self.urls:
            self.databases.give_back(self.urls.popitem()[1])

    def url(self, folder: Path) -> str:
        # Some cases open one place from several threads at once.
        with ONE_AT_A_TIME:
            if folder not in self.urls:
                self.urls[folder] = self.databases.new()
            return self.urls[folder]

    def sql_keys(self, folder: Path, tenant: str, /) -> Iterable[tuple[str, str]]:
        with psycopg.connect(self.url(folder)) as connection:
            connection.execute("SELECT set_config('plpcore.tenant', %s, false)", [tenant])
            return connection.execute("SELECT kind, id FROM plpcore.current_documents").fetchall()


class TestPostgres(Postgres):
    def make_storage(self, folder: Path, /) -> Storage:
        return PostgresStorage.open(self.url(folder))

    def opener(self, folder: Path, /) -> Callable[[], Storage]:
        return partial(PostgresStorage.open, self.url(folder))


class TestPostgresOnTheHostsConnection(Postgres):
    def make_storage(self, folder: Path, /) -> Storage:
        PostgresStorage.open(self.url(folder)).close()
        return host(self.url(folder))

    def opener(self, folder: Path, /) -> Callable[[], Storage]:
        return partial(host, self.url(folder))

    def join_host(self, folder: Path, /) -> tuple[Storage, Callable[[bool], object]]:
        connection = psycopg.connect(self.url(folder))

        def end(is_kept: bool) -> None:
            (connection.commit if is_kept else connection.rollback)()
            connection.close()

        return PostgresStorage.on(connection), end
