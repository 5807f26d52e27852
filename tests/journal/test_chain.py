"""The chain: golden hashes that must stay for ever, what goes into them, and what a batch refuses."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import InputError, ModelError
from plpcore.journal import MAX_BODY, NO_HASH, Batch, Checkpoint, Key, Note, Put, parse_time, time_text
from tests.journal.support import DISTRICT, NOON, batch, key, note, put, salt

FIRST = Checkpoint(DISTRICT)


def test_the_first_commit_has_for_ever_this_hash() -> None:
    entry = batch(put(body='{"id":"a1"}'), put("a2", body=None), by=note("c1", reason="import")).seal(FIRST)
    assert entry.revisions[0].leaf.hex() == "1b6284855e545e92c4a0c002cb8e0d1f46467c3de33d1823e42b80405597d493"
    assert entry.commit.hash == "1b46bc66ebecedafb79acc92ba4a4a06002a2ed0569c73ae31200569875ac2c1"
    assert (entry.commit.seq, entry.commit.previous) == (1, NO_HASH)


def test_a_commit_follows_from_the_one_before_it() -> None:
    first = batch(put()).seal(FIRST).commit
    second = batch(put("a1", 1)).seal(first.checkpoint).commit
    assert (second.seq, second.previous) == (2, first.hash)


def test_times_never_run_backwards_in_a_journal() -> None:
    first = batch(put(), by=note(minutes=5)).seal(FIRST).commit
    second = batch(put("a1", 1), by=note(minutes=1)).seal(first.checkpoint).commit
    assert second.note.at == first.note.at == NOON + timedelta(minutes=5)


@pytest.mark.parametrize(
    "other",
    [
        batch(put("a2")),
        batch(put(body="[]")),
        batch(put(body=None)),
        batch(put(owner="e2")),
        batch(put(), by=note(actor="t2")),
        batch(put(), by=note(reason="r")),
        batch(put(), by=note("c")),
        batch(put(), by=note(minutes=1)),
        batch(Put(key(), "e1", 0, "{}", salt(9))),
        batch(Put(key(), "e1", 0, "{}", salt(0), 2)),
        batch(put(), put("a2")),
        batch(Put(Key("activit", "ya1"), "e1", 0, "{}", salt(0))),
    ],
)
def test_everything_that_is_written_goes_into_the_hash(other: Batch) -> None:
    assert batch(put()).seal(FIRST).commit.hash != other.seal(FIRST).commit.hash


def test_the_tenant_and_the_list_of_erased_documents_go_into_the_hash() -> None:
    plain = batch(put("a1", 1, None)).seal(FIRST).commit.hash
    assert batch(put("a1", 1, None), erased=[key()]).seal(FIRST).commit.hash != plain
    assert batch(put("a1", 1, None)).seal(Checkpoint("district-2")).commit.hash != plain


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))  # noqa: DTZ001 - drawn, then placed
def test_a_time_is_read_back_as_it_was_written_and_sorts_as_text(moment: datetime) -> None:
    placed = moment.replace(tzinfo=NOON.tzinfo)
    text = time_text(placed)
    assert (parse_time(text), len(text)) == (placed, 27)
    assert (text < time_text(NOON)) == (placed < NOON)


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (lambda: Key("", "a"), "$.kind: the id is empty"),
        (lambda: Key("activity", " a"), "$.id: the id ' a' begins"),
        (lambda: put(owner=""), "$.owner: the id is empty"),
        (lambda: Put(key(), "e1", -1, "{}", salt()), "$.expected: the version or the schema is no number"),
        (lambda: Put(key(), "e1", 2**63 - 1, "{}", salt()), "$.expected: the version or the schema is no number"),
        (lambda: Put(key(), "e1", 0, "{}", salt(), 0), "$.expected: the version or the schema is no number"),
        (lambda: Put(key(), "e1", 0, "{}", salt(), 2**63), "$.expected: the version or the schema is no number"),
        (lambda: Put(key(), "e1", 0, "{}", b"short"), "$.salt: the salt has 5 bytes"),
        (lambda: put(body="a\0b"), "$.body: the document holds NUL"),
        (lambda: put(body="\ud800"), "half of a surrogate pair"),
        (lambda: put(body="x" * (MAX_BODY + 1)), "$.body: the document has 16777217 characters"),
        (batch, "$.puts: there is nothing to write"),
        (lambda: batch(put(), put()), "$.puts: a document stands twice"),
        (lambda: batch(put(), erased=[key()]), "$.erased: an erased document is not withdrawn"),
        (lambda: batch(put(body=None), erased=[key(), key()]), "or stands twice"),
        (lambda: Note(actor="", at=NOON), "$.actor: the id is empty"),
        (lambda: Note(actor="t", at=NOON, reason="\n"), "$.reason: the id"),
        (lambda: Note(actor="t", at=NOON.replace(tzinfo=None)), "$.at: the time has no time zone"),
        (lambda: Checkpoint(""), "$.tenant: the id is empty"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_place(wrong: object, line: str) -> None:
    with pytest.raises((InputError, ModelError)) as refused:
        wrong()  # type: ignore[operator]
    assert line in str(refused.value)


def test_a_document_with_letters_of_any_script_can_be_written() -> None:
    assert put(body='"é😀"').body == '"é😀"'


def test_a_checkpoint_says_tenant_number_and_hash_and_a_key_its_kind_and_id() -> None:
    assert str(Checkpoint("d", 3, "ab")) == "d 3 ab"
    assert str(key()) == "activity:a1"


def test_salts_and_leaves_are_not_shown() -> None:
    entry = batch(put()).seal(FIRST)
    assert "salt" not in repr(entry.revisions[0])
    assert "salt" not in repr(put())
