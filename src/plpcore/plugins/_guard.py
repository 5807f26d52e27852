"""Code of others, run so that neither its failure nor its slowness reaches the host."""

import importlib
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from traceback import extract_tb
from typing import Generic, TypeVar

import attr
import attrs
from attrs import define, frozen

from plpcore.errors import one_line

T = TypeVar("T")


@frozen
class Fault:
    """What somebody else's code did instead of its work, in a few words."""

    what: str
    mend: str


class FaultError(Exception):
    """What our own code sees to be wrong, with its mend: it is told as it is, and not as raised by a plugin."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what, mend)
        self.fault = Fault(what, mend)


@define
class _Run(Generic[T]):
    """One call. What it gives is kept, since a thread cannot return or raise."""

    code: Callable[[], T]
    value: tuple[T, ...] = ()
    error: BaseException | None = None

    def __call__(self) -> None:
        try:
            self.value = (self.code(),)
        # Even an exit is kept: a plugin must not end the host.
        except BaseException as error:  # noqa: BLE001
            self.error = error


def guarded(code: Callable[[], T], seconds: float) -> T | Fault:
    """Return what the code returns, or what it did instead.

    The code runs in a thread of its own: one that does not finish in time is left behind, and does not keep the
    program from ending.

    Args:
        code: What to run.
        seconds: How long to wait for it.

    Raises:
        KeyboardInterrupt: Somebody pressed Ctrl-C.
    """
    run = _Run(code)
    thread = Thread(target=run, name="plpcore-plugin", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        return Fault(f"did not finish within {seconds:g} s", "ask its makers; all else goes on without it")
    if isinstance(run.error, KeyboardInterrupt):
        raise run.error
    if isinstance(run.error, FaultError):
        return run.error.fault
    return Fault(raised(run.error), "ask its makers") if run.error is not None else run.value[0]


_NOT_THEIRS = (
    "<",
    str(Path(__file__).parents[1]),
    *(str(Path(str(file)).parent) for file in (attrs.__file__, attr.__file__, importlib.__file__)),
)
"""Where frames lie that tell the makers of a plugin nothing."""


def raised(error: BaseException) -> str:
    """Return `raised ValueError: … (checks.py:12)`, with the last place in their own code."""
    theirs = [one for one in extract_tb(error.__traceback__) if not one.filename.startswith(_NOT_THEIRS)]
    place = f" ({Path(theirs[-1].filename).name}:{theirs[-1].lineno})" if theirs else ""
    return f"raised {one_line(error)}{place}"
