"""A district's policy, rule kind, check, page and storage. Each hook returns values; plpcore does the rest."""

from importlib.resources import files

from district_plugin._page import PAGE
from district_plugin._source import SOURCED
from district_plugin._units import WHOLE_UNITS
from district_plugin._yearly import YEARLY
from plpcore.evaluation import Check, RuleKind
from plpcore.exchange import PolicyDocument
from plpcore.hookspecs import hookimpl
from plpcore.report import Renderer
from plpcore.storage import StorageKind

plp_api = 1


@hookimpl
def plp_policies() -> list[PolicyDocument]:
    """Register the policies that lie beside this module."""
    folder = files("district_plugin") / "policies"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return [PolicyDocument(one.name.removesuffix(".toml"), one.read_text("utf-8"), one.name) for one in found]


@hookimpl
def plp_rule_kinds() -> list[RuleKind]:
    """Register the rule kind `whole-units`."""
    return [WHOLE_UNITS]


@hookimpl
def plp_checks() -> list[Check]:
    """Register the check `sourced`."""
    return [SOURCED]


@hookimpl
def plp_renderers() -> list[Renderer]:
    """Register the renderer `page`."""
    return [PAGE]


@hookimpl
def plp_storages() -> list[StorageKind]:
    """Register the storage `yearly:`."""
    return [YEARLY]
