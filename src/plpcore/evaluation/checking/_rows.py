"""Rows by the educator's facts that leave somebody out, and editions that leave a day out."""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import evolve

from plpcore.errors import PlpError
from plpcore.evaluation._checks import Finding
from plpcore.evaluation._evaluate import selecting_day
from plpcore.evaluation._examples import portfolio_of
from plpcore.evaluation._reasons import Outcome
from plpcore.evaluation._statement import Statement
from plpcore.evaluation.checking._asked import Search, each_way
from plpcore.evaluation.checking._cases import Wanted, one_activity, scene, shown
from plpcore.policy import AmountRow, Edition, Example, Not, Policy, Rules, Together, together_of

_ONE = timedelta(1)
_A_MONTH = timedelta(31)
_MEANT = "write a last row without `when`; one with 0 says that it is meant"


def total_gap(policy: Policy) -> Iterator[Finding]:
    """An educator of whom no row of the total holds is required nothing."""
    for together, search in each_way(policy):
        total = together.rules.total
        if total is not None and total.rows:
            nobody = tuple(Not(row.when) for row in total.rows)
            case = one_activity(policy, together, search, Wanted(lambda found: not found.required, educator=nobody))
            if case is not None:
                what = f"for some educators no row of '{total.id}' holds, and nothing is required of them"
                yield Finding(f"{together.place('total')}.rows", what, _MEANT, case)


def step_table_gap(policy: Policy) -> Iterator[Finding]:
    """An educator of whom no row of a step table holds gets the amount 0."""
    for together, search in each_way(policy):
        for index, table in enumerate(together.rules.step_tables or ()):
            case = _without_step(policy, together, search, table.rows, table.id)
            if case is not None:
                what = f"for some educators no row of '{table.id}' holds, and its amount is 0"
                yield Finding(f"{together.place('step_tables')}[{index}].rows", what, _MEANT, case)


def _without_step(
    policy: Policy, together: Together, search: Search, rows: tuple[AmountRow, ...], table: str
) -> Example | None:
    nobody = tuple(Not(row.when) for row in rows)
    wanted = Wanted(
        lambda found: any(one.rule == table and dict(one.values) == {"amount": 0} for one in found.answers),
        educator=nobody,
    )
    return one_activity(policy, together, search, wanted)


def gap_in_editions(policy: Policy) -> Iterator[Finding]:
    """Between two editions lie some days on which none holds: one ends a little before the next begins.

    `until` is the first day that no longer belongs to an edition, so the next one begins on that very day.
    """
    for index, first, last in _gaps(policy):
        if last - first < _A_MONTH:
            days = f"on {first}" if first == last else f"from {first} to {last}"
            place = f"$.editions[{index}].from"
            mend = "let one edition begin where the other ends"
            yield Finding(place, f"no edition holds {days}", mend, _on_no_day(policy, first))


def time_not_covered(policy: Policy) -> Iterator[Finding]:
    """Between two editions lies more than a month for which no edition says anything. It may be meant.

    Days before the first edition and after the last are taken to be left out on purpose.
    """
    for index, first, last in _gaps(policy):
        if last - first >= _A_MONTH:
            what = f"nothing is said for the time from {first} to {last}"
            yield Finding(
                f"$.editions[{index}].from", what, "state an edition for it, if it is known", _on_no_day(policy, first)
            )


def _gaps(policy: Policy) -> Iterator[tuple[int, date, date]]:
    """Yield, with the place of the next edition, the first and the last day on which none holds."""
    until: date | None = date.min
    for index, edition in sorted(enumerate(policy.editions), key=lambda one: one[1].start or date.min):
        if until is not None and until != date.min and edition.start is not None and until < edition.start:
            yield index, until, edition.start - _ONE
        until = None if until is None or edition.until is None else max(until, edition.until)


def _on_no_day(policy: Policy, day: date) -> Example | None:
    """Return somebody whose edition is selected by a day on which none holds."""
    only = Edition(id="only", cite="-", start=day, until=day + _ONE, rules=Rules())
    one_day = evolve(policy, editions=(only,))
    stage = scene(one_day, next(together_of(one_day)), {})
    return None if stage is None else shown(policy, stage.example, _applies_to_nobody)


def _applies_to_nobody(found: Statement) -> bool:
    return found.outcome is Outcome.NOT_APPLICABLE


def edition_boundary_untested(policy: Policy) -> Iterator[Finding]:
    """No example stands on the first day of an edition, or none on the last day of the edition before it.

    Most mistakes with dates lie at such a boundary: a day too early, a day too late, the wrong date of the record.
    """
    if not policy.examples:
        return
    days = {_day_of(policy, one) for one in policy.examples}
    for index, edition in enumerate(policy.editions):
        if edition.start is None or not _has_one_before(policy, edition.start):
            continue
        missing = [day for day in (edition.start - _ONE, edition.start) if day not in days]
        if missing:
            named = " and none of ".join(map(str, missing))
            what = f"the edition '{edition.id}' begins on {edition.start}, and no example is of {named}"
            yield Finding(f"$.editions[{index}].from", what, f"write one whose {policy.edition_by} is that day")


def _day_of(policy: Policy, example: Example) -> date | None:
    try:
        return selecting_day(policy, portfolio_of(example), example.as_of)
    except PlpError:
        return None


def _has_one_before(policy: Policy, day: date) -> bool:
    return day > date.min and any(one.holds_on(day - _ONE) for one in policy.editions)
