"""A record that cannot be judged is its educator's finding; it never ends the audit."""

from collections.abc import Callable
from datetime import date

import pytest

from plpcore.audit import AuditReport, EducatorRow, Fault, audit, compare
from plpcore.errors import PolicyError
from plpcore.evaluation import Outcome
from plpcore.ids import ActivityId, EducatorId, PlanId
from plpcore.model import Activity, Educator, Facts, Plan, Portfolio
from plpcore.period import Period
from plpcore.policy import Policy, parse_policy
from plpcore.quantity import Quantity

LOOSE = """
id = "loose"
title = "An hour is an hour"
unit = { name = "hour" }
[total]
id = "two"
cite = "1"
amount = 2
[[awards]]
id = "time"
cite = "2"
otherwise = true
per = "hour"
"""
STRICT = (
    LOOSE.replace("loose", "strict")
    + """
[activity_facts]
level = { type = "text", one_of = ["first", "second"] }
[[conditions]]
id = "levels"
cite = "3"
when = { level = "second" }
reflection = {}
"""
)
BY_ISSUE = (
    LOOSE
    + """
[facts]
issued = { type = "date" }
[cycle]
id = "years"
cite = "4"
anchor = "issue_date"
fact = "issued"
years = 5
"""
)
AS_OF = date(2025, 6, 30)
YEAR = Period.parse("2024-07-01/2025-07-01")
UNDECLARED = Fault(
    "$.activities.a.facts.level",
    "the value is not among those that the policy declares",
    "declared are first, second",
)


def learned(educator: str, level: str = "first", *, period: Period | None = None, hours: int = 2) -> Portfolio:
    activity = Activity(
        id=ActivityId("a"),
        kind="workshop",
        completed=date(2025, 1, 1),
        amounts=(Quantity.of(hours, "hour"),),
        facts=Facts({"level": level}),
    )
    plan = None if period is None else Plan(id=PlanId("p"), period=period)
    return Portfolio(educator=Educator(id=EducatorId(educator)), plan=plan, activities=(activity,))


def audited(*portfolios: Portfolio) -> AuditReport:
    return audit(parse_policy(STRICT), portfolios, as_of=AS_OF)


def test_the_others_are_judged_as_if_the_faulty_record_were_not_there() -> None:
    with_it = audited(learned("e1"), learned("e2", "third"), learned("e3", hours=1))
    without = audited(learned("e1"), learned("e3", hours=1))
    assert [row for row in with_it.rows if row.educator != "e2"] == list(without.rows)
    assert (with_it.kinds, with_it.reasons) == (without.kinds, without.reasons)
    assert (with_it.totals.claimed, with_it.totals.credit) == (without.totals.claimed, without.totals.credit)
    assert (with_it.totals.educators, with_it.totals.learners) == (3, 2)


def test_the_row_is_undetermined_and_says_what_is_wrong_where_and_how_to_mend_it() -> None:
    row = audited(learned("e1", "third")).rows[0]
    assert (row.outcome, row.fault) == (Outcome.UNDETERMINED, UNDECLARED)
    assert (row.required, row.total, row.short, row.earned) == (0, 0, 0, 0)
    assert (row.activities, row.counted, row.pending, row.claimed, row.not_counted) == (0, 0, 0, (), ())
    assert str(row.fault) == (
        "$.activities.a.facts.level: the value is not among those that the policy declares; declared are first, second"
    )


def test_the_row_stands_in_the_period_of_the_plan_where_there_is_one() -> None:
    assert [audited(learned("e", "third", period=one)).rows[0].cycle for one in (YEAR, None)] == [
        "2024-07-01/2025-07-01",
        "",
    ]
    without = Portfolio(
        educator=Educator(id=EducatorId("e")),
        plan=Plan(id=PlanId("p")),
        activities=learned("e", "third").activities,
    )
    assert audited(without).rows[0].cycle == ""


def test_faults_are_findings_and_are_counted_by_educator() -> None:
    years = [learned("e1", "third", period=period) for period in (YEAR, Period.parse("2025-07-01/2026-07-01"))]
    report = audited(*years, learned("e2", "fourth"), learned("e3"))
    assert report.totals.faults == 2
    assert report.totals.of(Outcome.UNDETERMINED) == 3
    assert [row.educator for row in report.findings] == ["e1", "e1", "e2"]
    assert audited(learned("e3")).totals.faults == 0


def test_a_date_that_leads_out_of_the_calendar_is_a_fault_too() -> None:
    educator = Educator(id=EducatorId("e"), facts=Facts({"issued": date(9999, 1, 1)}))
    row = audit(parse_policy(BY_ISSUE), [Portfolio(educator=educator)], as_of=AS_OF).rows[0]
    assert row.fault is not None
    assert row.fault.what == "the calendar does not reach that far"


def test_progress_is_told_for_a_faulty_record_too() -> None:
    told: list[int] = []
    audit(parse_policy(STRICT), [learned("e1", "third"), learned("e2")], as_of=AS_OF, progress=told.append)
    assert told == [1, 2]


def test_what_is_wrong_with_the_policy_still_ends_the_audit() -> None:
    custom = parse_policy(LOOSE + '[[rules]]\nid = "c"\ncite = "5"\nkind = "nobody-brought-it"\n')
    with pytest.raises(PolicyError, match="nobody-brought-it"):
        audit(custom, [learned("e")], as_of=AS_OF)


@pytest.mark.parametrize("swap", [False, True])
def test_a_comparison_goes_on_and_leaves_what_one_policy_cannot_judge_out_of_its_gains(swap: bool) -> None:
    policies = [parse_policy(LOOSE), parse_policy(STRICT)]
    first, second = reversed(policies) if swap else policies
    told: list[int] = []
    records = [learned("e1", "third"), learned("e2")]
    found = compare(first, second, records, as_of=AS_OF, progress=told.append)
    strict, loose = (found.first, found.second) if swap else (found.second, found.first)
    assert [row.fault for row in strict.rows] == [UNDECLARED, None]
    assert [row.fault for row in loose.rows] == [None, None]
    assert [one.educator for one in found.changed] == ["e1"]
    assert sum(one.activities for one in (*found.only_first, *found.only_second)) == 0
    assert told == [1, 2]


def _cycles(rows: tuple[EducatorRow, ...]) -> list[str]:
    return [row.cycle for row in rows]


def _policies(text: str) -> tuple[Policy, Policy]:
    return parse_policy(LOOSE), parse_policy(text)


def test_the_rows_of_a_comparison_belong_together_though_a_fault_hides_the_cycle() -> None:
    early, late = YEAR, Period.parse("2025-07-01/2026-07-01")
    anchored = STRICT + '[cycle]\nid = "c"\ncite = "4"\nanchor = "fixed"\nstart = 2026-01-01\nyears = 1\n'
    records = [learned("e", period=early), learned("e", "third", period=late)]
    for ordered in (records, records[::-1]):
        found = compare(*_policies(anchored), ordered, as_of=AS_OF)
        assert _cycles(found.first.rows) == [str(early), str(late)]
        assert _cycles(found.second.rows) == ["2026-01-01/2027-01-01", str(late)]
        assert [one.cycle for one in found.changed] == [str(early), str(late)]


def test_the_order_of_the_records_changes_nothing() -> None:
    records = [learned("e2", "third"), learned("e1"), learned("e3", "fourth")]
    judges: tuple[Callable[[list[Portfolio]], object], ...] = (
        lambda given: audit(parse_policy(STRICT), given, as_of=AS_OF),
        lambda given: compare(*_policies(STRICT), given, as_of=AS_OF),
    )
    for judge in judges:
        assert judge(records) == judge(records[::-1])
