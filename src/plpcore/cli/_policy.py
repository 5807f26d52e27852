"""`plp policy list` and `plp policy show`."""

import json
from collections.abc import Iterable

import click

from plpcore.cli._output import LANGUAGES, Format, format_option, rows_text
from plpcore.cli._plugins import plugins_here
from plpcore.cli._provenance import provenance_text
from plpcore.policy import (
    Policy,
    ResolvedPolicy,
    digest_of,
    every_rule,
    format_policy,
    layer_schema,
    policy_data,
    policy_schema,
)
from plpcore.report.plain import describe_policy

_REF = click.argument("ref", metavar="POLICY")


@click.command("list")
@format_option
def list_(form: str) -> None:
    """List the policies that come with plpcore, and those of plugins.

    Ours were written from published sources, with the date each was read. They are not legal advice.
    """
    plugins = plugins_here()
    found = [plugins.policy(one.id) for one in plugins.documents]
    rows = [(one.id, one.title, one.jurisdiction, one.unit.name, len(one.examples)) for one in found]
    click.echo(rows_text(("id", "title", "jurisdiction", "unit", "examples"), rows, form))


@click.command()
@_REF
@click.option("--toml", "as_toml", is_flag=True, help="Print the whole document as TOML, to start your own from.")
@click.option("--plain", is_flag=True, help="Tell the rules in sentences, for people who do not read policies.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the sentences."
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of such documents instead.")
@click.option("--provenance", is_flag=True, help="Print each number and date with the document that set it.")
@format_option
def show(ref: str, as_toml: bool, plain: bool, language: str, schema: bool, provenance: bool, form: str) -> None:
    """Show what a policy says: its rules with their citations, its editions and its sources.

    A policy that extends another is shown as the two are together.

    \b
    Examples:
      plp policy show us-ny-ctle
      plp policy show my-district.toml --provenance
      plp policy show us-ny-ctle --plain
      plp policy show district-personalized --toml > my-district.toml
    """  # noqa: D301 - click wants the backspace itself
    resolved = plugins_here().resolved(ref)
    found = resolved.policy
    if schema:
        click.echo(json.dumps(policy_schema() if resolved.layer is None else layer_schema(), indent=2))
    elif provenance:
        click.echo(provenance_text(resolved, form))
    elif plain:
        click.echo(describe_policy(found, language), nl=False)
    elif as_toml:
        click.echo(format_policy(found), nl=False)
    elif form == Format.JSON:
        click.echo(json.dumps(policy_data(found), indent=2, ensure_ascii=False))
    elif form == Format.CSV:
        click.echo(rows_text(_RULE_HEAD, _rule_rows(found), form))
    else:
        click.echo("\n".join(_shown(resolved)))


_RULE_HEAD = ("part", "section", "rule", "title", "cite")


def _rule_rows(found: Policy) -> list[tuple[str, str, str, str, str]]:
    return [
        (part, section, rule.id, rule.title, rule.cite)
        for part, rules in found.parts
        for section, rule in every_rule(rules)
    ]


def _shown(resolved: ResolvedPolicy) -> Iterable[str]:
    found = resolved.policy
    yield f"{found.title} ({found.id})"
    yield from (f"extends {' and '.join(resolved.documents[1:])}",) if resolved.upper else ()
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
