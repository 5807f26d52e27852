"""Cases of reading: by name, by scan, in pages, and as it stood."""

from plpcore.errors import NotSupportedError
from plpcore.journal import MAX_BODY, PAGE_ROWS, PAGE_SIZE, Checkpoint, Key, Level
from plpcore.testing._storage._commits import MANY
from plpcore.testing._storage._frame import StorageFrame, refused, same
from plpcore.testing._storage._given import DISTRICT, batch, key, note, put
from plpcore.testing._storage._needs import history, needs, reading, reading_history

_LONG = "x" * (PAGE_SIZE // 3)


class ReadCases(StorageFrame):
    """Documents by name."""

    @reading
    def test_a_tenant_of_whom_nothing_is_known_reads_empty(self) -> None:
        same(self.storage.read(DISTRICT, [key()]).head, Checkpoint(DISTRICT), "the head")
        same(dict(self.storage.read(DISTRICT, [key()]).revisions), {}, "what is read")
        page = self.storage.scan(DISTRICT)
        same((page.head, tuple(page.revisions), page.next), (Checkpoint(DISTRICT), (), None), "what a scan finds")

    @reading_history
    def test_a_tenant_of_whom_nothing_is_known_has_an_empty_log(self) -> None:
        page = self.storage.log(DISTRICT)
        same((page.head, tuple(page.entries), page.next), (Checkpoint(DISTRICT), (), None), "the log")
        same(self.storage.receipt(DISTRICT, "c1"), None, "the commit of a command")
        same(dict(self.storage.read(DISTRICT, [key()], as_of=0).revisions), {}, "what is read")

    @reading
    def test_reading_does_not_make_a_tenant(self) -> None:
        self.given(batch(put()))
        self.storage.read("nobody", [key()])
        self.storage.scan("nobody")
        same(self.storage.read("nobody", ()).head, Checkpoint("nobody"), "the head of a tenant who was only read")
        self.holds()

    @reading
    def test_what_is_not_there_is_left_out(self) -> None:
        self.given(batch(put("a1"), put("a3")))
        asked = [key("a1"), key("a2"), key("a3", "goal")]
        same(list(self.storage.read(DISTRICT, asked).revisions), [key("a1")], "the documents")

    @reading_history
    def test_a_withdrawn_document_is_read_without_a_body(self) -> None:
        self.given(batch(put()), batch(put(expected=1, body=None)))
        found = self.storage.read(DISTRICT, [key()]).revisions[key()]
        same((found.version, found.body, found.is_erased), (2, None, False), "the withdrawn document")

    @reading
    def test_a_withdrawn_document_is_in_no_scan(self) -> None:
        self.given(batch(put("a1"), put("a2")), batch(put("a1", 1, None)))
        same(self.bodies(), {"a2": "{}"}, "what stands")
        self.holds()

    @reading
    def test_names_may_come_from_a_generator_and_twice(self) -> None:
        self.given(batch(put("a1"), put("a2")))
        found = self.storage.read(DISTRICT, (key(name) for name in ("a1", "a2", "a1"))).revisions
        same(sorted(found), [key("a1"), key("a2")], "the documents")

    @reading
    def test_names_in_a_set_and_in_a_list_are_left_as_they_were(self) -> None:
        self.given(batch(put("a1")))
        for asked in ([key("a1"), key("a2")], {key("a1"), key("a2")}):
            again = type(asked)(asked)
            self.storage.read(DISTRICT, asked)
            same(asked, again, "the names that were asked for")

    @reading
    def test_no_names_give_the_head_alone(self) -> None:
        self.given(batch(put()))
        found = self.storage.read(DISTRICT, [])
        same(dict(found.revisions), {}, "the documents")
        self.same_head(found.head, self.of(DISTRICT).head)

    @reading
    def test_tens_of_thousands_of_names_are_read_at_once(self) -> None:
        self.given(batch(put("a7"), put(f"a{MANY - 1}")))
        found = self.storage.read(DISTRICT, [key(f"a{number}") for number in range(MANY)]).revisions
        same(sorted(found), [key(f"a{MANY - 1}"), key("a7")], "the documents")


class AsOfCases(StorageFrame):
    """What stood after an earlier commit."""

    def one_history(self) -> None:
        """Write a document, a second one, a new version of the first, withdraw the first, and write it again."""
        self.given(
            batch(put("a1", body="1")),
            batch(put("a2", body="2", owner="e2"), put(key("g", "goal"))),
            batch(put("a1", 1, "3")),
            batch(put("a1", 2, None)),
            batch(put("a1", 3, "5"), put("a3")),
        )

    @reading_history
    def test_documents_are_read_as_they_stood_after_each_commit(self) -> None:
        self.one_history()
        for as_of in range(8):
            expected = self.of(DISTRICT).standing(as_of)
            found = self.storage.read(DISTRICT, [key("a1"), key("a2"), key("a3"), key("g", "goal")], as_of)
            known = [one for _, one in sorted(expected.items())]
            self.same_revisions([one for _, one in sorted(found.revisions.items())], known, f"what stood as of {as_of}")
            self.same_head(found.head, self.of(DISTRICT).head)

    @reading_history
    def test_a_scan_finds_what_stood_after_each_commit(self) -> None:
        self.one_history()
        for as_of in range(8):
            for kind, owner in (("", ""), ("activity", ""), ("", "e1"), ("activity", "e1"), ("goal", "e2")):
                found = self.scanned(DISTRICT, kind, owner, as_of=as_of)
                self.same_revisions(found, self.of(DISTRICT).found(kind, owner, as_of), f"a scan as of {as_of}")

    @history
    def test_pages_of_what_stood_stay_the_same_while_others_write(self) -> None:
        self.write(batch(*(put(f"a{number}") for number in range(PAGE_ROWS + 5))))
        page = self.storage.scan(DISTRICT, as_of=1)
        self.write(batch(put("zzz"), put("a1", 1, "new"), *(put(f"a{number}", 1, None) for number in range(500, 900))))
        rest = self.scanned(DISTRICT, after=page.next, as_of=1)
        self.same_revisions([*page.revisions, *rest], self.of(DISTRICT).found(as_of=1), "a scan as of 1")

    @needs(below=Level.HISTORY, reads_only=True)
    def test_a_storage_without_history_says_so(self) -> None:
        for call in (
            lambda: self.storage.read(DISTRICT, [key()], as_of=0),
            lambda: self.storage.scan(DISTRICT, as_of=0),
            lambda: self.storage.log(DISTRICT),
            lambda: self.storage.receipt(DISTRICT, "c1"),
        ):
            refused(NotSupportedError, call)


class ScanCases(StorageFrame):
    """All documents, in the order of kind and id."""

    @reading
    def test_documents_are_sorted_by_code_points(self) -> None:
        names = [
            "b",
            "B",
            "a",
            "_",
            "é",
            "z",
            "Z",
            "e\u0301",
            "10",
            "9",
            "🎓",
            "\uffee",
            "ß",
            "ss",
            "a b",
            "a-b",
            "a_b",
        ]
        self.given(batch(*(put(name) for name in names), *(put(key("x", kind)) for kind in ("goal", "Goal", "é"))))
        found = [(one.key.kind, one.key.id) for one in self.scanned()]
        same(found, sorted(found), "the order of a scan")
        self.holds()

    @reading
    def test_one_kind_is_found_by_its_whole_name(self) -> None:
        kinds = ["goal", "Goal", "goals", "goa", "goal_", "goal%", "g_al", "góal"]
        self.given(batch(*(put(key("x", kind), body=f'"{kind}"') for kind in kinds)))
        for kind in [*kinds, "g%", "none"]:
            self.same_revisions(self.scanned(kind=kind), self.of(DISTRICT).found(kind), f"a scan of kind '{kind}'")

    @reading
    def test_one_owner_is_found_by_the_whole_name(self) -> None:
        owners = ["e1", "E1", "e11", "e", "e_", "e%", "é1"]
        self.given(batch(*(put(f"a{number}", owner=owner) for number, owner in enumerate(owners))))
        for owner in [*owners, "none", "%"]:
            found = self.scanned(owner=owner)
            self.same_revisions(found, self.of(DISTRICT).found(owner=owner), f"a scan of owner '{owner}'")

    @reading
    def test_kind_and_owner_are_both_held(self) -> None:
        kinds = [("goal", "e1"), ("goal", "e2"), ("activity", "e1"), ("activity", "e2"), ("plan", "e2")]
        self.given(batch(*(put(key(f"x{number}", kind), owner=who) for number, (kind, who) in enumerate(kinds))))
        for kind, owner in [*kinds, ("plan", "e1")]:
            found = self.scanned(kind=kind, owner=owner)
            self.same_revisions(found, self.of(DISTRICT).found(kind, owner), f"a scan of '{kind}' of '{owner}'")

    @reading
    def test_a_document_that_passed_to_another_owner_is_found_there_only(self) -> None:
        self.given(batch(put("a1", owner="e1"), put("a2", owner="e1")), batch(put("a1", 1, owner="e2")))
        same([one.key.id for one in self.scanned(owner="e1")], ["a2"], "the documents of the earlier owner")
        same([one.key.id for one in self.scanned(owner="e2")], ["a1"], "the documents of the new owner")

    @reading
    def test_a_scan_goes_on_after_any_name(self) -> None:
        kinds = ("a", "b", "c")
        self.given(batch(*(put(key(name, kind)) for kind in kinds for name in ("1", "5", "9"))))
        everything = [one.key for one in self.scanned()]
        for after in (Key("b", "5"), Key("b", "6"), Key("b", "99"), Key("bb", "0"), Key("a", "0"), Key("c", "9")):
            found = [one.key for one in self.scanned(after=after)]
            same(found, [one for one in everything if after < one], f"a scan after '{after}'")

    @reading
    def test_a_scan_goes_on_after_a_name_of_another_kind_than_it_looks_for(self) -> None:
        self.given(batch(*(put(key(name, kind)) for kind in ("a", "b") for name in ("1", "5"))))
        same([one.key for one in self.scanned(kind="b", after=Key("a", "3"))], [Key("b", "1"), Key("b", "5")], "a scan")
        same(self.scanned(kind="a", after=Key("b", "1")), [], "a scan")

    @reading
    def test_more_than_a_page_of_documents_is_found_whole(self) -> None:
        self.given(batch(*(put(f"a{number}") for number in range(2 * PAGE_ROWS + 1))))
        self.holds()

    @reading
    def test_exactly_a_page_of_documents_is_found_whole(self) -> None:
        self.given(batch(*(put(f"a{number}") for number in range(PAGE_ROWS))))
        self.holds()

    @reading
    def test_pages_of_one_owner_and_kind_hold_nobody_elses(self) -> None:
        many = range(2 * PAGE_ROWS + 500)
        puts = (put(key(f"a{number}", f"k{number % 2}"), owner=f"e{number % 3}") for number in many)
        self.given(batch(*puts), batch(put(key("a0", "k0"), 1, None, owner="e0")))
        for kind, owner in (("k1", ""), ("", "e2"), ("k0", "e0")):
            found = self.scanned(kind=kind, owner=owner)
            self.same_revisions(found, self.of(DISTRICT).found(kind, owner), f"a scan of '{kind}' of '{owner}'")

    @reading
    def test_long_documents_make_more_than_one_page(self) -> None:
        self.given(batch(*(put(f"a{number}", body=_LONG) for number in range(7))))
        self.holds()

    @reading
    def test_a_document_longer_than_a_page_is_a_page(self) -> None:
        self.given(batch(put("a"), put("b", body="y" * MAX_BODY), put("c")))
        self.holds()

    def test_a_scan_goes_on_while_others_write(self) -> None:
        self.write(batch(*(put(f"a{number:05}") for number in range(PAGE_ROWS + 2))))
        page = self.storage.scan(DISTRICT)
        self.write(batch(put("a00000", 1, "new"), put("0"), put("z")))
        last = page.revisions[-1].key
        rest = [one for one in self.of(DISTRICT).found() if last < one.key]
        self.same_revisions(self.scanned(after=page.next), rest, "the rest of the scan")


class LogCases(StorageFrame):
    """Commits, oldest first, each whole."""

    @reading_history
    def test_the_log_holds_every_commit_with_its_revisions(self) -> None:
        first = batch(put("b"), put("a"), put(key("x", "goal"), owner="e2"), by=note("c1", 1))
        self.given(first, batch(put("b", 1), by=note("", 2, "t2")), batch(put("b", 2, None), by=note("c3", 3)))
        self.holds()

    @reading_history
    def test_the_log_goes_on_after_any_number(self) -> None:
        self.given(*(batch(put(expected=number)) for number in range(6)))
        for after in range(9):
            self.same_entries(self.logged(after=after), self.of(DISTRICT).entries[after:])

    @reading_history
    def test_the_log_gives_no_more_commits_than_were_asked_for(self) -> None:
        self.given(*(batch(put(expected=number)) for number in range(6)))
        for limit in (1, 2, 4):
            page = self.storage.log(DISTRICT, 1, limit)
            self.same_entries(page.entries, self.of(DISTRICT).entries[1 : 1 + limit])
            same(page.next, 1 + limit, "where the log goes on")
        same(self.storage.log(DISTRICT, 1, 5).next, None, "where the log goes on after its end")

    @reading_history
    def test_many_commits_make_more_than_one_page_and_none_is_split(self) -> None:
        third = PAGE_ROWS // 3 + 1
        self.given(*(batch(*(put(f"a{seq}-{place}") for place in range(third))) for seq in range(7)))
        self.holds()

    @reading_history
    def test_a_commit_larger_than_a_page_is_a_page(self) -> None:
        large = batch(*(put(f"b{place}") for place in range(2 * PAGE_ROWS)))
        self.given(batch(put("a")), large, batch(put("c")))
        self.holds()

    @reading_history
    def test_more_commits_than_a_page_has_revisions_are_found_whole(self) -> None:
        self.given(*(batch(put(f"a{number}")) for number in range(PAGE_ROWS + 3)))
        self.holds()

    @reading_history
    def test_long_commits_make_more_than_one_page_and_none_is_split(self) -> None:
        self.given(*(batch(put(f"a{seq}", body=_LONG), put(f"b{seq}", body=_LONG)) for seq in range(4)))
        self.holds()
