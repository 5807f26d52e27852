"""Cases of commands: the same again is the first commit again."""

from plpcore.journal import Scope
from plpcore.testing._storage._frame import StorageFrame, same
from plpcore.testing._storage._given import DISTRICT, OTHER, batch, key, note, put
from plpcore.testing._storage._needs import evidence, history, reading_history


class CommandCases(StorageFrame):
    """A command that was sent twice is written once."""

    @history
    def test_the_same_command_twice_returns_the_first_commit_and_writes_nothing(self) -> None:
        one = batch(put(), by=note("c1"))
        first = self.write(one)
        same(self.seen(self.storage.commit(DISTRICT, one)), self.seen(first), "the commit of the repeated command")
        self.holds()

    @history
    def test_a_repeated_command_is_the_first_one_whatever_its_content_and_time_are(self) -> None:
        first = self.write(batch(put("a1"), by=note("c1", 5)))
        self.write(batch(put("a2"), by=note("c2", 6)))
        again = batch(put("a9", body="other"), by=note("c1", 99, "t2"))
        same(self.seen(self.storage.commit(DISTRICT, again)), self.seen(first), "the commit of the repeated command")
        self.holds()

    @history
    def test_a_repeated_command_is_no_conflict_although_its_document_has_changed(self) -> None:
        one = batch(put(), scopes=[Scope("e1", 0)], by=note("c1"))
        first = self.write(one)
        self.write(batch(put(expected=1), by=note("c2")))
        same(self.seen(self.storage.commit(DISTRICT, one)), self.seen(first), "the commit of the repeated command")
        self.holds()

    @history
    def test_the_same_command_of_two_tenants_is_two_commits(self) -> None:
        self.write(batch(put(body="here"), by=note("c1")))
        self.write(batch(put(body="there"), by=note("c1")), tenant=OTHER)
        same(self.bodies(OTHER), {"a1": "there"}, "what stands with the other tenant")
        self.holds()

    @history
    def test_a_batch_without_a_command_is_never_a_repeated_one(self) -> None:
        self.write(batch(put("a1")))
        self.write(batch(put("a2")))
        same(self.storage.receipt(DISTRICT, ""), None, "the commit of no command")
        self.holds()

    @history
    def test_a_command_that_was_refused_can_be_sent_again(self) -> None:
        self.write(batch(put()))
        self.conflicts(batch(put(), by=note("c1")), key(), 0, 1)
        same(self.storage.receipt(DISTRICT, "c1"), None, "the commit of the refused command")
        self.write(batch(put(expected=1), by=note("c1")))
        self.holds()

    @history
    def test_commands_are_told_apart_character_for_character(self) -> None:
        for number, command in enumerate(["c1", "C1", "c", "c11", "c_", "c%", "\u00e9", "e\u0301", "c'1", "🎓"]):
            self.write(batch(put(f"a{number}"), by=note(command)))
        self.holds()

    @reading_history
    def test_a_command_that_nobody_sent_has_no_commit(self) -> None:
        self.given(batch(put(), by=note("c1")))
        same(self.storage.receipt(DISTRICT, "c2"), None, "the commit of a command that nobody sent")
        same(self.storage.receipt(OTHER, "c1"), None, "the commit of another tenant's command")
        self.holds()

    @evidence
    def test_the_commit_of_a_command_is_found_after_its_document_was_erased(self) -> None:
        self.write(batch(put(), by=note("c1")))
        self.write(batch(put(expected=1, body=None), erased=[key()], by=note("c2")))
        self.holds()
