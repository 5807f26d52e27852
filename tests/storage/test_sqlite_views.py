"""What SQL people read is what the values say, with defaults filled in and amounts exact."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from plpcore.model import Portfolio
from plpcore.storage._relations import RELATIONS
from plpcore.storage.sqlite import SqliteStorage
from plpcore.testing.strategies import portfolios
from tests.journal.support import DISTRICT, batch, key, put
from tests.storage.page import PAGE, made
from tests.storage.viewed import FRACTIONAL, HOSTILE, Row, check_views, of_every_kind, reflections, whole

FLAG = "revisions: rows that do not say when they were replaced: 1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "district.db"


@pytest.fixture
def storage(path: Path) -> Iterator[SqliteStorage]:
    opened = SqliteStorage.open(path)
    yield opened
    opened.close()


def rows_of(storage: SqliteStorage, sql: str) -> list[Row]:
    cursor = storage._reading.db.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


@settings(max_examples=30)
@given(portfolios())
def test_each_view_shows_what_the_values_say(portfolio: Portfolio) -> None:
    storage = SqliteStorage.open(":memory:")
    storage.commit(DISTRICT, whole(portfolio))
    check_views(portfolio, lambda name: rows_of(storage, f"SELECT * FROM {name}"))
    assert storage.check() == ()
    storage.close()


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: body[:20])
def test_a_body_of_another_form_stops_neither_writing_nor_reading(body: str, storage: SqliteStorage) -> None:
    storage.commit(DISTRICT, of_every_kind(body))
    for relation in RELATIONS:
        rows_of(storage, f"SELECT * FROM {relation.name}")
    assert storage.check() == ()


def test_no_column_is_ever_a_floating_point_number(storage: SqliteStorage) -> None:
    storage.commit(DISTRICT, of_every_kind(FRACTIONAL))
    for relation in RELATIONS:
        rows = rows_of(storage, f"SELECT * FROM {relation.name}")
        assert not [row for row in rows if any(isinstance(value, float) for value in row.values())]


def test_kept_tables_follow_every_change(storage: SqliteStorage) -> None:
    first, second = '{"amounts":["1.5 hour","2/3 page"]}', '{"amounts":["2 hour"]}'
    amounts = "SELECT educator, amount, unit FROM learning_activity_amounts ORDER BY educator, place"
    storage.commit(DISTRICT, batch(put("a1", body=first), put("a2", body=second, owner="e2")))
    assert [tuple(row.values()) for row in rows_of(storage, amounts)] == [
        ("e1", "1.5", "hour"), ("e1", "2/3", "page"), ("e2", "2", "hour"),
    ]  # fmt: skip
    storage.commit(DISTRICT, batch(put("a1", 1, second, owner="e3")))
    assert [row["educator"] for row in rows_of(storage, amounts)] == ["e2", "e3"]
    storage.commit(DISTRICT, batch(put("a2", 1, None), put("a1", 2, None), erased=[key("a1")]))
    assert rows_of(storage, amounts) == []
    assert storage.check() == ()


def test_tenants_do_not_meet_in_a_kept_table(storage: SqliteStorage) -> None:
    for tenant in ("district-1", "district-2"):
        storage.commit(tenant, batch(put("a1", body=f'{{"title":"{tenant}"}}')))
    storage.commit("district-2", batch(put("a1", 1, None)))
    assert [row["tenant"] for row in rows_of(storage, "SELECT * FROM learning_activities")] == ["district-1"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "DELETE FROM learning_activities",
            "learning_activities: rows that are missing: 1, such as 'district-1:e1",
        ),
        ("UPDATE learning_activities SET title = 'x'", "learning_activities: rows that the journal does not have: 1"),
        ("UPDATE learning_activity_amounts SET numerator = 9", "learning_activity_amounts: rows that are missing: 2"),
        ("UPDATE owners SET seq = 9", "owners: rows that are missing: 1, such as 'district-1:e1:2'"),
        (
            "UPDATE revisions SET replaced_in = 9 WHERE version = 1",
            FLAG,
        ),
        (
            "UPDATE revisions SET replaced_in = NULL WHERE version = 1",
            FLAG,
        ),
    ],
)
def test_a_table_that_does_not_agree_with_the_journal_is_found_and_mended(
    statement: str, said: str, storage: SqliteStorage, path: Path
) -> None:
    storage.commit(DISTRICT, batch(put("a1")))
    storage.commit(DISTRICT, batch(put("a1", 1, '{"amounts":["1 hour","2 hour"]}')))
    db = sqlite3.connect(path)
    db.execute("DROP INDEX current_by_key")
    with db:
        db.execute(statement)
    db.close()
    assert any(line.startswith(said) for line in map(str, storage.check()))
    storage.rebuild()
    assert storage.check() == ()


def test_a_private_reflection_says_nothing_in_the_views(storage: SqliteStorage) -> None:
    storage.commit(DISTRICT, reflections())
    rows = rows_of(storage, "SELECT visibility, body FROM reflections ORDER BY id")
    assert [tuple(row.values()) for row in rows] == [
        ("private", None), ("reviewer", "my words"), ("district", "my words"),
    ]  # fmt: skip


def test_the_documents_of_the_model_have_views_for_all_their_kinds() -> None:
    kinds = {relation.kind for relation in RELATIONS}
    assert kinds == {
        "educator", "plan", "goal", "activity", "evidence", "reflection", "review", "submission", "sign-off",
        "carried-credit", "grant", "decision", "appeal",
    }  # fmt: skip


def test_the_page_of_the_views_is_made_anew_when_a_view_changes() -> None:
    assert PAGE.read_text("utf-8") == made(), "run: python -m tests.storage.page"
