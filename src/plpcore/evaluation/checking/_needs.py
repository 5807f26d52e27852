"""What a policy requires, as minima that can be compared with its caps."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from plpcore.policy import ALWAYS, All, Cap, Floor, Not, Per, Predicate, ShareOf, Some, Together


@frozen
class Amount:
    """An amount in the policy's unit, or a share of the required total; None: it is not known."""

    units: Fraction | None
    share: Fraction | None

    def is_less(self, other: "Amount") -> bool:
        """Return whether it is certain that this amount is less than the other."""
        pairs = ((self.units, other.units), (self.share, other.share))
        return any(one is not None and two is not None and one < two for one, two in pairs)


@frozen
class Minimum:
    """The required total, or the minimum of a floor.

    Attributes:
        rule: The id of the rule.
        place: Its place in the document.
        amount: How much it is.
        activity: What must be true of the activities that fill it.
        educator: What is true of the educators for whom it is.
    """

    rule: str
    place: str
    amount: Amount
    activity: Predicate = ALWAYS
    educator: Predicate = ALWAYS


def fixed_total(together: Together) -> Fraction | None:
    """Return the total that is required of everybody, None where it depends on facts."""
    total = together.rules.total
    return total.amount if total is not None and not together.rules.adjustments else None


def most_required(together: Together) -> Fraction | None:
    """Return the most that the total can be, None where an adjustment can raise it or nothing is required."""
    total = together.rules.total
    raised = any(one.add is not None or one.prorate is not None for one in together.rules.adjustments or ())
    if total is None or raised:
        return None
    if total.amount is not None:
        return total.amount
    named = () if total.highest_of is None else tuple(amount for _, amount in total.highest_of.amounts)
    return max((*named, *(row.amount for row in total.rows)), default=None)


def amount_of(units: Fraction | None, share: Fraction | None, together: Together) -> Amount:
    """Return an amount or a share of the total, each in the words of the other where the total is fixed."""
    total = fixed_total(together)
    if not total:
        return Amount(units, share)
    return Amount(units, units / total) if units is not None else Amount((share or Fraction(0)) * total, share)


def totals(together: Together) -> Iterator[Minimum]:
    """Yield the required total, or each of its rows that requires something."""
    total = together.rules.total
    if total is None:
        return
    place = together.place("total")
    if total.amount:
        yield Minimum(total.id, place, Amount(fixed_total(together), Fraction(1)))
    for index, row in enumerate(total.rows):
        before = (Not(one.when) for one in total.rows[:index])
        if row.amount:
            units = None if together.rules.adjustments else row.amount
            educator = All((row.when, *before))
            yield Minimum(total.id, f"{place}.rows[{index}]", Amount(units, Fraction(1)), educator=educator)


def floors(together: Together) -> Iterator[tuple[Floor, Minimum]]:
    """Yield the floors that ask for credit; a share of what counts has no amount."""
    for place, floor in together.floors():
        if floor.at_least or floor.share:
            of_counted = floor.distinct or floor.of is ShareOf.COUNTED
            amount = Amount(None, None) if of_counted else amount_of(floor.at_least, floor.share, together)
            yield floor, Minimum(floor.id, place, amount, _fills(floor, together), floor.applies)


def _fills(floor: Floor, together: Together) -> Predicate:
    """Return which activities fill a floor; what fills a floor that is nested in it fills it too."""
    inner = [_fills(one, together) for _, one in together.floors() if one.within == floor.id]
    return Some(1, (floor.when, *inner)) if inner else floor.when


def caps_of_the_cycle(together: Together) -> Iterator[tuple[str, Cap, Amount]]:
    """Yield each cap that is one maximum for the whole cycle, with its place and amount."""
    for index, cap in enumerate(together.rules.caps or ()):
        if not cap.waived and cap.per is Per.CYCLE and not cap.by:
            place = f"{together.place('caps')}[{index}]"
            yield place, cap, amount_of(cap.at_most, cap.share, together)
