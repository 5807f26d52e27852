"""Personalized Learning Plans for teachers: goals, learning, evidence, credit rules and reflections.

The names here are the ones that most programs need; each package has further ones behind its own door. They are
loaded when they are first asked for, so that `import plpcore` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plpcore.audit import Comparison as Comparison
    from plpcore.audit import compare as compare
    from plpcore.errors import InputError as InputError
    from plpcore.errors import InputErrors as InputErrors
    from plpcore.errors import PlpError as PlpError
    from plpcore.evaluation import Outcome as Outcome
    from plpcore.evaluation import Statement as Statement
    from plpcore.evaluation import evaluate as evaluate
    from plpcore.evaluation import prepare as prepare
    from plpcore.evaluation import run_examples as run_examples
    from plpcore.evaluation import verify as verify
    from plpcore.evaluation.implication import Implication as Implication
    from plpcore.evaluation.implication import implies as implies
    from plpcore.model import Activity as Activity
    from plpcore.model import Educator as Educator
    from plpcore.model import Evidence as Evidence
    from plpcore.model import Facts as Facts
    from plpcore.model import Goal as Goal
    from plpcore.model import Plan as Plan
    from plpcore.model import Portfolio as Portfolio
    from plpcore.model import Reflection as Reflection
    from plpcore.model import Review as Review
    from plpcore.model import SignOff as SignOff
    from plpcore.period import Period as Period
    from plpcore.policy import Policy as Policy
    from plpcore.policy import digest_of as digest_of
    from plpcore.policy import format_policy as format_policy
    from plpcore.policy import parse_policy as parse_policy
    from plpcore.quantity import Quantity as Quantity

_DOORS = {
    "audit": ("Comparison", "compare"),
    "errors": ("InputError", "InputErrors", "PlpError"),
    "evaluation.implication": ("Implication", "implies"),
    "evaluation": ("Outcome", "Statement", "evaluate", "prepare", "run_examples", "verify"),
    "model": (
        "Activity",
        "Educator",
        "Evidence",
        "Facts",
        "Goal",
        "Plan",
        "Portfolio",
        "Reflection",
        "Review",
        "SignOff",
    ),
    "period": ("Period",),
    "policy": ("Policy", "digest_of", "format_policy", "parse_policy"),
    "quantity": ("Quantity",),
}
_HOME = {name: f"plpcore.{package}" for package, names in _DOORS.items() for name in names}

__all__ = sorted(_HOME)  # noqa: PLE0605 - made from the table above, so that the two cannot differ


def __getattr__(name: str) -> object:
    """Return a public name from its package, which is imported now."""
    if name not in _HOME:
        message = f"module 'plpcore' has no attribute '{name}'"
        raise AttributeError(message)
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
