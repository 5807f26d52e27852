"""How Sphinx builds the manual: `sphinx-build -n -W docs docs/_build`."""

import importlib
import pkgutil
import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from types import FunctionType

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

import plpcore

sys.path.insert(0, str(Path(__file__).parent))
from captions import captioned

project = "plpcore"
author = "The plpcore maintainers"
copyright = "the plpcore maintainers"
version = release = installed_version("plpcore")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "plpcore"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

napoleon_google_docstring = True
napoleon_numpy_docstring = False
# Fields are described by the class docstring; as separate entries they would appear twice.
napoleon_use_ivar = True
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
# What belongs to Python or to another library is not ours to document, and CI does not ask the network.
nitpick_ignore_regex = [(r"py:.*", r"(?!plpcore\b).*")]

API = Path(__file__).parent / "reference" / "api"


def packages() -> list[str]:
    """Return the packages whose names are public, in alphabetical order."""
    found = (module.name for module in pkgutil.iter_modules(plpcore.__path__))
    return sorted(name for name in found if not name.startswith("_") and name != "cli")


def settle(package: str) -> None:
    """Let each public name say the package that offers it, not the private module that holds it."""
    module = importlib.import_module(f"plpcore.{package}")
    for name in getattr(module, "__all__", ()):
        thing = getattr(module, name)
        if isinstance(thing, type | FunctionType) and thing.__module__.startswith(f"{module.__name__}."):
            thing.__module__ = module.__name__


def write_page(package: str) -> None:
    """Write the reference page of a package, unless it stands there already."""
    text = f"# plpcore.{package}\n\n```{{automodule}} plpcore.{package}\n:members:\n:show-inheritance:\n```\n"
    page = API / f"{package}.md"
    if not page.exists() or page.read_text("utf-8") != text:
        page.write_text(text, "utf-8")


API.mkdir(exist_ok=True)
for public in packages():
    settle(public)
    write_page(public)


def setup(app: Sphinx) -> None:
    """Let tables of comma-separated values be shown as they are (Pygments has no such language), and files by name."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", _caption)


def _caption(_app: Sphinx, _page: str, source: list[str]) -> None:
    source[0] = captioned(source[0])
