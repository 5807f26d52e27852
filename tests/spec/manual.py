"""The pages of the manual and what stands on each, in the order of evaluation."""

from tests.spec.model import Page
from tests.spec.words import (
    awards,
    carry,
    conditions,
    decisions,
    documents,
    editions,
    examples,
    facts,
    floors,
    limits,
    measure,
    options,
    order,
    outcome,
    predicates,
    required,
    time,
)

PAGES = (
    Page(
        "document",
        "The document",
        "What a policy is called, in what unit it counts, where it was taken from, and how amounts are written.",
        (documents.POLICY, documents.UNIT, documents.AMOUNT),
    ),
    Page(
        "facts",
        "Facts and predicates",
        "What rules may ask about educators and activities, and in which words they ask it.",
        (facts.FACTS, predicates.PREDICATE),
    ),
    Page(
        "time",
        "Editions, cycles and windows",
        "Which version of the rules holds, when a cycle begins and ends, and on which days credit counts.",
        (editions.EDITION, editions.KNOWLEDGE, time.CYCLE, time.CALENDAR, time.WINDOW),
    ),
    Page(
        "required",
        "What is required",
        "The required total is stated, then added to, reduced, prorated and exempted, in this order.",
        (required.TOTAL, required.ADJUSTMENT),
    ),
    Page(
        "awards",
        "What an activity earns",
        "Each activity by itself, in order of date and id: the amount, the multiplier, the least, whole multiples; "
        "then a reviewer's amount, and whether it was claimed before.",
        (awards.AWARD, measure.MEASURE, awards.REPEATED),
    ),
    Page(
        "conditions",
        "Conditions",
        "What must be true for an activity's credit to count. A test is refused, or waits for somebody's decision, or "
        "cannot be told since a fact is missing.",
        (
            conditions.CONDITION,
            decisions.EVIDENCE,
            decisions.REFLECTION,
            decisions.GOAL,
            decisions.APPROVAL,
            decisions.PANEL,
            conditions.PROVIDER,
            conditions.WITHIN,
            conditions.ATTENDANCE,
            conditions.GRADE,
            conditions.REQUIRES,
        ),
    ),
    Page(
        "limits",
        "Blocks and caps",
        "Blocks come first, then caps: what does not count before its group is full, and what counts no further.",
        (limits.BLOCK, limits.CAP),
    ),
    Page(
        "floors",
        "Floors and sharing",
        "What is required of a category, and how many such requirements one hour may fill.",
        (floors.FLOOR, floors.SHARING),
    ),
    Page(
        "outcome",
        "The outcome",
        "What satisfies everything at once, what must be signed, what the statement answers beside the credit, and "
        "which of several ways is told.",
        (
            outcome.OUTCOME,
            outcome.DEEMED,
            outcome.ALTERNATIVE,
            outcome.SIGN_OFF,
            outcome.DEADLINE,
            outcome.STEP_TABLE,
            outcome.CUSTOM_RULE,
            time.RETENTION,
        ),
    ),
    Page(
        "carry-over", "Carry-over", "What goes on to the next cycle, and what came from the last one.", (carry.CARRY,)
    ),
    Page(
        "order",
        "The order shown",
        "What comes before what, where it makes a difference. The order of adjustments is shown under "
        "[Adjustment](required.md#the-order-of-adjustments).",
        (order.ORDER,),
    ),
    Page(
        "options", "What rules leave open", "Points that a published rule leaves open, decided by name.", options.WORDS
    ),
    Page("examples", "Worked examples", "The tests that stand inside a policy.", (examples.EXAMPLE,)),
)
