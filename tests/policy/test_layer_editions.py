"""A tightening finds its number in every edition by what the rule says, and tells where there is none."""

from plpcore.exchange import load_policy
from plpcore.policy import Policy, ResolvedPolicy, parse_policy, unreached
from tests.policy.layering import laid

TIGHTEN = '[[tighten]]\nid = "t"\ncite = "board"\nrule = "%s"\n%s\n'
STATE = parse_policy("""
id = "state"
title = "A state"
unit = { name = "hour" }
edition_by = "as_of"
[[caps]]
id = "books"
cite = "code 1"
at_most = 20
[[editions]]
id = "old"
cite = "code"
until = 2020-07-01
[[editions]]
id = "new"
cite = "code"
from = 2020-07-01
[[editions.caps]]
id = "texts"
cite = "code 2"
at_most = 15
[[alternatives]]
id = "hours"
cite = "code 3"
[[alternatives]]
id = "plan"
cite = "code 4"
caps = [{ id = "books", cite = "code 4", at_most = 20, waived = true }]
""")


def rows(policy: Policy) -> dict[str, list[int]]:
    every = {"": policy.rules, **{one.id: one.rules for one in policy.editions}}
    return {part: [int(row.amount) for row in one.total.rows] for part, one in every.items() if one.total is not None}


def test_a_row_is_tightened_by_what_it_asks_wherever_it_stands_in_an_edition() -> None:
    text = TIGHTEN % ("units", 'when = { license = "five-year" }\namount = 150')
    assert rows(laid(text, load_policy("us-or-pdu")).policy) == {
        "": [75, 150],
        "phase-in-2014": [30, 50, 75, 150],
        "everybody-2015": [30, 75, 150],
        "suspended-2022": [],
    }


def test_the_first_of_two_rows_that_ask_the_same_is_the_one_that_decides() -> None:
    total = '[total]\nid = "t"\ncite = "c"\nrows = [{ amount = 5 }, { amount = 6 }]\n'
    state = parse_policy('id = "s"\ntitle = "S"\nunit = { name = "hour" }\n' + total)
    assert rows(laid(TIGHTEN % ("t", "when = {}\namount = 9"), state).policy) == {"": [9, 6]}


def test_a_tightening_tells_in_which_editions_and_alternatives_it_finds_no_number() -> None:
    (one,) = unreached(laid(TIGHTEN % ("books", "at_most = 9"), STATE))
    assert (one.place, one.rule) == ("$.tighten[0]", "books")
    assert one.parts == (
        "edition 'old' with alternative 'plan'",
        "edition 'new' with alternative 'hours'",
        "edition 'new' with alternative 'plan'",
    )
    units = TIGHTEN % ("units", 'when = { license = "five-year" }\namount = 150')
    (one,) = unreached(laid(units, load_policy("us-or-pdu")))
    assert one.parts == ("edition 'suspended-2022'",)


def test_what_is_reached_everywhere_is_not_told_and_neither_is_a_policy_of_its_own() -> None:
    plain = parse_policy(
        'id = "s"\ntitle = "S"\nunit = { name = "hour" }\ntotal = { id = "t", cite = "c", amount = 5 }\n'
    )
    assert unreached(laid(TIGHTEN % ("t", "amount = 6"), plain)) == ()
    assert unreached(ResolvedPolicy(plain)) == ()
