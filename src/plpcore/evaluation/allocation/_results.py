"""What the package answers with."""

from attrs import frozen


class OutsideFragmentError(ValueError):
    """The problem is well formed, but neither flow nor cut decides it: take bounds first, then a solver."""


@frozen
class Placement:
    """Quanta of one supply that are placed in one category.

    Attributes:
        supply: Index into `Problem.supplies`, as given there.
        category: The category. It is one of the supply's own; what encloses it is filled along with it.
        amount: Quanta, more than 0.
    """

    supply: int
    category: int
    amount: int


@frozen
class Allocation:
    """A best way to place the supplies.

    Attributes:
        placements: Sorted by supply, then category; each pair occurs once.
        credited: For each category what counts toward its minimum: never more than the minimum. With nested minima
            this is all that lies in the category and in those it encloses.
        short: Quanta that are missing in all. Without sharing it is the least number of further quanta, each with
            the best mask, that would meet every minimum.
    """

    placements: tuple[Placement, ...]
    credited: tuple[int, ...]
    short: int


@frozen
class Bottleneck:
    """The categories that cannot be filled together, and what reaches them at most.

    Attributes:
        categories: Mask of the categories. 0 when nothing is short. Among all sets that show the same shortage it is
            the smallest: each of them contains it.
        needs: Quanta that these categories demand (nested minima: beyond what the categories inside them demand).
        reachable: The most quanta that can reach them. `short == max(0, needs - reachable)`.
        by_source: Pairs (source, quanta), by source: what each source could bring to these categories by its own
            cap. They add up to `reachable`, except that group caps can lower it, and that it also holds what a
            capped category inside, but not of, the set may pass up.
    """

    categories: int
    needs: int
    reachable: int
    by_source: tuple[tuple[int, int], ...]


@frozen
class Violation:
    """A set of categories that is short as a set.

    Attributes:
        categories: Mask of the categories.
        short: Quanta that are missing in them together, more than 0.
    """

    categories: int
    short: int
