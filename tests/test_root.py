"""The root of the package: public names, loaded when they are asked for; and its exceptions in words."""

import pytest

import plpcore
from plpcore.errors import SolverMissingError
from plpcore.evaluation import evaluate


def test_the_root_lists_and_loads_its_public_names() -> None:
    assert dir(plpcore) == sorted(plpcore.__all__)
    assert plpcore.evaluate is evaluate
    assert all(getattr(plpcore, name) is not None for name in plpcore.__all__)


def test_a_name_that_the_root_does_not_have_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        getattr(plpcore, "nothing")  # noqa: B009 - mypy knows that it is not there


def test_a_missing_solver_says_what_to_install() -> None:
    assert str(SolverMissingError()).endswith("install plpcore[solver]")
