"""Timing: contenders take turns, round after round, so that a slow moment hits all of them; the median counts."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]


def interleaved(contenders: Mapping[str, Work], *, rounds: int, seconds: float = 0.05) -> dict[str, float]:
    """Return seconds a call for each contender: the median of its rounds.

    Args:
        contenders: What is measured, by name.
        rounds: How many turns each takes.
        seconds: About how long one turn lasts.
    """
    calls = {name: _calls_in(work, seconds) for name, work in contenders.items()}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            times[name].append(_timed(work, calls[name]) / calls[name])
    return {name: statistics.median(found) for name, found in times.items()}


def _calls_in(work: Work, seconds: float) -> int:
    once = max(_timed(work, 1), 1e-7)
    return max(1, int(seconds / once))


def _timed(work: Work, calls: int) -> float:
    gc.collect()
    # What the libraries of all contenders brought with them shall not be walked again and again in the turn of one.
    gc.freeze()
    start = time.perf_counter()
    for _ in range(calls):
        work()
    return time.perf_counter() - start


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print rows under their head, in columns."""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    for row in [head, tuple("-" * width for width in widths), *rows]:
        cells = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
    print()
