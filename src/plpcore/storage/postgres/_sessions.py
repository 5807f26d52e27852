"""Where statements are run: on connections of our own, or on the host's inside its transaction."""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock
from typing import Any, Protocol, TypeAlias

from attrs import define, field
from psycopg import Connection, Cursor, IsolationLevel, connect
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from plpcore.errors import StorageError, UnavailableError
from plpcore.storage.postgres._errors import mapped
from plpcore.storage.postgres._schema import migrate

Rows: TypeAlias = Cursor[tuple[Any, ...]]

_SETTINGS = {"synchronous_commit": "on", "lock_timeout": "30s", "client_min_messages": "warning"}
_TENANT = "plpcore.tenant"
_WALKS = dict.fromkeys(("enable_bitmapscan", "enable_hashjoin", "enable_mergejoin", "enable_sort", "jit"), "off")
"""Each of our statements is a walk along an index. Without statistics, as right after a bulk load, the planner would
rather sort all that a tenant has for each page. A plan that needs what is off is still found, and looks so dear then
that it would be compiled: `jit`."""
_ASK = "SELECT name, current_setting(name, true) FROM unnest(%s::text[]) AS name"
_SET = "SELECT set_config(name, value, %s) FROM unnest(%s::text[], %s::text[]) AS setting (name, value)"
_IDLE = 8
"""How many connections that nobody uses are kept."""
_CONNECT_SECONDS = 10
_CLOSED = "it was closed"


class Sessions(Protocol):
    """Where statements are run."""

    def session(self, tenant: str, *, writes: bool = False) -> AbstractContextManager[Rows]:
        """Return a cursor that sees one tenant; what is written in one session is written at once or not at all."""
        ...

    def close(self) -> None:
        """Give back what is held."""
        ...


@define
class _Own:
    """One of our connections, with the tenant that it sees."""

    connection: Connection
    tenant: str = ""

    @property
    def is_usable(self) -> bool:
        return self.connection.info.transaction_status == TransactionStatus.IDLE

    def see(self, tenant: str) -> None:
        if tenant != self.tenant:
            self.tenant = ""
            _set(self.connection, {_TENANT: tenant}, is_local=False)
            self.tenant = tenant


def _with_defaults(url: str) -> str:
    given = conninfo_to_dict(url)
    defaults: dict[str, str | int] = {"connect_timeout": _CONNECT_SECONDS, "application_name": "plpcore"}
    return make_conninfo(
        url, **{name: value for name, value in defaults.items() if name not in given}, client_encoding="UTF8"
    )


@define
class Pool:
    """Connections of our own: as many as there are calls at once, some of which are kept for later."""

    url: str = field(converter=_with_defaults, repr=False)
    _idle: list[_Own] = field(factory=list, init=False)
    _lock: Lock = field(factory=Lock, init=False)
    _is_open: bool = field(default=True, init=False)
    _process: int = field(factory=os.getpid, init=False)

    def prepare(self) -> None:
        """Bring the tables to the newest form; close the pool where that does not succeed."""
        try:
            with mapped(), self._lent() as own:
                migrate(own.connection)
        except StorageError:
            self.close()
            raise

    @contextmanager
    def session(self, tenant: str, *, writes: bool = False) -> Iterator[Rows]:
        with mapped(), self._lent() as own:
            own.see(tenant)
            with own.connection.transaction() if writes else nullcontext(), _cursor(own.connection) as cursor:
                yield cursor

    @contextmanager
    def _lent(self) -> Iterator[_Own]:
        own = self._take() or self._connect()
        try:
            yield own
        finally:
            self._give_back(own)

    def _take(self) -> _Own | None:
        with self._lock:
            if not self._is_open:
                raise UnavailableError(_CLOSED)
            if self._process != os.getpid():
                # After a fork the connections are the parent's; talking on them would mix up its answers.
                self._process, self._idle = os.getpid(), []
            return self._idle.pop() if self._idle else None

    def _connect(self) -> _Own:
        connection = connect(self.url, autocommit=True)
        connection.isolation_level = IsolationLevel.READ_COMMITTED
        _set(connection, _SETTINGS | _WALKS, is_local=False)
        return _Own(connection)

    def _give_back(self, own: _Own) -> None:
        with self._lock:
            if self._is_open and own.is_usable and len(self._idle) < _IDLE:
                self._idle.append(own)
                return
            if not own.is_usable:
                # Where one is broken, those that nobody used meanwhile are likely broken too.
                idle, self._idle = self._idle, []
            else:
                idle = []
        for one in (own, *idle):
            one.connection.close()

    def close(self) -> None:
        with self._lock:
            self._is_open = False
            idle, self._idle = self._idle, []
        for one in idle:
            one.connection.close()


@define
class Hosted:
    """The host's connection: we work in savepoints of its transaction, and the host decides about it."""

    connection: Connection[Any]
    _lock: Lock = field(factory=Lock, init=False)
    _is_open: bool = field(default=True, init=False)

    @contextmanager
    def session(self, tenant: str, *, writes: bool = False) -> Iterator[Rows]:  # noqa: ARG002 - a savepoint for both
        with self._lock, mapped():
            self._check()
            ours = {_TENANT: tenant, **_WALKS}
            with _cursor(self.connection) as cursor:
                # This first statement also begins the host's transaction where the host has not yet.
                before = {name: value or "" for name, value in cursor.execute(_ASK, [list(ours)])}
                with self.connection.transaction():
                    _set(cursor, ours)
                    yield cursor
                    _set(cursor, before)

    def _check(self) -> None:
        if not self._is_open:
            raise UnavailableError(_CLOSED)
        status = self.connection.info.transaction_status
        if status == TransactionStatus.INERROR:
            raise UnavailableError("the host's transaction has failed and must be rolled back")
        if status == TransactionStatus.IDLE and self.connection.autocommit:
            raise UnavailableError("the host's connection has no transaction open")

    def close(self) -> None:
        """The connection is the host's, and stays open."""
        with self._lock:
            self._is_open = False


def _set(where: Connection | Rows, settings: Mapping[str, str], *, is_local: bool = True) -> None:
    where.execute(_SET, [is_local, list(settings), list(settings.values())])


def _cursor(connection: Connection[Any]) -> Rows:
    """Return a cursor that is not shaped by what the host likes its rows to be."""
    return Cursor(connection, row_factory=tuple_row)
