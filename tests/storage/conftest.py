"""One PostgreSQL for all tests of this folder, and databases in it that belong to one test each."""

from collections.abc import Iterator

import pytest

from tests.storage.databases import Databases
from tests.storage.server import running


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Return where databases are made; the server ends with the session."""
    with running() as server:
        yield Databases(server)


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """Return the URL of an empty database, for the role that owns it."""
    url = databases.new()
    yield url
    databases.give_back(url)
