"""Cases of several who write at once: no update is lost, no cap overshot, and nobody sees half of a commit."""

from collections.abc import Callable, Iterable
from functools import partial
from time import sleep

from plpcore.journal import Commit, Document, Key, Revision, Work
from plpcore.testing._storage._frame import StorageFrame, expect, same
from plpcore.testing._storage._given import DISTRICT, OTHER, batch, key, note, put
from plpcore.testing._storage._needs import history, needs
from plpcore.testing._storage._workers import (
    CAP,
    COUNTER,
    at_once,
    count_up,
    in_processes,
    patiently,
    up_to_the_cap,
    writer,
)

_MOST = 2_000
"""The most commits that are written while others read."""


class ThreadCases(StorageFrame):
    """Several threads of one process use the same storage."""

    def counted(self, tenant: str = DISTRICT) -> str | None:
        """Return the number that was counted up."""
        return self.storage.read(tenant, [COUNTER]).revisions[COUNTER].body

    def test_no_update_of_threads_is_lost(self) -> None:
        at_once([lambda: count_up(self.storage, DISTRICT, 8)] * 8)
        same(self.counted(), "64", "the number after 8 threads added one 8 times each")
        same(self.storage.read(DISTRICT, ()).head.seq, 64, "the number of the last commit")
        self.whole()

    def test_no_cap_is_overshot_by_threads(self) -> None:
        names = [[f"{number}-{round_}" for round_ in range(4)] for number in range(8)]
        at_once([partial(up_to_the_cap, self.storage, DISTRICT, mine) for mine in names])
        same(len(self.scanned(owner="capped")), CAP, f"how many were written under a cap of {CAP}")
        self.whole()

    def test_tenants_do_not_disturb_each_other(self) -> None:
        tenants = [f"tenant-{number}" for number in range(6)]
        at_once([partial(count_up, self.storage, tenant, 10) for tenant in tenants])
        same([self.counted(tenant) for tenant in tenants], ["10"] * 6, "what each tenant counted")
        for tenant in tenants:
            self.whole(tenant)

    def test_threads_that_write_different_documents_all_succeed(self) -> None:
        def write(number: int) -> None:
            for round_ in range(10):
                document = Document(key(f"{number}-{round_}"), f"e{number}", "{}")
                writer(self.storage, DISTRICT).run(note(), partial(Work.put, document=document))

        at_once([partial(write, number) for number in range(6)])
        same(len(self.bodies()), 60, "how many documents stand")
        self.whole()

    @history
    def test_the_same_command_from_several_threads_is_written_once(self) -> None:
        commits: list[Commit] = []

        def write(number: int) -> None:
            one = batch(put(f"a{number}"), by=note(f"c{number}"))
            commits.append(patiently(lambda: self.storage.commit(DISTRICT, one)))

        for number in range(5):
            at_once([partial(write, number)] * 6)
        same(len(set(commits)), 5, "how many commits 5 commands made")
        same(self.storage.read(DISTRICT, ()).head.seq, 5, "the number of the last commit")

    def test_nobody_sees_half_of_a_commit(self) -> None:
        pair = [key("left"), key("right")]
        self.write(batch(*(put(one, body="0") for one in pair)))
        torn: list[object] = []
        ended: list[object] = []

        def write() -> None:
            for number in range(1, _MOST):
                if len(ended) == len(looks):
                    break
                self.write(batch(*(put(one, number, str(number)) for one in pair)))

        def look(read: Callable[[], tuple[int, Iterable[Revision]]]) -> None:
            for _ in range(60):
                seq, found = read()
                bodies = [one.body for one in found]
                if bodies != [str(seq - 1)] * 2:
                    torn.append((seq, bodies))
                sleep(0.0005)
            ended.append(read)

        looks = [partial(look, lambda: self.by_name(pair)), partial(look, self.by_scan)]
        at_once([write, *looks])
        same(torn, [], "what was seen in the midst of a commit")

    def by_name(self, keys: Iterable[Key]) -> tuple[int, Iterable[Revision]]:
        """Return the number of the last commit and the documents, both from one reading."""
        found = self.storage.read(DISTRICT, keys)
        return found.head.seq, found.revisions.values()

    def by_scan(self) -> tuple[int, Iterable[Revision]]:
        """Return the number of the last commit and the documents, both from one page."""
        page = self.storage.scan(DISTRICT)
        return page.head.seq, page.revisions

    @history
    def test_a_log_that_is_read_while_others_write_is_whole(self) -> None:
        wrong: list[object] = []

        def look() -> None:
            seq = 0
            while not wrong and seq < 80:
                page = self.storage.log(DISTRICT)
                seq = len(page.entries)
                if [one.commit.seq for one in page.entries] != list(range(1, seq + 1)) or page.head.seq != seq:
                    wrong.append((page.head.seq, seq))

        at_once([lambda: count_up(self.storage, DISTRICT, 40)] * 2 + [look])
        same(wrong, [], "logs with a gap, or with another end than their head")


class ProcessCases(StorageFrame):
    """Several processes, and several storages in one process, use the same place."""

    @needs("multi_process")
    def test_processes_lose_no_update_and_overshoot_no_cap(self) -> None:
        in_processes(self.opener(self.folder), DISTRICT, 3, 12)
        counted = self.storage.read(DISTRICT, [COUNTER]).revisions[COUNTER].body
        same(counted, "36", "the number after 3 processes added one 12 times each")
        same(len(self.scanned(owner="capped")), CAP, f"how many were written under a cap of {CAP}")
        same(self.storage.read(DISTRICT, ()).head.seq, 36 + CAP, "the number of the last commit")
        self.whole()

    @needs("multi_process")
    def test_what_one_storage_writes_another_on_the_same_place_sees(self) -> None:
        first, second = self.storage, self.opened(self.reopen(self.folder))
        for number in range(6):
            self.storage = (first, second)[number % 2]
            self.write(batch(put(expected=number, body=str(number)), put(f"b{number}"), by=note(f"c{number}")))
            self.storage = (second, first)[number % 2]
            self.holds()
            self.conflicts(batch(put(expected=number)), key(), number, number + 1)

    @needs("multi_process")
    def test_storages_are_opened_on_the_same_new_place_at_once(self) -> None:
        new = self.folder / "new"
        new.mkdir()

        def use(number: int) -> None:
            storage = self.opened(self.make_storage(new))
            count_up(storage, OTHER, 3)
            expect(bool(storage.scan(OTHER).revisions), f"storage {number} sees nothing")

        at_once([partial(use, number) for number in range(5)])
        found = self.opened(self.make_storage(new)).read(OTHER, [COUNTER]).revisions[COUNTER].body
        same(found, "15", "the number after 5 storages added one 3 times each")
