"""Every row of every specification is what the engine says."""

from functools import cache

import pytest

from plpcore.policy import Policy
from tests.spec.manual import PAGES
from tests.spec.model import Row, Spec
from tests.spec.rendering import learning
from tests.spec.running import differences, policy_with

ROWS = [
    pytest.param(spec, row, id=f"{word.title}: {spec.title} {index}")
    for page in PAGES
    for word in page.words
    for spec in word.specs
    for index, row in enumerate(spec.rows, start=1)
]


@cache
def policy_of_spec(name: str) -> Policy:
    spec = next(s for page in PAGES for word in page.words for s in word.specs if f"{word.title}: {s.title}" == name)
    return policy_with(spec)


@pytest.mark.parametrize(("spec", "row"), ROWS)
def test_the_engine_says_what_the_row_says(spec: Spec, row: Row, request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.id.rpartition(" ")[0]
    found = differences(spec, row, policy_of_spec(name))
    assert not found, f"{spec.title}: {spec.text} [{learning(row)}]\n" + "\n".join(found)
