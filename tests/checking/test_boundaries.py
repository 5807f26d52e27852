"""Examples at a policy's boundaries: each stands where it says, and expects what the policy says."""

import pytest
from attrs import evolve
from hypothesis import given, settings

from plpcore.evaluation import run_examples
from plpcore.evaluation.checking import boundary_cases
from plpcore.exchange import load_policy, shipped_policies
from plpcore.policy import Example, Policy, format_examples, format_policy, parse_policy, policy_of
from tests.cli.commands import POLICY
from tests.evaluation.support import policy_from
from tests.policy.documents import documents

FEW = ("district-personalized", "us-ny-ctle", "us-tx-cpe", "us-in-pgp", "us-pa-act48", "us-ks-points", "us-ct-annual")


def by_id(policy: Policy) -> dict[str, Example]:
    return {one.id: one for one in boundary_cases(policy)}


def all_pass(policy: Policy, cases: tuple[Example, ...]) -> bool:
    return not cases or all(result.passed for result in run_examples(evolve(policy, examples=cases)))


@pytest.mark.parametrize("name", FEW)
def test_each_case_of_a_shipped_policy_passes_and_can_be_pasted_into_it(name: str) -> None:
    policy = load_policy(name)
    cases = boundary_cases(policy)
    assert cases
    assert all_pass(policy, cases)
    pasted = parse_policy(f"{format_policy(policy)}\n{format_examples(cases)}")
    assert pasted.examples == (*policy.examples, *cases)


@given(documents.map(policy_of))
@settings(max_examples=25)
def test_each_case_of_any_policy_passes(policy: Policy) -> None:
    assert all_pass(policy, boundary_cases(policy))


def test_there_are_shipped_policies_without_such_cases_but_few() -> None:
    assert "district-micro-credentials" in shipped_policies()
    assert boundary_cases(load_policy("district-micro-credentials")) == ()


def test_the_total_a_cap_and_the_days_of_the_cycle_have_cases() -> None:
    cases = by_id(parse_policy(POLICY))
    assert list(cases) == [
        *("total-exactly", "total-less", "total-more"),
        *("talks-exactly", "talks-less", "talks-more"),
        *("first-day", "last-day", "day-before", "day-after"),
    ]
    said = {name: (one.expect.outcome, one.expect.total) for name, one in cases.items()}
    expected = {"total-exactly": ("met", 10), "total-less": ("short", 9), "total-more": ("met", 11)}
    assert {name: said[name] for name in expected} == expected
    assert said["talks-more"][1] == 2
    assert [said[name][1] for name in ("first-day", "last-day", "day-before", "day-after")] == [1, 1, 0, 0]
    assert cases["talks-more"].title == "talks: 3 hours"
    assert cases["talks-less"].title == "talks: 1 hour"
    assert cases["first-day"].title == "Completed on 2024-07-01"


HOURS = 'awards = [{ id = "hours", per = "hour" }]\n'


def test_the_step_is_the_quantum_where_there_is_one() -> None:
    cases = by_id(policy_from(f"unit = {{ name = 'hour', quantum = '0.25' }}\n{HOURS}total = {{ amount = 1 }}"))
    assert [cases[f"total-{name}"].expect.total for name in ("exactly", "less", "more")] == [1, 0.75, 1.25]


def test_every_row_and_class_of_a_total_has_cases() -> None:
    facts = "facts = { new = { type = 'flag' }, roles = { type = 'texts' } }\n"
    rows = "total = { id = 't', rows = [{ when = { new = true }, amount = 3 }, { amount = 5 }] }"
    assert {"t-3-exactly", "t-3-less", "t-5-more"} <= set(by_id(policy_from(facts + HOURS + rows)))
    classes = "total = { id = 't', highest_of = { fact = 'roles', amounts = { a = 3, b = 0 } } }"
    found = by_id(policy_from(facts + HOURS + classes))
    assert {"t-3-exactly", "t-3-less", "t-3-more"} <= set(found)
    assert not any(name.startswith("t-0") for name in found)


def test_minimums_groups_and_shares_of_the_total_have_cases() -> None:
    rules = """
        total = { amount = 10 }
        blocks = [{ id = "block", by = "provider", at_least = 3 }]
        caps = [{ id = "chat", when = { kind = "chat" }, share = "30%" }, { id = "off", at_most = 1, waived = true }]
        [[floors]]
        id = "book"
        when = { kind = "book" }
        share = "20%"
        [[floors]]
        id = "kinds"
        distinct = "kind"
        at_least = 2
    """
    cases = by_id(policy_from(HOURS + rules))
    assert cases["book-exactly"].expect.total == 0, "two hours stay below the group's three"
    assert "book" not in dict(
        by_id(policy_from(HOURS + rules.replace("at_least = 3", "at_least = 1")))["book-exactly"].expect.missing
    )
    assert cases["block-less"].expect.total == 0
    assert cases["block-exactly"].expect.total == 3
    assert cases["chat-more"].expect.total == 3
    assert not any(name.startswith(("kinds", "off")) for name in cases)


@pytest.mark.parametrize("by", ["as_of", "applied"])
def test_an_edition_has_a_case_on_its_first_and_its_last_day(by: str) -> None:
    text = f"""
        edition_by = "{by}"
        facts = {{ applied = {{ type = "date" }} }}
        editions = [{{ id = "old", until = 2020-01-01 }}, {{ id = "new", from = 2020-01-01 }}]
        {HOURS}
    """
    cases = by_id(policy_from(text))
    assert cases["old-ends"].expect.edition == "old"
    assert cases["new-begins"].expect.edition == "new"
    day = cases["old-ends"].as_of if by == "as_of" else dict(cases["old-ends"].educator)["applied"]
    assert str(day) == "2019-12-31"
    assert cases["new-begins"].title == f"{by}: 2020-01-01"
    assert "old-begins" not in cases


def test_an_edition_that_the_cycle_selects_has_no_case_of_its_own_days() -> None:
    text = 'edition_by = "cycle_start"\neditions = [{ id = "new", from = 2020-01-01 }]\n' + HOURS
    assert not any(name.endswith(("begins", "ends")) for name in by_id(policy_from(text)))


def test_an_id_that_the_policy_has_is_not_given_twice() -> None:
    taken = POLICY + '\n[[example]]\nid = "total-exactly"\nas_of = 2025-01-01\nexpect = {}\n'
    assert "total-exactly" not in by_id(parse_policy(taken))


def test_where_no_record_can_be_made_there_is_no_case() -> None:
    assert boundary_cases(policy_from("total = { amount = 3 }")) == ()
    assert boundary_cases(policy_from(f"{HOURS}rules = [{{ kind = 'own' }}]")) == ()
    never = "conditions = [{ require = { any = [{ kind = 'a' }] } }, { require = { kind = 'b' } }]"
    assert boundary_cases(policy_from(f"{HOURS}total = {{ amount = 3 }}\n{never}")) == ()
