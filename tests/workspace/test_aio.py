"""The awaited workspace: every public call of the other one, with the same answers, many at once."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest

from plpcore.errors import DeniedError
from plpcore.storage import MemoryStorage
from plpcore.workspace import By, LogActivity, Workspace
from plpcore.workspace.aio import AsyncWorkspace
from tests.workspace.support import DISTRICT, P1, POLICY, T1, activity, workspace
from tests.workspace.test_access import READINGS, filled_district


def public(of: type) -> dict[str, inspect.Signature]:
    return {
        name: inspect.signature(held) for name, held in vars(of).items() if inspect.isfunction(held) and name[0] != "_"
    }


def test_every_public_call_of_a_workspace_can_be_awaited_with_the_same_arguments() -> None:
    awaited, plain = public(AsyncWorkspace), public(Workspace)
    assert set(awaited) == set(plain)
    for name, signature in plain.items():
        assert list(awaited[name].parameters.values()) == list(signature.parameters.values()), name


class Awaited:
    """Calls an awaited workspace as if it were the plain one."""

    def __init__(self, space: AsyncWorkspace) -> None:
        self.space = space

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call: Callable[..., Awaitable[Any]] = getattr(self.space, name)
        return lambda *given, **more: anyio.run(lambda: call(*given, **more))


@pytest.mark.parametrize(
    "name", [name for name in READINGS if name not in {"acknowledge", "give_back", "claim_events"}]
)
def test_the_answers_are_the_same(name: str) -> None:
    storage = MemoryStorage()
    space = filled_district(storage)
    awaited: Any = Awaited(AsyncWorkspace(space))
    assert repr(READINGS[name](awaited, P1)) == repr(READINGS[name](space, P1)) or name == "decide_many"
    assert awaited.checkpoint() == space.checkpoint()


def test_events_are_claimed_acknowledged_and_given_back() -> None:
    space = workspace()
    space.do(LogActivity("t1", activity()), T1)
    awaited: Any = Awaited(AsyncWorkspace(space))
    awaited.give_back("mail", awaited.claim_events("mail", P1).token, P1)
    awaited.acknowledge("mail", awaited.claim_events("mail", P1).token, P1)
    assert awaited.claim_events("mail", P1).events == ()


def test_many_calls_at_once_lose_nothing() -> None:
    space = AsyncWorkspace(workspace(), anyio.CapacityLimiter(4))

    async def log_many() -> None:
        async with anyio.create_task_group() as group:
            for number in range(20):
                group.start_soon(space.do, LogActivity("t1", activity(f"a{number:02}")), T1)

    anyio.run(log_many)
    assert len(space.workspace.portfolio("t1", T1).activities) == 20


def test_what_is_not_allowed_is_not_allowed_here_either() -> None:
    space = AsyncWorkspace(Workspace(MemoryStorage(), DISTRICT, policies={POLICY.id: POLICY}))
    with pytest.raises(DeniedError):
        anyio.run(space.portfolio, "t1", By("t1"))
