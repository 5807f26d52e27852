"""The suite of storages run without pytest, case by case."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from unittest import SkipTest

from attrs import frozen

from plpcore.errors import one_line
from plpcore.testing._storage import StorageConformance
from plpcore.testing._storage._needs import needs_of


class Outcome(StrEnum):
    """What came of a case."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@frozen
class CaseResult:
    """What came of one case of the suite.

    Attributes:
        case: The name of the case, a sentence.
        part: The capability that it shows, such as `history`; `state` is the base part.
        outcome: What came of it.
        said: Why it failed or was skipped, on one line; empty: it passed.
    """

    case: str
    part: str
    outcome: Outcome
    said: str = ""


def storage_cases(suite: type[StorageConformance] = StorageConformance) -> tuple[str, ...]:
    """Return the names of all cases of a suite, those of a subclass first, in the order in which they stand."""
    held = (name for owner in suite.__mro__ for name in vars(owner) if name.startswith("test_"))
    return tuple(dict.fromkeys(held))


def run_storage_cases(suite: type[StorageConformance], cases: Iterable[str] = ()) -> Iterator[CaseResult]:
    """Yield what comes of each case, as soon as it was run.

    Args:
        suite: A subclass of `StorageConformance` that gives what its hooks ask for.
        cases: The names of the cases; none: all of them.
    """
    for case in tuple(cases) or storage_cases(suite):
        outcome, said = _outcome(suite, case)
        yield CaseResult(case, needs_of(getattr(suite, case)).part, outcome, said)


def _outcome(suite: type[StorageConformance], case: str) -> tuple[Outcome, str]:
    try:
        _run(suite, case)
    except SkipTest as skipped:
        return Outcome.SKIPPED, str(skipped)
    except Exception as error:  # noqa: BLE001 - whatever a storage lets out is a failure of its case
        return Outcome.FAILED, one_line(error).removeprefix("AssertionError: ")
    return Outcome.PASSED, ""


def _run(suite: type[StorageConformance], case: str) -> None:
    trial = suite()
    run = getattr(trial, case)
    trial.setup_method(run)
    try:
        run()
    finally:
        trial.teardown_method(run)
