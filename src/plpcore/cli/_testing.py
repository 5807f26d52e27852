"""`plp policy test`: whether the examples inside a policy hold, and what they show of its rules."""

from collections.abc import Iterable, Sequence

import click

from plpcore.cli._main import FINDINGS
from plpcore.cli._output import Format, format_option, rows_text
from plpcore.cli._plugins import plugins_here
from plpcore.evaluation import ExampleResult, RuleCoverage, own_coverage, rule_coverage, run_examples, share_seen


@click.command()
@click.argument("ref", metavar="POLICY")
@click.option("--verbose", "-v", is_flag=True, help="Print the examples that pass too.")
@click.option("--coverage", is_flag=True, help="Print a table of what the examples show of every rule.")
@click.option(
    "--fail-under",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="End with 1 also where the examples show less than so much of the rules.",
)
@format_option
@click.pass_context
def test(ctx: click.Context, ref: str, verbose: bool, coverage: bool, fail_under: int | None, form: str) -> None:
    """Run the examples inside a policy, and tell what none of them exercises.

    An example is a small record and what the policy must say of it: see `plp policy show POLICY --toml`. Of each rule
    is told what no example shows, such as a cap that is not reached, or a total that is met exactly; of a policy that
    extends another, of its own rules only: what it adds, tightens, and puts in the place of others. With --format json
    or csv the table of all rules is printed, and failing examples go to standard error. Exit code 1: an example fails.

    \b
    Examples:
      plp policy test us-ny-ctle
      plp policy test my-district.toml --coverage --fail-under 90
    """  # noqa: D301 - click wants the backspace itself
    plugins = plugins_here()
    resolved = plugins.resolved(ref)
    found = resolved.policy
    results = run_examples(found, plugins.kinds)
    covered = own_coverage(resolved, rule_coverage(found, results))
    is_table = form == Format.TABLE
    for line in (line for result in results for line in _told(result, verbose=verbose)):
        click.echo(line, err=not is_table)
    if is_table:
        click.echo("\n".join(_summary(results, covered, whole=coverage)))
    else:
        click.echo(rows_text(_HEAD, _rows(covered), form))
    failed = any(not result.passed for result in results)
    ctx.exit(FINDINGS if failed or _percent(covered) < (fail_under or 0) else 0)


def _told(result: ExampleResult, *, verbose: bool) -> Iterable[str]:
    if result.passed:
        return [f"passed  {result.id}"] if verbose else []
    return [f"FAILED  {result.id}", *(f"        {line}" for line in result.differences)]


_HEAD = ("part", "section", "rule", "shown", "not shown")


def _rows(covered: Iterable[RuleCoverage]) -> list[tuple[str, str, str, str, str]]:
    return [(one.part, one.section, one.rule, ", ".join(one.seen), ", ".join(one.missing)) for one in covered]


def _summary(results: Sequence[ExampleResult], covered: Sequence[RuleCoverage], *, whole: bool) -> Iterable[str]:
    if whole:
        yield rows_text(_HEAD, _rows(covered), Format.TABLE)
    else:
        yield from (_not_shown(one) for one in covered if not one.is_exercised or one.missing)
    exercised = sum(1 for one in covered if one.is_exercised)
    seen, could = share_seen(covered)
    failed = sum(1 for result in results if not result.passed)
    yield f"shown of the rules: {seen} of {could}"
    yield f"rules exercised: {exercised} of {len(covered)}"
    yield f"{len(results) - failed} passed, {failed} failed"


def _not_shown(one: RuleCoverage) -> str:
    name = f"{one.rule} ({f'{one.part}, ' if one.part else ''}{one.section})"
    if not one.is_exercised:
        return f"no example exercises {name}"
    return f"of {name} no example shows: {', '.join(one.missing)}"


def _percent(covered: Iterable[RuleCoverage]) -> int:
    seen, could = share_seen(covered)
    return 100 * seen // could if could else 100
