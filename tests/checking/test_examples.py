"""Each check with a document that it finds something in, a record that shows it, and a document that is mended."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from plpcore.evaluation import Outcome, Reason, Statement, check_policy, run_examples
from plpcore.evaluation.checking import CHECKS, Check, Finding, Level
from plpcore.exchange import load_policy, shipped_policies
from plpcore.policy import Policy, format_policy, parse_policy

FOLDER = Path(__file__).parents[2] / "docs" / "policy_checks"
NAMES = [check.name for check in CHECKS]


def document(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text("utf-8")


def found_in(text: str, name: str) -> list[Finding]:
    return [one for one in check_policy(parse_policy(text), CHECKS) if one.check == name]


def statement_of(policy: Policy, finding: Finding) -> Statement:
    """Return what the policy says of a counterexample, which must be what the counterexample expects."""
    assert finding.counterexample is not None
    (result,) = run_examples(evolve(policy, examples=(finding.counterexample,)))
    assert result.differences == ()
    return result.statement


def reasons(statement: Statement) -> set[Reason]:
    return {step.reason for line in statement.lines for step in line.steps}


def short_with_plenty(statement: Statement) -> bool:
    return statement.outcome is Outcome.SHORT and sum(line.earned for line in statement.lines) >= 1_000


def short_with_enough(statement: Statement) -> bool:
    return statement.outcome is Outcome.SHORT and statement.total >= statement.required


SHOWS: dict[str, Callable[[Statement], bool]] = {
    "awards-overlap": lambda found: reasons(found) == {Reason.AMBIGUOUS_AWARD},
    "award-gap": lambda found: reasons(found) == {Reason.NO_AWARD},
    "award-earns-nothing": lambda found: found.lines[0].steps[0].after > 0 and found.lines[0].earned == 0,
    "bands-fall": lambda found: [line.earned for line in found.lines] == [1, Fraction(1, 2)],
    "table-gap": lambda found: reasons(found) == {Reason.TABLE} and found.lines[0].earned == 0,
    "total-gap": lambda found: found.required == 0,
    "step-table-gap": lambda found: found.answers[0].values == (("amount", 0),),
    "unsatisfiable": short_with_plenty,
    "cap-below-floor": short_with_plenty,
    "floor-above-total": short_with_enough,
    "floors-exceed-total": short_with_enough,
    "gap-in-editions": lambda found: found.outcome is Outcome.NOT_APPLICABLE,
    "time-not-covered": lambda found: found.outcome is Outcome.NOT_APPLICABLE,
    "sharing-left-open": lambda found: {name for name, _ in found.lines[0].placed} == {"equity", "content"},
}
"""What the counterexample of each check must show, judged without the check."""


def test_every_check_has_a_document_and_every_document_a_check() -> None:
    assert sorted(NAMES) == sorted(path.stem for path in FOLDER.glob("*.toml"))
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_finds_something_in_its_document_and_shows_it(check: Check) -> None:
    policy = parse_policy(document(check.name))
    found = check_policy(policy, CHECKS)
    own = [one for one in found if one.check == check.name]
    assert own
    assert {one.level for one in own} == {check.level}
    assert [one.check for one in found if one.level is Level.FINDING and one not in own] == []
    assert own[0].place.startswith("$.")
    cases = [one for one in own if one.counterexample is not None]
    assert bool(cases) is (check.name in SHOWS)
    for one in cases:
        assert SHOWS[check.name](statement_of(policy, one))


@pytest.mark.parametrize("name", sorted(SHOWS))
def test_a_counterexample_can_be_pasted_into_the_document(name: str) -> None:
    policy = parse_policy(document(name))
    for finding in check_policy(policy, [check for check in CHECKS if check.name == name]):
        assert finding.counterexample is not None
        longer = evolve(policy, examples=(finding.counterexample,))
        assert parse_policy(format_policy(longer)) == longer


MENDED = [
    ("never-decides", "less_than = 90", "less_than = 150"),
    ("always-beaten", "{ when = { fte = { less_than = 1 } }, amount = 10 },\n", ""),
    ("section-replaced", "floors = []\n", ""),
    ("awards-overlap", 'when = { tags = "online" }', 'when = { tags = "online", not = { kind = "college-course" } }'),
    ("awards-overlap", '[[awards]]\nid = "courses"', 'options.awards = "first"\n[[awards]]\nid = "courses"'),
    ("award-gap", "more_than = 2", "at_least = 2"),
    ("award-gap", 'when = { kind = "webinar", amount = { hour = { more_than = 2 } } }', "otherwise = true"),
    ("award-earns-nothing", "least = 1", 'least = "1/2"'),
    ("bands-fall", '{ from = 120, credit = "1/2" }', "{ from = 120, credit = 1 }"),
    ("table-gap", "district = 2", "district = 2, state = 0"),
    ("total-gap", "more_than = 5", "at_least = 5"),
    ("total-gap", "{ when = { years = { more_than = 5 } }, amount = 10 }", "{ amount = 10 }"),
    ("step-table-gap", "amount = 40 }]", "amount = 40 }, { amount = 50 }]"),
    ("unsatisfiable", '["workshop", "online-course"]', '["workshop", "online-course", "chat"]'),
    ("unsatisfiable", "[[floors]]", '[[deemed]]\nid = "d"\ncite = "s"\nwhen = { kind = "master" }\n[[floors]]'),
    ("cap-below-floor", "at_most = 2", "at_most = 3"),
    ("cap-below-floor", 'when = { kind = "chat" }\nat_least = 3', 'when = { kind = ["chat", "book"] }\nat_least = 3'),
    ("cap-never-binds", "at_most = 5", "at_most = 2"),
    ("cap-never-binds", "at_most = 5", 'at_most = 5\nper = "year"'),
    ("cap-never-binds", "at_most = 5", 'share = "5%"'),
    ("cap-never-binds", 'when = { kind = "chat" }', 'when = { kind = ["chat", "book"] }'),
    ("floor-above-total", "at_least = 12", "at_least = 10"),
    ("floor-above-total", "amount = 10", "amount = 0"),
    ("floors-exceed-total", "at_least = 5", "at_least = 4"),
    ("floors-exceed-total", '"split"', '"overlap"'),
    ("gap-in-editions", "until = 2024-06-30", "until = 2024-07-01"),
    ("time-not-covered", "until = 2020-07-01", "until = 2024-06-30"),
    ("edition-boundary-untested", "[[example]]", '[[example]]\nid = "e"\nas_of = 2024-06-30\nexpect = {}\n[[example]]'),
    ("citation-missing", "TODO", "Todd's handbook"),
    ("source-unknown", "bord-policy", "Board-Policy"),
    ("kind-unknown", "edcmap", "edcamp"),
    ("unit-unknown", "houre", "hour"),
    ("option-left-open", "[[floors]]", "[options]\n\n[[floors]]"),
    ("sharing-left-open", "[[awards]]", 'sharing = "overlap"\n[[awards]]'),
    ("sharing-left-open", 'when = { tags = "content" }', 'when = { tags = { has = "content", lacks = "equity" } }'),
    ("rule-untested", 'kind = "workshop"', 'kind = "chat"'),
    ("example-missing", "[total]", '[[example]]\nid = "e"\nas_of = 2024-06-30\nexpect = {}\n[total]'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after"), MENDED)
def test_a_check_is_silent_once_its_document_is_mended(name: str, before: str, after: str) -> None:
    text = document(name)
    assert before in text
    assert found_in(text, name)
    assert found_in(text.replace(before, after, 1), name) == []


def test_every_check_is_seen_to_fall_silent() -> None:
    assert {name for name, _, _ in MENDED} == set(NAMES)


@pytest.mark.parametrize("name", shipped_policies())
def test_a_shipped_policy_has_no_finding(name: str) -> None:
    assert [str(one) for one in check_policy(load_policy(name), CHECKS) if one.level is Level.FINDING] == []
