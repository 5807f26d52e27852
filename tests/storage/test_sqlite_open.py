"""Opening a file: its settings, whose it is, which form it has, and many who open it at once."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from plpcore.errors import BusyError, CorruptError, StorageError, UnavailableError
from plpcore.storage._sqlite_errors import meaning
from plpcore.storage._sqlite_open import check_form, rollback
from plpcore.storage._sqlite_schema import APPLICATION, SCHEMA
from plpcore.storage.sqlite import SqliteStorage
from tests.journal.support import DISTRICT, batch, filled, put
from tests.storage.disk import OK, mounted, system_named


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a district é.db"


def asked(db: sqlite3.Connection, *pragmas: str) -> list[object]:
    return [db.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas]


def made_by_others(path: Path, statement: str) -> None:
    db = sqlite3.connect(path)
    db.execute(statement)
    db.close()


def _newer(path: Path) -> None:
    SqliteStorage.open(path).close()
    made_by_others(path, f"PRAGMA user_version = {SCHEMA + 1}")


def test_a_commit_is_on_the_disk_before_it_is_acknowledged(path: Path) -> None:
    storage = SqliteStorage.open(path, busy_seconds=7)
    assert storage._writing is not None
    settings = asked(
        storage._writing.db,
        "journal_mode",
        "synchronous",
        "foreign_keys",
        "secure_delete",
        "busy_timeout",
    )
    assert settings == ["wal", 2, 1, 1, 7000]
    assert asked(storage._writing.db, "application_id", "user_version") == [APPLICATION, SCHEMA]
    storage.close()


def test_every_table_is_strict_and_the_steps_are_written_down(path: Path) -> None:
    SqliteStorage.open(path).close()
    db = sqlite3.connect(path)
    tables = db.execute(
        "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
    ).fetchall()
    assert {name for name, strict in tables if not strict} == {"_sqlite_migrations", "sqlite_schema"}
    assert db.execute("SELECT migration_set, name FROM _sqlite_migrations").fetchall() == [("plpcore", "journal")]
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()


def test_the_schema_library_is_loaded_only_for_a_file_that_needs_a_step(path: Path) -> None:
    SqliteStorage.open(path).close()
    script = "import sys; from plpcore.storage.sqlite import SqliteStorage as S; S.open(sys.argv[1]).close();"
    shown = "print('sqlite_utils' in sys.modules)"
    for where, loaded in ((path, "False"), (path.with_name("new.db"), "True")):
        done = subprocess.run([sys.executable, "-c", script + shown, where], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == loaded


def test_plugins_of_other_people_are_not_run(path: Path) -> None:
    from sqlite_utils.plugins import pm

    class Spy:
        def prepare_connection(self, conn: object) -> None:
            raise AssertionError

    pm.register(Spy(), "spy")
    try:
        SqliteStorage.open(path).close()
    finally:
        pm.unregister(name="spy")


@pytest.mark.parametrize(
    ("prepare", "line"),
    [
        (lambda path: path.write_text("id,name\n" * 200), "the file is no SQLite database"),
        (lambda path: path.mkdir(), "cannot be"),
        (lambda path: made_by_others(path, "CREATE TABLE t (a)"), "the file belongs to another program"),
        (lambda path: made_by_others(path, "PRAGMA application_id = 7"), "the file belongs to another program"),
        (_newer, f"form {SCHEMA + 1}, and this version of plpcore knows {SCHEMA}"),
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_journal_is_refused_in_one_line_and_left_alone(
    prepare: Callable[[Path], object], line: str, read_only: bool, path: Path
) -> None:
    prepare(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(UnavailableError) as refused:
        SqliteStorage.open(path, read_only=read_only)
    assert line in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_reading_alone_needs_a_file_of_this_form(path: Path) -> None:
    with pytest.raises(UnavailableError, match="cannot be opened"):
        SqliteStorage.open(path, read_only=True)
    path.touch()
    with pytest.raises(UnavailableError, match="it must be opened for writing once"):
        SqliteStorage.open(path, read_only=True)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match=r"nowhere/x\.db: the file cannot be opened"):
        SqliteStorage.open(tmp_path / "nowhere" / "x.db")


def test_a_file_system_without_shared_memory_is_refused(path: Path) -> None:
    with system_named("unix-dotfile"), pytest.raises(UnavailableError, match="cannot hold a write-ahead log"):
        SqliteStorage.open(path)


def test_whoever_keeps_a_new_file_locked_is_waited_for_and_then_told_about(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError):
        SqliteStorage.open(path, busy_seconds=0.05)
    other.execute("ROLLBACK")
    other.close()
    SqliteStorage.open(path, busy_seconds=0.05).close()


def test_a_step_that_fails_leaves_the_file_without_any_of_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (("journal", ("CREATE TABLE commits (a)", "CREATE TABLE commits (a)")),)
    monkeypatch.setattr("plpcore.storage.sqlite.STEPS", steps)
    with pytest.raises(UnavailableError):
        SqliteStorage.open(path)
    monkeypatch.undo()
    SqliteStorage.open(path).close()


def test_views_of_an_earlier_version_are_made_again(path: Path) -> None:
    storage = SqliteStorage.open(path)
    storage.commit(DISTRICT, batch(put("a1", body='{"kind":"book"}')))
    storage.close()
    made_by_others(path, "DROP VIEW heads")
    made_by_others(path, "DROP TABLE learning_activities")
    made_by_others(path, "CREATE VIEW learning_activities AS SELECT 1")
    again = SqliteStorage.open(path)
    assert again.check() == ()
    again.close()


def _opened(path: str) -> str:
    try:
        SqliteStorage.open(path, busy_seconds=60).close()
    except StorageError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_a_file_that_another_one_makes_while_it_is_looked_at_is_no_other_programs(path: Path, moment: int) -> None:
    class Overtaken(sqlite3.Connection):
        asked = 0

        def execute(self, *statement: Any) -> sqlite3.Cursor:
            self.asked += 1
            if self.asked == moment:
                SqliteStorage.open(path).close()
            return super().execute(*statement)

    db = sqlite3.connect(path, factory=Overtaken, isolation_level=None)
    assert check_form(db, "the file") in {True, False}
    assert check_form(db, "the file")
    db.close()


def test_many_open_a_new_file_at_once(path: Path) -> None:
    with ProcessPoolExecutor(6, get_context("forkserver")) as pool:
        assert set(pool.map(_opened, [str(path)] * 180)) == {""}


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        (sqlite3.SQLITE_BUSY, BusyError, "somebody else is writing"),
        (sqlite3.SQLITE_LOCKED, BusyError, "somebody else is writing"),
        (sqlite3.SQLITE_CORRUPT, CorruptError, "f.db: the file contradicts itself"),
        (sqlite3.SQLITE_FULL, UnavailableError, "f.db: the disk is full"),
        (sqlite3.SQLITE_IOERR_FSYNC, UnavailableError, "f.db: the disk cannot be read or written"),
        (sqlite3.SQLITE_READONLY, UnavailableError, "f.db: the file cannot be written"),
        (sqlite3.SQLITE_ERROR, UnavailableError, "SQLite gave up with OperationalError 1"),
    ],
)
def test_each_error_of_the_driver_has_one_of_ours(code: int, kind: type[StorageError], said: str) -> None:
    error = sqlite3.OperationalError("a secret")
    error.sqlite_errorcode = code
    told = meaning(error, "f.db")
    assert type(told) is kind
    assert said in str(told)
    assert "secret" not in str(told)


def test_an_error_without_a_number_is_told_too() -> None:
    assert "SQLite gave up with ProgrammingError;" in str(meaning(sqlite3.ProgrammingError("a secret"), "f.db"))


def test_what_cannot_be_rolled_back_is_left_to_the_library(path: Path) -> None:
    class Broken:
        in_transaction = True

        def execute(self, _: str) -> None:
            raise sqlite3.OperationalError

    rollback(Broken())  # type: ignore[arg-type]  # the one error that no disk brings about
    idle = sqlite3.connect(path)
    rollback(idle)
    idle.close()


def test_a_disk_that_only_looks_on_changes_nothing(path: Path) -> None:
    with mounted(lambda _: OK):
        storage = SqliteStorage.open(path)
        assert filled(storage)[-1].seq == 3
        storage.close()


def test_the_page_of_the_file_names_every_table_and_column(path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "sqlite-file.md").read_text("utf-8")
    SqliteStorage.open(path).close()
    db = sqlite3.connect(path)
    for table in ("commits", "revisions"):
        part = page.split(f"`{table}`: one row", 1)[1].split("\n\n")[1]
        rows = [f"| `{name}` | {kind} |" for _, name, kind, *_ in db.execute(f"PRAGMA table_info({table})")]
        assert [line[: len(row)] for line, row in zip(part.splitlines()[2:], rows, strict=True)] == rows
    for table in ("owners", "heads", "documents"):
        names = ", ".join(row[1] for row in db.execute(f"PRAGMA table_info({table})"))
        assert f"`{table}` ({names})" in " ".join(page.split())
    assert f"{APPLICATION}, the bytes `PLPJ`" in page
    assert f"the number of the file's form: {SCHEMA}" in page
    db.close()
