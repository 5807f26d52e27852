"""The audit of many educators: one row each, and sums that agree with the rows."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from plpcore.audit import AuditReport, Gain, audit, compare, compare_reports
from plpcore.errors import InputError
from plpcore.evaluation import GrantState, Outcome, Reason, prepare
from plpcore.ids import ActivityId, EducatorId, GrantId, ReviewId, RuleId
from plpcore.model import Activity, Educator, Grant, GrantKind, Portfolio, Review, ReviewDecision, ReviewPurpose
from plpcore.policy import parse_policy
from plpcore.quantity import Quantity, total_of

SEAT_TIME = """
id = "seat"
title = "Seat time"
unit = { name = "hour" }
[total]
id = "twelve"
cite = "section 1"
amount = 12
[[awards]]
id = "workshops"
cite = "section 2"
when = { kind = "workshop" }
per = "hour"
[[caps]]
id = "ten"
cite = "section 3"
at_most = 10
when = { tags = "capped" }
[[conditions]]
id = "approved"
cite = "section 4"
when = { tags = "asks" }
approval = {}
"""

PERSONAL = SEAT_TIME.replace('when = { kind = "workshop" }\n', "").replace('id = "seat"', 'id = "personal"')
AS_OF = date(2025, 6, 30)


def activity(name: str, kind: str, hours: str, *tags: str) -> Activity:
    amounts = (Quantity.of(hours, "hour"),)
    return Activity(id=ActivityId(name), kind=kind, completed=date(2025, 1, 1), amounts=amounts, tags=tags)


def portfolio(educator: str, *activities: Activity, reviews: tuple[Review, ...] = ()) -> Portfolio:
    return Portfolio(educator=Educator(id=EducatorId(educator)), activities=activities, reviews=reviews)


RECORDS = (
    portfolio("e3", activity("a", "workshop", "14", "capped")),
    portfolio("e1", activity("a", "workshop", "12")),
    portfolio("e2", activity("a", "book", "8"), activity("b", "workshop", "4")),
    portfolio("e4"),
    portfolio("e5", activity("a", "workshop", "12", "asks")),
)


@pytest.fixture
def report() -> AuditReport:
    return audit(parse_policy(SEAT_TIME), RECORDS, as_of=AS_OF)


def test_every_educator_has_one_row_in_the_order_of_their_ids(report: AuditReport) -> None:
    assert [row.educator for row in report.rows] == ["e1", "e2", "e3", "e4", "e5"]
    assert [row.outcome for row in report.rows] == [
        Outcome.MET,
        Outcome.SHORT,
        Outcome.SHORT,
        Outcome.SHORT,
        Outcome.MET_IF_APPROVED,
    ]


def test_a_row_says_what_is_required_what_counts_and_what_is_short(report: AuditReport) -> None:
    row = report.rows[2]
    assert (row.required, row.earned, row.total, row.short) == (12, 14, 10, 2)
    assert (row.activities, row.counted, row.pending, row.missing) == (1, 1, 0, ())
    assert report.rows[4].pending == 1


def test_the_totals_are_the_sums_of_the_rows(report: AuditReport) -> None:
    totals = report.totals
    assert totals.educators == len(report.rows)
    assert totals.learners == 4
    assert totals.activities == sum(row.activities for row in report.rows)
    assert totals.counted == sum(row.counted for row in report.rows)
    assert totals.credit == sum(row.total for row in report.rows)
    assert totals.short == sum(row.short for row in report.rows)
    assert sum(count for _, count in totals.outcomes) == len(report.rows)
    assert totals.of(Outcome.SHORT) == 3


def test_each_kind_says_how_much_was_claimed_and_how_much_counts(report: AuditReport) -> None:
    book, workshop = report.kinds
    assert (book.kind, book.activities, book.counted, book.educators, book.credit) == ("book", 1, 0, 1, 0)
    assert (workshop.activities, workshop.counted, workshop.educators) == (4, 3, 4)
    assert (workshop.earned, workshop.credit) == (42, 26)


def test_each_reason_says_how_much_learning_it_concerns(report: AuditReport) -> None:
    found = {row.reason: row for row in report.reasons}
    assert found[Reason.CAP_REACHED].credit == 4
    assert (found[Reason.CAP_REACHED].rule, found[Reason.CAP_REACHED].cite) == ("ten", "section 3")
    assert (found[Reason.NO_AWARD].activities, found[Reason.NO_AWARD].educators) == (1, 1)
    assert found[Reason.AWAITING_APPROVAL].credit == 12


def test_the_findings_are_those_that_somebody_must_look_at(report: AuditReport) -> None:
    assert [row.educator for row in report.findings] == ["e2", "e3", "e4", "e5"]


def test_progress_is_told_after_each_record() -> None:
    told: list[int] = []
    audit(prepare(parse_policy(SEAT_TIME)), RECORDS, as_of=AS_OF, progress=told.append)
    assert told == [1, 2, 3, 4, 5]


def test_the_order_of_the_records_changes_nothing(report: AuditReport) -> None:
    assert audit(parse_policy(SEAT_TIME), reversed(RECORDS), as_of=AS_OF) == report


def test_knowledge_is_cut_off_where_it_is_asked_for() -> None:
    approval = Review(
        id=ReviewId("r"),
        subject="a",
        purpose=ReviewPurpose.CREDIT,
        decision=ReviewDecision.APPROVED,
        decided=date(2025, 6, 1),
    )
    records = [portfolio("e", activity("a", "workshop", "12", "asks"), reviews=(approval,))]
    policy = parse_policy(SEAT_TIME)
    assert audit(policy, records, as_of=AS_OF).rows[0].outcome is Outcome.MET
    early = audit(policy, records, as_of=AS_OF, known_at=date(2025, 5, 1))
    assert early.rows[0].outcome is Outcome.MET_IF_APPROVED


def test_two_policies_show_which_learning_only_one_of_them_counts(report: AuditReport) -> None:
    second = audit(parse_policy(PERSONAL), RECORDS, as_of=AS_OF)
    found = compare_reports(report, second)
    assert [row.kind for row in found.kinds] == ["book", "workshop"]
    book = found.kinds[0]
    assert (book.activities, book.counted, book.credit) == (1, (0, 1), (Fraction(0), Fraction(8)))
    assert [(one.educator, one.first, one.second) for one in found.changed] == [("e2", Outcome.SHORT, Outcome.MET)]
    assert found.gained == found.changed
    assert found.lost == ()
    back = compare_reports(second, report)
    assert [one.educator for one in back.lost] == ["e2"]


def test_a_kind_that_only_one_audit_knows_counts_nothing_in_the_other(report: AuditReport) -> None:
    second = audit(parse_policy(PERSONAL), [*RECORDS[:4], portfolio("e5", activity("a", "chat", "1"))], as_of=AS_OF)
    kinds = {row.kind: row.counted for row in compare_reports(report, second).kinds}
    assert kinds["chat"] == (0, 1)
    assert {row.kind: row.counted for row in compare_reports(second, report).kinds}["chat"] == (1, 0)


def test_audits_of_other_educators_are_refused(report: AuditReport) -> None:
    second = audit(parse_policy(PERSONAL), RECORDS[:2], as_of=AS_OF)
    with pytest.raises(InputError, match="not of the same educators; audit the same records"):
        compare_reports(report, second)


def test_what_does_not_count_is_told_in_the_units_in_which_it_was_claimed(report: AuditReport) -> None:
    rows = {row.educator: row for row in report.rows}
    assert rows["e2"].claimed == (Quantity.of(12, "hour"),)
    assert rows["e2"].not_counted == (Quantity.of(8, "hour"),)
    assert rows["e3"].not_counted == (Quantity.of(4, "hour"),)
    assert rows["e1"].not_counted == ()
    assert report.totals.claimed == (Quantity.of(50, "hour"),)
    assert report.totals.not_counted == (Quantity.of(24, "hour"),)
    assert {row.kind: total_of(row.not_counted, "hour") for row in report.kinds} == {"book": 8, "workshop": 16}
    assert {row.reason: total_of(row.not_counted, "hour") for row in report.reasons} == {
        Reason.NO_AWARD: 8, Reason.CAP_REACHED: 4, Reason.AWAITING_APPROVAL: 12,
    }  # fmt: skip


def test_minutes_are_added_to_hours_and_other_units_stand_for_themselves() -> None:
    amounts = (Quantity.of(90, "minute"), Quantity.of(1, "hour"), Quantity.of(30, "page"), Quantity.of(0, "day"))
    book = Activity(id=ActivityId("a"), kind="book", completed=date(2025, 1, 1), amounts=amounts)
    row = audit(parse_policy(SEAT_TIME), [portfolio("e", book)], as_of=AS_OF).rows[0]
    assert row.claimed == row.not_counted == (Quantity.of("2.5", "hour"), Quantity.of(30, "page"))


def test_an_activity_whose_credit_is_split_is_one_activity() -> None:
    split = SEAT_TIME.replace('per = "hour"\n', 'per = "hour"\nsplit = { first = "1/4", second = "3/4" }\n')
    split = split.replace('"capped"', '"second"').replace("at_most = 10", "at_most = 3")
    report = audit(parse_policy(split), [portfolio("e", activity("a", "workshop", "8"))], as_of=AS_OF)
    assert (report.rows[0].activities, report.rows[0].counted, report.rows[0].total) == (1, 1, 5)
    assert report.rows[0].not_counted == (Quantity.of(3, "hour"),)
    assert (report.kinds[0].activities, report.kinds[0].earned, report.kinds[0].credit) == (1, 8, 5)
    assert [(row.reason, row.activities, row.credit) for row in report.reasons] == [(Reason.CAP_REACHED, 1, 3)]


def test_activity_by_activity_two_policies_show_what_only_one_of_them_counts() -> None:
    capped = SEAT_TIME.replace("at_most = 10", "at_most = 13")
    records = (*RECORDS, portfolio("e6", activity("a", "workshop", "12", "capped"), activity("b", "chat", "1")))
    told: list[int] = []
    found = compare(parse_policy(PERSONAL), prepare(parse_policy(capped)), records, as_of=AS_OF, progress=told.append)
    assert told == [1, 2, 3, 4, 5, 6]
    assert found.only_second == (
        Gain("", 2, 2, (Quantity.of(5, "hour"),)), Gain("workshop", 2, 2, (Quantity.of(5, "hour"),)),
    )  # fmt: skip
    assert found.only_first == (
        Gain("", 2, 2, (Quantity.of(9, "hour"),)),
        Gain("book", 1, 1, (Quantity.of(8, "hour"),)),
        Gain("chat", 1, 1, (Quantity.of(1, "hour"),)),
    )
    reports = [audit(parse_policy(text), records, as_of=AS_OF) for text in (PERSONAL, capped)]
    assert (found.first, found.second) == tuple(reports)
    assert found.kinds == compare_reports(*reports).kinds


def test_the_same_policy_twice_shows_no_difference() -> None:
    found = compare(parse_policy(SEAT_TIME), parse_policy(SEAT_TIME), RECORDS, as_of=AS_OF, known_at=AS_OF)
    assert found.only_first == found.only_second == (Gain(""),)
    assert found.changed == ()


def test_the_totals_count_the_grants_by_what_they_did() -> None:
    def grant(name: str, rule: str, **given: Any) -> Grant:
        said = {"kind": GrantKind.WAIVER, "authority": "board", "reason": "Leave.", "granted": date(2025, 1, 1)}
        return Grant(id=GrantId(name), rule=RuleId(rule), **{**said, **given})

    first = (grant("a", "ten"), grant("b", "twelve"), grant("c", "ten", expires=date(2025, 6, 30)))
    records = (evolve(RECORDS[0], grants=first), evolve(RECORDS[1], grants=(grant("a", "twelve"), grant("b", "of"))))
    found = audit(parse_policy(SEAT_TIME), records, as_of=AS_OF)
    assert [[state.value for state in row.grants] for row in found.rows] == [
        ["moot", "unknown rule"],
        ["used", "moot", "expired"],
    ]
    assert [count for _, count in found.totals.grants] == [1, 2, 1, 0, 1]
    assert audit(parse_policy(SEAT_TIME), RECORDS, as_of=AS_OF).totals.grants == tuple((one, 0) for one in GrantState)
