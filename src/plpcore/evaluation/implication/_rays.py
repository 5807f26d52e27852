"""What a further unit of learning of each sort brings under both policies: credit is a sum of such rays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from attrs import evolve, frozen

from plpcore.evaluation.implication._outside import carries_taken, grows, is_loose_award
from plpcore.evaluation.implication._sides import Class, Part, Side, entailed
from plpcore.model import Activity
from plpcore.policy import ALWAYS, Award, Condition

CARRIED = "carried"
CREDIT = "credit"
"""The unit of a ray that stands for credit itself, where both policies reckon it by the same formula."""
_ONE = Fraction(1)
_MINUTES = 60

Brought = Mapping[Class, Fraction]


@frozen
class Ray:
    """What one more unit of an activity brings.

    Attributes:
        activity: The activity; None: credit that was carried in.
        unit: The source unit; empty: one more activity; `credit`: what is worth one unit of credit.
        passes: The further tests that it passes.
        fails: Further tests that it must not pass.
        first: What it brings under the first policy.
        others: What it brings under each way of the second.
        loose: For the first policy and for each way of the second, whether that is a bound only.
        source: Where the unit is `credit`: a source unit, and how much of it makes one unit of credit.
    """

    activity: Activity | None
    unit: str
    passes: frozenset[Condition | str]
    fails: frozenset[Condition | str]
    first: Brought
    others: tuple[Brought, ...]
    loose: tuple[bool, ...]
    source: tuple[str, Fraction] = ("", _ONE)

    @property
    def key(self) -> tuple[object, ...]:
        """Return what decides: two rays of one key need only one of them."""
        several = (self.first, *self.others)
        return (*(frozenset(one.items()) for one in several), self.loose)

    @property
    def weight(self) -> Fraction:
        """Return what a unit adds to the size of a counterexample: carried credit is the last resort."""
        return Fraction(2) if self.unit == CARRIED else self.source[1] if self.unit == CREDIT else _ONE


def rays_of(first: Side, others: Sequence[Side], activities: Iterable[Activity], *, all_of: bool) -> list[Ray]:
    """Return the rays of all sorts of activities, of equal ones the first.

    Args:
        first: The first policy.
        others: The ways of the second.
        activities: One activity of each sort.
        all_of: Whether credit that only the second policy counts can matter.
    """
    found: dict[tuple[object, ...], Ray] = {}
    for activity in activities:
        for ray in _of_activity(first, others, activity):
            if ray.first or (all_of and any(ray.others)):
                found.setdefault(ray.key, ray)
    for ray in _carried(first, others):
        found.setdefault(ray.key, ray)
    return [one for ray in found.values() for one in _with_crumbs(ray, first, others)]


def _of_activity(first: Side, others: Sequence[Side], activity: Activity) -> Iterator[Ray]:
    own, tests = first.parts(activity)
    theirs = [side.parts(activity) for side in others]
    every = [list(own), *([*parts] for parts, _ in theirs)]
    all_tests = [tests, *(found for _, found in theirs)]
    for counted in product(*([True, False] if parts else [False] for parts in every)):
        passes = frozenset(one for found, yes in zip(all_tests, counted, strict=True) if yes for one in found)
        fails = _failing(
            passes, [found for found, yes, parts in zip(all_tests, counted, every, strict=True) if parts and not yes]
        )
        if any(counted) and fails is not None:
            several = [parts if yes else [] for parts, yes in zip(every, counted, strict=True)]
            yield from _of_parts(activity, several, passes, fails)


def _failing(
    passes: frozenset[Condition | str], several: list[frozenset[Condition | str]]
) -> frozenset[Condition | str] | None:
    """Return a test of each policy that the activity may fail all the same; None: it passes them all."""
    found: list[Condition | str] = []
    for tests in several:
        free = [one for one in tests if not entailed(one, passes)]
        if not free:
            return None
        found.append(min(free, key=_by_ease))
    return frozenset(found)


def _by_ease(test: Condition | str) -> tuple[bool, str]:
    return (True, test) if isinstance(test, str) else (False, test.id)


def _of_parts(
    activity: Activity, several: list[list[Part]], passes: frozenset[Condition | str], fails: frozenset[Condition | str]
) -> Iterator[Ray]:
    formulas = [parts[0].award for parts in several if parts]
    values = {parts[0].value for parts in several if parts}
    if len({_formula(award) for award in formulas}) == 1 and len(values) == 1 and not _is_linear(formulas[0]):
        loose = tuple(any(part.is_loose or part.award.repeat is not None for part in parts) for parts in several)
        brought = [_summed([(part, _ONE) for part in parts]) for parts in several]
        yield Ray(activity, CREDIT, passes, fails, brought[0], tuple(brought[1:]), loose, _source(formulas[0]))
        return
    forms = [_form(parts[0]) if parts else {} for parts in several]
    loose = tuple(any(part.is_loose or is_loose_award(part.award) for part in parts) for parts in several)
    for unit in sorted({unit for form in forms for unit in form}):
        brought = [
            _summed([(part, form.get(unit, Fraction(0))) for part in parts])
            for parts, form in zip(several, forms, strict=True)
        ]
        yield Ray(activity, unit, passes, fails, brought[0], tuple(brought[1:]), loose)
    for place, parts in enumerate(several):
        if parts and grows(parts[0].award):
            alone = [_summed([(part, _ONE) for part in parts]) if at == place else {} for at in range(len(several))]
            yield Ray(
                activity, CREDIT, passes, fails, alone[0], tuple(alone[1:]), (True,) * len(several), ("minute", _ONE)
            )


def _summed(parts: list[tuple[Part, Fraction]]) -> dict[Class, Fraction]:
    found: dict[Class, Fraction] = {}
    for part, rate in parts:
        if rate:
            found[part.credit] = found.get(part.credit, Fraction(0)) + part.share * rate
    return found


def _formula(award: Award) -> Award:
    return evolve(award, id="award", cite="-", title="", when=ALWAYS, otherwise=False, repeat=None, split=())


def _is_linear(award: Award) -> bool:
    return not (is_loose_award(evolve(award, repeat=None)) or grows(award))


def _source(award: Award) -> tuple[str, Fraction]:
    """Return a source unit and how much of it one unit of credit takes at least, rounding left aside."""
    form = {unit: rate for unit, rate in _rates(award, "").items() if rate}
    unit = next(iter(form), "hour")
    return unit, 1 / form.get(unit, _ONE)


def _form(part: Part) -> dict[str, Fraction]:
    return _rates(part.award, part.value)


def _rates(award: Award, value: str) -> dict[str, Fraction]:
    """Return the credit of one further source unit, clock time in hours; the empty unit is one further activity."""
    if award.fixed is not None:
        return {"": award.fixed * award.times}
    if award.each is not None:
        return {"": award.each * award.times, award.count: award.each * award.times}
    if award.table:
        return {"": dict(award.table).get(value, Fraction(0)) * award.times}
    if award.measure is not None:
        return {"hour": _MINUTES / award.measure.minutes_per_unit * award.times}
    if award.per == "minute":
        return {"hour": award.credit * _MINUTES * award.times}
    return {award.per: award.credit * award.times}


def _carried(first: Side, others: Sequence[Side]) -> Iterator[Ray]:
    nothing = Class(in_total=True, mask=0, groups=frozenset())
    taken = [carries_taken(side.way.rules) for side in (first, *others)]
    if not taken[0]:
        return
    sometimes = [{nothing: _ONE} if one else {} for one in taken[1:]]
    always = [{nothing: _ONE} if one >= taken[0] else {} for one in taken[1:]]
    exact = (False,) * (len(others) + 1)
    for brought in (sometimes, always):
        yield Ray(None, CARRIED, frozenset(), frozenset(), {nothing: _ONE}, tuple(brought), exact)


def _with_crumbs(ray: Ray, first: Side, others: Sequence[Side]) -> Iterator[Ray]:
    """Where hours are placed in whole quanta, what is left of an activity fills no floor."""
    yield ray
    grains = [_grain(side) for side in (first, *others)]
    if not any(grains[1:]) or ray.activity is None:
        return
    pairs = list(zip(grains[1:], ray.others, strict=True))
    whole = sum(ray.first.values())
    is_same = all(grain == grains[0] and sum(one.values()) == whole for grain, one in pairs if grain)
    rest = _unplaced(ray.first) if is_same else ray.first
    yield evolve(ray, first=rest, others=tuple(_unplaced(one) if grain else one for grain, one in pairs))


def _grain(side: Side) -> Fraction:
    return side.amount(side.terms.quantum)


def _unplaced(brought: Brought) -> dict[Class, Fraction]:
    found: dict[Class, Fraction] = {}
    for held, rate in brought.items():
        bare = evolve(held, mask=0)
        found[bare] = found.get(bare, Fraction(0)) + rate
    return found
