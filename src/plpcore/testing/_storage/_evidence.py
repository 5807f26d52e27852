"""Cases of evidence: the chain verifies, an erasure forgets what it should and nothing else, and it can be shown."""

from plpcore.errors import NotSupportedError
from plpcore.journal import Checkpoint, Key, Level, Scope, verify
from plpcore.testing._storage._frame import StorageFrame, expect, refused, same
from plpcore.testing._storage._given import DISTRICT, OTHER, batch, key, note, put
from plpcore.testing._storage._needs import evidence, needs

_HIDDEN = "what-stands-nowhere-else"


_ALIKE = ("a11", "xa1", "A1", "a", "_1", "%")


class EvidenceCases(StorageFrame):
    """The chain, and what an erasure leaves."""

    def secrets(self, tenant: str = DISTRICT) -> None:
        """Write two versions of a document and of a goal of the same id, and others beside them."""
        others = (put(key("a1", "goal"), body=f'"goal {_HIDDEN}"'), put("a2", body=f'"other {_HIDDEN}"'))
        alike = (put(name) for name in _ALIKE)
        self.write(batch(put("a1", body=f'"{_HIDDEN} 1"'), *others, *alike, by=note("c1")), tenant)
        goal = put(key("a1", "goal"), 1, f'"goal {_HIDDEN} 2"')
        self.write(batch(put("a1", 1, f'"{_HIDDEN} 2"'), put("a3"), goal, *(put(name, 1) for name in _ALIKE)), tenant)

    def erase(self, version: int = 2, tenant: str = DISTRICT) -> None:
        """Erase the document."""
        self.write(batch(put("a1", version, None), erased=[key("a1")]), tenant)

    @evidence
    def test_the_chain_verifies_after_each_commit_and_against_each_checkpoint(self) -> None:
        heads = [self.write(batch(put(expected=number))).checkpoint for number in range(4)]
        for head in heads:
            same(verify(self.storage, DISTRICT, head).faults, (), "the faults of the chain")
        same(verify(self.storage, DISTRICT).head, heads[-1], "the head as verified")

    @evidence
    def test_a_checkpoint_of_another_history_is_noticed(self) -> None:
        head = self.write(batch(put())).checkpoint
        for other in (Checkpoint(DISTRICT, 1, "f" * 64), Checkpoint(DISTRICT, 2, head.hash)):
            expect(verify(self.storage, DISTRICT, other).faults != (), "a wrong checkpoint is not noticed")

    @evidence
    def test_an_erasure_forgets_body_and_salt_of_every_earlier_version_and_keeps_the_leaves(self) -> None:
        self.secrets()
        leaves = [one.leaf for entry in self.logged() for one in entry.revisions if one.key == key("a1")]
        self.erase()
        after = [one for entry in self.logged() for one in entry.revisions if one.key == key("a1")]
        same([one.body for one in after], [None, None, None], "the bodies after the erasure")
        same([one.is_erased for one in after], [True, True, False], "what is erased")
        same([one.leaf for one in after][:2], leaves, "the leaves after the erasure")
        self.holds()

    @evidence
    def test_an_erasure_leaves_the_same_id_of_another_kind_alone(self) -> None:
        self.secrets()
        self.erase()
        goal = self.storage.read(DISTRICT, [key("a1", "goal")]).revisions[key("a1", "goal")]
        same((goal.body, goal.is_erased), (f'"goal {_HIDDEN} 2"', False), "the goal of the same id")
        self.holds()

    @evidence
    def test_an_erasure_leaves_the_same_document_of_another_tenant_alone(self) -> None:
        self.secrets()
        self.secrets(OTHER)
        self.erase()
        same(self.bodies(OTHER)["a1"], f'"{_HIDDEN} 2"', "the other tenant's document")
        self.holds()

    @evidence
    def test_an_erasure_is_a_commit_that_names_what_it_erased(self) -> None:
        self.secrets()
        self.erase()
        same([entry.commit.erased for entry in self.logged()], [(), (), (key("a1"),)], "what the commits erased")

    @evidence
    def test_what_was_erased_is_not_found_as_it_stood_before(self) -> None:
        self.secrets()
        self.erase()
        for as_of in (1, 2, 3):
            expect("a1" not in [one.id for one in self.found_as_of(as_of)], "an erased document is found")
            one = self.storage.read(DISTRICT, [key("a1")], as_of).revisions[key("a1")]
            same((one.version, one.body, one.is_erased), (as_of, None, as_of < 3), f"the document as of {as_of}")

    def found_as_of(self, as_of: int) -> list[Key]:
        """Return the activities that a scan finds as of a commit."""
        found = self.scanned(DISTRICT, "activity", as_of=as_of)
        self.same_revisions(found, self.of(DISTRICT).found("activity", as_of=as_of), f"a scan as of {as_of}")
        return [one.key for one in found]

    @evidence
    def test_an_erased_document_may_be_written_and_erased_again(self) -> None:
        self.secrets()
        self.erase()
        self.write(batch(put("a1", 3, f'"{_HIDDEN} 4"')))
        same(self.bodies()["a1"], f'"{_HIDDEN} 4"', "the document written again")
        self.holds()
        self.erase(4)
        self.holds()
        same(verify(self.storage, DISTRICT).erased, 4, "how many revisions are erased")

    @evidence
    def test_a_withdrawn_document_can_still_be_erased(self) -> None:
        self.secrets()
        self.write(batch(put("a1", 2, None)))
        self.erase(3)
        self.holds()

    @evidence
    def test_a_document_that_never_was_can_be_erased(self) -> None:
        self.write(batch(put("a1", body=None), erased=[key("a1")]))
        self.holds()

    @evidence
    def test_several_documents_are_erased_at_once_and_others_written_beside(self) -> None:
        self.secrets()
        erased = [key("a1"), key("a1", "goal")]
        self.write(batch(put("a1", 2, None), put(erased[1], 2, None), put("a2", 1, "new"), put("a4"), erased=erased))
        self.holds()

    @evidence
    def test_an_erasure_in_conflict_forgets_nothing(self) -> None:
        self.secrets()
        self.conflicts(batch(put("a1", 1, None), erased=[key("a1")]), key("a1"), 1, 2)
        late = batch(put("a1", 2, None), put("a3", 5), erased=[key("a1")])
        self.conflicts(late, key("a3"), 5, 1)
        same(self.bodies()["a1"], f'"{_HIDDEN} 2"', "the document that was not erased")

    @evidence
    def test_an_erasure_sent_twice_is_one(self) -> None:
        self.secrets()
        erasure = batch(put("a1", 2, None), erased=[key("a1")], by=note("c9"))
        first = self.write(erasure)
        same(self.storage.commit(DISTRICT, erasure), first, "the commit of the repeated erasure")
        self.write(batch(put("a1", 3, "new")))
        same(self.storage.commit(DISTRICT, erasure), first, "the commit of the repeated erasure")
        self.holds()

    @evidence
    def test_a_long_history_is_erased_whole(self) -> None:
        for number in range(60):
            self.write(batch(put("a1", number, f'"{_HIDDEN}"')))
        self.erase(60)
        self.holds()

    @evidence
    def test_an_erasure_touches_the_owner(self) -> None:
        self.secrets()
        self.erase()
        late = batch(put("a9"), scopes=[Scope("e1", 2)])
        self.conflicts(late, "e1", 2, 3)

    @evidence
    def test_no_file_of_the_storage_holds_what_was_erased(self) -> None:
        hidden = _HIDDEN[::-1]
        self.write(batch(put("a1", body=f'"{hidden}"'), *(put(f"b{number}") for number in range(20))))
        self.write(batch(put("a1", 1, f'"{hidden * 3_000}"')))
        self.erase()
        same(self.files_with(hidden), [], "the files that hold what was erased")
        self.holds()
        self.storage.close()
        same(self.files_with(hidden), [], "the files that hold what was erased after closing")

    def files_with(self, text: str) -> list[str]:
        """Return the names of the files in the storage's folder that hold a text."""
        files = (one for one in self.folder.rglob("*") if one.is_file())
        return [one.name for one in files if text.encode() in one.read_bytes()]

    @needs(below=Level.EVIDENCE)
    def test_a_storage_without_evidence_refuses_to_erase(self) -> None:
        self.write(batch(put()))
        erasure = batch(put(expected=1, body=None), erased=[key()])
        refused(NotSupportedError, lambda: self.storage.commit(DISTRICT, erasure))
        self.holds()
