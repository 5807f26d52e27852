"""Plugins that are broken in every way: one clear line each, and everything else goes on."""

import sys
import time
from pathlib import Path

import pytest

from plpcore.errors import PluginError
from plpcore.plugins import PluginProblem, Plugins, load_plugins
from plpcore.plugins._hooks import HOOKS
from tests.plugins.installed import POLICY, install

GOOD = f"""
@hookimpl
def plp_policies():
    return [PolicyDocument("good", {POLICY.replace("ID", "good")!r})]
"""
OWN = load_plugins()


def load(site: Path, code: str, module: str = "broken", **options: object) -> Plugins:
    """Install a broken plugin between two good ones, and return what is loaded."""
    install(site, "a_good", GOOD.replace('"good"', '"a-good"').replace('id = "good"', 'id = "a-good"'))
    install(site, module, code, name="broken", distribution="broken-plugin")
    install(site, "z_good", GOOD)
    return load_plugins(entry_points=True, time_limit=0.5, **options)  # type: ignore[arg-type]


def only_problem(found: Plugins) -> PluginProblem:
    """Return the one problem, after a look at everything that must be as if the plugin were not there."""
    (problem,) = found.problems
    assert (problem.plugin, problem.distribution, problem.version) == ("broken", "broken-plugin", "1.0")
    assert str(problem).startswith("plugin 'broken' (broken-plugin 1.0)")
    assert len(str(problem).splitlines()) == 1
    assert {one.id for one in found.documents} >= {"a-good", "good", *(one.id for one in OWN.documents)}
    assert found.renderers[: len(OWN.renderers)] == OWN.renderers
    return problem


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise ValueError('boom')", "raised ValueError: boom (broken.py:7)"),
        ("import no_such_module", "raised ModuleNotFoundError: No module named 'no_such_module' (broken.py:7)"),
        ("raise SystemExit(3)", "raised SystemExit: 3 (broken.py:7)"),
        ("import sys; sys.exit()", "raised SystemExit (broken.py:7)"),
        ("class Own(BaseException): pass\nraise Own('out')", "raised Own: out (broken.py:8)"),
        ("def f(: pass", "raised SyntaxError: "),
        ("raise ValueError('a' + chr(10) + 'b' + chr(27) + '[31m')", "raised ValueError: a b�[31m (broken.py:7)"),
        ("def f(): f()\nf()", "raised RecursionError: "),
    ],
)
def test_a_plugin_that_fails_when_it_is_imported(site: Path, code: str, told: str) -> None:
    problem = only_problem(load(site, code))
    assert problem.what.startswith(told)
    assert (problem.hook, problem.mend) == ("", "ask its makers")


# A module that hangs holds the lock of its name for as long, so it has a name of its own.
def test_a_plugin_that_hangs_when_it_is_imported(site: Path) -> None:
    begin = time.monotonic()
    problem = only_problem(load(site, "import time\ntime.sleep(4)", "hangs"))
    assert time.monotonic() - begin < 3
    assert problem.what == "did not finish within 0.5 s"


def test_a_plugin_that_hangs_in_a_hook(site: Path) -> None:
    code = "import time\n@hookimpl\ndef plp_policies():\n    time.sleep(4)\n"
    problem = only_problem(load(site, code))
    assert (problem.hook, problem.what) == ("plp_policies", "did not finish within 0.5 s")


def test_ctrl_c_inside_a_plugin_passes_on(site: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        load(site, "raise KeyboardInterrupt")


def test_an_entry_point_that_is_nothing(site: Path) -> None:
    install(site, "empty", "PLUGIN = None", name="empty")
    (info,) = site.glob("empty*.dist-info")
    (info / "entry_points.txt").write_text("[plpcore]\nempty = empty:PLUGIN\n")
    (problem,) = load_plugins(entry_points=True).problems
    assert problem.what == "it implements no hook"


def hook(body: str, name: str = "plp_rule_kinds", argument: str = "") -> str:
    return f"@hookimpl\ndef {name}({argument}):\n    {body}\n"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (hook("raise ValueError('boom')"), "raised ValueError: boom (broken.py:9)"),
        (hook("raise SystemExit"), "raised SystemExit (broken.py:9)"),
        (hook("return 5"), "it returned a int, not a list or tuple; return RuleKind values"),
        (hook("return None"), "it returned a NoneType, not a list or tuple"),
        (hook("yield 5"), "it returned a generator, not a list or tuple"),
        (hook("return {}"), "it returned a dict, not a list or tuple"),
        (hook("return [5]"), "it registered a int; return RuleKind values only"),
        (hook("return [PolicyDocument('a', 'b')]"), "it registered a PolicyDocument; return RuleKind values only"),
        (hook("return [RuleKind('k', dict, rows=print)]"), "raised PolicyError: rule kind 'k': its spec is no frozen"),
        (hook("host.api = 2", argument="host"), "raised FrozenInstanceError: can't set attribute (broken.py:9)"),
        (hook("object.__setattr__(host, 'api', 2); return []", argument="host"), "it changed what it was given"),
        (hook("return []", argument="policy"), "it takes 'policy'; take 'host', or nothing"),
        (hook("return []", argument="host, a, b=1, *c"), "it takes 'a'; take"),
        (hook("return []").replace("@hookimpl\n", ""), "it is not marked, so that nobody calls it; write @hookimpl"),
        (hook("yield").replace("@hookimpl", "@hookimpl(wrapper=True)"), "it wraps the hook of others"),
        (hook("yield").replace("@hookimpl", "@hookimpl(hookwrapper=True)"), "it wraps the hook of others"),
    ],
)
def test_a_hook_that_does_not_do_its_work(site: Path, code: str, told: str) -> None:
    problem = only_problem(load(site, code))
    assert f", plp_rule_kinds: {told}" in str(problem)


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("plp_polices", "did you mean 'plp_policies'?"),
        ("plp_zzz", f"known are: {', '.join(sorted(HOOKS))}"),
    ],
)
@pytest.mark.parametrize("mark", ["@hookimpl\n", ""])
def test_a_hook_of_an_unknown_name_is_refused_with_the_likely_one(site: Path, name: str, mend: str, mark: str) -> None:
    problem = only_problem(load(site, f"{mark}def {name}():\n    return []\n"))
    assert str(problem).endswith(f", {name}: plpcore has no such hook; {mend}")


def test_a_function_under_another_name_is_registered_by_the_name_that_it_states(site: Path) -> None:
    code = GOOD.replace("good", "named").replace("@hookimpl", "@hookimpl(specname='plp_policies')")
    found = load(site, code.replace("def plp_policies", "def policies"))
    assert found.problems == ()
    assert "named" in {one.id for one in found.documents}


def test_a_function_that_states_an_unknown_hook_is_refused(site: Path) -> None:
    assert only_problem(load(site, "@hookimpl(specname='plp_polices')\ndef policies(): ...")).hook == "plp_polices"


def test_a_plugin_that_implements_nothing(site: Path) -> None:
    assert only_problem(load(site, "a = 1")).what == "it implements no hook"


def test_a_plugin_that_was_written_for_newer_hooks(site: Path) -> None:
    problem = only_problem(load(site, f"plp_api = 2\n{GOOD}"))
    assert str(problem).endswith("it was written for version 2 of the hooks, and this plpcore has version 1; "
                                 "update plpcore, or install an older version of the plugin")  # fmt: skip


@pytest.mark.parametrize("api", ["'1'", "True", "None", "1.0"])
def test_a_version_of_the_hooks_that_is_no_whole_number(site: Path, api: str) -> None:
    assert only_problem(load(site, f"plp_api = {api}\n{GOOD}")).what.startswith("its plp_api is a ")


def test_a_plugin_that_states_the_version_of_the_hooks_that_there_is(site: Path) -> None:
    assert load(site, f"plp_api = 1\n{GOOD.replace('good', 'fine')}").problems == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id = 'broken'", "the policy 'mine' cannot be read: mine: $.title: this key is missing"),
        (
            POLICY.replace("ID", "other"),
            "the policy 'mine' cannot be read: mine: $.id: 'other' is registered as 'mine'",
        ),
        ("][", "the policy 'mine' cannot be read: mine"),
    ],
)
def test_a_policy_that_cannot_be_read(site: Path, text: str, told: str) -> None:
    problem = only_problem(load(site, f"@hookimpl\ndef plp_policies(): return [PolicyDocument('mine', {text!r})]"))
    assert problem.what.startswith(told)


def test_of_several_mistakes_in_a_policy_the_first_is_told_and_the_others_counted(site: Path) -> None:
    text = POLICY.replace("ID", "mine") + "a = 1\nb = 2\nc = 3\n"
    problem = only_problem(load(site, f"@hookimpl\ndef plp_policies(): return [PolicyDocument('mine', {text!r})]"))
    assert problem.what.endswith("(and 2 more)")


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("PolicyDocument('', 'a')", "PolicyError: policy document '': the id is empty"),
        ("PolicyDocument('a.toml', 'a')", "PolicyError: policy document 'a.toml': its id looks like a file"),
        ("PolicyDocument('a', b'a')", "PolicyError: policy document 'a': its text is a bytes"),
        ("Renderer('', 'a', print)", "InputError: renderer '': the id is empty"),
        ("Renderer('a', 'a', 5)", "InputError: renderer 'a': its render is a int"),
        ("Check('', 'a', print)", "InputError: check '': the id is empty"),
        ("Check('a', 'a', 5)", "InputError: check 'a': its find is a int"),
    ],
)
def test_a_value_that_could_never_work_is_refused_where_it_is_made(site: Path, made: str, told: str) -> None:
    assert only_problem(load(site, f"@hookimpl\ndef plp_checks(): return [{made}]")).what.startswith(f"raised {told}")


CLASHING = {
    "plp_policies": f"PolicyDocument('x', {POLICY.replace('ID', 'x')!r})",
    "plp_rule_kinds": "RuleKind('x', Spec, rows=lambda spec, given: [])",
    "plp_renderers": "Renderer('x', 'x', lambda statements, look: '')",
    "plp_checks": "Check('x', 'x', lambda policy: [])",
}


@pytest.mark.parametrize("name", list(CLASHING))
def test_of_two_values_of_one_name_the_first_plugin_s_stays_and_both_are_named(site: Path, name: str) -> None:
    code = f"@frozen\nclass Spec: ...\n@hookimpl\ndef {name}(): return [{CLASHING[name]}]"
    install(site, "alpha", code, version="2.5")
    (problem,) = only_clash(load(site, code))
    assert problem.hook == name
    assert " 'x' is registered by plugin 'alpha' (alpha-plugin 2.5) already" in problem.what


def only_clash(found: Plugins) -> tuple[PluginProblem, ...]:
    only_problem(found)
    assert [one.name for one in found.loaded] == ["plpcore", "a_good", "alpha", "broken", "z_good"]
    assert sum("x" in one.policies + one.rule_kinds + one.renderers + one.checks for one in found.loaded) == 1
    return found.problems


def test_what_comes_with_the_package_is_never_replaced(site: Path) -> None:
    code = f"""
    @hookimpl
    def plp_policies(): return [PolicyDocument('us-ny-ctle', {POLICY.replace("ID", "us-ny-ctle")!r})]
    @hookimpl
    def plp_renderers(): return [Renderer('text', 'mine', lambda statements, look: '')]
    """
    install(site, "aaa", code)
    found = load_plugins(entry_points=True)
    assert [one.what.partition(" already")[0] for one in found.problems] == [
        f"the {what} is registered by plugin 'plpcore' (plpcore 0.1.0)"
        for what in ("policy 'us-ny-ctle'", "renderer 'text'")
    ]
    assert found.documents == OWN.documents
    assert found.renderers == OWN.renderers


def test_a_plugin_that_takes_the_name_of_the_package_is_refused(site: Path) -> None:
    install(site, "spoof", GOOD, name="plpcore")
    (problem,) = load_plugins(entry_points=True).problems
    assert str(problem) == (
        "plugin 'plpcore' (spoof-plugin 1.0): its name is that of plugin 'plpcore' (plpcore 0.1.0) already; "
        "block one of the two"
    )


def test_two_plugins_of_one_name_are_told_apart_by_their_distributions(site: Path) -> None:
    install(site, "one", GOOD, name="twin", distribution="b-dist")
    install(site, "two", GOOD, name="twin", distribution="a-dist")
    found = load_plugins(entry_points=True)
    assert [(one.name, one.distribution) for one in found.loaded[1:]] == [("twin", "a-dist")]
    assert str(found.problems[0]).startswith(
        "plugin 'twin' (b-dist 1.0): its name is that of plugin 'twin' (a-dist 1.0)"
    )


def test_metadata_that_cannot_be_read_hides_no_other_plugin(site: Path) -> None:
    install(site, "good", GOOD)
    info = site / "bad-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[plpcore]\nno equals sign\n")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bad\nVersion: 1.0\n")
    found = load_plugins(entry_points=True)
    assert [one.name for one in found.loaded] == ["plpcore", "good"]
    assert str(found.problems[0]).startswith(
        "plugin 'bad-1.0.dist-info' (no distribution): its metadata cannot be read"
    )


def test_a_control_character_in_a_name_does_not_reach_the_terminal(site: Path) -> None:
    install(site, "evil", "raise ValueError", name="e\x1b[31mvil")
    (problem,) = load_plugins(entry_points=True).problems
    assert "\x1b" not in str(problem)


def test_everything_that_is_wrong_is_raised_at_once_when_the_host_is_strict(site: Path) -> None:
    install(site, "other", "raise ValueError")
    with pytest.raises(PluginError) as caught:
        load(site, "raise ValueError('boom')", strict=True)
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "plugin 'broken' (broken-plugin 1.0)",
        "plugin 'other' (other-plugin 1.0)",
    ]


def test_a_host_that_is_strict_gets_what_there_is_where_nothing_is_wrong() -> None:
    assert load_plugins(strict=True) == load_plugins()


def test_a_failed_import_leaves_no_half_module_behind(site: Path) -> None:
    load(site, "raise ValueError('boom')")
    assert "broken" not in sys.modules
