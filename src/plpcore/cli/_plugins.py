"""The plugins of one run of the command, and `plp plugins`, which lists them."""

import json
from collections.abc import Iterator

import click
from attrs import asdict

from plpcore.cli._main import FINDINGS, WRONG_USE
from plpcore.cli._output import Format, counted, format_option, rows_text
from plpcore.errors import PluginError
from plpcore.plugins import LoadedPlugin, PluginProblem, Plugins, idle_blocks, load_plugins

_KEY = "plpcore.plugins"
_HEAD = ("plugin", "distribution", "version", "registers", "name")


def plugins_here(*, told: bool = True) -> Plugins:
    """Return what the options of `plp` ask for, loaded once a run; what is wrong is told on standard error.

    Raises:
        PluginError: With `told`, a plugin that `--plugin` names cannot be loaded. A broken one that was merely found
            takes nothing down.
    """
    context = click.get_current_context()
    if _KEY not in context.meta:
        context.meta[_KEY] = load_plugins(**(context.obj or {}))
        _tell_idle_blocks(context)
        if told:
            _tell(context.meta[_KEY], context)
    found: Plugins = context.meta[_KEY]
    return found


def _tell(found: Plugins, context: click.Context) -> None:
    absent = _absent(found, context)
    for problem in found.problems:
        if problem not in absent:
            click.echo(f"plp: {problem}", err=True)
    if absent:
        raise PluginError(map(str, absent))


def _tell_idle_blocks(context: click.Context) -> None:
    """A mistyped name blocks nothing, which whoever wrote it should hear."""
    asked = context.obj or {}
    if asked.get("block"):
        for problem in idle_blocks(asked["block"], asked["given"]):
            click.echo(f"plp: {problem}", err=True)


def _absent(found: Plugins, context: click.Context) -> list[PluginProblem]:
    """Return why plugins that were asked for by name are not there."""
    asked = {*(context.obj or {}).get("given", ())} - {one.name for one in found.loaded}
    return [problem for problem in found.problems if problem.plugin in asked]


@click.command("plugins")
@format_option
@click.pass_context
def command(ctx: click.Context, form: str) -> None:
    """List the plugins that are loaded, what each registers, and what is wrong.

    \b
    Examples:
      plp --with-plugins plugins
      plp --plugin district_plugin plugins
      plp --with-plugins --block some-plugin plugins

    Exit code 1: something is wrong with a plugin, and all else works without it. 2: one that --plugin names cannot be
    loaded.
    """  # noqa: D301 - click wants the backspace itself
    found = plugins_here(told=False)
    problems = [str(problem) for problem in found.problems]
    if form == Format.JSON:
        held = {"plugins": [asdict(one) for one in found.loaded], "problems": [asdict(one) for one in found.problems]}
        click.echo(json.dumps(held, indent=2, ensure_ascii=False))
    else:
        rows = [row for one in found.loaded for row in _rows(one)]
        click.echo(rows_text(_HEAD, rows, form))
        if problems:
            click.echo("\n".join([*problems, counted(len(problems), "problem")]), err=form == Format.CSV)
    ctx.exit(WRONG_USE if _absent(found, ctx) else FINDINGS if problems else 0)


def _rows(one: LoadedPlugin) -> Iterator[tuple[str, str, str, str, str]]:
    origin = (one.name, one.distribution, one.version)
    held = {
        "policy": one.policies,
        "rule kind": one.rule_kinds,
        "renderer": one.renderers,
        "check": one.checks,
        "storage": one.storages,
        "format": one.formats,
        "listener": one.listeners,
    }
    rows = [(*origin, what, name) for what, names in held.items() for name in names]
    yield from rows or [(*origin, "", "")]
