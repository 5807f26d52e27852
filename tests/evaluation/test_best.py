"""The option `caps`: which credit a cap takes, in order of time, cap after cap, or best for the educator."""

import subprocess
import sys
from collections.abc import Mapping, Sequence

import pytest
from attrs import evolve

from plpcore.errors import SolverMissingError
from plpcore.evaluation._choice import Choice
from tests.evaluation.support import HOURS, carried, counted, did, judge, need

BEST = 'options = { caps = "best for the educator" }\n'
FLOORS = """
floors = [{ id = "p", when = { tags = "p" }, at_least = 4 }, { id = "c", when = { tags = "c" }, at_least = 4 }]
caps = [{ when = { kind = "w" }, at_most = 4 }]
"""
IN_QUANTA = 'sharing = "split"\nunit = { name = "hour", quantum = 1 }\n' + BEST + HOURS + FLOORS
EARLY = did("a", "4 hour", "2024-01-01", kind="w", tags=["p"])
LATE = did("b", "4 hour", "2024-02-01", kind="w", tags=["c"])
OTHER = did("o", "4 hour", "2024-03-01", tags=["p"])


def test_in_order_of_time_the_latest_credit_is_lost() -> None:
    found = judge(HOURS + FLOORS, LATE, EARLY, OTHER)
    assert counted(found) == {"a": 4, "b": 0, "o": 4}
    assert found.outcome == "short"
    assert need(found, "c").short == 4


def test_the_best_choice_gives_up_the_credit_that_nobody_needs() -> None:
    found = judge(BEST + HOURS + FLOORS, LATE, EARLY, OTHER)
    assert counted(found) == {"a": 0, "b": 4, "o": 4}
    assert found.outcome == "met"


def test_the_best_choice_is_the_order_of_time_where_that_is_enough() -> None:
    early = did("a", "4 hour", "2024-01-01", kind="w", tags=["c"])
    found = judge(BEST + HOURS + FLOORS, did("b", "4 hour", "2024-02-01", kind="w", tags=["c"]), early, OTHER)
    assert counted(found) == {"a": 4, "b": 0, "o": 4}


def test_the_best_choice_knows_which_floor_lies_in_which() -> None:
    text = BEST + 'sharing = "split"\n' + HOURS + FLOORS.replace("at_least = 4 }]", 'at_least = 4, within = "p" }]')
    found = judge(text, EARLY, LATE)
    assert counted(found) == {"a": 0, "b": 4}
    assert found.outcome == "met"


def test_the_best_choice_knows_which_floors_carried_credit_fills() -> None:
    text = BEST + HOURS + FLOORS + "total = { amount = 8 }\ncarry_over = { fills_floors = true }\n"
    found = judge(text, EARLY, LATE, carried_in=(carried("4", tags=("p",)),))
    assert counted(found) == {"a": 0, "b": 4}
    assert found.outcome == "met"


def test_the_best_choice_knows_what_fills_a_floor_from_outside_the_window() -> None:
    window = "window = { from = 2024-01-01 }\n"
    floors = FLOORS.replace('{ tags = "p" }', '{ tags = "p" }, window = { from = 2020-01-01 }')
    found = judge(BEST + window + HOURS + floors, EARLY, LATE, did("old", "4 hour", "2021-01-01", tags=["p"]))
    assert counted(found) == {"a": 0, "b": 4, "old": 0}
    assert found.outcome == "met"


@pytest.mark.parametrize("sharing", ['"split"', "2", '"overlap"'])
def test_the_best_choice_serves_every_way_of_sharing(sharing: str) -> None:
    text = BEST + f"sharing = {sharing}\n" + HOURS + FLOORS
    both = did("a", "4 hour", "2024-01-01", kind="w")
    found = judge(text, both, did("b", "4 hour", "2024-02-01", kind="w", tags=["c", "p"]))
    assert counted(found) == {"a": 0, "b": 4}
    assert found.short == (4 if sharing == '"split"' else 0)


def test_the_best_choice_counts_as_much_as_the_caps_allow_where_nothing_helps() -> None:
    text = BEST + HOURS + "total = { amount = 20 }\n"
    text += 'caps = [{ when = { kind = "w" }, at_most = 4 }, { when = { tags = "c" }, at_most = 4 }]\n'
    found = judge(
        text,
        did("both", "4 hour", "2024-01-01", kind="w", tags=["c"]),
        did("w", "4 hour", "2024-01-02", kind="w"),
        did("c", "4 hour", "2024-01-03", tags=["c"]),
    )
    assert counted(found) == {"both": 0, "w": 4, "c": 4}
    assert found.fix.exhausted == ("caps-0",)


CROSSING = (
    HOURS
    + """
caps = [{ id = "w", when = { kind = "w" }, at_most = 5 }, { id = "c", when = { tags = "c" }, at_most = 5 }]
"""
)
ROWS = (
    did("a", "3 hour", "2024-01-01", kind="w"),
    did("b", "4 hour", "2024-01-02", kind="w", tags=["c"]),
    did("d", "4 hour", "2024-01-03", tags=["c"]),
)


def test_two_caps_in_order_of_time_take_an_hour_once() -> None:
    assert counted(judge(CROSSING, *ROWS)) == {"a": 3, "b": 2, "d": 3}


def test_the_orders_differ_where_a_later_cap_takes_what_an_earlier_cap_had_given_room() -> None:
    text = HOURS + 'caps = [{ when = { kind = "w" }, at_most = 4 }, { when = { tags = "c" }, at_most = 1 }]\n'
    rows = (did("a", "3 hour", "2024-01-01", kind="w", tags=["c"]), did("b", "3 hour", "2024-01-02", kind="w"))
    assert counted(judge(text, *rows)) == {"a": 1, "b": 3}
    assert counted(judge('options = { caps = "one after the other" }\n' + text, *rows)) == {"a": 1, "b": 1}
    assert counted(judge(BEST + text, *rows)) == {"a": 1, "b": 3}


def choice(
    worth: Sequence[int], limits: Sequence[tuple[tuple[int, ...], int]], required: int, **given: object
) -> Choice:
    held: Mapping[str, object] = {"given": (), "needed": (), "parents": (), "sharing": 1, "masks": (0,) * len(worth)}
    held = {**held, "quantum": 1}
    return Choice(worth=tuple(worth), limits=tuple(limits), required=required, **{**held, **given})  # type: ignore[arg-type]


def test_the_solver_answers_in_whole_quanta_within_every_limit() -> None:
    from plpcore.evaluation.solver import solve

    asked = choice([3, 4], [((0, 1), 5), ((1,), 3)], 0, masks=(1, 1), needed=(5,), parents=(-1,))
    assert solve(asked) in ([2, 3], [3, 2])
    assert solve(evolve(asked, worth=(30, 45), limits=(), needed=(70,), quantum=10)) == [30, 40]
    assert solve(choice([3], [((0,), 0)], 0, masks=(1,), needed=(3,), parents=(-1,))) == [0]


def test_an_answer_of_the_solver_that_breaks_a_cap_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    from plpcore.evaluation import solver

    class Found:
        status = 0
        message = "made up"
        x = np.array([0.0, 0.0, 0.0, 3.0, 4.0])

    monkeypatch.setattr(solver, "milp", lambda *_, **__: Found())
    with pytest.raises(solver.UnsolvedError, match="breaks a cap"):
        solver.solve(choice([3, 4], [((0, 1), 5)], 5))
    with pytest.raises(solver.UnsolvedError, match="breaks a cap"):
        solver.solve(choice([2, 4], [], 5))
    Found.status = 1
    with pytest.raises(solver.UnsolvedError, match="no proven optimum: made up"):
        solver.solve(choice([3, 4], [], 5))


MISSING = """
import sys
sys.modules["scipy.optimize"] = None
from plpcore.errors import SolverMissingError
try:
    import plpcore.evaluation.solver
except SolverMissingError as error:
    print(error)
"""


def test_without_scipy_the_solver_says_what_to_install() -> None:
    found = subprocess.run([sys.executable, "-c", MISSING], capture_output=True, text=True, check=True)
    assert found.stdout.strip().endswith("install plpcore[solver]")


def test_a_policy_that_needs_the_solver_says_so_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    monkeypatch.delitem(sys.modules, "plpcore.evaluation.solver", raising=False)
    with pytest.raises(SolverMissingError):
        judge(IN_QUANTA, LATE, EARLY, OTHER)
    assert judge(IN_QUANTA, OTHER, LATE).outcome == "met"
    assert judge(BEST + HOURS + FLOORS, LATE, EARLY, OTHER).outcome == "met"
