"""Plugins from the command line: asked for, listed, used, and told when they are broken."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.commands import Done, district, plp
from tests.plugins.installed import POLICY, install

RULE = 'rules = [{ id = "twice", cite = "board", kind = "twice" }]\n'
EXAMPLE = """
[[example]]
id = "one"
title = "An hour counts twice"
cite = "-"
as_of = 2025-06-30
activities = [ { id = "w", kind = "workshop", completed = 2024-08-20, amounts = { hour = 1 } } ]
[example.expect]
total = 2
"""
PLUGIN = """
@frozen
class Spec: ...

def find(policy):
    return [Finding("$.total", "one hour is little", "ask for more")] if policy.id == "mine" else []

@hookimpl
def plp_policies(): return [PolicyDocument("mine", TEXT)]
@hookimpl
def plp_rule_kinds(): return [RuleKind("twice", Spec, rows=lambda spec, given: [one.credit * 2 for one in given])]
@hookimpl
def plp_renderers(): return [Renderer("totals", "totals", lambda held, look: "".join(f"{s.total}\\n" for s in held))]
@hookimpl
def plp_checks(): return [Check("little", "is it too little?", find)]
""".replace("TEXT", repr(POLICY.replace("ID", "mine") + RULE + EXAMPLE))
ASKED = ("--plugin", "mine")
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def mine(site: Path) -> None:
    install(site, "mine", PLUGIN, version="2.0")


def test_nothing_is_loaded_unless_asked_for() -> None:
    assert "mine" not in plp("policy", "list").out
    assert plp("policy", "show", "mine").code == 2


@pytest.mark.parametrize(
    ("args", "env"),
    [(ASKED, {}), (("--with-plugins",), {}), ((), {"PLPCORE_PLUGINS": "1"})],
)
def test_a_policy_of_a_plugin_is_listed_shown_and_tested(args: tuple[str, ...], env: dict[str, str | None]) -> None:
    assert "\nmine " in plp(*args, "policy", "list", env=env).out
    assert "A policy of a plugin (mine)" in plp(*args, "policy", "show", "mine", env=env).out
    assert plp(*args, "policy", "test", "mine", env=env).lines[-1] == "1 passed, 0 failed"


@pytest.mark.parametrize("command", [("policy", "show", "us-ny-ctle"), ("plugins",)])
def test_a_name_to_block_that_nobody_has_is_told(command: tuple[str, ...]) -> None:
    done = plp("--with-plugins", "--block", "mime", "--block", "mine-plugin", *command)
    line = "plp: plugin 'mime' (no distribution): there is nothing of this name to block; did you mean 'mine'?\n"
    assert (done.code, done.err) == (0, line)


def test_a_plugin_is_blocked_by_its_name() -> None:
    assert "mine" not in plp("--with-plugins", "--block", "mine", "policy", "list").out
    assert "mine" not in plp("--block", "mine-plugin", "policy", "list", env={"PLPCORE_PLUGINS": "1"}).out


def test_the_checks_of_plugins_are_asked_when_a_policy_is_checked() -> None:
    found = plp(*ASKED, "policy", "check", "mine")
    assert found.code == 1
    assert found.lines[-1] == "$.total: finding little: one hour is little; ask for more"
    assert found.lines[0] == "mine: 1 finding, 3 rules, 0 editions, 1 example"
    assert "fragment: python, since the rule kind 'twice' is code (rule twice)" in found.lines
    assert plp(*ASKED, "policy", "check", "us-ny-ctle").code == 0


def test_a_remark_is_told_and_is_no_reason_to_fail(site: Path) -> None:
    find = "lambda policy: [Finding('', 'by the way')]"
    install(site, "mild", f"@hookimpl\ndef plp_checks(): return [Check('by', 'by', {find}, Level('remark'))]")
    found = plp("--plugin", "mild", "policy", "check", "us-ny-ctle")
    assert (found.code, found.lines[-1]) == (0, "$: remark by: by the way")


def test_a_check_that_fails_is_told_and_the_policy_is_not_called_fine(site: Path) -> None:
    install(site, "broken", "@hookimpl\ndef plp_checks(): return [Check('bad', 'bad', lambda policy: 1 / 0)]")
    found = plp("--plugin", "broken", "policy", "check", "us-ny-ctle")
    assert found.code == 1
    assert found.err == (
        "plp: plugin 'broken' (broken-plugin 1.0): check 'bad' raised ZeroDivisionError: division by zero "
        "(broken.py:8); ask its makers\n"
    )


def explained(site: Path, *args: str, policy: str = "mine") -> Done:
    _, records = district(site)
    return plp(*ASKED, "explain", policy, *records, "--educator", "t-1", "--as-of", "2025-06-30", *args)


def test_credit_that_a_rule_kind_sets_is_explained_and_marked_in_each_form_and_language(site: Path) -> None:
    assert "Set by a program of the host, which no proof looks into: twice." in " ".join(explained(site).out.split())
    assert "decided by a program of the host" in " ".join(explained(site).out.split())
    assert "Set by a program of the host" in explained(site, "--format", "markdown").out
    assert "Lo fija un programa externo" in explained(site, "--language", "es").out
    (held,) = json.loads(explained(site, "--format", "json").out)
    assert held["activities"][0]["steps"][-1]["reason"] == "host-rule-opaque"
    assert held["answers"][0]["opaque"] is True


def test_a_renderer_of_a_plugin_shows_statements(site: Path) -> None:
    assert explained(site, "--renderer", "totals").out == "20\n"
    _, records = district(site)
    assert plp(*ASKED, "evaluate", "mine", *records, "--as-of", "2025-06-30", "--renderer", "totals").out == "20\n18\n"


def test_a_renderer_that_is_not_there_is_told(site: Path) -> None:
    found = explained(site, "--renderer", "total")
    assert (found.code, found.out) == (2, "")
    assert found.err.splitlines()[-1] == "plp: renderer: there is none of the name 'total'; did you mean 'totals'?"


def test_an_audit_knows_the_policies_and_kinds_of_plugins(site: Path) -> None:
    _, records = district(site)
    found = plp(*ASKED, "audit", "mine", *records, "--as-of", "2025-06-30", "--compare-with", "mine", "--format", "csv")
    assert found.code == 0
    assert "20" in found.out


def test_a_rule_kind_that_fails_ends_the_command_with_one_line(site: Path) -> None:
    code = "@hookimpl\ndef plp_rule_kinds(): return [RuleKind('twice', Spec, rows=lambda *_: None)]"
    install(site, "broken", f"@frozen\nclass Spec: ...\n{code}")
    (site / "mine.toml").write_text(POLICY.replace("ID", "mine") + RULE)
    _, records = district(site)
    found = plp("--plugin", "broken", "evaluate", site / "mine.toml", *records, "--as-of", "2025-06-30")
    assert (found.code, found.out) == (2, "")
    assert found.err.splitlines()[-1] == (
        "plp: rule 'twice': the rule kind 'twice' of broken-plugin 1.0 returns a NoneType for 1 activities; "
        "tell those who made it"
    )


def test_a_broken_plugin_is_told_once_and_the_command_does_its_work(site: Path) -> None:
    install(site, "broken", "raise ValueError('boom')")
    found = plp("--with-plugins", "policy", "show", "mine", "--toml")
    assert found.code == 0
    assert found.err == (
        "plp: plugin 'broken' (broken-plugin 1.0): raised ValueError: boom (broken.py:7); ask its makers\n"
    )


MEND = "check the name (my_plugin, not my_plugin.py), and that Python finds it: install it, or set PYTHONPATH"


@pytest.mark.parametrize("command", [("policy", "check", "us-ny-ctle"), ("policy", "list"), ("policy", "test", "mine")])
@pytest.mark.parametrize("name", ["mistyped", "mine.py", "mine.rules", ".mine", ""])
def test_a_plugin_that_is_asked_for_and_is_not_there_ends_the_command(name: str, command: tuple[str, ...]) -> None:
    found = plp("--plugin", name, *command)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"plp: plugin '{name}' (")
    assert found.err.endswith(f"): there is no module of this name; {MEND}\n")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise ValueError('boom')", ": raised ValueError: boom (broken.py:7); ask its makers"),
        ("import no_such", ": raised ModuleNotFoundError: No module named 'no_such' (broken.py:7); ask its makers"),
        ("plp_checks = 1", ", plp_checks: it is not marked, so that nobody calls it; write @hookimpl above it"),
    ],
)
def test_a_plugin_that_is_asked_for_and_broken_ends_the_command(site: Path, code: str, told: str) -> None:
    install(site, "broken", code)
    found = plp("--plugin", "broken", "policy", "show", "us-ny-ctle")
    assert (found.code, found.out) == (2, "")
    assert found.err == f"plp: plugin 'broken' (broken-plugin 1.0){told}\n"
    assert plp("--plugin", "broken", "--block", "broken", "policy", "show", "us-ny-ctle").code == 0


def test_a_broken_plugin_that_was_only_found_is_told_beside_the_one_that_was_asked_for(site: Path) -> None:
    install(site, "broken", "raise ValueError('boom')")
    found = plp("--with-plugins", "--plugin", "mistyped", "policy", "list")
    assert (found.code, [line.split("'")[1] for line in found.err.splitlines()]) == (2, ["broken", "mistyped"])
    assert plp("--with-plugins", *ASKED, "policy", "list").code == 0


# ------------------------------------------------------------------------------------------------- plp plugins


def test_the_list_ends_with_2_where_a_plugin_that_was_asked_for_is_not_there(site: Path) -> None:
    found = plp("--plugin", "mistyped", "plugins")
    assert (found.code, found.err) == (2, "")
    assert found.lines[-2:] == [
        f"plugin 'mistyped' (no distribution): there is no module of this name; {MEND}",
        "1 problem",
    ]


def test_the_example_of_the_list_names_a_plugin_that_exists() -> None:
    named = re.findall(r"plp --plugin (\S+)", plp("plugins", "--help").out)
    assert named
    assert all((EXAMPLES / name / "src" / name / "__init__.py").is_file() for name in named)


def test_the_list_says_what_each_plugin_registers() -> None:
    found = plp(*ASKED, "plugins")
    assert (found.code, found.err) == (0, "")
    assert [line.split() for line in found.lines[-4:]] == [
        ["mine", "mine-plugin", "2.0", "policy", "mine"],
        ["mine", "mine-plugin", "2.0", "rule", "kind", "twice"],
        ["mine", "mine-plugin", "2.0", "renderer", "totals"],
        ["mine", "mine-plugin", "2.0", "check", "little"],
    ]
    assert plp("plugins").lines[2].split()[:4] == ["plpcore", "plpcore", "0.1.0", "policy"]


def test_a_plugin_that_registers_nothing_is_listed_all_the_same(site: Path) -> None:
    install(site, "idle", "@hookimpl\ndef plp_checks(): return []")
    assert plp("--plugin", "idle", "plugins").lines[-1].split() == ["idle", "idle-plugin", "1.0"]


BOOM = "plugin 'broken' (broken-plugin 1.0): raised ValueError: boom (broken.py:7); ask its makers"


def test_what_is_wrong_is_listed_and_ends_with_1(site: Path) -> None:
    install(site, "broken", "raise ValueError('boom')")
    found = plp("--with-plugins", "plugins")
    assert (found.code, found.err) == (1, "")
    assert found.lines[-2:] == [BOOM, "1 problem"]


def test_the_list_for_programs_holds_the_problems_or_leaves_them_to_standard_error(site: Path) -> None:
    install(site, "broken", "raise ValueError('boom')")
    held = json.loads(plp("--with-plugins", "plugins", "--format", "json").out)
    assert held["plugins"][-1]["rule_kinds"] == ["twice"]
    assert held["problems"][0]["what"] == "raised ValueError: boom (broken.py:7)"
    found = plp("--with-plugins", "plugins", "--format", "csv")
    assert found.lines[0] == "plugin,distribution,version,registers,name"
    assert found.err.splitlines() == [BOOM, "1 problem"]
