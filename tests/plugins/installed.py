"""Real plugins for tests: modules and their metadata, written to a folder that is put on the path."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

HEAD = """\
from attrs import frozen
from plpcore.evaluation import Check, Finding, Level, RuleKind
from plpcore.exchange import PolicyDocument
from plpcore.hookspecs import hookimpl
from plpcore.report import Renderer

"""

POLICY = """\
id = "ID"
title = "A policy of a plugin"
unit = { name = "hour" }
total = { id = "total", cite = "board", amount = 1 }
awards = [{ id = "hours", cite = "board", per = "hour" }]
"""


def install(
    folder: Path, module: str, code: str, *, name: str = "", distribution: str = "", version: str = "1.0"
) -> None:
    """Write a module and the metadata of a distribution that offers it as an entry point."""
    (folder / f"{module}.py").write_text(HEAD + dedent(code), "utf-8")
    distribution = distribution or f"{module.replace('_', '-')}-plugin"
    info = folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n", "utf-8")
    with (info / "entry_points.txt").open("a", encoding="utf-8") as file:
        file.write(f"[plpcore]\n{name or module} = {module}\n")


@contextmanager
def on_the_path(folder: Path) -> Iterator[None]:
    """Put a folder on the path, and forget afterwards what was imported from it."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", "") or "").startswith(str(folder)):
                del sys.modules[name]
