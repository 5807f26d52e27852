"""Eight processes, one PostgreSQL: no update is lost, no cap overshot. The long form is `tests.storage.contention`."""

from functools import partial

from plpcore.storage.postgres import PostgresStorage
from tests.storage.contention import CAP, Found, trial

PROCESSES, TIMES = 8, 24


def test_no_update_is_lost_and_no_cap_overshot(url: str) -> None:
    found = trial(partial(PostgresStorage.open, url), PROCESSES, TIMES)
    assert found == Found(PROCESSES * TIMES, PROCESSES * TIMES + 2 * CAP, faults=0, most=CAP)
