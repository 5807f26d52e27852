"""Does a plugin keep the promises of its hooks?"""

from plpcore.plugins import TIME_LIMIT, LoadedPlugin, Plugins, load_plugins


def check_plugin(plugin: object, *, time_limit: float = TIME_LIMIT) -> LoadedPlugin:
    """Check that a plugin can be loaded without any problem, and registers the same each time it is asked.

    What is looked at: the names and arguments of its hooks, that each returns a list or tuple of frozen values of the
    right type under free names, that its policies can be read, and that it leaves alone what it is given.

    Args:
        plugin: The plugin: a module, the name of one, or an object with hooks.
        time_limit: How many seconds its import and each of its hooks may take.

    Returns:
        The plugin with the names of what it registers.

    Raises:
        AssertionError: Something is wrong; one line for each problem.
    """
    first, second = (load_plugins([plugin], time_limit=time_limit) for _ in range(2))
    problems = [str(problem) for problem in first.problems] or _changes(first, second)
    if problems:
        raise AssertionError("\n".join(problems))
    return first.loaded[-1]


def _changes(first: Plugins, second: Plugins) -> list[str]:
    """Functions that a hook makes anew are never equal, so names are compared, and the text of policies."""
    is_same = (first.loaded, first.documents) == (second.loaded, second.documents)
    origin = first.loaded[-1].origin
    return [] if is_same and not second.problems else [f"{origin}: it registers something else the second time"]
