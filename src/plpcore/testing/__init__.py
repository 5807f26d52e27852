"""For those who extend plpcore: does a plugin, does a rule kind keep its promises? Install `plpcore[testing]`."""

from plpcore.testing._plugin import check_plugin
from plpcore.testing._records import portfolios
from plpcore.testing._rule_kind import check_rule_kind

__all__ = ["check_plugin", "check_rule_kind", "portfolios"]
