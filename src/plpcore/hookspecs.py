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
from plpcore.exchange import PolicyDocument
from plpcore.report import Renderer

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
