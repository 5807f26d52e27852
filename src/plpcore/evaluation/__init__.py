"""Evaluation: from a policy and an educator's learning to an explained statement. Pure functions, exact amounts."""

from plpcore.evaluation._awards import measure_units
from plpcore.evaluation._checks import Check, CheckFunction, Finding, Level, check_policy
from plpcore.evaluation._coverage import RuleCoverage, own_coverage, rule_coverage, share_seen
from plpcore.evaluation._evaluate import evaluate
from plpcore.evaluation._examples import ExampleResult, credited_by_activity, portfolio_of, run_examples
from plpcore.evaluation._kinds import (
    AnswerFunction,
    ColumnFunction,
    Earned,
    EarnedColumns,
    RowFunction,
    RuleInput,
    RuleKind,
)
from plpcore.evaluation._prepare import PreparedPolicy, prepare
from plpcore.evaluation._reasons import GrantState, Outcome, Reason, Status
from plpcore.evaluation._statement import (
    Answer,
    Certificate,
    Citation,
    FixPart,
    GrantUse,
    LeastFix,
    Line,
    OptionUsed,
    RequiredStep,
    Requirement,
    Statement,
    Step,
    WayOutcome,
)
from plpcore.evaluation._surviving import surviving
from plpcore.evaluation._verify import Discrepancy, verify

__all__ = [
    "Answer",
    "AnswerFunction",
    "Certificate",
    "Check",
    "CheckFunction",
    "Citation",
    "ColumnFunction",
    "Discrepancy",
    "Earned",
    "EarnedColumns",
    "ExampleResult",
    "Finding",
    "FixPart",
    "GrantState",
    "GrantUse",
    "LeastFix",
    "Level",
    "Line",
    "OptionUsed",
    "Outcome",
    "PreparedPolicy",
    "Reason",
    "RequiredStep",
    "Requirement",
    "RowFunction",
    "RuleCoverage",
    "RuleInput",
    "RuleKind",
    "Statement",
    "Status",
    "Step",
    "WayOutcome",
    "check_policy",
    "credited_by_activity",
    "evaluate",
    "measure_units",
    "own_coverage",
    "portfolio_of",
    "prepare",
    "rule_coverage",
    "run_examples",
    "share_seen",
    "surviving",
    "verify",
]
