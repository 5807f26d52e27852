"""What becomes of the rules about an award where a layer makes an exception to it, and which ids an award has."""

import pytest

from plpcore.policy import Policy, digest_of, format_policy, parse_policy
from tests.evaluation.support import did
from tests.policy.layering import judged, laid
from tests.policy.support import HEAD, refusal

STATE = """
id = "state"
title = "A state"
unit = { name = "hour" }
facts.novice = { type = "flag", default = false }
facts.level = { type = "text", default = "i" }
[[awards]]
id = "book"
cite = "code 1"
when = { kind = "book" }
per = "hour"
exceptions = true
[[awards]]
id = "rest"
cite = "code 2"
otherwise = true
per = "hour"
exceptions = true
[[caps]]
id = "books"
cite = "code 3"
when = { award = "book" }
at_most = 5
[[conditions]]
id = "seen"
cite = "code 4"
when = { not = { award = ["rest", "book"] } }
goal = {}
[[deemed]]
id = "enough"
cite = "code 5"
when = { at_least = { count = 2, of = [{ award = "book", kind = "chat" }, { kind = "x" }] } }
"""
EXCEPTION = '[[exception]]\nrule = "%s"\n%s[[exception.awards]]\nid = "%s"\ncite = "board"\n%s\n'
DOUBLE = 'when = { kind = "book" }\nper = "hour"\ncredit = 2'
NOVICES = "applies = { novice = true }\n"


def state() -> Policy:
    return parse_policy(STATE)


def told(policy: Policy) -> str:
    return format_policy(policy)


@pytest.mark.parametrize(("applies", "novice"), [(NOVICES, True), ("", True), ("", False)])
def test_a_cap_about_an_award_holds_for_the_award_that_holds_instead(applies: str, novice: bool) -> None:
    found = laid(EXCEPTION % ("book", applies, "double", DOUBLE), state())
    (line,) = judged(found, did(amounts="4 hour", kind="book"), novice=novice).lines
    assert (line.earned, line.counted) == (8, 5)


def test_for_those_who_keep_the_award_the_cap_holds_too() -> None:
    (line,) = judged(
        laid(EXCEPTION % ("book", NOVICES, "double", DOUBLE), state()), did(amounts="6 hour", kind="book")
    ).lines
    assert (line.earned, line.counted) == (6, 5)


def test_every_place_that_asks_for_the_award_asks_for_the_new_one_beside_it_or_alone() -> None:
    beside = told(laid(EXCEPTION % ("book", NOVICES, "double", DOUBLE), state()).policy)
    assert 'when = { award = ["book", "double"] }' in beside
    assert 'award = ["rest", "book", "double"]' in beside
    assert '{ award = ["book", "double"], kind = "chat" }' in beside
    alone = told(laid(EXCEPTION % ("book", "", "double", DOUBLE), state()).policy)
    assert 'when = { award = "double" }' in alone
    assert 'award = ["rest", "double"]' in alone


def test_a_rule_of_another_section_with_an_exception_changes_nothing_that_awards_are_asked_for() -> None:
    capped = STATE.replace("at_most = 5", "at_most = 5\nexceptions = true")
    cap = '[[exception]]\nrule = "books"\n[[exception.caps]]\nid = "more"\ncite = "b"\nat_most = 9\n'
    assert 'award = ["rest", "book"]' in told(laid(cap, parse_policy(capped)).policy)


def test_an_award_that_decides_otherwise_has_exceptions_for_everybody_only() -> None:
    whole = EXCEPTION % ("rest", "", "half", 'otherwise = true\nper = "hour"\ncredit = "1/2"')
    (line,) = judged(laid(whole, state()), did(amounts="4 hour", kind="chat")).lines
    assert (line.earned, line.counted) == (2, 2)
    for instead in ("otherwise = true\nfixed = 1", 'when = { kind = "chat" }\nfixed = 1'):
        with pytest.raises(
            ValueError, match=r"^\$\.exception\[0\]\.applies: 'rest' decides where no other award does, f"
        ):
            laid(EXCEPTION % ("rest", NOVICES, "one", instead), state())
    line_of = r"^\$\.exception\[0\]\.awards\[0\]\.otherwise: an award that decides otherwise is for everybody, and it"
    with pytest.raises(ValueError, match=line_of):
        laid(EXCEPTION % ("book", NOVICES, "one", "otherwise = true\nfixed = 1"), state())


def test_the_order_of_exceptions_that_exclude_each_other_changes_nothing() -> None:
    pair = [
        EXCEPTION % ("book", f'applies = {{ level = "{level}" }}\n', name, DOUBLE)
        for level, name in (("ii", "two"), ("iii", "three"))
    ]
    one, other = (laid("".join(some), state()).policy for some in (pair, pair[::-1]))
    assert digest_of(one) == digest_of(other)


@pytest.mark.parametrize(
    ("asked", "mend"),
    [
        ('award = "hour"', "did you mean hours?"),
        ('any = [{ award = ["hours", "hour"] }, { kind = "x" }]', "did you mean hours?"),
        ('not = { award = "nothing" }', "known are hours, old"),
    ],
)
def test_a_rule_that_asks_for_an_award_that_there_is_not_is_refused(asked: str, mend: str) -> None:
    awards = '[[awards]]\nid = "hours"\ncite = "c"\nper = "hour"\n[[editions]]\nid = "e"\ncite = "c"\n'
    awards += '[[editions.awards]]\nid = "old"\ncite = "c"\nfixed = 1\n'
    cap = '[[caps]]\nid = "a"\ncite = "c"\nwhen = { award = "old" }\nat_most = 1\n'
    name = "hour" if "hour" in asked else "nothing"
    line = refusal(cap + f'[[floors]]\nid = "f"\ncite = "c"\nwhen = {{ {asked} }}\nat_least = 1\n' + awards)
    assert line == f"$.floors[0].when.award: no award has the id '{name}'; {mend}"


def test_a_fact_of_the_educator_may_be_called_award() -> None:
    asked = 'applies = { award = "medal" }\n'
    text = HEAD + f'facts.award.type = "text"\n[[sign_offs]]\nid = "s"\ncite = "c"\n{asked}'
    assert told(parse_policy(text)).count("medal") == 1


def test_an_award_may_be_compared_with_another_fact() -> None:
    asked = 'when = { award = { is = { fact = "topic" } } }\n'
    assert told(parse_policy(HEAD + f'[[caps]]\nid = "a"\ncite = "c"\nat_most = 1\n{asked}')).count("award") == 1
