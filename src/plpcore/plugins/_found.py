"""Which plugins there are: those that the host gives, and, only when asked, those that are installed."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.metadata import Distribution, distributions
from types import ModuleType

from attrs import frozen

from plpcore.hookspecs import PROJECT
from plpcore.plugins._guard import FaultError, raised
from plpcore.plugins._problems import Origin, PluginProblem


@frozen
class Candidate:
    """A plugin that is not loaded yet.

    Attributes:
        origin: Whose it is.
        module: The module that it stands in; empty: unknown.
        load: Imports it, where that is still to be done, and returns it.
        is_found: Whether it was found as an entry point, and not given.
    """

    origin: Origin
    module: str
    load: Callable[[], object]
    is_found: bool = False

    @property
    def order(self) -> tuple[str, str, bool]:
        """Return what plugins are sorted by."""
        return (self.origin.plugin, self.origin.distribution, self.is_found)

    def is_named(self, names: Iterable[str]) -> bool:
        """Return whether one of the names is that of the plugin, its distribution or its module."""
        return not {self.origin.plugin, self.origin.distribution, self.module}.isdisjoint(names)


def given_candidates(given: Iterable[object], installed: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield a candidate for each plugin that the host gives: a module by its name, or a plugin itself."""
    owners = {one.module.partition(".")[0]: one.origin for one in installed}
    for plugin in given:
        module, name = (plugin, plugin) if isinstance(plugin, str) else _names(plugin)
        owner = owners.get(module.partition(".")[0], Origin(""))
        yield Candidate(Origin(name, owner.distribution, owner.version), module, _loader(plugin))


def _loader(plugin: object) -> Callable[[], object]:
    return (lambda: _imported(plugin)) if isinstance(plugin, str) else lambda: plugin


def _imported(name: str) -> ModuleType:
    """Import a module. That there is none is a mistake of who names it; that it needs one, of who made it."""
    if name and not name.startswith("."):
        try:
            return import_module(name)
        except ModuleNotFoundError as error:
            if not f"{name}.".startswith(f"{error.name}."):
                raise
    mend = "check the name (my_plugin, not my_plugin.py), and that Python finds it: install it, or set PYTHONPATH"
    raise FaultError("there is no module of this name", mend)


def _names(plugin: object) -> tuple[str, str]:
    """Return the module of a plugin and its name; one without a name would be a number, which nobody could block."""
    if isinstance(plugin, ModuleType):
        return plugin.__name__, plugin.__name__
    kind = plugin if isinstance(plugin, type) else type(plugin)
    return kind.__module__, f"{kind.__module__}.{kind.__qualname__}"


def installed_candidates() -> tuple[list[Candidate], list[PluginProblem]]:
    """Return the plugins that distributions offer as entry points, and which distributions cannot be read.

    One distribution after the other: one that is broken hides no other one. Of two of the same name the first on the
    path holds, as for imports.
    """
    found: list[Candidate] = []
    problems: list[PluginProblem] = []
    seen: set[str] = set()
    for distribution in distributions():
        try:
            text = distribution.read_text("entry_points.txt") or ""
            if f"[{PROJECT}]" not in text or _key(distribution) in seen:
                continue
            seen.add(_key(distribution))
            found += _offered(distribution)
        except Exception as error:  # noqa: BLE001 - a broken distribution may fail in any way
            problems.append(_unreadable(distribution, error))
    return found, problems


def _key(distribution: Distribution) -> str:
    return distribution.name.lower().replace("-", "_").replace(".", "_")


def _offered(distribution: Distribution) -> list[Candidate]:
    points = [point for point in distribution.entry_points if point.group == PROJECT]
    origins = [Origin(point.name, distribution.name, distribution.version) for point in points]
    return [
        Candidate(origin, point.value.partition(":")[0].strip(), point.load, is_found=True)
        for origin, point in zip(origins, points, strict=True)
    ]


def _unreadable(distribution: Distribution, error: Exception) -> PluginProblem:
    folder = str(getattr(distribution, "_path", "a distribution")).rpartition("/")[2]
    return Origin(folder).problem(f"its metadata cannot be read: {raised(error)}", "install it anew")
