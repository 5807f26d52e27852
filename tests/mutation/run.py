"""Change the engine in small ways and see whether a test notices: `python tests/mutation/run.py --sample 240`.

mutmut makes the changes and runs the tests that reach them. The whole engine has some eight thousand changes, many
hours of work; a seeded sample of them tells nearly as much. Everything happens in a temporary folder. It prints every
change that survived and closes with the share that was killed; the exit code is 1 when it is below the threshold.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("src", "tests", "docs", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE")
KILLED = {1, 3, 24, 36, 152, 255}
"""mutmut's exit codes of a change that a test noticed, or that ran out of time."""
NOT_RUN = {None, 34}
THRESHOLD = 90


def main(arguments: list[str]) -> int:
    """Return 0 when enough changes were killed, else 1."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _copy(work)
        _mutmut(work, "no_such_change")
        names = sorted(_codes(work))
        chosen = random.Random(options.seed).sample(names, min(options.sample, len(names)))
        _mutmut(work, *chosen)
        codes = {name: code for name, code in _codes(work).items() if name in set(chosen)}
        return _told(work, codes, len(names), options.threshold)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=240, help="how many changes are tried (default: 240)")
    parser.add_argument("--seed", type=int, default=7, help="which sample (default: 7)")
    parser.add_argument("--threshold", type=int, default=THRESHOLD, help="the least share in per cent (default: 90)")
    return parser.parse_args(arguments)


def _copy(work: Path) -> None:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, work / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, work / name)


def _mutmut(work: Path, *names: str) -> None:
    """Run mutmut; its own exit code says nothing, the recorded codes do."""
    environment = os.environ | {"HYPOTHESIS_PROFILE": "ci"}
    command = [sys.executable, "-m", "mutmut", "run", *names]
    log = work / "mutmut.log"
    with log.open("ab") as stream:
        subprocess.run(command, cwd=work, env=environment, stdout=stream, stderr=stream, check=False)
    if not _codes(work):
        sys.exit(f"mutmut made no changes; its last words:\n{_log(work)}")


def _log(work: Path) -> str:
    return (work / "mutmut.log").read_text("utf-8", "replace")[-2000:]


def _codes(work: Path) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for meta in sorted((work / "mutants").rglob("*.meta")):
        found |= json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    return found


def _told(work: Path, codes: dict[str, int | None], every: int, threshold: int) -> int:
    tried = {name: code for name, code in codes.items() if code not in NOT_RUN}
    if not tried:
        sys.exit(f"mutmut tried nothing; its last words:\n{_log(work)}")
    survived = sorted(name for name, code in tried.items() if code not in KILLED)
    for name in survived:
        print(f"survived: {name}")
        print(_change(work, name))
    killed = len(tried) - len(survived)
    share = 100 * killed / len(tried) if tried else 0
    print(
        f"{killed} of {len(tried)} changes killed, {share:.1f} % (a sample of {every}); the threshold is {threshold} %"
    )
    return 0 if share >= threshold else 1


def _change(work: Path, name: str) -> str:
    command = [sys.executable, "-m", "mutmut", "show", name]
    shown = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False).stdout
    lines = [line for line in shown.splitlines() if line.startswith(("-", "+")) and line[1:2] not in {"-", "+"}]
    return "\n".join(f"    {line}" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
