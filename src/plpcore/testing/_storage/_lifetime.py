"""Cases of a storage's life: closing, opening again, and what a storage that claims more must show."""

from collections.abc import Callable

from plpcore.errors import ConflictError, NotSupportedError, UnavailableError
from plpcore.journal import Level, Scope, Storage
from plpcore.testing._storage._frame import StorageFrame, expect, refused, same
from plpcore.testing._storage._given import DISTRICT, OTHER, batch, key, note, put
from plpcore.testing._storage._needs import needs, reading, reading_history
from plpcore.testing._storage._workers import killed_while_writing


class ClosingCases(StorageFrame):
    """What was closed stays closed."""

    @reading
    def test_closing_twice_does_nothing(self) -> None:
        self.given(batch(put()))
        self.storage.close()
        self.storage.close()

    @reading
    def test_a_storage_that_was_closed_is_not_available(self) -> None:
        self.given(batch(put(), by=note("c1")))
        self.storage.close()
        refused(UnavailableError, lambda: self.storage.read(DISTRICT, [key()]))
        refused(UnavailableError, lambda: self.storage.read(DISTRICT, []))
        refused(UnavailableError, lambda: self.storage.scan(DISTRICT))

    @reading_history
    def test_the_past_of_a_storage_that_was_closed_is_not_available(self) -> None:
        self.given(batch(put(), by=note("c1")))
        self.storage.close()
        refused(UnavailableError, lambda: self.storage.log(DISTRICT))
        refused(UnavailableError, lambda: self.storage.receipt(DISTRICT, "c1"))

    def test_a_storage_that_was_closed_takes_no_commit(self) -> None:
        self.write(batch(put()))
        self.storage.close()
        refused(UnavailableError, lambda: self.storage.commit(DISTRICT, batch(put("a2"))))

    @reading
    def test_what_a_storage_says_it_can_do_does_not_change(self) -> None:
        before = self.storage.capabilities
        self.given(batch(put()))
        same(self.storage.capabilities, before, "the capabilities")


class DurableCases(StorageFrame):
    """What was acknowledged is there when the storage is opened again."""

    @needs("durable")
    def test_everything_is_there_when_it_is_opened_again(self) -> None:
        for tenant in (DISTRICT, OTHER):
            self.write(batch(put("a1", body="é🎓\n"), put("a2", owner="e2", schema=3), by=note("c1", 1)), tenant)
            self.write(batch(put("a1", 1, "2"), put("a2", 1, None, "e2"), by=note("c2", 2)), tenant)
        self.open_again()
        self.holds()

    @needs("durable")
    def test_commits_go_on_where_they_ended_when_it_is_opened_again(self) -> None:
        for number in range(4):
            self.write(batch(put(expected=number), by=note(f"c{number}", 10 - number)))
            self.open_again()
        self.holds()

    @needs("durable")
    def test_conflicts_are_found_when_it_is_opened_again(self) -> None:
        self.write(batch(put("a1"), put("b1", owner="e2")))
        self.write(batch(put("a1", 1)))
        self.open_again()
        self.conflicts(batch(put("a1", 1)), key("a1"), 1, 2)
        self.conflicts(batch(put("a9"), scopes=[Scope("e1", 1)]), "e1", 1, 2)
        self.write(batch(put("a9"), scopes=[Scope("e1", 2), Scope("e2", 1)]))

    @needs("durable", level=Level.HISTORY)
    def test_commands_are_remembered_when_it_is_opened_again(self) -> None:
        one = batch(put(), by=note("c1"))
        first = self.write(one)
        self.open_again()
        same(self.seen(self.storage.commit(DISTRICT, one)), self.seen(first), "the commit of the repeated command")
        self.holds()

    @needs("durable", level=Level.EVIDENCE)
    def test_what_was_erased_stays_erased_when_it_is_opened_again(self) -> None:
        self.write(batch(put(body="secret")))
        self.write(batch(put(expected=1, body=None), erased=[key()]))
        self.open_again()
        self.holds()
        self.write(batch(put(expected=2)))
        self.holds()

    @needs("durable")
    def test_many_pages_are_there_when_it_is_opened_again(self) -> None:
        self.write(batch(*(put(f"a{number}", body="x" * 500) for number in range(1_100))))
        self.open_again()
        self.holds()

    @needs("durable")
    def test_what_was_acknowledged_survives_a_process_that_is_killed(self) -> None:
        self.write(batch(put("before")))
        self.storage.close()
        acknowledged = killed_while_writing(self.opener(self.folder), DISTRICT)
        self.storage = self.opened(self.reopen(self.folder))
        stands = {int(name.removeprefix("k")) for name in self.bodies() if name.startswith("k")}
        expect(stands >= set(acknowledged), f"acknowledged and lost: {sorted(set(acknowledged) - stands)}")
        same(sorted(stands), list(range(len(stands))), "what stands of the killed process")
        same(self.storage.read(DISTRICT, ()).head.seq, 1 + len(stands), "the number of the last commit")


class ReadOnlyCases(StorageFrame):
    """A storage that only reads says so."""

    @needs("read_only", reads_only=True)
    def test_a_read_only_storage_refuses_to_write(self) -> None:
        self.given(batch(put()))
        refused(NotSupportedError, lambda: self.storage.commit(DISTRICT, batch(put("a2"))))
        self.holds()

    @needs("read_only", reads_only=True)
    def test_a_read_only_storage_shows_all_that_was_written(self) -> None:
        self.given(batch(put("a1"), put("a2")), batch(put("a1", 1, None)))
        self.holds()


class HostCases(StorageFrame):
    """A storage inside a transaction of the host leaves the decision to the host."""

    def inside(self) -> Callable[[bool], object]:
        """Go on with a storage inside an open transaction, and return what ends that."""
        inside, end = self.join_host(self.folder)
        self.outside: Storage = self.storage
        self.storage = self.opened(inside)
        return end

    @needs("joins_host_transaction")
    def test_what_the_host_keeps_is_there(self) -> None:
        end = self.inside()
        self.write(batch(put("a1")))
        self.write(batch(put("a1", 1, "2"), put("a2")))
        end(True)  # noqa: FBT003 - as the hook says
        self.storage = self.outside
        self.holds()

    @needs("joins_host_transaction")
    def test_what_the_host_undoes_is_gone(self) -> None:
        self.write(batch(put("before")))
        end = self.inside()
        self.storage.commit(DISTRICT, batch(put("a1"), put("before", 1, "changed"), by=note("c1")))
        end(False)  # noqa: FBT003 - as the hook says
        self.storage = self.outside
        self.holds()
        self.write(batch(put("a1"), by=note("c1")))

    @needs("joins_host_transaction")
    def test_nobody_outside_sees_what_the_host_has_not_kept(self) -> None:
        end = self.inside()
        self.storage.commit(DISTRICT, batch(put("a1")))
        same(dict(self.outside.read(DISTRICT, [key("a1")]).revisions), {}, "what is seen outside")
        end(False)  # noqa: FBT003 - as the hook says

    @needs("joins_host_transaction")
    def test_a_conflict_leaves_the_transaction_of_the_host_as_it_was(self) -> None:
        self.write(batch(put("before")))
        end = self.inside()
        self.write(batch(put("a1")))
        late = batch(put("a2"), put("before", 7))
        refused(ConflictError, lambda: self.storage.commit(DISTRICT, late))
        self.write(batch(put("a3")))
        end(True)  # noqa: FBT003 - as the hook says
        self.storage = self.outside
        self.holds()


class SqlCases(StorageFrame):
    """What stands can be read by SQL."""

    @needs("sql", reads_only=True)
    def test_sql_finds_what_stands_and_nothing_of_other_tenants(self) -> None:
        written = [batch(put("a1"), put("é'"), put(key("a1", "goal"))), batch(put("a1", 1, "2"), put("é'", 1, None))]
        self.given(*written)
        found = sorted(self.sql_keys(self.folder, DISTRICT))
        same(found, [("activity", "a1"), ("goal", "a1")], "what SQL finds")
        same(sorted(self.sql_keys(self.folder, OTHER)), [], "what SQL finds of another tenant")
