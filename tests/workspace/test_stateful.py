"""A district's life drawn at random, held against a model that is nothing but dictionaries, on every storage here."""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from attrs import define, field
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from plpcore.errors import InputError, TransitionError
from plpcore.journal import Checkpoint, Storage
from plpcore.model import ReviewDecision
from plpcore.storage import MemoryStorage, open_storage
from plpcore.workspace import (
    By,
    CloseCycle,
    Command,
    Decide,
    ErasePerson,
    LogActivity,
    MergePeople,
    ReplayCode,
    Submit,
    UnmergePeople,
    Withdraw,
    Workspace,
)
from tests.workspace.support import P1, POLICY, HandClock, activity, review, workspace

PEOPLE = ("t1", "t2", "t3")
people = st.sampled_from(PEOPLE)
NEXT = {
    ("draft", "submit"): "submitted",
    ("submitted", "submit"): "submitted",
    ("submitted", "withdraw"): "draft",
    ("returned", "submit"): "submitted",
    ("denied", "submit"): "submitted",
    ("revoked", "submit"): "submitted",
    ("approved", "revoked"): "revoked",
    ("approved", "approved"): "approved",
    ("revoked", "approved"): "approved",
    ("revoked", "revoked"): "revoked",
} | {
    (state, decision): decision
    for state in ("draft", "submitted", "returned", "denied")
    for decision in ("returned", "denied", "approved")
}
"""What a claim becomes; what stands not here is refused."""


@define
class Claim:
    owner: str
    hours: int
    state: str = "draft"


@define
class Model:
    """What the district should hold."""

    claims: dict[str, Claim] = field(factory=dict)
    into: dict[str, str] = field(factory=dict)
    decisions: dict[str, str] = field(factory=dict)
    replaced: set[str] = field(factory=set)
    reviews: int = 0
    closed: int = 0

    def person(self, person: str) -> str:
        while person in self.into:
            person = self.into[person]
        return person

    def of(self, person: str) -> dict[str, Claim]:
        wanted = self.person(person)
        return {id_: claim for id_, claim in self.claims.items() if self.person(claim.owner) == wanted}


class District(RuleBasedStateMachine):
    """Each rule does the same to the workspace and to the model; each day is another, so that nothing is of one day."""

    def make(self) -> Storage:
        return MemoryStorage()

    def again(self, storage: Storage) -> Storage:
        return storage

    @initialize()
    def begin(self) -> None:
        self.clock = HandClock()
        self.model = Model()
        self.space: Workspace = workspace(self.make(), clock=self.clock)
        self.kept: list[Checkpoint] = []

    def do(self, command: Command, by: By = P1) -> bool:
        self.clock.later(timedelta(days=1))
        try:
            self.space.do(command, by)
        except (TransitionError, InputError):
            return False
        return True

    @rule(person=people, number=st.integers(0, 3), hours=st.integers(1, 9))
    def log(self, person: str, number: int, hours: int) -> None:
        id_ = f"a{number}"
        claim = self.model.claims.get(id_)
        is_theirs = claim is None or self.model.person(claim.owner) == self.model.person(person)
        may = is_theirs and (claim is None or claim.state not in {"submitted", "approved"})
        assert self.do(LogActivity(person, activity(id_, hours))) == may
        if may:
            owner = self.model.person(person) if claim is None else claim.owner
            self.model.claims[id_] = Claim(owner, hours, "draft" if claim is None else claim.state)

    @rule(person=people, number=st.integers(0, 3), event=st.sampled_from(["submit", "withdraw"]))
    def hand_in_or_take_back(self, person: str, number: int, event: str) -> None:
        make: Callable[[str, str], Command] = Submit if event == "submit" else Withdraw
        self._step(make(person, f"a{number}"), person, f"a{number}", event)

    @rule(person=people, number=st.integers(0, 3), decision=st.sampled_from(list(ReviewDecision)))
    def decide(self, person: str, number: int, decision: ReviewDecision) -> None:
        self.model.reviews += 1
        command = Decide(person, review(f"w{self.model.reviews:04}", decision, subject=f"a{number}"))
        self._step(command, person, f"a{number}", decision.value)

    def _step(self, command: Command, person: str, id_: str, event: str) -> None:
        claim = self.model.of(person).get(id_)
        after = None if claim is None else NEXT.get((claim.state, event))
        assert self.do(command) == (after is not None)
        if claim is not None and after is not None:
            claim.state = after

    @rule(person=people, into=people)
    def merge(self, person: str, into: str) -> None:
        may = person not in self.model.into and self.model.person(into) != person
        assert self.do(MergePeople(person, into)) == may
        if may:
            self.model.into[person] = self.model.person(into)

    @rule(person=people)
    def unmerge(self, person: str) -> None:
        may = person in self.model.into
        assert self.do(UnmergePeople(person)) == may
        self.model.into.pop(person, None)

    @rule(person=people)
    def close(self, person: str) -> None:
        self.model.closed += 1
        id_ = f"d{self.model.closed:03}"
        wanted = self.model.person(person)
        found = [one for one in self.model.decisions if self._is_of(one, wanted) and one not in self.model.replaced]
        command = CloseCycle(person=person, policy=POLICY.id, id=id_, as_of=date(2026, 6, 30), supersedes=tuple(found))
        assert self.do(command)
        self.model.decisions[id_] = wanted
        self.model.replaced.update(found)

    def _is_of(self, decision: str, wanted: str) -> bool:
        return self.model.person(self.model.decisions[decision]) == wanted

    @rule()
    def keep_a_checkpoint(self) -> None:
        self.kept.append(self.space.checkpoint())

    @rule()
    def open_again(self) -> None:
        self.space.storage = self.again(self.space.storage)

    @rule(person=people)
    def erase(self, person: str) -> None:
        plan = self.space.plan_erase(person, P1)
        assert self.do(ErasePerson(person)) == bool(plan.goes)
        gone = {key.id for key in plan.goes}
        for kind, held in (("activity", self.model.claims), ("decision", self.model.decisions)):
            for id_ in [one for one in held if one in gone and kind in {key.kind for key in plan.goes}]:
                del held[id_]
        for link in [key.id for key in plan.goes if key.kind == "person-link"]:
            self.model.into.pop(link, None)

    @invariant()
    def everybody_has_what_the_model_says(self) -> None:
        for person in PEOPLE if hasattr(self, "model") else ():
            found = self.space.portfolio(person, P1)
            assert {one.id: int(one.amounts[0].amount) for one in found.activities} == {
                id_: claim.hours for id_, claim in self.model.of(person).items()
            }

    def teardown(self) -> None:
        if hasattr(self, "space"):
            for checkpoint in [*self.kept, None]:
                assert self.space.verify(P1, checkpoint).faults == ()
            assert {one.code for one in self.space.replay(P1)} <= {ReplayCode.SAME, ReplayCode.ERASED}
            self.space.storage.close()


class DistrictInAFile(District):
    """The same, in a file that is closed and opened again."""

    def make(self) -> Storage:
        self.folder = tempfile.TemporaryDirectory()
        self.url = f"sqlite:///{Path(self.folder.name) / 'plans.db'}"
        return open_storage(self.url)

    def again(self, storage: Storage) -> Storage:
        storage.close()
        return open_storage(self.url)

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "folder"):
            self.folder.cleanup()


TestDistrict = District.TestCase
TestDistrict.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestDistrictInAFile = DistrictInAFile.TestCase
TestDistrictInAFile.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)
