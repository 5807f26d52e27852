"""Where plans are kept, as the options of a command say: the storage, the district, and who asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from threading import Timer
from typing import Any

import click
from attrs import frozen

from plpcore.cli._plugins import plugins_here
from plpcore.errors import InputError
from plpcore.journal import Storage
from plpcore.workspace import AllowEverything, By, Workspace

PATIENCE = 2.0
"""After how many seconds somebody is told what is being waited for."""
_KEPT = ("store", "district", "actor")


@frozen
class Kept:
    """What the options say: the storage's URL, the district's id, and who asks."""

    store: str
    district: str
    actor: str

    @property
    def by(self) -> By:
        """Return who asks."""
        return By(self.actor)

    @property
    def file(self) -> Path | None:
        """Return the file that plans are kept in; None: they are not kept in one file."""
        return plugins_here().file_of(self.store)

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """Open the storage and yield the district's workspace; who can open the storage may do everything.

        Raises:
            InputError: The URL names no storage, or an id could not be one.
            StorageError: The storage cannot be opened.
        """
        with self._opened(plugins_here().open_storage(self.store)) as workspace:
            yield workspace

    @contextmanager
    def existing(self, *, read_only: bool = True, may_be_empty: bool = False) -> Iterator[Workspace]:
        """Open a storage that must be there and yield the district's workspace: what looks at plans makes nothing.

        Args:
            read_only: Whether nothing will be written.
            may_be_empty: Whether a district of which nothing is kept is let through.

        Raises:
            InputError: As `workspace` does; or there is no such storage, or nothing is kept of the district.
            StorageError: The storage cannot be opened.
        """
        storage = plugins_here().open_existing(self.store, read_only=read_only)
        with self._opened(storage) as workspace:
            if not may_be_empty:
                self.refuse_empty(workspace)
            yield workspace

    def refuse_empty(self, workspace: Workspace) -> None:
        """Refuse a district of which nothing is kept: of a mistyped one nobody should hear that all is well.

        Raises:
            InputError: Its journal is empty.
        """
        if workspace.checkpoint().seq == 0:
            what = f"nothing is kept of '{self.district}' in this store"
            raise InputError("--district", what, "look at the district's id, and at --store")

    @contextmanager
    def _opened(self, storage: Storage) -> Iterator[Workspace]:
        try:
            yield Workspace(storage, self.district, AllowEverything(), plugins=plugins_here())
        finally:
            storage.close()


@contextmanager
def told_when_waiting() -> Iterator[None]:
    """Say what is going on where writing takes long: a store that another program keeps locked is waited for."""
    line = "plp: still waiting for the store; does another program write to it? Ctrl-C stops"
    timer = Timer(PATIENCE, click.echo, [line], {"err": True})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def refuse_fleeting(store: str) -> None:
    """Refuse a store that is gone when the command ends, for whoever writes to it wants to keep something.

    Raises:
        InputError: It is in memory.
    """
    if store.partition("?")[0] in {"memory:", "sqlite:///:memory:"}:
        what = f"what '{store}' keeps is gone when the command ends"
        raise InputError("--store", what, "name a place that stays, such as sqlite:///plans.db")


def store_option(function: Callable[..., None]) -> Callable[..., None]:
    """Add the option `--store`."""
    return click.option(
        "--store",
        required=True,
        envvar="PLP_STORE",
        show_envvar=True,
        metavar="URL",
        help="Where plans are kept, as sqlite:///plans.db.",
    )(function)


def kept_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add `--store`, `--district` and `--by`; the command gets them as `kept`."""

    @wraps(function)
    def command(*args: Any, **given: Any) -> None:  # noqa: ANN401 - click gives by name
        function(*args, kept=Kept(*(given.pop(name) for name in _KEPT)), **given)

    options = (
        store_option,
        click.option(
            "--district",
            required=True,
            envvar="PLP_DISTRICT",
            show_envvar=True,
            metavar="ID",
            help="The district's id.",
        ),
        click.option(
            "--by",
            "actor",
            default="plp",
            show_default=True,
            envvar="PLP_ACTOR",
            show_envvar=True,
            metavar="ID",
            help="Who asks; the history shows it.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command
