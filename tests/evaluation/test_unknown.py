"""What is unknown of one claim while another waits, and names that must not stick to the wrong place."""

import pytest

from tests.evaluation.support import HOURS, decided, did, judge, line_of

WAITS = HOURS + "conditions = [{ approval = {} }]\n"


@pytest.mark.parametrize(
    "rule",
    [
        'floors = [{ when = { title = "x" }, at_least = 5 }]',
        'total = { amount = 5 }\ncaps = [{ when = { title = "x" }, at_most = 1 }]',
        ('total = { amount = 5 }\nactivity_facts = { t = { type = "text", default = "t" } }\n'
        'blocks = [{ when = { title = "x" }, by = "t", at_least = 9 }]'),
    ],
)  # fmt: skip
def test_a_waiting_claim_of_which_something_is_unknown_leaves_the_outcome_open(rule: str) -> None:
    text = WAITS + rule + "\n"
    found = judge(text, did(amounts="5 hour"))
    assert (found.outcome, found.missing) == ("undetermined", ("title",))
    assert judge(text, did(amounts="5 hour", title="y")).outcome == ("short" if "floors" in rule else "met if approved")
    assert judge(text, did(amounts="4 hour")).outcome == ("undetermined" if "blocks" in rule else "short")


def test_a_block_about_other_tags_leaves_a_claim_alone() -> None:
    text = HOURS + 'activity_facts = { t = { type = "text", default = "t" } }\n'
    text += 'blocks = [{ when = { tags = "x" }, by = "t", at_least = 9 }]\n'
    assert judge(text, did("a", "5 hour"), did("b", "8 hour", tags=["x"])).total == 5


def test_a_waiting_claim_in_an_unknown_group_beside_an_unknown_claim_leaves_the_outcome_open() -> None:
    text = HOURS + 'total = { amount = 8 }\nactivity_facts = { t = { type = "text", default = "t" } }\n'
    text += 'blocks = [{ when = { title = "x" }, by = "t", at_least = 6 }]\n'
    text += 'conditions = [{ approval = {} }, { require = { provider = "u" } }]\n'
    rows = (did("a", "5 hour", provider="u"), did("b", "3 hour", title="y"))
    found = judge(text, *rows, reviews=(decided("b"),))
    assert found.outcome == "undetermined"
    assert set(found.missing) == {"title", "provider"}


def test_a_name_that_was_asked_in_vain_where_it_did_not_matter_is_forgotten() -> None:
    either = '{ any = [{ title = "x" }, { tags = "y" }] }'
    text = HOURS + "total = { amount = 1 }\n"
    text += f'conditions = [{{ when = {either}, require = {either} }}, {{ require = {{ provider = "u" }} }}]\n'
    found = judge(text, did(tags=["y"]))
    assert (found.outcome, found.missing) == ("undetermined", ("provider",))
    assert line_of(found).missing == ("provider",)


@pytest.mark.parametrize("asks", ["require = {}", "evidence = { }, when = {}"])
def test_every_fact_that_two_conditions_lack_is_named(asks: str) -> None:
    rules = [asks.replace("{}", f'{{ {fact} = "x" }}') for fact in ("title", "provider")]
    text = HOURS + f"total = {{ amount = 1 }}\nconditions = [{', '.join(f'{{ {rule} }}' for rule in rules)}]\n"
    assert line_of(judge(text, did())).missing == ("title", "provider")


def test_an_unknown_claim_in_an_unknown_group_might_still_help() -> None:
    text = HOURS + 'total = { amount = 5 }\nactivity_facts = { t = { type = "text", default = "t" } }\n'
    text += 'blocks = [{ when = { title = "x" }, by = "t", at_least = 9 }]\n'
    text += 'conditions = [{ require = { provider = "u" } }]\n'
    found = judge(text, did(amounts="5 hour"))
    assert (found.outcome, found.missing) == ("undetermined", ("provider",))
    assert judge(text, did(amounts="5 hour", title="x")).outcome == "short"
