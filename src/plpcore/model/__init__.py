"""The values of the plan: goals, activities, evidence, reflections, reviews, and the portfolio that holds them."""

from plpcore.model._activity import Activity
from plpcore.model._claim import claim_state
from plpcore.model._decision import Appeal, Decision
from plpcore.model._evidence import Alignment, Evidence, FileDigest, Link, Text
from plpcore.model._facts import ExternalIds, Facts, FactValue
from plpcore.model._grant import Grant, GrantKind
from plpcore.model._kinds import KINDS, Kind, kind_of, suggest_kind
from plpcore.model._life_cycle import CLAIM, GOAL_LIFE, PLAN_LIFE, LifeCycle, LifeEvent, LifeState
from plpcore.model._plan import Educator, Goal, Plan
from plpcore.model._portfolio import CarriedCredit, Portfolio
from plpcore.model._reflection import Reflection, Visibility
from plpcore.model._review import Review, ReviewDecision, ReviewPurpose, SignOff, Submission

__all__ = [
    "CLAIM",
    "GOAL_LIFE",
    "KINDS",
    "PLAN_LIFE",
    "Activity",
    "Alignment",
    "Appeal",
    "CarriedCredit",
    "Decision",
    "Educator",
    "Evidence",
    "ExternalIds",
    "FactValue",
    "Facts",
    "FileDigest",
    "Goal",
    "Grant",
    "GrantKind",
    "Kind",
    "LifeCycle",
    "LifeEvent",
    "LifeState",
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
    "claim_state",
    "kind_of",
    "suggest_kind",
]
