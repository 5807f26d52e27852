"""All rows together: blocks, caps, floors and total, for what is approved or for what might be."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from plpcore.evaluation._best import best_amounts
from plpcore.evaluation._context import Record, Row
from plpcore.evaluation._host import HostRules
from plpcore.evaluation._limits import Groups, Key, Limit, apply_blocks, apply_caps, apply_caps_in_turn
from plpcore.evaluation._placing import Extra
from plpcore.evaluation._plans import PlannedFloor, holds, lies_in
from plpcore.evaluation._reasons import Status
from plpcore.evaluation._statement import Requirement
from plpcore.evaluation._tally import Category, Tally, tally
from plpcore.policy import Block, Cap, CapOrder, Floor


@frozen
class Terms:
    """What the educator's facts make of the rules, in whole numbers.

    Attributes:
        required: The required total.
        categories: The floors that apply, years apart.
        distinct: The floors that count different values, years apart.
        blocks: The minimum of each block by its place among the blocks.
        caps: The maximum of each cap that applies, by its place among the caps.
        carried: Credit carried in, that counts to the total only.
        host: The rules of a host's kind that set credits.
        quantum: The least credit of one activity that an allocation places; 0: any.
        extras: Credit carried in that may fill floors: the set of categories, the amount.
    """

    required: int
    categories: tuple[Category, ...]
    distinct: tuple[Category, ...]
    blocks: Mapping[int, int]
    caps: Mapping[int, int]
    carried: int
    extras: tuple[Extra, ...]
    sharing: int
    quantum: int
    order: CapOrder
    scale: int
    host: HostRules


@frozen
class Settled:
    """What a reckoning gives.

    Attributes:
        rows: The rows that took part, with what counts of each.
        categories: The floors, with minima that depend on what counts filled in.
        found: Total, floors, shortage.
        distinct: The requirements that count different values.
    """

    rows: Sequence[Row]
    categories: tuple[Category, ...]
    found: Tally
    distinct: tuple[Requirement, ...]

    @property
    def satisfies(self) -> bool:
        """Return whether total and all floors are reached."""
        return not self.found.short and all(not one.short for one in self.distinct)


def settle(rows: Sequence[Row], record: Record, terms: Terms, *, hopeful: bool = False) -> Settled:
    """Return what these rows give, all of them counted.

    Args:
        rows: The rows, in order; what they count is changed in place.
        record: The educator's record.
        terms: What the rules ask of this educator.
        hopeful: Take an unknown fact to the educator's advantage, instead of to the disadvantage.
    """
    counting = [row for row in rows if row.status is not Status.REFUSED]
    if terms.host.rules:
        terms.host.apply(counting)
    if terms.blocks:
        groups = [_blocks(row, record, hopeful=hopeful) for row in counting]
        apply_blocks(counting, groups, terms.blocks)
    if terms.categories:
        _fit_floors(rows, record, terms, hopeful=hopeful)
    if terms.caps:
        capped = [row for row in counting if row.plan.caps] if terms.order is not CapOrder.BEST else counting
        groups = [_caps(row, terms.caps, record, hopeful=hopeful) for row in capped]
        _apply_caps(capped, groups, terms, rows)
    held, total = _summed(rows, terms)
    categories = tuple(
        one.with_others(total - _reaching(index, held), total) for index, one in enumerate(terms.categories)
    )
    found = tally(held, total, categories, terms.required, terms.sharing)
    return Settled(rows, categories, found, _distinct(rows, record, terms))


def _summed(rows: Sequence[Row], terms: Terms) -> tuple[dict[int, int], int]:
    held: dict[int, int] = {}
    total = terms.carried
    refused = Status.REFUSED
    for row in rows:
        if row.status is not refused:
            total += row.counted
        if row.mask:
            row.placeable = row.counted - row.counted % terms.quantum if terms.quantum else row.counted
            held[row.mask] = held.get(row.mask, 0) + row.placeable
    for mask, amount in terms.extras:
        total += amount
        held[mask] = held.get(mask, 0) + amount
    return held, total


def _reaching(index: int, held: Mapping[int, int]) -> int:
    return sum(amount for mask, amount in held.items() if mask >> index & 1)


def _fit_floors(rows: Sequence[Row], record: Record, terms: Terms, *, hopeful: bool) -> None:
    places: dict[int, dict[object, int]] = {}
    for index, one in enumerate(terms.categories):
        places.setdefault(one.bit, {})[one.year] = 1 << index if terms.sharing else _around(index, terms.categories)
    for row in rows:
        if row.plan.floors:
            row.mask = _mask(row, record, places, hopeful=hopeful)


def _around(index: int, categories: Sequence[Category]) -> int:
    """Return a category with all that it is nested in, which its credit fills too; an allocation knows them itself."""
    mask = 0
    while index >= 0:
        mask |= 1 << index
        index = categories[index].parent
    return mask


def _caps(row: Row, units: Mapping[int, int], record: Record, *, hopeful: bool) -> Groups:
    """A cap that may or may not be about the row is, unless the unknown shall be to the educator's advantage."""
    found: list[tuple[Limit, Key]] = []
    for limit in row.plan.caps:
        if limit.index in units:
            key, is_known = _group(row, limit, record)
            if key is not None and (is_known or not hopeful):
                found.append((limit, key))
    return tuple(found)


def _blocks(row: Row, record: Record, *, hopeful: bool) -> Groups:
    """A row that may or may not belong to a group stands alone: it must not lift others over the minimum."""
    found: list[tuple[Limit, Key]] = []
    for limit in row.plan.blocks:
        key, is_known = _group(row, limit, record)
        if key is not None:
            row.open_ended = row.open_ended or not is_known
            if is_known or not hopeful:
                found.append((limit, key if is_known else ("alone", row.activity.id, row.part)))
    return tuple(found)


def _group(row: Row, limit: Limit, record: Record) -> tuple[Key | None, bool]:
    """Return the group that a row has in a limit, None where the limit is not about it, and whether that is known."""
    held = True if limit.test is None else holds(limit.test, row, record)
    if held is None:
        _note(row, record)
    if held is False:
        return None, True
    key = limit.key(row, record)
    unnamed = [name for name, value in zip(limit.asks, key[1:], strict=False) if value is None]
    if unnamed:
        record.asked.extend(unnamed)
        _note(row, record)
    return key, held is True and not unnamed


def _note(row: Row, record: Record) -> None:
    """An unknown fact that may change what counts: the row says so, and the outcome is tried both ways."""
    row.maybe = True
    row.missing += tuple(name for name in record.answered() if name not in row.missing)


def _apply_caps(rows: Sequence[Row], caps: list[Groups], terms: Terms, every: Sequence[Row]) -> None:
    if terms.order is CapOrder.IN_TURN:
        apply_caps_in_turn(rows, caps, terms.caps)
    elif terms.order is CapOrder.BEST:
        best_amounts(rows, caps, terms, [(row.mask, row.counted) for row in every if row.mask and not row.in_total])
    else:
        apply_caps(rows, caps, terms.caps)


def _mask(row: Row, record: Record, places: Mapping[int, Mapping[object, int]], *, hopeful: bool) -> int:
    mask, is_refused = 0, row.status is Status.REFUSED
    for floor in row.plan.floors:
        years = places.get(floor.bit)
        # Few floors have a window of their own; for the others the row's status says it all.
        if years is None or (is_refused if floor.rule.window is None else not _may_fill(row, floor)):
            continue
        held = True if floor.test is None else holds(floor.test, row, record)
        if held is None:
            _note(row, record)
            held = hopeful
        if held:
            mask |= years.get(None if floor.span is None else floor.span(row, record), 0)
    return mask


def _may_fill(row: Row, floor: PlannedFloor) -> bool:
    if floor.rule.window is None:
        return row.status is not Status.REFUSED
    return lies_in(row.day, floor.rule.window) and (row.in_total or row.fills_floors_only)


def _distinct(rows: Sequence[Row], record: Record, terms: Terms) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(
            one.floor.id,
            one.floor.name,
            "distinct",
            one.span,
            "",
            one.floor.at_least or Fraction(0),
            Fraction(len(_values(rows, one, record))),
        )
        for one in terms.distinct
    )


def _values(rows: Sequence[Row], wanted: Category, record: Record) -> set[object]:
    values: set[object] = set()
    for row in rows:
        planned = next((one for one in row.plan.floors if one.bit == wanted.bit), None)
        if planned is not None and row.counted and _shows(row, planned, wanted, record):
            value = planned.distinct(row, record) if planned.distinct else None
            values.update(value if isinstance(value, tuple) else () if value is None else (value,))
    return values


def _shows(row: Row, planned: PlannedFloor, wanted: Category, record: Record) -> bool:
    in_span = planned.span is None or planned.span(row, record) == wanted.year
    return in_span and _may_fill(row, planned) and bool(holds(planned.test, row, record))


def unit_of(blocks: Iterable[Block], caps: Iterable[Cap], floors: Iterable[Floor]) -> list[int]:
    """Return the denominators of every amount that blocks, caps and floors state."""
    amounts = [*(one.at_least for one in blocks), *(one.at_most for one in caps), *(one.at_least for one in floors)]
    return [amount.denominator for amount in amounts if amount is not None]
