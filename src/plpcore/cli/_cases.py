"""`plp policy cases`: records at the boundaries of a policy, as a start for its examples."""

import click

from plpcore.cli._main import FINDINGS
from plpcore.cli._plugins import plugins_here
from plpcore.evaluation.checking import boundary_cases
from plpcore.policy import format_examples

_HEAD = """\
# What {policy} says today of records at its boundaries. This is a snapshot and no proof that it is right:
# read each, hold it against the published text, correct it, and only then put it into the policy.
"""


@click.command()
@click.argument("ref", metavar="POLICY")
@click.pass_context
def cases(ctx: click.Context, ref: str) -> None:
    """Print records at a policy's boundaries as TOML, as a start for its examples.

    At the total, at every minimum, maximum and group: exactly, one less, one more (or a quantum where there is one). At
    the cycle and its editions: the first and the last day, the day before and after. Each expects what the policy says
    now, which is a snapshot: read it, correct it, and paste it. Exit code 1: no record was found.

    \b
    Examples:
      plp policy cases my-district.toml
      plp policy cases us-ny-ctle > boundaries.toml
    """  # noqa: D301 - click wants the backspace itself
    found = plugins_here().policy(ref)
    examples = boundary_cases(found)
    if not examples:
        click.echo(f"{found.id}: no record at a boundary was found", err=True)
        ctx.exit(FINDINGS)
    click.echo(_HEAD.format(policy=found.id))
    click.echo(format_examples(examples), nl=False)
