"""The plugin as a whole: its hooks, its policy, and what people see of it."""

import district_plugin

from plpcore.evaluation import run_examples
from plpcore.plugins import Plugins, load_plugins
from plpcore.testing import check_plugin


def installed() -> Plugins:
    return load_plugins(entry_points=True, allow=["district"])


def test_the_plugin_keeps_the_promises_of_its_hooks() -> None:
    found = check_plugin(district_plugin)
    assert found.policies == ("whole-hours-district",)
    assert (found.rule_kinds, found.renderers, found.checks) == (("whole-units",), ("page",), ("sourced",))
    assert found.storages == ("yearly",)


def test_it_is_found_once_it_is_installed() -> None:
    plugins = installed()
    assert plugins.problems == ()
    assert (plugins.loaded[-1].name, plugins.loaded[-1].distribution) == ("district", "district-plugin")
    assert plugins.kinds[-1].brought_by == "district-plugin 1.0.0"


def test_the_examples_of_the_policy_come_out_as_they_say() -> None:
    plugins = installed()
    results = run_examples(plugins.policy("whole-hours-district"), plugins.kinds)
    assert [(one.id, one.differences) for one in results] == [("two-half-hours", ())]


def test_the_policy_passes_every_check() -> None:
    plugins = installed()
    checked = plugins.check(plugins.policy("whole-hours-district"))
    assert [one.check for one in checked if one.findings or one.problem] == []
