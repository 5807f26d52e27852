"""What a host works with once its plugins are loaded: values only."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TypeAlias

from attrs import evolve, frozen

from plpcore.errors import InputError, PluginError
from plpcore.evaluation import Check, Finding, RuleKind, Statement, check_policy
from plpcore.exchange import PolicyDocument, RecordFormat, load_resolved
from plpcore.journal import Entry, Listener, Storage
from plpcore.plugins._guard import raised
from plpcore.plugins._problems import Origin, PluginProblem, did_you_mean
from plpcore.policy import Policy, ResolvedPolicy
from plpcore.report import Look, Renderer
from plpcore.storage import StorageKind, file_of, open_existing, open_storage

Registered: TypeAlias = PolicyDocument | RuleKind | Renderer | Check | StorageKind | RecordFormat | Listener


def name_of(value: Registered) -> str:
    """Return the name by which people ask for a registered value."""
    return value.id if isinstance(value, PolicyDocument) else value.name


@frozen
class LoadedPlugin:
    """A plugin, and the names of what it registers.

    Attributes:
        name: The plugin's name.
        distribution: The distribution that installed it; empty: none is known.
        version: The distribution's version; empty: unknown.
    """

    name: str
    distribution: str
    version: str
    policies: tuple[str, ...] = ()
    rule_kinds: tuple[str, ...] = ()
    renderers: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    storages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    listeners: tuple[str, ...] = ()

    @property
    def origin(self) -> Origin:
        """Return whose it is."""
        return Origin(self.name, self.distribution, self.version)


@frozen
class Checked:
    """What one check finds in a policy.

    Attributes:
        check: The name of the check.
        findings: What it found, each with the check's name and level.
        problem: What the check's code did instead; None: it did its work.
    """

    check: str
    findings: tuple[Finding, ...]
    problem: PluginProblem | None = None


@frozen
class Plugins:
    """Everything that plugins registered, those that come with the package first, then by the plugins' names.

    Attributes:
        loaded: The plugins that are in.
        documents: The policies, none of which is read yet.
        kinds: The rule kinds, for `evaluate` and `prepare`.
        renderers: The ways to show statements.
        checks: The checks of policies.
        storages: The kinds of storages that a URL opens.
        formats: The ways in and out for records.
        listeners: Who is told after each commit.
        problems: What is wrong with plugins, in the order in which it was found.
    """

    loaded: tuple[LoadedPlugin, ...] = ()
    documents: tuple[PolicyDocument, ...] = ()
    kinds: tuple[RuleKind, ...] = ()
    renderers: tuple[Renderer, ...] = ()
    checks: tuple[Check, ...] = ()
    storages: tuple[StorageKind, ...] = ()
    formats: tuple[RecordFormat, ...] = ()
    listeners: tuple[Listener, ...] = ()
    problems: tuple[PluginProblem, ...] = ()

    def policy(self, ref: str) -> Policy:
        """Return the policy that `ref` names: a registered id, or the path of a .toml or .json file.

        Raises:
            PolicyError: There is no such policy or file, or the file cannot be read.
            InputErrors: The document is no policy; one line for each mistake.
        """
        return self.resolved(ref).policy

    def resolved(self, ref: str) -> ResolvedPolicy:
        """Return the policy that `ref` names with the documents that it was made of; raises as `policy` does."""
        return load_resolved(ref, self.documents)

    def render(self, name: str, statements: Sequence[Statement], look: Look) -> str:
        """Return statements as a renderer shows them.

        Raises:
            InputError: There is no renderer of this name.
            PluginError: The renderer raises, or returns something else than text.
        """
        known = {one.name: one for one in self.renderers}
        if name not in known:
            raise InputError("renderer", f"there is none of the name '{name}'", did_you_mean(name, known))
        origin = next(one.origin for one in self.loaded if name in one.renderers)
        try:
            text = known[name].render(tuple(statements), look)
        except KeyboardInterrupt:
            raise
        # Even an exit is told: a renderer must not end the host.
        except BaseException as error:
            raise PluginError([_line(origin, f"renderer '{name}' {raised(error)}")]) from error
        if type(text) is not str:
            raise PluginError([_line(origin, f"renderer '{name}' returned a {type(text).__name__}, not text")])
        return text

    def check(self, policy: Policy) -> tuple[Checked, ...]:
        """Return what each check finds in a policy; one that fails is told and keeps no other from being asked.

        Each is given a policy that is as it was, whatever an earlier one did to its own.
        """
        return tuple(self._each_checked(policy))

    def open_storage(self, url: str) -> Storage:
        """Return the storage that a URL names; raises as `plpcore.storage.open_storage` does."""
        return open_storage(url, self.storages)

    def open_existing(self, url: str, *, read_only: bool = False) -> Storage:
        """Return the storage that a URL names, which must be there; as `plpcore.storage.open_existing` does."""
        return open_existing(url, self.storages, read_only=read_only)

    def file_of(self, url: str) -> Path | None:
        """Return the file that holds all of a storage, None: there is none; as `plpcore.storage.file_of` does."""
        return file_of(url, self.storages)

    def told(self, entry: Entry) -> tuple[PluginProblem, ...]:
        """Tell every listener of a commit, and return what each did wrong; a `Workspace` is given this as a listener.

        Raises:
            KeyboardInterrupt: Somebody pressed Ctrl-C.
        """
        return tuple(problem for one in self.listeners if (problem := self._heard(one, entry)) is not None)

    def _heard(self, listener: Listener, entry: Entry) -> PluginProblem | None:
        origin = next(one.origin for one in self.loaded if listener.name in one.listeners)
        try:
            listener.hear(entry)
        except KeyboardInterrupt:
            raise
        # Even an exit is told: a listener must not end the host, whose commit stands.
        except BaseException as error:  # noqa: BLE001
            return _problem(origin, f"listener '{listener.name}' {raised(error)}")
        return None

    def _each_checked(self, policy: Policy) -> Iterator[Checked]:
        lent = deepcopy(policy)
        for check in self.checks:
            found = self._checked(check, lent)
            if not _is_equal(lent, policy):
                lent = deepcopy(policy)
                problem = _problem(self._origin(check), f"check '{check.name}' changed the policy that it was given")
                found = evolve(found, problem=found.problem or problem)
            yield found

    def _origin(self, check: Check) -> Origin:
        return next(one.origin for one in self.loaded if check.name in one.checks)

    def _checked(self, check: Check, policy: Policy) -> Checked:
        origin = self._origin(check)
        try:
            found = check_policy(policy, [_typed(check)])
        except KeyboardInterrupt:
            raise
        # Even an exit is told: a check must not end the host.
        except BaseException as error:  # noqa: BLE001
            return Checked(check.name, (), _problem(origin, f"check '{check.name}' {raised(error)}"))
        return Checked(check.name, found)


def _is_equal(lent: Policy, policy: Policy) -> bool:
    """What was put into a policy may be anything, also what cannot be compared."""
    try:
        return lent == policy
    except Exception:  # noqa: BLE001 - the plugin's value
        return False


def _typed(check: Check) -> Check:
    """Return the check with a look at what it gives; a wrong type is told as what it is."""

    def find(policy: Policy) -> Iterator[Finding]:
        for one in check.find(policy):
            if type(one) is not Finding:
                raise TypeError(f"it gave a {type(one).__name__}, not a Finding")
            yield one

    return evolve(check, find=find)


def _problem(origin: Origin, what: str) -> PluginProblem:
    return origin.problem(what, "ask its makers")


def _line(origin: Origin, what: str) -> str:
    return str(_problem(origin, what))
