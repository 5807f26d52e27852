"""`plp evaluate` and `plp explain`: what a policy says of single records."""

from collections.abc import Sequence
from difflib import get_close_matches

import click
from attrs import frozen

from plpcore.cli._loading import Request, load, records_options, somebody
from plpcore.cli._main import FINDINGS
from plpcore.cli._output import Shown, has_color, shown_options, write
from plpcore.cli._plugins import plugins_here
from plpcore.cli._targets import check_targets
from plpcore.cli._types import Judged, judged_options
from plpcore.errors import InputError, RecordError
from plpcore.evaluation import GrantState, Outcome, PreparedPolicy, Statement, evaluate, prepare
from plpcore.model import Portfolio
from plpcore.policy import Policy
from plpcore.report import Detail, Look, catalogue

_FORMS = ("text", "markdown", "json")
_OPEN = (Outcome.SHORT, Outcome.UNDETERMINED)
_WIDEST = 100
_RENDERER = click.option(
    "--renderer", default="", help="Show it as a plugin does, instead of --format (see `plp plugins`)."
)


@click.command("evaluate")
@click.argument("ref", metavar="POLICY")
@records_options
@judged_options
@click.option("--educator", multiple=True, help="Only this educator; may be given several times.")
@_RENDERER
@shown_options(*_FORMS)
@click.pass_context
def evaluate_command(
    ctx: click.Context,
    ref: str,
    *,
    request: Request,
    judged: Judged,
    educator: tuple[str, ...],
    renderer: str,
    shown: Shown,
) -> None:
    """Say what a policy makes of each educator's record: verdict, what is missing, what counts.

    \b
    Examples:
      plp evaluate us-ny-ctle portfolio.json --as-of 2026-06-30
      plp evaluate district-personalized my-district --cycle 2024-25 --educator t-017

    Exit codes: 0 everybody is fine; 1 somebody is short or cannot be told, a grant names no rule of the policy, or rows
    were refused; 2 wrong use.
    """  # noqa: D301 - click wants the backspace itself
    check_targets([shown.output, request.receipts], [*request.paths, request.map, ref])
    resolved = plugins_here().resolved(ref)
    statements, lost = _statements(resolved.policy, request, judged, educator)
    write(_text(statements, shown, renderer, _Told("summary", resolved.documents[1:])), shown.output)
    ctx.exit(_code(statements, lost))


@click.command()
@click.argument("ref", metavar="POLICY")
@records_options
@judged_options
@click.option("--educator", help="Whose credit; needed where the records hold more than one educator.")
@_RENDERER
@shown_options(*_FORMS)
@click.pass_context
def explain(
    ctx: click.Context,
    ref: str,
    *,
    request: Request,
    judged: Judged,
    educator: str | None,
    renderer: str,
    shown: Shown,
) -> None:
    """Explain one educator's credit: each step of each amount, with the rule and where it is written.

    \b
    Example:
      plp explain district-seat-time my-district --cycle 2024-25 --educator t-017

    Exit codes as for `plp evaluate`.
    """  # noqa: D301 - click wants the backspace itself
    check_targets([shown.output, request.receipts], [*request.paths, request.map, ref])
    resolved = plugins_here().resolved(ref)
    chosen = (educator,) if educator else ()
    statements, lost = _statements(resolved.policy, request, judged, chosen, single=True)
    write(_text(statements, shown, renderer, _Told("tree", resolved.documents[1:])), shown.output)
    ctx.exit(_code(statements, lost))


def _code(statements: Sequence[Statement], lost: int) -> int:
    return FINDINGS if lost or any(_has_finding(one) for one in statements) else 0


def _has_finding(statement: Statement) -> bool:
    """A grant of a rule that the policy does not have is most likely a slip, and acts on nobody."""
    return statement.outcome in _OPEN or any(use.state is GrantState.UNKNOWN_RULE for use in statement.grants)


def _statements(
    found: Policy, request: Request, judged: Judged, educators: Sequence[str], *, single: bool = False
) -> tuple[list[Statement], int]:
    """Return the statements, and how many rows were refused and records not judged."""
    policy = prepare(found, plugins_here().kinds)
    loaded = load(request)
    chosen = _chosen(somebody(loaded), educators)
    if single:
        _check_single(chosen)
    if len(chosen) == 1:
        return [_judge(policy, chosen[0], judged)], loaded.records.refused
    statements = [told for one in chosen if (told := _judged(policy, one, judged)) is not None]
    return statements, loaded.records.refused + len(chosen) - len(statements)


def _check_single(chosen: Sequence[Portfolio]) -> None:
    names = sorted({one.educator.id for one in chosen})
    if len(names) > 1:
        some = ", ".join(names[:5])
        raise click.UsageError(f"the records hold {len(names)} educators; name one with --educator, such as {some}")


def _judge(policy: PreparedPolicy, portfolio: Portfolio, judged: Judged) -> Statement:
    return evaluate(policy, portfolio, as_of=judged.as_of, known_at=judged.known_at)


def _judged(policy: PreparedPolicy, portfolio: Portfolio, judged: Judged) -> Statement | None:
    """Return the statement; None: the record holds a value that the policy does not take, which costs no other one."""
    try:
        return _judge(policy, portfolio, judged)
    except InputError as error:
        click.echo(f"not judged: {portfolio.educator.id}: {error}", err=True)
        return None


def _chosen(portfolios: Sequence[Portfolio], educators: Sequence[str]) -> list[Portfolio]:
    known: set[str] = {portfolio.educator.id for portfolio in portfolios}
    for educator in educators:
        if educator not in known:
            close = get_close_matches(educator, sorted(known), n=1)
            mend = f"did you mean '{close[0]}'?" if close else "look the id up in the records"
            raise RecordError("--educator", f"the records hold no '{educator}'", mend)
    return [one for one in portfolios if not educators or one.educator.id in educators]


@frozen
class _Told:
    """How much is told of the statements, and what their policy extends."""

    detail: Detail
    extends: tuple[str, ...]


def _text(statements: Sequence[Statement], shown: Shown, renderer: str, told: _Told) -> str:
    look = Look(
        words=catalogue(shown.language),
        width=min(click.HelpFormatter().width, _WIDEST),
        color=shown.output is None and has_color(),
        detail=told.detail,
        extends=told.extends,
    )
    return plugins_here().render(renderer or shown.form, statements, look).rstrip("\n")
