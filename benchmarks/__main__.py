"""Print every table, or the ones named: `python -m benchmarks [one-educator] [allocation] [import] [storage]`.

`--quick` measures less, and less exactly.
"""

import sys
from collections.abc import Callable

from benchmarks import allocation, imports, one_educator, storage

TABLES: dict[str, Callable[[bool], None]] = {
    "one-educator": one_educator.main,
    "allocation": allocation.main,
    "import": imports.main,
    "storage": storage.main,
}


def main(arguments: list[str]) -> int:
    """Print the tables and return the exit code: 0, or 2 for a table that nobody knows."""
    quick = "--quick" in arguments
    wanted = [word for word in arguments if word != "--quick"] or list(TABLES)
    unknown = [word for word in wanted if word not in TABLES]
    if unknown:
        print(f"no table is called {unknown[0]}; known are {', '.join(TABLES)}", file=sys.stderr)
        return 2
    for word in wanted:
        TABLES[word](quick)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
