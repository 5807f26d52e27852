"""What only the two documents together show: a layer, and the policy that it extends."""

from collections.abc import Iterable, Iterator

from plpcore.evaluation._checks import Finding, Level
from plpcore.policy import ResolvedPolicy, origin, unreached

_OF_EXAMPLES = frozenset({"rule-untested", "edition-boundary-untested"})
UNREACHED = "tightening-unreached"
_TOLD = 5


def check_layer(resolved: ResolvedPolicy) -> tuple[Finding, ...]:
    """Return what is to be known of a layer as a layer; of a policy that extends nothing, nothing.

    `tightening-unreached`: an edition or an alternative of the upper policy states another rule, or other rows, in the
    place of the one that is tightened, so that the number does not change there.
    """
    return tuple(_unreached(resolved))


def own_findings(resolved: ResolvedPolicy, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Leave out of a layer's findings what the examples do not show of the policy above: its own examples show it."""
    return tuple(one for one in findings if one.check not in _OF_EXAMPLES or not origin(resolved, one.place or "$")[0])


def _unreached(resolved: ResolvedPolicy) -> Iterator[Finding]:
    for one in unreached(resolved):
        more = len(one.parts) - _TOLD
        parts = ", ".join(one.parts[:_TOLD]) + (f" and {more} more" if more > 0 else "")
        what = f"it does not reach '{one.rule}' everywhere: not {parts}"
        mend = "tighten what stands there too, if it is meant"
        yield Finding(one.place, what, mend, check=UNREACHED, level=Level.REMARK)
