"""`verify`: recompute every sum of a statement, and its certificate, from nothing but the statement itself."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import frozen

from plpcore.evaluation._reasons import LIMITS, WORTH, Outcome, Status
from plpcore.evaluation._statement import Line, Requirement, Statement

_NOTHING = Fraction(0)
_TOTAL = "total"


@frozen
class Discrepancy:
    """Something in a statement that does not follow from the rest of it.

    Attributes:
        where: The place, such as `$.lines[3]`.
        what: What was found and what it should be.
    """

    where: str
    what: str


def verify(statement: Statement) -> tuple[Discrepancy, ...]:
    """Return everything in a statement that does not add up; nothing is the good answer.

    It recomputes each line from its steps, the required total from its steps, total and floors from the lines, the
    outcome from the requirements, and the certificate: that what reaches its requirements is what the lines can
    bring, and that the shortage it shows is the shortage that the placement leaves; then the parts of the least fix.

    What only the policy knows cannot follow from the statement: how much a floor needs beyond what fills it, which
    values a count found, and below the surplus how much goes on. An audit evaluates again for those.
    """
    checks = (_lines, _required, _total, _placements, _floors, _outcome, _certificate, _fix, _carried_out)
    return tuple(found for check in checks for found in check(statement))


def _differs(where: str, name: str, found: object, should: object) -> Iterator[Discrepancy]:
    if found != should:
        yield Discrepancy(where, f"{name} is {found}, and {should} follows")


def _lines(statement: Statement) -> Iterator[Discrepancy]:
    for index, line in enumerate(statement.lines):
        yield from _line(line, f"$.lines[{index}]")
        yield from _differs(f"$.lines[{index}]", "scale", line.scale, statement.lines[0].scale)


def _line(line: Line, where: str) -> Iterator[Discrepancy]:
    held, worth = 0, 0
    for place, step in enumerate(line.steps):
        yield from _differs(f"{where}.steps[{place}]", "before", step.before, held)
        if step.reason in WORTH or step.reason in LIMITS:
            held = step.after
        else:
            should = held if step.is_note else 0
            yield from _differs(f"{where}.steps[{place}]", "after", step.after, should)
        worth = step.after if step.reason in WORTH else worth
    yield from _differs(where, "earned", line.earned_units, worth)
    yield from _differs(where, "counted", line.counted_units, held if line.status is Status.COUNTED else 0)


def _required(statement: Statement) -> Iterator[Discrepancy]:
    held = _NOTHING
    for index, step in enumerate(statement.required_steps):
        yield from _differs(f"$.required_steps[{index}]", "before", step.before, held)
        held = step.after
    yield from _differs("$", "required", statement.required, held)


def _total(statement: Statement) -> Iterator[Discrepancy]:
    counted = sum((line.counted for line in statement.lines), _NOTHING)
    yield from _differs("$", "total", statement.total, counted + statement.carried_in)
    for requirement in statement.requirements:
        if requirement.kind == _TOTAL:
            yield from _differs("$.requirements", "needed", requirement.needed, statement.required)
            yield from _differs("$.requirements", "credited", requirement.credited, statement.total)


def _placements(statement: Statement) -> Iterator[Discrepancy]:
    for index, line in enumerate(statement.lines):
        most = _placeable(line, statement)
        placed = [units for _, units in line.placed_units]
        strangers = {name for name, _ in line.placed_units} - set(line.fits)
        everywhere = statement.sharing or all(units == most for units in placed)
        if any(not 0 <= units <= most for units in placed) or strangers or not everywhere:
            yield Discrepancy(f"$.lines[{index}]", "it is placed where it does not fit, or more than counts")
        if statement.sharing and sum(placed) > most * statement.sharing:
            what = f"its credit is placed {sum(placed)} times over {most}, at most {statement.sharing} each"
            yield Discrepancy(f"$.lines[{index}]", what)


def _placeable(line: Line, statement: Statement) -> int:
    """Refused credit is worth something only to a floor with a window of its own; credit is placed in whole quanta."""
    units = line.earned_units if line.status is Status.REFUSED else line.counted_units
    quantum = (statement.quantum or _NOTHING) * line.scale if statement.sharing else _NOTHING
    return units - units % int(quantum) if quantum else units


def _floors(statement: Statement) -> Iterator[Discrepancy]:
    floors = [one for one in statement.requirements if one.kind == "floor"]
    for floor in floors:
        names = {one.key for one in _inside(floor, floors)} if statement.sharing == 1 else {floor.key}
        placed = sum((units for line in statement.lines for name, units in line.placed if name in names), _NOTHING)
        most = placed + statement.carried_in
        least = placed
        if statement.sharing:
            least, most = min(placed, floor.needed), min(most, floor.needed)
        if not least <= floor.credited <= most or (statement.sharing and not floor.within and placed > floor.needed):
            yield Discrepancy(f"$.requirements.{floor.key}", f"credited is {floor.credited}, and {placed} is placed")


def _inside(floor: Requirement, floors: Iterable[Requirement]) -> list[Requirement]:
    """Return a floor and every floor nested in it."""
    others = list(floors)
    found = [floor]
    for one in found:
        found += [other for other in others if _lies_in(other, one) and other not in found]
    return found


def _lies_in(inner: Requirement, outer: Requirement) -> bool:
    """A year of a floor lies in the same year of the outer floor, or in the whole of it."""
    return inner.within == outer.id and (not outer.span or inner.span == outer.span)


def _outcome(statement: Statement) -> Iterator[Discrepancy]:
    lacking = any(one.short for one in statement.requirements) and not statement.deemed_by
    is_met = statement.outcome is Outcome.MET
    if is_met and (lacking or statement.fix.unsigned):
        yield Discrepancy("$.outcome", "it is met, and something lacks")
    decided = {Outcome.SHORT, Outcome.MET_IF_APPROVED}
    if statement.outcome in decided and not lacking and not statement.fix.unsigned:
        yield Discrepancy("$.outcome", f"it is {statement.outcome.value}, and nothing lacks")


def _certificate(statement: Statement) -> Iterator[Discrepancy]:
    found = statement.certificate
    if found is None:
        return
    members = set(found.requirements)
    yield from _differs("$.certificate", "needs", found.needs, _needs(statement, members))
    brought = sum((amount for _, amount in found.by_source), _NOTHING)
    if statement.sharing <= 1:
        yield from _differs("$.certificate", "reachable", found.reachable, brought)
        if not statement.deemed_by:
            yield from _differs("$.certificate", "short", found.short, statement.fix.amount)
    if not statement.carried_in:
        yield from _differs("$.certificate", "by_source", brought, _brought(statement, members))


def _fix(statement: Statement) -> Iterator[Discrepancy]:
    """Each part of the least fix is what its requirements need beyond what can reach them."""
    if statement.deemed_by:
        return
    counts = tuple((one.key, one.short) for one in statement.requirements if one.kind == "distinct" and one.short)
    yield from _differs("$.fix", "distinct", statement.fix.distinct, counts)
    for index, part in enumerate(statement.fix.parts if not statement.carried_in else ()):
        members = set(part.requirements)
        should = _needs(statement, members) - _reachable(statement, members)
        yield from _differs(f"$.fix.parts[{index}]", "at_least", part.at_least, should)


def _reachable(statement: Statement, members: set[str]) -> Fraction:
    """An hour reaches as many requirements of a set as it fits, at most as many as it may fill."""
    if statement.sharing <= 1:
        return _brought(statement, members)
    found = _NOTHING
    for line in statement.lines:
        fills = min(statement.sharing, len(members & set(line.fits)))
        found += Fraction(_placeable(line, statement) * fills, line.scale)
    return statement.total if members == {_TOTAL} else found


def _carried_out(statement: Statement) -> Iterator[Discrepancy]:
    most = max(_NOTHING, statement.total - statement.required)
    if not 0 <= statement.carried_out <= most:
        yield Discrepancy("$", f"carried_out is {statement.carried_out}, and the surplus is {most}")


def _needs(statement: Statement, members: set[str]) -> Fraction:
    """Nested floors need only what the floors inside them leave open."""
    chosen = [one for one in statement.requirements if one.key in members]
    inner = statement.requirements if statement.sharing == 1 else ()
    own = {one.key: _own(one, inner) for one in chosen}
    return sum(own.values(), _NOTHING)


def _own(floor: Requirement, others: Iterable[Requirement]) -> Fraction:
    inside = sum((_whole(one, others) for one in others if _lies_in(one, floor)), _NOTHING)
    return max(_NOTHING, floor.needed - inside)


def _whole(floor: Requirement, others: Iterable[Requirement]) -> Fraction:
    inside = sum((_whole(one, others) for one in others if _lies_in(one, floor)), _NOTHING)
    return max(floor.needed, inside)


def _brought(statement: Statement, members: set[str]) -> Fraction:
    if members == {_TOTAL}:
        return statement.total
    reaching = [line for line in statement.lines if members & _reach(line, statement)]
    return sum((Fraction(_placeable(line, statement), line.scale) for line in reaching), _NOTHING)


def _reach(line: Line, statement: Statement) -> set[str]:
    """Return the requirements that a line may fill, with those around them where hours are allocated."""
    reached = set(line.fits)
    if statement.sharing:
        for one in statement.requirements:
            outer = {other.key for other in statement.requirements if _lies_in(one, other)}
            reached |= outer if one.key in reached else set()
    return reached
