"""`plp compare`: two policies on the same records, and who loses by the second."""

import click

from plpcore.audit import compare
from plpcore.cli._audit import comparison_text
from plpcore.cli._audit_text import Page
from plpcore.cli._loading import Request, load, records_options, somebody
from plpcore.cli._main import FINDINGS
from plpcore.cli._output import Format, Shown, progress, shown_options, write
from plpcore.cli._plugins import plugins_here
from plpcore.cli._targets import check_targets
from plpcore.cli._types import Judged, judged_options
from plpcore.cli._words import words_of
from plpcore.evaluation import prepare


@click.command("compare")
@click.argument("first", metavar="POLICY")
@click.argument("second", metavar="POLICY2")
@records_options
@judged_options
@click.option("--fail-if-anyone-loses", is_flag=True, help="Exit 1 where somebody meets POLICY and not POLICY2.")
@click.option(
    "--educators",
    type=click.Choice(["some", "all", "none"]),
    default="some",
    show_default=True,
    help="Whom the lists name: the first ones, everybody, nobody.",
)
@shown_options(*(one.value for one in Format))
@click.pass_context
def command(
    ctx: click.Context,
    first: str,
    second: str,
    *,
    request: Request,
    judged: Judged,
    fail_if_anyone_loses: bool,
    educators: str,
    shown: Shown,
) -> None:
    """Compare two policies on the same records: who gains, who loses, which learning only one of them counts.

    POLICY is the one that holds, POLICY2 the one that might. RECORDS are what `plp audit` takes.

    \b
    Examples:
      plp compare district-seat-time district-personalized my-district --cycle 2024-25
      plp compare today.toml tomorrow.toml my-district --cycle 2024-25 --fail-if-anyone-loses

    Exit codes: 0 the comparison was made; 1 with --fail-if-anyone-loses: somebody loses; 2 wrong use.
    """  # noqa: D301 - click wants the backspace itself
    check_targets([shown.output, request.receipts], [*request.paths, request.map, first, second])
    plugins = plugins_here()
    one, other = (prepare(plugins.policy(ref), plugins.kinds) for ref in (first, second))
    loaded = load(request)
    portfolios = somebody(loaded)
    with progress(len(portfolios), "auditing") as told:
        found = compare(one, other, portfolios, as_of=judged.as_of, known_at=judged.known_at, progress=told)
    write(comparison_text(found, loaded, shown.form, Page(words_of(shown.language), educators)), shown.output)
    ctx.exit(FINDINGS if fail_if_anyone_loses and found.lost else 0)
