"""The workspace for hosts that wait with `await`: each call runs in a thread, so that no request holds up another.

Importing this module imports anyio (`pip install plpcore[async]`); it runs on asyncio and on trio.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from attrs import frozen

from plpcore.evaluation import Statement
from plpcore.journal import Checkpoint, Verification
from plpcore.model import Portfolio
from plpcore.workspace._access import By
from plpcore.workspace._commands import Command
from plpcore.workspace._cycle import Replayed
from plpcore.workspace._history import Happened
from plpcore.workspace._judging import Decide
from plpcore.workspace._outbox import Claim
from plpcore.workspace._people import ErasePlan
from plpcore.workspace._workspace import LEASE, Receipt, Workspace

T = TypeVar("T")


@frozen
class AsyncWorkspace:
    """A workspace whose calls are awaited. What each does, returns and raises is said at `Workspace`.

    A call that is cancelled while it writes is written or not, as a whole; ask again with the same `command_id`.

    Attributes:
        workspace: The workspace.
        limiter: How many calls run at once; None: as many as anyio lets.
    """

    workspace: Workspace
    limiter: CapacityLimiter | None = None

    async def do(self, command: Command, by: By) -> Receipt:
        """Do something; see `Workspace.do`."""
        return await self._run(self.workspace.do, command, by)

    async def decide_many(self, decisions: Iterable[Decide], by: By) -> Receipt:
        """Decide about many claims in one commit; see `Workspace.decide_many`."""
        return await self._run(self.workspace.decide_many, list(decisions), by)

    async def portfolio(self, person: str, by: By, as_of: date | None = None) -> Portfolio:
        """Return a person's portfolio; see `Workspace.portfolio`."""
        return await self._run(self.workspace.portfolio, person, by, as_of)

    async def statement(
        self, person: str, policy: str, by: By, as_of: date | None = None, known_at: date | None = None
    ) -> Statement:
        """Return what a policy says of a person now; see `Workspace.statement`."""
        return await self._run(self.workspace.statement, person, policy, by, as_of, known_at)

    async def history(self, person: str, by: By) -> list[Happened]:
        """Return who did what to a person's documents; see `Workspace.history`."""
        return await self._run(lambda: list(self.workspace.history(person, by)))

    async def export(self, person: str, by: By) -> dict[str, Any]:
        """Return everything that is kept of a person; see `Workspace.export`."""
        return await self._run(self.workspace.export, person, by)

    async def plan_erase(self, person: str, by: By) -> ErasePlan:
        """Return what an erasure would do; see `Workspace.plan_erase`."""
        return await self._run(self.workspace.plan_erase, person, by)

    async def verify(
        self,
        by: By,
        checkpoint: Checkpoint | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> Verification:
        """Return what is wrong with the journal; see `Workspace.verify`."""
        return await self._run(self.workspace.verify, by, checkpoint, progress)

    async def replay(self, by: By) -> list[Replayed]:
        """Return every decision, reckoned again; see `Workspace.replay`."""
        return await self._run(lambda: list(self.workspace.replay(by)))

    async def checkpoint(self) -> Checkpoint:
        """Return the end of the journal; see `Workspace.checkpoint`."""
        return await self._run(self.workspace.checkpoint)

    async def claim_events(self, consumer: str, by: By, lease: timedelta = LEASE, limit: int = 100) -> Claim:
        """Claim the next events; see `Workspace.claim_events`."""
        return await self._run(self.workspace.claim_events, consumer, by, lease, limit)

    async def acknowledge(self, consumer: str, token: str, by: By) -> None:
        """Say that the claimed events are done; see `Workspace.acknowledge`."""
        await self._run(self.workspace.acknowledge, consumer, token, by)

    async def give_back(self, consumer: str, token: str, by: By) -> None:
        """Say that the claimed events are not done; see `Workspace.give_back`."""
        await self._run(self.workspace.give_back, consumer, token, by)

    async def _run(self, call: Callable[..., T], *given: object) -> T:
        return await to_thread.run_sync(partial(call, *given), limiter=self.limiter)
