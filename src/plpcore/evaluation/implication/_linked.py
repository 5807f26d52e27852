"""Caps that both policies have: what they take, they take from both alike.

Where a cap holds the same learning under both policies, up to the same amount, and nothing of it is held by another
cap, both count the same of each activity. So it is enough to look at educators who do not exceed the cap.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import evolve

from plpcore.evaluation._simplex import Bound
from plpcore.evaluation.implication._cases import cap_of
from plpcore.evaluation.implication._rays import Brought, Ray
from plpcore.evaluation.implication._sides import Class, Group, Side
from plpcore.policy import CapOrder


def linked(rays: Sequence[Ray], first: Side, others: Sequence[Side]) -> tuple[list[Ray], list[Bound]]:
    """Return the rays without the caps that both policies have, and what these caps leave of the rays."""
    found, bounds = list(rays), list[Bound]()
    if not all(_is_alike(first, side) for side in others):
        return found, bounds
    sides = (first, *others)
    members = [_members(rays, place) for place in range(len(sides))]
    for group, names in members[0].items():
        amount = cap_of(first, group)
        same = [_same(members[place], names, amount, side) for place, side in enumerate(others, start=1)]
        if None not in same and all(_is_plain(rays[name]) for name in names):
            form = {name: sum(rays[name].first.values(), Fraction(0)) for name in names}
            bounds.append(Bound(form, amount))
            for name in names:
                found[name] = _without_groups(rays[name])
    return found, bounds


def _is_alike(first: Side, other: Side) -> bool:
    """The best choice of the second policy is at least as good as any choice of the first."""
    orders = (first.way.options.caps, other.way.options.caps)
    return not other.terms.quantum and (orders[1] is CapOrder.BEST or orders[0] is not CapOrder.BEST)


def _members(rays: Sequence[Ray], place: int) -> dict[Group, frozenset[int]]:
    found: dict[Group, set[int]] = {}
    for name, ray in enumerate(rays):
        for held in (ray.first, *ray.others)[place]:
            for group in held.groups:
                found.setdefault(group, set()).add(name)
    return {group: frozenset(names) for group, names in found.items()}


def _same(members: Mapping[Group, frozenset[int]], names: frozenset[int], amount: Fraction, side: Side) -> Group | None:
    return next((one for one, held in members.items() if held == names and cap_of(side, one) == amount), None)


def _is_plain(ray: Ray) -> bool:
    """Return whether both policies count the same of it under one cap each."""
    several = (ray.first, *ray.others)
    is_single = all(len(held) == 1 and all(len(one.groups) == 1 for one in held) for held in several)
    return is_single and not any(ray.loose) and len({sum(held.values(), Fraction(0)) for held in several}) == 1


def _without_groups(ray: Ray) -> Ray:
    return evolve(ray, first=_bare(ray.first), others=tuple(map(_bare, ray.others)))


def _bare(brought: Brought) -> dict[Class, Fraction]:
    return {evolve(held, groups=frozenset()): rate for held, rate in brought.items()}
