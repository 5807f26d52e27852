"""Run a file of worked cases: `python tests/corpus/run.py CASES.json`.

It prints each case that fails, with what was expected and what was got, and closes with `N passed, N failed`.
The exit code is 0 when all pass, 1 when one fails, 2 when it is used wrongly or the file is no file of cases.
"""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.corpus.asks import answer, differences  # noqa: E402 - the folder of the tests is found by then
from tests.corpus.neutral import Json  # noqa: E402

USAGE = "usage: run.py CASES.json"


class FileError(Exception):
    """The file holds no cases."""


def load(path: Path) -> list[Json]:
    """Return the cases of a file, decimals kept exact.

    Raises:
        FileError: When the file cannot be read, is no JSON or holds something else than cases.
    """
    try:
        found = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    except (OSError, ValueError, RecursionError) as error:
        raise FileError(f"{path}: {error}") from None
    if not isinstance(found, list):
        raise FileError(f"{path}: a list of cases is expected")
    for index, case in enumerate(found):
        _check(case, f"{path}: $[{index}]")
    return found


def _check(case: object, where: str) -> None:
    if not isinstance(case, dict) or not isinstance(case.get("id"), str):
        raise FileError(f"{where}: a case needs an id")
    for name in ("input", "expected"):
        if not isinstance(case.get(name), dict):
            raise FileError(f"{where} ({case['id']}): a case needs the table {name}")
    if not isinstance(case["input"].get("ask"), str):
        raise FileError(f"{where} ({case['id']}): the input does not say what is asked")


def failures(case: Json) -> list[str]:
    """Return one line for everything that is wrong with the answer to a case; none when it passes."""
    try:
        got: dict[str, Any] = answer(case["input"])
    except Exception as error:  # noqa: BLE001 - whatever a case provokes, the others are run
        return [f"{type(error).__name__}: {error}"]
    return differences(case["expected"], got)


def main(arguments: list[str]) -> int:
    """Run the file that the arguments name, and return the exit code."""
    if len(arguments) != 1:
        sys.stderr.write(f"{USAGE}\n")
        return 2
    try:
        cases = load(Path(arguments[0]))
    except FileError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    failed = 0
    for case in cases:
        lines = failures(case)
        failed += bool(lines)
        sys.stdout.writelines(f"{case['id']}: {line}\n" for line in lines)
    sys.stdout.write(f"{len(cases) - failed} passed, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
