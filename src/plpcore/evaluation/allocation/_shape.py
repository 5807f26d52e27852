"""The canonical form of a problem: the same for every order of the supplies."""

from attrs import frozen

from plpcore.evaluation.allocation._bits import joined
from plpcore.evaluation.allocation._caps import Cap, Group
from plpcore.evaluation.allocation._nesting import Nesting


@frozen
class Shape:
    """What flow and cut work on.

    Attributes:
        nesting: The tree of categories.
        order: The order in which the categories are served.
        sharing: How many categories an hour may fill.
        offers: The groups as given, smaller masks first.
        groups: The same, cut down to the caps where hours are shared.
        forest: The caps that can bind. Empty where hours are shared.
        components: Masks of categories that do not influence each other, ascending.
        separate: No category takes anything away from another.
    """

    nesting: Nesting
    order: tuple[int, ...]
    sharing: int
    offers: tuple[Group, ...]
    groups: tuple[Group, ...]
    forest: tuple[Cap, ...]
    components: tuple[int, ...]
    separate: bool


def components_of(
    nesting: Nesting, groups: tuple[Group, ...], forest: tuple[Cap, ...], sharing: int
) -> tuple[int, ...]:
    """Return the masks of the categories that hang together, ascending.

    What joins them is an hour that cannot fill all of its categories, a cap that can bind, or nesting.
    """
    torn = [group.mask for group in groups if len(group.categories) > sharing]
    under = [0] * len(forest)
    for group in groups:
        if group.cap >= 0:
            under[group.cap] |= group.mask
    for place, cap in enumerate(forest):
        if cap.parent >= 0:
            under[cap.parent] |= under[place]
    nested = [1 << j | 1 << parent for j, parent in enumerate(nesting.parents) if parent >= 0]
    singles = [1 << j for j in range(len(nesting.own))]
    return tuple(joined([*torn, *under, *nested, *singles]))
