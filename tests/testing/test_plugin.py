"""The conformance check of plugins."""

import time
from itertools import count

import pytest

from plpcore.exchange import PolicyDocument
from plpcore.hookspecs import hookimpl
from plpcore.testing import check_plugin
from tests.plugins.installed import POLICY


class Good:
    @hookimpl
    def plp_policies(self) -> list[PolicyDocument]:
        return [PolicyDocument("good", POLICY.replace("ID", "good"))]


class Silent(Good):
    @hookimpl
    def plp_checks(self, policy: object) -> object: ...

    @hookimpl
    def plp_renderers(self, look: object) -> object: ...


NUMBERS = count()


class Fickle:
    @hookimpl
    def plp_policies(self) -> list[PolicyDocument]:
        name = f"p{next(NUMBERS)}"
        return [PolicyDocument(name, POLICY.replace("ID", name))]


class Once:
    @hookimpl
    def plp_policies(self) -> list[PolicyDocument]:
        if next(NUMBERS):
            raise ValueError("only once")
        return []


class Slow:
    @hookimpl
    def plp_policies(self) -> list[PolicyDocument]:
        time.sleep(2)
        return []


def test_a_good_plugin_passes_and_says_what_it_registers() -> None:
    assert check_plugin(Good()).policies == ("good",)


def test_everything_that_is_wrong_is_told_one_line_each() -> None:
    with pytest.raises(AssertionError) as caught:
        check_plugin(Silent())
    lines = str(caught.value).splitlines()
    assert [line.partition("), ")[2] for line in lines] == [
        "plp_checks: it takes 'policy'; take 'host', or nothing",
        "plp_renderers: it takes 'look'; take 'host', or nothing",
    ]


@pytest.mark.parametrize("plugin", [Fickle(), Once()])
def test_a_plugin_that_registers_something_else_the_second_time_is_found(plugin: object) -> None:
    global NUMBERS  # noqa: PLW0603 - each plugin counts from the beginning
    NUMBERS = count()
    with pytest.raises(AssertionError, match="it registers something else the second time"):
        check_plugin(plugin)


def test_a_plugin_that_takes_too_long_is_found() -> None:
    with pytest.raises(AssertionError, match=r"plp_policies: did not finish within 0\.1 s"):
        check_plugin(Slow(), time_limit=0.1)
