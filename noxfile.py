"""One session for each check: `nox -l` lists them, `nox -s lint` runs one. `.ci/run` runs them all in a clean clone."""

import shutil
import subprocess
from pathlib import Path

import nox

nox.needs_version = ">=2025.2"
nox.options.sessions = ["lint", "types", "imports", "docs", "docs_code", "coverage", "plugin"]
nox.options.reuse_existing_virtualenvs = True

PYTHONS = ["3.11", "3.12", "3.13"]
PYPROJECT = nox.project.load_toml("pyproject.toml")
ROOT = Path(__file__).parent


def groups(*names: str) -> list[str]:
    """Return the requirements of the dependency groups."""
    return [requirement for name in names for requirement in nox.project.dependency_groups(PYPROJECT, name)]


def install_wheel(session: nox.Session) -> None:
    """Build the wheel, check that it is complete, and install it with the solver."""
    target = Path(session.create_tmp()) / "dist"
    shutil.rmtree(target, ignore_errors=True)
    session.run("python", "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", str(target), ".")
    wheel = next(target.glob("*.whl"))
    session.run("python", ".ci/check_wheel.py", str(wheel), "src/plpcore")
    session.install("--force-reinstall", "--no-deps", str(wheel))
    session.install(f"{wheel}[solver]")


def leave_source_behind(session: nox.Session) -> None:
    """Go to a copy of the project that has no src, so that only the wheel can be imported."""
    away = Path(session.create_tmp()) / "away"
    shutil.rmtree(away, ignore_errors=True)
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603
    for name in filter(None, listed.split("\0")):
        if not name.startswith("src/") and (ROOT / name).is_file():
            (away / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, away / name)
    session.chdir(away)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Test the built wheel, with src away."""
    session.install(*groups("test"))
    install_wheel(session)
    leave_source_behind(session)
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(python="3.11")
def coverage(session: nox.Session) -> None:
    """The same with every branch counted: 100 % or red."""
    session.install(*groups("test"))
    install_wheel(session)
    leave_source_behind(session)
    report = "--cov-report=term-missing:skip-covered"
    session.run("python", "-m", "pytest", "--cov", report, *session.posargs, env={"HYPOTHESIS_PROFILE": "ci"})


@nox.session(python="3.11")
def lint(session: nox.Session) -> None:
    """Every rule of ruff but those argued away in pyproject.toml, and its formatter."""
    session.install(*groups("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session(python="3.11")
def types(session: nox.Session) -> None:
    """Type-check src, tests and examples strictly."""
    session.install("-e", ".[solver]", *groups("types"))
    session.run("mypy")


@nox.session(python="3.11")
def imports(session: nox.Session) -> None:
    """Check the layers, the pure centre, and the one importer of each library."""
    session.install("-e", ".", *groups("lint"))
    session.run("lint-imports")


@nox.session(python="3.11")
def docs(session: nox.Session) -> None:
    """Build the manual; a reference that leads nowhere is an error."""
    session.install("-e", ".[solver,testing]", *groups("docs"))
    session.run("sphinx-build", "-n", "-W", "--keep-going", "docs", "docs/_build/html", *session.posargs)


@nox.session(python="3.11")
def docs_code(session: nox.Session) -> None:
    """Follow every page of the manual and the README as its reader would."""
    session.install("-e", ".[solver]", *groups("test"))
    session.run("python", "-m", "pytest", "tests/docs", *session.posargs)


@nox.session(python="3.11")
def plugin(session: nox.Session) -> None:
    """Test the example plugin outside the project, from its wheel and ours, as its author would."""
    install_wheel(session)
    away = Path(session.create_tmp()) / "district_plugin"
    shutil.rmtree(away, ignore_errors=True)
    shutil.copytree(ROOT / "examples" / "district_plugin", away)
    session.chdir(away)
    session.run("python", "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", "dist", str(away))
    session.install("--force-reinstall", "--no-deps", str(next((away / "dist").glob("*.whl"))))
    session.install("hypothesis>=6.100", "pytest>=8.2")
    shutil.rmtree(away / "src")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(python="3.11")
def mutation(session: nox.Session) -> None:
    """Change the engine in small ways: at least 90 % of a seeded sample must be noticed by a test."""
    session.install("-e", ".[solver]", *groups("mutation"))
    session.run("python", "tests/mutation/run.py", *session.posargs)


@nox.session(python="3.11")
def seeded_bugs(session: nox.Session) -> None:
    """Plant bugs in the storages: the shipped suite must notice at least 95 of 100 of each."""
    session.install("-e", ".[solver]", *groups("test"))
    session.run("python", "-m", "tests.storage.seeded_bugs", *session.posargs)


@nox.session(python="3.11")
def implication(session: nox.Session) -> None:
    """Hold implication to 240 random pairs of policies with 100 000 ledgers each: nothing may contradict it."""
    session.install("-e", ".[solver]", *groups("test"))
    session.run("python", "-m", "tests.implication.campaign", *session.posargs)


@nox.session(python="3.11")
def implication_wide(session: nox.Session) -> None:
    """Search for a record that contradicts implication on 4 000 pairs over a broad part of the language."""
    session.install("-e", ".[solver]", *groups("test"))
    asked = session.posargs or ["--pairs", "4000", "--ledgers", "2000"]
    session.run("python", "-m", "tests.implication.campaign", "--wide", *asked)


@nox.session(python="3.11")
def storage_campaigns(session: nox.Session) -> None:
    """Kills, power cuts, failing disks, contention and a million revisions on SQLite; one of them: `-- kills`."""
    session.install("-e", ".[solver]", *groups("test"))
    for name in session.posargs or ("kills", "power", "faults", "contention", "million"):
        session.run("python", "-m", f"tests.storage.campaigns.{name}")


@nox.session(python="3.11")
def policy_mutation(session: nox.Session) -> None:
    """Change every shipped policy in small ways: its own examples must notice at least 98 of 100 changes."""
    session.install("-e", ".[solver]", *groups("test"))
    session.run("python", "-m", "tests.policies.mutation", *session.posargs)


@nox.session(python="3.11")
def benchmarks(session: nox.Session) -> None:
    """Print the table of ratios."""
    session.install("-e", ".[solver]", *groups("bench"))
    session.run("python", "-m", "benchmarks", *session.posargs)
