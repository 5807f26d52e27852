"""Whether whoever meets one policy meets another: decided exactly, or honestly left open.

Within the flow fragment the question is a finite number of linear programs, solved in exact fractions. Every
counterexample is a portfolio that both evaluations have judged.
"""

from plpcore.evaluation.implication._decide import implies
from plpcore.evaluation.implication._results import Implication, Outside, Verdict

__all__ = ["Implication", "Outside", "Verdict", "implies"]
