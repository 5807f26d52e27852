"""`plp policy check`: what is wrong with a policy document, what may be, and records that show it."""

import json
import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from attrs import evolve

from plpcore.cli._main import FINDINGS
from plpcore.cli._output import Format, counted, format_option, rows_text, save
from plpcore.cli._plugins import plugins_here
from plpcore.codec import to_json
from plpcore.errors import InputError, InputErrors
from plpcore.evaluation import Finding, Level, portfolio_of, prepare
from plpcore.evaluation.checking import check_layer, own_findings
from plpcore.exchange import place_namer
from plpcore.policy import (
    Policy,
    RuleFragment,
    digest_of,
    fragment_of,
    fragments_of,
    policy_data,
    stated_rules,
    together_of,
)

UNREADABLE = "unreadable"
"""Stands for the name of a check where the document could not be read at all."""

_HEAD = ("level", "check", "place", "what", "mend", "counterexample")


@click.command("check")
@click.argument("ref", metavar="POLICY")
@format_option
@click.option(
    "--counterexamples",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the records that show findings to this folder, for `plp explain`.",
)
@click.pass_context
def check(ctx: click.Context, ref: str, form: str, folder: Path | None) -> None:
    """Check a policy document: keys, types, facts, ids, editions; then what reading it cannot see.

    A finding is to be mended: a rule that never decides, two awards for one activity, a minimum that nobody can reach
    … A remark is to be known: a choice that is left open, a boundary that no example stands on … Each is told on one
    line, with the place and the mend. The checks of plugins are asked too.

    \b
    Examples:
      plp policy check us-ny-ctle
      plp policy check my-district.toml --counterexamples cases

    Exit codes: 0 fine, remarks or not; 1 findings; 2 wrong use.
    """  # noqa: D301 - click wants the backspace itself
    try:
        plugins = plugins_here()
        resolved = plugins.resolved(ref)
        found = resolved.policy
        prepare(found, plugins.kinds)
    except InputErrors as several:
        click.echo(_unreadable(several.errors, form))
        ctx.exit(FINDINGS)
    checked = plugins.check(found)
    told = [*check_layer(resolved), *own_findings(resolved, (finding for one in checked for finding in one.findings))]
    files = _written(told, folder) if folder is not None else {}
    if form == Format.TABLE:
        click.echo("\n".join((*_summary(found, told), *_lines(ref, told, files))))
    else:
        click.echo(_for_programs(found, told, files, form))
    problems = [one.problem for one in checked if one.problem is not None]
    for problem in problems:
        click.echo(f"plp: {problem}", err=True)
    ctx.exit(FINDINGS if problems or any(one.level is Level.FINDING for one in told) else 0)


def _unreadable(errors: Sequence[InputError], form: str) -> str:
    if form == Format.TABLE:
        return "\n".join((*map(str, errors), f"{len(errors)} to mend"))
    rows = [(Level.FINDING.value, UNREADABLE, one.where, one.what, one.mend, "") for one in errors]
    return rows_text(_HEAD, rows, form)


def _written(told: Iterable[Finding], folder: Path) -> dict[Finding, Path]:
    """Write each counterexample as a portfolio; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[Finding, Path] = {}
    for one in told:
        if one.counterexample is not None:
            number = sum(1 for other in files if other.check == one.check) + 1
            files[one] = folder / f"{one.check}-{number}.json"
            save(to_json(portfolio_of(one.counterexample)) + "\n", files[one])
    return files


def _summary(found: Policy, told: Sequence[Finding]) -> Iterator[str]:
    rules = sum(1 for _ in stated_rules(found)) - len(found.editions) - len(found.alternatives)
    counts = (("rule", rules), ("edition", len(found.editions)), ("example", len(found.examples)))
    findings = sum(1 for one in told if one.level is Level.FINDING)
    verdict = counted(findings, "finding") if findings else "fine"
    yield f"{found.id}: {verdict}, {', '.join(counted(number, word) for word, number in counts)}"
    yield f"identity: {digest_of(found)}"
    hardest = fragment_of(found)
    because = next((one for one in _fragments(found) if one.fragment is hardest), None)
    yield f"fragment: {hardest.word}" + (f", since {because.why} (rule {because.rule})" if because else "")


def _fragments(found: Policy) -> Iterator[RuleFragment]:
    for together in together_of(found):
        yield from fragments_of(together.rules, found.unit)


def _lines(ref: str, told: Iterable[Finding], files: dict[Finding, Path]) -> Iterator[str]:
    """Yield a line a finding, with file and line before the place as in a refusal, and the command that shows it."""
    named = place_namer(ref, plugins_here().documents)
    for one in told:
        tail = f"; {one.mend}" if one.mend else ""
        yield f"{named(one.place or '$')}: {one.level.value} {one.check}: {one.what}{tail}"
        if one in files and one.counterexample is not None:
            command = ("plp", "explain", ref, str(files[one]), "--as-of", str(one.counterexample.as_of))
            yield f"    {shlex.join(command)}"


def _for_programs(found: Policy, told: Iterable[Finding], files: dict[Finding, Path], form: str) -> str:
    if form == Format.CSV:
        rows = [(*_cells(one), str(files.get(one, ""))) for one in told]
        return rows_text(_HEAD, rows, form)
    data = [dict(zip(_HEAD, (*_cells(one), _example(found, one)), strict=True)) for one in told]
    return json.dumps(data, indent=2, ensure_ascii=False)


def _cells(one: Finding) -> tuple[str, ...]:
    return one.level.value, one.check, one.place, one.what, one.mend


def _example(found: Policy, one: Finding) -> object:
    """Return the counterexample as it would stand in the document, in `[[example]]`."""
    if one.counterexample is None:
        return None
    written = policy_data(evolve(found, examples=(one.counterexample,)))["example"]
    return written[0] if isinstance(written, list) else None
