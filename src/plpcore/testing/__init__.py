"""For those who write policies and for those who extend plpcore: do their promises hold?

Install `plpcore[testing]`.
"""

from plpcore.testing._plugin import check_plugin
from plpcore.testing._policies import assert_policy, policy_examples, policy_mutants, surviving_mutants
from plpcore.testing._records import portfolios
from plpcore.testing._rule_kind import check_rule_kind
from plpcore.testing._running import CaseResult, Outcome, run_storage_cases, storage_cases
from plpcore.testing._storage import StorageConformance

__all__ = [
    "CaseResult",
    "Outcome",
    "StorageConformance",
    "assert_policy",
    "check_plugin",
    "check_rule_kind",
    "policy_examples",
    "policy_mutants",
    "portfolios",
    "run_storage_cases",
    "storage_cases",
    "surviving_mutants",
]
