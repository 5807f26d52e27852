"""Cases of values: what is written comes back as it was, character for character, whatever it holds."""

from datetime import UTC, datetime, timedelta, timezone
from functools import partial

from plpcore.errors import InputError
from plpcore.ids import MAX_ID_LENGTH
from plpcore.journal import Key, Note
from plpcore.testing._storage._frame import StorageFrame, expect, refused, same
from plpcore.testing._storage._given import DISTRICT, batch, put
from plpcore.testing._storage._needs import history

BODIES = (
    "", " ", "\n", "\r\n", "a\rb", "\ta\t", " blank at both ends ", "null", "NULL", "0", "00012", "1e999", "1.0",
    "true", "é", "e\u0301", "B", "b", "_", "%", "🎓", "👩\u200d🏫", "\U0010ffff", "\ufeff", "\ufffe", "\u2028\u2029",
    "\x01\x1f\x7f", "'", '"', "''", '"; DROP TABLE revision; --', "`", "\\", "\\n", "\\\\", "\\u0000", "\\x41", "{",
    '{"a":"é\\n"}', "]", "?", ":a", "$1", "%s", "%(a)s", "{0}", "<b>&amp;</b>", "=1+1", "שלום", "\u202eabc", "\ufb01",
    "\u0130\u0131", "﷽", "Ω≈ç√",
)  # fmt: skip
"""Bodies that a storage may not touch: an empty one, numbers that are text, quotes, line ends, marks of all kinds."""

IDS = (
    "é", "e\u0301", "É", "a", "A", "_", "%", "🎓", "👩🏽\ufe0f", "a b", "a:b", "a/b", "a\\b", "../a", "..", ".", "~",
    "-", "--", "'", '"', "`", "''", "a'b", 'a"b', "?", "*", "#", "$1", "%2F", "%s", "{x}", "[x]", "<x>", "&", "a,b",
    "a;b", "a|b", "CON", "nul", "null", "NULL", "None", "0", "00", "1", "1.0", "1e3", "-1", "true", "ß", "SS", "\u0131",
    "I", "i", "\ufb01", "fi", "\xc5", "\u212b", "A\u030a", "שלום", "a.json", "a.tmp", "0" * 40,
    "x" * MAX_ID_LENGTH, "é" * MAX_ID_LENGTH, "🎓" * MAX_ID_LENGTH,
)  # fmt: skip
"""Ids that a storage may neither change nor take for one another."""

TIMES = (
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2024, 2, 29, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=timezone(-timedelta(hours=9, minutes=30))),
    datetime(2028, 2, 29, 0, 0, 0, 1, tzinfo=timezone(timedelta(hours=14))),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
)


class ValueCases(StorageFrame):
    """Whatever can be written comes back unchanged."""

    def test_bodies_come_back_character_for_character(self) -> None:
        self.write(batch(*(put(f"a{number}", body=body) for number, body in enumerate(BODIES))))
        self.holds()

    def test_bodies_come_back_in_new_versions_too(self) -> None:
        for number, body in enumerate(BODIES):
            self.write(batch(put(expected=number, body=body)))
            same(self.bodies(), {"a1": body}, "the body")
        self.holds()

    def test_an_empty_body_is_not_a_withdrawn_document(self) -> None:
        self.write(batch(put("a1", body=""), put("a2", body="")))
        same(self.bodies(), {"a1": "", "a2": ""}, "what stands")
        self.holds()

    def test_a_body_of_a_million_characters_comes_back(self) -> None:
        self.write(batch(put("a1", body="é🎓'\\" * 250_000), put("a2", body="x" * 1_000_000)))
        self.holds()

    def test_ids_are_kept_and_told_apart_character_for_character(self) -> None:
        self.write(batch(*(put(name, body=f'"{number}"') for number, name in enumerate(IDS))))
        self.holds()
        for name in IDS[::7]:
            self.conflicts(batch(put(name)), Key("activity", name), 0, 1)

    def test_kinds_are_kept_and_told_apart_character_for_character(self) -> None:
        self.write(batch(*(put(Key(kind, "x"), body=f'"{number}"') for number, kind in enumerate(IDS))))
        self.holds()
        for number, kind in enumerate(IDS):
            same([one.body for one in self.scanned(kind=kind)], [f'"{number}"'], f"a scan of kind '{kind}'")

    def test_owners_are_kept_and_told_apart_character_for_character(self) -> None:
        self.write(batch(*(put(f"a{number}", owner=owner) for number, owner in enumerate(IDS))))
        self.holds()
        for number, owner in enumerate(IDS):
            same([one.key.id for one in self.scanned(owner=owner)], [f"a{number}"], f"a scan of owner '{owner}'")

    def test_kind_and_id_do_not_run_into_each_other(self) -> None:
        pairs = [("a", "bc"), ("ab", "c")]
        pairs += [pair for mark in ":/ -_.|" for pair in (("a", f"b{mark}c"), (f"a{mark}b", "c"))]
        for kind, name in pairs:
            self.write(batch(put(Key(kind, name), body=f'"{kind}|{name}"')))
        for kind, name in pairs:
            found = self.storage.read(DISTRICT, [Key(kind, name)]).revisions
            same([one.body for one in found.values()], [f'"{kind}|{name}"'], "the document")
        self.holds()

    def test_names_of_tenants_are_told_apart_character_for_character(self) -> None:
        for number, tenant in enumerate(IDS):
            self.write(batch(put(body=f'"{number}"')), tenant=tenant)
        self.holds()

    @history
    def test_who_for_whom_and_why_are_kept_character_for_character(self) -> None:
        at = datetime(2024, 2, 29, tzinfo=UTC)
        for number, name in enumerate(IDS):
            by = Note(actor=name, at=at, on_behalf_of=IDS[-number], reason=IDS[number // 2], command_id=name)
            self.write(batch(put(expected=number), by=by))
        self.holds()

    @history
    def test_times_are_kept_to_the_microsecond_and_in_utc(self) -> None:
        for number, at in enumerate(TIMES):
            self.write(batch(put(expected=number), by=Note(actor="t1", at=at)))
        same([entry.commit.note.at for entry in self.logged()], [at.astimezone(UTC) for at in TIMES], "the times")
        expect(all(one.commit.note.at.tzinfo is not None for one in self.logged()), "a time has no time zone")
        self.holds()

    @history
    def test_times_never_run_backwards(self) -> None:
        later, earlier = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 1, 11, tzinfo=UTC)
        latest = later + timedelta(microseconds=1)
        for number, at in enumerate([later, earlier, latest, earlier]):
            self.write(batch(put(expected=number), by=Note(actor="t1", at=at)))
        same([entry.commit.note.at for entry in self.logged()], [later, later, latest, latest], "the times")
        self.holds()

    @history
    def test_the_clock_of_one_tenant_does_not_hold_another(self) -> None:
        later, earlier = datetime(2026, 3, 1, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC)
        self.write(batch(put(), by=Note(actor="t1", at=later)))
        same(self.write(batch(put(), by=Note(actor="t1", at=earlier)), "other").note.at, earlier, "the time")

    def test_a_tenant_that_could_not_be_an_id_is_refused(self) -> None:
        for tenant in ("", " a", "a\nb", "x" * (MAX_ID_LENGTH + 1)):
            refused(InputError, partial(self.storage.read, tenant, ()))
            refused(InputError, partial(self.storage.commit, tenant, batch(put())))
