"""What one example shows of the rules that were in force."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import cached_property

from attrs import define, fields

from plpcore.evaluation._context import Dates, Record, Row
from plpcore.evaluation._evaluate import facts_of, selecting_day
from plpcore.evaluation._examples import portfolio_of
from plpcore.evaluation._plans import holds
from plpcore.evaluation._predicates import Compiler
from plpcore.evaluation._reasons import Reason
from plpcore.evaluation._required import applies
from plpcore.evaluation._statement import Line, Requirement, Statement
from plpcore.policy import (
    Adjustment,
    Alternative,
    Award,
    Block,
    Cap,
    CarryOver,
    Condition,
    Cycle,
    Deadline,
    Deemed,
    Edition,
    Example,
    Floor,
    Options,
    Policy,
    Retention,
    Rule,
    Rules,
    SignOffRule,
    Total,
)

_OF_AWARDS = {
    Reason.REPEATED: "repeated",
    Reason.TOO_FEW: "too few",
    Reason.BELOW_LEAST: "below the least",
    Reason.WHOLE_ONLY: "in whole multiples",
}


@define(slots=False)
class Case:
    """An example with the statement that came of it, and the rules that were in force."""

    policy: Policy
    example: Example
    statement: Statement

    @cached_property
    def record(self) -> Record:
        """Return the record of the example as the evaluation saw it."""
        portfolio = portfolio_of(self.example)
        dates = Dates(self.example.as_of, self.example.known_at, self.statement.cycle)
        return Record(portfolio, dates, facts_of(self.policy, portfolio))

    @cached_property
    def parts(self) -> list[tuple[str, Rules]]:
        """Return the rules that hold always, those of the edition and those of the way, each with its part."""
        heads: list[Edition | Alternative] = [one for one in self.policy.editions if one.id == self.statement.edition]
        heads += [one for one in self.policy.alternatives if one.id == self.statement.alternative]
        return [("", self.policy.rules), *((one.id, one.rules) for one in heads)]

    @cached_property
    def rules(self) -> list[tuple[str, Rule]]:
        """Return the rules in force, each with the part that states it: the last part that states a section wins."""
        found: dict[str, tuple[str, object]] = {}
        for part, rules in self.parts:
            for section in fields(Rules):
                held = getattr(rules, section.name)
                if held is not None:
                    found[section.name] = (part, held)
        several = [(part, held if isinstance(held, tuple) else (held,)) for part, held in found.values()]
        return [(part, rule) for part, held in several for rule in held if isinstance(rule, Rule)]

    @cached_property
    def compiler(self) -> Compiler:
        """Return what makes tests of the predicates of these rules."""
        options = next((rules.options for _, rules in reversed(self.parts) if rules.options is not None), Options())
        return Compiler(self.policy.declarations, options.missing)

    def concerns(self, rule: Condition | Cap | Block) -> bool:
        """Return whether credit counts that the rule is about."""
        if not isinstance(rule, Block) and not applies(self.compiler.educator_test(rule.applies), self.record):
            return False
        test = self.compiler.test(rule.when)
        return any(line.counted_units and holds(test, _row(line), self.record) for line in self.statement.lines)

    def took(self, rule: Rule) -> bool:
        """Return whether the rule changed the credit of an activity."""
        return any(step.rule == rule.id for line in self.statement.lines for step in line.steps)


def _row(line: Line) -> Row:
    row = Row(line.claim, line.claim.completed, None)
    row.award = line.steps[0].rule
    row.tags = (*row.tags, *filter(None, (line.part,)))
    return row


def seen_in(case: Case) -> Iterator[tuple[str, str, str]]:
    """Yield what an example shows: the part that states a rule, the rule's id, and what was seen of it."""
    for name in (case.statement.edition, case.statement.alternative):
        if name:
            yield "", name, "applied"
    yield from _edition_days(case)
    if case.statement.edition or not case.policy.editions:
        for part, rule in case.rules:
            yield from ((part, rule.id, what) for what in _LOOK.get(type(rule), _answers)(rule, case))


def _edition_days(case: Case) -> Iterator[tuple[str, str, str]]:
    edition = next((one for one in case.policy.editions if one.id == case.statement.edition), None)
    if edition is None:
        return
    day = selecting_day(case.policy, case.record.portfolio, case.example.as_of)
    if day is not None and day == edition.start:
        yield "", edition.id, "first day"
    if day is not None and day + timedelta(days=1) == edition.until:
        yield "", edition.id, "last day"


def _award(rule: Rule, case: Case) -> Iterator[str]:
    for line in case.statement.lines:
        for step in line.steps:
            if step.rule == rule.id:
                yield _OF_AWARDS.get(step.reason, "decided")


def _condition(rule: Rule, case: Case) -> Iterator[str]:
    if case.took(rule):
        yield "refused"
    if isinstance(rule, Condition) and not rule.waived and case.concerns(rule):
        yield "passed"


def _cap(rule: Rule, case: Case) -> Iterator[str]:
    if case.took(rule):
        yield "reached"
    elif isinstance(rule, Cap) and not rule.waived and case.concerns(rule):
        yield "not reached"


def _block(rule: Rule, case: Case) -> Iterator[str]:
    if case.took(rule):
        yield "not full"
    if isinstance(rule, Block) and case.concerns(rule):
        yield "full"


def _total(_: Rule, case: Case) -> Iterator[str]:
    yield "decided"
    for one in case.statement.requirements:
        if one.kind == "total" and one.needed:
            yield from _standing(one, case)


def _floor(rule: Rule, case: Case) -> Iterator[str]:
    for one in case.statement.requirements:
        if one.id == rule.id and one.kind != "total":
            yield from _standing(one, case)


def _standing(one: Requirement, case: Case) -> Iterator[str]:
    yield "short" if one.short else "met"
    if one.credited == one.needed:
        yield "exactly met"
    elif 0 < one.short <= (case.policy.unit.quantum or 1):
        yield "just short"


def _adjustment(rule: Rule, case: Case) -> Iterator[str]:
    if any(step.rule == rule.id for step in case.statement.required_steps):
        yield "applied"


def _cycle(_: Rule, case: Case) -> Iterator[str]:
    cycle = case.statement.cycle
    if cycle is not None:
        yield "applied"
        days = {line.claim.completed for line in case.statement.lines}
        yield from (word for word, day in (("first day", cycle.start), ("last day", cycle.last_day)) if day in days)


def _carry(_: Rule, case: Case) -> Iterator[str]:
    if case.example.carried_in or case.statement.total > case.statement.required:
        yield "applied"


def _retention(_: Rule, case: Case) -> Iterator[str]:
    if case.statement.keep_until is not None:
        yield "applied"


def _deemed(rule: Rule, case: Case) -> Iterator[str]:
    yield "applied" if case.statement.deemed_by == rule.id else "not applied"


def _sign_off(rule: Rule, case: Case) -> Iterator[str]:
    if rule.id in case.statement.fix.unsigned:
        yield "short"
    elif rule.id in case.statement.signed:
        yield "met"


def _deadline(rule: Rule, case: Case) -> Iterator[str]:
    answered = any(answer.rule == rule.id and answer.values for answer in case.statement.answers)
    yield "applied" if answered else "not applied"


def _answers(rule: Rule, case: Case) -> Iterator[str]:
    if any(answer.rule == rule.id and not answer.missing for answer in case.statement.answers):
        yield "applied"


Look = Callable[[Rule, Case], Iterator[str]]
_LOOK: Mapping[type[Rule], Look] = {
    Award: _award,
    Condition: _condition,
    Cap: _cap,
    Block: _block,
    Total: _total,
    Floor: _floor,
    Adjustment: _adjustment,
    Cycle: _cycle,
    CarryOver: _carry,
    Retention: _retention,
    Deemed: _deemed,
    SignOffRule: _sign_off,
    Deadline: _deadline,
}
