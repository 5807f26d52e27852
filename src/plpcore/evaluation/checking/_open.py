"""What a policy leaves open, and what none of its examples shows."""

from collections.abc import Iterator
from itertools import combinations

from plpcore.errors import PlpError
from plpcore.evaluation._checks import Finding
from plpcore.evaluation._coverage import rule_coverage
from plpcore.evaluation._examples import run_examples
from plpcore.evaluation._prepare import prepare
from plpcore.evaluation.checking._asked import Search, each_way
from plpcore.evaluation.checking._cases import Wanted, one_activity
from plpcore.policy import CarryOver, Example, Floor, Per, Policy, Rules, Together, stated_rules


def option_left_open(policy: Policy) -> Iterator[Finding]:
    """A choice that can change a result is left to its default: the policy says nothing under `[options]`.

    A published rule seldom says which credit is lost above a cap, or what a missing fact means. Once the section is
    there, all its options are taken to be decided.
    """
    for together, _ in each_way(policy):
        options = list(_matter(together.rules))
        if together.rules.options is None and options:
            chosen = ", ".join(f'{name} = "{getattr(together.options, name).value}"' for name in options)
            what = f"left to the default, though it can change a result: {chosen}"
            yield Finding("$.options", what, "say under [options] what the rule means")


def _matter(rules: Rules) -> Iterator[str]:
    """Yield the options of which another word could change a result under these rules."""
    caps = [cap for cap in rules.caps or () if not cap.waived and (cap.per is not Per.ACTIVITY or cap.by)]
    if len(caps) > 1 or (caps and rules.floors):
        yield "caps"
    carry = rules.carry_over
    if carry is not None and _is_spent(carry):
        yield "spent_first"
    if any(one.approval is not None or one.panel is not None for one in rules.conditions or () if not one.waived):
        yield "reviewed_amount"
    if any(award.repeat is not None for award in rules.awards or ()):
        yield "repeat_of"


def _is_spent(carry: CarryOver) -> bool:
    """Return whether it matters which credit is spent first: some comes in, some may go on, and not all of it alike."""
    return carry.accepts and not carry.again and carry.at_most != 0


def sharing_left_open(policy: Policy) -> Iterator[Finding]:
    """One activity can fill two floors, and the policy does not say whether its hours count for both.

    Without a word they do (`sharing = "overlap"`).
    """
    for together, search in each_way(policy):
        if together.rules.sharing is None:
            pairs = combinations(together.floors(), 2)
            cases = ((_in_both(policy, together, search, (one, two)), one, two) for (_, one), (_, two) in pairs)
            found = next(((case, one, two) for case, one, two in cases if case is not None), None)
            if found is not None:
                what = f"an hour can fill '{found[1].id}' and '{found[2].id}' at once, and the policy does not say so"
                yield Finding("$.sharing", what, 'write sharing = "overlap" or "split"', found[0])


def _in_both(policy: Policy, together: Together, search: Search, pair: tuple[Floor, Floor]) -> Example | None:
    one, two = pair
    if one.distinct or two.distinct or one.id == two.within or two.id == one.within:
        return None
    names = {one.id, two.id}
    asked, educator = (one.when, two.when), (one.applies, two.applies)
    wanted = Wanted(
        lambda found: any(names <= {name for name, _ in line.placed} for line in found.lines), asked, educator
    )
    return one_activity(policy, together, search, wanted)


def rule_untested(policy: Policy) -> Iterator[Finding]:
    """No example exercises a rule, so that nobody would see it change."""
    if not policy.examples:
        return
    try:
        results = run_examples(prepare(policy))
    except PlpError:
        return
    places = {rule.id: place for place, rule in stated_rules(policy)}
    for covered in rule_coverage(policy, results):
        if not covered.seen:
            yield Finding(places[covered.rule], f"no example exercises '{covered.rule}'", "write one that does")


def example_missing(policy: Policy) -> Iterator[Finding]:
    """The policy has no example. A worked example is what tells that the rules say what is meant."""
    if not policy.examples:
        yield Finding("$.example", "there is no worked example", "write one: a small record, and what must come of it")
