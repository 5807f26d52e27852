"""What the rules of one edition ask, as predicates that the search for a witness understands."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from attrs import evolve, frozen

from plpcore.errors import TooManyCasesError
from plpcore.policy import (
    ALWAYS,
    Adjustment,
    All,
    Award,
    AwardMatch,
    Block,
    Cap,
    CarryOver,
    Compare,
    Condition,
    Cycle,
    Deadline,
    Deemed,
    FactRef,
    FactValue,
    Floor,
    Not,
    Operator,
    Policy,
    Predicate,
    Rule,
    SignOffRule,
    Some,
    StepTable,
    Together,
    Total,
    of_educator,
    together_of,
    witness,
)

Found: TypeAlias = Mapping[str, FactValue]

NEVER = Not(ALWAYS)


@frozen
class Asked:
    """When a rule, or a row of it, is about something.

    Attributes:
        place: The key of the rule that asks, such as `.when` or `.rows[1].when`.
        activity: What it asks of the activity.
        educator: What it asks of the educator.
    """

    place: str
    activity: Predicate = ALWAYS
    educator: Predicate = ALWAYS


def asked_by(rule: Rule) -> Iterator[Asked]:
    """Yield when a rule decides, and when each of its rows does; a rule that is switched off asks nothing.

    That no activity fills a floor is a claim of its own: the policy is then unsatisfiable.
    """
    match rule:
        case Condition(waived=True) | Cap(waived=True):
            return
        case Award(when=when) | Block(when=when):
            yield Asked(".when", when)
        case Condition(when=when, applies=applies) | Cap(when=when, applies=applies):
            yield Asked("", when, applies)
        case Adjustment(when=when) | Deadline(when=when):
            yield Asked(".when", educator=when)
        case SignOffRule(applies=applies) | Floor(applies=applies):
            yield Asked(".applies", educator=applies)
        case Deemed(when=when, educator=educator):
            yield Asked("", when or ALWAYS, educator or ALWAYS)
        case CarryOver(when=when, only_if=only_if):
            yield Asked("", when, only_if)
        case Total() | StepTable() | Cycle():
            yield from rows_of(rule)
    if isinstance(rule, Cycle):
        yield from (Asked(f".extend[{index}].when", educator=row.when) for index, row in enumerate(rule.extend))


def rows_of(rule: Rule) -> Iterator[Asked]:
    """Yield when each row of a rule holds, of which the first that holds decides."""
    match rule:
        case Total(rows=rows) | StepTable(rows=rows):
            yield from (Asked(f".rows[{index}].when", educator=row.when) for index, row in enumerate(rows))
        case Cycle(lengths=lengths):
            yield from (Asked(f".lengths[{index}].when", educator=row.when) for index, row in enumerate(lengths))


def decides(award: Award, together: Together) -> Predicate:
    """Return what is true of an activity that this award, and no other, decides."""
    awards = together.rules.awards or ()
    named = [one for one in awards if not one.otherwise]
    first = together.options.awards is AwardMatch.FIRST
    if award.otherwise:
        others = [one for one in awards if one.otherwise and one is not award]
        stands_alone = award is next(one for one in awards if one.otherwise) if first else not others
        return All(tuple(Not(one.when) for one in named)) if stands_alone else NEVER
    before = named[: named.index(award)] if first else [one for one in named if one is not award]
    return All((award.when, *(Not(one.when) for one in before)))


def award_known(predicate: Predicate, together: Together) -> Predicate:
    """Return a predicate in which the question which award decided is put as what that award asks."""
    match predicate:
        case Compare("award", Operator.IS | Operator.ONE_OF, value) if not isinstance(value, FactRef):
            wanted = value if isinstance(value, tuple) else (value,)
            found = [_decided(award, together) for award in together.rules.awards or () if award.id in wanted]
            return Some(1, tuple(found)) if found else NEVER
        case Compare():
            return predicate
        case Not(part):
            return Not(award_known(part, together))
        case _:
            return evolve(predicate, parts=tuple(award_known(part, together) for part in predicate.parts))


def _decided(award: Award, together: Together) -> Predicate:
    """A part of a split activity has the category's tag instead of the tags that the award asked about."""
    return ALWAYS if award.split else decides(award, together)


def counts(together: Together) -> Predicate:
    """Return what is true of an activity and its educator where an award decides and no condition refuses it for good.

    What a condition asks beyond facts (evidence, a reflection, an approval …) can always be there. Where credit is
    split over categories, its parts have other tags than the activity, and nothing is said.
    """
    if any(award.split for award in together.rules.awards or ()):
        return ALWAYS
    decided = Some(1, tuple(decides(award, together) for award in together.rules.awards or ()))
    asked = [_passes(one, together) for one in together.rules.conditions or () if not one.waived]
    return All((decided if decided.parts else NEVER, *asked))


def _passes(condition: Condition, together: Together) -> Predicate:
    required = _required(condition)
    if required is None:
        return ALWAYS
    return Some(1, (Not(award_known(condition.when, together)), Not(of_educator(condition.applies)), required))


def _required(condition: Condition) -> Predicate | None:
    if condition.require_educator is not None:
        return of_educator(condition.require_educator)
    return condition.require


class Search:
    """Looks for facts under the rules of one edition; a search that is given up answers neither way."""

    def __init__(self, policy: Policy, together: Together) -> None:
        self._declared = policy.declarations
        self._together = together

    def some(self, activity: Iterable[Predicate] = (), educator: Iterable[Predicate] = ()) -> Found | None:
        """Return facts for which all predicates hold, None where there are none or none were found."""
        try:
            return self._witness(activity, educator)
        except TooManyCasesError:
            return None

    def never(self, activity: Iterable[Predicate] = (), educator: Iterable[Predicate] = ()) -> bool:
        """Return whether it is proven that the predicates never all hold."""
        try:
            return self._witness(activity, educator) is None
        except TooManyCasesError:
            return False

    def _witness(self, activity: Iterable[Predicate], educator: Iterable[Predicate]) -> Found | None:
        known = [award_known(one, self._together) for one in activity]
        return witness(self._declared, known, educator, self._together.options.missing)


def each_way(policy: Policy) -> Iterator[tuple[Together, Search]]:
    """Yield the rules of every edition with every alternative, each with its search."""
    for together in together_of(policy):
        yield together, Search(policy, together)


Claims: TypeAlias = Mapping[str, tuple[str, str]]
"""By its place, what is claimed, and the mend."""


def in_every_way(policy: Policy, claims: Callable[[Together, Search], Claims]) -> Iterator[tuple[str, str, str]]:
    """Yield place, claim and mend of what is so in every edition and alternative in which the place holds.

    A rule that decides nothing in one edition may decide something in the next.
    """
    claimed = [(together, claims(together, search)) for together, search in each_way(policy)]
    for place, claim in {place: claim for _, found in claimed for place, claim in found.items()}.items():
        if all(place in found for together, found in claimed if _stands(place, together)):
            yield place, *claim


def _stands(place: str, together: Together) -> bool:
    sections = map(together.place, together.places)
    return any(place == section or place.startswith((f"{section}.", f"{section}[")) for section in sections)
