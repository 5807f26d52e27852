"""The storage over the HR system's own tables keeps what its level promises."""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock

import pytest
from hr_app.state import HrStorage
from sqlalchemy import Engine, create_engine, text

from plpcore.errors import UnavailableError
from plpcore.journal import Document, Key, Note, Storage, Work, Writer
from plpcore.testing import StorageConformance

URL = os.environ.get("DATABASE_URL", "")
ONE_AT_A_TIME = Lock()


def opened(url: str) -> Storage:
    return HrStorage(create_engine(url.replace("postgresql://", "postgresql+psycopg://")))


class TestHrStorage(StorageConformance):
    """One database for all cases: each empties the tables."""

    engine: Engine
    emptied: Path | None = None

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def _database(cls) -> Iterable[None]:
        cls.engine = create_engine(URL.replace("postgresql://", "postgresql+psycopg://"))
        yield
        cls.engine.dispose()

    def make_storage(self, folder: Path, /) -> Storage:
        # Some cases open one place from several threads at once.
        with ONE_AT_A_TIME:
            if folder != self.emptied:
                with self.engine.begin() as connection:
                    connection.execute(text("DROP TABLE IF EXISTS plan_change, plan_owner, plan_document"))
                type(self).emptied = folder
            return HrStorage(self.engine)

    def opener(self, folder: Path, /) -> Callable[[], Storage]:
        return partial(opened, URL)

    def sql_keys(self, folder: Path, tenant: str, /) -> Iterable[tuple[str, str]]:
        select = "SELECT kind, id FROM plan_document WHERE district = :district AND body IS NOT NULL"
        with self.engine.begin() as connection:
            return [(kind, name) for kind, name in connection.execute(text(select), {"district": tenant})]


def test_what_was_withdrawn_can_be_begun_anew(engine: Engine) -> None:
    writer = Writer(HrStorage(engine), "district-7", lambda: b"0" * 16)
    note = Note(actor="hr-office", at=datetime(2026, 3, 2, tzinfo=UTC))
    name = Key("activity", "a1")

    def put(work: Work) -> None:
        work.put(Document(name, "employee-1", "{}"))

    writer.run(note, put)
    writer.run(note, lambda work: work.withdraw(name))
    writer.run(note, put)
    assert writer.storage.read("district-7", [name]).revisions[name].body == "{}"


def test_a_database_that_is_away_is_told() -> None:
    with pytest.raises(UnavailableError):
        opened("postgresql://nobody@127.0.0.1:1/none")
