"""A PostgreSQL database whose URL stands in `DATABASE_URL`; its tables are made anew for each test."""

import os
from collections.abc import Iterator

import pytest
from hr_app.models import Base, Employee
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from plpcore.storage import open_storage

URL = os.environ.get("DATABASE_URL", "")


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return an HR database with one employee, and with the tables of the journal."""
    if not URL:
        pytest.fail("set DATABASE_URL to the URL of an empty PostgreSQL database")
    engine = create_engine(URL.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS plpcore CASCADE"))
        connection.execute(text("DROP TABLE IF EXISTS plan_change, plan_owner, plan_document"))
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    open_storage(URL).close()
    with Session(engine) as session, session.begin():
        session.add(Employee(number=1, name="Ada"))
    yield engine
    engine.dispose()
