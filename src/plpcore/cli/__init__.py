"""The command line: `plp`."""

from plpcore.cli._main import main

__all__ = ["main"]
