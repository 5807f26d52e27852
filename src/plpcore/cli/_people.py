"""`plp export` and `plp erase`: one person's right to see and to be forgotten."""

import json
import re
from pathlib import Path

import click

from plpcore.cli._output import counted, output_option, rows_text, write
from plpcore.cli._plugins import plugins_here
from plpcore.cli._store import Kept, kept_options, told_when_waiting
from plpcore.cli._targets import check_targets
from plpcore.errors import InputError
from plpcore.workspace import By, ErasePerson, ErasePlan, Workspace

_ALL = "all"
_CODE = re.compile(r"[A-Za-z0-9._:-]+")


@click.command("export")
@click.argument("person")
@click.option(
    "--to", "form", default=_ALL, show_default=True, metavar="FORMAT", help="all: everything kept; json: the portfolio."
)
@output_option
@kept_options
def export(*, person: str, form: str, output: Path | None, kept: Kept) -> None:
    """Write down everything that is kept of a person, with the checkpoint of the journal.

    With --to a format, such as json or one of a plugin, it is the portfolio alone.

    \b
    Examples:
      plp export t-1024 --store sqlite:///plans.db --district springfield --output t-1024.json
      plp export t-1024 --to json
    """  # noqa: D301 - click wants the backspace itself
    check_targets([output], [], kept.file)
    with kept.existing() as workspace:
        found = workspace.export(person, kept.by)
        if not found["documents"]:
            raise InputError("export", f"nothing is kept of '{person}' in this district", "look at the id")
        text = json.dumps(found, indent=2) if form == _ALL else _portfolio(workspace, person, form, kept)
    write(text.rstrip("\n"), output)


def _portfolio(workspace: Workspace, person: str, form: str, kept: Kept) -> str:
    known = {one.name: one for one in plugins_here().formats if one.write is not None}
    writer = known[form].write if form in known else None
    if writer is None:
        mend = f"known are: {', '.join(sorted({_ALL, *known}))}"
        raise InputError("--to", f"there is no format '{form}' to write", mend)
    return writer([workspace.portfolio(person, kept.by)])


def _code(_ctx: click.Context, _param: click.Parameter, text: str) -> str:
    """The history is never erased, and a sentence there would name somebody sooner or later."""
    if text and not _CODE.fullmatch(text):
        mend = "write one word of letters, digits and . _ - : that names nobody, such as request-12"
        raise InputError("--reason", "this is no code, and the history keeps it for ever", mend)
    return text


@click.command("erase")
@click.argument("person")
@click.option("--plan", "only_plan", is_flag=True, help="Say what would go and what would stay, and do nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--reason", default="", metavar="CODE", callback=_code, help="One word for the history; it names nobody.")
@kept_options
def erase(*, person: str, only_plan: bool, yes: bool, reason: str, kept: Kept) -> None:
    """Forget a person: documents and reflections go, the outcome of decisions stays under a pseudonym.

    What a policy's retention still keeps stays until then, and is named. The chain of the journal still verifies.
    Exports, copies and backups that were made before are yours to delete; `plp import` leaves out who was erased.

    \b
    Examples:
      plp erase t-1024 --plan --store sqlite:///plans.db --district springfield
      plp erase t-1024 --yes --reason request-12
    """  # noqa: D301 - click wants the backspace itself
    with kept.existing(read_only=only_plan) as workspace:
        plan = workspace.plan_erase(person, kept.by)
        if not (plan.goes or plan.stays):
            raise InputError("erase", f"nothing is kept of '{person}' in this district", "look at the id")
        _show(plan)
        if only_plan:
            return
        if not yes and not click.confirm(f"erase {counted(len(plan.goes), 'document')} for ever?", err=True):
            click.echo("nothing was erased")
            return
        with told_when_waiting():
            receipt = workspace.do(ErasePerson(person), By(kept.actor, reason=reason))
    click.echo(f"erased in commit {receipt.commit.seq if receipt.commit else 0}")


def _show(plan: ErasePlan) -> None:
    rows = [("goes", str(key)) for key in plan.goes] + [("stays", str(key)) for key in plan.stays]
    click.echo(rows_text(("what", "document"), rows, "table"))
    for hold in plan.holds:
        click.echo(f"kept until {hold.until} by the decision '{hold.decision}'")
    if plan.skeletons:
        click.echo(f"the outcome of {counted(len(plan.skeletons), 'decision')} stays under a pseudonym")
