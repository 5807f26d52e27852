"""Verification: a changed bit, a moved row, a cut tail and an erasure that was not one are all noticed."""

from collections.abc import Callable

import pytest
from attrs import evolve

from plpcore.journal import Checkpoint, Entry, Fault, FaultCode, Key, LogPage, head_of, verify
from plpcore.storage import MemoryStorage
from tests.journal.support import DISTRICT, batch, filled, key, note, put, salt


class Tampered(MemoryStorage):
    """Returns entries that somebody changed after they were written."""

    def __init__(self, change: Callable[[list[Entry]], list[Entry]], head: Checkpoint | None = None) -> None:
        super().__init__()
        self.change, self.said = change, head

    def log(self, tenant: str, after: int = 0, limit: int = 1_000) -> LogPage:
        page = super().log(tenant, after, limit)
        return LogPage(self.said or page.head, tuple(self.change(list(page.entries))), page.next)


def codes(
    change: Callable[[list[Entry]], list[Entry]], checkpoint: Checkpoint | None = None, head: Checkpoint | None = None
) -> set[FaultCode]:
    storage = Tampered(change, head)
    filled(storage)
    return {fault.code for fault in verify(storage, DISTRICT, checkpoint).faults}


def revised(number: int, place: int, **changes: object) -> Callable[[list[Entry]], list[Entry]]:
    def change(entries: list[Entry]) -> list[Entry]:
        revisions = list(entries[number].revisions)
        revisions[place] = evolve(revisions[place], **changes)  # type: ignore[arg-type]
        entries[number] = evolve(entries[number], revisions=tuple(revisions))
        return entries

    return change


def committed(number: int, **changes: object) -> Callable[[list[Entry]], list[Entry]]:
    def change(entries: list[Entry]) -> list[Entry]:
        commit = evolve(entries[number].commit, **changes)  # type: ignore[arg-type]
        entries[number] = evolve(entries[number], commit=commit)
        return entries

    return change


def test_an_untouched_journal_has_no_faults() -> None:
    storage = MemoryStorage()
    commits = filled(storage)
    steps: list[tuple[int, int]] = []
    found = verify(storage, DISTRICT, commits[1].checkpoint, lambda done, whole: steps.append((done, whole)))
    assert (found.faults, found.revisions, found.erased) == ((), 4, 1)
    assert found.head == commits[-1].checkpoint == head_of(storage, DISTRICT)
    assert steps == [(3, 3)]


def test_an_empty_journal_has_no_faults() -> None:
    assert verify(MemoryStorage(), DISTRICT, Checkpoint(DISTRICT)).faults == ()


@pytest.mark.parametrize("changes", [{"body": '{"n":9}'}, {"body": None}, {"salt": salt(7)}])
def test_a_changed_document_is_noticed(changes: dict[str, object]) -> None:
    assert codes(revised(0, 0, **changes)) == {FaultCode.CHANGED_DOCUMENT}


NAMES = [{"owner": "e2"}, {"version": 7}, {"schema": 2}, {"key": Key("goal", "a1")}]


@pytest.mark.parametrize("changes", NAMES)
@pytest.mark.parametrize("place", [0, 1])
def test_a_changed_name_of_a_document_is_noticed_also_where_it_was_erased(
    changes: dict[str, object], place: int
) -> None:
    assert FaultCode.CHANGED_COMMIT in codes(revised(0, place, **changes))


def test_a_document_that_was_changed_with_its_leaf_is_noticed() -> None:
    assert FaultCode.CHANGED_COMMIT in codes(revised(0, 0, leaf=b"x" * 32))


@pytest.mark.parametrize(
    "changes",
    [{"note": note("c2", 1, actor="t9")}, {"note": note("c2", 3)}, {"erased": (Key("activity", "a1"),)}],
)
def test_changed_metadata_is_noticed(changes: dict[str, object]) -> None:
    assert FaultCode.CHANGED_COMMIT in codes(committed(1, **changes))


def test_a_changed_hash_is_noticed_twice() -> None:
    assert codes(committed(0, hash="f" * 64)) == {FaultCode.CHANGED_COMMIT, FaultCode.BROKEN_LINK}


def test_a_commit_that_is_missing_or_in_another_place_is_noticed() -> None:
    assert {FaultCode.GAP, FaultCode.BROKEN_LINK} <= codes(lambda entries: [entries[0], entries[2]])
    assert {FaultCode.GAP, FaultCode.BROKEN_LINK} <= codes(lambda entries: [entries[1], entries[0], entries[2]])


def test_revisions_in_another_order_are_noticed() -> None:
    def swapped(entries: list[Entry]) -> list[Entry]:
        return [evolve(entries[0], revisions=entries[0].revisions[::-1]), *entries[1:]]

    assert codes(swapped) == {FaultCode.CHANGED_COMMIT}
    assert codes(revised(0, 0, seq=2)) == {FaultCode.CHANGED_COMMIT}


def test_a_body_that_is_gone_without_an_erasure_is_noticed() -> None:
    assert codes(revised(0, 0, body=None, salt=None)) == {FaultCode.LOST_DOCUMENT}


def test_a_body_that_is_gone_before_an_erasure_of_it_is_as_it_should_be() -> None:
    assert codes(lambda entries: entries) == set()


def test_an_erasure_that_was_only_written_down_is_noticed() -> None:
    storage = MemoryStorage()
    filled(storage)
    written = put("a2", body='{"n":2}')
    leaf = storage.log(DISTRICT).entries[0].revisions[1].leaf
    assert codes(revised(0, 1, body=written.body, salt=written.salt, leaf=leaf)) == {FaultCode.NOT_ERASED}


def test_a_cut_tail_is_noticed_with_a_checkpoint_only() -> None:
    storage = MemoryStorage()
    checkpoint = filled(storage)[-1].checkpoint
    short = MemoryStorage()
    short.commit(DISTRICT, batch(put("a1", body='{"n":1}'), put("a2", body='{"n":2}'), by=note("c1")))
    assert verify(short, DISTRICT).faults == ()
    assert {fault.code for fault in verify(short, DISTRICT, checkpoint).faults} == {FaultCode.CUT_TAIL}


def test_a_journal_that_was_written_anew_is_noticed_with_a_checkpoint_only() -> None:
    storage = MemoryStorage()
    checkpoint = filled(storage)[1].checkpoint
    anew = MemoryStorage()
    for one in range(3):
        anew.commit(DISTRICT, batch(put(f"a{one}")))
    assert verify(anew, DISTRICT).faults == ()
    assert {fault.code for fault in verify(anew, DISTRICT, checkpoint).faults} == {FaultCode.OTHER_HISTORY}
    strange = Checkpoint(DISTRICT, 0, "f" * 64)
    assert {fault.code for fault in verify(anew, DISTRICT, strange).faults} == {FaultCode.OTHER_HISTORY}


def test_an_erased_document_is_given_no_other_body() -> None:
    assert codes(revised(0, 1, body='{"n":9}')) == {FaultCode.CHANGED_DOCUMENT}


def test_an_erased_document_does_not_swallow_the_leaf_of_another_one() -> None:
    def change(entries: list[Entry]) -> list[Entry]:
        erased, kept = entries[0].revisions
        return [evolve(entries[0], revisions=(evolve(erased, leaf=erased.leaf + kept.leaf),)), *entries[1:]]

    storage = Tampered(change)
    storage.commit(DISTRICT, batch(put("a1"), put("a2")))
    storage.commit(DISTRICT, batch(put("a1", 1, None), erased=[key("a1")]))
    assert FaultCode.CHANGED_DOCUMENT in {fault.code for fault in verify(storage, DISTRICT).faults}


def test_what_says_that_a_document_was_erased_is_not_erased_itself() -> None:
    assert codes(revised(2, 0, salt=None)) == {FaultCode.LOST_DOCUMENT}


def test_a_hash_that_is_no_number_is_a_fault_and_no_crash() -> None:
    assert codes(committed(1, previous="none")) == {FaultCode.BROKEN_LINK, FaultCode.CHANGED_COMMIT}


def test_the_journal_of_another_tenant_is_not_taken_for_ones_own() -> None:
    class Mixed(MemoryStorage):
        def log(self, tenant: str, after: int = 0, limit: int = 1_000) -> LogPage:
            return super().log("district-2", after, limit)

    storage = Mixed()
    filled(storage, "district-2")
    found = verify(storage, DISTRICT)
    assert [(fault.code, fault.seq) for fault in found.faults] == [(FaultCode.OTHER_HISTORY, seq) for seq in (1, 2, 3)]
    assert found.head.tenant == DISTRICT


def test_a_head_that_is_not_the_last_commit_is_noticed() -> None:
    assert codes(lambda entries: entries, head=Checkpoint(DISTRICT, 2, "f" * 64)) == {FaultCode.WRONG_HEAD}


def test_a_fault_says_where_and_what_on_one_line() -> None:
    assert str(Fault(FaultCode.GAP, 7, "it follows commit 5")) == "commit 7: it follows commit 5 [gap]"
