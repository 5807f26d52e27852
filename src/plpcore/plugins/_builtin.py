"""What comes with the package, registered like everybody's."""

from collections.abc import Sequence

from plpcore.evaluation import Check
from plpcore.evaluation.checking import CHECKS
from plpcore.exchange import RECORD_FORMATS, PolicyDocument, RecordFormat, shipped_documents
from plpcore.hookspecs import hookimpl
from plpcore.report import RENDERERS, Renderer
from plpcore.storage import STORAGE_KINDS, StorageKind


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


@hookimpl
def plp_storages() -> Sequence[StorageKind]:
    """Return memory, SQLite and the others that come with the package."""
    return STORAGE_KINDS


@hookimpl
def plp_formats() -> Sequence[RecordFormat]:
    """Return plpcore's own JSON."""
    return RECORD_FORMATS
