"""Settings that every test shares: how Hypothesis searches."""

import os

from hypothesis import HealthCheck, settings

# In CI the same examples every time: a red run is repeated by running it again.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# On a person's machine new examples every time, and no deadline: a loaded machine is not a finding.
settings.register_profile("dev", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=2_000)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))
