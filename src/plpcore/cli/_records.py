"""`plp records`: a column map offered from a header, and records checked without a policy."""

from pathlib import Path

import click

from plpcore.cli._loading import Request, load, records_options
from plpcore.cli._main import FINDINGS
from plpcore.cli._output import Format, counted, output_option, rows_text, write
from plpcore.cli._targets import check_targets
from plpcore.exchange import TABLES, guess_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--table",
    type=click.Choice(TABLES),
    default="activities",
    show_default=True,
    help="What the rows of the file are.",
)
@output_option
def guess(file: Path, table: str, output: Path | None) -> None:
    """Offer a column map for a file: a start to read through and mend, not a decision.

    \b
    Example:
      plp records guess pd-log.csv > columns.toml
      plp records check pd-log.csv --map columns.toml
    """  # noqa: D301 - click wants the backspace itself
    check_targets([output], [file])
    write(guess_file(file, table).rstrip("\n"), output)


@click.command()
@records_options
@click.pass_context
def check(ctx: click.Context, *, request: Request) -> None:
    """Read records and say what became of every row, without any policy.

    \b
    Examples:
      plp records check pd-log.csv --map columns.toml
      plp records check my-district --receipts receipts.csv

    Exit code 1: a row was refused.
    """  # noqa: D301 - click wants the backspace itself
    check_targets([request.receipts], [*request.paths, request.map])
    loaded = load(request)
    found = loaded.records
    rows = [(one.table, one.file, one.rows, one.used, one.refused) for one in found.counts]
    click.echo(rows_text(("table", "file", "rows", "used", "refused"), rows, Format.TABLE))
    portfolios = loaded.portfolios
    activities = counted(sum(len(one.activities) for one in portfolios), "activity", "activities")
    educators = counted(len({one.educator.id for one in portfolios}), "educator")
    click.echo(f"{educators}, {activities}, {counted(found.warnings, 'doubtful row')}")
    ctx.exit(FINDINGS if found.refused else 0)
