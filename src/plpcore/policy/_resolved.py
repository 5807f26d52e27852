"""A policy together with the documents that it was made of."""

from attrs import frozen

from plpcore.policy._layers import Layer
from plpcore.policy._policy import Policy


@frozen
class ResolvedPolicy:
    """A policy with the documents that it was made of.

    Attributes:
        policy: What holds: an ordinary policy.
        layer: The document that extends the upper policy, its facts typed; None: the policy extends nothing.
        upper: What the layer extends; None: the policy extends nothing.
    """

    policy: Policy
    layer: Layer | None = None
    upper: "ResolvedPolicy | None" = None

    @property
    def documents(self) -> tuple[str, ...]:
        """Return the ids of the documents, the lowest authority first."""
        return (self.policy.id, *(self.upper.documents if self.upper is not None else ()))
