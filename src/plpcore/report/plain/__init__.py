"""Policies in sentences that a teacher can read, made from the rules themselves."""

from plpcore.report.plain._describe import describe_policy
from plpcore.report.plain._voice import plain_phrases

__all__ = ["describe_policy", "plain_phrases"]
