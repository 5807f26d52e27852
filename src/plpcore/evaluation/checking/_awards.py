"""Awards: two that match one activity, none that does, one that gives nothing, and tables with holes."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import combinations, pairwise

from plpcore.evaluation._checks import Finding
from plpcore.evaluation._reasons import Reason
from plpcore.evaluation._statement import Statement, Step
from plpcore.evaluation.checking._asked import Search, decides, each_way
from plpcore.evaluation.checking._cases import Wanted, learned, one_activity, shown, staged, with_activities
from plpcore.policy import (
    Award,
    AwardMatch,
    Compare,
    Example,
    FactRef,
    Not,
    Operator,
    Policy,
    Predicate,
    Scope,
    Together,
    at,
    compared_facts,
)


def awards_overlap(policy: Policy) -> Iterator[Finding]:
    """Two awards match one activity, and the policy does not say which of them decides.

    Where the option `awards` is `exactly one`, such an activity is undetermined until somebody looks at it.
    """
    for together, search in each_way(policy):
        if together.options.awards is AwardMatch.EXACTLY_ONE:
            yield from _overlaps(policy, together, search)


def _overlaps(policy: Policy, together: Together, search: Search) -> Iterator[Finding]:
    told: set[str] = set()
    for one, (index, two) in combinations(enumerate(together.rules.awards or ()), 2):
        if two.id in told or one[1].otherwise is not two.otherwise:
            continue
        both = _both(one[1], two, together)
        case = one_activity(policy, together, search, Wanted(partial(_is_ambiguous, {one[1].id, two.id}), both))
        if case is not None:
            told.add(two.id)
            what = f"the awards '{one[1].id}' and '{two.id}' can match one activity, and then none of them decides"
            mend = 'let one of them leave out what the other is about, or write [options] awards = "first"'
            yield Finding(f"{together.place('awards')}[{index}]", what, mend, case)


def _both(one: Award, two: Award, together: Together) -> tuple[Predicate, ...]:
    """Return when both match; two that decide otherwise match where no other award does."""
    named = tuple(Not(award.when) for award in together.rules.awards or () if not award.otherwise)
    return named if two.otherwise else (one.when, two.when)


def _is_ambiguous(names: set[str], found: Statement) -> bool:
    return any(names <= set(_named(step)) for step in _steps(found, Reason.AMBIGUOUS_AWARD))


def _named(step: Step) -> tuple[str, ...]:
    names = dict(step.arguments)["awards"]
    return names if isinstance(names, tuple) else ()


def _steps(found: Statement, reason: Reason) -> list[Step]:
    return [step for line in found.lines for step in line.steps if step.reason is reason]


def award_gap(policy: Policy) -> Iterator[Finding]:
    """An activity of a kind for which there are awards matches none of them, and earns nothing.

    Often a case was forgotten: a third value beside two, the day between `before` and `after`, the amount that is
    neither less nor more. A kind that no award names is taken to be left out on purpose.
    """
    for together, search in each_way(policy):
        awards = together.rules.awards or ()
        if not any(award.otherwise for award in awards):
            none = tuple(Not(award.when) for award in awards)
            for kind, index in _kinds(awards).items():
                yield from _unmatched(policy, together, search, (kind, index, none))


def _kinds(awards: tuple[Award, ...]) -> dict[str, int]:
    """Return the kinds that awards name, each with the place of the first award that does."""
    found: dict[str, int] = {}
    for index, award in enumerate(awards):
        for compare in compared_facts(award.when):
            if compare.fact == "kind" and not isinstance(compare.value, FactRef | bool):
                for kind in compare.value if isinstance(compare.value, tuple) else (str(compare.value),):
                    found.setdefault(kind, index)
    return found


def _unmatched(
    policy: Policy, together: Together, search: Search, asked: tuple[str, int, tuple[Predicate, ...]]
) -> Iterator[Finding]:
    kind, index, none = asked
    wanted = Wanted(lambda found: bool(_steps(found, Reason.NO_AWARD)), (Compare("kind", Operator.IS, kind), *none))
    is_named = search.some([Compare("kind", Operator.IS, kind), (together.rules.awards or ())[index].when])
    case = one_activity(policy, together, search, wanted) if is_named is not None else None
    if case is not None:
        what = f"there are awards for the kind '{kind}', and an activity of it can match none of them"
        yield Finding(f"{together.place('awards')}[{index}]", what, "add an award, or one with otherwise = true", case)


def award_earns_nothing(policy: Policy) -> Iterator[Finding]:
    """An award states a credit and takes it away again: it is below the award's own `least`, or less than `whole`."""
    for together, search in each_way(policy):
        for index, award in enumerate(together.rules.awards or ()):
            if _is_lost(award):
                wanted = Wanted(partial(_earns_nothing, award.id), (decides(award, together),))
                case = one_activity(policy, together, search, wanted)
                what = f"'{award.id}' takes away the credit that it gives: it is below its own least or whole amount"
                mend = "lower least or whole, or raise the credit"
                yield Finding(f"{together.place('awards')}[{index}]", what, mend, case)


def _is_lost(award: Award) -> bool:
    stated = [award.fixed] if award.fixed is not None else [credit for _, credit in award.table]
    credits_ = [credit * award.times for credit in stated if credit * award.times]
    needed = max(award.least, award.whole or Fraction(0))
    return bool(credits_) and all(credit < needed for credit in credits_)


def _earns_nothing(award: str, found: Statement) -> bool:
    return any(line.steps[0].rule == award and not line.earned for line in found.lines)


def bands_fall(policy: Policy) -> Iterator[Finding]:
    """A longer activity earns less than a shorter one: the credit of the bands falls somewhere."""
    for together, search in each_way(policy):
        for index, award in enumerate(together.rules.awards or ()):
            bands = award.measure.bands if award.measure is not None else ()
            for number, (low, high) in enumerate(pairwise(bands), start=1):
                if high.credit < low.credit:
                    case = _longer_and_shorter(policy, together, search, award, (low.minutes, high.minutes))
                    place = f"{together.place('awards')}[{index}].measure.bands[{number}]"
                    what = f"'{award.id}' gives less for this band than for the shorter one before it"
                    yield Finding(place, what, "let the credit rise with the minutes", case)


def _longer_and_shorter(
    policy: Policy, together: Together, search: Search, award: Award, minutes: tuple[Fraction, Fraction]
) -> Example | None:
    found = staged(policy, together, search, [decides(award, together)])
    if found is None:
        return None
    stage, facts = found
    two = [learned(stage, facts, {"minute": held}, name) for held, name in zip(minutes, ("a", "b"), strict=True)]
    return shown(policy, with_activities(stage, two), lambda told: told.lines[0].earned > told.lines[1].earned)


def table_gap(policy: Policy) -> Iterator[Finding]:
    """A table has no row for a value that the policy declares, or a row for a value that no fact can have.

    What has no row earns 0, and a class without an amount requires 0. Where that is meant, a row with 0 says so.
    """
    for together, search in each_way(policy):
        for index, award in enumerate(together.rules.awards or ()):
            if award.table:
                declared = policy.declarations.spec_of(award.by, Scope.ACTIVITY, "$").one_of
                place = f"{together.place('awards')}[{index}].table"
                case = partial(_without_row, policy, together, search, award)
                yield from _rows(place, award.id, declared, (dict(award.table), case))
        total = together.rules.total
        if total is not None and total.highest_of is not None:
            fact = f"educator.{total.highest_of.fact.removeprefix('educator.')}"
            declared = policy.declarations.spec_of(fact, Scope.ACTIVITY, "$").one_of
            place = f"{together.place('total')}.highest_of.amounts"
            case = partial(_without_class, policy, together, search, fact)
            yield from _rows(place, total.id, declared, (dict(total.highest_of.amounts), case))


def _rows(
    place: str,
    rule: str,
    declared: tuple[str, ...],
    table: tuple[Mapping[str, Fraction], Callable[[str], Example | None]],
) -> Iterator[Finding]:
    rows, case = table
    for name in declared:
        if name not in rows:
            what = f"'{rule}' has no row for the declared value '{name}'"
            yield Finding(place, what, "write one; a row with 0 says that it is meant", case(name))
    for name in rows:
        if declared and name not in declared:
            yield Finding(at(place, name), f"'{rule}' has a row for '{name}', which no fact can be", "mend its name")


def _without_row(policy: Policy, together: Together, search: Search, award: Award, value: str) -> Example | None:
    asked = (decides(award, together), Compare(award.by, Operator.IS, value))
    return one_activity(policy, together, search, Wanted(partial(_earns_nothing, award.id), asked))


def _without_class(policy: Policy, together: Together, search: Search, fact: str, name: str) -> Example | None:
    asked = (Compare(fact, Operator.IS, (name,)),)
    return one_activity(policy, together, search, Wanted(lambda found: not found.required, asked))
