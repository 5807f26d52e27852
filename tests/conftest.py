"""What every test shares: how Hypothesis searches, and one PostgreSQL with databases of one test each."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# In CI the same examples every time: a red run is repeated by running it again.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# On a person's machine new examples every time, and no deadline: a loaded machine is not a finding.
settings.register_profile("dev", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=2_000)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(scope="session")
def databases() -> Iterator[Any]:
    """Return where databases are made (`tests.storage.databases.Databases`); the server ends with the session."""
    # Imported where it is asked for: nobody else needs a driver.
    from tests.storage.databases import Databases
    from tests.storage.server import running

    with running() as server:
        yield Databases(server)


@pytest.fixture
def url(databases: Any) -> Iterator[str]:
    """Return the URL of an empty database, for the role that owns it."""
    url = databases.new()
    yield url
    databases.give_back(url)
