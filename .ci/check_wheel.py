"""Fail when the built wheel leaves out a file of the package: `check_wheel.py WHEEL SOURCE`."""

import sys
import zipfile
from pathlib import Path


def files_of_source(source: Path) -> set[str]:
    """Return every file of the package as the wheel should name it, caches of the interpreter left out."""
    files = (path for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(source.parent).as_posix() for path in files}


def main(wheel: str, source: str) -> int:
    """Print what is missing and return the number of missing files."""
    with zipfile.ZipFile(wheel) as archive:
        missing = sorted(files_of_source(Path(source)) - set(archive.namelist()))
    for name in missing:
        print(f"{wheel}: {name} is missing; see [tool.hatch.build.targets.wheel] in pyproject.toml")
    return len(missing)


if __name__ == "__main__":
    sys.exit(min(main(*sys.argv[1:]), 1))
