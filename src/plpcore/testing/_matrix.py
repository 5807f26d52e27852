"""`python -m plpcore.testing`: which capabilities a storage claims, and what shows each of them."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from plpcore.errors import one_line
from plpcore.journal import Capabilities, Level, Storage
from plpcore.testing._running import CaseResult, Outcome, run_storage_cases, storage_cases
from plpcore.testing._storage import StorageConformance
from plpcore.testing._storage._needs import PARTS

_HELP = """\
Run the suite that every storage must pass, and print a table: each capability, whether the storage claims it, by how
many cases that was shown, and how many failed. What fails is told below the table, one line a case.

FACTORY is a module and a name in it:

  my_package.storage:open_storage    a function that takes a folder and returns an open storage which keeps what it
                                     has in that folder; a folder that was used before is opened as it is
  tests.test_storage:TestMine        a subclass of plpcore.testing.StorageConformance, where a storage claims to be
                                     read only, to join the host's transaction, or to be read by SQL

Exit codes: 0 every case passed, 1 at least one failed, 2 the factory cannot be used.

Examples:
  python -m plpcore.testing my_package.storage:open_storage
  python -m plpcore.testing tests.test_storage:TestMine --case test_closing_twice_does_nothing
"""


class WrongUseError(Exception):
    """The factory cannot be used."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suite on the storage that the arguments name, print the matrix, and return the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        suite = _suite(asked.factory)
        can = _capabilities(suite)
        cases = _cases(suite, asked.case)
    except WrongUseError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    results = tuple(run_storage_cases(suite, cases))
    sys.stdout.writelines(f"{line}\n" for line in _matrix(can, results))
    return int(any(one.outcome is Outcome.FAILED for one in results))


def _parser() -> ArgumentParser:
    made = ArgumentParser("python -m plpcore.testing", description=_HELP, formatter_class=RawDescriptionHelpFormatter)
    made.add_argument("factory", metavar="FACTORY", help="MODULE:NAME of a function or of a subclass of the suite")
    made.add_argument("--case", action="append", default=[], metavar="NAME", help="run this case only; may be repeated")
    return made


def _suite(name: str) -> type[StorageConformance]:
    found = _found(name)
    if isinstance(found, type) and issubclass(found, StorageConformance):
        return found
    if not callable(found):
        raise WrongUseError(f"{name}: it is no function and no class; name one that returns an open storage")
    return _suite_of(found)


def _found(name: str) -> object:
    module, mark, inside = name.partition(":")
    if not (mark and module and inside):
        raise WrongUseError(f"{name}: write MODULE:NAME, such as my_package.storage:open_storage")
    try:
        return getattr(import_module(module), inside)
    except Exception as error:
        raise WrongUseError(f"{name}: it cannot be imported: {one_line(error)}") from error


def _suite_of(factory: Callable[[Path], Storage]) -> type[StorageConformance]:
    class Suite(StorageConformance):
        def make_storage(self, folder: Path, /) -> Storage:
            return factory(folder)

        def opener(self, folder: Path, /) -> Callable[[], Storage]:
            return partial(factory, folder)

    return Suite


def _capabilities(suite: type[StorageConformance]) -> Capabilities:
    with TemporaryDirectory(prefix="plp-storage-", ignore_cleanup_errors=True) as folder:
        try:
            storage = suite().make_storage(Path(folder))
            can = storage.capabilities
            storage.close()
        except Exception as error:
            raise WrongUseError(f"no storage can be opened with it: {one_line(error)}") from error
    if not isinstance(can, Capabilities):
        raise WrongUseError("what it returns has no capabilities; return an open storage")
    return can


def _cases(suite: type[StorageConformance], asked: Sequence[str]) -> tuple[str, ...]:
    known = storage_cases(suite)
    for case in asked:
        if case not in known:
            raise WrongUseError(f"{case}: the suite has no such case; --help shows the name of one")
    return tuple(asked) or known


def _matrix(can: Capabilities, results: Sequence[CaseResult]) -> Iterator[str]:
    yield f"{'capability':<24}{'claimed':<9}{'shown by':>9}{'failed':>8}"
    for part in PARTS:
        of = [one for one in results if one.part == part]
        claimed = "yes" if _is_claimed(can, part) else "no"
        yield f"{part:<24}{claimed:<9}{_count(of, Outcome.PASSED):>9}{_count(of, Outcome.FAILED):>8}"
    yield from (f"FAILED {one.case}: {one.said}" for one in results if one.outcome is Outcome.FAILED)
    yield ", ".join(f"{_count(results, outcome)} {outcome}" for outcome in Outcome)


def _is_claimed(can: Capabilities, part: str) -> bool:
    is_level = part.upper() in Level.__members__
    return can.level >= Level[part.upper()] if is_level else bool(getattr(can, part))


def _count(results: Iterable[CaseResult], outcome: Outcome) -> int:
    return sum(one.outcome is outcome for one in results)
