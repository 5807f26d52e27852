"""`plp policy new`: a commented start for a policy of one's own."""

import shlex
from importlib.resources import files
from json import dumps
from pathlib import Path

import click

from plpcore.cli._output import save
from plpcore.cli._plugins import plugins_here
from plpcore.cli._targets import check_targets
from plpcore.errors import PolicyError
from plpcore.ids import check_id
from plpcore.policy import parse_policy


@click.command()
@click.argument("name", metavar="ID")
@click.option("--title", default="", help="The policy's name for people.")
@click.option("--unit", default="hour", show_default=True, help="What credit is counted in: hour, point, credit …")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; absent: ID.toml.")
def new(name: str, title: str, unit: str, output: Path | None) -> None:
    """Write a commented start for a policy of your own: every kind of rule that most districts need, and two examples.

    The file is well formed and its examples hold, so that you can change it rule by rule. A file that is there already
    is left alone.

    \b
    Examples:
      plp policy new cedar-valley
      plp policy new cedar-valley --title "Cedar Valley: 15 points a year" --unit point --output policies/cedar.toml
    """  # noqa: D301 - click wants the backspace itself
    check_id(name, "ID")
    if Path(name).suffix.lower() in {".toml", ".json"}:
        raise PolicyError("ID", f"'{name}' looks like a file", "leave the ending out")
    if output is None and Path(name).name != name:
        raise PolicyError("ID", f"'{name}' is no name of a file", "name a file with --output")
    file = output or Path(f"{name}.toml")
    if file.exists():
        raise PolicyError(str(file), "this file is there already, and is left alone", "name another one with --output")
    check_targets([file], [])
    text = _start(name, title or f"{name}: what counts as professional learning", unit, str(file))
    parse_policy(text)
    save(text, file)
    if any(one.id == name for one in plugins_here().documents):
        click.echo(f"plp: '{name}' is the id of another policy already; give yours one of its own", err=True)
    click.echo(f"{file}: written; run {shlex.join(('plp', 'policy', 'test', str(file)))}")


def _start(name: str, title: str, unit: str, file: str) -> str:
    template = (files("plpcore") / "data" / "templates" / "policy.toml").read_text("utf-8")
    quoted = {"id": name, "title": title, "unit": unit}
    return template.format(file=file, **{key: dumps(text, ensure_ascii=False) for key, text in quoted.items()})
