"""What an import costs over the bare interpreter: best of many processes."""

import subprocess
import sys
import time

from benchmarks.measure import table

STATEMENTS = ("pass", "import attrs", "import plpcore", "from plpcore import evaluate", "import click", "import cattrs")


def seconds_of(statement: str) -> float:
    """Return how long a fresh interpreter takes to run a statement."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)  # noqa: S603 - our own interpreter
    return time.perf_counter() - start


def main(quick: bool = False) -> None:  # noqa: FBT001, FBT002 - called from a table of functions
    """Print milliseconds over the bare interpreter, and the ratio to `import attrs`."""
    best = dict.fromkeys(STATEMENTS, float("inf"))
    for _ in range(5 if quick else 25):
        for statement in STATEMENTS:
            best[statement] = min(best[statement], seconds_of(statement))
    bare = best.pop("pass")
    attrs = best["import attrs"] - bare
    rows = [(name, f"{(found - bare) * 1e3:.1f}", f"{(found - bare) / attrs:.2f}") for name, found in best.items()]
    print("Import: milliseconds over the bare interpreter, ratio to attrs")
    table(("statement", "ms", "ratio"), rows)
