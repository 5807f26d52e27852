"""What comes with the package, registered like everybody's."""

from collections.abc import Sequence

from plpcore.evaluation import Check
from plpcore.evaluation.checking import CHECKS
from plpcore.exchange import PolicyDocument, shipped_documents
from plpcore.hookspecs import hookimpl
from plpcore.report import RENDERERS, Renderer


@hookimpl
def plp_policies() -> Sequence[PolicyDocument]:
    """Return the policies that come with the package."""
    return shipped_documents()


@hookimpl
def plp_renderers() -> Sequence[Renderer]:
    """Return text, Markdown and JSON."""
    return RENDERERS


@hookimpl
def plp_checks() -> Sequence[Check]:
    """Return the checks that come with the package."""
    return CHECKS
