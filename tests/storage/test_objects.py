"""The object store: its index, its erasures, and what it says when objects are gone or spoiled."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from obstore.store import LocalStore, MemoryStore

from plpcore.errors import BusyError, CorruptError, UnavailableError
from plpcore.journal import FaultCode, Level, verify
from plpcore.storage import open_storage
from plpcore.storage.objects import ObjectBlobs, ObjectStorage, _journal
from plpcore.storage.objects._bucket import Bucket
from plpcore.storage.objects._journal import folder_of
from tests.journal.support import DISTRICT, batch, filled, key, note, put

Change = Callable[[dict[str, Any]], object]


def opened(folder: Path) -> ObjectStorage:
    return ObjectStorage(LocalStore(folder, mkdir=True))


def commit_path(folder: Path, seq: int) -> Path:
    return folder / folder_of(DISTRICT) / "commits" / f"{seq:012}.json"


def indexes(folder: Path) -> list[Path]:
    return sorted((folder / folder_of(DISTRICT) / "index").glob("*"))


def change(path: Path, how: Change) -> None:
    data = json.loads(path.read_text("utf-8"))
    how(data)
    path.write_text(json.dumps(data), "utf-8")


def write(storage: ObjectStorage, number: int, begin: int = 0) -> None:
    for version in range(begin, begin + number):
        storage.commit(DISTRICT, batch(put("a1", version, str(version)), by=note(f"c{version}")))


# ---------------------------------------------------------------------------------------------- opening


def test_a_url_opens_a_folder_which_is_made(tmp_path: Path) -> None:
    storage = open_storage(f"objects:file://{tmp_path}/new")
    assert isinstance(storage, ObjectStorage)
    filled(storage)
    assert verify(opened(tmp_path / "new"), DISTRICT).head.seq == 3
    assert isinstance(ObjectBlobs.at("objects:memory:///"), ObjectBlobs)


def test_a_store_is_as_durable_and_as_shared_as_what_it_stands_on(tmp_path: Path) -> None:
    can = opened(tmp_path).capabilities
    assert (can.level, can.durable, can.multi_process) == (Level.EVIDENCE, False, True)
    can = ObjectStorage(MemoryStore()).capabilities
    assert (can.durable, can.multi_process) == (False, False)
    bucket = open_storage("objects:s3://bucket/path").capabilities
    assert (bucket.durable, bucket.multi_process) == (True, True)


# ---------------------------------------------------------------------------------------------- the index


def test_who_opens_it_later_reads_an_index_and_few_commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(opened(tmp_path), 200)
    assert [int(path.stem) for path in indexes(tmp_path)] == [128, 192]
    asked: list[str] = []
    get = Bucket.get

    def counted(self: Bucket, name: str) -> bytes | None:
        asked.append(name)
        return get(self, name)

    monkeypatch.setattr(Bucket, "get", counted)
    storage = opened(tmp_path)
    assert storage.read(DISTRICT, [key("a1")]).revisions[key("a1")].body == "199"
    assert len(asked) == 1 + 1 + 9 + 1, (
        "index, its last commit, those after it and the next that is not there, the body"
    )
    receipt = storage.receipt(DISTRICT, "c7")
    assert receipt is not None
    assert receipt.seq == 8
    write(storage, 100, 200)
    assert verify(storage, DISTRICT).head.seq == 300


@pytest.mark.parametrize(
    "how",
    [
        lambda path: path.write_text("{"),
        lambda path: path.write_text("[]"),
        lambda path: change(path, lambda data: data.update(format=2)),
        lambda path: change(path, lambda data: data.update(tenant="district-2")),
        lambda path: change(path, lambda data: data.update(head=[70, "0" * 64, None])),
        lambda path: change(path, lambda data: data.update(head=[9_999, "0" * 64, None])),
        lambda path: change(path, lambda data: data.update(documents=[["a"]])),
    ],
)
def test_an_index_that_cannot_be_right_is_made_anew(tmp_path: Path, how: Callable[[Path], object]) -> None:
    write(opened(tmp_path), 70)
    how(indexes(tmp_path)[0])
    storage = opened(tmp_path)
    assert verify(storage, DISTRICT).faults == ()
    assert storage.read(DISTRICT, [key("a1")]).revisions[key("a1")].version == 70


def test_an_index_keeps_what_was_erased(tmp_path: Path) -> None:
    storage = opened(tmp_path)
    filled(storage)
    write_more = [storage.commit(DISTRICT, batch(put(f"b{number}"))) for number in range(70)]
    again = opened(tmp_path)
    assert indexes(tmp_path) != []
    assert verify(again, DISTRICT) == verify(storage, DISTRICT)
    assert verify(again, DISTRICT).head.seq == 3 + len(write_more)
    assert again.scan(DISTRICT, as_of=1).revisions[0].key == key("a1")
    assert len(again.scan(DISTRICT, as_of=1).revisions) == 1


# ---------------------------------------------------------------------------------------------- erasure


def test_what_was_erased_is_in_no_object_any_more(tmp_path: Path) -> None:
    storage = opened(tmp_path)
    storage.commit(DISTRICT, batch(put("a1", body='"secret"'), put("a2", body='"stays"')))
    storage.commit(DISTRICT, batch(put("a1", 1, None), erased=[key("a1")]))
    texts = [path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file()]
    assert not any("secret" in text for text in texts)
    assert any("stays" in text for text in texts)
    assert [path for path in tmp_path.rglob("erasing/*") if path.is_file()] == []


def test_an_erasure_that_was_broken_off_is_seen_at_once_and_finished_by_who_opens_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = opened(tmp_path)
    storage.commit(DISTRICT, batch(put("a1", body='"secret"')))
    looking = opened(tmp_path)
    assert looking.read(DISTRICT, []).head.seq == 1
    with monkeypatch.context() as patch:
        patch.setattr(_journal.Journal, "_rewrite", lambda self, keys: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            storage.commit(DISTRICT, batch(put("a1", 1, None), erased=[key("a1")]))
    assert "secret" in commit_path(tmp_path, 1).read_text("utf-8")
    assert looking.log(DISTRICT).entries[0].revisions[0].body is None
    assert verify(opened(tmp_path), DISTRICT).faults == ()
    assert "secret" not in commit_path(tmp_path, 1).read_text("utf-8")


def test_an_erasure_that_was_only_announced_erases_nothing(tmp_path: Path) -> None:
    write(opened(tmp_path), 1)
    announced = tmp_path / folder_of(DISTRICT) / "erasing" / f"{2:012}.json"
    announced.parent.mkdir()
    announced.touch()
    storage = opened(tmp_path)
    write(storage, 1, 1)
    assert announced.exists()
    assert verify(opened(tmp_path), DISTRICT).faults == ()
    assert not announced.exists()


def test_an_erasure_goes_on_where_somebody_erases_more_of_the_same_object(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    first.commit(DISTRICT, batch(put("a1", body='"one"'), put("a2", body='"two"')))
    put_object, late = Bucket.put, [batch(put("a2", 1, None), erased=[key("a2")])]

    def meanwhile(self: Bucket, name: str, content: bytes) -> None:
        if "commits" in name and late:
            second.commit(DISTRICT, late.pop())
        put_object(self, name, content)

    monkeypatch.setattr(Bucket, "put", meanwhile)
    first.commit(DISTRICT, batch(put("a1", 1, None), erased=[key("a1")]))
    text = commit_path(tmp_path, 1).read_text("utf-8")
    assert "one" not in text
    assert "two" not in text


def test_a_page_that_was_read_while_somebody_erased_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    first.commit(DISTRICT, batch(put("a1")))
    must, late = _journal.Journal.must, [batch(put("a1", 1, None), erased=[key("a1")])]

    def meanwhile(self: _journal.Journal, seq: int) -> Any:
        if late:
            second.commit(DISTRICT, late.pop())
        return must(self, seq)

    first.read(DISTRICT, [])
    monkeypatch.setattr(_journal.Journal, "must", meanwhile)
    page = first.log(DISTRICT)
    assert (page.head.seq, len(page.entries)) == (2, 2)


# ---------------------------------------------------------------------------------------------- what goes wrong


def test_of_two_who_write_the_same_number_one_takes_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    create, late = Bucket.create, [batch(put("b1"))]

    def meanwhile(self: Bucket, name: str, content: bytes) -> bool:
        if late:
            second.commit(DISTRICT, late.pop())
        return create(self, name, content)

    monkeypatch.setattr(Bucket, "create", meanwhile)
    assert first.commit(DISTRICT, batch(put("a1"))).seq == 2
    assert verify(second, DISTRICT).faults == ()


def test_who_never_gets_a_number_is_told_that_others_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bucket, "create", lambda self, name, content: False)
    with pytest.raises(BusyError):
        opened(tmp_path).commit(DISTRICT, batch(put()))


def test_a_commit_whose_answer_was_lost_on_the_way_is_known_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = Bucket.create
    monkeypatch.setattr(Bucket, "create", lambda self, name, content: create(self, name, content) and False)
    storage = opened(tmp_path)
    assert storage.commit(DISTRICT, batch(put())).seq == 1
    assert storage.read(DISTRICT, []).head.seq == 1


@pytest.mark.parametrize(
    ("how", "what"),
    [
        (lambda path: path.write_text("{"), "its object cannot be read"),
        (lambda path: path.write_text("[]"), "its object cannot be read"),
        (lambda path: change(path, lambda data: data.update(at="yesterday")), "its object cannot be read"),
        (lambda path: change(path, lambda data: data["revisions"][0].pop("leaf")), "its object cannot be read"),
        (lambda path: change(path, lambda data: data.update(actor="")), "its object cannot be read"),
        (lambda path: change(path, lambda data: data.update(tenant="x")), "its object is of another place or format"),
        (lambda path: change(path, lambda data: data.update(seq=1)), "its object is of another place or format"),
    ],
)
def test_an_object_that_was_spoiled_is_told(tmp_path: Path, how: Callable[[Path], object], what: str) -> None:
    filled(opened(tmp_path))
    how(commit_path(tmp_path, 2))
    with pytest.raises(CorruptError, match=f"district-1 commit 2: {what}"):
        opened(tmp_path).log(DISTRICT)


def test_an_object_that_is_gone_is_told_and_nothing_is_written_over_the_gap(tmp_path: Path) -> None:
    known = opened(tmp_path)
    filled(known)
    commit_path(tmp_path, 2).unlink()
    with pytest.raises(CorruptError, match="district-1 commit 2: its object is gone"):
        known.log(DISTRICT)
    cut = opened(tmp_path)
    faults = verify(cut, DISTRICT, known.read(DISTRICT, []).head).faults
    assert FaultCode.CUT_TAIL in [fault.code for fault in faults]
    with pytest.raises(CorruptError, match="district-1 commit 1: commits before or behind it are gone or changed"):
        cut.commit(DISTRICT, batch(put("b1")))


def test_nothing_is_written_behind_a_chain_that_is_broken(tmp_path: Path) -> None:
    filled(opened(tmp_path))
    change(commit_path(tmp_path, 2), lambda data: data.update(previous="0" * 64))
    with pytest.raises(CorruptError, match="district-1 commit 3: commits before or behind it are gone or changed"):
        opened(tmp_path).commit(DISTRICT, batch(put("b1")))


def test_a_body_that_was_taken_away_is_found_by_verify(tmp_path: Path) -> None:
    filled(opened(tmp_path))
    change(commit_path(tmp_path, 1), lambda data: data["revisions"][0].update(body=None, salt=None))
    assert [fault.code for fault in verify(opened(tmp_path), DISTRICT).faults] == [FaultCode.LOST_DOCUMENT]


def test_a_store_that_gives_up_is_not_available(tmp_path: Path) -> None:
    (tmp_path / folder_of(DISTRICT)).write_text("a file where a folder should be")
    with pytest.raises(UnavailableError):
        opened(tmp_path).commit(DISTRICT, batch(put()))
    (tmp_path / "blobs").write_text("the same")
    blobs = ObjectBlobs(LocalStore(tmp_path))
    with pytest.raises(UnavailableError):
        blobs.open("a" * 64)
