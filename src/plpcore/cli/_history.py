"""`plp log`, `verify`, `check`, `rebuild` and `replay`: what happened, and whether it still stands as written."""

import json
import re
from collections.abc import Iterator
from typing import Protocol, runtime_checkable

import click
from attrs import asdict

from plpcore.cli._main import FINDINGS
from plpcore.cli._output import Format, counted, format_option, progress, rows_text
from plpcore.cli._store import Kept, kept_options, told_when_waiting
from plpcore.errors import InputError, NotSupportedError
from plpcore.journal import Checkpoint, Verification
from plpcore.workspace import Happened, ReplayCode, Workspace

_HEAD = ("commit", "when", "who", "for", "why", "what")
# A district's id may hold blanks, so it is what stands before the last two words.
_CHECKPOINT = re.compile(r"(.+?)\s+([0-9]{1,18})\s+([0-9a-fA-F]{64})")


@click.command("log")
@click.argument("person")
@format_option
@kept_options
def log(*, person: str, form: str, kept: Kept) -> None:
    """Show the history of a person's plan: what was written, who did it, for whom, when and why.

    \b
    Examples:
      plp log t-1024 --store sqlite:///plans.db --district springfield
      plp log t-1024 --format json
    """  # noqa: D301 - click wants the backspace itself
    with kept.existing() as workspace:
        found = list(workspace.history(person, kept.by))
    if not found:
        raise InputError("log", f"nothing is kept of '{person}' in this district", "look at the id, and at --district")
    if form == Format.JSON:
        click.echo(json.dumps([{**asdict(one), "at": one.at.isoformat()} for one in found], indent=2))
    else:
        click.echo(rows_text(_HEAD, [_row(one) for one in found], form))


def _row(one: Happened) -> tuple[str, ...]:
    when = f"{one.at:%Y-%m-%d %H:%M}"
    return str(one.seq), when, one.actor, one.on_behalf_of, one.reason, ", ".join(one.documents)


class _Point(click.ParamType[Checkpoint]):
    name = "checkpoint"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Checkpoint:
        parts = _CHECKPOINT.fullmatch(str(value).strip())
        if parts is None:
            self.fail("give it as it was printed: district, number and hash (64 digits), in quotes", param, ctx)
        return Checkpoint(parts[1], int(parts[2]), parts[3].lower())


@click.command("verify")
@click.option("--checkpoint", type=_Point(), help="One that was kept outside, as it was printed, in quotes.")
@kept_options
@click.pass_context
def verify(ctx: click.Context, *, checkpoint: Checkpoint | None, kept: Kept) -> None:
    """Reckon every hash of the journal again: was anything changed after it was written?

    It reads every document and every commit, but not what a database keeps beside them: an index or a table for SQL
    that a disk has damaged is what `plp check` finds.

    Keep the checkpoint that is printed where the keeper of the storage cannot reach it. Only with one does it show that
    the end of the journal was cut off, or that all of it was written anew.

    \b
    Examples:
      plp verify --store sqlite:///plans.db --district springfield
      plp verify --checkpoint "$(cat checkpoint.txt)" --store sqlite:///copy.db --district springfield

    Exit code 1: something was changed; each fault is one line.
    """  # noqa: D301 - click wants the backspace itself
    if checkpoint is not None and checkpoint.tenant != kept.district:
        raise InputError("--checkpoint", f"it is of '{checkpoint.tenant}'", f"give one of '{kept.district}'")
    # Of a journal that was cut off whole nothing is left, and a checkpoint tells that.
    with kept.existing(may_be_empty=checkpoint is not None and checkpoint.seq > 0) as workspace:
        found = _verified(workspace, kept, checkpoint)
    for fault in found.faults:
        click.echo(str(fault))
    erased = f", {found.erased} of them erased" if found.erased else ""
    click.echo(f"{counted(found.revisions, 'revision')} in {counted(found.head.seq, 'commit')}{erased}")
    click.echo(f"checkpoint: {found.head}")
    click.echo(counted(len(found.faults), "fault") if found.faults else "nothing was changed")
    ctx.exit(FINDINGS if found.faults else 0)


def _verified(workspace: Workspace, kept: Kept, checkpoint: Checkpoint | None) -> Verification:
    with progress(workspace.checkpoint().seq, "verifying") as told:
        return workspace.verify(kept.by, checkpoint, lambda done, _: told(done))


class _Difference(Protocol):
    """What does not agree with the journal, told as text."""

    @property
    def is_damage(self) -> bool:
        """Return whether making the tables again would not mend it."""
        ...


@runtime_checkable
class _WithTables(Protocol):
    """A storage that keeps tables beside its journal."""

    def check(self) -> tuple[_Difference, ...]:
        """Return what in the tables does not agree with the journal."""
        ...

    def rebuild(self) -> None:
        """Make the tables again."""
        ...


def _tables(workspace: Workspace) -> _WithTables:
    if not isinstance(workspace.storage, _WithTables):
        raise NotSupportedError("tables")
    return workspace.storage


@click.command("check")
@kept_options
@click.pass_context
def check(ctx: click.Context, *, kept: Kept) -> None:
    """Prove that the tables for SQL agree with the journal, and that the file itself is not damaged.

    \b
    Example:
      plp check --store sqlite:///plans.db --district springfield

    Exit code 1: they do not, and `plp rebuild` makes them again; or the file is damaged, and nothing but a copy helps.
    """  # noqa: D301 - click wants the backspace itself
    with kept.existing(may_be_empty=True) as workspace:
        found = _tables(workspace).check()
        if not found:
            kept.refuse_empty(workspace)
    for one in found:
        click.echo(str(one))
    if any(one.is_damage for one in found):
        click.echo("the file is damaged: do not write to it, and restore a copy that passes plp check and plp verify")
    else:
        click.echo("run plp rebuild to make the tables again" if found else "the tables agree with the journal")
    ctx.exit(FINDINGS if found else 0)


@click.command("rebuild")
@kept_options
def rebuild(*, kept: Kept) -> None:
    """Make the views and tables for SQL again from the journal, which stays as it is.

    \b
    Example:
      plp rebuild --store sqlite:///plans.db --district springfield
    """  # noqa: D301 - click wants the backspace itself
    with kept.existing(read_only=False, may_be_empty=True) as workspace:
        tables = _tables(workspace)
        kept.refuse_empty(workspace)
        with told_when_waiting():
            tables.rebuild()
    click.echo("the tables were made again")


@click.command("replay")
@click.option("--all", "every", is_flag=True, help="List the decisions that came out the same, too.")
@format_option
@kept_options
@click.pass_context
def replay(ctx: click.Context, *, every: bool, form: str, kept: Kept) -> None:
    """Reckon every recorded decision again, from the journal as it stood then, and compare the bytes.

    \b
    Examples:
      plp replay --store sqlite:///plans.db --district springfield
      plp replay --all --format csv

    Exit code 1: a decision cannot be reckoned again, or comes out otherwise; why is said.
    """  # noqa: D301 - click wants the backspace itself
    with kept.existing() as workspace:
        found = list(workspace.replay(kept.by))
    rows = [
        (one.decision.id, one.decision.educator, one.decision.policy, one.code.value, one.why)
        for one in found
        if every or one.code is not ReplayCode.SAME
    ]
    head = ("decision", "person", "policy", "result", "why")
    if form == Format.JSON:
        click.echo(json.dumps([dict(zip(head, row, strict=True)) for row in rows], indent=2))
    elif rows or form == Format.CSV:
        click.echo(rows_text(head, rows, form))
    if form == Format.TABLE:
        click.echo("; ".join(_sums([one.code for one in found])))
    ctx.exit(FINDINGS if any(one.code not in _FINE for one in found) else 0)


_FINE = frozenset({ReplayCode.SAME, ReplayCode.ERASED})


def _sums(codes: list[ReplayCode]) -> Iterator[str]:
    yield counted(len(codes), "decision")
    yield from (f"{codes.count(code)} {code.value}" for code in ReplayCode if code in codes)
