from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest
from attrs import evolve

from plpcore.evaluation import Answer, FixPart, LeastFix, Outcome, Statement
from plpcore.report import catalogue, render_markdown, render_text
from tests.evaluation.support import HOURS as EACH_HOUR
from tests.evaluation.support import did, judge, waived
from tests.report.cases import activity, judged, portfolio, statements
from tests.report.policies import HOURS

EXPECTED = Path(__file__).parent / "expected"
Detail = Literal["summary", "tree"]

# Name of the statement, language, how much, columns.
TEXTS: list[tuple[str, str, Detail, int]] = [
    ("short", "en", "summary", 80),
    ("short", "en", "tree", 80),
    ("short", "es", "summary", 80),
    ("limits", "en", "summary", 80),
    ("limits", "es", "tree", 60),
    ("awards", "en", "tree", 100),
    ("awards", "en", "summary", 100),
    ("conditions", "en", "summary", 100),
    ("conditions", "es", "summary", 100),
    ("exempt", "en", "tree", 80),
    ("sign-offs", "en", "summary", 80),
    ("deemed", "en", "summary", 80),
    ("host", "en", "summary", 80),
    ("met", "es", "summary", 80),
    ("grants", "en", "tree", 80),
    ("grants", "es", "summary", 80),
]
PAGES: list[tuple[str, str, Detail]] = [
    ("short", "en", "summary"),
    ("limits", "es", "tree"),
    ("empty", "en", "summary"),
    ("grants", "en", "summary"),
]


@pytest.mark.parametrize(("name", "language", "detail", "width"), TEXTS)
def test_a_statement_is_told_word_for_word(name: str, language: str, detail: Detail, width: int) -> None:
    told = render_text(statements()[name], catalogue(language), width=width, detail=detail)
    assert told == (EXPECTED / f"{name}.{language}.{detail}.txt").read_text("utf-8")


@pytest.mark.parametrize(("name", "language", "detail"), PAGES)
def test_a_statement_is_written_as_markdown_word_for_word(name: str, language: str, detail: Detail) -> None:
    told = render_markdown(statements()[name], catalogue(language), detail=detail)
    assert told == (EXPECTED / f"{name}.{language}.{detail}.md").read_text("utf-8")


def test_an_activity_that_earns_nothing_is_told_by_its_award_and_not_by_a_grant() -> None:
    found = judge(f"{EACH_HOUR}caps = [{{ at_most = 0 }}]\n", did(amounts="0 hour"), grants=(waived("caps-0"),))
    assert found.lines[0].steps[-1].is_note
    told = render_text(found, catalogue("en"))
    assert ("[award-rate]" in told, "[waived]" in told) == (True, False)


OTHERS = set(EXPECTED.glob("plain-*"))
"""Held by the tests of plain descriptions."""


@pytest.mark.parametrize("page", sorted(set(EXPECTED.iterdir()) - OTHERS), ids=lambda page: page.name)
def test_no_expected_page_is_forgotten(page: Path) -> None:
    texts = {f"{name}.{language}.{detail}.txt" for name, language, detail, _ in TEXTS}
    assert page.name in texts | {f"{name}.{language}.{detail}.md" for name, language, detail in PAGES}


def verdict(name: str) -> str:
    return render_text(statements()[name], catalogue("en"), width=1000).splitlines()[0]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("met", "MET: 7\u00a01/3 of 5 clock hours count."),
        (
            "pending",
            "MET IF APPROVED: 0 of 5 clock hours count; 1 claim is waiting, which would be enough once",
        ),
        ("short", "SHORT: 4.25 of 5 clock hours count; 0.75 clock hours more are needed."),
        ("limits", "SHORT: 12 of 20 PDPs count; 8 PDPs more are needed; one requirement lacks different values."),
        ("class unknown", "CANNOT BE TOLD YET: it cannot be told without classes."),
        ("no edition", "DOES NOT APPLY: no edition of the policy holds here."),
        ("exempt", "MET: no credit is required."),
        ("no total", "SHORT: 1 credit counts, no total is required; 1 sign-off is missing."),
        ("sign-offs", "SHORT: no credit is required; 2 sign-offs are missing."),
        ("deemed", "MET: “National certification” satisfies everything."),
        ("open", "CANNOT BE TOLD YET: it cannot be told from what is recorded; 0 of 5 clock hours count; "),
    ],
)
def test_the_first_line_says_how_it_stands(name: str, line: str) -> None:
    assert verdict(name).startswith(line)


def missing(held: Statement) -> list[str]:
    """Return the sentences on what is missing."""
    lines = render_text(held, catalogue("en"), width=1000).splitlines()
    start = lines.index("What is missing") + 1
    return [line.removeprefix("  - ") for line in lines[start : lines.index("", start)]]


def test_a_credit_that_fills_two_of_three_requirements_is_explained() -> None:
    assert missing(statements()["shared"]) == [
        "1.5 hours more.",
        "At least 1 of that for Reading.",
        "At least 1 of that for Equity.",
        "At least 1 of that for History.",
        "No credit counts for more than 2 of these.",
    ]


def test_a_credit_that_fills_one_of_two_requirements_is_explained() -> None:
    assert missing(statements()["split"]) == [
        "2 hours more, at least 1 of that for Reading, at least 1 of that for Equity.",
        "No credit counts for more than one of these.",
    ]


def part(amount: int, *places: str) -> FixPart:
    return FixPart(places, Fraction(amount))


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([part(3, "reading", "equity")], ["3 hours more, all of that for Reading or Equity."]),
        (
            [part(1, "reading"), part(3, "reading", "equity")],
            [
                "3 hours more, at least 1 of that for Reading, all of that for Reading or Equity.",
                "No credit counts for more than one of these.",
            ],
        ),
        (
            [part(2, "reading", "equity"), part(1, "history"), part(3, "reading", "equity", "history")],
            [
                "3 hours more, at least 2 of that for Reading or Equity, at least 1 of that for history.",
                "No credit counts for more than one of these.",
            ],
        ),
    ],
)
def test_what_follows_from_the_rest_is_not_said_again_and_nothing_else_is_left_out(
    parts: list[FixPart], told: list[str]
) -> None:
    held = statements()["split"]
    assert missing(evolve(held, fix=LeastFix(Fraction(3), tuple(parts)))) == told


def test_a_set_that_shared_credit_must_fill_is_explained() -> None:
    held = statements()["shared"]
    told = missing(evolve(held, fix=LeastFix(Fraction(2), (part(4, "reading", "equity"),))))
    shared = "where credit that fits several counts for each of them, for 2 at most."
    assert told == [f"2 hours more, at least 4 for Reading or Equity, {shared}"]


def test_a_requirement_that_gets_nothing_of_an_activity_is_not_said_to_be_filled() -> None:
    held = statements()["met"]
    empty = evolve(held, lines=(evolve(held.lines[0], placed_units=(("equity", 0),)),))
    assert "Fills Equity" in render_text(held, catalogue("en"))
    assert "Fills" not in render_text(empty, catalogue("en"))
    assert "    Could also fill Equity." in render_text(empty, catalogue("en"), detail="tree")


def test_floors_that_the_same_hour_may_fill_are_told_so() -> None:
    told = render_text(statements()["overlap"], catalogue("en"))
    assert "  - 1 hour more, all of that for Reading, all of that for Equity." in told
    assert "  - One and the same credit may fill several of these." in told


def test_floors_of_different_years_are_not_said_to_share_an_hour() -> None:
    held = statements()["overlap"]
    total, reading, equity = held.requirements
    yearly = evolve(held, requirements=(total, evolve(reading, span="2022"), evolve(equity, span="2023")))
    pairs = zip(yearly.requirements[1:], held.fix.parts, strict=True)
    parts = tuple(FixPart((one.key,), part.at_least) for one, part in pairs)
    told = render_text(evolve(yearly, fix=evolve(held.fix, parts=parts)), catalogue("en"))
    assert "all of that for Reading (2022), all of that for Equity (2023)" in told
    assert "One and the same credit" not in told


def test_a_cap_of_the_cycle_and_a_cap_of_the_week_do_not_say_the_same() -> None:
    told = render_text(statements()["limits"], catalogue("en"))
    assert "More under “Half by reading” does not help: its cap is reached." in told
    assert "More under “Two a week” does not help in a week where its cap is reached." in told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "More under “c”, for equal values of the kind, does not help: its cap is reached."),
        ("es", "Más crédito de «c», a igualdad de valores (el tipo), no ayuda: se alcanzó su tope."),
    ],
)
def test_a_cap_for_each_value_of_a_fact_leaves_open_that_another_value_helps(language: str, told: str) -> None:
    text = EACH_HOUR + 'total = { amount = 5 }\ncaps = [{ id = "c", at_most = 1, by = "kind" }]\n'
    assert told in " ".join(render_text(judge(text, did(amounts="2 hour")), catalogue(language)).split())


def test_a_cap_that_no_step_shows_is_told_as_a_cap_of_the_cycle() -> None:
    held = statements()["limits"]
    told = render_text(evolve(held, lines=()), catalogue("en"))
    assert "More under “Two a week” does not help: its cap is reached." in told


def test_an_unknown_fact_that_may_change_what_counts_is_named() -> None:
    assert "    Unknown: topic. What counts may change with it." in render_text(statements()["maybe"], catalogue("en"))


def test_a_reviewer_s_amount_is_told_to_the_claimant() -> None:
    told = render_text(statements()["awards"], catalogue("en"))
    assert "    - A reviewer, r-7, wrote 1 point. [reviewed-amount]" in told
    assert "    - A reviewer wrote 1.5 hours. [reviewed-amount]" in told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Set by a program of the host, which no proof looks into: half."),
        ("es", "Lo fija un programa externo, en el que ninguna prueba entra: half."),
    ],
)
def test_what_a_host_s_rule_set_is_told_and_marked_in_every_form_and_language(language: str, told: str) -> None:
    statement, words = statements()["host sets"], catalogue(language)
    assert told in render_text(statement, words, width=1000)
    assert told in render_text(statement, words, width=1000, detail="tree")
    assert told in render_markdown(statement, words)


def test_credit_that_a_host_s_rule_raised_is_told_too() -> None:
    assert "Set by a rule of the host's own kind: half." in render_text(
        statements()["host sets openly"], catalogue("en"), width=1000
    )


def test_a_unit_and_a_kind_without_words_are_told_by_their_codes() -> None:
    held = judged(HOURS, portfolio(activity("a1", "own-kind", "1 lesson_plan", "2 hour")))
    assert "a1 (own-kind, 2024-03-01; claimed 1 lesson plan, 2 hours): 2" in render_text(held, catalogue("en"))


def test_a_requirement_inside_another_one_and_the_least_amount_placed_are_told() -> None:
    told = render_text(statements()["nested"], catalogue("en"), width=100)
    assert "Reading, within Literacy [##########..........] 0.5 of 1 hour, 0.5 short" in told
    assert "  - Credit is placed in whole multiples of 0.5 hours." in told
    assert "  - No credit counts for more than one of these, unless one lies within another." in told


def test_an_answer_that_cannot_be_told_names_what_is_missing() -> None:
    held = statements()["host"]
    answer = Answer("june", opaque=False, values=(), missing=("hired", "completed"))
    told = render_text(evolve(held, answers=(answer,)), catalogue("en"))
    assert "  - Due in June: not known: hired, the day it was completed" in told


def test_a_page_without_requirements_has_no_table_of_them() -> None:
    page = render_markdown(statements()["no edition"], catalogue("en"))
    assert page.startswith("# DOES NOT APPLY\n\nNo edition of the policy holds here.\n")
    assert "## Requirements" not in page


def test_names_stand_on_lines_of_their_own_when_one_of_them_is_long() -> None:
    held = statements()["short"]
    name = "A requirement whose name is longer than thirty characters"
    long = evolve(held, requirements=(held.requirements[0], evolve(held.requirements[1], name=name)))
    told = render_text(long, catalogue("en"), width=60)
    assert "\n  Total\n    [#################...] 4.25 of 5 clock hours, 0.75 short\n" in told
    assert f"\n  {name}\n    [#####...............] 0.25 of 1 clock hour, 0.75 short\n" in told


@pytest.mark.parametrize("width", [0, 40, 72, 200])
@pytest.mark.parametrize("name", list(statements()))
def test_no_line_is_wider_than_asked_unless_a_word_is(name: str, width: int) -> None:
    for line in render_text(statements()[name], catalogue("en"), width=width, detail="tree").splitlines():
        assert len(line) <= max(width, 40) or len(line.split()) <= 2


def test_colour_marks_the_verdict_and_the_headings_and_changes_no_word() -> None:
    held = statements()["short"]
    plain, bright = (render_text(held, catalogue("en"), color=color) for color in (False, True))
    assert "\x1b" not in plain
    assert bright.startswith("\x1b[31mSHORT: ")
    assert "\x1b[1mRequirements\x1b[0m" in bright
    assert "\x1b[31m  Equity [#####...............] 0.25 of 1 clock hour, 0.75 short\x1b[0m\n" in bright
    stripped = bright
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[31m"):
        stripped = stripped.replace(code, "")
    assert stripped == plain


@pytest.mark.parametrize(
    ("outcome", "code"),
    [(Outcome.MET, 32), (Outcome.MET_IF_APPROVED, 33), (Outcome.UNDETERMINED, 33), (Outcome.NOT_APPLICABLE, 33)],
)
def test_each_outcome_has_its_colour(outcome: Outcome, code: int) -> None:
    held: Statement = evolve(statements()["empty"], outcome=outcome)
    assert render_text(held, catalogue("en"), color=True).startswith(f"\x1b[{code}m")


def test_what_the_record_holds_cannot_steer_the_terminal_or_become_markup() -> None:
    held = statements()["hostile"]
    text = render_text(held, catalogue("en"), detail="tree")
    assert "\u202e" not in text
    page = render_markdown(held, catalogue("en"), detail="tree")
    assert "\\<b\\>bold\\</b\\> \\| \\[link\\](https://example.org)" in page
    assert "**1\\. evil \ufffd \\# title**" in page
