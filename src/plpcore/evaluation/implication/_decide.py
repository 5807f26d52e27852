"""`implies`: whether whoever meets one policy meets another, by finitely many exact linear programs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, product
from typing import Any

from attrs import define, field, frozen

from plpcore.errors import SolverMissingError
from plpcore.evaluation._context import Dates
from plpcore.evaluation._cycle import cycle_of
from plpcore.evaluation._evaluate import edition_of, evaluate, facts_of
from plpcore.evaluation._kinds import RuleKind
from plpcore.evaluation._prepare import PreparedPolicy, PreparedWay, prepare
from plpcore.evaluation._reasons import Outcome
from plpcore.evaluation._simplex import Bound, Program
from plpcore.evaluation._spans import year_start
from plpcore.evaluation.implication._cases import Failure, classes_of, fail_other, failures_of, require_first
from plpcore.evaluation.implication._domains import (
    DAY,
    MOST_PROFILES,
    Domains,
    days_asked,
    domains_of,
    given_facts,
    pieces,
)
from plpcore.evaluation.implication._linked import linked
from plpcore.evaluation.implication._outside import Question, loose
from plpcore.evaluation.implication._people import Worth, people, size_of
from plpcore.evaluation.implication._rays import Ray, rays_of
from plpcore.evaluation.implication._results import Implication, Outside, Verdict
from plpcore.evaluation.implication._same import is_same
from plpcore.evaluation.implication._sides import EXACT_TESTS, Side, without_records
from plpcore.ids import ActivityId, EducatorId, PlanId
from plpcore.model import Activity, Educator, Facts, Plan, Portfolio
from plpcore.period import Period
from plpcore.policy import Anchor, Calendar, Cap, Condition, Cycle, FactValue, Floor, Per, Policy, Rules

MOST_CASES = 3_000
MOST_ACTIVITIES = 1_500
MOST_WORK = 1_000_000
"""How many numbers the tables of all linear programs may hold together, so that an answer takes seconds."""
_WORK_OF_ACTIVITY = 200
_ONE = Fraction(1)
_STEP = Fraction(1, 4)
_FAR = date(2099, 12, 31)
_SOME_YEAR = Period(date(2024, 7, 1), date(2025, 7, 1))
_YEAR = timedelta(365)
_NOT_MET = Failure({}, None)


def implies(
    first: Policy | PreparedPolicy,
    second: Policy | PreparedPolicy,
    *,
    cycle: Period | None = None,
    as_of: date | None = None,
    kinds: Iterable[RuleKind] = (),
    facts: Mapping[str, FactValue] | None = None,
) -> Implication:
    """Return whether whoever meets the first policy meets the second.

    The claim is about every record that states each fact that the policies ask, and that holds no grant and no amount
    written by a reviewer. `implied` is a proof; every counterexample was judged by both evaluations.

    Args:
        first: The policy that is met.
        second: The policy that shall be met then.
        cycle: The period of the plan, where the policies leave it to the plan; None: any.
        as_of: The date judged, inclusive; None: the end of the cycle, or a day long after it.
        kinds: The rule kinds that the host brings, for a policy that is not prepared.
        facts: Facts of the educator that are part of the question, such as the one that selects the edition.

    Raises:
        PolicyError: When a rule is of a kind that nobody brought, or a given fact is declared by neither policy or has
            another type.
    """
    brought = tuple(kinds)
    ready = [one if isinstance(one, PreparedPolicy) else prepare(one, brought) for one in (first, second)]
    day = as_of or (cycle.last_day if cycle is not None else _FAR)
    if is_same(ready[0].policy, ready[1].policy):
        return Implication(Verdict.IMPLIED, "the two policies state the same rules", None, day)
    known = given_facts([one.policy for one in ready], facts or {})
    search = _Search(ready[0], ready[1], brought, cycle, day, known, as_of_given=as_of is not None or cycle is not None)
    return search.result()


def _some_year(as_of: date) -> Period:
    """Return a period in which something can have been done by the date judged."""
    return _SOME_YEAR if _SOME_YEAR.start <= as_of else Period(as_of - _YEAR, as_of)


def _is_without_facts(cycle: Cycle | None) -> bool:
    if cycle is None or cycle.anchor is Anchor.PLAN:
        return True
    return cycle.anchor is Anchor.FIXED and not (cycle.lengths or cycle.extend or cycle.minus)


@frozen
class _Way:
    """A way of a policy as it is, and without the conditions that ask for more than facts."""

    full: PreparedWay
    bare: PreparedWay

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(one for one in self.full.rules.conditions or () if one.test not in EXACT_TESTS)


@define
class _Search:
    first: PreparedPolicy
    second: PreparedPolicy
    kinds: tuple[RuleKind, ...]
    cycle: Period | None
    as_of: date
    facts: Mapping[str, FactValue]
    as_of_given: bool = field(kw_only=True)
    gaps: set[Outside] = field(factory=set)
    loose: set[Outside] = field(factory=set)
    best: Portfolio | None = None
    size: Worth = (Fraction(0), 0)
    cases: int = 0
    work: int = 0
    doubtful: bool = False
    seen: set[object] = field(factory=set)

    def result(self) -> Implication:
        """Search, and say what was found."""
        one, other = self._ways(self.first), self._ways(self.second)
        self._note(one, other)
        for _ in self._run(one, other):
            if self._is_enough():
                break
        if self._is_enough():
            self.gaps.add(Outside(self.second.policy.id, "", "too many cases to go through"))
        return self._said()

    def _is_enough(self) -> bool:
        return self.cases > MOST_CASES or self.work > MOST_WORK

    def _said(self) -> Implication:
        first, second = self.first.policy.id, self.second.policy.id
        if self.best is not None:
            reason = f"an educator meets {first} and does not meet {second}"
            return Implication(Verdict.NOT_IMPLIED, reason, self.best, self.as_of, (), self.cases)
        outside = sorted(self.gaps | self.loose if self.doubtful else self.gaps)
        if outside or self.doubtful:
            reason = str(outside[0]) if outside else "no record in whole amounts was found that shows a difference"
            return Implication(Verdict.UNKNOWN, reason, None, self.as_of, tuple(outside), self.cases)
        reason = f"nothing that meets {first} can fall short of {second}"
        return Implication(Verdict.IMPLIED, reason, None, self.as_of, (), self.cases)

    def _ways(self, ready: PreparedPolicy) -> list[_Way]:
        stripped = prepare(without_records(ready.policy), self.kinds)
        base = self._base({})
        facts = facts_of(ready.policy, base)
        cycle = cycle_of(ready.policy.rules.cycle, base, facts, ready.compiler, self.as_of)
        edition, _ = edition_of(ready, base, facts, Dates(self.as_of, None), cycle)
        self._note_editions(ready)
        if edition is None:
            # On a day that no edition holds nobody meets the policy; a cycle that facts make leaves the day open.
            return []
        place = ready.editions.index(edition)
        return [_Way(full, bare) for bare, full in zip(stripped.editions[place].ways, edition.ways, strict=True)]

    def _note_editions(self, ready: PreparedPolicy) -> None:
        policy = ready.policy
        if not policy.editions:
            return
        if policy.edition_by in self.facts:
            return
        if policy.edition_by not in {"as_of", "cycle_start", "cycle_end"}:
            why = f"'{policy.edition_by}' of the educator selects the edition; give that fact"
            self.gaps.add(Outside(policy.id, "", why))
        elif not self.as_of_given or (policy.edition_by != "as_of" and self.cycle is None):
            self.gaps.add(Outside(policy.id, "", "it has editions; name the date judged and the cycle"))
        elif policy.edition_by != "as_of" and not _is_without_facts(policy.rules.cycle):
            self.gaps.add(Outside(policy.id, "", "facts of the educator make the cycle, which selects the edition"))

    def _note(self, one: Sequence[_Way], other: Sequence[_Way]) -> None:
        ids = (self.first.policy.id, self.second.policy.id)
        # Where nobody can meet the second policy, the first is still taken as exactly as it is.
        for mine, theirs in product(one, other or one):
            question = Question(mine.full, theirs.full, ids, self.cycle is not None, self.as_of_given)
            self.gaps.update(question.gaps())
        for ready, name, second in ((self.first, ids[0], False), (self.second, ids[1], True)):
            for edition in ready.editions:
                for way in edition.ways:
                    self.loose.update(loose(way, name, second=second))

    def _base(self, facts: Mapping[str, Any]) -> Portfolio:
        period = self.cycle or _some_year(self.as_of)
        plan = Plan(id=PlanId("plan"), period=period, started=period.start)
        return Portfolio(educator=Educator(id=EducatorId("example"), facts=Facts({**facts, **self.facts})), plan=plan)

    def _run(self, one: Sequence[_Way], other: Sequence[_Way]) -> Iterator[str]:
        """Go through every sort of educator and every way to meet the first policy; yield after each."""
        policies = [
            (ready.policy, [way.full.rules for way in ways])
            for ready, ways in ((self.first, one), (self.second, other))
        ]
        domains = domains_of(policies, self.as_of, self.facts)
        self.gaps.update((*domains.gaps, *domains.clashes))
        if domains.clashes:
            return
        for facts in islice(domains.educators(), MOST_PROFILES):
            for mine in one:
                self._sort(facts, mine, other, domains)
                yield ""

    def _sort(self, facts: Mapping[str, Any], mine: _Way, other: Sequence[_Way], domains: Domains) -> None:
        base = self._base(facts)
        first = self._side(self.first, mine, base)
        others = [self._side(self.second, way, base) for way in other]
        if first.is_open:
            self.gaps.add(Outside(self.first.policy.id, "", "a fact that may be missing is asked"))
            return
        days = self._days([first, *others], [way.full.rules for way in (mine, *other)])
        activities = list(islice(_activities(domains, days), MOST_ACTIVITIES))
        self.work += len(activities) * _WORK_OF_ACTIVITY
        if len(activities) == MOST_ACTIVITIES:
            self.gaps.add(Outside(self.second.policy.id, "", "the rules tell too many sorts of activities apart"))
        matters = any(side.terms.caps or any(one.share for one in side.terms.categories) for side in others)
        rays = rays_of(first, others, activities, all_of=matters)
        self._programs(base, first, others, rays)

    def _side(self, ready: PreparedPolicy, way: _Way, base: Portfolio) -> Side:
        return Side(way.bare, way.conditions, base, self.as_of, facts_of(ready.policy, base))

    def _days(self, sides: Sequence[Side], every: Sequence[Rules]) -> list[date]:
        ends = {day for side in sides for day in side.window if day is not None}
        asked = {*ends, *days_asked(every)}
        for rules in every:
            asked |= _floor_days(rules)
        yearly = [rules for rules in every if _counts_years(rules)]
        if yearly and any(None in side.window for side in sides):
            self.gaps.add(Outside(self.second.policy.id, "", "it counts in years, and no last or first year is named"))
        for rules in yearly:
            start = year_start(rules.calendar or Calendar())
            span = range(min(asked).year, max(asked).year + 1) if asked else ()
            asked |= {date(year, start.month, start.day) for year in span}
        return list(pieces(asked, self.as_of)) or [min(DAY, self.as_of)]

    def _programs(self, base: Portfolio, first: Side, others: Sequence[Side], every: Sequence[Ray]) -> None:
        rays, caps = linked(every, first, others)
        ways: list[list[Failure]] = []
        for place, side in enumerate(others, start=1):
            if side.is_open or not side.sign_offs <= first.sign_offs:
                ways.append([_NOT_MET])
                continue
            found = failures_of(side, classes_of(rays, place)[0])
            if found is None:
                self.gaps.add(Outside(self.second.policy.id, "", "its floors are too many or nested under sharing"))
                return
            # One more than fits, so that what is left out is noticed.
            ways.append(list(islice(found, MOST_CASES + 1)))
        for failures in islice(product(*ways), MOST_CASES + 1):
            self.cases += 1
            if self._is_enough():
                return
            self._program(base, first, others, rays, caps, failures)

    def _program(
        self,
        base: Portfolio,
        first: Side,
        others: Sequence[Side],
        rays: Sequence[Ray],
        caps: Sequence[Bound],
        failures: Sequence[Failure],
    ) -> None:
        program = Program()
        for _ in rays:
            program.variable()
        slack = program.variable()
        program.at_most({slack: _ONE}, _ONE)
        program.bounds += caps
        require_first(program, first, rays)
        for place, (side, failure) in enumerate(zip(others, failures, strict=True), start=1):
            fail_other(program, side, rays, place, failure, slack)
        key = (tuple(ray.key for ray in rays), tuple(map(_frozen, program.bounds)))
        if key in self.seen:
            return
        self.seen.add(key)
        self.work += len(program.bounds) * (program.size + 2 * len(program.bounds))
        found = program.maximum({slack: _ONE})
        if found is None or found[0] <= 0:
            return
        program.at_least({slack: _ONE}, min(found[0], _STEP))
        weights = {number: -ray.weight for number, ray in enumerate(rays)}
        # The slack that was found can be reached, so that there is a least amount too.
        least = (program.maximum(weights) if weights else None) or found
        # Where the least amounts cannot be lived in whole activities, what falls short by more often can.
        tried = (dict(enumerate(values[: len(rays)])) for _, values in (least, found))
        self.doubtful = not any(self._take(base, first, rays, amounts) for amounts in tried) or self.doubtful

    def _take(self, base: Portfolio, first: Side, rays: Sequence[Ray], amounts: Mapping[int, Fraction]) -> bool:
        """Return whether an educator was found, or would be larger than the one that is known."""
        if self.best is not None and sum(amounts.values()) > self.size[0]:
            return True
        for portfolio in people(base, rays, amounts, first.sign_offs):
            if self._separates(portfolio):
                if self.best is None or size_of(portfolio) < self.size:
                    self.best, self.size = portfolio, size_of(portfolio)
                return True
        return False

    def _separates(self, portfolio: Portfolio) -> bool:
        try:
            outcomes = [evaluate(ready, portfolio, as_of=self.as_of).outcome for ready in (self.first, self.second)]
        except SolverMissingError:
            return False
        return outcomes[0] is Outcome.MET and outcomes[1] is not Outcome.MET


def _frozen(bound: Any) -> object:  # noqa: ANN401 - a bound of a program
    return (frozenset(bound.form.items()), bound.most, bound.equal)


def _floor_days(rules: Rules) -> set[date]:
    windows = [floor.window for floor in rules.floors or () if floor.window is not None]
    return {day for window in windows for day in (window.start, window.until) if day is not None}


def _counts_years(rules: Rules) -> bool:
    limits: tuple[Cap | Floor, ...] = (*(rules.caps or ()), *(rules.floors or ()))
    return any(one.per is Per.YEAR for one in limits)


def _activities(domains: Domains, days: Sequence[date]) -> Iterator[Activity]:
    """Yield one activity of each sort. It claims nothing: what it would be worth follows from its award."""
    for facts in domains.activities():
        for day in days:
            own = {name: value for name, value in facts.items() if name not in _FIELDS}
            yield Activity(
                id=ActivityId("a"),
                kind=str(facts.get("kind", "other-kind")),
                title=str(facts.get("title", "")),
                provider=str(facts.get("provider", "")),
                tags=tuple(facts.get("tags", ())),
                completed=day,
                facts=Facts(own),
            )


_FIELDS = ("kind", "title", "provider", "tags")
