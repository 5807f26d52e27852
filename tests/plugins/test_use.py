"""What the code of a registered renderer or check does wrong when it is used."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from plpcore.errors import InputError, PluginError
from plpcore.evaluation import Check, Finding, Level, Statement, evaluate
from plpcore.model import Portfolio
from plpcore.plugins import Plugins, load_plugins
from plpcore.report import Look, Renderer, catalogue, render_json, render_markdown, render_text
from tests.evaluation.support import did, policy_from, record_of

POLICY = policy_from('awards = [{ per = "hour" }]\ntotal = { amount = 2 }\n')
RECORD: Portfolio = record_of(did())
LOOK = Look(words=catalogue("en"), width=60, detail="tree")


def statement() -> Statement:
    return evaluate(POLICY, RECORD, as_of=date(2024, 6, 1))


def with_code(render: Callable[..., Any] = str, find: Callable[..., Any] = list) -> Plugins:
    """Return what is loaded, with a renderer and two checks that a plugin would register."""
    found = load_plugins()
    checks = (Check("mine", "mine", find), Check("next", "next", lambda _policy: [Finding("", "fine")]))
    loaded = (evolve(found.loaded[0], name="p", renderers=("mine",), checks=("mine", "next")),)
    return evolve(found, loaded=loaded, renderers=(Renderer("mine", "mine", render),), checks=checks)


def test_the_renderers_of_the_package_give_what_their_functions_give() -> None:
    plugins, one = load_plugins(), statement()
    assert plugins.render("text", [one], LOOK) == render_text(one, LOOK.words, width=60, detail="tree")
    assert plugins.render("markdown", [one, one], LOOK) == "\n".join([render_markdown(one, LOOK.words)] * 2)
    (told,) = json.loads(plugins.render("json", [one], LOOK))
    assert told == json.loads(render_json(one))


def test_a_renderer_that_is_not_there_is_told_with_the_likely_one() -> None:
    with pytest.raises(InputError, match=r"there is none of the name 'markdwon'; did you mean 'markdown'\?"):
        load_plugins().render("markdwon", [statement()], LOOK)


def failing(error: BaseException) -> Callable[..., Any]:
    def code(*_: object) -> None:
        raise error

    return code


@pytest.mark.parametrize("error", [ValueError("boom"), SystemExit("boom")])
def test_a_renderer_that_raises_is_one_clear_line(error: BaseException) -> None:
    with pytest.raises(PluginError) as caught:
        with_code(render=failing(error)).render("mine", [statement()], LOOK)
    line = f"plugin 'p' (plpcore 0.1.0): renderer 'mine' raised {type(error).__name__}: boom (test_use.py:"
    assert str(caught.value).startswith(line)


def test_a_renderer_that_returns_no_text_is_one_clear_line() -> None:
    with pytest.raises(PluginError, match="renderer 'mine' returned a bytes, not text; ask its makers"):
        with_code(render=lambda *_: b"").render("mine", [statement()], LOOK)


def test_a_renderer_is_given_frozen_values() -> None:
    def changes(statements: tuple[Any, ...], _look: object) -> str:
        statements[0].total = 5
        return ""

    with pytest.raises(PluginError, match="FrozenInstanceError"):
        with_code(render=changes).render("mine", [statement()], LOOK)


@pytest.mark.parametrize("error", [ValueError("boom"), SystemExit("boom")])
def test_a_check_that_raises_is_told_and_the_next_one_asked(error: BaseException) -> None:
    first, second = with_code(find=failing(error)).check(POLICY)
    assert f"check 'mine' raised {type(error).__name__}: boom (test_use.py:" in str(first.problem)
    assert first.findings == ()
    assert (second.check, [one.what for one in second.findings], second.problem) == ("next", ["fine"], None)


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        (None, "raised TypeError: 'NoneType' object is not iterable"),
        ([5], "raised TypeError: it gave a int, not a Finding"),
        ("text", "raised TypeError: it gave a str, not a Finding"),
    ],
)
def test_a_check_that_gives_no_findings_is_one_clear_line(returned: object, told: str) -> None:
    (first, _) = with_code(find=lambda _policy: returned).check(POLICY)
    assert first.findings == ()
    assert f"check 'mine' {told}" in str(first.problem)


def test_what_a_check_finds_carries_its_name_and_level() -> None:
    ((found,),) = [one.findings for one in with_code().check(POLICY) if one.findings]
    assert (found.check, found.level, found.what) == ("next", Level.FINDING, "fine")


def test_ctrl_c_passes_on() -> None:
    plugins = with_code(render=failing(KeyboardInterrupt()), find=failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        plugins.render("mine", [statement()], LOOK)
    with pytest.raises(KeyboardInterrupt):
        plugins.check(POLICY)


def test_a_finding_is_told_on_one_line() -> None:
    assert str(Finding("", "nothing is required")) == "nothing is required"
    assert str(Finding("$.total", "nothing is required", "state an amount")) == (
        "$.total: nothing is required; state an amount"
    )


def test_a_check_asks_in_the_words_of_its_function() -> None:
    def find(_policy: object) -> list[Finding]:
        """Return nothing."""
        return []

    assert Check("a", "is it?", find).text == "Return nothing."


class Incomparable:
    def __eq__(self, other: object) -> bool:
        raise ValueError

    __hash__ = object.__hash__


@pytest.mark.parametrize("value", ["Another title", Incomparable()])
def test_a_check_that_changes_the_policy_is_told_and_the_next_one_sees_it_untouched(value: object) -> None:
    def change(policy: object) -> list[Finding]:
        object.__setattr__(policy, "title", value)
        return []

    def look(policy: Any) -> list[Finding]:
        seen.append(policy.title)
        return []

    title, seen = POLICY.title, list[object]()
    plugins = with_code(find=change)
    next_one = Check("next", "next", look)
    first, second = evolve(plugins, checks=(plugins.checks[0], next_one)).check(POLICY)
    assert "check 'mine' changed the policy that it was given" in str(first.problem)
    assert (second.problem, seen, POLICY.title) == (None, [title], title)
