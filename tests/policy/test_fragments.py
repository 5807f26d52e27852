"""What it takes to decide each rule, and why."""

import pytest

from plpcore.policy import Fragment, RuleFragment, fragment_of, fragments_of, parse_policy
from tests.policy.support import HEAD, policy, rule

BEST = 'options.caps = "best for the educator"\n'
SPLIT = 'sharing = "split"\n'
FLOOR = rule("floors", "at_least = 1")
CAP = rule("caps", "at_most = 1")


def of_one(text: str, name: str) -> tuple[str, str]:
    read = policy(text)
    found = {each.rule: each for each in fragments_of(read.rules, read.unit)}[f"{name}-rule"]
    return found.fragment.word, found.why


@pytest.mark.parametrize(
    ("text", "name", "word", "why"),
    [
        (rule("awards", 'per = "hour"'), "awards", "row", "it looks at one activity or at the educator"),
        (rule("awards", 'per = "hour"\nrepeat = { same = "title" }'), "awards", "greedy",
         "a repeat is known by what came before it"),
        (rule("conditions", "goal = {}"), "conditions", "row", "it looks at one activity or at the educator"),
        (rule("sign_offs", ""), "sign_offs", "row", "it looks at one activity or at the educator"),
        (rule("blocks", 'by = "topic"\nat_least = 10'), "blocks", "sum", "a group is summed before it counts"),
        (rule("deemed", "when = {}"), "deemed", "sum", "matching activities are counted"),
        (rule("caps", 'at_most = 1\nper = "activity"'), "caps", "row", "it limits each activity by itself"),
        (rule("caps", 'at_most = 1\nper = "activity"\nby = "topic"'), "caps", "greedy",
         "the credit is taken in order of time"),
        (CAP, "caps", "greedy", "the credit is taken in order of time"),
        (BEST + CAP, "caps", "flow", "the best choice under one cap is a flow"),
        (BEST + CAP + CAP.replace("caps-rule", "other"), "caps", "lp",
         "several caps may cross, and the best choice is asked for"),
        (BEST + CAP + CAP.replace("caps-rule", "other") + "waived = true", "caps", "flow",
         "the best choice under one cap is a flow"),
        (FLOOR, "floors", "sum", "the category is summed"),
        ('sharing = "overlap"\n' + FLOOR, "floors", "sum", "the category is summed"),
        (SPLIT + FLOOR, "floors", "flow", "an hour fills a limited number of floors"),
        ("sharing = 2\n" + FLOOR, "floors", "flow", "an hour fills a limited number of floors"),
        (SPLIT + rule("floors", 'at_least = 2\ndistinct = "topic"'), "floors", "sum", "distinct values are counted"),
        (SPLIT + rule("floors", 'share = "50%"\nof = "counted"'), "floors", "lp",
         "a share of what counts depends on the allocation itself"),
        (SPLIT + rule("floors", 'share = "50%"'), "floors", "flow", "an hour fills a limited number of floors"),
        (BEST + FLOOR + CAP, "floors", "flow", "which credit a cap takes depends on what the floor needs"),
        (BEST + FLOOR, "floors", "sum", "the category is summed"),
        (rule("rules", 'kind = "k"'), "rules", "python", "the rule kind 'k' is code"),
    ],
)  # fmt: skip
def test_each_rule_names_what_it_takes_and_why(text: str, name: str, word: str, why: str) -> None:
    assert of_one(text, name) == (word, why)


UNIT, IN_QUANTA = 'unit = { name = "hour" }', 'unit = { name = "hour", quantum = 1 }'


@pytest.mark.parametrize(
    ("text", "name", "word", "why"),
    [
        (SPLIT + BEST + CAP, "caps", "ilp", "the best choice is asked for, and floors take whole quanta"),
        (SPLIT + BEST + CAP + CAP.replace("caps-rule", "other"), "caps", "ilp",
         "the best choice is asked for, and floors take whole quanta"),
        (SPLIT + rule("floors", 'share = "50%"\nof = "counted"'), "floors", "ilp",
         "a share of what counts is allocated in whole quanta"),
        (SPLIT + FLOOR, "floors", "flow", "an hour fills a limited number of floors"),
        (SPLIT + CAP, "caps", "greedy", "the credit is taken in order of time"),
        (BEST + CAP, "caps", "flow", "the best choice under one cap is a flow"),
        (BEST + 'sharing = "overlap"\n' + CAP, "caps", "flow", "the best choice under one cap is a flow"),
        (BEST + SPLIT + rule("caps", 'at_most = 1\nper = "activity"'), "caps", "row",
         "it limits each activity by itself"),
    ],
)  # fmt: skip
def test_whole_quanta_make_an_integer_question_of_a_choice(text: str, name: str, word: str, why: str) -> None:
    in_quanta = parse_policy((HEAD + text).replace(UNIT, IN_QUANTA))
    found = {each.rule: each for each in fragments_of(in_quanta.rules, in_quanta.unit)}[f"{name}-rule"]
    assert (found.fragment.word, found.why) == (word, why)
    assert fragment_of(in_quanta) is max(each.fragment for each in fragments_of(in_quanta.rules, in_quanta.unit))


def test_without_the_unit_credit_is_taken_as_divisible() -> None:
    text = SPLIT + rule("floors", 'share = "50%"\nof = "counted"')
    assert [found.fragment for found in fragments_of(policy(text).rules)] == [Fragment.LP]


def test_carried_credit_is_a_sum() -> None:
    rules = policy('[carry_over]\nid = "carry"\ncite = "law"\n').rules
    assert fragments_of(rules) == (RuleFragment("carry", Fragment.SUM, "the surplus is a sum"),)


def test_a_policy_takes_what_its_hardest_rule_takes_in_any_edition_and_any_way() -> None:
    assert fragment_of(policy("")) is Fragment.ROW
    assert fragment_of(policy(FLOOR + CAP)) is Fragment.GREEDY
    assert fragment_of(policy(FLOOR + rule("editions", 'sharing = "split"'))) is Fragment.FLOW
    assert fragment_of(policy(FLOOR + rule("alternatives", 'sharing = "split"'))) is Fragment.FLOW


def test_fragments_are_ordered_from_the_easiest_to_the_hardest() -> None:
    assert [fragment.word for fragment in sorted(Fragment)] == ["row", "sum", "greedy", "flow", "lp", "ilp", "python"]
