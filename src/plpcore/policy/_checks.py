"""What the tables of a policy cannot show one by one: ids, references and editions that contradict each other."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise

from plpcore.errors import PolicyError
from plpcore.policy._award_ids import award_ids_in
from plpcore.policy._awards import Award, Rule
from plpcore.policy._examples import Example
from plpcore.policy._facts import ACTIVITY_FACTS, AWARD_FACT, FactType
from plpcore.policy._policy import Policy, Source
from plpcore.policy._predicates import RESERVED
from plpcore.policy._requirements import Floor, Per, ShareOf
from plpcore.policy._rules import CapOrder, Options
from plpcore.policy._scalars import shown
from plpcore.policy._shapes import at, nearest
from plpcore.policy._together import stated_at_the_top, stated_rules, together_of

EDITION_DATES = ("as_of", "cycle_start", "cycle_end", "plan_start")
MAX_COMBINATIONS = 1_000
_OWN_ID = "give each its own id"


def problems_of(policy: Policy) -> tuple[PolicyError, ...]:
    """Return everything that contradicts itself across tables; each problem once."""
    combinations = max(1, len(policy.editions)) * max(1, len(policy.alternatives))
    if combinations > MAX_COMBINATIONS:
        what = f"the editions and alternatives make {combinations} sets of rules"
        return (PolicyError("$.editions", what, f"make at most {MAX_COMBINATIONS}"),)
    checks: tuple[Callable[[Policy], Iterable[PolicyError]], ...] = (
        _names_of_facts,
        _edition_selector,
        _edition_overlaps,
        _ids_of_tables,
        _ids_of_rules,
        _ids_of_awards,
        _nesting,
        _nested_sharing,
        _best_shares,
        _years,
    )
    found = [problem for check in checks for problem in check(policy)]
    return tuple({str(problem): problem for problem in found}.values())


def _names_of_facts(policy: Policy) -> Iterator[PolicyError]:
    built_in = {*ACTIVITY_FACTS, *AWARD_FACT}
    for table, taken in (("facts", set(RESERVED)), ("activity_facts", {*RESERVED, *built_in})):
        for name, _ in getattr(policy, table):
            if name in taken or "." in name:
                yield PolicyError(at(f"$.{table}", name), "this name has a meaning of its own", "choose another name")


def _edition_selector(policy: Policy) -> Iterator[PolicyError]:
    dates = [name for name, spec in policy.facts if spec.type is FactType.DATE]
    if policy.edition_by not in (*EDITION_DATES, *dates):
        what = f"{shown(policy.edition_by)} is neither a date of the evaluation nor a declared date fact"
        yield PolicyError("$.edition_by", what, nearest(policy.edition_by, [*EDITION_DATES, *dates]))


def _edition_overlaps(policy: Policy) -> Iterator[PolicyError]:
    def order(place: int) -> tuple[bool, date, date]:
        one = policy.editions[place]
        return one.published is not None, one.published or date.min, one.start or date.min

    for before, after in pairwise(sorted(range(len(policy.editions)), key=order)):
        one, two = policy.editions[before], policy.editions[after]
        if one.published == two.published and (one.until is None or (two.start or date.min) < one.until):
            what = f"the editions '{one.id}' and '{two.id}' hold on the same days"
            yield PolicyError(f"$.editions[{after}]", what, "end one where the other begins (until is exclusive)")


def _ids_of_tables(policy: Policy) -> Iterator[PolicyError]:
    tables: dict[str, tuple[Source | Rule | Example, ...]] = {
        "sources": policy.sources,
        "editions": policy.editions,
        "alternatives": policy.alternatives,
        "example": policy.examples,
    }
    for table, items in tables.items():
        yield from twice((f"$.{table}[{index}].id", item.id) for index, item in enumerate(items))
    for number, example in enumerate(policy.examples):
        named = enumerate(activity.id or f"a{index}" for index, activity in enumerate(example.activities, start=1))
        yield from twice((f"$.example[{number}].activities[{index}].id", name) for index, name in named)
        grants = enumerate(grant.id or f"g{index}" for index, grant in enumerate(example.grants, start=1))
        yield from twice((f"$.example[{number}].grants[{index}].id", name) for index, name in grants)


def _ids_of_rules(policy: Policy) -> Iterator[PolicyError]:
    for together in (stated_at_the_top(policy), *together_of(policy)):
        yield from twice((f"{place}.id", rule.id) for place, rule in together.all_rules())


def _ids_of_awards(policy: Policy) -> Iterator[PolicyError]:
    """What asks for an award that no part of the policy has would never hold, and nothing else would tell."""
    rules = list(stated_rules(policy))
    known = sorted({rule.id for _, rule in rules if isinstance(rule, Award)})
    for place, rule in rules:
        for key, name in award_ids_in(rule):
            if name not in known:
                yield PolicyError(f"{place}.{key}", f"no award has the id {shown(name)}", nearest(name, known))


def twice(named: Iterable[tuple[str, str]]) -> Iterator[PolicyError]:
    """Yield an error for each id that an earlier place has already."""
    seen: set[str] = set()
    for place, name in named:
        if name in seen:
            yield PolicyError(place, f"the id {shown(name)} stands twice", _OWN_ID)
        seen.add(name)


def _nesting(policy: Policy) -> Iterator[PolicyError]:
    for together in together_of(policy):
        floors = {floor.id: floor for _, floor in together.floors()}
        for place, floor in together.floors():
            if floor.within and floor.within not in floors:
                what = f"no floor has the id {shown(floor.within)}"
                yield PolicyError(f"{place}.within", what, nearest(floor.within, list(floors)))
            elif _is_circular(floor, floors):
                yield PolicyError(f"{place}.within", "the floors are nested in a circle", "break it")
            elif floor.within:
                yield from _nested(floor, floors[floor.within], f"{place}.within")


def _nested(floor: Floor, outer: Floor, where: str) -> Iterator[PolicyError]:
    if floor.distinct or outer.distinct:
        yield PolicyError(where, "a count of values neither holds a floor nor lies in one", "leave within out")
    elif outer.per is Per.YEAR and floor.per is not Per.YEAR:
        what = f"'{floor.id}' holds in the cycle and '{outer.id}' in each year"
        yield PolicyError(where, what, "nest a floor of the year in one of the cycle")


def _nested_sharing(policy: Policy) -> Iterator[PolicyError]:
    for together in together_of(policy):
        floors_of_an_hour = together.rules.sharing or 0
        if floors_of_an_hour > 1 and any(floor.within for _, floor in together.floors()):
            what = f"nested floors, and an hour fills {floors_of_an_hour} of them: nobody can say which it fills"
            yield PolicyError(together.place("sharing"), what, "write overlap or split, or leave within out")


def _best_shares(policy: Policy) -> Iterator[PolicyError]:
    """Which credit the caps should take would depend on a minimum that depends on what they take."""
    for together in together_of(policy):
        options = together.rules.options or Options()
        choosing = [
            cap for cap in together.rules.caps or () if not cap.waived and (cap.per is not Per.ACTIVITY or cap.by)
        ]
        for place, floor in together.floors():
            if options.caps is CapOrder.BEST and choosing and floor.share is not None and floor.of is ShareOf.COUNTED:
                what = (
                    "a share of what counts, and the caps take what is best for the educator: one depends on the other"
                )
                yield PolicyError(f"{place}.of", what, 'write of = "required", or options.caps = "chronological"')


def _is_circular(floor: Floor, floors: dict[str, Floor]) -> bool:
    seen = {floor.id}
    while floor.within in floors:
        if floor.within in seen:
            return True
        seen.add(floor.within)
        floor = floors[floor.within]
    return False


def _years(policy: Policy) -> Iterator[PolicyError]:
    for together in together_of(policy):
        for place, floor in together.floors():
            if floor.per is Per.YEAR and not floor.years and together.rules.cycle is None:
                mend = "write years = [ … ], or a cycle (anchor = 'plan' takes the plan's)"
                yield PolicyError(f"{place}.years", "no years are known to hold it in", mend)
