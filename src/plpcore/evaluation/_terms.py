"""What an educator's facts make of the rules: which floors and caps apply, and how much they are in whole numbers."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from plpcore.evaluation._context import Record
from plpcore.evaluation._host import HostRules
from plpcore.evaluation._placing import Extra
from plpcore.evaluation._prepare import PreparedWay
from plpcore.evaluation._required import applies
from plpcore.evaluation._rows import scale_of
from plpcore.evaluation._settle import Terms
from plpcore.evaluation._spans import year_start, years_of
from plpcore.evaluation._tally import Category
from plpcore.model import CarriedCredit
from plpcore.policy import Calendar, Floor, Per, ShareOf


def terms_of(way: PreparedWay, record: Record, required: Fraction, carried: tuple[CarriedCredit, ...]) -> Terms:
    """Return the rules' terms for one educator, in whole numbers of a scale that holds all amounts exactly."""
    floors = _floors(way, record)
    limits = [limit for limit in way.caps if applies(limit.applies, record)]
    amounts = [required, *way.granted]
    amounts += [_minimum(floor, required) for _, floor in floors]
    amounts += [one.amount for one in carried]
    amounts += [limit.share * required for limit in limits if limit.share is not None]
    sharing = way.rules.sharing or 0
    spans = _spans(floors, record, way, distinct=False)
    grain = way.unit * scale_of(record, [*amounts, Fraction(1, record.finer)])
    scale = grain * _divisor(floors)
    if sharing:
        scale *= lcm(*range(1, min(sharing, len(spans)) + 1))
    fills = way.rules.carry_over is not None and way.rules.carry_over.fills_floors
    quantum = _units(way.quantum, scale) if sharing and way.quantum is not None else 0
    categories = _categories(spans, required, scale, quantum)
    return Terms(
        required=_units(required, scale),
        categories=categories,
        distinct=_categories(_spans(floors, record, way, distinct=True), required, scale, 0),
        blocks={index: _units(block.at_least, scale) for index, block in enumerate(way.rules.blocks or ())},
        caps={limit.index: limit.units(required, scale) for limit in limits},
        carried=0 if fills else sum(_units(one.amount, scale) for one in carried),
        extras=tuple(_extras(carried, categories, scale)) if fills else (),
        sharing=sharing,
        quantum=quantum,
        order=way.options.caps,
        scale=scale,
        host=HostRules(way.crediting, scale, grain),
    )


def _units(amount: Fraction, scale: int) -> int:
    return amount.numerator * scale // amount.denominator


def _floors(way: PreparedWay, record: Record) -> list[tuple[int, Floor]]:
    pairs = enumerate(way.rules.floors or ())
    return [(bit, floor) for bit, floor in pairs if applies(way.floor_tests[bit], record)]


def _divisor(floors: list[tuple[int, Floor]]) -> int:
    """Return a number that makes every share of what counts whole, whatever counts."""
    shares = [floor.share for _, floor in floors if floor.share is not None and floor.of is ShareOf.COUNTED]
    return lcm(*(share.denominator - share.numerator or 1 for share in shares))


def _minimum(floor: Floor, required: Fraction) -> Fraction:
    """Return the minimum in the policy's unit; 0 where it depends on what counts."""
    if floor.at_least is not None:
        return floor.at_least
    return (floor.share or Fraction(0)) * required if floor.of is ShareOf.REQUIRED else Fraction(0)


def _spans(
    floors: list[tuple[int, Floor]], record: Record, way: PreparedWay, *, distinct: bool
) -> list[tuple[int, Floor, int | None]]:
    asked = [(bit, floor) for bit, floor in floors if bool(floor.distinct) is distinct]
    return [(bit, floor, year) for bit, floor in asked for year in _years(floor, record, way)]


def _categories(
    spans: list[tuple[int, Floor, int | None]], required: Fraction, scale: int, quantum: int
) -> tuple[Category, ...]:
    """A year of a floor is nested in the same year of the outer floor, or in the whole of it.

    Where hours are placed in whole quanta, a minimum takes whole quanta too.
    """
    places = {(floor.id, year): index for index, (_, floor, year) in enumerate(spans)}
    return tuple(
        Category(
            floor,
            bit,
            year,
            _whole_quanta(_units(_minimum(floor, required), scale), quantum),
            places.get((floor.within, year), places.get((floor.within, None), -1)),
            floor.share if floor.of is ShareOf.COUNTED else None,
        )
        for bit, floor, year in spans
    )


def _whole_quanta(units: int, quantum: int) -> int:
    return -(-units // quantum) * quantum if quantum else units


def _years(floor: Floor, record: Record, way: PreparedWay) -> Iterable[int | None]:
    if floor.per is not Per.YEAR:
        return (None,)
    if floor.years or record.dates.cycle is None:
        return floor.years
    return years_of(record.dates.cycle, year_start(way.rules.calendar or Calendar()))


def _extras(carried: tuple[CarriedCredit, ...], categories: tuple[Category, ...], scale: int) -> Iterable[Extra]:
    """Carried credit fills the floors whose id is among its tags."""
    for one in carried:
        mask = sum(1 << index for index, category in enumerate(categories) if category.floor.id in one.tags)
        yield mask, _units(one.amount, scale)
