"""What is wrong with a plugin: told by its name, its distribution and its version, and never raised by itself."""

from collections.abc import Iterable
from difflib import get_close_matches

from attrs import frozen


@frozen
class Origin:
    """Whose code it is.

    Attributes:
        plugin: The plugin's name.
        distribution: The distribution that installed it; empty: none is known.
        version: The distribution's version; empty: unknown.
    """

    plugin: str
    distribution: str = ""
    version: str = ""

    @property
    def installed(self) -> str:
        """Return distribution and version, such as `district-plugin 1.0`; empty: none is known."""
        return " ".join(filter(None, (self.distribution, self.version)))

    def __str__(self) -> str:
        """Return `plugin 'district' (district-plugin 1.0)`."""
        return f"plugin '{self.plugin}' ({self.installed or 'no distribution'})"

    def problem(self, what: str, mend: str, hook: str = "") -> "PluginProblem":
        """Return a problem of this plugin."""
        return PluginProblem(self.plugin, self.distribution, self.version, hook, what, mend)


@frozen
class PluginProblem:
    """One thing that is wrong with a plugin.

    Attributes:
        plugin: The plugin's name.
        distribution: The distribution that installed it; empty: none is known.
        version: The distribution's version; empty: unknown.
        hook: The hook that it is about; empty: the plugin as a whole.
        what: What is wrong, in a few words.
        mend: What to do about it.
    """

    plugin: str
    distribution: str
    version: str
    hook: str
    what: str
    mend: str

    def __str__(self) -> str:
        """Return it on one line."""
        place = f", {self.hook}" if self.hook else ""
        line = f"{Origin(self.plugin, self.distribution, self.version)}{place}: {self.what}; {self.mend}"
        # Names come from metadata that anybody may write; they must not steer a terminal.
        return "".join(char if char.isprintable() else "\ufffd" for char in line)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the mend for a name that is not known: the likeliest one, or all."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    return f"did you mean '{close[0]}'?" if close else f"known are: {', '.join(names) or 'none'}"
