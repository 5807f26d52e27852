"""Storages by URL: what each opens, and one clear line where it does not."""

import sys
from pathlib import Path
from typing import Any

import pytest

from plpcore.errors import InputError
from plpcore.exchange import RecordFormat
from plpcore.journal import Listener
from plpcore.plugins import load_plugins
from plpcore.storage import MemoryStorage, StorageKind, open_storage
from plpcore.storage._kinds import _of_extra

ANYTHING: Any = 1


def test_a_url_opens_what_its_scheme_says() -> None:
    assert isinstance(open_storage("memory:"), MemoryStorage)
    mine = StorageKind("mine", "mine", lambda url: MemoryStorage())
    assert isinstance(open_storage("mine:anything", [mine]), MemoryStorage)


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("district.db", "'district.db' has no scheme that is known; begin with one of memory:,"),
        ("postgres://u:secret@h/d", "^storage: 'postgres:' has no scheme that is known; begin with one of"),
        ("memory", "'memory' has no scheme that is known"),
        ("memory://x", "'memory://x' says more than 'memory:'; write memory: alone"),
        ("sqlite:district.db", "'sqlite:district.db' names no file; write sqlite:///district.db"),
        ("sqlite:///", "'sqlite:///' names no file"),
        (
            "postgresql://u:%zz@h/d",
            "this is no URL of a PostgreSQL database; write postgresql://user@host:5432/database",
        ),
        ("objects:nothing://x", r"'nothing' opens no object store \(GenericError\); write objects:file:///folder"),
        ("sqlite:///a.db?mode=rw", "'mode=rw' is no option of SQLite here; write \\?mode=ro"),
    ],
)
def test_a_url_that_names_no_storage_is_refused_with_its_mend(url: str, line: str) -> None:
    with pytest.raises(InputError, match=line):
        open_storage(url)


def test_a_library_that_is_missing_is_named_with_the_extra_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "needs_more.py").write_text("import not_here_at_all\n")
    (tmp_path / "needs_nothing.py").write_text("def open_url(url): return url\n")
    monkeypatch.syspath_prepend(tmp_path)
    needing = StorageKind("needing", "x", _of_extra("needs_more", "more"))
    with pytest.raises(
        InputError, match=r"'needing:' needs a library that is not here \(not_here_at_all\); pip install"
    ):
        open_storage("needing:x", [needing])
    assert open_storage("fine:x", [StorageKind("fine", "x", _of_extra("needs_nothing", "more"))]) == "fine:x"
    sys.modules.pop("needs_nothing")


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda: StorageKind("A b", "x", open_storage), "storage 'A b': the name is no scheme of a URL"),
        (lambda: StorageKind("a", "x", ANYTHING), "storage 'a': its open is a int; give it a function"),
        (lambda: Listener("a", ANYTHING), "listener 'a': its hear is a int; give it a function"),
        (lambda: RecordFormat("a", "x"), "format 'a': it neither reads nor writes"),
    ],
)
def test_what_could_never_work_is_refused_where_its_author_sees_it(make: object, line: str) -> None:
    with pytest.raises(InputError, match=line):
        make()  # type: ignore[operator]


def test_the_kinds_that_come_with_the_package_are_registered_like_everybodys() -> None:
    plugins = load_plugins()
    assert {"memory", "postgresql", "sqlite"} <= {kind.name for kind in plugins.storages}
    assert isinstance(plugins.open_storage("memory:"), MemoryStorage)
    assert [one.name for one in plugins.formats] == ["json"]
