"""Cases of commits: what is written at once, what keeps it from being written, and that none is written by halves."""

from plpcore.journal import NO_HASH, Check, Checkpoint, Key, Level, Scope
from plpcore.testing._storage._frame import StorageFrame, expect, same
from plpcore.testing._storage._given import DISTRICT, batch, key, note, put
from plpcore.testing._storage._needs import history

MANY = 40_000
"""More names than a database takes as arguments of one statement."""


class CommitCases(StorageFrame):
    """What is written, and in which order."""

    def test_the_first_commit_has_number_one_and_follows_nothing(self) -> None:
        commit = self.write(batch(put()))
        same((commit.tenant, commit.seq), (DISTRICT, 1), "the commit")
        expect(self.level < Level.EVIDENCE or commit.previous == NO_HASH, "the first commit follows another one")
        self.holds()

    def test_commits_are_numbered_without_gaps(self) -> None:
        seqs = [self.write(batch(put(f"a{number}"))).seq for number in range(5)]
        same(seqs, [1, 2, 3, 4, 5], "the numbers of the commits")
        self.holds()

    def test_a_number_is_not_used_up_by_a_batch_that_was_refused(self) -> None:
        self.write(batch(put()))
        self.conflicts(batch(put()), key(), 0, 1)
        same(self.write(batch(put("a2"))).seq, 2, "the number of the next commit")

    def test_every_way_of_reading_shows_the_head_after_each_commit(self) -> None:
        for number in range(3):
            self.write(batch(put(expected=number), by=note(minutes=number)))
            self.holds()

    def test_documents_of_one_batch_keep_their_places(self) -> None:
        self.write(batch(put("b"), put("c"), put("a"), put(key("x", "goal"), owner="e2", schema=7)))
        self.holds()

    def test_a_document_has_a_version_for_each_time_it_was_written(self) -> None:
        for number, body in enumerate(["1", "2", "2"]):
            self.write(batch(put(expected=number, body=body)))
        same(self.storage.read(DISTRICT, [key()]).revisions[key()].version, 3, "the version")
        self.holds()

    def test_the_number_of_the_form_of_a_body_is_kept(self) -> None:
        self.write(batch(put("a", schema=1), put("b", schema=2**31)))
        self.write(batch(put("a", 1, schema=3)))
        self.holds()

    @history
    def test_a_withdrawn_document_goes_on_with_the_next_version_when_it_is_written_again(self) -> None:
        self.write(batch(put(body="1")))
        self.write(batch(put(expected=1, body=None)))
        self.conflicts(batch(put(expected=0)), key(), 0, 2)
        self.conflicts(batch(put(expected=1)), key(), 1, 2)
        self.write(batch(put(expected=2, body="3")))
        self.holds()

    @history
    def test_a_document_may_begin_withdrawn_and_be_withdrawn_twice(self) -> None:
        self.write(batch(put(body=None)))
        self.write(batch(put(expected=1, body=None)))
        self.holds()

    def test_a_batch_is_not_changed_by_writing_it(self) -> None:
        one = batch(put("a1"), put("a2"), checks=[Check(key("a3"), 0)], scopes=[Scope("e1", 0)])
        again = batch(put("a1"), put("a2"), checks=[Check(key("a3"), 0)], scopes=[Scope("e1", 0)])
        self.write(one)
        same(one, again, "the batch after it was written")

    def test_a_batch_of_thousands_of_documents_is_one_commit(self) -> None:
        self.write(batch(*(put(f"a{number}", owner=f"e{number % 7}") for number in range(2_500))))
        self.holds()

    def test_tens_of_thousands_of_checks_are_held(self) -> None:
        self.write(batch(put("there")))
        checks = [Check(key(f"a{number}"), 0) for number in range(MANY)]
        self.write(batch(put("a"), checks=[*checks, Check(key("there"), 1)]))
        self.conflicts(batch(put("b"), checks=[*checks, Check(key("there"), 2)]), key("there"), 2, 1)

    def test_tens_of_thousands_of_scopes_are_held(self) -> None:
        self.write(batch(put()))
        scopes = [Scope(f"x{number}", 0) for number in range(MANY)]
        self.write(batch(put("a", owner="e2"), scopes=scopes))
        self.conflicts(batch(put("b"), scopes=[*scopes, Scope("e1", 0)]), "e1", 0, 1)


class ConflictCases(StorageFrame):
    """What keeps a batch from being written."""

    def two_owners(self) -> None:
        """Write two documents of one owner and one of another."""
        self.write(batch(put("a1", body="1"), put("a2", body="2")))
        self.write(batch(put("b1", owner="e2")))

    def test_a_document_that_was_changed_meanwhile_is_a_conflict(self) -> None:
        self.two_owners()
        self.write(batch(put("a1", 1, "new")))
        self.conflicts(batch(put("a1", 1, "mine")), key("a1"), 1, 2)

    def test_a_new_document_that_is_there_already_is_a_conflict(self) -> None:
        self.two_owners()
        self.conflicts(batch(put("a1", 0, "mine")), key("a1"), 0, 1)

    def test_a_document_that_is_not_there_has_no_version_to_build_on(self) -> None:
        self.two_owners()
        self.conflicts(batch(put("a9", 1)), key("a9"), 1, 0)

    def test_a_version_that_is_still_to_come_is_a_conflict(self) -> None:
        self.two_owners()
        self.conflicts(batch(put("a1", 2)), key("a1"), 2, 1)

    def test_withdrawing_what_was_changed_meanwhile_is_a_conflict(self) -> None:
        self.two_owners()
        self.write(batch(put("a1", 1, "new")))
        self.conflicts(batch(put("a1", 1, None)), key("a1"), 1, 2)

    def test_a_check_of_a_document_that_was_changed_is_a_conflict(self) -> None:
        self.two_owners()
        self.write(batch(put("a1", 1, "new")))
        self.conflicts(batch(put("a9"), checks=[Check(key("a1"), 1)]), key("a1"), 1, 2)

    def test_a_check_of_a_document_that_came_into_being_is_a_conflict(self) -> None:
        self.two_owners()
        self.conflicts(batch(put("a9"), checks=[Check(key("b1"), 0)]), key("b1"), 0, 1)

    @history
    def test_a_check_of_a_document_that_was_withdrawn_is_a_conflict(self) -> None:
        self.two_owners()
        self.write(batch(put("a1", 1, None)))
        self.conflicts(batch(put("a9"), checks=[Check(key("a1"), 1)]), key("a1"), 1, 2)
        self.conflicts(batch(put("a9"), checks=[Check(key("a1"), 0)]), key("a1"), 0, 2)

    def test_checks_that_hold_let_a_batch_through(self) -> None:
        self.two_owners()
        self.write(batch(put("a9"), checks=[Check(key("a1"), 1), Check(key("none"), 0), Check(key("a1", "goal"), 0)]))
        self.holds()

    def test_every_check_is_held_and_not_only_the_first(self) -> None:
        self.two_owners()
        held = [Check(key("a1"), 1), Check(key("a2"), 1)]
        self.conflicts(batch(put("a9"), checks=[*held, Check(key("b1"), 5)]), key("b1"), 5, 1)

    def test_a_later_commit_that_touched_the_owner_is_a_conflict(self) -> None:
        self.two_owners()
        self.conflicts(batch(put("a9"), scopes=[Scope("e2", 1)]), "e2", 1, 2)
        self.conflicts(batch(put("a9"), scopes=[Scope("e1", 0)]), "e1", 0, 1)

    def test_the_last_commit_that_touched_an_owner_counts_and_not_the_first(self) -> None:
        self.two_owners()
        self.write(batch(put("a3")))
        self.conflicts(batch(put("a9"), scopes=[Scope("e1", 2)]), "e1", 2, 3)

    def test_an_owner_is_touched_by_a_new_version_and_by_withdrawing_too(self) -> None:
        self.two_owners()
        self.write(batch(put("a1", 1, "new")))
        self.conflicts(batch(put("a9"), scopes=[Scope("e1", 2)]), "e1", 2, 3)
        self.write(batch(put("b1", 1, None, owner="e2")))
        self.conflicts(batch(put("a9"), scopes=[Scope("e2", 2)]), "e2", 2, 4)

    def test_each_document_of_a_commit_touches_its_owner(self) -> None:
        self.write(batch(put("a1"), put("b1", owner="e2"), put("c1", owner="e3")))
        for owner in ("e1", "e2", "e3"):
            self.conflicts(batch(put("a9"), scopes=[Scope(owner, 0)]), owner, 0, 1)

    def test_an_owner_whom_nobody_touched_since_lets_a_batch_through(self) -> None:
        self.two_owners()
        self.write(batch(put("a9"), scopes=[Scope("e1", 1), Scope("e2", 2), Scope("nobody", 0)]))
        self.holds()

    def test_every_scope_is_held_and_not_only_the_first(self) -> None:
        self.two_owners()
        self.conflicts(batch(put("a9"), scopes=[Scope("e1", 2), Scope("e2", 1)]), "e2", 1, 2)

    def test_owners_are_told_apart_character_for_character(self) -> None:
        self.write(batch(put("a1", owner="e1")))
        others = [Scope(owner, 0) for owner in ("E1", "e", "e11", "e_", "e%", "é1")]
        self.write(batch(put("a2", owner="E2"), scopes=others))
        self.conflicts(batch(put("a3"), scopes=[Scope("E2", 1)]), "E2", 1, 2)

    def test_nothing_of_a_batch_is_written_where_its_last_document_is_in_conflict(self) -> None:
        self.two_owners()
        late = batch(put("a1", 1, "new"), put("a5"), put(Key("goal", "g")), put("b1", 3, owner="e2"))
        self.conflicts(late, key("b1"), 3, 1)
        same(sorted(self.bodies().items()), [("a1", "1"), ("a2", "2"), ("b1", "{}")], "what stands")

    def test_a_batch_that_was_refused_touches_no_owner(self) -> None:
        self.two_owners()
        self.conflicts(batch(put("c1", owner="e3"), put("a1", 7)), key("a1"), 7, 1)
        self.write(batch(put("a9"), scopes=[Scope("e3", 0), Scope("e1", 1)]))

    def test_what_was_refused_is_written_when_it_is_mended(self) -> None:
        self.two_owners()
        self.conflicts(batch(put("a1", 0, "mine"), put("a5")), key("a1"), 0, 1)
        self.write(batch(put("a1", 1, "mine"), put("a5")))
        self.holds()

    def test_the_same_id_of_another_kind_is_another_document(self) -> None:
        self.two_owners()
        self.write(batch(put(key("a1", "goal"), 0, "goal"), checks=[Check(key("a1"), 1)]))
        self.conflicts(batch(put(key("a2", "goal"), 1)), key("a2", "goal"), 1, 0)

    def test_the_error_of_a_conflict_shows_no_content(self) -> None:
        self.write(batch(put(body='"secret-1"')))
        try:
            self.storage.commit(DISTRICT, batch(put(body='"secret-2"')))
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not show the content
            expect("secret" not in f"{error} {error!r}", "the error shows the content of a document")

    def test_the_head_of_an_untouched_tenant_stays_after_a_conflict(self) -> None:
        self.conflicts(batch(put(expected=1)), key(), 1, 0)
        same(self.storage.read(DISTRICT, ()).head, Checkpoint(DISTRICT), "the head")
