"""A policy made ready once, to be used for many educators."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from attrs import fields, frozen

from plpcore.evaluation._awards import denominator_of
from plpcore.evaluation._kinds import PreparedRule, RuleKind, prepare_rules
from plpcore.evaluation._limits import Limit
from plpcore.evaluation._plans import Planner, kinds_named
from plpcore.evaluation._predicates import Compiler, Test
from plpcore.evaluation._required import Required, compile_required, compile_rows
from plpcore.evaluation._rows import Judge
from plpcore.evaluation._settle import unit_of
from plpcore.evaluation._statement import Citation, OptionUsed
from plpcore.policy import (
    Alternative,
    AmountRow,
    Deadline,
    Deemed,
    Edition,
    Options,
    Policy,
    Rules,
    SignOffRule,
    StepTable,
    digest_of,
    every_rule,
)

ANY_OTHER = "\x00"
"""A kind that no policy can name: its plan holds for every kind that the rules do not name."""


@frozen
class PreparedWay:
    """One way of one edition, made ready.

    Attributes:
        unit: The number that makes every amount of the policy whole.
        quantum: The least credit of one activity that an allocation places; None: any.
        caps: Every cap that some kind of activity can meet, in the order of the policy.
        custom: The rules of a host's kinds.
        crediting: Those of them that set credits.
        granted: The amounts that grants bring, which the whole numbers must hold too.
    """

    id: str
    rules: Rules
    options: Options
    unit: int
    quantum: Fraction | None
    judge: Judge
    caps: tuple[Limit, ...]
    required: Required
    compiler: Compiler
    floor_tests: tuple[Test | None, ...]
    deemed: tuple[tuple[Deemed, Test | None, Test | None], ...]
    sign_offs: tuple[tuple[SignOffRule, Test | None], ...]
    deadlines: tuple[tuple[Deadline, Test | None], ...]
    step_tables: tuple[tuple[StepTable, tuple[tuple[Test | None, AmountRow], ...]], ...]
    carry_if: Test | None
    carry_when: Test | None
    custom: tuple[PreparedRule, ...]
    crediting: tuple[PreparedRule, ...]
    citations: tuple[Citation, ...]
    options_used: tuple[OptionUsed, ...]
    granted: tuple[Fraction, ...] = ()


@frozen
class PreparedEdition:
    """An edition and its ways; a policy without editions has one without dates."""

    edition: Edition | None
    ways: tuple[PreparedWay, ...]


@frozen
class PreparedPolicy:
    """A policy made ready: `evaluate` takes it in the place of the policy and saves the making."""

    policy: Policy
    digest: str
    compiler: Compiler
    editions: tuple[PreparedEdition, ...]


def prepare(policy: Policy, kinds: Iterable[RuleKind] = ()) -> PreparedPolicy:
    """Return a policy made ready to be used for many educators.

    Args:
        policy: The policy.
        kinds: The rule kinds that the host brings.

    Raises:
        PolicyError: When a rule is of a kind that nobody brought.
        InputErrors: When the table of such a rule is not what its kind reads.
    """
    brought = tuple(kinds)
    editions = tuple(_edition(policy, edition, brought) for edition in policy.editions or (None,))
    return PreparedPolicy(policy, digest_of(policy), _compiler(policy, policy.rules), editions)


def _compiler(policy: Policy, rules: Rules) -> Compiler:
    return Compiler(policy.declarations, (rules.options or Options()).missing)


def _edition(policy: Policy, edition: Edition | None, kinds: tuple[RuleKind, ...]) -> PreparedEdition:
    ways = policy.alternatives or (None,)
    return PreparedEdition(edition, tuple(_way(policy, edition, way, kinds) for way in ways))


def _way(policy: Policy, edition: Edition | None, way: Alternative | None, kinds: tuple[RuleKind, ...]) -> PreparedWay:
    rules = policy.rules_of(edition, way)
    compiler = _compiler(policy, rules)
    unit = _unit(rules, policy.unit.quantum)
    judge = _judge(rules, unit, compiler)
    carry = rules.carry_over
    custom = prepare_rules(rules, kinds)
    heads = tuple(rule for rule in (edition, way) if rule is not None)
    return PreparedWay(
        id="" if way is None else way.id,
        rules=rules,
        options=rules.options or Options(),
        unit=unit,
        quantum=policy.unit.quantum,
        judge=judge,
        caps=_caps(judge),
        required=compile_required(rules, compiler),
        compiler=compiler,
        floor_tests=tuple(compiler.educator_test(floor.applies) for floor in rules.floors or ()),
        deemed=tuple(_deemed(rule, compiler) for rule in rules.deemed or ()),
        sign_offs=tuple((rule, compiler.educator_test(rule.applies)) for rule in rules.sign_offs or ()),
        deadlines=tuple((rule, compiler.educator_test(rule.when)) for rule in rules.deadlines or ()),
        step_tables=tuple((table, compile_rows(table.rows, compiler)) for table in rules.step_tables or ()),
        carry_if=None if carry is None else compiler.educator_test(carry.only_if),
        carry_when=None if carry is None else compiler.test(carry.when),
        custom=custom,
        crediting=tuple(rule for rule in custom if rule.kind.rows is not None),
        citations=tuple(Citation(r.id, r.name, r.cite) for r in (*heads, *(rule for _, rule in every_rule(rules)))),
        options_used=_options_used(rules),
    )


def _unit(rules: Rules, quantum: Fraction | None) -> int:
    awards = [denominator_of(award) for award in rules.awards or ()]
    return lcm(
        1 if quantum is None else quantum.denominator,
        *awards,
        *unit_of(rules.blocks or (), rules.caps or (), rules.floors or ()),
    )


def _judge(rules: Rules, unit: int, compiler: Compiler) -> Judge:
    planner = Planner(rules, unit, compiler)
    return Judge(
        plans={kind: planner.plan(kind) for kind in kinds_named(rules)},
        other=planner.plan(ANY_OTHER),
        options=rules.options or Options(),
        window_rule=rules.cycle.id if rules.cycle is not None and rules.window is None else "",
        unit=unit,
    )


def _caps(judge: Judge) -> tuple[Limit, ...]:
    found = {limit.index: limit for plan in (*judge.plans.values(), judge.other) for limit in plan.caps}
    return tuple(found[index] for index in sorted(found))


def _deemed(rule: Deemed, compiler: Compiler) -> tuple[Deemed, Test | None, Test | None]:
    of_row = None if rule.when is None else compiler.test(rule.when)
    of_educator = None if rule.educator is None else compiler.educator_test(rule.educator)
    return rule, of_row, of_educator


def _options_used(rules: Rules) -> tuple[OptionUsed, ...]:
    held, default = rules.options or Options(), Options()
    return tuple(
        OptionUsed(a.name, getattr(held, a.name).value, getattr(held, a.name) is not getattr(default, a.name))
        for a in fields(Options)
    )
