"""Which rules of two policies differ."""

from plpcore.policy import Change, Policy, parse_policy, rule_changes

HEAD = 'format = 1\nid = "p"\ntitle = "P"\n[unit]\nname = "hour"\n'
TOTAL = '[total]\nid = "t"\ncite = "s 1"\namount = 5\n'
CAP = '[[caps]]\nid = "c"\ncite = "s 2"\nwhen = { kind = ["a", "b"] }\nat_most = 2\n'
EDITION = (
    '[[editions]]\nid = "new"\ncite = "s 3"\nfrom = 2025-01-01\n[editions.total]\nid = "t"\ncite = "s 4"\namount = 6\n'
)


def made(*parts: str) -> Policy:
    return parse_policy(HEAD + "".join(parts))


def test_a_rule_is_added_removed_or_changed_by_its_id() -> None:
    (added,) = rule_changes(made(TOTAL), made(TOTAL, CAP))
    assert (added.change, added.section, added.rule, added.cites) == (Change.ADDED, "caps", "c", ("", "s 2"))
    assert ("at_most", "", "2") in added.values
    (removed,) = rule_changes(made(TOTAL, CAP), made(TOTAL))
    assert removed.change is Change.REMOVED
    (changed,) = rule_changes(made(TOTAL), made(TOTAL.replace("5", "6")))
    assert changed.values == (("amount", "5", "6"),)


def test_titles_and_citations_are_no_difference() -> None:
    assert rule_changes(made(TOTAL), made(TOTAL.replace("s 1", "s 9") + 'title = "Hours"\n')) == ()


def test_the_rules_of_an_edition_stand_under_its_id() -> None:
    found = rule_changes(made(TOTAL, EDITION), made(TOTAL, EDITION.replace("2025", "2026").replace("6\n", "7\n")))
    assert {(one.part, one.section) for one in found} == {("new", "editions"), ("new", "total")}


def test_values_are_texts_for_people() -> None:
    (change,) = rule_changes(made(TOTAL, CAP), made(TOTAL, CAP.replace('["a", "b"]', '"a"') + "waived = true\n"))
    assert {key: (before, after) for key, before, after in change.values} == {
        "when": ("{ kind = a, b }", "{ kind = a }"),
        "waived": ("", "true"),
    }
