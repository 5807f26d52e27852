"""Cases of tenants: nothing of one is seen, counted or changed by another."""

from plpcore.journal import Check, Checkpoint, Scope
from plpcore.testing._storage._frame import StorageFrame, same
from plpcore.testing._storage._given import DISTRICT, OTHER, batch, key, note, put
from plpcore.testing._storage._needs import history, reading, reading_history

_ALIKE = ("district", "District", "district-1", "district-11", "distric_", "distric%", "dístrict", "district/1")


class TenantCases(StorageFrame):
    """Several districts in one storage with no way across."""

    def one_tenant(self) -> None:
        """Write to one tenant only."""
        self.given(batch(put("a1"), put(key("g", "goal")), by=note("c1")), batch(put("a1", 1), by=note("c2")))

    @reading
    def test_a_tenant_reads_and_scans_nothing_of_another(self) -> None:
        self.one_tenant()
        same(dict(self.storage.read(OTHER, [key("a1"), key("g", "goal")]).revisions), {}, "what another tenant reads")
        for kind, owner in (("", ""), ("activity", ""), ("", "e1"), ("goal", "e1")):
            page = self.storage.scan(OTHER, kind, owner)
            same((tuple(page.revisions), page.head), ((), Checkpoint(OTHER)), "what another tenant finds")

    @reading_history
    def test_a_tenant_sees_nothing_of_another_in_log_receipts_and_the_past(self) -> None:
        self.one_tenant()
        page = self.storage.log(OTHER)
        same((tuple(page.entries), page.head), ((), Checkpoint(OTHER)), "what another tenant's log holds")
        same([self.storage.receipt(OTHER, name) for name in ("c1", "c2", "")], [None] * 3, "another tenant's receipts")
        for as_of in (0, 1, 2, 3):
            same(dict(self.storage.read(OTHER, [key("a1")], as_of).revisions), {}, "what another tenant reads")
            same(tuple(self.storage.scan(OTHER, as_of=as_of).revisions), (), "what another tenant finds")

    def test_each_tenant_numbers_its_own_commits_and_versions(self) -> None:
        for number in range(3):
            self.write(batch(put("a1", number)))
            self.write(batch(put("a1", number, "other")), OTHER)
        same([self.of(one).head.seq for one in (DISTRICT, OTHER)], [3, 3], "the numbers of the last commits")
        self.holds()

    def test_what_another_tenant_wrote_is_no_conflict(self) -> None:
        for _ in range(2):
            self.write(batch(put(f"a{self.of(OTHER).head.seq}")), OTHER)
        self.write(batch(put("a0"), checks=[Check(key("a1"), 0)], scopes=[Scope("e1", 0)]))
        self.conflicts(batch(put("a2", 1)), key("a2"), 1, 0)

    def test_what_another_tenant_wrote_fulfils_no_expectation(self) -> None:
        self.write(batch(put("a1")), OTHER)
        self.conflicts(batch(put("a1", 1)), key("a1"), 1, 0)
        self.conflicts(batch(put("a2"), checks=[Check(key("a1"), 1)]), key("a1"), 1, 0)
        self.write(batch(put("a1")))
        self.holds()

    def test_tenants_with_names_alike_are_told_apart(self) -> None:
        for number, tenant in enumerate(_ALIKE):
            self.write(batch(put("a1", body=f'"{number}"'), put(f"only-{number}")), tenant)
        for number, tenant in enumerate(_ALIKE):
            same(self.bodies(tenant), {"a1": f'"{number}"', f"only-{number}": "{}"}, f"what stands with '{tenant}'")
        self.holds()

    @history
    def test_pages_of_one_tenant_do_not_go_on_with_another(self) -> None:
        for tenant in (DISTRICT, OTHER, "district-0"):
            self.write(batch(*(put(f"a{number}") for number in range(1_100))), tenant)
            self.write(batch(put("z"), by=note("c1")), tenant)
        self.holds()
