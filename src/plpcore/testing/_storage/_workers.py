"""Threads and processes that write at once."""

import multiprocessing
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection
from os import urandom
from threading import Barrier, Thread
from time import sleep
from typing import TypeVar

from plpcore.errors import BusyError
from plpcore.journal import SALT_LENGTH, Document, Key, Storage, Work, Writer
from plpcore.testing._storage._given import batch, note, put

T = TypeVar("T")
SECONDS = 120
"""How long any of them may take."""
ATTEMPTS = 2_000
"""How often any of them tries before it gives up: nobody may be kept out for ever."""
COUNTER = Key("counter", "n")
CAP = 12


def writer(storage: Storage, tenant: str) -> Writer:
    """Return a writer that waits a little after each attempt, and gives up only where nobody lets it in."""
    return Writer(storage, tenant, lambda: urandom(SALT_LENGTH), _pause, ATTEMPTS)


def _pause(attempt: int) -> None:
    sleep(min(attempt, 20) / 2_000)


def patiently(call: Callable[[], T]) -> T:
    """Return what a call returns as soon as nobody else is writing."""
    for attempt in range(ATTEMPTS):
        try:
            return call()
        except BusyError:
            _pause(attempt)
    return call()


def count_up(storage: Storage, tenant: str, times: int) -> None:
    """Add one to a number so many times."""
    for _ in range(times):
        writer(storage, tenant).run(note(), _add_one)


def _add_one(work: Work) -> None:
    known = work.get(COUNTER)
    work.put(Document(COUNTER, "counter", str(1 + int(known.body if known else "0"))))


def up_to_the_cap(storage: Storage, tenant: str, names: Sequence[str]) -> None:
    """Write each document unless the owner has as many as the cap allows."""
    for name in names:
        writer(storage, tenant).run(note(), partial(_within_cap, name))


def _within_cap(name: str, work: Work) -> None:
    if len(work.owned("capped")) < CAP:
        work.put(Document(Key("activity", name), "capped", "{}"))


def at_once(jobs: Sequence[Callable[[], object]]) -> None:
    """Run each job in a thread of its own, all from the same moment on; the first error of one is raised.

    Raises:
        AssertionError: One of them does not end.
    """
    begin, errors = Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        try:
            begin.wait(SECONDS)
            job()
        except BaseException as error:  # noqa: BLE001 - it is raised again below
            errors.append(error)

    threads = [Thread(target=run, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    if errors:
        raise errors[0]
    if any(thread.is_alive() for thread in threads):
        raise AssertionError(f"a thread did not end within {SECONDS} seconds")


def in_processes(opener: Callable[[], Storage], tenant: str, processes: int, times: int) -> None:
    """Count up and write up to the cap in several processes at once.

    Raises:
        AssertionError: One of them fails or does not end.
    """
    context = multiprocessing.get_context("spawn")
    begin = context.Barrier(processes)
    started = [
        context.Process(target=_child, args=(opener, tenant, number, times, begin), daemon=True)
        for number in range(processes)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join(SECONDS)
    codes = [process.exitcode for process in started]
    for process in started:
        process.kill()
    if any(codes):
        raise AssertionError(f"a process that wrote with others failed; their exit codes are {codes}")
    if None in codes:
        raise AssertionError(f"a process did not end within {SECONDS} seconds")


def _child(opener: Callable[[], Storage], tenant: str, number: int, times: int, begin: Barrier) -> None:
    storage = opener()
    begin.wait(SECONDS)
    count_up(storage, tenant, times)
    up_to_the_cap(storage, tenant, [f"{number}-{round_}" for round_ in range(times)])
    storage.close()


def killed_while_writing(opener: Callable[[], Storage], tenant: str, least: int = 5) -> list[int]:
    """Return the numbers that a process acknowledged as written before it was killed in the midst of it.

    Raises:
        AssertionError: It writes nothing.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_write_for_ever, args=(opener, tenant, sender), daemon=True)
    process.start()
    sender.close()
    acknowledged = _received(receiver, least)
    process.kill()
    process.join(SECONDS)
    acknowledged += _received(receiver)
    receiver.close()
    if len(acknowledged) < least:
        raise AssertionError("a process that should write until it is killed does not write")
    return acknowledged


def _received(receiver: Connection, most: int | None = None) -> list[int]:
    """Return what was sent, until there is so much of it or the other end is closed."""
    found: list[int] = []
    try:
        while (most is None or len(found) < most) and receiver.poll(SECONDS):
            found.append(receiver.recv())
    except EOFError:
        pass
    return found


def _write_for_ever(opener: Callable[[], Storage], tenant: str, sender: Connection) -> None:
    storage, number = opener(), 0
    while True:
        storage.commit(tenant, batch(put(f"k{number}", body="x" * 2_000)))
        sender.send(number)
        number += 1
