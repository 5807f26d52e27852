"""What a plugin implements, looked at before it is registered."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from inspect import Parameter, signature
from typing import Any

from attrs import frozen
from pluggy import PluginManager

from plpcore.evaluation import Check, RuleKind
from plpcore.exchange import PolicyDocument, RecordFormat
from plpcore.hookspecs import HOOK_API, PROJECT
from plpcore.journal import Listener
from plpcore.plugins._problems import Origin, PluginProblem, did_you_mean
from plpcore.report import Renderer
from plpcore.storage import StorageKind

HOOKS: Mapping[str, type[Any]] = {
    "plp_policies": PolicyDocument,
    "plp_rule_kinds": RuleKind,
    "plp_renderers": Renderer,
    "plp_checks": Check,
    "plp_storages": StorageKind,
    "plp_formats": RecordFormat,
    "plp_committed": Listener,
}
"""What each hook returns several of."""

_OWN = frozenset({"plp_api"})


@frozen
class _Implemented:
    name: str
    hook: str
    is_marked: bool
    is_wrapper: bool


def new_manager() -> PluginManager:
    """Return a manager that knows the hooks and no plugin."""
    manager = PluginManager(PROJECT)
    manager.add_hookspecs(import_module("plpcore.hookspecs"))
    return manager


def faults_of(plugin: object, origin: Origin, manager: PluginManager) -> list[PluginProblem]:
    """Return everything that keeps a plugin, or one of its hooks, from being called. Runs code of the plugin."""
    api = getattr(plugin, "plp_api", HOOK_API)
    if type(api) is not int:
        return [origin.problem(f"its plp_api is a {type(api).__name__}", "state a whole number")]
    if api > HOOK_API:
        what = f"it was written for version {api} of the hooks, and this plpcore has version {HOOK_API}"
        return [origin.problem(what, "update plpcore, or install an older version of the plugin")]
    found = [fault for one in _implemented(plugin, manager) for fault in _faults(one, plugin, origin)]
    if not found and not any(one.is_marked for one in _implemented(plugin, manager)):
        found = [origin.problem("it implements no hook", "mark functions such as plp_policies with @hookimpl")]
    return found


def _implemented(plugin: object, manager: PluginManager) -> Iterator[_Implemented]:
    for name in dir(plugin):
        options = manager.parse_hookimpl_opts(plugin, name)
        if options is not None:
            is_wrapper = bool(options["wrapper"] or options["hookwrapper"])
            yield _Implemented(name, options["specname"] or name, is_marked=True, is_wrapper=is_wrapper)
        elif name.startswith("plp_") and name not in _OWN:
            yield _Implemented(name, name, is_marked=False, is_wrapper=False)


def _faults(one: _Implemented, plugin: object, origin: Origin) -> Iterator[PluginProblem]:
    if one.hook not in HOOKS:
        yield origin.problem("plpcore has no such hook", did_you_mean(one.hook, HOOKS), one.hook)
    elif not one.is_marked:
        yield origin.problem("it is not marked, so that nobody calls it", "write @hookimpl above it", one.hook)
    elif one.is_wrapper:
        yield origin.problem("it wraps the hook of others", "return values of its own instead", one.hook)
    else:
        strange = ", ".join(f"'{name}'" for name in _asked(getattr(plugin, one.name)) if name != "host")
        if strange:
            yield origin.problem(f"it takes {strange}", "take 'host', or nothing", one.hook)


def _asked(function: Callable[..., object]) -> list[str]:
    """Return the arguments that must be given by position, as pluggy gives them."""
    by_position = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    found = signature(function).parameters.values()
    return [one.name for one in found if one.kind in by_position and one.default is Parameter.empty]
