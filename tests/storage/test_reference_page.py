"""The reference page names every kind of URL and says of each storage what it says of itself."""

import re
from pathlib import Path

import pytest
from attrs import fields
from obstore.store import LocalStore

from plpcore.journal import Capabilities
from plpcore.storage import STORAGE_KINDS, MemoryStorage, open_storage
from plpcore.storage.objects import ObjectStorage

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "storages.md").read_text("utf-8")
FLAGS = [one.name for one in fields(Capabilities)]


def rows(heading: str) -> list[list[str]]:
    section = PAGE.partition(heading)[2]
    table = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert table is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines()]


def said(name: str) -> Capabilities:
    (row,) = [row for row in rows("## What each can do") if row[0].startswith(name)]
    level, *flags = row[1:]
    claimed = {flag: cell == "yes" for flag, cell in zip(FLAGS[1:], flags, strict=True)}
    assert level == "evidence"
    return Capabilities(level=MemoryStorage().capabilities.level, **claimed)


def test_every_kind_of_url_is_on_the_page_and_every_url_of_the_page_is_known() -> None:
    schemes = [re.match(r"`([a-z]+):", row[0]) for row in rows("# Storages and their URLs")]
    assert {one[1] for one in schemes if one is not None} == {kind.name for kind in STORAGE_KINDS}


def test_the_table_has_a_column_for_each_capability() -> None:
    assert rows("## What each can do")[0] == ["", *FLAGS]


def test_the_page_says_what_storages_say_of_themselves(tmp_path: Path) -> None:
    sqlite = open_storage(f"sqlite:///{tmp_path}/a.db")
    assert said("`sqlite:`") == sqlite.capabilities
    sqlite.close()
    assert said("`memory:`") == MemoryStorage().capabilities
    assert said("`objects:` in a folder") == ObjectStorage(LocalStore(tmp_path)).capabilities
    assert said("`objects:` in a bucket") == open_storage("objects:s3://bucket/path").capabilities


def test_the_page_says_what_postgresql_says_of_itself(url: str) -> None:
    from plpcore.storage.postgres import PostgresStorage
    from tests.storage.hosted import host

    storage = PostgresStorage.open(url)
    assert said("`postgresql:`") == storage.capabilities
    storage.close()
    hosted = host(url)
    assert said("`PostgresStorage.on") == hosted.capabilities
    hosted.connection.close()


@pytest.mark.parametrize("name", ["FolderBlobs", "SqliteBlobs", "MemoryBlobs", "ObjectBlobs"])
def test_every_blob_store_is_on_the_page(name: str) -> None:
    assert any(name in row[0] for row in rows("## Where evidence files lie"))
