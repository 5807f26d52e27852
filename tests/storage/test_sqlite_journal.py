"""What a SQLite file keeps is what the reference keeps in memory; and what only a file can do wrong."""

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import pytest

from plpcore.errors import BusyError, ConflictError, CorruptError, InputError, NotSupportedError, UnavailableError
from plpcore.journal import PAGE_ROWS, Batch, Check, Key, Put, Scope, Storage, pages_of, scan_pages, verify
from plpcore.storage import MemoryStorage
from plpcore.storage.sqlite import SqliteStorage
from tests.journal.support import DISTRICT, batch, filled, key, note, put, salt

HUGE = 2**80


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "district.db"


@pytest.fixture
def storage(path: Path) -> Iterator[SqliteStorage]:
    opened = SqliteStorage.open(path)
    yield opened
    opened.close()


def change(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


def random_batch(chance: random.Random, versions: dict[Key, int]) -> Batch:
    """Return a batch that is right in most cases."""
    names = chance.sample([Key(kind, f"{name}") for kind in ("activity", "goal") for name in "aB_é😀"], 3)
    puts = tuple(
        Put(
            one,
            chance.choice(("e1", "e2")),
            versions.get(one, 0) + (chance.random() < 0.05),
            body,
            salt(chance.randrange(99)),
        )
        for one in names
        for body in [chance.choice((None, "{}", '{"n":1}', "no JSON", "é😀"))]
        if versions.get(one, 0) or body is not None
    )
    erased = tuple(one.key for one in puts if one.body is None and chance.random() < 0.5)
    checks = (Check(Key("plan", "p"), int(chance.random() < 0.1)),)
    scopes = (Scope("e1", max(versions.values(), default=0) if chance.random() < 0.1 else 99),)
    by = note(chance.choice(("", "c1", "c2", "c3")), chance.randrange(9))
    return Batch(puts or (Put(names[0], "e1", versions.get(names[0], 0), "{}", salt()),), by, checks, scopes, erased)


def outcome(storage: Storage, given: Batch) -> object:
    try:
        return storage.commit(DISTRICT, given)
    except ConflictError as error:
        return error.args


@pytest.mark.parametrize("seed", range(5))
def test_it_answers_as_the_reference_does(seed: int, storage: SqliteStorage) -> None:
    chance, reference = random.Random(seed), MemoryStorage()
    for _ in range(30):
        every = [one for page in reference.log(DISTRICT).entries for one in page.revisions]
        given = random_batch(chance, {one.key: one.version for one in every})
        assert outcome(storage, given) == outcome(reference, given)
        as_of = chance.choice((None, 0, 3, 10, HUGE))
        kind, owner = chance.choice(("", "activity", "goal", "nothing")), chance.choice(("", "e1", "e2", "\ud800"))
        after = chance.choice((None, Key("activity", "a"), Key("goal", "_"), Key("other", "z")))
        found = [one.scan(DISTRICT, kind, owner, after, as_of) for one in (storage, reference)]
        assert found[0] == found[1]
        keys = [one.key for one in every] + [Key("activity", "nobody")]
        assert storage.read(DISTRICT, keys, as_of) == reference.read(DISTRICT, keys, as_of)
        assert storage.log(DISTRICT, 3, 4) == reference.log(DISTRICT, 3, 4)
        assert storage.receipt(DISTRICT, "c1") == reference.receipt(DISTRICT, "c1")
    assert verify(storage, DISTRICT) == verify(reference, DISTRICT)
    assert storage.check() == ()


def test_what_was_written_is_there_when_the_file_is_opened_again(storage: SqliteStorage, path: Path) -> None:
    written = filled(storage)
    storage.close()
    for again in (SqliteStorage.open(path), SqliteStorage.open(path, read_only=True)):
        assert [entry.commit for entry in again.log(DISTRICT).entries] == written
        assert again.read("district-2", [key()]).revisions == {}
        again.close()


def test_pages_of_documents_end_where_they_are_full_and_go_on_behind(storage: SqliteStorage) -> None:
    storage.commit(DISTRICT, batch(*(put(f"a{number:04d}") for number in range(PAGE_ROWS + 5))))
    long = "x" * (3 * 2**20)
    storage.commit(DISTRICT, batch(*(Put(key(f"b{number}"), "e2", 0, long, salt()) for number in range(4))))
    assert [len(page.revisions) for page in scan_pages(storage, DISTRICT)] == [PAGE_ROWS, 7, 2]
    assert [len(page.revisions) for page in scan_pages(storage, DISTRICT, owner="e1", as_of=1)] == [PAGE_ROWS, 5]


def test_pages_of_commits_hold_whole_commits(storage: SqliteStorage) -> None:
    half = PAGE_ROWS // 2
    for number in range(3):
        storage.commit(DISTRICT, batch(*(put(f"a{number}-{place}") for place in range(half))))
    storage.commit(DISTRICT, batch(*(put(f"b{place}") for place in range(PAGE_ROWS + 1))))
    storage.commit(DISTRICT, batch(put("c", body="x" * (9 * 2**20))))
    pages = [[len(entry.revisions) for entry in page.entries] for page in pages_of(storage, DISTRICT)]
    assert pages == [[half, half], [half], [PAGE_ROWS + 1], [1]]


def test_a_document_that_was_handed_to_somebody_else_is_touched_for_both(storage: SqliteStorage) -> None:
    storage.commit(DISTRICT, batch(put("a1")))
    storage.commit(DISTRICT, batch(put("a1", 1, owner="e2")))
    assert storage.scan(DISTRICT, owner="e1").revisions == ()
    assert [one.version for one in storage.scan(DISTRICT, owner="e1", as_of=1).revisions] == [1]
    with pytest.raises(ConflictError, match="'e2' was changed meanwhile: expected 1, found 2"):
        storage.commit(DISTRICT, batch(put("a2"), scopes=[Scope("e2", 1)]))
    assert storage.check() == ()


@pytest.mark.parametrize("given", [batch(put("a1")), batch(put("a1", 2)), batch(put("a2"), put("a1", 7))])
def test_a_conflict_writes_nothing(given: Batch, storage: SqliteStorage) -> None:
    storage.commit(DISTRICT, batch(put("a1")))
    before = storage.log(DISTRICT)
    with pytest.raises(ConflictError, match="'activity:a1' was changed meanwhile"):
        storage.commit(DISTRICT, given)
    assert storage.log(DISTRICT) == before
    assert storage.check() == ()


def test_what_was_erased_is_in_none_of_the_files(storage: SqliteStorage, path: Path) -> None:
    storage.commit(DISTRICT, batch(put("a1", body='{"title":"a-secret"}')))
    assert any(b"a-secret" in one.read_bytes() for one in path.parent.iterdir())
    storage.commit(DISTRICT, batch(put("a1", 1, None), erased=[key("a1")]))
    assert not any(b"a-secret" in one.read_bytes() for one in path.parent.iterdir())


def test_an_erasure_goes_on_although_a_reader_keeps_the_log(path: Path) -> None:
    storage = SqliteStorage.open(path, busy_seconds=0.01)
    storage.commit(DISTRICT, batch(put("a1")))
    with sqlite3.connect(path, isolation_level=None) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM revisions").fetchone()
        storage.commit(DISTRICT, batch(put("a1", 1, None), erased=[key("a1")]))
    reader.close()
    assert verify(storage, DISTRICT).erased == 1
    storage.close()


def test_a_tenant_that_could_be_none_is_refused(storage: SqliteStorage) -> None:
    uses: list[Callable[[], object]] = [
        lambda: storage.commit("\ud800", batch(put())),
        lambda: storage.read("", ()),
        lambda: storage.scan(" "),
        lambda: storage.log("a\nb"),
        lambda: storage.receipt("", "c"),
    ]
    for use in uses:
        with pytest.raises(InputError, match=r"\$.tenant"):
            use()


def test_a_text_that_cannot_be_stored_is_found_nowhere(storage: SqliteStorage) -> None:
    filled(storage)
    assert storage.scan(DISTRICT, "\ud800").revisions == ()
    assert storage.receipt(DISTRICT, "\ud800") is None
    assert storage.receipt(DISTRICT, "") is None


def test_readers_wait_for_no_writer_and_a_writer_that_waited_too_long_says_so(path: Path) -> None:
    storage = SqliteStorage.open(path, busy_seconds=0.01)
    filled(storage)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert storage.read(DISTRICT, ()).head.seq == 3
        with pytest.raises(BusyError, match="nothing was written, try again"):
            storage.commit(DISTRICT, batch(put("a9")))
    other.close()
    assert storage.commit(DISTRICT, batch(put("a9"))).seq == 4
    storage.close()


def test_a_file_opened_for_reading_is_left_as_it_is(storage: SqliteStorage, path: Path) -> None:
    filled(storage)
    reading = SqliteStorage.open(path, read_only=True)
    assert (reading.capabilities.read_only, storage.capabilities.read_only) == (True, False)
    for use in (lambda: reading.commit(DISTRICT, batch(put("a9"))), reading.rebuild):
        with pytest.raises(NotSupportedError, match="opened to read only"):
            use()
    assert reading.check() == ()
    storage.rebuild()
    assert storage.check() == ()
    reading.close()
    with pytest.raises(UnavailableError, match="it was closed"):
        reading.commit(DISTRICT, batch(put("a9")))


def test_in_memory_it_promises_less() -> None:
    storage = SqliteStorage.open(":memory:")
    filled(storage)
    assert (storage.capabilities.durable, storage.capabilities.multi_process, storage.capabilities.sql) == (
        False, False, True,
    )  # fmt: skip
    assert (verify(storage, DISTRICT).faults, storage.check()) == ((), ())
    storage.close()


def test_threads_use_one_storage_together(storage: SqliteStorage) -> None:
    def work(name: str) -> None:
        for number in range(10):
            storage.commit(DISTRICT, batch(put(f"{name}-{number}")))
            storage.scan(DISTRICT)

    threads = [Thread(target=work, args=(f"t{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify(storage, DISTRICT).revisions == 40


def _use_in_a_fork(storage: SqliteStorage, said: object) -> None:
    try:
        storage.log(DISTRICT)
    except UnavailableError as error:
        said.send(str(error))  # type: ignore[attr-defined]
        os._exit(0)


def test_a_storage_is_not_carried_into_another_process(storage: SqliteStorage) -> None:
    context = get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=_use_in_a_fork, args=(storage, theirs))
    child.start()
    assert "another process opened it" in ours.recv()
    child.join()
    storage._process = 0
    with pytest.raises(UnavailableError, match="another process opened it"):
        storage.check()


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE commits SET at = 'yesterday' WHERE seq = 3", "district-1 commit 3"),
        ("UPDATE commits SET hash = 'zz' WHERE seq = 3", "district-1 commit 3"),
        ("UPDATE commits SET previous = 'aa' WHERE seq = 2", "district-1 commit 2"),
        ("UPDATE commits SET erased = '[1]' WHERE seq = 2", "district-1 commit 2"),
        ("UPDATE commits SET actor = '' WHERE seq = 1", "district-1 commit 1"),
        ("UPDATE revisions SET kind = ' ' WHERE seq = 1 AND place = 0", "district-1 commit 1"),
        ("UPDATE revisions SET body = CAST(x'ff' AS TEXT) WHERE seq = 1", "a text in the file is not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_a_contradiction_with_its_place(
    statement: str, place: str, storage: SqliteStorage, path: Path
) -> None:
    filled(storage)
    change(path, statement)
    with pytest.raises(CorruptError, match=place):
        storage.log(DISTRICT)


@pytest.mark.parametrize(
    "change_of",
    [
        "commits SET seq = 9 WHERE seq = 3",
        "commits SET at = '2026-01-31T12:00:00.000001Z' WHERE seq = 1",
        "commits SET actor = 't2' WHERE seq = 2",
        "commits SET on_behalf_of = 't2' WHERE seq = 2",
        "commits SET reason = 'other' WHERE seq = 2",
        "commits SET command_id = '' WHERE seq = 3",
        "commits SET erased = '[]' WHERE seq = 3",
        "commits SET previous = hash WHERE seq = 2",
        "commits SET hash = previous WHERE seq = 1",
        "revisions SET seq = 3, place = 1 WHERE seq = 2",
        "revisions SET place = 2 WHERE seq = 1 AND place = 0",
        "revisions SET kind = 'goal' WHERE seq = 2",
        "revisions SET id = 'a3' WHERE seq = 2",
        "revisions SET owner = 'e2' WHERE seq = 2",
        "revisions SET version = 3 WHERE seq = 2",
        "revisions SET schema = 2 WHERE seq = 2",
        "revisions SET body = '{\"n\":4}' WHERE seq = 2",
        "revisions SET body = NULL, salt = NULL WHERE seq = 2",
        "revisions SET salt = zeroblob(16) WHERE seq = 2",
        "revisions SET leaf = zeroblob(32) WHERE seq = 2",
    ],
)
def test_whatever_is_changed_in_the_file_is_noticed(change_of: str, storage: SqliteStorage, path: Path) -> None:
    filled(storage)
    change(path, f"UPDATE {change_of}")
    assert verify(storage, DISTRICT).faults


def test_a_commit_without_its_documents_and_documents_without_their_commit_are_noticed(
    storage: SqliteStorage, path: Path
) -> None:
    filled(storage)
    change(path, "UPDATE revisions SET seq = 9 WHERE seq = 2")
    assert [len(entry.revisions) for entry in storage.log(DISTRICT).entries] == [2, 0, 1]
    assert [fault.code for fault in verify(storage, DISTRICT).faults] == ["changed-commit"]
    change(path, "DELETE FROM commits WHERE seq = 2")
    assert [fault.code for fault in verify(storage, DISTRICT).faults][:2] == ["gap", "broken-link"]
    assert "revisions: rows of no commit: 1" in str(storage.check()[0])


def test_documents_between_two_commits_belong_to_neither(storage: SqliteStorage, path: Path) -> None:
    filled(storage)
    change(path, "PRAGMA foreign_keys = OFF", "DELETE FROM commits WHERE seq = 2")
    assert [[one.seq for one in entry.revisions] for entry in storage.log(DISTRICT).entries] == [[1, 1], [3]]


def test_a_row_that_is_in_the_way_is_a_contradiction_and_no_conflict(storage: SqliteStorage, path: Path) -> None:
    filled(storage)
    change(path, "UPDATE revisions SET seq = 4, place = 0 WHERE seq = 2")
    with pytest.raises(CorruptError, match="district-1 commit 4: what stands in the file is in its way"):
        storage.commit(DISTRICT, batch(put("a9")))
    assert storage.read(DISTRICT, ()).head.seq == 3


def test_a_second_closing_does_nothing(storage: SqliteStorage) -> None:
    storage.close()
    storage.close()
    for use in (lambda: storage.log(DISTRICT), lambda: storage.commit(DISTRICT, batch(put())), storage.check):
        with pytest.raises(UnavailableError, match="it was closed"):
            use()
