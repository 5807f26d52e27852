"""Caps on sources and on groups of sources, as a forest."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from plpcore.evaluation.allocation._results import OutsideFragmentError

GroupCaps = tuple[tuple[frozenset[int], int], ...]


class Cap(NamedTuple):
    """A cap in the forest: at most `limit` quanta pass; `parent` is the place of the next wider cap, or -1."""

    limit: int
    parent: int


class Group(NamedTuple):
    """All supplies of one source with one mask.

    Attributes:
        source: The source of all its supplies; -1: uncapped.
        mask: The categories that they may fill.
        categories: The same, ascending.
        amount: Quanta in all.
        cap: Place in the forest of the narrowest cap that can bind here, or -1.
        members: Pairs (index of the supply, quanta), largest first.
    """

    source: int
    mask: int
    categories: tuple[int, ...]
    amount: int
    cap: int
    members: tuple[tuple[int, int], ...]


def check_laminar(group_caps: GroupCaps) -> None:
    """Check that any two groups are apart or one lies in the other.

    Raises:
        OutsideFragmentError: Two groups cross.
    """
    for i, (group, _) in enumerate(group_caps):
        for k, (other, _) in enumerate(group_caps[:i]):
            if group & other and not (group <= other or other <= group):
                raise OutsideFragmentError(
                    f"$.group_caps[{i}]: its sources cross those of $.group_caps[{k}]; decide by bounds or a solver"
                )


def cap_forest(
    caps: tuple[int | None, ...], group_caps: GroupCaps, load: Mapping[int, int]
) -> tuple[tuple[Cap, ...], dict[int, int]]:
    """Return the caps that can bind, each before the wider ones, and the place of the narrowest cap of each source.

    A cap that is no less than the `load` of its sources never binds, and is left out.
    """
    bounds = [(frozenset((t,)), cap) for t, cap in enumerate(caps) if cap is not None]
    bounds += group_caps
    binding = [(group, cap) for group, cap in bounds if sum(load.get(t, 0) for t in group) > cap]
    binding.sort(key=lambda bound: (len(bound[0]), sorted(bound[0]), bound[1]))
    forest = tuple(
        Cap(cap, next((k for k in range(i + 1, len(binding)) if group <= binding[k][0]), -1))
        for i, (group, cap) in enumerate(binding)
    )
    narrowest: dict[int, int] = {}
    for i, (group, _) in enumerate(binding):
        for t in group:
            narrowest.setdefault(t, i)
    return forest, narrowest


def clipped(groups: tuple[Group, ...], forest: tuple[Cap, ...]) -> tuple[Group, ...]:
    """Return `groups` cut down to what the caps leave, for problems in which an hour may fill several categories.

    There a cap bounds hours, not fillings, and flow does not decide which hours to take. Where the masks under a cap
    form a chain it is plain: an hour with the larger mask is never worse.

    Raises:
        OutsideFragmentError: The masks under a binding cap do not form a chain.
    """
    left = [group.amount for group in groups]
    for place, cap in enumerate(forest):
        under = [i for i, group in enumerate(groups) if left[i] and _passes(group.cap, place, forest)]
        excess = sum(left[i] for i in under) - cap.limit
        if excess > 0:
            _check_chain([groups[i] for i in under])
        for i in under:
            cut = max(0, min(excess, left[i]))
            left[i] -= cut
            excess -= cut
    return tuple(_cut_to(group, amount) for group, amount in zip(groups, left, strict=True) if amount)


def _passes(start: int, place: int, forest: tuple[Cap, ...]) -> bool:
    while 0 <= start < place:
        start = forest[start].parent
    return start == place


def _check_chain(groups: Sequence[Group]) -> None:
    for small, large in pairwise(groups):
        if small.mask & ~large.mask:
            raise OutsideFragmentError(
                "$.sharing: a cap binds hours that may each fill several categories, and their masks are no chain; "
                "apply the cap before the allocation, or decide by bounds or a solver"
            )


def _cut_to(group: Group, amount: int) -> Group:
    kept = []
    rest = amount
    for index, size in group.members:
        if rest:
            kept.append((index, min(size, rest)))
            rest -= kept[-1][1]
    return group._replace(amount=amount, cap=-1, members=tuple(kept))
