"""Which plugins are loaded, and what a host gets of them."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from attrs import define, frozen

from plpcore.errors import InputError
from plpcore.exchange import PolicyDocument, load_policy, shipped_documents, shipped_policies
from plpcore.hookspecs import HOOK_API, Host, hookimpl
from plpcore.plugins import LoadedPlugin, load_plugins
from plpcore.report import RENDERERS
from tests.plugins.installed import POLICY, install

PLUGIN = """
@frozen
class Spec: ...

@hookimpl
def plp_policies(): return [PolicyDocument("mine", TEXT)]
@hookimpl
def plp_rule_kinds(): return (RuleKind("kind", Spec, rows=lambda spec, given: []),)
@hookimpl
def plp_renderers(): return [Renderer("page", "a page", lambda statements, look: "")]
@hookimpl
def plp_checks(): return [Check("check", "a check", lambda policy: [])]
""".replace("TEXT", repr(POLICY.replace("ID", "mine")))


def names(**options: object) -> list[str]:
    found = load_plugins(**options)  # type: ignore[arg-type]
    assert found.problems == ()
    return [one.name for one in found.loaded[1:]]


def test_without_plugins_there_is_what_comes_with_the_package(site: Path) -> None:
    install(site, "mine", PLUGIN)
    found = load_plugins()
    assert [one.name for one in found.loaded] == ["plpcore"]
    assert (found.documents, found.renderers, found.kinds) == (shipped_documents(), RENDERERS, ())
    assert "mine" not in sys.modules


def test_installed_plugins_are_loaded_only_when_asked_for(site: Path) -> None:
    install(site, "mine", PLUGIN, version="2.0")
    found = load_plugins(entry_points=True)
    assert found.problems == ()
    assert found.loaded[1] == LoadedPlugin("mine", "mine-plugin", "2.0", ("mine",), ("kind",), ("page",), ("check",))
    assert found.policy("mine").title == "A policy of a plugin"
    assert (found.kinds[0].name, found.renderers[3].name, found.checks[-1].name) == ("kind", "page", "check")
    assert found.kinds[0].brought_by == "mine-plugin 2.0"


def test_a_plugin_is_given_by_the_name_of_its_module_or_as_the_module_itself(site: Path) -> None:
    install(site, "mine", PLUGIN, name="other-name")
    assert names(given=["mine"]) == ["mine"]
    assert names(given=[sys.modules["mine"]]) == ["mine"]
    assert load_plugins(["mine"]).loaded[1].origin.installed == "mine-plugin 1.0"


def test_a_plugin_that_is_given_and_installed_is_loaded_once(site: Path) -> None:
    install(site, "mine", PLUGIN, name="a-name")
    assert names(given=["mine", "mine"], entry_points=True) == ["a-name"]


@frozen
class Given:
    """A plugin that is an object."""

    @hookimpl
    def plp_policies(self, host: Host) -> list[PolicyDocument]:
        assert (host.api, host.version) == (HOOK_API, "0.1.0")
        return [PolicyDocument("given", POLICY.replace("ID", "given"))]


def test_a_plugin_may_be_an_object_and_has_the_name_of_its_class() -> None:
    found = load_plugins([Given()])
    assert found.loaded[1].policies == ("given",)
    assert found.loaded[1].name == f"{__name__}.Given"
    assert str(found.loaded[1].origin) == f"plugin '{__name__}.Given' (no distribution)"


def test_a_plugin_may_be_a_class_of_functions() -> None:
    class Functions:
        @staticmethod
        @hookimpl
        def plp_policies() -> list[PolicyDocument]:
            return []

    (found,) = load_plugins([Functions]).loaded[1:]
    assert found.name.endswith(".Functions")


def test_a_plugin_that_cannot_be_hashed_disturbs_no_other(site: Path) -> None:
    @define
    class Odd:
        @hookimpl
        def plp_policies(self) -> list[PolicyDocument]:
            return [PolicyDocument("odd", POLICY.replace("ID", "odd"))]

    install(site, "mine", PLUGIN)
    found = load_plugins([Odd(), "mine"])
    assert found.problems == ()
    assert [one.id for one in found.documents][-2:] == ["mine", "odd"]


def test_a_plugin_that_says_it_equals_all_others_disturbs_none_of_them(site: Path) -> None:
    class Alike:
        def __eq__(self, _: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

        @hookimpl
        def plp_policies(self) -> list[PolicyDocument]:
            return []

    install(site, "zzz", PLUGIN)
    alike = Alike()
    assert names(given=[alike, "zzz"]) == [load_plugins([alike]).loaded[1].name, "zzz"]


def test_a_rule_kind_of_a_plugin_that_nobody_installed_names_the_plugin() -> None:
    from plpcore.evaluation import RuleKind

    @frozen
    class Spec:
        pass

    kind = RuleKind("k", Spec, rows=lambda _spec, given: [one.credit for one in given])
    module = ModuleType("loose")
    vars(module)["plp_rule_kinds"] = hookimpl(lambda: [kind])
    module.plp_rule_kinds.__name__ = "plp_rule_kinds"
    assert load_plugins([module]).kinds[0].brought_by == "plugin 'loose' (no distribution)"


def test_plugins_are_in_the_order_of_their_names_however_they_are_given(site: Path) -> None:
    for name in ("c", "a", "b"):
        install(
            site,
            f"mod_{name}",
            PLUGIN.replace("mine", name)
            .replace('"kind"', f'"{name}"')
            .replace("page", f"page-{name}")
            .replace('"check"', f'"{name}"'),
        )
    assert names(given=["mod_c", "mod_a", "mod_b"]) == ["mod_a", "mod_b", "mod_c"]


@pytest.mark.parametrize("name", ["mine", "mine-plugin", "point"])
def test_what_is_blocked_by_plugin_distribution_or_module_is_not_even_imported(site: Path, name: str) -> None:
    install(site, "mine", PLUGIN, name="point")
    assert names(entry_points=True, block=[name]) == []
    assert "mine" not in sys.modules
    assert names(given=["mine"], block=["mine"]) == []
    assert "mine" not in sys.modules


@pytest.mark.parametrize("name", ["mine", "mine-plugin", "point"])
def test_of_the_installed_plugins_only_those_are_loaded_that_are_allowed(site: Path, name: str) -> None:
    install(site, "mine", PLUGIN, name="point")
    install(site, "other", "raise ValueError")
    assert names(entry_points=True, allow=[name]) == ["point"]
    assert names(entry_points=True, allow=[]) == []
    assert names(given=["mine"], allow=[]) == ["mine"]


def test_a_name_that_is_allowed_and_not_installed_is_told_with_the_likely_one(site: Path) -> None:
    install(site, "mine", PLUGIN, name="district")
    (problem,) = load_plugins(entry_points=True, allow=["distrikt"]).problems
    assert str(problem).endswith("no installed plugin has this name; did you mean 'district'?")
    (nothing,) = load_plugins(entry_points=True, allow=["zzz"], block=["zzz"]).problems
    assert nothing.mend == "known are: district"


@pytest.mark.parametrize("argument", ["given", "allow", "block"])
def test_one_bare_name_is_refused_and_does_not_fall_apart_into_its_letters(argument: str) -> None:
    with pytest.raises(InputError) as caught:
        load_plugins(**{argument: "mine"}, entry_points=True)  # type: ignore[arg-type]
    assert str(caught.value) == f"{argument}: expected several texts, not the one text 'mine'; write ['mine']"


def test_what_comes_with_the_package_cannot_be_blocked() -> None:
    assert load_plugins(block=["plpcore"]) == load_plugins()


def test_of_two_distributions_of_one_name_the_first_on_the_path_holds(site: Path, tmp_path: Path) -> None:
    install(site, "mine", PLUGIN)
    later = tmp_path / "later"
    later.mkdir()
    install(later, "older", PLUGIN, name="mine", distribution="Mine.plugin", version="0.5")
    sys.path.append(str(later))
    try:
        found = load_plugins(entry_points=True)
    finally:
        sys.path.remove(str(later))
    assert [(one.name, one.version) for one in found.loaded[1:]] == [("mine", "1.0")]
    assert found.problems == ()


def test_entry_points_of_other_groups_are_not_touched(site: Path) -> None:
    install(site, "mine", "raise ValueError")
    (info,) = site.glob("*.dist-info")
    (info / "entry_points.txt").write_text("[plpcore.other]\nmine = mine\n[console_scripts]\nmine = mine:main\n")
    assert names(entry_points=True) == []


def test_nothing_is_remembered_from_one_call_to_the_next(site: Path) -> None:
    install(site, "mine", PLUGIN)
    assert len(load_plugins(["mine"]).loaded) == 2
    assert len(load_plugins().loaded) == 1


def test_the_documents_of_the_package_are_its_policies_and_are_read_when_asked_for() -> None:
    assert tuple(one.id for one in shipped_documents()) == shipped_policies()
    assert (
        load_policy("us-ny-ctle", shipped_documents())
        == load_policy("us-ny-ctle")
        == load_plugins().policy("us-ny-ctle")
    )


def test_a_plain_object_without_hooks_is_told() -> None:
    (problem,) = load_plugins([SimpleNamespace()]).problems
    assert str(problem).startswith("plugin 'types.SimpleNamespace' (no distribution): it implements no hook")
