"""The question: minima, supplies and caps."""

from collections.abc import Iterable, Sequence

from attrs import field, frozen

from plpcore.evaluation.allocation._bits import categories_of
from plpcore.evaluation.allocation._caps import Cap, Group, GroupCaps, cap_forest, check_laminar, clipped
from plpcore.evaluation.allocation._nesting import Nesting, nest, path_up, service_order
from plpcore.evaluation.allocation._results import OutsideFragmentError
from plpcore.evaluation.allocation._shape import Shape, components_of


@frozen
class Supply:
    """Credit that may be divided, in whole quanta.

    Attributes:
        source: Index into `Problem.caps`; -1: no cap applies.
        mask: The categories that it may fill: bit j stands for category j.
        amount: Quanta, 0 or more.
    """

    source: int
    mask: int
    amount: int


@frozen
class Problem:
    """Which supplies shall fill which minima. A problem that could be made can be solved.

    Attributes:
        demands: The minimum of each category, in quanta.
        supplies: In any order; the answers do not depend on it.
        caps: The most quanta that count from each source; None: any amount.
        sharing: How many categories one quantum may fill; 1: it is split. Where it is more, a cap bounds the quanta
            used, not the fillings. Such a cap must not bind, or the masks under it must form a chain.
        parents: The category that encloses each, or -1; empty: none does. What fills a category fills all around it.
            With sharing above 1, each quantum must be free to fill all of its categories.
        category_caps: The most that counts in each category; None: any amount. What is beyond it counts nowhere
            around it either. It must hold all that is demanded in the category.
        group_caps: Pairs (sources, most quanta that count from them together). Two groups are apart, or one lies in
            the other.
        priority: The order in which the categories are served when something is short; empty: as numbered. Every
            order has the same shortage. What a category encloses is served before it.
        shape: The canonical form; derived.

    Raises:
        ValueError: Something is no whole number, negative, or names what does not exist.
        OutsideFragmentError: Flow and cut do not decide it: groups cross, or caps and sharing go together. It is a
            ValueError too.
    """

    demands: tuple[int, ...]
    supplies: tuple[Supply, ...]
    caps: tuple[int | None, ...] = ()
    sharing: int = 1
    parents: tuple[int, ...] = ()
    category_caps: tuple[int | None, ...] = ()
    group_caps: GroupCaps = ()
    priority: tuple[int, ...] = ()
    shape: Shape = field(init=False, eq=False, repr=False)

    @shape.default
    def _canonical(self) -> Shape:
        _check(self)
        return _shape_of(self)


def _check(problem: Problem) -> None:
    size = len(problem.demands)
    _check_amounts("demands", problem.demands)
    _check_amounts("caps", (cap for cap in problem.caps if cap is not None))
    _check_amounts("category_caps", (cap for cap in problem.category_caps if cap is not None))
    _check_amounts("group_caps", (cap for _, cap in problem.group_caps))
    _check_amounts("supplies", (supply.amount for supply in problem.supplies))
    if type(problem.sharing) is not int or problem.sharing < 1:
        raise ValueError(f"$.sharing: {problem.sharing!r} is no number of categories; give 1 or more")
    for name, given in (("parents", problem.parents), ("category_caps", problem.category_caps)):
        if len(given) not in (0, size):
            raise ValueError(f"$.{name}: {len(given)} entries for {size} categories; give one for each, or none")
    _check_indexes("parents", problem.parents, -1, size)
    if problem.priority and sorted(problem.priority) != list(range(size)):
        raise ValueError("$.priority: not every category stands in it once; name each once, or none")
    _check_sources(problem)


def _check_sources(problem: Problem) -> None:
    sources = len(problem.caps)
    _check_indexes("supplies", (supply.source for supply in problem.supplies), -1, sources)
    for i, supply in enumerate(problem.supplies):
        if supply.mask < 0 or supply.mask >> len(problem.demands):
            raise ValueError(f"$.supplies[{i}].mask: {supply.mask} names categories that do not exist; take them out")
    for i, (group, _) in enumerate(problem.group_caps):
        _check_indexes(f"group_caps[{i}]", sorted(group), 0, sources)
    check_laminar(problem.group_caps)


def _check_amounts(name: str, amounts: Iterable[int]) -> None:
    for amount in amounts:
        if type(amount) is not int or amount < 0:
            raise ValueError(f"$.{name}: {amount!r} is no amount in whole quanta; give an int, 0 or more")


def _check_indexes(name: str, indexes: Iterable[int], least: int, end: int) -> None:
    for index in indexes:
        if not least <= index < end:
            raise ValueError(f"$.{name}: {index} does not exist; give {least} to {end - 1}")


def _shape_of(problem: Problem) -> Shape:
    overlap = problem.sharing > 1
    if overlap and max(problem.parents, default=-1) >= 0:
        return _closed_shape(problem)
    nested = max(problem.parents, default=-1) >= 0
    nesting = nest(problem.demands, problem.parents if nested else (), problem.category_caps)
    offers, forest = _grouped(problem, [supply.mask for supply in problem.supplies])
    return _assembled(problem, nesting, offers, forest, problem.sharing)


def _closed_shape(problem: Problem) -> Shape:
    """Return the shape of nested minima under full sharing: the masks take in all around them, nothing else changes."""
    most = max((supply.mask.bit_count() for supply in problem.supplies), default=0)
    capped = any(cap is not None for cap in problem.category_caps)
    if problem.sharing < most or capped:
        raise OutsideFragmentError(
            "$.sharing: with nested minima an hour fills one category, or all of its own and no category is capped; "
            "decide by bounds or a solver"
        )
    around = [sum(1 << i for i in path_up(j, problem.parents)) for j in range(len(problem.demands))]
    offers, forest = _grouped(problem, [closed(supply.mask, around) for supply in problem.supplies])
    return _assembled(problem, nest(problem.demands, (), ()), offers, forest, len(problem.demands))


def closed(mask: int, around: Sequence[int]) -> int:
    """Return `mask` with all that enclose its categories; `around` has for each category the mask of its path up."""
    whole = 0
    for j in categories_of(mask):
        whole |= around[j]
    return whole


def _assembled(
    problem: Problem, nesting: Nesting, offers: tuple[Group, ...], forest: tuple[Cap, ...], sharing: int
) -> Shape:
    groups = clipped(offers, forest) if sharing > 1 and forest else offers
    forest = forest if sharing == 1 else ()
    alone = not forest and not nesting.parents and all(len(group.categories) <= sharing for group in groups)
    parts = components_of(nesting, groups, forest, sharing)
    order = service_order(problem.priority or tuple(range(len(problem.demands))), nesting.parents)
    return Shape(nesting, order, sharing, offers, groups, forest, parts, alone)


def _grouped(problem: Problem, masks: Sequence[int]) -> tuple[tuple[Group, ...], tuple[Cap, ...]]:
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    load: dict[int, int] = {}
    for i, supply in enumerate(problem.supplies):
        if masks[i] and supply.amount:
            members.setdefault((masks[i], supply.source), []).append((i, supply.amount))
            load[supply.source] = load.get(supply.source, 0) + supply.amount
    forest, narrowest = cap_forest(problem.caps, problem.group_caps, load)
    groups = []
    for mask, source in sorted(members, key=lambda key: (key[0].bit_count(), key)):
        inside = sorted(members[mask, source], key=lambda one: (-one[1], problem.supplies[one[0]].mask, one[0]))
        amount = sum(size for _, size in inside)
        groups.append(Group(source, mask, categories_of(mask), amount, narrowest.get(source, -1), tuple(inside)))
    return tuple(groups), forest
