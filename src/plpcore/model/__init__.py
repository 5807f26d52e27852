"""The values of the plan: goals, activities, evidence, reflections, reviews, and the portfolio that holds them."""

from plpcore.model._activity import Activity
from plpcore.model._evidence import Alignment, Evidence, FileDigest, Link, Text
from plpcore.model._facts import ExternalIds, Facts, FactValue
from plpcore.model._plan import Educator, Goal, Plan
from plpcore.model._portfolio import CarriedCredit, Portfolio
from plpcore.model._reflection import Reflection, Visibility
from plpcore.model._review import Review, ReviewDecision, ReviewPurpose, SignOff, Submission

__all__ = [
    "Activity",
    "Alignment",
    "CarriedCredit",
    "Educator",
    "Evidence",
    "ExternalIds",
    "FactValue",
    "Facts",
    "FileDigest",
    "Goal",
    "Link",
    "Plan",
    "Portfolio",
    "Reflection",
    "Review",
    "ReviewDecision",
    "ReviewPurpose",
    "SignOff",
    "Submission",
    "Text",
    "Visibility",
]
