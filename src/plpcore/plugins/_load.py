"""`load_plugins`: from given plugins to values, every plugin kept apart from the others."""

from collections.abc import Callable, Collection, Iterable
from importlib.metadata import version
from operator import attrgetter
from typing import Any, TypeVar

from attrs import define, evolve, field, frozen
from pluggy import HookImpl, PluginManager

from plpcore.errors import PlpError, PluginError, refuse_one_text
from plpcore.evaluation import RuleKind
from plpcore.exchange import PolicyDocument
from plpcore.hookspecs import HOOK_API, PROJECT, Host
from plpcore.plugins import _builtin
from plpcore.plugins._found import Candidate, given_candidates, installed_candidates
from plpcore.plugins._guard import Fault, guarded
from plpcore.plugins._hooks import HOOKS, faults_of, new_manager
from plpcore.plugins._plugins import LoadedPlugin, Plugins, name_of
from plpcore.plugins._problems import Origin, PluginProblem, did_you_mean

T = TypeVar("T")

TIME_LIMIT = 10.0
"""How many seconds a plugin may take to be imported, and how many each of its hooks may take."""

_FIELDS = {
    "plp_policies": ("documents", "policies", "policy"),
    "plp_rule_kinds": ("kinds", "rule_kinds", "rule kind"),
    "plp_renderers": ("renderers", "renderers", "renderer"),
    "plp_checks": ("checks", "checks", "check"),
    "plp_storages": ("storages", "storages", "storage"),
    "plp_formats": ("formats", "formats", "format"),
    "plp_committed": ("listeners", "listeners", "listener"),
}


def load_plugins(
    given: Iterable[object] = (),
    *,
    entry_points: bool = False,
    allow: Collection[str] | None = None,
    block: Collection[str] = (),
    time_limit: float = TIME_LIMIT,
    strict: bool = False,
) -> Plugins:
    """Return what plugins register, with what is wrong with them. Nothing is remembered from one call to the next.

    What comes with the package is registered first; the others follow by their names.

    Args:
        given: Plugins: modules, objects with hooks, or names of modules to import.
        entry_points: Look for installed plugins too, in the entry point group `plpcore`.
        allow: Of the installed plugins only those of these names; None: all. A name is that of a plugin, of its
            distribution or of its module.
        block: Names of plugins that are not even imported, whether given or installed.
        time_limit: How many seconds an import or a hook may take; what takes longer is left out.
        strict: Raise where anything is wrong, instead of going on without it.

    Raises:
        InputError: `given`, `allow` or `block` is one text, which would fall apart into its letters.
        PluginError: With `strict`, when anything is wrong; one line for each problem.
        KeyboardInterrupt: Somebody pressed Ctrl-C.
    """
    for argument, names in (("given", given), ("allow", allow), ("block", block)):
        refuse_one_text(names, argument)
    given = tuple(given)
    installed, problems = installed_candidates() if given or entry_points else ([], [])
    candidates = list(given_candidates(given, installed))
    loader = _Loader(time_limit, problems=problems if entry_points else [])
    if entry_points:
        candidates += loader.allowed(installed, allow)
    own = Candidate(Origin(PROJECT, PROJECT, version(PROJECT)), _builtin.__name__, lambda: _builtin)
    for candidate in (own, *sorted(candidates, key=attrgetter("order"))):
        if candidate is own or not candidate.is_named(block):
            loader.load(candidate)
    found = loader.registered()
    if strict and found.problems:
        raise PluginError(str(problem) for problem in found.problems)
    return found


def idle_blocks(block: Iterable[str], given: Iterable[object] = ()) -> tuple[PluginProblem, ...]:
    """Return a problem for each name to block that no plugin has, given or installed; none is imported."""
    installed, _ = installed_candidates()
    every = (*given_candidates(given, installed), *installed)
    known = {name for one in every for name in (one.origin.plugin, one.origin.distribution, one.module) if name}
    idle = (name for name in block if name not in known)
    return tuple(
        Origin(name).problem("there is nothing of this name to block", did_you_mean(name, known)) for name in idle
    )


@frozen(eq=False)
class _Plugin:
    """A plugin with a manager of its own: in a common one, its failures and its ideas of equality reach the others."""

    origin: Origin
    plugin: object
    manager: PluginManager


@frozen
class _Value:
    """A registered value with the plugin that it is of."""

    value: Any
    origin: Origin


@define
class _Loader:
    """Loads one plugin after the other and gathers what is wrong."""

    seconds: float
    problems: list[PluginProblem]
    plugins: list[_Plugin] = field(factory=list)

    def allowed(self, installed: Iterable[Candidate], allow: Collection[str] | None) -> list[Candidate]:
        """Return the installed plugins that are allowed; a name that none of them has is told."""
        every = list(installed)
        if allow is None:
            return every
        for name in sorted(allow):
            if not any(one.is_named([name]) for one in every):
                mend = did_you_mean(name, {one.origin.plugin for one in every})
                self.problems.append(Origin(name).problem("no installed plugin has this name", mend))
        return [one for one in every if one.is_named(allow)]

    def load(self, candidate: Candidate) -> None:
        """Import a plugin and register it, unless something speaks against it."""
        origin = candidate.origin
        found = self._guarded(lambda: [candidate.load()], origin)
        if not found or any(found[0] is other.plugin for other in self.plugins):
            return
        plugin = found[0]
        twin = next((other.origin for other in self.plugins if other.origin.plugin == origin.plugin), None)
        if twin is not None:
            self.problems.append(origin.problem(f"its name is that of {twin} already", "block one of the two"))
            return
        manager = new_manager()
        faults = self._guarded(lambda: faults_of(plugin, origin, manager), origin)
        self.problems += faults or []
        if faults == []:
            manager.register(plugin, origin.plugin)
            self.plugins.append(_Plugin(origin, plugin, manager))

    def _guarded(self, code: Callable[[], T], origin: Origin, hook: str = "") -> T | None:
        """Return what the code returns; None: it failed, which is told."""
        found = guarded(code, self.seconds)
        if isinstance(found, Fault):
            self.problems.append(origin.problem(found.what, found.mend, hook))
            return None
        return found

    def registered(self) -> Plugins:
        """Call every hook of every plugin once, and return what they register."""
        held = {hook: self._values(hook) for hook in HOOKS}
        return Plugins(
            loaded=tuple(_loaded(one.origin, held) for one in self.plugins),
            **{_FIELDS[hook][0]: tuple(one.value for one in values) for hook, values in held.items()},
            problems=tuple(self.problems),
        )

    def _values(self, hook: str) -> list[_Value]:
        taken: dict[str, _Value] = {}
        for plugin in self.plugins:
            for one in getattr(plugin.manager.hook, hook).get_hookimpls():
                for value in self._called(hook, one, plugin.origin):
                    self._take(_Value(value, plugin.origin), hook, taken)
        return list(taken.values())

    def _called(self, hook: str, one: HookImpl, origin: Origin) -> list[object] | tuple[object, ...]:
        host, untouched = (Host(version(PROJECT), HOOK_API) for _ in range(2))
        found = self._guarded(lambda: [one.function(*(host for _ in one.argnames))], origin, hook)
        if host != untouched:
            self.problems.append(origin.problem("it changed what it was given", "ask its makers", hook))
        if found is None:
            return ()
        held: object = found[0]
        if type(held) is list or type(held) is tuple:
            return held
        what = f"it returned a {type(held).__name__}, not a list or tuple"
        self.problems.append(origin.problem(what, f"return {HOOKS[hook].__name__} values", hook))
        return ()

    def _take(self, one: _Value, hook: str, taken: dict[str, _Value]) -> None:
        """Keep a value, unless it is of a wrong type, its name is taken, or its document is no policy."""
        kind, word, what = HOOKS[hook], _FIELDS[hook][2], ""
        if type(one.value) is not kind:
            what, mend = f"it registered a {type(one.value).__name__}", f"return {kind.__name__} values only"
        elif (name := name_of(one.value)) in taken:
            what, mend = f"the {word} '{name}' is registered by {taken[name].origin} already", "give it another name"
        else:
            what, mend = self._unreadable(one)
        if what:
            self.problems.append(one.origin.problem(what, mend, hook))
        else:
            taken[name_of(one.value)] = _with_origin(one)

    def _unreadable(self, one: _Value) -> tuple[str, str]:
        """Return why a document is no policy. Our own are read only when asked for, since that takes a while."""
        if isinstance(one.value, PolicyDocument) and one.origin.plugin != PROJECT:
            try:
                one.value.read()
            except PlpError as error:
                first, *more = str(error).splitlines()
                rest = f" (and {len(more)} more)" if more else ""
                return f"the policy '{one.value.id}' cannot be read: {first}{rest}", "mend the document"
        return "", ""


def _with_origin(one: _Value) -> _Value:
    if isinstance(one.value, RuleKind):
        return evolve(one, value=evolve(one.value, brought_by=one.origin.installed or str(one.origin)))
    return one


def _loaded(origin: Origin, held: dict[str, list[_Value]]) -> LoadedPlugin:
    names = {
        _FIELDS[hook][1]: tuple(name_of(one.value) for one in values if one.origin is origin)
        for hook, values in held.items()
    }
    return LoadedPlugin(origin.plugin, origin.distribution, origin.version, **names)
