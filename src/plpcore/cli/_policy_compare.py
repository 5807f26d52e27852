"""`plp policy implies` and `plp policy diff`: two policies against each other, without any records."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click
from attrs import frozen

from plpcore.cli._main import FINDINGS
from plpcore.cli._output import save
from plpcore.cli._plugins import plugins_here
from plpcore.cli._targets import check_targets
from plpcore.cli._types import Cycle, Day
from plpcore.codec import to_data, to_json
from plpcore.errors import InputError
from plpcore.evaluation import PreparedPolicy, evaluate, prepare
from plpcore.evaluation.implication import Implication, Verdict, implies
from plpcore.model import Activity, Portfolio
from plpcore.period import Period, parse_date
from plpcore.policy import FactSpec, FactType, FactValue, RuleChange, rule_changes
from plpcore.quantity import format_amount, parse_amount

_FORMS = ("text", "json")
Command = Callable[..., None]


@frozen
class _Asked:
    """What both commands are asked."""

    refs: tuple[str, str]
    cycle: Period | None
    as_of: date | None
    target: Path | None
    form: str
    given: tuple[str, ...]

    def policies(self) -> tuple[PreparedPolicy, PreparedPolicy]:
        check_targets([self.target], self.refs)
        plugins = plugins_here()
        one, other = (prepare(plugins.policy(ref), plugins.kinds) for ref in self.refs)
        return one, other

    def implies(self, one: PreparedPolicy, other: PreparedPolicy) -> Implication:
        declared = dict(other.policy.facts) | dict(one.policy.facts)
        facts = dict(_fact(text, declared) for text in self.given)
        kinds = plugins_here().kinds
        return implies(one, other, cycle=self.cycle, as_of=self.as_of, kinds=kinds, facts=facts)

    def keep(self, *found: Implication) -> None:
        """Write the first counterexample to the file that was asked for."""
        example = next((one.counterexample for one in found if one.counterexample is not None), None)
        if self.target is None:
            return
        if example is None:
            click.echo(f"there is no educator to write, so {self.target} was not written", err=True)
        else:
            save(to_json(example) + "\n", self.target)


def _fact(text: str, declared: Mapping[str, FactSpec]) -> tuple[str, FactValue]:
    """Return a fact from NAME=VALUE, its value read as the policies declare it; of an unknown one the text."""
    name, is_given, value = (part.strip() for part in text.partition("="))
    if not (name and is_given and value):
        raise InputError("--fact", f"'{text}' is no fact", "write it as NAME=VALUE, such as applied=2026-06-30")
    form = declared[name].type if name in declared else FactType.TEXT
    try:
        return name, _READERS[form](value)
    except (InputError, KeyError):
        raise InputError("--fact", f"'{value}' is no value of '{name}'", f"write {_SHOWN_AS[form]}") from None


_READERS: dict[FactType, Callable[[str], FactValue]] = {
    FactType.TEXT: str,
    FactType.TEXTS: lambda text: tuple(part.strip() for part in text.split(";")),
    FactType.FLAG: lambda text: {"yes": True, "true": True, "no": False, "false": False}[text.casefold()],
    FactType.NUMBER: parse_amount,
    FactType.DATE: parse_date,
}
_SHOWN_AS = {
    FactType.TEXT: "a text",
    FactType.TEXTS: "texts with ; between them",
    FactType.FLAG: "yes or no",
    FactType.NUMBER: "a number such as 0.5",
    FactType.DATE: "a day such as 2026-06-30",
}


def _options(function: Command) -> Command:
    @wraps(function)
    def command(
        *args: Any,  # noqa: ANN401 - click's context
        ref: str,
        other: str,
        cycle: Period | None,
        as_of: date | None,
        target: Path | None,
        form: str,
        given: tuple[str, ...],
    ) -> None:
        function(*args, asked=_Asked((ref, other), cycle, as_of, target, form, given))

    options = (
        click.argument("ref", metavar="POLICY"),
        click.argument("other", metavar="POLICY2"),
        click.option("--cycle", type=Cycle(), help="The cycle that is meant, such as 2024-25; without it, any."),
        click.option("--as-of", type=Day(), help="The date judged, which selects an edition; else the cycle's end."),
        click.option(
            "--fact",
            "given",
            multiple=True,
            metavar="NAME=VALUE",
            help="A fact of the educator that is meant, such as the day that selects an edition; repeatable.",
        ),
        click.option(
            "--save",
            "target",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Write the educator who is found, as plp explain reads it.",
        ),
        click.option(
            "--format", "form", type=click.Choice(_FORMS), default=_FORMS[0], show_default=True, help="The form."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("implies")
@_options
@click.pass_context
def implies_command(ctx: click.Context, *, asked: _Asked) -> None:
    """Prove that whoever meets POLICY meets POLICY2, or show an educator who meets the one and not the other.

    The claim is about records that state every fact that the policies ask. Where a rule leaves what can be decided,
    the answer is `unknown`, with the rule.

    \b
    Examples:
      plp policy implies my-district.toml us-wa-clock-hours
      plp policy implies stricter.toml my-state.toml --cycle 2024-25 --save educator.json
      plp policy implies district-oh-lakeside us-oh-lpdc --cycle 2024-07-01..2029-07-01 --fact applied=2029-06-01

    Exit codes: 0 it is implied; 1 it is not, or nobody can tell; 2 wrong use.
    """  # noqa: D301 - click wants the backspace itself
    one, other = asked.policies()
    found = asked.implies(one, other)
    asked.keep(found)
    if asked.form == "json":
        click.echo(json.dumps(_data(found), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_told(found, other)))
    ctx.exit(0 if found.verdict is Verdict.IMPLIED else FINDINGS)


@click.command("diff")
@_options
@click.pass_context
def diff_command(ctx: click.Context, *, asked: _Asked) -> None:
    """Show which rules of two policies differ, and the smallest educator for whom the verdict changes, both ways.

    Rules are matched by their ids. --save writes the educator who meets POLICY and not POLICY2 or, where there is
    none, the other one.

    \b
    Example:
      plp policy diff last-year.toml this-year.toml --cycle 2024-25

    Exit codes: 0 the rules are equal; 1 they differ; 2 wrong use.
    """  # noqa: D301 - click wants the backspace itself
    one, other = asked.policies()
    changes = rule_changes(one.policy, other.policy)
    there, back = asked.implies(one, other), asked.implies(other, one)
    asked.keep(there, back)
    if asked.form == "json":
        data = {"rules": [_change_data(change) for change in changes], "there": _data(there), "back": _data(back)}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        rules = [line for change in changes for line in _changed(change)]
        click.echo("\n".join([*(rules or ["the rules are equal"]), "", *_told(there, other), "", *_told(back, one)]))
    ctx.exit(FINDINGS if changes else 0)


def _changed(change: RuleChange) -> Iterator[str]:
    where = f"{change.part}: " if change.part else ""
    cites = [cite for cite in dict.fromkeys(change.cites) if cite]
    yield f"{change.change.value}  {where}{change.section} {change.rule}" + (f" ({'; '.join(cites)})" if cites else "")
    for key, before, after in change.values:
        yield f"         {key}: {before or 'nothing'} -> {after or 'nothing'}"


def _told(found: Implication, second: PreparedPolicy) -> Iterator[str]:
    yield f"{found.verdict.value.replace('-', ' ')}: {found.reason}"
    if found.verdict is Verdict.UNKNOWN:
        yield from (f"  {one}" for one in found.outside)
    if found.counterexample is not None:
        yield from (f"  {line}" for line in _person(found.counterexample))
        said = evaluate(second, found.counterexample, as_of=found.as_of)
        lacking = [f"{one.key} {format_amount(one.short)}" for one in said.requirements if one.short]
        unsigned = [f"sign-off {name}" for name in said.fix.unsigned]
        yield f"  {second.policy.id} says {said.outcome.value}: {', '.join([*lacking, *unsigned, *said.missing])}"


def _person(portfolio: Portfolio) -> Iterator[str]:
    facts = portfolio.educator.facts
    if facts:
        yield "educator: " + ", ".join(f"{name} = {_shown(value)}" for name, value in facts.items())
    yield from (_activity(one, portfolio) for one in portfolio.activities)
    yield from (f"{format_amount(one.amount)} carried in" for one in portfolio.carried_in)
    if portfolio.sign_offs:
        yield "signed: " + ", ".join(one.name for one in portfolio.sign_offs)
    if not portfolio.activities:
        yield "no activities"


def _activity(one: Activity, portfolio: Portfolio) -> str:
    amounts = " and ".join(f"{format_amount(held.amount)} {held.unit}" for held in one.amounts) or "one"
    words = [f"{amounts} of {one.kind}", str(one.completed)]
    words += [f"tags {', '.join(one.tags)}"] if one.tags else []
    words += [f"provider {one.provider}"] if one.provider else []
    words += [f"{name} = {_shown(value)}" for name, value in one.facts.items()]
    words += [f"evidence {held.kind}" for held in portfolio.evidence if held.id in one.evidence]
    words += ["a reflection" for held in portfolio.reflections if one.id in held.activities]
    words += [f"{held.purpose.value} {held.decision.value}" for held in portfolio.reviews if held.subject == one.id]
    return ", ".join(words)


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _data(found: Implication) -> dict[str, object]:
    example = found.counterexample
    return {
        "verdict": found.verdict.value,
        "reason": found.reason,
        "as_of": found.as_of.isoformat(),
        "outside": [{"policy": one.policy, "rule": one.rule, "why": one.why} for one in found.outside],
        "counterexample": None if example is None else to_data(example),
    }


def _change_data(change: RuleChange) -> dict[str, object]:
    return {
        "part": change.part,
        "section": change.section,
        "rule": change.rule,
        "change": change.change.value,
        "cites": list(change.cites),
        "values": [{"key": key, "before": before, "after": after} for key, before, after in change.values],
    }
