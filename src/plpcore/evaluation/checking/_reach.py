"""What nobody can reach, and minima that ask for more than the total."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import permutations
from typing import TypeAlias

from plpcore.evaluation._checks import Finding
from plpcore.evaluation._reasons import Outcome
from plpcore.evaluation._statement import Statement
from plpcore.evaluation.checking._asked import Claims, Search, counts, decides, each_way, in_every_way
from plpcore.evaluation.checking._cases import Wanted, amounts_for, one_activity
from plpcore.evaluation.checking._needs import (
    Minimum,
    caps_of_the_cycle,
    fixed_total,
    floors,
    most_required,
    totals,
)
from plpcore.policy import Cap, Example, Floor, Not, Per, Policy, Predicate, ShareOf, Some, Together, of_educator

_PLENTY = Fraction(1_000)
Unmet: TypeAlias = dict[str, tuple[Minimum, str]]
"""By its place, a minimum that nobody reaches, and why."""


def unsatisfiable(policy: Policy) -> Iterator[Finding]:
    """No activity can earn the required credit, or none can fill a floor, so that nobody can meet the policy.

    The awards, the conditions and the floor ask for what excludes each other. Credit that is carried in is left out of
    account; where a credential satisfies everything at once, nothing is said.
    """
    yield from _told(policy, _unreached, "mend what it asks, or the awards or conditions")


def _unreached(together: Together, search: Search) -> Unmet:
    counted = counts(together)
    needed = [*totals(together), *(minimum for _, minimum in floors(together))]
    return {
        one.place: (one, f"no activity can earn credit for '{one.rule}'")
        for one in needed
        if search.never([counted, one.activity], [one.educator]) and not search.never([], [one.educator])
    }


def cap_below_floor(policy: Policy) -> Iterator[Finding]:
    """A cap lets through less than a floor (or the required total) needs, of the same activities.

    Who has learned more than enough is short all the same, and no further hour helps.
    """
    yield from _told(policy, _capped, "raise the cap, or lower the minimum")


def _capped(together: Together, search: Search) -> Unmet:
    found: Unmet = {}
    needed = [*totals(together), *(minimum for floor, minimum in floors(together) if floor.window is None)]
    for _, cap, amount in caps_of_the_cycle(together):
        for one in needed:
            if amount.is_less(one.amount) and _holds_all(cap, one, together, search):
                what = f"the cap '{cap.id}' lets through less of these activities than '{one.rule}' needs"
                found.setdefault(one.place, (one, what))
    return found


def _holds_all(cap: Cap, one: Minimum, together: Together, search: Search) -> bool:
    """Return whether every activity that fills a minimum is held against a cap."""
    outside = Some(1, (Not(cap.when), Not(of_educator(cap.applies))))
    return search.never([counts(together), one.activity, outside], [one.educator])


def _told(policy: Policy, unmet: Callable[[Together, Search], Unmet], mend: str) -> Iterator[Finding]:
    """Yield a finding for each minimum that no edition lets anybody reach, with somebody who does not reach it."""

    def claims(together: Together, search: Search) -> Claims:
        # A credential may stand for the credit, and a host's own rule may give some; then nothing is proven.
        found = {} if together.rules.rules or together.rules.deemed else unmet(together, search)
        return {place: (what, mend) for place, (_, what) in found.items()}

    for place, claim, way_out in in_every_way(policy, claims):
        yield Finding(place, claim, way_out, _who_is_short(policy, place, unmet))


def _who_is_short(policy: Policy, place: str, unmet: Callable[[Together, Search], Unmet]) -> Example | None:
    ways = ((unmet(together, search).get(place), together, search) for together, search in each_way(policy))
    cases = (_short(policy, one[0], together, search) for one, together, search in ways if one is not None)
    return next((case for case in cases if case is not None), None)


def _short(policy: Policy, one: Minimum, together: Together, search: Search) -> Example | None:
    """Return somebody with plenty of learning who lacks this minimum."""

    def shows(found: Statement) -> bool:
        return found.outcome is Outcome.SHORT and _lacks(found, one.rule, together)

    awards = together.rules.awards or ()
    fitting = [((decides(award, together), one.activity), amounts_for(award, _PLENTY)) for award in awards]
    others = [((decides(award, together),), amounts_for(award, _PLENTY)) for award in awards]
    tried = (Wanted(shows, asked, (one.educator,), amounts) for asked, amounts in [*fitting, *others, ((), {})])
    cases = (one_activity(policy, together, search, wanted) for wanted in tried)
    return next((case for case in cases if case is not None), None)


def _lacks(found: Statement, rule: str, together: Together) -> bool:
    total = together.rules.total
    name = "total" if total is not None and total.id == rule else rule
    return any(one.short for one in found.requirements if one.id == name)


def floor_above_total(policy: Policy) -> Iterator[Finding]:
    """A floor asks for more than the required total, so that the total says nothing to those whom it is for.

    Where the total is 0, the floors are all that is required, and nothing is said.
    """
    for together, search in each_way(policy):
        most = most_required(together)
        for floor, minimum in floors(together):
            units = minimum.amount.units
            if most and units is not None and units > most and floor.window is None:
                case = _total_is_not_enough(policy, [minimum], (together, search), most)
                what = f"'{floor.id}' alone asks for more than the required total"
                yield Finding(minimum.place, what, "raise the total, or lower the floor", case)


def floors_exceed_total(policy: Policy) -> Iterator[Finding]:
    """An hour fills one floor only (`sharing = "split"`), and the floors of one educator add up to more than the total.

    Who has just the required total is short, however it is divided.
    """
    for together, search in each_way(policy):
        fitting = [minimum for floor, minimum in floors(together) if _is_side_by_side(floor)]
        for chosen in _together(fitting, search) if together.rules.sharing == 1 else ():
            total = fixed_total(together)
            shares = [one.amount.share for one in chosen]
            if all(share is not None for share in shares) and sum(filter(None, shares)) > 1:
                case = None if total is None else _total_is_not_enough(policy, chosen, (together, search), total)
                names = ", ".join(f"'{one.rule}'" for one in chosen)
                what = f"an hour fills one floor only, and {names} together ask for more than the total"
                yield Finding(chosen[-1].place, what, "lower the floors, or let an hour fill several", case)
                break


def _is_side_by_side(floor: Floor) -> bool:
    return not floor.within and floor.per is Per.CYCLE and floor.window is None and floor.of is ShareOf.REQUIRED


def _together(needed: list[Minimum], search: Search) -> Iterator[list[Minimum]]:
    """Yield, for each floor, the floors that are for one educator with it."""
    for first in needed:
        chosen = [first]
        for one in needed:
            if one is not first and search.some([], [*(each.educator for each in chosen), one.educator]) is not None:
                chosen.append(one)
        yield sorted(chosen, key=lambda one: one.place)


def _total_is_not_enough(
    policy: Policy, needed: list[Minimum], way: tuple[Together, Search], total: Fraction
) -> Example | None:
    """Return somebody who has the required total, all of it fit for these floors, and is short."""
    together, search = way

    def shows(found: Statement) -> bool:
        return found.outcome is Outcome.SHORT and found.required > 0 and found.total >= found.required

    asked: tuple[Predicate, ...] = tuple(one.activity for one in needed)
    for award in together.rules.awards or ():
        activity = (decides(award, together), counts(together), *asked)
        wanted = Wanted(shows, activity, tuple(one.educator for one in needed), amounts_for(award, total))
        case = one_activity(policy, together, search, wanted)
        if case is not None:
            return case
    return None


def cap_never_binds(policy: Policy) -> Iterator[Finding]:
    """A cap takes nothing that another cap leaves: the other limits the same activities, and more tightly."""
    for place, what, mend in in_every_way(policy, _loose):
        yield Finding(place, what, mend)


def _loose(together: Together, search: Search) -> Claims:
    found: dict[str, tuple[str, str]] = {}
    caps = [(index, cap) for index, cap in enumerate(together.rules.caps or ()) if not cap.waived]
    for (number, tight), (index, cap) in permutations(caps, 2):
        if _is_tighter(tight, cap, earlier=number < index) and _covers(tight, cap, search):
            what = f"'{cap.id}' takes nothing that '{tight.id}' leaves, which is no higher for the same activities"
            found[f"{together.place('caps')}[{index}]"] = (what, "lower it, or remove it")
    return found


def _is_tighter(tight: Cap, cap: Cap, *, earlier: bool) -> bool:
    if (tight.per, tight.by) != (cap.per, cap.by):
        return False
    for one, two in ((tight.at_most, cap.at_most), (tight.share, cap.share)):
        if one is not None and two is not None:
            return one < two or (one == two and earlier)
    return False


def _covers(tight: Cap, cap: Cap, search: Search) -> bool:
    """Return whether whatever a cap limits is limited by the other too."""
    outside = Some(1, (Not(tight.when), Not(of_educator(tight.applies))))
    return search.never([cap.when, outside], [cap.applies])
