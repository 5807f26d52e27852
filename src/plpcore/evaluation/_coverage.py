"""Which rules of a policy its examples exercise."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from plpcore.evaluation._examples import ExampleResult
from plpcore.evaluation._statement import Statement
from plpcore.policy import Policy, every_rule


@frozen
class RuleCoverage:
    """What the examples of a policy show of one rule.

    Attributes:
        rule: The rule's id.
        section: The section that it stands in; `editions` and `alternatives` for those.
        seen: What was seen of it: `decided`, `met`, `short`, `applied`; nothing: no example exercises it.
    """

    rule: str
    section: str
    seen: tuple[str, ...]


def rule_coverage(policy: Policy, results: Iterable[ExampleResult]) -> tuple[RuleCoverage, ...]:
    """Return what the examples show of every rule, in the order of the document; a rule's id counts once."""
    seen: dict[str, set[str]] = {}
    for result in results:
        for rule, what in _seen(result.statement):
            seen.setdefault(rule, set()).add(what)
    rules = dict(_rules(policy))
    return tuple(
        RuleCoverage(rule, section, tuple(sorted(seen.get(rule, set()) | seen.get(f"${section}", set()))))
        for rule, section in rules.items()
    )


def _rules(policy: Policy) -> Iterator[tuple[str, str]]:
    for section, rule in every_rule(policy.rules):
        yield rule.id, section
    for head, name in ((policy.editions, "editions"), (policy.alternatives, "alternatives")):
        for one in head:
            yield one.id, name
            for section, rule in every_rule(one.rules):
                yield rule.id, section


def _seen(statement: Statement) -> Iterator[tuple[str, str]]:
    for line in statement.lines:
        for step in line.steps:
            yield step.rule, "decided"
    for required in statement.required_steps:
        yield required.rule, "decided"
    for requirement in statement.requirements:
        yield requirement.id, "short" if requirement.short else "met"
    for name in (statement.edition, statement.alternative, statement.deemed_by):
        yield name, "applied"
    for name in statement.fix.unsigned:
        yield name, "short"
    for name in statement.signed:
        yield name, "met"
    for answer in statement.answers:
        yield answer.rule, "applied"
    yield from _seen_by_kind(statement)


def _seen_by_kind(statement: Statement) -> Iterator[tuple[str, str]]:
    """A cycle, a carry-over and a retention leave a date or an amount, which their rule's section names."""
    if statement.cycle is not None:
        yield "$cycle", "applied"
    if statement.carried_in or statement.total > statement.required:
        yield "$carry_over", "applied"
    if statement.keep_until is not None:
        yield "$retention", "applied"
