"""`plp policy mutants`: whether a policy's examples would notice a slip of the pen."""

import random

import click

from plpcore.cli._main import FINDINGS
from plpcore.cli._output import Format, counted, format_option, rows_text
from plpcore.cli._plugins import plugins_here
from plpcore.errors import PolicyError
from plpcore.evaluation import run_examples, surviving
from plpcore.policy import mutants_of


@click.command()
@click.argument("ref", metavar="POLICY")
@click.option("--sample", type=click.IntRange(min=1), help="Try only so many changes.")
@click.option("--seed", type=int, default=1, show_default=True, help="Which sample is taken.")
@format_option
@click.pass_context
def mutants(ctx: click.Context, ref: str, sample: int | None, seed: int, form: str) -> None:
    """Change a policy in small ways, and tell which changes none of its examples notices.

    Every number, share, day, flag and word of a rule is changed by the least step, every rule is left out, and the
    examples are run. A change that survives is a number that nobody guards: write the example that tells it apart.
    What a policy takes from the one that it extends is left to the examples there. Exit code 1: a change survives.

    \b
    Examples:
      plp policy mutants us-ny-ctle
      plp policy mutants my-district.toml --sample 50
    """  # noqa: D301 - click wants the backspace itself
    plugins = plugins_here()
    resolved = plugins.resolved(ref)
    found = resolved.policy
    failed = [result.id for result in run_examples(found, plugins.kinds) if not result.passed]
    if failed:
        raise PolicyError(ref, f"its example '{failed[0]}' fails already", f"run plp policy test {ref}")
    tried = list(mutants_of(found, None if resolved.upper is None else resolved.upper.policy))
    if sample is not None and sample < len(tried):
        # A sample needs a seed, not secrecy.
        tried = random.Random(seed).sample(tried, sample)  # noqa: S311
    left = list(surviving(tried, plugins.kinds))
    if form == Format.TABLE:
        for mutant in left:
            click.echo(f"survives: {mutant}" + (f" (rule {mutant.rule})" if mutant.rule else ""))
        click.echo(f"{len(tried) - len(left)} of {counted(len(tried), 'change')} noticed by an example")
    else:
        click.echo(rows_text(("place", "change", "rule"), [(one.place, one.change, one.rule) for one in left], form))
    ctx.exit(FINDINGS if left else 0)
