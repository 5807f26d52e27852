"""`plp policy`: list, show, check and test policies."""

import json
from collections.abc import Iterable

import click

from plpcore.cli._doubts import doubtful_words
from plpcore.cli._main import FINDINGS
from plpcore.cli._output import Format, counted, format_option, rows_text
from plpcore.cli._plugins import plugins_here
from plpcore.cli._policy_compare import add_to
from plpcore.errors import InputErrors
from plpcore.evaluation import ExampleResult, Level, prepare, rule_coverage, run_examples
from plpcore.plugins import Plugins
from plpcore.policy import (
    Policy,
    RuleFragment,
    Rules,
    digest_of,
    every_rule,
    format_policy,
    fragment_of,
    fragments_of,
    policy_data,
    policy_schema,
)

_REF = click.argument("ref", metavar="POLICY")


@click.group(no_args_is_help=True)
def policy() -> None:
    """List, show, check and test credit policies.

    POLICY is the id of a policy that comes with plpcore (see `plp policy list`), or a .toml or .json file.
    """


@policy.command("list")
@format_option
def list_(form: str) -> None:
    """List the policies that come with plpcore, and those of plugins.

    Ours were written from published sources, with the date each was read. They are not legal advice.
    """
    found = [one.read() for one in plugins_here().documents]
    rows = [(one.id, one.title, one.jurisdiction, one.unit.name, len(one.examples)) for one in found]
    click.echo(rows_text(("id", "title", "jurisdiction", "unit", "examples"), rows, form))


@policy.command(short_help="Show what a policy says, with citations and sources.")
@_REF
@click.option("--toml", "as_toml", is_flag=True, help="Print the whole document as TOML, to start your own from.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of policy documents instead.")
@format_option
def show(ref: str, as_toml: bool, schema: bool, form: str) -> None:
    """Show what a policy says: its rules with their citations, its editions and its sources.

    \b
    Examples:
      plp policy show us-ny-ctle
      plp policy show district-personalized --toml > my-district.toml
    """  # noqa: D301 - click wants the backspace itself
    found = plugins_here().policy(ref)
    if schema:
        click.echo(json.dumps(policy_schema(), indent=2))
    elif as_toml:
        click.echo(format_policy(found), nl=False)
    elif form == Format.JSON:
        click.echo(json.dumps(policy_data(found), indent=2, ensure_ascii=False))
    elif form == Format.CSV:
        click.echo(rows_text(_RULE_HEAD, _rule_rows(found), form))
    else:
        click.echo("\n".join(_shown(found)))


_RULE_HEAD = ("edition", "section", "rule", "title", "cite")


def _rule_rows(found: Policy) -> list[tuple[str, str, str, str, str]]:
    return [
        (part, section, rule.id, rule.title, rule.cite)
        for part, rules in _parts(found)
        for section, rule in every_rule(rules)
    ]


def _parts(found: Policy) -> list[tuple[str, Rules]]:
    """Return the rules that hold always, then those of each edition and each alternative, by its id."""
    editions = [(one.id, one.rules) for one in found.editions]
    return [("", found.rules), *editions, *((one.id, one.rules) for one in found.alternatives)]


def _shown(found: Policy) -> Iterable[str]:
    yield f"{found.title} ({found.id})"
    yield ", ".join(filter(None, (found.jurisdiction, f"counted in {found.unit.many}")))
    yield from ("", found.description) if found.description else ()
    yield from ("", "Rules", rows_text(_RULE_HEAD, _rule_rows(found), Format.TABLE))
    if found.editions:
        rows = [(one.id, str(one.start or ""), str(one.until or ""), one.cite) for one in found.editions]
        yield from ("", f"Editions, chosen by {found.edition_by}")
        yield rows_text(("edition", "from", "until", "cite"), rows, Format.TABLE)
    if found.sources:
        sources = [(one.id, str(one.read or "not read again"), one.title, one.url) for one in found.sources]
        yield from ("", "Sources", rows_text(("source", "read", "title", "url"), sources, Format.TABLE))
    yield from ("", found.notice) if found.notice else ()
    yield from ("", f"identity: {digest_of(found)}")


@policy.command(short_help="Check a policy document, and tell how hard it is to decide.")
@_REF
@click.pass_context
def check(ctx: click.Context, ref: str) -> None:
    """Check a policy document: keys, types, facts, ids, editions, and how hard it is to decide.

    Everything that is wrong is printed, one line each, with the place and the mend. The checks of plugins are asked
    too. Exit code 1: something is wrong.
    """
    try:
        plugins = plugins_here()
        found = plugins.policy(ref)
        prepare(found, plugins.kinds)
    except InputErrors as several:
        click.echo("\n".join(str(error) for error in several.errors))
        click.echo(f"{len(several.errors)} to mend")
        ctx.exit(FINDINGS)
    click.echo("\n".join(_checked(found)))
    ctx.exit(_run_checks(plugins, found))


def _run_checks(plugins: Plugins, found: Policy) -> int:
    """Print what checks find; a check that fails is told, and leaves the policy unchecked in that."""
    checked = plugins.check(found)
    for one in checked:
        for finding in one.findings:
            click.echo(f"{one.check}: {finding}")
        if one.problem is not None:
            click.echo(f"plp: {one.problem}", err=True)
    levels = {finding.level for one in checked for finding in one.findings}
    return FINDINGS if Level.FINDING in levels or any(one.problem for one in checked) else 0


def _checked(found: Policy) -> Iterable[str]:
    hardest = fragment_of(found)
    rules = sum(len(every_rule(rules)) for _, rules in _parts(found))
    counts = (("rule", rules), ("edition", len(found.editions)), ("example", len(found.examples)))
    yield f"{found.id}: fine, {', '.join(counted(number, word) for word, number in counts)}"
    yield f"identity: {digest_of(found)}"
    because = next((one for one in _fragments(found) if one.fragment is hardest), None)
    yield f"fragment: {hardest.word}" + (f", since {because.why} (rule {because.rule})" if because else "")
    yield from doubtful_words(found)
    if not found.examples:
        yield "no [[example]] yet: a worked example is what tells that the rules say what you mean"


def _fragments(found: Policy) -> Iterable[RuleFragment]:
    for edition in found.editions or (None,):
        for way in found.alternatives or (None,):
            yield from fragments_of(found.rules_of(edition, way), found.unit)


@policy.command(short_help="Run a policy's examples, and tell which rules none exercises.")
@_REF
@click.option("--verbose", "-v", is_flag=True, help="Print the examples that pass too.")
@click.pass_context
def test(ctx: click.Context, ref: str, verbose: bool) -> None:
    """Run the examples inside a policy, and tell which rules none of them exercises.

    An example is a small record and what the policy must say of it: see `plp policy show POLICY --toml`.
    Exit code 1: an example fails.
    """
    plugins = plugins_here()
    found = plugins.policy(ref)
    results = run_examples(found, plugins.kinds)
    for result in results:
        for line in _told(result, verbose=verbose):
            click.echo(line)
    covered = rule_coverage(found, results)
    unseen = [f"{one.rule} ({one.section})" for one in covered if not one.seen]
    for rule in unseen:
        click.echo(f"no example exercises {rule}")
    failed = sum(1 for result in results if not result.passed)
    click.echo(f"rules exercised: {len(covered) - len(unseen)} of {len(covered)}")
    click.echo(f"{len(results) - failed} passed, {failed} failed")
    ctx.exit(FINDINGS if failed else 0)


def _told(result: ExampleResult, *, verbose: bool) -> Iterable[str]:
    if result.passed:
        return [f"passed  {result.id}"] if verbose else []
    return [f"FAILED  {result.id}", *(f"        {line}" for line in result.differences)]


add_to(policy)
