"""Decisions of reviewers: amounts that they wrote, and denials that take credit."""

from datetime import date

import pytest

from plpcore.evaluation import Reason, Statement, Status, evaluate, verify
from plpcore.ids import ActivityId, EducatorId, ReviewId
from plpcore.model import Activity, Educator, Portfolio, Review, ReviewDecision, ReviewPurpose
from plpcore.quantity import Quantity, parse_quantity
from tests.evaluation.support import AS_OF, policy_from

HOURS = 'total = { amount = 5 }\nawards = [{ id = "hours", per = "hour" }]\n'


def review(amount: str = "", decision: str = "approved", decided: date | None = date(2024, 1, 2)) -> Review:
    found = ReviewDecision(decision)
    return Review(
        id=ReviewId(f"r-{decision}-{decided}"),
        subject="a",
        purpose=ReviewPurpose.CREDIT,
        decision=found,
        reviewer="r1",
        decided=decided,
        reason="" if found is ReviewDecision.APPROVED else "thin",
        amount=parse_quantity(amount) if amount else None,
    )


def judge(text: str, claimed: str, *reviews: Review) -> Statement:
    amounts: tuple[Quantity, ...] = (parse_quantity(claimed),) if claimed else ()
    activity = Activity(id=ActivityId("a"), kind="book", completed=date(2024, 1, 1), amounts=amounts)
    portfolio = Portfolio(educator=Educator(id=EducatorId("e")), activities=(activity,), reviews=reviews)
    statement = evaluate(policy_from(text), portfolio, as_of=AS_OF)
    assert verify(statement) == ()
    return statement


@pytest.mark.parametrize(
    ("option", "amount", "total"),
    [
        ("replaces", "3 credit", 3),
        ("replaces", "8 credit", 8),
        ("replaces", "2 hour", 2),
        ("replaces", "90 minute", "11/2"),
        ("lowers", "3 credit", 3),
        ("lowers", "8 credit", 4),
        ("lowers", "2 hour", 2),
        ("lowers", "8 hour", 4),
        ("ignored", "3 credit", 4),
        ("ignored", "2 hour", 4),
    ],
)
def test_what_a_reviewers_amount_does_is_an_option(option: str, amount: str, total: int | str) -> None:
    statement = judge(f'{HOURS}options = {{ reviewed_amount = "{option}" }}', "4 hour", review(amount))
    assert str(statement.total) == str(total)


def test_a_reviewers_amount_is_a_step_that_names_the_reviewer() -> None:
    (line,) = judge(HOURS, "4 hour", review("3 credit")).lines
    step = line.steps[-1]
    assert (step.reason, dict(step.arguments)["reviewer"]) == (Reason.REVIEWED, "r1")
    assert (line.earned, line.counted) == (3, 3)


def test_a_reviewers_amount_settles_what_nobody_could_value() -> None:
    assert judge(HOURS, "").lines[0].status is Status.UNDETERMINED
    found = judge(HOURS, "", review("5 credit"))
    assert (found.outcome, found.total) == ("met", 5)


def test_the_last_decision_is_the_one_that_holds() -> None:
    early, late = review("3 credit"), review("2 credit", decided=date(2024, 2, 1))
    assert judge(HOURS, "4 hour", late, early).total == 2


@pytest.mark.parametrize(("decision", "reason"), [("denied", Reason.DENIED), ("revoked", Reason.REVOKED)])
def test_a_denial_takes_the_credit_where_no_rule_asks_for_an_approval(decision: str, reason: Reason) -> None:
    statement = judge(HOURS, "4 hour", review(decision=decision))
    assert statement.total == 0
    assert [step.reason for step in statement.lines[0].refusals] == [reason]
    assert statement.not_counted == statement.lines


def test_a_return_takes_nothing_where_no_rule_asks_for_an_approval() -> None:
    statement = judge(HOURS, "4 hour", review(decision="returned"))
    assert statement.total == 4
    assert statement.not_counted == ()


@pytest.mark.parametrize(
    ("by", "first_day", "counted"),
    [
        ("completed", "2024-01-01", True),
        ("completed", "2024-01-02", False),
        ("approved", "2024-01-02", True),
        ("approved", "2024-01-03", False),
        ("started", "2024-01-01", True),
        ("entered", "2024-01-01", False),
    ],
)
def test_the_date_that_places_credit_is_an_option(by: str, first_day: str, counted: bool) -> None:
    text = f'{HOURS}options = {{ credit_date = "{by}" }}\nwindow = {{ from = {first_day}, until = 2025-01-01 }}'
    assert bool(judge(text, "5 hour", review()).total) is counted


def test_credit_that_nobody_approved_has_no_date_of_approval() -> None:
    text = f'{HOURS}options = {{ credit_date = "approved" }}\nwindow = {{ from = 2024-01-01 }}'
    statement = judge(text, "5 hour")
    assert (statement.outcome, statement.missing) == ("undetermined", ("approved",))


def test_whole_multiples_that_are_reached_exactly_lose_nothing() -> None:
    statement = judge('awards = [{ per = "hour", whole = 2 }]', "4 hour")
    assert [step.reason for step in statement.lines[0].steps] == [Reason.RATE]
    assert statement.total == 4


def test_a_fact_that_is_asked_for_twice_is_named_once() -> None:
    text = (
        'activity_facts = { topic = { type = "text" } }\n'
        'awards = [{ per = "hour", when = { any = [{ topic = "a" }, { topic = "b" }] } }]\ntotal = { amount = 1 }'
    )
    assert judge(text, "4 hour").missing == ("topic",)


def test_a_cap_that_is_not_for_this_educator_takes_nothing() -> None:
    text = (
        HOURS + 'facts = { role = { type = "text", default = "teacher" } }\n'
        'caps = [{ id = "c", at_most = 1, applies = { role = "coach" } }, { id = "d", at_most = 3 }]'
    )
    assert judge(text, "4 hour").total == 3


def test_the_statement_says_where_a_rule_is_written() -> None:
    statement = judge('awards = [{ id = "h", per = "hour", cite = "section 7" }]', "4 hour")
    assert (statement.cite("h"), statement.cite("nobody")) == ("section 7", "")
    assert statement.is_met


def test_dividing_credit_over_categories_is_no_refusal() -> None:
    statement = judge('awards = [{ per = "hour", split = { a = "1/2", b = "1/2" } }]', "4 hour")
    assert [(line.part, line.counted, line.refusals) for line in statement.lines] == [("a", 2, ()), ("b", 2, ())]


def test_the_claim_stays_as_it_was_entered_where_a_reviewer_wrote_another_amount() -> None:
    (line,) = judge(HOURS, "4 hour", review("2 hour")).lines
    assert (line.activity, [str(amount) for amount in line.claimed]) == ("a", ["4 hour"])


def test_another_date_of_credit_leaves_an_activity_its_kind() -> None:
    text = (
        'awards = [{ per = "hour", when = { kind = "book" } }, { fixed = 1, when = { kind = "chat" } }]\n'
        'options = { credit_date = "started" }'
    )
    assert judge(text, "4 hour").total == 4


def test_a_table_whose_fact_is_missing_names_its_rule() -> None:
    text = (
        'activity_facts = { score = { type = "text" } }\noptions = { missing = "does not hold" }\n'
        'awards = [{ id = "scores", table = { "5" = 20 }, by = "score" }]'
    )
    (line,) = judge(text, "").lines
    assert [(step.reason, step.rule) for step in line.steps] == [(Reason.FACT_MISSING, "scores")]
    assert dict(line.steps[0].arguments)["facts"] == ("score",)
