"""The hooks by which a plugin registers values. A plugin implements those that it needs and no other.

```python
from plpcore.hookspecs import hookimpl


@hookimpl
def plp_rule_kinds(): ...
```

Hooks are called once, when `plpcore.plugins.load_plugins` builds what a host works with. They never run inside an
evaluation and never once per row. What they return is checked: a value of another type, or one whose name is taken, is
left out and told; the rest stays. An exception in one hook costs the plugin that hook and nothing else.
"""

from collections.abc import Sequence

from attrs import frozen
from pluggy import HookimplMarker, HookspecMarker

from plpcore.evaluation import Check, RuleKind
from plpcore.exchange import PolicyDocument, RecordFormat
from plpcore.journal import Listener
from plpcore.report import Renderer
from plpcore.storage import StorageKind

HOOK_API = 1
"""The version of the hooks. It grows when a plugin that was written for the older one could break.

A plugin may state the version that it was written for as `plp_api = 1`; a newer one than this is refused.
"""

PROJECT = "plpcore"
"""The name under which pluggy keeps the hooks, and the group of entry points that plugins stand in."""

hookspec = HookspecMarker(PROJECT)
hookimpl = HookimplMarker(PROJECT)


@frozen
class Host:
    """Who asks. Every call is given a value of its own.

    Attributes:
        version: The version of plpcore.
        api: The version of the hooks.
    """

    version: str
    api: int


@hookspec
def plp_policies(host: Host) -> Sequence[PolicyDocument]:  # type: ignore[empty-body]
    """Register policies, so that people can ask for them by their ids.

    When: Once, when plugins are loaded.

    Arguments: `host`, which may be left out.

    Result: A list or tuple of `plpcore.exchange.PolicyDocument`. Each text is read once to see that it is a policy of
    the id that it stands under. Rule kinds that it names are looked for later, when it is used.

    Combination: All policies of all plugins. Where two have one id, the plugin whose name sorts first keeps it; those
    that come with plpcore are never replaced.

    Errors: A document that is no policy, or whose id is taken, is left out and told.
    """


@hookspec
def plp_rule_kinds(host: Host) -> Sequence[RuleKind]:  # type: ignore[empty-body]
    """Register kinds of rules, which policies name as `kind` in `[[rules]]`.

    When: Once, when plugins are loaded. The functions inside a kind are called later, by an evaluation.

    Arguments: `host`, which may be left out.

    Result: A list or tuple of `plpcore.evaluation.RuleKind`. The loader fills in `brought_by`.

    Combination: All kinds of all plugins. Where two have one name, the plugin whose name sorts first keeps it.

    Errors: What is no rule kind, or whose name is taken, is left out and told. What a kind's functions do wrong later
    is a `RuleKindError`, which names rule, kind and distribution.
    """


@hookspec
def plp_renderers(host: Host) -> Sequence[Renderer]:  # type: ignore[empty-body]
    """Register ways to show statements, which people name as `--renderer`.

    When: Once, when plugins are loaded. The function inside a renderer is called later, once for all statements.

    Arguments: `host`, which may be left out.

    Result: A list or tuple of `plpcore.report.Renderer`.

    Combination: All renderers of all plugins. Where two have one name, the plugin whose name sorts first keeps it;
    those that come with plpcore are never replaced.

    Errors: What is no renderer, or whose name is taken, is left out and told. A renderer that later raises, or returns
    something else than text, is a `PluginError`.
    """


@hookspec
def plp_checks(host: Host) -> Sequence[Check]:  # type: ignore[empty-body]
    """Register checks of policies, which `plp policy check` runs.

    When: Once, when plugins are loaded. The function inside a check is called later, once for each policy.

    Arguments: `host`, which may be left out.

    Result: A list or tuple of `plpcore.evaluation.Check`.

    Combination: All checks of all plugins, in the order of the plugins' names. Where two checks have one name, the
    plugin whose name sorts first keeps it; those that come with plpcore are never replaced.

    Errors: What is no check, or whose name is taken, is left out and told. A check that later raises, or returns
    something else than findings, is a `PluginError`.
    """


@hookspec
def plp_storages(host: Host) -> Sequence[StorageKind]:  # type: ignore[empty-body]
    """Register kinds of storages, which people name by a URL.

    When: Once, when plugins are loaded. The function inside a kind is called later, each time that its URL is opened.

    Arguments: `host`, which may be left out.

    Result: A list or tuple of `plpcore.storage.StorageKind`. What they open holds the protocol
    `plpcore.journal.Storage`; `plpcore.testing.StorageConformance` shows whether it does.

    Combination: All kinds of all plugins. Where two have one scheme, the plugin whose name sorts first keeps it; those
    that come with plpcore are never replaced.

    Errors: What is no storage kind, or whose scheme is taken, is left out and told. What opening raises reaches who
    opens.
    """


@hookspec
def plp_formats(host: Host) -> Sequence[RecordFormat]:  # type: ignore[empty-body]
    """Register formats of records, which people name where they import and export.

    When: Once, when plugins are loaded. The functions inside a format are called later, once for each file.

    Arguments: `host`, which may be left out.

    Result: A list or tuple of `plpcore.exchange.RecordFormat`.

    Combination: All formats of all plugins. Where two have one name, the plugin whose name sorts first keeps it; those
    that come with plpcore are never replaced.

    Errors: What is no format, or whose name is taken, is left out and told. What reading or writing raises reaches who
    asked for it.
    """


@hookspec
def plp_committed(host: Host) -> Sequence[Listener]:  # type: ignore[empty-body]
    """Register who is told after each commit.

    When: Once, when plugins are loaded. The function inside a listener is called after each commit of a workspace that
    was given these plugins, when the commit stands already.

    Arguments: `host`, which may be left out.

    Result: A list or tuple of `plpcore.journal.Listener`.

    Combination: All listeners of all plugins are told, one after the other, in the order of the plugins' names. Where
    two have one name, the plugin whose name sorts first keeps it.

    Errors: What is no listener, or whose name is taken, is left out and told. A listener that later raises undoes
    nothing and keeps no other from being told; the receipt of the command names it, with its plugin.
    """
