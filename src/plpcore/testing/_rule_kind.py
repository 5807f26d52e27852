"""Does a rule kind keep its promises? Tried on many tables and records."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from plpcore.errors import RuleKindError
from plpcore.evaluation import (
    ColumnFunction,
    Earned,
    EarnedColumns,
    RowFunction,
    RuleKind,
    Statement,
    evaluate,
    prepare,
    verify,
)
from plpcore.model import Portfolio
from plpcore.policy import Policy, Record, policy_of
from plpcore.testing._records import portfolios

_AS_OF = date(2026, 12, 31)


def check_rule_kind(kind: RuleKind, *, records: st.SearchStrategy[Portfolio] | None = None) -> None:
    """Check on many drawn tables and records that a rule kind keeps its promises.

    It is total (it never raises, and returns what it should), it says the same twice, it does not depend on the order
    in which a record holds its rows, its table reads back as it was written, every sum of the statement adds up, and
    its form for audits, where it has one, gives each activity what `rows` gives it.

    Args:
        kind: The rule kind; it must bring a `strategy`.
        records: A strategy of records, for a kind that asks for facts; None: `plpcore.testing.portfolios`.

    Raises:
        AssertionError: A promise is broken; Hypothesis shows the smallest table and record that show it.
    """
    if kind.strategy is None:
        raise AssertionError(f"rule kind '{kind.name}': it brings no strategy; give it a function that returns one")
    drawn = portfolios() if records is None else records

    # How long a machine takes, and how much a strategy draws, breaks no promise of the kind.
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(kind.strategy(), drawn, st.lists(drawn, max_size=2), st.randoms(use_true_random=False))
    def promises(spec: object, record: Portfolio, others: list[Portfolio], random: Any) -> None:  # noqa: ANN401
        trial = _Trial(kind, _policy(kind, spec))
        order = random.sample(record.activities, len(record.activities))
        trial.evaluates(record, evolve(record, activities=tuple(order)))
        if kind.rows is not None and kind.audit is not None:
            _check_audit(kind.rows, kind.audit, spec, [record, *others])

    promises()


def _policy(kind: RuleKind, spec: object) -> Policy:
    table: Record[Any] = Record(kind.spec)
    written = table.write(spec)
    _promise(table.read(written, "$.spec") == spec, "its table does not read back as it was written")
    head = {"id": "trial", "title": "A trial", "unit": {"name": "hour"}}
    awards = [{"id": "hours", "cite": "-", "per": "hour"}]
    rules = [{"id": "rule", "cite": "-", "kind": kind.name, "spec": written}]
    return policy_of({**head, "awards": awards, "rules": rules})


def _promise(is_kept: bool, what: str) -> None:  # noqa: FBT001 - as an assertion reads
    if not is_kept:
        raise AssertionError(what)


@frozen
class _Trial:
    """A kind with a policy that has one rule of it."""

    kind: RuleKind
    policy: Policy

    def evaluates(self, record: Portfolio, permuted: Portfolio) -> None:
        first = self._statement(record)
        _promise(self._statement(record) == first, "it does not say the same twice")
        _promise(self._statement(permuted) == first, "it depends on the order in which the record holds its rows")
        _promise(not verify(first), "the sums of the statement do not follow from its lines")

    def _statement(self, record: Portfolio) -> Statement:
        try:
            return evaluate(prepare(self.policy, [self.kind]), record, as_of=_AS_OF)
        except RuleKindError as error:
            raise AssertionError(str(error)) from error


def _check_audit(rows: RowFunction, audit: ColumnFunction, spec: object, records: Sequence[Portfolio]) -> None:
    held = [(f"e{index}", one) for index, record in enumerate(records) for one in _earned(record)]
    by_rows = [amount for record in records for amount in rows(spec, _earned(record))]
    by_columns = list(audit(spec, _columns(held)))
    note(f"rows: {by_rows}, audit: {by_columns}")
    _promise(by_columns == by_rows, "its form for audits gives other amounts than its rows")


def _earned(record: Portfolio) -> tuple[Earned, ...]:
    """Return what an hour for an hour earns, in the order of evaluation."""
    rows = sorted(record.activities, key=lambda one: (one.completed or date.min, one.id))
    return tuple(Earned(one, "", one.completed, sum((q.amount for q in one.amounts), Fraction(0))) for one in rows)


def _columns(held: Sequence[tuple[str, Earned]]) -> EarnedColumns:
    return EarnedColumns(
        educator=tuple(educator for educator, _ in held),
        activity=tuple(one.activity.id for _, one in held),
        part=tuple(one.part for _, one in held),
        kind=tuple(one.activity.kind for _, one in held),
        tags=tuple(one.activity.tags for _, one in held),
        day=tuple(one.day for _, one in held),
        credit=tuple(one.credit for _, one in held),
    )
