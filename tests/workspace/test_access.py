"""Rights: without one nobody gets anything, by every verb; and nobody gets across to another district."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from attrs import fields

from plpcore.errors import DeniedError, InputError, TransitionError
from plpcore.hookspecs import hookimpl
from plpcore.ids import GrantId, PlanId, RuleId
from plpcore.journal import Entry, Key, Listener
from plpcore.model import Grant, GrantKind, Plan, Portfolio, ReviewDecision, ReviewPurpose, Visibility
from plpcore.plugins import load_plugins
from plpcore.storage import MemoryStorage
from plpcore.workspace import (
    AllowEverything,
    AttachEvidence,
    By,
    CloseCycle,
    Command,
    Decide,
    DecideAppeal,
    Deny,
    ErasePerson,
    FileAppeal,
    Give,
    ImportRecords,
    KeepPerson,
    LogActivity,
    MergePeople,
    Reflect,
    Resource,
    SetGoal,
    SignPaper,
    StartPlan,
    Submit,
    UnmergePeople,
    Verb,
    Withdraw,
    Workspace,
)
from tests.workspace.support import (
    DISTRICT,
    P1,
    POLICY,
    T1,
    OwnOnly,
    activity,
    approved,
    educator,
    evidence,
    logged,
    reflection,
    review,
    workspace,
)
from tests.workspace.test_cycle import JUNE
from tests.workspace.test_judging import DAY, appeal
from tests.workspace.test_learning import GOAL

GRANT = Grant(
    id=GrantId("x1"), kind=GrantKind.WAIVER, rule=RuleId("approved"), authority="board", reason="Leave.", granted=DAY
)
COMMANDS: list[Command] = [
    ImportRecords((Portfolio(educator("t4"), activities=(activity("a4"),)),)),
    KeepPerson(educator()),
    SetGoal("t1", GOAL),
    StartPlan("t1", Plan(PlanId("p1"))),
    LogActivity("t1", activity()),
    AttachEvidence("t1", evidence()),
    Reflect("t1", reflection()),
    Submit("t1", "a1"),
    Withdraw("t1", "a1"),
    SignPaper("t1", "plan"),
    Decide("t1", review()),
    Decide("t1", review(purpose=ReviewPurpose.PRIOR_APPROVAL)),
    Decide("t1", review(decision=ReviewDecision.REVOKED)),
    Give("t1", GRANT),
    FileAppeal("t1", appeal()),
    DecideAppeal("t1", "ap1", review()),
    CloseCycle(person="t1", policy=POLICY.id, id="d1", as_of=JUNE),
    MergePeople("t1", "t2"),
    UnmergePeople("t1"),
    ErasePerson("t1"),
]
READINGS: dict[str, Callable[[Workspace, By], Any]] = {
    "portfolio": lambda space, by: space.portfolio("t1", by),
    "statement": lambda space, by: space.statement("t1", POLICY.id, by),
    "history": lambda space, by: list(space.history("t1", by)),
    "export": lambda space, by: space.export("t1", by),
    "plan_erase": lambda space, by: space.plan_erase("t1", by),
    "verify": lambda space, by: space.verify(by),
    "replay": lambda space, by: list(space.replay(by)),
    "claim_events": lambda space, by: space.claim_events("mail", by),
    "acknowledge": lambda space, by: space.acknowledge("mail", "token", by),
    "give_back": lambda space, by: space.give_back("mail", "token", by),
    "decide_many": lambda space, by: [one.error for one in space.decide_many([Decide("t1", review())], by).result],
}


def secrets(storage: MemoryStorage) -> Iterator[str]:
    yield from ("What I learned", "example.org", "Secret title")
    yield from (one.leaf.hex() for entry in storage.log(DISTRICT).entries for one in entry.revisions)


def filled_district(storage: MemoryStorage) -> Workspace:
    space = workspace(storage)
    space.do(KeepPerson(educator()), T1)
    space.do(LogActivity("t1", activity(title="Secret title", hours=12)), T1)
    space.do(AttachEvidence("t1", evidence(), "a1"), T1)
    space.do(Reflect("t1", reflection()), T1)
    approved(space, "a1")
    space.do(CloseCycle(person="t1", policy=POLICY.id, id="d1", as_of=JUNE), P1)
    return space


def test_every_verb_is_asked_for_by_a_command_or_a_reading() -> None:
    asked = {command.verb for command in COMMANDS}

    class Listening(AllowEverything):
        def decide(self, by: By, verb: Verb, resource: Resource) -> Any:
            asked.add(verb)
            return super().decide(by, verb, resource)

    space = workspace(authorizer=Listening())
    logged(space, "a1")
    for reading in READINGS.values():
        try:
            reading(space, P1)
        except InputError:
            continue
    assert asked == set(Verb)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: f"{type(command).__name__}-{command.verb}")
def test_without_a_right_no_command_does_anything_and_the_attempt_is_recorded(command: Command) -> None:
    storage = MemoryStorage()
    filled_district(storage)
    space = Workspace(storage, DISTRICT, policies={POLICY.id: POLICY})
    before = {one.key: one.version for one in storage.scan(DISTRICT).revisions}
    with pytest.raises(DeniedError, match="is not allowed here") as refused:
        space.do(command, By("x9", command_id="c1"))
    assert (refused.value.verb, refused.value.reason) == (command.verb, "no-authorizer")
    after = {one.key: one.version for one in storage.scan(DISTRICT).revisions}
    (recorded,) = set(after) - set(before)
    assert recorded.kind == "refusal"
    assert {key: version for key, version in after.items() if key != recorded} == before


@pytest.mark.parametrize("name", READINGS)
def test_without_a_right_no_reading_gives_anything(name: str) -> None:
    storage = MemoryStorage()
    filled_district(storage)
    space = Workspace(storage, DISTRICT, policies={POLICY.id: POLICY})
    if name == "decide_many":
        assert isinstance(READINGS[name](space, T1)[0], DeniedError)
        return
    with pytest.raises(DeniedError) as refused:
        READINGS[name](space, T1)
    assert not any(secret in str(refused.value) for secret in secrets(storage))


@pytest.mark.parametrize("name", READINGS)
def test_no_reading_of_another_district_finds_anything(name: str) -> None:
    storage = MemoryStorage()
    filled_district(storage)
    other = Workspace(storage, "district-2", AllowEverything(), {POLICY.id: POLICY})
    try:
        found = repr(READINGS[name](other, T1))
    except InputError as error:
        found = str(error)
    assert not any(secret in found for secret in secrets(storage))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: f"{type(command).__name__}-{command.verb}")
def test_no_command_in_another_district_touches_or_tells_anything(command: Command) -> None:
    storage = MemoryStorage()
    filled_district(storage)
    before = storage.log(DISTRICT)
    other = Workspace(storage, "district-2", AllowEverything(), {POLICY.id: POLICY})
    try:
        found = repr(other.do(command, By("x9", command_id="c1")))
    except (InputError, TransitionError) as error:
        found = str(error)
    assert storage.log(DISTRICT) == before
    assert not any(secret in found for secret in secrets(storage) if secret not in repr(command))


def test_the_same_command_id_in_two_districts_is_two_commands() -> None:
    storage = MemoryStorage()
    for district in (DISTRICT, "district-2"):
        space = Workspace(storage, district, AllowEverything())
        assert not space.do(LogActivity("t1", activity()), By("t1", command_id="c1")).is_repeated
        assert space.do(LogActivity("t1", activity()), By("t1", command_id="c1")).is_repeated


@pytest.mark.parametrize(
    ("actor", "reads"),
    [
        (By("t1"), {Visibility.PRIVATE, Visibility.REVIEWER, Visibility.DISTRICT}),
        (By("p1"), {Visibility.REVIEWER, Visibility.DISTRICT}),
        (By("b1"), {Visibility.DISTRICT}),
    ],
)
def test_a_reflection_is_read_by_those_whom_its_author_lets(actor: By, reads: set[Visibility]) -> None:
    class NoReflections(OwnOnly):
        def decide(self, by: By, verb: Verb, resource: Resource) -> Any:
            if by.actor == "b1" and verb is Verb.READ_REFLECTIONS:
                return Deny()
            return super().decide(by, verb, resource)

    space = workspace(authorizer=NoReflections())
    logged(space, "a1")
    for visibility in Visibility:
        space.do(Reflect("t1", reflection(f"r-{visibility}", visibility=visibility)), T1)
    found = space.portfolio("t1", actor).reflections
    assert {one.visibility for one in found} == reads


def test_a_teacher_reads_nothing_of_another_one() -> None:
    space = workspace(authorizer=OwnOnly())
    logged(space, "a1")
    with pytest.raises(DeniedError, match=r"'read' is not allowed here \(not-yours-read\)"):
        space.portfolio("t1", By("t2"))


def test_rights_are_asked_about_the_person_that_somebody_turned_out_to_be() -> None:
    space = workspace()
    logged(space, "a1")
    logged(space, "b1", person="t2")
    space.do(MergePeople("t1", "t2"), P1)
    space.authorizer = OwnOnly()
    with pytest.raises(DeniedError):
        space.portfolio("t1", T1)


@pytest.mark.parametrize("answer", [None, True, "allow", RuntimeError("down")])
def test_an_authorizer_that_cannot_decide_has_denied(answer: object) -> None:
    class Broken:
        def decide(self, by: By, verb: Verb, resource: Resource) -> Any:
            if isinstance(answer, Exception):
                raise answer
            return answer

    with pytest.raises(DeniedError, match="authorizer-failed"):
        workspace(authorizer=Broken()).portfolio("t1", T1)


def test_an_illegal_transition_changes_nothing_and_is_recorded() -> None:
    space = workspace()
    logged(space, "a1")
    approved(space, "a1")
    with pytest.raises(TransitionError):
        space.do(Submit("t1", "a1"), By("t1", command_id="c1"))
    (refusal,) = space.storage.scan(DISTRICT, "refusal").revisions
    assert '"reason":"approved-submit"' in (refusal.body or "")
    assert '"verb":"submit"' in (refusal.body or "")
    assert space.storage.receipt(DISTRICT, "c1") is None


def test_the_hosts_names_of_people_become_the_ids_that_are_kept() -> None:
    space = workspace(identity={"anna": "t1", "chris": "p1"}.__getitem__)
    receipt = space.do(LogActivity("t1", activity()), By("anna", on_behalf_of="chris"))
    assert (receipt.commit.note.actor, receipt.commit.note.on_behalf_of) == ("t1", "p1")  # type: ignore[union-attr]


def test_a_command_is_done_once_whoever_asks_again() -> None:
    space = workspace()
    first = space.do(LogActivity("t1", activity()), By("t1", command_id="c1"))
    again = space.do(LogActivity("t1", activity(hours=9)), By("t1", command_id="c1"))
    assert (again.is_repeated, again.result, again.commit) == (True, None, first.commit)
    assert space.portfolio("t1", T1).activities[0].amounts[0].amount == 2


class Telling:
    """A plugin with a listener that fails and one that hears."""

    heard: ClassVar[list[int]] = []

    @hookimpl
    def plp_committed(self) -> list[Listener]:
        def broken(_: Entry) -> None:
            raise SystemExit("no mail server")

        return [Listener("broken", broken), Listener("ears", lambda entry: self.heard.append(entry.commit.seq))]


def test_what_a_listener_does_wrong_is_told_and_keeps_no_other_from_being_told() -> None:
    space = workspace(plugins=load_plugins([Telling()]))
    receipt = space.do(LogActivity("t1", activity()), By("t1", command_id="c1"))
    (failure,) = receipt.failures
    assert "listener 'broken' raised SystemExit: no mail server" in str(failure)
    assert "Telling" in str(failure)
    assert Telling.heard == [1]
    space.do(LogActivity("t1", activity()), By("t1", command_id="c1"))
    assert Telling.heard == [1]


def test_a_listener_that_is_interrupted_by_somebody_ends_all() -> None:
    def interrupted(_: Entry) -> None:
        raise KeyboardInterrupt

    class Plugin:
        @hookimpl
        def plp_committed(self) -> list[Listener]:
            return [Listener("one", interrupted)]

    space = workspace(plugins=load_plugins([Plugin()]))
    with pytest.raises(KeyboardInterrupt):
        space.do(LogActivity("t1", activity()), T1)
    assert space.checkpoint().seq == 1


def test_every_part_of_who_asks_is_an_id() -> None:
    for name in (one.name for one in fields(By)):
        with pytest.raises(InputError, match=name):
            By(**{"actor": "t1", name: " "})


def test_events_of_another_district_are_not_claimed() -> None:
    storage = MemoryStorage()
    filled_district(storage)
    other = Workspace(storage, "district-2", AllowEverything())
    assert other.claim_events("mail", P1, timedelta(minutes=1)).events == ()
    assert Key("cursor", "mail") not in storage.read(DISTRICT, [Key("cursor", "mail")]).revisions
