"""The fragment of the language that each rule needs: how hard a policy is to decide, and why.

From the easiest to the hardest: `row` (one activity at a time), `sum` (sums of a cycle), `greedy` (in order of
time), `flow` (an exact allocation), `lp` (a linear program), `ilp` (a solver, over whole quanta), `python`
(code that the host brings).
"""

from enum import IntEnum

from attrs import frozen

from plpcore.policy._awards import Award, Rule
from plpcore.policy._policy import Policy, Unit
from plpcore.policy._requirements import Block, Cap, Floor, Per, ShareOf
from plpcore.policy._rules import CapOrder, CustomRule, Options, Rules, every_rule


class Fragment(IntEnum):
    """A fragment of the language, ordered by what it takes to decide it."""

    ROW = 0
    SUM = 1
    GREEDY = 2
    FLOW = 3
    LP = 4
    ILP = 5
    PYTHON = 6

    @property
    def word(self) -> str:
        """Return the fragment's name in lower case."""
        return self.name.lower()


@frozen
class RuleFragment:
    """What one rule needs, and why.

    Attributes:
        rule: The rule's id.
        fragment: The least fragment that decides it.
        why: One short clause.
    """

    rule: str
    fragment: Fragment
    why: str


def fragments_of(rules: Rules, unit: Unit | None = None) -> tuple[RuleFragment, ...]:
    """Return what every rule of these sections needs, in the order of the sections.

    Args:
        rules: The rules that hold together.
        unit: The policy's unit; where it has a quantum, what is asked of divisible credit is asked of whole quanta.
    """
    in_quanta = unit is not None and unit.quantum is not None and bool(rules.sharing)
    return tuple(_fragment(section, rule, rules, in_quanta=in_quanta) for section, rule in every_rule(rules))


def fragment_of(policy: Policy) -> Fragment:
    """Return what the whole policy needs: the hardest fragment of any rule in any edition or alternative."""
    return max(
        (found.fragment for rules in _every_rules(policy) for found in fragments_of(rules, policy.unit)),
        default=Fragment.ROW,
    )


def _every_rules(policy: Policy) -> list[Rules]:
    editions = policy.editions or (None,)
    ways = policy.alternatives or (None,)
    return [policy.rules_of(edition, way) for edition in editions for way in ways]


def _fragment(section: str, rule: Rule, rules: Rules, *, in_quanta: bool) -> RuleFragment:
    match rule:
        case Award() if rule.repeat is not None:
            return RuleFragment(rule.id, Fragment.GREEDY, "a repeat is known by what came before it")
        case Block():
            return RuleFragment(rule.id, Fragment.SUM, "a group is summed before it counts")
        case Cap():
            return _cap(rule, rules, in_quanta=in_quanta)
        case Floor():
            return _floor(rule, rules.sharing or 0, rules, in_quanta=in_quanta)
        case CustomRule():
            return RuleFragment(rule.id, Fragment.PYTHON, f"the rule kind '{rule.kind}' is code")
    fragment, why = _BY_SECTION.get(section, (Fragment.ROW, "it looks at one activity or at the educator"))
    return RuleFragment(rule.id, fragment, why)


_BY_SECTION = {
    "carry_over": (Fragment.SUM, "the surplus is a sum"),
    "deemed": (Fragment.SUM, "matching activities are counted"),
}


def _cap(cap: Cap, rules: Rules, *, in_quanta: bool) -> RuleFragment:
    if cap.per is Per.ACTIVITY and not cap.by:
        return RuleFragment(cap.id, Fragment.ROW, "it limits each activity by itself")
    order = (rules.options or Options()).caps
    if order is not CapOrder.BEST:
        return RuleFragment(cap.id, Fragment.GREEDY, "the credit is taken in order of time")
    if in_quanta:
        return RuleFragment(cap.id, Fragment.ILP, "the best choice is asked for, and floors take whole quanta")
    if len([other for other in rules.caps or () if not other.waived]) > 1:
        return RuleFragment(cap.id, Fragment.LP, "several caps may cross, and the best choice is asked for")
    return RuleFragment(cap.id, Fragment.FLOW, "the best choice under one cap is a flow")


def _floor(floor: Floor, sharing: int, rules: Rules, *, in_quanta: bool) -> RuleFragment:
    if floor.distinct:
        return RuleFragment(floor.id, Fragment.SUM, "distinct values are counted")
    if sharing and floor.of is ShareOf.COUNTED and floor.share is not None:
        if in_quanta:
            return RuleFragment(floor.id, Fragment.ILP, "a share of what counts is allocated in whole quanta")
        return RuleFragment(floor.id, Fragment.LP, "a share of what counts depends on the allocation itself")
    if sharing:
        return RuleFragment(floor.id, Fragment.FLOW, "an hour fills a limited number of floors")
    if (rules.options or Options()).caps is CapOrder.BEST and rules.caps:
        return RuleFragment(floor.id, Fragment.FLOW, "which credit a cap takes depends on what the floor needs")
    return RuleFragment(floor.id, Fragment.SUM, "the category is summed")
