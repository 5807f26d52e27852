"""A check of our own: a policy that we use must say where its rules were published."""

from plpcore.evaluation import Check, Finding
from plpcore.policy import Policy


def find(policy: Policy) -> list[Finding]:
    """Return a finding where the policy names no source."""
    if policy.sources:
        return []
    return [Finding("", "it does not say where its rules were published", "add [[sources]] with the address")]


SOURCED = Check("sourced", "does it say where its rules were published?", find)
