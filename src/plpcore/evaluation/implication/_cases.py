"""The linear programs: the first policy is met, and the second is not, in one of the ways in which it can fail."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

from attrs import frozen

from plpcore.evaluation._simplex import Form, Program, scaled, total
from plpcore.evaluation._tally import Category
from plpcore.evaluation.implication._rays import Brought, Ray
from plpcore.evaluation.implication._sides import Class, Group, Side, groups_of
from plpcore.policy import CapOrder

MOST_FLOORS = 8
MOST_GROUPS = 6
_ONE = Fraction(1)


@frozen
class Failure:
    """One way in which a policy is not met: these factors of its credit fall short of the amount.

    Attributes:
        factors: The factor of each class of credit; empty and 0: it is not met whatever counts.
        needed: The amount; None: nothing needs to fall short.
        full: The groups of caps that are full.
        open_groups: The groups of caps that are not full, of those that are told apart.
    """

    factors: Mapping[Class, Fraction]
    needed: Fraction | None
    full: frozenset[Group] = frozenset()
    open_groups: frozenset[Group] = frozenset()


def classes_of(rays: Sequence[Ray], place: int) -> tuple[dict[Class, Form], frozenset[Class]]:
    """Return what every class earns as a sum of the rays, and the classes that are a bound only; place 0: the first."""
    earned: dict[Class, dict[int, Fraction]] = {}
    loose: set[Class] = set()
    for number, ray in enumerate(rays):
        brought: Brought = (ray.first, *ray.others)[place]
        for held, rate in brought.items():
            earned.setdefault(held, {})[number] = rate
            if ray.loose[place]:
                loose.add(held)
    return dict(earned), frozenset(loose)


def require_first(program: Program, side: Side, rays: Sequence[Ray]) -> None:
    """Add that the first policy is met. Credit that a cap may take is chosen as it suits the educator best."""
    if side.is_deemed:
        return
    earned, loose = classes_of(rays, 0)
    held: dict[Class, Form] = {}
    for one, form in earned.items():
        held[one] = _up_to(program, form) if one.groups or one in loose else form
    for group, members in groups_of(iter(earned)).items():
        program.at_most(total([held[one] for one in members]), cap_of(side, group))
    counted = total([form for one, form in held.items() if one.in_total])
    program.at_least(counted, side.amount(side.terms.required))
    _require_floors(program, side, held, counted)


def _up_to(program: Program, form: Form) -> Form:
    name = program.variable()
    program.at_most({name: _ONE, **scaled(form, -_ONE)}, Fraction(0))
    return {name: _ONE}


def cap_of(side: Side, group: Group) -> Fraction:
    """Return the most that counts in a group."""
    return side.amount(side.terms.caps[group[0]])


def _require_floors(program: Program, side: Side, held: Mapping[Class, Form], counted: Form) -> None:
    floors, around = side.terms.categories, _around(side.terms.categories)
    if not side.terms.sharing or not is_plain_split(side):
        for index, floor in enumerate(floors):
            reach = total([form for one, form in held.items() if one.mask >> index & 1])
            # What fills an inner floor fills the outer one too, though it is none of the outer one's own.
            filled = total([form for one, form in held.items() if _closed(one.mask, around) >> index & 1])
            program.at_least(*_demand(side, floor, filled, counted, reach))
        return
    own = own_demands(side)
    by_mask: dict[int, list[Form]] = {}
    for one, form in held.items():
        if one.mask:
            by_mask.setdefault(_closed(one.mask, around), []).append(form)
    placed: dict[int, list[Form]] = {index: [] for index in range(len(floors))}
    for mask, forms in by_mask.items():
        _place(program, side.terms.sharing, total(forms), mask, placed)
    for index, floor in enumerate(floors):
        reach = total([form for one, form in held.items() if one.mask >> index & 1])
        if floor.share is None:
            program.at_least(total(placed[index]), own[index])
        else:
            program.at_least(*_demand(side, floor, total(placed[index]), counted, reach))


def _place(program: Program, sharing: int, amount: Form, mask: int, placed: dict[int, list[Form]]) -> None:
    names = {index: program.variable() for index in placed if mask >> index & 1}
    program.at_most({**dict.fromkeys(names.values(), _ONE), **scaled(amount, Fraction(-sharing))}, Fraction(0))
    for index, name in names.items():
        placed[index].append({name: _ONE})
        if sharing > 1:
            program.at_most({name: _ONE, **scaled(amount, -_ONE)}, Fraction(0))


def _demand(side: Side, floor: Category, filled: Form, counted: Form, reach: Form) -> tuple[Form, Fraction]:
    """Return a sum and what it must be at least, for a floor; a share of what counts is a share of all the rest."""
    if floor.share is None:
        return filled, side.amount(floor.needed)
    rest = total([counted, scaled(reach, -_ONE)]) if floor.share < 1 else counted
    per = floor.share / (1 - floor.share) if floor.share < 1 else _ONE
    return total([filled, scaled(rest, -per)]), Fraction(0)


def is_plain_split(side: Side) -> bool:
    """Return whether the floors of an allocation are decided by the sets of floors alone."""
    nested = any(floor.parent >= 0 for floor in side.terms.categories)
    shared = any(floor.share is not None for floor in side.terms.categories)
    return not nested or (side.terms.sharing == 1 and not shared)


def own_demands(side: Side) -> list[Fraction]:
    """Return what each floor asks for beyond the floors nested in it."""
    floors = side.terms.categories
    whole = [side.amount(floor.needed) for floor in floors]
    for index in _inner_first(floors):
        inner = sum((whole[at] for at, floor in enumerate(floors) if floor.parent == index), Fraction(0))
        whole[index] = max(whole[index], inner)
    inside = [
        sum((whole[at] for at, one in enumerate(floors) if one.parent == index), Fraction(0))
        for index in range(len(floors))
    ]
    return [amount - inner for amount, inner in zip(whole, inside, strict=True)]


def _inner_first(floors: Sequence[Category]) -> list[int]:
    return sorted(range(len(floors)), key=lambda index: -_depth(index, floors))


def _depth(index: int, floors: Sequence[Category]) -> int:
    depth = 0
    while floors[index].parent >= 0:
        index, depth = floors[index].parent, depth + 1
    return depth


def _around(floors: Sequence[Category]) -> list[int]:
    found = []
    for start in range(len(floors)):
        mask, index = 0, start
        while index >= 0:
            mask |= 1 << index
            index = floors[index].parent
        found.append(mask)
    return found


def _closed(mask: int, around: Sequence[int]) -> int:
    whole = 0
    for index, path in enumerate(around):
        whole |= path if mask >> index & 1 else 0
    return whole


def failures_of(side: Side, earned: Mapping[Class, Form]) -> Iterator[Failure] | None:
    """Yield the ways in which a policy is not met; None: there are too many."""
    floors = side.terms.categories
    is_split = bool(side.terms.sharing) and bool(floors)
    if is_split and (len(floors) > MOST_FLOORS or not is_plain_split(side)):
        return None
    return _failures(side, earned, is_split=is_split)


def _failures(side: Side, earned: Mapping[Class, Form], *, is_split: bool) -> Iterator[Failure]:
    if side.is_deemed:
        return
    if side.terms.distinct:
        yield Failure({}, None)
    if side.terms.required:
        yield from _under_caps({one: _ONE for one in earned if one.in_total}, side.amount(side.terms.required))
    floors, around = side.terms.categories, _around(side.terms.categories)
    sizes = range(1, len(floors) + 1) if is_split else (1,)
    own = own_demands(side) if is_split else [side.amount(floor.needed) for floor in floors]
    for size in sizes:
        for members in combinations(range(len(floors)), size):
            if all(own[index] or floors[index].share is not None for index in members):
                yield from _set_fails(
                    side, members, own, around if is_split else [1 << index for index in range(len(floors))], earned
                )


def _set_fails(
    side: Side, members: tuple[int, ...], own: Sequence[Fraction], around: Sequence[int], earned: Mapping[Class, Form]
) -> Iterator[Failure]:
    wanted = sum(1 << index for index in members)
    most = side.terms.sharing or 1
    factors = {}
    for one in earned:
        reach = Fraction(min(most, (_closed(one.mask, around) & wanted).bit_count()))
        factor = reach - sum((_share_taken(side.terms.categories[index], one, index) for index in members), Fraction(0))
        if factor:
            factors[one] = factor
    yield from _under_caps(factors, sum((own[index] for index in members), Fraction(0)))


def _share_taken(floor: Category, one: Class, index: int) -> Fraction:
    """Return how much a unit of credit raises what a share of all that counts comes to."""
    if floor.share is None or not one.in_total:
        # Credit outside the total fills the floor, and so lowers what the others are.
        outside = floor.share is not None and floor.share < 1 and one.mask >> index & 1
        return -floor.share / (1 - floor.share) if outside and floor.share is not None else Fraction(0)
    if floor.share == 1:
        return _ONE
    return Fraction(0) if one.mask >> index & 1 else floor.share / (1 - floor.share)


def _under_caps(factors: Mapping[Class, Fraction], needed: Fraction) -> Iterator[Failure]:
    """Yield the failure for each set of caps that may be full."""
    touching = sorted({group for one in factors for group in one.groups}, key=repr)
    if len(touching) > MOST_GROUPS:
        yield Failure(factors, needed, frozenset(), frozenset())
        return
    for full in product((False, True), repeat=len(touching)):
        chosen = frozenset(group for group, is_full in zip(touching, full, strict=True) if is_full)
        yield Failure(factors, needed, chosen, frozenset(touching) - chosen)


def fail_other(program: Program, side: Side, rays: Sequence[Ray], place: int, failure: Failure, slack: int) -> None:
    """Add that a way of the second policy is not met as the failure says, by at least the slack."""
    if failure.needed is None:
        return
    earned, loose = classes_of(rays, place)
    considered = failure.full | failure.open_groups
    # A later cap may take what an earlier one has already counted, which then looks as if it were not full.
    crossed = any(len(one.groups) > 1 or (one.groups and one in loose) for one in earned)
    in_turn = side.way.options.caps is CapOrder.IN_TURN and crossed
    by_quanta = bool(side.terms.sharing and side.terms.quantum)
    held: dict[Class, Form] = {}
    for one, form in earned.items():
        is_cut = bool(one.groups & failure.full) or not one.groups <= considered
        is_free = one in loose or is_cut or ((in_turn or by_quanta) and bool(one.groups))
        held[one] = _up_to(program, form) if is_free else form
    if not in_turn:
        members = groups_of(iter(earned))
        for group in failure.full:
            (program.at_most if by_quanta else program.equal)(
                total([held[one] for one in members[group]]), cap_of(side, group)
            )
        for group in failure.open_groups:
            program.at_most(total([held[one] for one in members[group]]), cap_of(side, group))
    short = total([scaled(held[one], factor) for one, factor in failure.factors.items()])
    program.at_most(total([short, {slack: _ONE}]), failure.needed)
