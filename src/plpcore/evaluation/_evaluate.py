"""`evaluate`: from a policy and an educator's learning to a statement, in the fixed order of the language."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from attrs import evolve

from plpcore.evaluation._context import ZERO, Dates, Record
from plpcore.evaluation._cycle import CycleFound, cycle_of
from plpcore.evaluation._granted import granted_way
from plpcore.evaluation._grants import with_grants
from plpcore.evaluation._host import finely_enough
from plpcore.evaluation._kinds import RuleKind
from plpcore.evaluation._predicates import Compiler
from plpcore.evaluation._prepare import PreparedEdition, PreparedPolicy, PreparedWay, prepare
from plpcore.evaluation._reasons import Outcome
from plpcore.evaluation._state import state
from plpcore.evaluation._statement import LeastFix, Statement, WayOutcome
from plpcore.model import Grant, Portfolio
from plpcore.policy import FactValue, Options, Policy

_SETTLINGS = 3
"""How often one way is reckoned at most: what counts, what waits, what may be. Each may ask for a finer scale."""
_BEST_FIRST = (Outcome.MET, Outcome.MET_IF_APPROVED, Outcome.UNDETERMINED, Outcome.SHORT, Outcome.NOT_APPLICABLE)


def evaluate(
    policy: Policy | PreparedPolicy,
    portfolio: Portfolio,
    *,
    as_of: date,
    known_at: date | None = None,
    kinds: Iterable[RuleKind] = (),
) -> Statement:
    """Return what a policy says of an educator's learning.

    Args:
        policy: The policy; one that `prepare` made ready saves time where many educators are judged.
        portfolio: The educator's record.
        as_of: The date judged, inclusive: what was completed later does not count.
        known_at: The knowledge used, inclusive: what was entered, decided or published later is left out; None: all.
        kinds: The rule kinds that the host brings, for a policy that is not prepared.

    Raises:
        PolicyError: When a rule is of a kind that nobody brought.
        RecordError: When the record holds a fact of another type, or another value, than the policy declares.
        PeriodError: When a cycle counted from a date of the record would leave the calendar.
        SolverMissingError: When the policy leaves the flow fragment and the extra `solver` is not installed.
        RuleKindError: When the code of a rule kind raises, or returns something else than it should.
    """
    ready = policy if isinstance(policy, PreparedPolicy) else prepare(policy, kinds)
    dates = Dates(as_of, known_at)
    if not portfolio.grants:
        return _judged(ready, portfolio, dates, ())
    return with_grants(ready, portfolio.grants, dates, partial(_judged, ready, portfolio, dates))


def _judged(ready: PreparedPolicy, portfolio: Portfolio, dates: Dates, grants: Sequence[Grant]) -> Statement:
    """Return the statement with these grants, all of which act."""
    facts = facts_of(ready.policy, portfolio)
    cycle = cycle_of(ready.policy.rules.cycle, portfolio, facts, ready.compiler, dates.as_of)
    edition, missing = edition_of(ready, portfolio, facts, dates, cycle)
    if edition is None:
        return _not_applicable(ready, portfolio, dates, cycle, missing)
    ways = [granted_way(way, grants) for way in edition.ways]
    return _best([_way(ready, edition, way, portfolio, facts, dates) for way in ways], edition)


def facts_of(policy: Policy, portfolio: Portfolio) -> dict[str, FactValue]:
    """Return the educator's facts, with the policy's defaults."""
    defaults = {name: spec.default for name, spec in policy.facts if spec.default is not None}
    return {**defaults, **portfolio.educator.facts}


def edition_of(
    ready: PreparedPolicy, portfolio: Portfolio, facts: dict[str, FactValue], dates: Dates, cycle: CycleFound
) -> tuple[PreparedEdition | None, tuple[str, ...]]:
    """Return the edition that applies; where none can be told, the facts that lack."""
    by = ready.policy.edition_by
    if not ready.policy.editions:
        return ready.editions[0], ()
    day = _selector(by, portfolio, facts, evolve(dates, cycle=cycle.period))
    if day is None:
        return None, (cycle.missing or (by,)) if by in {"cycle_start", "cycle_end"} else (by,)
    known = [one for one in ready.editions if one.edition is not None and dates.knows(one.edition.published)]
    holding = [one for one in known if one.edition is not None and one.edition.holds_on(day)]
    return max(holding, key=_published, default=None), ()


def selecting_day(policy: Policy, portfolio: Portfolio, as_of: date) -> date | None:
    """Return the day that selects the edition for this record, None where it is not known."""
    facts = facts_of(policy, portfolio)
    compiler = Compiler(policy.declarations, (policy.rules.options or Options()).missing)
    cycle = cycle_of(policy.rules.cycle, portfolio, facts, compiler, as_of)
    return _selector(policy.edition_by, portfolio, facts, Dates(as_of, None, cycle.period))


def _published(one: PreparedEdition) -> date:
    return one.edition.published or date.min if one.edition is not None else date.min


def _selector(by: str, portfolio: Portfolio, facts: dict[str, FactValue], dates: Dates) -> date | None:
    plan = portfolio.plan
    if by == "as_of":
        return dates.as_of
    if by == "plan_start":
        return plan.started if plan is not None else None
    if by in {"cycle_start", "cycle_end"}:
        cycle = dates.cycle
        return None if cycle is None else cycle.start if by == "cycle_start" else cycle.last_day
    held = facts.get(by)
    return held if isinstance(held, date) else None


def _way(
    ready: PreparedPolicy,
    edition: PreparedEdition,
    way: PreparedWay,
    portfolio: Portfolio,
    facts: dict[str, FactValue],
    dates: Dates,
) -> Statement:
    cycle = cycle_of(way.rules.cycle, portfolio, facts, way.compiler, dates.as_of)
    known = Dates(dates.as_of, dates.known_at, cycle.period)

    def attempt(finer: int) -> Statement:
        record = Record(portfolio, known, facts, finer=finer)
        return state(ready, edition, way, record, cycle.missing)

    return finely_enough(attempt, _SETTLINGS * len(way.custom))


def _best(statements: list[Statement], edition: PreparedEdition) -> Statement:
    """Any way is enough: the first that is met, else the one that lacks least."""
    if len(statements) == 1 and not statements[0].alternative:
        return statements[0]
    found = min(statements, key=lambda one: (_BEST_FIRST.index(one.outcome), one.short))
    ways = tuple(WayOutcome(way.id, one.outcome, one.short) for way, one in zip(edition.ways, statements, strict=True))
    return evolve(found, alternatives=ways)


def _not_applicable(
    ready: PreparedPolicy, portfolio: Portfolio, dates: Dates, cycle: CycleFound, missing: tuple[str, ...]
) -> Statement:
    unit = ready.policy.unit
    return Statement(
        policy=ready.policy.id,
        digest=ready.digest,
        edition="",
        alternative="",
        educator=portfolio.educator.id,
        unit=unit.name,
        units=unit.many,
        as_of=dates.as_of,
        known_at=dates.known_at,
        cycle=cycle.period,
        outcome=Outcome.UNDETERMINED if missing else Outcome.NOT_APPLICABLE,
        required=ZERO,
        required_steps=(),
        total=ZERO,
        carried_in=ZERO,
        carried_out=ZERO,
        lines=(),
        requirements=(),
        sharing=0,
        quantum=None,
        certificate=None,
        fix=LeastFix(ZERO),
        deemed_by="",
        signed=(),
        missing=missing,
        alternatives=(),
        answers=(),
        options=(),
        citations=(),
        keep_until=None,
    )
