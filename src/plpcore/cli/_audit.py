"""`plp audit`: a whole district under one policy, or under two."""

import json

import click

from plpcore.audit import AuditReport, Comparison, audit, compare
from plpcore.cli._audit_data import HEAD, audit_data, comparison_data, comparison_rows, educator_row
from plpcore.cli._audit_text import Page
from plpcore.cli._loading import Loaded, Request, load, records_options, somebody
from plpcore.cli._main import FINDINGS
from plpcore.cli._output import Format, Shown, progress, rows_text, shown_options, write
from plpcore.cli._plugins import plugins_here
from plpcore.cli._targets import check_targets
from plpcore.cli._types import Judged, judged_options
from plpcore.cli._words import words_of
from plpcore.evaluation import Outcome, prepare

_OPEN = (Outcome.SHORT, Outcome.UNDETERMINED)


@click.command("audit")
@click.argument("ref", metavar="POLICY")
@records_options
@judged_options
@click.option("--compare-with", "other", metavar="POLICY2", help="Set a second policy beside it, on the same records.")
@click.option(
    "--educators",
    type=click.Choice(["some", "all", "none"]),
    default="some",
    show_default=True,
    help="Whom the table lists: the first that need a look, everybody, nobody.",
)
@shown_options(*(one.value for one in Format))
@click.pass_context
def command(
    ctx: click.Context,
    ref: str,
    *,
    request: Request,
    judged: Judged,
    other: str | None,
    educators: str,
    shown: Shown,
) -> None:
    """Audit a district: who meets the policy, what is short, and what does not count and why.

    RECORDS are a folder or files: CSV as your system writes it, read by a column map, or plpcore's own JSON.
    A folder that holds a columns.toml needs no --map. Every refused row gets a receipt; the others are used.

    \b
    Examples:
      plp audit us-ny-ctle log.csv --map columns.toml --cycle 2024-07-01..2025-07-01
      plp audit district-seat-time my-district --cycle 2024-25 --compare-with district-personalized
      plp audit my-policy.toml my-district --each-year 07-01 --format csv --output audit.csv

    Exit codes: 0 everybody is fine; 1 somebody is short or cannot be told, a grant names no rule of the policy, or rows
    were refused; 2 wrong use.
    """  # noqa: D301 - click wants the backspace itself
    check_targets([shown.output, request.receipts], [*request.paths, request.map, ref, other])
    plugins = plugins_here()
    policy = prepare(plugins.policy(ref), plugins.kinds)
    second = None if other is None else prepare(plugins.policy(other), plugins.kinds)
    loaded = load(request)
    portfolios = somebody(loaded)
    page = Page(words_of(shown.language), educators)
    report: AuditReport
    with progress(len(portfolios), "auditing") as told:
        if second is None:
            report = audit(policy, portfolios, as_of=judged.as_of, known_at=judged.known_at, progress=told)
            text = _audit_text(report, loaded, shown.form, page)
        else:
            found = compare(policy, second, portfolios, as_of=judged.as_of, known_at=judged.known_at, progress=told)
            report, text = found.first, comparison_text(found, loaded, shown.form, page)
    write(text, shown.output)
    if any("plan.period" in row.missing for row in report.rows):
        click.echo("the policy judges the period of the plan; name it with --cycle, as --cycle 2024-25", err=True)
    ctx.exit(FINDINGS if loaded.records.refused or _has_findings(report) else 0)


def _audit_text(report: AuditReport, loaded: Loaded, form: str, page: Page) -> str:
    if form == Format.JSON:
        return json.dumps(audit_data(report, loaded.records), indent=2, ensure_ascii=False)
    if form == Format.CSV:
        return rows_text(HEAD, [educator_row(row) for row in report.rows], form)
    return "\n".join(page.audit(report))


def comparison_text(found: Comparison, loaded: Loaded, form: str, page: Page) -> str:
    """Return a comparison in the form that was asked for."""
    if form == Format.JSON:
        return json.dumps(comparison_data(found, loaded.records), indent=2, ensure_ascii=False)
    if form == Format.CSV:
        return rows_text(*comparison_rows(found), form)
    return "\n".join(page.comparison(found))


def _has_findings(report: AuditReport) -> bool:
    return any(row.outcome in _OPEN or row.has_unknown_grant for row in report.rows)
