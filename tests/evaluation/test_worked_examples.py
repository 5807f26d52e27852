"""The examples inside a policy: what they describe, and what is said when one fails."""

from datetime import date
from fractions import Fraction

from plpcore.evaluation import credited_by_activity, portfolio_of, run_examples
from plpcore.model import ReviewDecision, Text
from plpcore.policy import Policy
from tests.evaluation.support import policy_from

RULES = """
facts = { fte = { type = "number" } }
sign_offs = [{ id = "principal" }]
total = { id = "total", rows = [{ when = { fte = { at_least = 1 } }, amount = 12 }, { amount = 6 }] }
awards = [{ id = "hours", per = "hour" }]
conditions = [{ id = "evidence", evidence = { kinds = "artifact" }, when = { kind = "book" } }]
floors = [{ id = "equity", when = { tags = "equity" }, at_least = 3 }]
carry_over = { id = "carry", at_most = 2 }
retention = { id = "keep", years = 3 }
editions = [{ id = "first", until = 2030-01-01 }, { id = "second", from = 2030-01-01 }]
deemed = [{ id = "board", when = { kind = "national-certification" } }]
"""

RIGHT = """
[[example]]
id = "right"
as_of = 2025-06-30
cycle = { from = 2024-07-01, until = 2025-07-01 }
started = 2024-07-01
educator = { fte = 1 }
signed = ["principal"]
approved_goals = ["g2"]
[[example.activities]]
completed = 2025-01-01
amounts = { hour = [5, "2.5"] }
tags = "equity"
goals = "g1"
[[example.activities]]
id = "read"
kind = "book"
completed = 2025-02-01
amounts = { hour = 4 }
evidence = "note"
[[example.activities]]
kind = "edcamp"
completed = 2025-03-01
amounts = { hour = 6 }
reflections = [{ prompt = "why", words = 3 }]
reviews = [{ decision = "returned", decided = 2025-03-01 }, { amount = 7, decided = 2025-03-02 }]
[example.expect]
outcome = "met"
edition = "first"
required = 12
total = "14.5"
short = 0
carried_out = 2
credited = { a1 = "7.5", read = 0 }
needed = { equity = 3 }
missing = { equity = 0 }
refused = { read = "evidence" }
unsigned = []
undetermined = []
deemed = false
"""

WRONG = """
[[example]]
id = "wrong"
as_of = 2025-06-30
carried_in = 2
educator = { fte = 1 }
activities = [{ amounts = { hour = 4 } }]
[example.expect]
outcome = "met"
edition = "second"
required = 6
total = "1/3"
short = 0
carried_out = 2
credited = { a1 = 1, a9 = 1 }
needed = { equity = 4, gone = 1 }
missing = { equity = 0 }
refused = { a1 = "evidence" }
unsigned = []
undetermined = ["fte"]
deemed = true
"""


def policy(text: str) -> Policy:
    return policy_from(RULES + text)


def test_an_example_that_the_policy_fulfils_passes() -> None:
    (result,) = run_examples(policy(RIGHT))
    assert result.differences == ()
    assert result.passed


def test_an_example_that_fails_says_what_was_expected_and_what_came() -> None:
    (result,) = run_examples(policy(WRONG))
    assert not result.passed
    assert result.differences == (
        "outcome: expected met, got short",
        "edition: expected second, got first",
        "required: expected 6, got 12",
        "total: expected 1/3, got 6",
        "short: expected 0, got 6",
        "carried_out: expected 2, got 0",
        "unsigned: expected nothing, got principal",
        "undetermined: expected fte, got nothing",
        "deemed: expected True, got False",
        "credited.a1: expected 1, got 4",
        "credited.a9: expected 1, got None",
        "needed.equity: expected 4, got 3",
        "needed.gone: expected 1, got None",
        "missing.equity: expected 0, got 3",
        "refused.a1: expected evidence, got nothing",
    )


def test_an_example_describes_a_whole_record() -> None:
    (example,) = policy(RIGHT).examples
    record = portfolio_of(example)
    first, read, camp = record.activities
    assert [str(amount) for amount in first.amounts] == ["5 hour", "2.5 hour"]
    assert (first.id, read.id, camp.kind) == ("a1", "read", "edcamp")
    assert [goal.id for goal in record.goals] == ["g1", "g2"]
    assert record.plan is not None
    assert str(record.plan.period) == "2024-07-01/2025-07-01"
    assert record.plan.started == date(2024, 7, 1)
    assert [(one.kind, one.content) for one in record.evidence] == [("note", Text(body="example"))]
    assert [(one.prompt, len(one.body.split())) for one in record.reflections] == [("why", 3)]
    decisions = {one.subject: one.decision for one in record.reviews if one.subject != "a3"}
    assert decisions == {"g2": ReviewDecision.APPROVED}
    assert [one.name for one in record.sign_offs] == ["principal"]


def test_credit_carried_in_is_part_of_an_example() -> None:
    (example,) = policy(WRONG).examples
    assert [one.amount for one in portfolio_of(example).carried_in] == [Fraction(2)]
    assert portfolio_of(example).plan is not None


def test_the_parts_of_a_divided_activity_are_credited_together() -> None:
    split = 'awards = [{ per = "hour", split = { a = "1/2", b = "1/2" } }]\n'
    example = (
        '[[example]]\nid = "x"\nas_of = 2025-01-01\n'
        "activities = [{ amounts = { hour = 3 } }]\nexpect = { credited = { a1 = 3 } }\n"
    )
    (result,) = run_examples(policy_from(split + example))
    assert result.passed
    assert credited_by_activity(result.statement) == {"a1": 3}


ANSWERING = """
facts = { late = { type = "flag" }, role = { type = "text" } }
retention = { id = "keep", years = 3 }
deadlines = [{ id = "late", when = { late = true }, then = { fee = 20, due = "2025-07-31", why = ["a", "b"] } }]
step_tables = [{ id = "stipend", rows = [{ when = { late = false }, amount = "1.5" }] }]
alternatives = [{ id = "short-way", total = { amount = 0 } }, { id = "long-way", total = { amount = 9 } }]
[[example]]
id = "x"
as_of = 2025-01-01
cycle = { from = 2024-07-01, until = 2025-07-01 }
educator = { late = true }
"""


def differences(expected: str) -> tuple[str, ...]:
    (result,) = run_examples(policy_from(ANSWERING + expected))
    return result.differences


def test_an_example_can_say_how_long_evidence_is_kept_what_is_answered_and_which_way_gives_the_result() -> None:
    right = """
        [example.expect]
        alternative = "short-way"
        kept_until = 2028-06-30
        [example.expect.answers]
        late = { due = 2025-07-31, fee = 20, why = ["a", "b"] }
        stipend = { amount = 0 }
    """
    assert differences(right) == ()
    wrong = """
        [example.expect]
        alternative = "long-way"
        kept_until = 2028-07-01
        [example.expect.answers]
        late = { due = 2025-07-30, fee = 20 }
        stipend = {}
        nobody = { amount = 1 }
    """
    assert differences(wrong) == (
        "alternative: expected long-way, got short-way",
        "kept_until: expected 2028-07-01, got 2028-06-30",
        "answers.late: expected due = 2025-07-30, fee = 20, got due = 2025-07-31, fee = 20, why = a, b",
        "answers.nobody: expected amount = 1, got nothing",
        "answers.stipend: expected nothing, got amount = 0",
    )


def test_a_floor_that_does_not_apply_needs_and_lacks_nothing() -> None:
    found = policy_from(
        'facts = { new = { type = "flag" } }\n'
        'floors = [{ id = "equity", applies = { new = true }, at_least = 3 }]\n'
        '[[example]]\nid = "x"\nas_of = 2025-01-01\neducator = { new = false }\n'
        "expect = { needed = { equity = 0 }, missing = { equity = 1 } }\n"
    )
    (result,) = run_examples(found)
    assert result.differences == ("missing.equity: expected 1, got 0",)


def test_an_example_can_say_that_nothing_took_credit_from_an_activity() -> None:
    text = """
        awards = [{ id = "hours", per = "hour" }]
        caps = [{ id = "chats", when = { kind = "chat" }, at_most = 2 }]
        [[example]]
        id = "x"
        as_of = 2025-01-01
        activities = [{ amounts = { hour = 3 } }, { kind = "chat", amounts = { hour = 3 } }]
        expect = { refused = { a1 = "", a2 = "" } }
    """
    (result,) = run_examples(policy_from(text))
    assert result.differences == ("refused.a2: expected nothing, got chats",)
