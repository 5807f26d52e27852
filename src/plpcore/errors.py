"""Every exception that plpcore raises on purpose.

A user's mistake is an `InputError`: one line that says where, what, and how to mend it.
The classes take positional arguments only, so that they survive pickling.
"""

import re
from collections.abc import Iterable
from typing import TypeVar


class PlpError(Exception):
    """The base of every exception that plpcore raises on purpose."""


class InputError(PlpError, ValueError):
    """Something given from outside cannot be accepted.

    Args:
        where: The place: `file:line`, or a path such as `$.caps[1].at_most`.
        what: What is wrong there, in a few words.
        mend: What to do about it; may be empty.
    """

    def __init__(self, where: str, what: str, mend: str = "") -> None:
        super().__init__(where, what, mend)
        self.where = where
        self.what = what
        self.mend = mend

    def __str__(self) -> str:
        """Return `where: what; mend` on one line."""
        tail = f"; {self.mend}" if self.mend else ""
        return f"{self.where}: {self.what}{tail}"

    def under(self, prefix: str) -> "InputError":
        """Return the same error with its place moved under `prefix` (`$.a` under `$.b[0]` is `$.b[0].a`)."""
        return type(self)(prefix + self.where.removeprefix("$"), self.what, self.mend)


E = TypeVar("E", bound=InputError)


class QuantityError(InputError):
    """A number or a unit cannot be accepted, or two units do not go together."""


class PeriodError(InputError):
    """A date, a period or a cycle cannot be accepted."""


class ModelError(InputError):
    """A value of the plan (goal, activity, evidence, reflection …) contradicts itself."""


class RecordError(InputError):
    """A row or document of records cannot be accepted."""


class PolicyError(InputError):
    """A policy document cannot be accepted."""


class InputErrors(PlpError, ValueError):
    """Several input errors found in one reading, in the order of the document.

    Args:
        errors: The errors, at least one.
    """

    def __init__(self, errors: Iterable[InputError]) -> None:
        self.errors = tuple(errors)
        super().__init__(self.errors)

    def __str__(self) -> str:
        """Return one line an error."""
        return "\n".join(str(error) for error in self.errors)


class TransitionError(PlpError):
    """A life cycle does not allow this event in this state.

    Args:
        state: The state that the thing is in.
        event: The event that was asked for.
        legal: The events that are legal in that state.
    """

    def __init__(self, state: str, event: str, legal: tuple[str, ...]) -> None:
        super().__init__(state, event, legal)
        self.state = state
        self.event = event
        self.legal = legal

    def __str__(self) -> str:
        """Say what was refused and what would be legal."""
        allowed = ", ".join(self.legal) or "nothing"
        return f"'{self.event}' is not possible in state '{self.state}'; possible: {allowed}"


class TooManyCasesError(PlpError):
    """A search was given up: nothing was found, and nothing is proven."""

    def __str__(self) -> str:
        """Say so."""
        return "too many cases to try; nothing is proven either way"


class SolverMissingError(PlpError):
    """The policy needs the optional solver and it is not installed."""

    def __str__(self) -> str:
        """Name the mend."""
        return "this policy leaves the flow fragment and needs a solver; install plpcore[solver]"


class RuleKindError(PlpError):
    """The code of a rule kind that a host brings did not do its work; the policy and the record are not at fault.

    Args:
        rule: The id of the policy's rule.
        kind: The name of the rule kind.
        brought_by: The distribution that brought it, with its version; empty: nobody said.
        what: What the code did, in a few words.
    """

    def __init__(self, rule: str, kind: str, brought_by: str, what: str) -> None:
        super().__init__(rule, kind, brought_by, what)
        self.rule = rule
        self.kind = kind
        self.brought_by = brought_by
        self.what = what

    def __str__(self) -> str:
        """Name the rule, the kind and who brought it on one line."""
        of = f" of {self.brought_by}" if self.brought_by else ""
        return f"rule '{self.rule}': the rule kind '{self.kind}'{of} {self.what}; tell those who made it"


class PluginError(PlpError):
    """Plugins are broken, and were asked for in a way that cannot go on without them.

    Args:
        lines: One line for each problem, at least one.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__(self.lines)

    def __str__(self) -> str:
        """Return one line a problem."""
        return "\n".join(self.lines)


def refuse_one_text(names: object, where: str, error: type[InputError] = InputError) -> None:
    """Refuse one text where several are expected: it is iterable too, and would fall apart into its letters.

    Raises:
        InputError: As the class `error`.
    """
    if isinstance(names, str):
        raise error(where, f"expected several texts, not the one text {names!r}", f"write [{names!r}]")


_AT = re.compile(r"\(at (?:line ([0-9]+), column [0-9]+|(end of document))\)$")
_ENDLESS = re.compile(r"[0-9](?:_?[0-9]){4300}")


def not_readable(kind: type[E], name: str, form: str, text: str, error: ValueError) -> E:
    """Return what the standard library says about a text that is no TOML or JSON as an error of ours.

    Args:
        kind: The class of the error.
        name: The document's name, to which the line is added; `$`: it has none.
        form: `TOML` or `JSON`.
        text: The document.
        error: What its reader raised.
    """
    what, line = _syntax(text, error)
    where = f"{name}:{line}" if line and name != "$" else name
    return kind(where, f"not readable as {form}: {what}", "mend the syntax there")


def _syntax(text: str, error: ValueError) -> tuple[str, int]:
    """Return what is wrong with a text and on which line; 0: nobody knows."""
    # Errors are imported by everything, and what is wrong with JSON is seldom asked.
    from json import JSONDecodeError

    told = str(error)
    endless = _ENDLESS.search(text) if told.startswith("Exceeds the limit") else None
    if endless is not None:
        return "a number has more than 4300 digits", text.count("\n", 0, endless.start()) + 1
    if isinstance(error, JSONDecodeError):
        return f"{error.msg} (at line {error.lineno}, column {error.colno})", error.lineno
    at = _AT.search(told)
    if at is None:
        return told, 0
    if not at[2]:
        return told, int(at[1])
    last = text.rstrip().count("\n") + 1
    return told.replace(at[2], f"line {last}, the end of the document"), last


_TOLD = 200


def one_line(error: BaseException) -> str:
    """Return what an exception of somebody else's code says, on one line of at most about 200 characters."""
    name = type(error).__name__
    try:
        text = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - somebody else's code may fail even where it is asked what failed
        text = ""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in text[:_TOLD])
    return f"{name}: {shown}{'…' if len(text) > _TOLD else ''}" if shown else name


class DeniedError(PlpError):
    """Somebody may not do what was asked; nothing was done.

    Args:
        verb: What was asked for, a word of `plpcore.workspace.Verb`.
        reason: The authorizer's code.
    """

    def __init__(self, verb: str, reason: str) -> None:
        super().__init__(verb, reason)
        self.verb = verb
        self.reason = reason

    def __str__(self) -> str:
        """Name the verb and the reason, and nothing about what it would have been done to."""
        return f"'{self.verb}' is not allowed here ({self.reason}); ask whoever gives out rights"


class StorageError(PlpError):
    """A storage cannot do what was asked. The lines name keys, never what stands under them."""


class ConflictError(StorageError):
    """What a batch was built on has changed meanwhile; nothing was written. Read again, decide again.

    Args:
        what: The document (`activity:a1`) or the owner whose revisions changed.
        expected: The version, or the number of the last commit, that the batch was built on.
        actual: The one that stands now.
    """

    def __init__(self, what: str, expected: int, actual: int) -> None:
        super().__init__(what, expected, actual)
        self.what = what
        self.expected = expected
        self.actual = actual

    def __str__(self) -> str:
        """Name the document and both versions."""
        return f"'{self.what}' was changed meanwhile: expected {self.expected}, found {self.actual}; read it again"


class BusyError(StorageError):
    """Somebody else is writing; nothing was written, and trying again is safe."""

    def __str__(self) -> str:
        """Say so."""
        return "somebody else is writing to the storage; nothing was written, try again"


class UnavailableError(StorageError):
    """The storage does not answer; nothing was acknowledged.

    Args:
        what: What went wrong, in a few words, without the content of any document.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        """Say what is wrong and what to do."""
        return f"the storage is not available: {self.what}; nothing was acknowledged, mend it and try again"


class CorruptError(StorageError):
    """What a storage holds contradicts itself.

    Args:
        where: The place, such as `district-7 commit 12`.
        what: What is wrong there.
    """

    def __init__(self, where: str, what: str) -> None:
        super().__init__(where, what)
        self.where = where
        self.what = what

    def __str__(self) -> str:
        """Name the place and the fault."""
        return f"{self.where}: {self.what}; do not write to it, and restore a copy that verifies"


class NotSupportedError(StorageError):
    """The storage does not have a capability.

    Args:
        capability: Its name, a field of `plpcore.journal.Capabilities`.
    """

    def __init__(self, capability: str) -> None:
        super().__init__(capability)
        self.capability = capability

    def __str__(self) -> str:
        """Name the capability."""
        if self.capability == "read_only":
            return "this storage was opened to read only; open it without ?mode=ro to write"
        return f"this storage does not offer '{self.capability}'; choose one that does"
