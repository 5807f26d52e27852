"""Floors inside floors: what fills the inner one fills the outer one, and the outer one asks only for the rest."""

import pytest

from plpcore.errors import InputErrors
from tests.evaluation.support import HOURS, did, judge, line_of, need, policy_from

NESTED = (
    HOURS
    + """
[[floors]]
id = "outer"
when = { tags = "p" }
at_least = 4
[[floors]]
id = "inner"
when = { tags = "c" }
at_least = 2
within = "outer"
"""
)
SPLIT = 'sharing = "split"\n'


@pytest.mark.parametrize("sharing", ["", SPLIT])
@pytest.mark.parametrize(
    ("tags", "outcome", "short"),
    [(["c"], "met", 0), (["c", "p"], "met", 0), (["p"], "short", 2)],
)
def test_credit_of_the_inner_floor_fills_the_outer_one_too(
    sharing: str, tags: list[str], outcome: str, short: int
) -> None:
    found = judge(sharing + NESTED, did(amounts="4 hour", tags=tags))
    assert found.outcome == outcome
    assert need(found, "outer").credited == 4
    assert found.short == short


@pytest.mark.parametrize("sharing", ["", SPLIT])
def test_credit_of_the_outer_floor_alone_does_not_fill_the_inner_one(sharing: str) -> None:
    found = judge(sharing + NESTED, did("a", "2 hour", tags=["c"]), did("b", "1 hour", tags=["p"]))
    assert [need(found, "inner").short, need(found, "outer").short, found.short] == [0, 1, 1]


def test_three_levels_hand_their_credit_up() -> None:
    text = NESTED + '[[floors]]\nid = "core"\nwhen = { tags = "k" }\nat_least = 1\nwithin = "inner"\n'
    for sharing in ("", SPLIT):
        found = judge(sharing + text, did("a", "4 hour", tags=["k"]))
        assert found.outcome == "met"
        assert line_of(found).fits == (("core",) if sharing else ("outer", "inner", "core"))


YEARS = (
    HOURS
    + """
[cycle]
anchor = "fixed"
start = 2022-07-01
years = 2
[[floors]]
id = "each"
when = { tags = "p" }
at_least = 2
per = "year"
within = "whole"
[[floors]]
id = "whole"
when = { tags = "p" }
at_least = 6
[[floors]]
id = "inner"
when = { tags = "i" }
at_least = 1
within = "whole"
"""
)


@pytest.mark.parametrize("sharing", ["", SPLIT])
def test_a_floor_of_each_year_lies_in_the_floor_of_the_cycle(sharing: str) -> None:
    first = did("a", "4 hour", "2022-09-01", tags=["p"])
    second = did("b", "2 hour", "2023-09-01", tags=["p", "i"])
    found = judge(sharing + YEARS, first, second)
    assert [one.credited >= one.needed for one in found.requirements] == [True, True, True, True, sharing == ""]
    found = judge(sharing + YEARS, first, second, did("c", "1 hour", "2023-10-01", tags=["i"]))
    assert found.outcome == "met"


@pytest.mark.parametrize("sharing", ["", SPLIT])
def test_each_year_of_a_floor_lies_in_the_same_year_of_the_outer_one(sharing: str) -> None:
    text = sharing + YEARS.replace('id = "whole"', 'id = "whole"\nper = "year"')
    text = text.replace('id = "inner"', 'id = "inner"\nper = "year"')
    found = judge(text, did("a", "6 hour", "2022-09-01", tags=["i"]), did("b", "5 hour", "2023-09-01", tags=["i"]))
    assert need(found, "whole@2022").short == 0
    assert need(found, "whole@2023").short == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sharing = 2\n" + NESTED, r"\$\.sharing: nested floors, and an hour fills 2 of them"),
        (NESTED.replace('id = "outer"', 'id = "outer"\nper = "year"\nyears = [2023]'), "holds in the cycle and"),
        (NESTED.replace('id = "outer"', 'id = "outer"\ndistinct = "kind"'), "a count of values neither holds a floor"),
        (NESTED.replace('id = "inner"', 'id = "inner"\ndistinct = "kind"'), "a count of values neither holds a floor"),
        (
            NESTED.replace('id = "inner"', 'id = "inner"\ndistinct = "kind"\nper = "year"\nyears = [2023]'),
            "distinct values are counted in the whole cycle",
        ),
    ],
)
def test_a_nesting_that_nobody_can_decide_is_refused_at_load(text: str, message: str) -> None:
    with pytest.raises(InputErrors, match=message):
        policy_from(text)


def test_sharing_and_nesting_that_meet_only_in_one_edition_are_refused() -> None:
    floors = NESTED.replace(HOURS, "").replace("[[floors]]", "[[editions.floors]]")
    text = 'sharing = 3\n[[editions]]\nid = "e0"\nuntil = 2024-01-01\n[[editions]]\nid = "e1"\nfrom = 2024-01-01\n'
    with pytest.raises(InputErrors, match="an hour fills 3 of them"):
        policy_from(HOURS + text + floors)
