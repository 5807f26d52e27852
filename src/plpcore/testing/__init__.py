"""For those who write policies and for those who extend plpcore: do their promises hold?

Install `plpcore[testing]`.
"""

from plpcore.testing._blobs import BlobConformance
from plpcore.testing._machine import StorageMachine, storage_machine
from plpcore.testing._plugin import check_plugin
from plpcore.testing._policies import assert_policy, policy_examples, policy_mutants, surviving_mutants
from plpcore.testing._records import portfolios
from plpcore.testing._rule_kind import check_rule_kind
from plpcore.testing._running import CaseResult, Outcome, run_storage_cases, storage_cases
from plpcore.testing._samples import sample_activity, sample_district, sample_portfolio
from plpcore.testing._standing import FrozenClock, counted_salts
from plpcore.testing._storage import StorageConformance

__all__ = [
    "BlobConformance",
    "CaseResult",
    "FrozenClock",
    "Outcome",
    "StorageConformance",
    "StorageMachine",
    "assert_policy",
    "check_plugin",
    "check_rule_kind",
    "counted_salts",
    "policy_examples",
    "policy_mutants",
    "portfolios",
    "run_storage_cases",
    "sample_activity",
    "sample_district",
    "sample_portfolio",
    "storage_cases",
    "storage_machine",
    "surviving_mutants",
]
