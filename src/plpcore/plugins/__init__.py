"""Plugins: loaded from what a host gives, checked, and kept from doing harm. What they register are values."""

from plpcore.plugins._load import TIME_LIMIT, idle_blocks, load_plugins
from plpcore.plugins._plugins import Checked, LoadedPlugin, Plugins
from plpcore.plugins._problems import Origin, PluginProblem

__all__ = [
    "TIME_LIMIT",
    "Checked",
    "LoadedPlugin",
    "Origin",
    "PluginProblem",
    "Plugins",
    "idle_blocks",
    "load_plugins",
]
