"""Bugs as they are planted: a name that says what goes wrong, and the words of a module that are exchanged."""

import re
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

from attrs import frozen

_NUMBERS = count(1)
IMPORTS = """
from contextlib import nullcontext
from datetime import timedelta
from time import sleep
from unicodedata import normalize
from attrs import evolve
from plpcore.errors import BusyError, ConflictError, NotSupportedError
from plpcore.journal import NO_HASH, SALT_LENGTH, Entry, Key, Level
"""
"""What the words of a bug may use."""


@frozen
class Bug:
    """One planted bug.

    Attributes:
        name: What it does wrong.
        changes: The words that are exchanged, each of which stands in one of the modules exactly once.
    """

    name: str
    changes: Mapping[str, str]


def planted(bug: Bug | None, modules: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the names of the last module, with a bug in it or in one of those that it needs.

    The modules are read anew under names of their own, so that the installed ones stay as they are.

    Raises:
        LookupError: Words that the bug exchanges stand nowhere, or more than once: the module has changed.
    """
    texts = {module: _source(module) for module in modules}
    for old, new in {} if bug is None else bug.changes.items():
        found = [module for module, text in texts.items() if text.count(old) == 1]
        if len(found) != 1:
            raise LookupError(f"{bug and bug.name}: in no module, or not once: {old}")
        texts[found[0]] = texts[found[0]].replace(old, new)
    mark = f"planted_{next(_NUMBERS)}_"
    made = ModuleType("")
    for module, text in texts.items():
        made = _made(module, text, modules, mark)
    return vars(made)


def _source(module: str) -> str:
    found = find_spec(module)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).read_text("utf-8")


def _made(module: str, text: str, modules: tuple[str, ...], mark: str) -> ModuleType:
    for other in modules:
        text = re.sub(rf"\b{re.escape(other)}\b", mark + other.replace(".", "_"), text)
    head, docstring, rest = text.partition('"""\n')
    made = ModuleType(mark + module.replace(".", "_"))
    sys.modules[made.__name__] = made
    exec(compile(f"{head}{docstring}{IMPORTS}{rest}", module, "exec"), vars(made))  # noqa: S102 - that is the point
    return made
