"""What the tables of a policy cannot show one by one: ids, references and editions that contradict each other."""

from collections import Counter
from collections.abc import Iterator

from plpcore.errors import InputError, PolicyError
from plpcore.policy._facts import FactType
from plpcore.policy._policy import Edition, Policy
from plpcore.policy._predicates import RESERVED
from plpcore.policy._requirements import Floor, Per
from plpcore.policy._rules import Rules, every_rule
from plpcore.policy._shapes import nearest
from plpcore.policy._time import Anchor

EDITION_DATES = ("as_of", "cycle_start", "cycle_end", "plan_start")


def problems_of(policy: Policy) -> tuple[InputError, ...]:
    """Return everything that contradicts itself across tables, in the order of the document."""
    checks = (_facts, _edition_selector, _edition_overlaps, _rule_ids, _nesting, _nested_sharing, _example_ids, _years)
    return tuple(problem for check in checks for problem in check(policy))


def _sections(policy: Policy) -> Iterator[tuple[str, Rules]]:
    yield "$", policy.rules
    for index, edition in enumerate(policy.editions):
        yield f"$.editions[{index}]", edition.rules
    for index, alternative in enumerate(policy.alternatives):
        yield f"$.alternatives[{index}]", alternative.rules


def _facts(policy: Policy) -> Iterator[InputError]:
    for table in ("facts", "activity_facts"):
        for name, _ in getattr(policy, table):
            if name in RESERVED or "." in name:
                yield PolicyError(f"$.{table}.{name}", "this name has a meaning of its own", "choose another name")


def _edition_selector(policy: Policy) -> Iterator[InputError]:
    facts = dict(policy.facts)
    dates = [name for name, spec in facts.items() if spec.type is FactType.DATE]
    if policy.edition_by not in (*EDITION_DATES, *dates):
        what = f"'{policy.edition_by}' is neither a date of the evaluation nor a declared date fact"
        yield PolicyError("$.edition_by", what, nearest(policy.edition_by, [*EDITION_DATES, *dates]))


def _edition_overlaps(policy: Policy) -> Iterator[InputError]:
    for index, edition in enumerate(policy.editions):
        for other in policy.editions[:index]:
            if edition.published == other.published and _overlap(edition, other):
                what = f"the editions '{other.id}' and '{edition.id}' hold on the same days"
                yield PolicyError(f"$.editions[{index}]", what, "end one where the other begins (until is exclusive)")


def _overlap(one: Edition, two: Edition) -> bool:
    ends_before = one.until is not None and two.start is not None and one.until <= two.start
    begins_after = two.until is not None and one.start is not None and two.until <= one.start
    return not ends_before and not begins_after


def _rule_ids(policy: Policy) -> Iterator[InputError]:
    for place, rules in _sections(policy):
        counts = Counter(rule.id for _, rule in every_rule(rules))
        for section, rule in every_rule(rules):
            if counts[rule.id] > 1:
                counts[rule.id] = 0
                yield PolicyError(f"{place}.{section}", f"two rules have the id '{rule.id}'", "give each its own id")
    for table in ("sources", "editions", "alternatives"):
        for name, count in Counter(item.id for item in getattr(policy, table)).items():
            if count > 1:
                yield PolicyError(f"$.{table}", f"the id '{name}' stands {count} times", "give each its own id")


def _nesting(policy: Policy) -> Iterator[InputError]:
    for place, rules in _sections(policy):
        floors = {floor.id: floor for floor in rules.floors or ()}
        for index, floor in enumerate(rules.floors or ()):
            if floor.within and floor.within not in floors:
                mend = nearest(floor.within, list(floors))
                yield PolicyError(f"{place}.floors[{index}].within", f"no floor has the id '{floor.within}'", mend)
            elif _is_circular(floor, floors):
                yield PolicyError(f"{place}.floors[{index}].within", "the floors are nested in a circle", "break it")
            elif floor.within:
                yield from _nested(floor, floors[floor.within], f"{place}.floors[{index}].within")


def _nested(floor: Floor, outer: Floor, where: str) -> Iterator[InputError]:
    if floor.distinct or outer.distinct:
        yield PolicyError(where, "a count of values neither holds a floor nor lies in one", "leave within out")
    elif outer.per is Per.YEAR and floor.per is not Per.YEAR:
        what = f"'{floor.id}' holds in the cycle and '{outer.id}' in each year"
        yield PolicyError(where, what, "nest a floor of the year in one of the cycle")


def _nested_sharing(policy: Policy) -> Iterator[InputError]:
    for edition in policy.editions or (None,):
        for way in policy.alternatives or (None,):
            rules = policy.rules_of(edition, way)
            if (rules.sharing or 0) > 1 and any(floor.within for floor in rules.floors or ()):
                what = f"nested floors, and an hour fills {rules.sharing} of them: nobody can say which it fills"
                yield PolicyError("$.sharing", what, "write overlap or split, or leave within out")
                return


def _is_circular(floor: Floor, floors: dict[str, Floor]) -> bool:
    seen = {floor.id}
    while floor.within in floors:
        if floor.within in seen:
            return True
        seen.add(floor.within)
        floor = floors[floor.within]
    return False


def _example_ids(policy: Policy) -> Iterator[InputError]:
    for name, count in Counter(example.id for example in policy.examples).items():
        if count > 1:
            yield PolicyError("$.example", f"the id '{name}' stands {count} times", "give each its own id")


def _years(policy: Policy) -> Iterator[InputError]:
    for place, rules in _sections(policy):
        has_cycle = rules.cycle is not None or policy.rules.cycle is not None
        for index, floor in enumerate(rules.floors or ()):
            if floor.per is Per.YEAR and not floor.years and not has_cycle:
                mend = f"write years = [ … ], or a cycle (anchor = '{Anchor.PLAN.value}' takes the plan's)"
                yield PolicyError(f"{place}.floors[{index}].years", "no years are known to hold it in", mend)
