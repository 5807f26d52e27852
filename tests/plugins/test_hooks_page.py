"""The reference page says what the specifications say, hook by hook."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plpcore import hookspecs
from plpcore.hookspecs import HOOK_API, PROJECT
from plpcore.plugins._hooks import HOOKS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "hooks.md").read_text("utf-8")
PARTS = ("When", "Arguments", "Result", "Combination", "Errors")
SPECS: dict[str, Callable[..., object]] = {
    name: function for name, function in vars(hookspecs).items() if hasattr(function, f"{PROJECT}_spec")
}


def section(name: str) -> str:
    found = re.search(rf"^## {name}$(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def test_every_hook_has_a_section_and_every_section_a_hook() -> None:
    assert re.findall(r"^## (plp_\w+)$", PAGE, re.MULTILINE) == list(SPECS) == list(HOOKS)


@pytest.mark.parametrize("name", list(SPECS))
def test_the_page_shows_the_signature_that_there_is(name: str) -> None:
    arguments = ", ".join(
        f"{one.name}: {one.annotation.__name__}" for one in inspect.signature(SPECS[name]).parameters.values()
    )
    shown = f"```text\n{name}({arguments}) -> Sequence[{HOOKS[name].__name__}]\n```"
    assert shown in section(name)
    returns = inspect.signature(SPECS[name]).return_annotation
    assert returns.__args__ == (HOOKS[name],)


@pytest.mark.parametrize("name", list(SPECS))
@pytest.mark.parametrize("part", PARTS)
def test_both_say_when_with_what_to_what_end_how_combined_and_what_goes_wrong(name: str, part: str) -> None:
    assert f"\n- **{part}**: " in section(name)
    # Python 3.13 takes the indentation out of docstrings itself.
    assert f"\n{part}: " in (inspect.getdoc(SPECS[name]) or "")


@pytest.mark.parametrize("name", list(SPECS))
def test_every_hook_has_its_smallest_example(name: str) -> None:
    assert re.search(rf"```python\n(?:(?!```).)*@hookimpl\ndef {name}\(", section(name), re.DOTALL)


def test_the_page_says_which_version_of_the_hooks_it_is_about() -> None:
    assert f"This is version {HOOK_API} of the hooks" in PAGE
