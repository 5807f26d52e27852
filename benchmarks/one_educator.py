"""One educator with 30, 60, 300 and 3,000 activities: the full explanation, beside engines and a loop by hand.

The expression engines decide what one activity is worth (award, provider, window) and explain nothing; the cap and the
sums are done for them in Python. A figure counts only if all give the same answer.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

import cel  # type: ignore[import-untyped]
import rule_engine  # type: ignore[import-untyped]
import zen  # type: ignore[import-untyped]

from benchmarks.measure import interleaved, table
from benchmarks.one_educator_work import (
    AS_OF,
    FIRST,
    UNTIL,
    Answer,
    activities,
    by_hand,
    finish,
    policy,
    portfolio,
)
from plpcore import Activity, prepare
from plpcore.evaluation import PreparedPolicy, evaluate

SIZES = (30, 60, 300, 3000)
QUARTERS = 4
WORTH = (
    "kind == 'workshop' && provider == '' ? 0 : "
    f"day < {FIRST.toordinal()} || day >= {UNTIL.toordinal()} ? 0 : "
    "kind == 'college-course' ? quarters * 15 : quarters"
)
RULE_ENGINE = (
    "(kind == 'workshop' and provider == '') ? 0 : "
    f"((day < {FIRST.toordinal()} or day >= {UNTIL.toordinal()}) ? 0 : "
    "(kind == 'college-course' ? quarters * 15 : quarters))"
)
ZEN = WORTH.replace("&&", "and").replace("||", "or")

Context = dict[str, str | int]


def context(activity: Activity) -> Context:
    """Return an activity as an engine takes it; amounts in quarters, since the engines count in floats or integers."""
    return {
        "kind": activity.kind,
        "provider": activity.provider,
        "day": activity.completed.toordinal() if activity.completed else 0,
        "quarters": int(activity.amounts[0].amount * QUARTERS),
    }


def by_engine(decide: Callable[[Context], float], learning: Sequence[Activity], contexts: Sequence[Context]) -> Answer:
    """Return the answer with an engine's verdict on each activity."""
    credits_ = [Fraction(int(decide(one)), QUARTERS) for one in contexts]
    return finish(zip(learning, credits_, strict=True))


def by_plpcore(ready: PreparedPolicy, learning: tuple[Activity, ...]) -> Answer:
    """Return the answer of the full evaluation."""
    statement = evaluate(ready, portfolio(learning), as_of=AS_OF)
    return statement.total, next(one.credited for one in statement.requirements if one.id == "equity")


def main(quick: bool = False) -> None:  # noqa: FBT001, FBT002 - called from a table of functions
    """Print microseconds an activity, and the ratio to the loop by hand."""
    ready = prepare(policy())
    engines = _engines()
    rows = []
    for size in SIZES[:2] if quick else SIZES:
        learning = activities(size)
        contexts = [context(one) for one in learning]
        record = portfolio(learning)
        contenders: dict[str, Callable[[], object]] = {
            "by hand, explained": lambda learning=learning: by_hand(learning),
            "plpcore, explained": lambda record=record: evaluate(ready, record, as_of=AS_OF),
        }
        for name, decide in engines.items():
            contenders[name] = lambda d=decide, a=learning, c=contexts: by_engine(d, a, c)
            _same(name, by_engine(decide, learning, contexts), learning)
        _same("plpcore", by_plpcore(ready, learning), learning)
        seconds = interleaved(contenders, rounds=3 if quick else 9)
        hand = seconds["by hand, explained"]
        rows += [
            (name, str(size), f"{found / size * 1e6:.2f}", f"{found * 1e3:.3f}", f"{found / hand:.2f}")
            for name, found in seconds.items()
        ]
    print("One educator: microseconds an activity, milliseconds in all, ratio to the loop by hand")
    table(("program", "activities", "us/activity", "ms", "ratio"), rows)


def _engines() -> dict[str, Callable[[Context], float]]:
    program = cel.compile(WORTH)
    expression = zen.compile_expression(ZEN)
    rule = rule_engine.Rule(RULE_ENGINE)
    return {
        "zen-engine, no explanation": expression.evaluate,
        "CEL in Rust, no explanation": program.execute,
        "rule-engine, no explanation": rule.evaluate,
    }


def _same(name: str, answer: Answer, learning: Sequence[Activity]) -> None:
    assert answer == by_hand(learning)[0], f"{name} gives another answer"
