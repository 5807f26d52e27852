"""`plp init` and `plp import`: a place to keep plans, and records of other systems in it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from plpcore.cli._loading import Request, load
from plpcore.cli._main import FINDINGS, StoppedError
from plpcore.cli._output import counted, progress
from plpcore.cli._plugins import plugins_here
from plpcore.cli._store import Kept, kept_options, refuse_fleeting, store_option, told_when_waiting
from plpcore.cli._targets import check_targets
from plpcore.errors import InputError
from plpcore.exchange import Held, Records
from plpcore.journal import Level
from plpcore.model import Plan
from plpcore.workspace import Imported, ImportRecords, Workspace

AT_ONCE = 50
"""How many educators are written in one commit."""


@click.command("init")
@store_option
def init(store: str) -> None:
    """Make a place to keep plans in, or see that it is there.

    \b
    Examples:
      plp init --store sqlite:///plans.db
      plp init --store postgresql://localhost/plans
    """  # noqa: D301 - click wants the backspace itself
    refuse_fleeting(store)
    with told_when_waiting():
        storage = plugins_here().open_storage(store)
    level = storage.capabilities.level
    storage.close()
    click.echo(f"{store} is ready; it keeps {_KEEPS[level]}")
    click.echo("next: plp import RECORDS --store URL --district ID")


_KEEPS = {
    Level.STATE: "what stands now, without history",
    Level.HISTORY: "every revision",
    Level.EVIDENCE: "every revision, in a chain that shows whether one was changed",
}


@click.command("import")
@click.argument("paths", metavar="[RECORDS]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--map", "map_", type=click.Path(path_type=Path), help="The column map (see `plp records guess`).")
@click.option("--from", "form", metavar="FORMAT", help="Read files of this format, such as json or one of a plugin.")
@click.option("--strict", is_flag=True, help="Write nothing where a row is refused.")
@click.option(
    "--receipts", type=click.Path(path_type=Path), help="Write a receipt for each doubtful row to this CSV file."
)
@click.option("--again", is_flag=True, help="Take in again what was erased.")
@kept_options
@click.pass_context
def import_(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    map_: Path | None,
    form: str | None,
    strict: bool,
    receipts: Path | None,
    again: bool,
    kept: Kept,
) -> None:
    """Write records of other systems into a store: what is new or different, with who did it and when.

    RECORDS are those of `plp audit`: a folder or files, CSV by a column map, or plpcore's own JSON. Import the same
    again, and nothing is written. What the records do not hold stays as it is. Who was erased is left out and told,
    since an old export would bring them back; --again takes them in again.

    \b
    Examples:
      plp import my-district --store sqlite:///plans.db --district springfield
      plp import plans.jsonl --store sqlite:///plans.db --district springfield --by migration-2026

    Exit code 1: rows were refused, an id is somebody else's, or somebody was erased. All else was written.
    """  # noqa: D301 - click wants the backspace itself
    refuse_fleeting(kept.store)
    check_targets([receipts], [*paths, map_], kept.file)
    request = Request(paths=paths, map=map_, cycle=None, each_year=None, strict=strict, receipts=receipts)
    records = load(request).records if form is None else _read(form, paths)
    with kept.workspace() as workspace, progress(len(records.held), "importing") as told:
        done = list(_told_what_stays(_written(workspace, kept, records.held, told, again=again)))
    for person, key in (one for imported in done for one in imported.left_out):
        click.echo(f"'{key}' of '{person}' was left out: the id is somebody else's; give it an id of its own", err=True)
    for person, count in Counter(person for one in done for person, _ in one.erased).items():
        what = f"{counted(count, 'document')} of '{person}' left out: what they are of was erased"
        click.echo(f"{what}; to take it in all the same, import with --again, or under another id", err=True)
    added, changed, same = (sum(getattr(one, name) for one in done) for name in ("added", "changed", "same"))
    people = counted(len(records.held), "educator")
    click.echo(f"{people}: {counted(added, 'document')} added, {changed} changed, {same} the same already")
    ctx.exit(FINDINGS if records.refused or any(one.left_out or one.erased for one in done) else 0)


def _read(form: str, paths: Sequence[Path]) -> Records:
    known = {one.name: one for one in plugins_here().formats if one.read is not None}
    reader = known[form].read if form in known else None
    if reader is None:
        raise InputError("--from", f"there is no format '{form}' to read", f"known are: {', '.join(sorted(known))}")
    found = [reader(path) for path in paths]
    return Records(
        tuple(held for one in found for held in one.held),
        tuple(receipt for one in found for receipt in one.receipts),
        tuple(count for one in found for count in one.counts),
    )


def _written(
    workspace: Workspace, kept: Kept, held: Sequence[Held], told: Callable[[int], None], *, again: bool
) -> Iterator[Imported]:
    for start in range(0, len(held), AT_ONCE):
        part = held[start : start + AT_ONCE]
        plans: list[tuple[str, Plan]] = [(one.portfolio.educator.id, plan) for one in part for plan in one.plans]
        command = ImportRecords(tuple(one.portfolio for one in part), tuple(plans), again)
        with told_when_waiting():
            done = workspace.do(command, kept.by).result
        yield done
        told(start + len(part))


def _told_what_stays(written: Iterator[Imported]) -> Iterator[Imported]:
    """Yield what was written; who stops an import halfway must not hear that nothing was changed.

    Raises:
        StoppedError: Somebody pressed Ctrl-C.
    """
    try:
        yield from written
    except KeyboardInterrupt:
        raise StoppedError("stopped; what was written stays, and the same import again writes the rest") from None
