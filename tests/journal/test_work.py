"""The unit of work: what it reads it holds on to, and what it writes it writes at once."""

from collections.abc import Iterator
from functools import partial
from threading import Barrier, Thread

import pytest

from plpcore.errors import BusyError, ConflictError, ModelError
from plpcore.journal import Batch, Commit, Key, Work, head_of, verify
from plpcore.storage import MemoryStorage
from tests.journal.support import DISTRICT, batch, counted_salts, document, key, note, put, writer
from tests.storage.levels import StateOnly


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()


def bodies(storage: MemoryStorage) -> dict[str, str | None]:
    return {str(one.key): one.body for one in storage.scan(DISTRICT).revisions}


def test_what_a_piece_of_work_puts_is_written_when_it_ends(storage: MemoryStorage) -> None:
    done = writer(storage).run(note(), lambda work: work.put(document(body='{"n":1}')))
    assert bodies(storage) == {"activity:a1": '{"n":1}'}
    assert (done.result, done.is_repeated) == (None, False)
    assert done.commit is not None
    assert done.commit.checkpoint == head_of(storage, DISTRICT)


def test_work_that_fails_writes_nothing(storage: MemoryStorage) -> None:
    def fails(work: Work) -> None:
        work.put(document())
        raise ModelError("$", "no", "")

    with pytest.raises(ModelError):
        writer(storage).run(note(), fails)
    assert bodies(storage) == {}


def test_work_that_writes_nothing_makes_no_commit(storage: MemoryStorage) -> None:
    done = writer(storage).run(note(), lambda work: work.get(key()))
    assert (done.result, done.commit) == (None, None)
    assert head_of(storage, DISTRICT).seq == 0


def test_work_reads_its_own_writes(storage: MemoryStorage) -> None:
    storage.commit(DISTRICT, batch(put("a1"), put("a2"), put("b1", owner="e2")))

    def reads(work: Work) -> list[str]:
        assert [one.key.id for one in work.owned("e1")] == ["a1", "a2"]
        work.put(document("a3"))
        work.put(document("g1", kind="goal"))
        work.withdraw(key("a1"))
        work.put(document("b2", owner="e2"))
        assert work.get(key("a1")) is None
        assert work.get(key("a3")) == document("a3")
        assert [one.key.id for one in work.owned("e1")] == ["a2", "a3", "g1"]
        return [one.key.id for one in work.owned("e1", "activity")]

    assert writer(storage).run(note(), reads).result == ["a2", "a3"]
    assert set(bodies(storage)) == {"activity:a2", "activity:a3", "activity:b1", "activity:b2", "goal:g1"}


def test_what_was_never_there_is_neither_withdrawn_nor_erased(storage: MemoryStorage) -> None:
    def nothing(work: Work) -> None:
        work.withdraw(key("none"))
        work.erase(key("none"))
        work.put(document("new"))
        work.withdraw(key("new"))

    assert writer(storage).run(note(), nothing).commit is None


def test_a_document_of_somebody_else_is_not_overwritten(storage: MemoryStorage) -> None:
    storage.commit(DISTRICT, batch(put("a1", owner="e2")))
    with pytest.raises(ModelError, match=r"'activity:a1' is somebody else's; give the document an id of its own"):
        writer(storage).run(note(), lambda work: work.put(document("a1")))


def test_an_id_that_was_withdrawn_is_free_for_somebody_else(storage: MemoryStorage) -> None:
    writer(storage).run(note(), lambda work: work.put(document()))
    writer(storage).run(note(), lambda work: work.withdraw(key()))
    writer(storage).run(note(), lambda work: work.put(document(owner="e2")))
    assert [(one.owner, one.version) for one in storage.scan(DISTRICT).revisions] == [("e2", 3)]


def test_an_erasure_forgets_every_body_and_the_chain_still_verifies(storage: MemoryStorage) -> None:
    writer(storage).run(note(), lambda work: work.put(document(body='{"secret":1}')))
    writer(storage).run(note(), lambda work: work.put(document(body='{"secret":2}')))
    done = writer(storage).run(note(), lambda work: work.erase(key()))
    assert done.commit is not None
    assert done.commit.erased == (key(),)
    assert "secret" not in repr(storage.log(DISTRICT))
    found = verify(storage, DISTRICT)
    assert (found.faults, found.revisions, found.erased) == ((), 3, 2)
    assert storage.read(DISTRICT, [key()], as_of=1).revisions[key()].is_erased
    assert not storage.read(DISTRICT, [key()]).revisions[key()].is_erased


def test_an_erased_document_may_be_written_anew(storage: MemoryStorage) -> None:
    writer(storage).run(note(), lambda work: work.put(document()))
    writer(storage).run(note(), lambda work: work.erase(key()))
    writer(storage).run(note(), lambda work: work.put(document(body="[]")))
    assert bodies(storage) == {"activity:a1": "[]"}
    assert verify(storage, DISTRICT).faults == ()


def test_the_same_command_again_returns_the_first_commit_and_runs_nothing(storage: MemoryStorage) -> None:
    runs: list[int] = []

    def work(room: Work) -> str:
        runs.append(1)
        room.put(document())
        return "done"

    first = writer(storage).run(note("c1"), work)
    again = writer(storage).run(note("c1"), work)
    assert (len(runs), again.commit, again.result, again.is_repeated) == (1, first.commit, None, True)


def test_of_two_runs_of_a_command_at_once_only_one_says_that_it_did_it() -> None:
    class Late(MemoryStorage):
        """The other run writes after this one has asked whether it did."""

        def receipt(self, tenant: str, command_id: str) -> Commit | None:
            found = super().receipt(tenant, command_id)
            if found is None:
                super().commit(tenant, batch(put("a1", body="1"), by=note(command_id)))
            return found

    storage = Late()

    def work(room: Work) -> str:
        room.put(document(body="2"))
        return "done"

    done = writer(storage).run(note("c1"), work)
    assert (done.result, done.is_repeated, bodies(storage)) == (None, True, {"activity:a1": "1"})


def test_a_storage_that_remembers_no_commands_is_not_asked_and_runs_each_time() -> None:
    storage, runs = StateOnly(), list[int]()

    def work(room: Work) -> int:
        runs.append(1)
        room.put(document(body=str(len(runs))))
        return len(runs)

    for number in (1, 2):
        done = writer(storage).run(note("c1"), work)
        assert done.commit is not None
        assert (done.result, done.is_repeated, done.commit.note.command_id) == (number, False, "")
    assert bodies(storage) == {"activity:a1": "2"}


class Meddling(MemoryStorage):
    """Somebody else writes, or is writing, just before the batch comes."""

    def __init__(self, *meddling: Batch | Exception) -> None:
        super().__init__()
        self.left: Iterator[Batch | Exception] = iter(meddling)

    def commit(self, tenant: str, batch: Batch) -> Commit:
        other = next(self.left, None)
        if isinstance(other, Exception):
            raise other
        if other is not None:
            super().commit(tenant, other)
        return super().commit(tenant, batch)


def test_work_is_run_again_when_what_it_read_has_changed() -> None:
    storage = Meddling(batch(put("a1", body="2")))

    def adds(work: Work) -> None:
        known = work.get(key())
        work.put(document("sum", body=str(1 + int(known.body if known else "1"))))

    done = writer(storage).run(note(), adds)
    assert bodies(storage) == {"activity:a1": "2", "activity:sum": "3"}
    assert done.commit is not None
    assert done.commit.seq == 2


def test_work_is_run_again_when_an_owner_who_was_looked_through_has_one_more() -> None:
    storage = Meddling(batch(put("a9")))

    def up_to_one(work: Work) -> bool:
        has_room = not work.owned("e1")
        if has_room:
            work.put(document("a1"))
        return has_room

    assert writer(storage).run(note(), up_to_one).result is False
    assert set(bodies(storage)) == {"activity:a9"}


def test_an_owner_who_was_not_looked_through_may_change() -> None:
    storage = Meddling(batch(put("a9", owner="e2")))
    done = writer(storage, attempts=1).run(note(), lambda work: work.put(document(str(len(work.owned("e1"))))))
    assert done.commit is not None


@pytest.mark.parametrize("error", [BusyError(), ConflictError("activity:a1", 0, 1)])
def test_work_gives_up_after_so_many_attempts_and_waits_between_them(error: Exception) -> None:
    waits: list[int] = []
    storage = Meddling(*[error] * 9)
    patient = writer(storage, attempts=3)
    patient = type(patient)(storage, DISTRICT, counted_salts(), waits.append, 3)
    with pytest.raises(type(error)):
        patient.run(note(), lambda work: work.put(document()))
    assert waits == [1, 2]


def test_a_command_that_was_written_although_the_answer_was_lost_is_not_written_twice() -> None:
    class Forgetful(MemoryStorage):
        def commit(self, tenant: str, batch: Batch) -> Commit:
            super().commit(tenant, batch)
            raise BusyError

    storage = Forgetful()
    done = writer(storage).run(note("c1"), lambda work: work.put(document()))
    assert (done.is_repeated, head_of(storage, DISTRICT).seq) == (True, 1)


def test_no_update_is_lost_and_no_limit_overshot_by_threads_that_write_at_once(storage: MemoryStorage) -> None:
    at_once = Barrier(8)

    def adds(number: int) -> None:
        at_once.wait()
        for round_ in range(5):
            writer(storage, attempts=1000).run(note(), partial(up_to_12, name=f"{number}-{round_}"))

    def up_to_12(work: Work, name: str) -> None:
        if len(work.owned("e1")) < 12:
            work.put(document(name))

    threads = [Thread(target=adds, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bodies(storage)) == 12
    assert verify(storage, DISTRICT).faults == ()


def test_a_document_is_found_by_its_kind_and_id() -> None:
    assert min(Key("goal", "a"), Key("activity", "b"), Key("activity", "a")) == Key("activity", "a")


def test_more_than_one_page_of_an_owners_documents_is_looked_through(storage: MemoryStorage) -> None:
    for round_ in range(3):
        storage.commit(DISTRICT, batch(*(put(f"{round_}-{number:04}") for number in range(700))))
    assert len(writer(storage).run(note(), lambda work: work.owned("e1")).result or ()) == 2_100
    assert verify(storage, DISTRICT).revisions == 2_100


def test_what_was_written_before_an_owner_is_looked_through_is_seen_and_what_was_taken_away_is_not(
    storage: MemoryStorage,
) -> None:
    def first(work: Work) -> None:
        for name in ("a1", "a2", "a3"):
            work.put(document(name))
        work.put(document("g1", kind="goal"))

    def second(work: Work) -> list[str]:
        work.put(document("a9"))
        work.put(document("b1", owner="e2"))
        work.withdraw(key("a1"))
        seen = [str(one.key) for one in work.owned("e1")]
        work.erase(key("a2"))
        work.put(document("a0", kind="goal"))
        return [*seen, *(str(one.key) for one in work.owned("e1"))]

    writer(storage).run(note(), first)
    assert writer(storage).run(note(), second).result == [
        *("activity:a2", "activity:a3", "activity:a9", "goal:g1"),
        *("activity:a3", "activity:a9", "goal:a0", "goal:g1"),
    ]
