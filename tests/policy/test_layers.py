"""A document that extends another policy: what it adds, tightens and excepts, and what is refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import InputErrors
from plpcore.policy import digest_of, format_policy, layer_of, parse_document, parse_document_json, parse_policy
from tests.evaluation.support import did, need
from tests.policy.layering import HEAD, UPPER, judged, laid, refused

TIGHTEN = '[[tighten]]\nid = "t"\ncite = "handbook"\n'


def rule(policy_text: str, name: str, edition: int | None = None) -> object:
    policy = laid(policy_text).policy
    rules = policy.rules if edition is None else policy.editions[edition].rules
    held = [*(rules.caps or ()), *(rules.floors or ()), *(rules.blocks or ()), *(rules.conditions or ())]
    found = {one.id: one for one in (*held, rules.total, rules.carry_over) if one is not None}
    return found[name]


def test_a_layer_that_changes_nothing_has_the_rules_of_the_upper_policy_under_its_own_name() -> None:
    found = laid("")
    assert (found.policy.id, found.policy.title, found.documents) == ("district", "A district", ("district", "state"))
    assert (found.policy.rules, found.policy.editions) == (UPPER.rules, UPPER.editions)
    assert (found.policy.notice, found.policy.sources) == (UPPER.notice, UPPER.sources)
    assert parse_policy(format_policy(found.policy)) == found.policy


def test_what_people_read_is_joined() -> None:
    found = laid('notice = "Ours."\njurisdiction = "X"\ndescription = "D"\nsources = [{ id = "own", title = "O" }]\n')
    assert (found.policy.notice, found.policy.jurisdiction) == ("Ours. No advice.", "X")
    assert [one.id for one in found.policy.sources] == ["code", "own"]


@pytest.mark.parametrize(
    ("entry", "name", "key", "value"),
    [
        ('rule = "equity"\nat_least = 12', "equity", "at_least", 12),
        ('rule = "books"\nat_most = 15', "books", "at_most", 15),
        ('rule = "meetings"\nshare = "5%"', "meetings", "share", Fraction(1, 20)),
        ('rule = "topics"\nat_least = 6', "topics", "at_least", 6),
        ('rule = "carry"\nat_most = 3', "carry", "at_most", 3),
    ],
)
def test_a_tightened_number_replaces_the_looser_one(entry: str, name: str, key: str, value: object) -> None:
    held = rule(TIGHTEN + entry, name)
    assert getattr(held, key) == value
    assert str(getattr(held, "cite", "")).endswith("; handbook")


def test_a_tightening_renames_the_rule_where_it_has_a_title() -> None:
    held = rule(TIGHTEN + 'title = "Ten"\nrule = "books"\nat_most = 12', "books")
    assert (held.title, held.name) == ("Ten", "Ten")  # type: ignore[attr-defined]


def test_a_row_of_the_total_and_the_number_of_a_test_are_tightened_too() -> None:
    total = rule(TIGHTEN + 'rule = "total"\nwhen = {}\namount = 120', "total")
    assert [one.amount for one in total.rows] == [50, 120]  # type: ignore[attr-defined]
    reflected = rule(TIGHTEN + 'rule = "reflected"\nwords = 80', "reflected")
    assert reflected.reflection.words == 80  # type: ignore[attr-defined]


def test_where_an_edition_restates_a_rule_only_what_is_looser_is_tightened() -> None:
    text = TIGHTEN + 'rule = "books"\nat_most = 15'
    assert rule(text, "books").at_most == 15  # type: ignore[attr-defined]
    assert rule(text, "books", edition=1).at_most == 10  # type: ignore[attr-defined]
    assert rule(text, "books", edition=1).cite == "code 5, new"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (
            'rule = "equity"\nat_least = 9',
            ("$.tighten[0].at_least: the upper policy says 10, and 9 is not stricter; write a larger number; to loosen,"
            " the upper policy must allow an exception"),
        ),
        (
            'rule = "equity"\nat_least = 10',
            ("$.tighten[0].at_least: the upper policy says 10, and 10 is not stricter; write a larger number; to"
            " loosen, the upper policy must allow an exception"),
        ),
        (
            'rule = "books"\nat_most = 20',
            ("$.tighten[0].at_most: the upper policy says 10 and 20, and 20 is not stricter; write a smaller number;"
            " to loosen, the upper policy must allow an exception"),
        ),
        (
            'rule = "equitty"\nat_least = 9',
            "$.tighten[0].rule: the upper policy has no rule 'equitty'; did you mean equity?",
        ),
        (
            'rule = "equity"\nat_most = 9',
            "$.tighten[0].at_most: the rule 'equity' has no at_most to tighten; name one that it has",
        ),
        (
            'rule = "total"\nwhen = { novice = false }\namount = 9',
            ("$.tighten[0].when: no row of 'total' asks this; write it as it stands there:"
            " when = { novice = true } or when = {}"),
        ),
        (
            'rule = "total"\namount = 900',
            ("$.tighten[0].amount: the rule 'total' says its amounts in rows; name one:"
            " when = { novice = true } or when = {}"),
        ),
        (
            'rule = "total"\nwhen = {}\nat_least = 9',
            "$.tighten[0].at_least: the rule 'total' has no at_least to tighten in a row; name one that it has",
        ),
        (
            'rule = "books"\nwhen = {}\nat_most = 9',
            "$.tighten[0].at_most: the rule 'books' has no at_most to tighten in a row; name one that it has",
        ),
        (
            'rule = "reflected"\nwords = 80.5',
            "$.tighten[0].words: only a whole number fits here; write a whole number",
        ),
    ],
)  # fmt: skip
def test_what_would_not_be_stricter_is_refused_with_its_place(entry: str, line: str) -> None:
    assert refused(TIGHTEN + entry) == line


def test_a_tightening_states_exactly_one_number() -> None:
    assert "$.tighten[0]: exactly one number is tightened here, not none; " in refused(TIGHTEN + 'rule = "equity"')
    both = refused(TIGHTEN + 'rule = "equity"\nat_least = 12\nat_most = 3')
    assert "exactly one number is tightened here, not at_least and at_most" in both


@st.composite
def tightenings(draw: st.DrawFn) -> list[str]:
    numbers = draw(st.lists(st.tuples(st.sampled_from(["books", "equity", "total"]), st.integers(1, 9)), max_size=6))
    forms = {
        "books": lambda n: f"at_most = {10 - n}",
        "equity": lambda n: f"at_least = {10 + n}",
        "total": lambda n: f"when = {('{}', '{ novice = true }')[n % 2]}\namount = {100 + n}",
    }
    return [
        f'[[tighten]]\nid = "t{index}"\ncite = "handbook {index}"\nrule = "{name}"\n{forms[name](number)}\n'
        for index, (name, number) in enumerate(numbers)
    ]


@given(entries=tightenings(), data=st.data())
def test_the_order_of_tightenings_changes_nothing(entries: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(entries))
    assert digest_of(laid("".join(entries)).policy) == digest_of(laid("".join(shuffled)).policy)


@given(entries=tightenings())
def test_tightening_one_after_the_other_is_as_strict_as_at_once(entries: list[str]) -> None:
    at_once = laid("".join(entries)).policy.rules
    found = laid("")
    for entry in entries:
        try:
            found = laid(entry, found)
        except InputErrors as error:
            assert "is not stricter" in str(error)  # noqa: PT017 - what is no longer stricter is the point
    assert found.policy.rules.total is not None
    assert at_once.total is not None
    assert [one.amount for one in found.policy.rules.total.rows] == [one.amount for one in at_once.total.rows]
    assert [one.at_most for one in found.policy.rules.caps or ()] == [one.at_most for one in at_once.caps or ()]


def test_added_rules_stand_beside_those_above_wherever_a_section_is_restated() -> None:
    text = '[[add.caps]]\nid = "talks"\ncite = "h"\nwhen = { kind = "talk" }\nat_most = 4\n'
    text += '[add.calendar]\nyear_starts = "09-01"\n[[add.retention]]\n'
    text = text.removesuffix("[[add.retention]]\n")
    policy = laid(text).policy
    assert [one.id for one in policy.rules.caps or ()] == ["books", "meetings", "talks"]
    assert [one.id for one in policy.editions[1].rules.caps or ()] == ["books", "talks"]
    assert policy.editions[0].rules.caps is None
    assert policy.rules.calendar is not None
    assert policy.rules.calendar.year_starts == "09-01"


def test_a_section_of_one_rule_that_stands_above_is_not_added_again() -> None:
    line = refused('[add.total]\nid = "own"\ncite = "h"\namount = 3\n')
    assert line.startswith("$.add.total: the upper policy states total already; tighten it, or make an exception")


def test_own_facts_may_be_asked_and_those_above_are_not_declared_again() -> None:
    floor = '[[add.floors]]\nid = "own"\ncite = "h"\napplies = { site = "a" }\nat_least = 1\n'
    found = laid('facts.site = { type = "text" }\n' + floor)
    assert need(judged(found, site="a"), "own").needed == 1
    assert refused(floor).startswith("$.add.floors[0].applies.site: nobody declared the fact 'site'")
    again = refused('facts.novice = { type = "flag" }\n')
    assert again == "$.facts.novice: the upper policy declares this fact already; leave it out"
    topic = refused('activity_facts.topic = { type = "text" }\n')
    assert topic.startswith("$.activity_facts.topic: ")


def test_an_id_that_stands_above_already_is_refused() -> None:
    line = refused('[[add.floors]]\nid = "equity"\ncite = "h"\nat_least = 1\n')
    assert "the id 'equity' stands twice" in line


OWN_FLOOR = '[[exception.floors]]\nid = "a"\ncite = "h"\nat_least = 1\n'
EXCEPTION = '[[exception]]\nrule = "%s"\napplies = { level = "%s" }\n[[exception.%s]]\nid = "%s"\ncite = "h"\n%s\n'


@pytest.mark.parametrize(
    ("name", "section", "instead"),
    [
        ("equity", "floors", 'when = { tags = "equity" }\nat_least = 2'),
        ("books", "caps", 'when = { kind = "book" }\nat_most = 90'),
        ("reflected", "conditions", 'when = { kind = "book" }\nreflection = {}'),
        ("part-time", "adjustments", "reduce = 20"),
        ("hours", "awards", 'per = "hour"\ncredit = 2'),
        ("topics", "blocks", 'by = "topic"\nat_least = 1'),
        ("late", "deadlines", "then = { fee = 2 }"),
        ("plan", "sign_offs", ""),
    ],
)
def test_an_exception_holds_for_some_and_the_rule_above_for_everybody_else(
    name: str, section: str, instead: str
) -> None:
    policy = laid(EXCEPTION % (name, "ii", section, "own", instead)).policy
    parts = (policy.rules, *(one.rules for one in policy.editions), *(one.rules for one in policy.alternatives))
    rules = {one.id: one for part in parts for one in getattr(part, section) or ()}
    told = {name: str(rules[name]), "own": str(rules["own"])}
    assert "Not(part=Compare(fact='" in told[name]
    assert "'ii'" in told["own"]
    assert "h; an exception to code" in told["own"]


def test_the_statement_follows_the_exception() -> None:
    text = EXCEPTION % ("equity", "ii", "floors", "own", 'when = { tags = "equity" }\nat_least = 2')
    found = laid(text)
    assert [one.id for one in judged(found, did(), level="ii").requirements] == ["total", "own"]
    assert [one.id for one in judged(found, did(), level="iii").requirements] == ["total", "equity"]
    assert {one.rule: one.cite for one in judged(found, did()).citations}["own"] == "h; an exception to code 7"


def test_an_exception_for_everybody_takes_the_place_of_the_rule() -> None:
    text = '[[exception]]\nrule = "carry"\n[exception.carry_over]\nid = "own"\ncite = "h"\nat_most = 99\n'
    carry = laid(text).policy.rules.carry_over
    assert carry is not None
    assert (carry.id, carry.at_most) == ("own", 99)
    floors = laid('[[exception]]\nrule = "equity"\n[[exception.floors]]\nid = "own"\ncite = "h"\nat_least = 1\n')
    assert [one.id for one in floors.policy.rules.floors or ()] == ["own"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            EXCEPTION % ("meetings", "ii", "caps", "own", "at_most = 1"),
            ("$.exception[0].rule: 'state' allows no exception to this rule; ask who rules there; its rule allows them"
            " with exceptions = true, and 'meetings' does not"),
        ),
        (
            EXCEPTION % ("equity", "ii", "caps", "own", "at_most = 1"),
            "$.exception[0]: 'equity' stands in floors, and what holds instead in caps; write it in floors",
        ),
        (
            ('[[exception]]\nrule = "carry"\napplies = { level = "ii" }\n'
            '[exception.carry_over]\nid = "own"\ncite = "h"\n'),
            ("$.exception[0].applies: 'carry' is a rule for everybody, and this exception is for some only; leave"
            " applies out; what is required may depend on facts in its rows"),
        ),
        (
            EXCEPTION % ("nothing", "ii", "caps", "own", "at_most = 1"),
            "$.exception[0].rule: the upper policy has no rule 'nothing'; known are",
        ),
        (
            '[[exception]]\nrule = "equity"\n',
            "$.exception[0]: an exception states exactly one rule that holds instead, not 0",
        ),
        (
            '[[exception]]\nrule = "equity"\nsharing = "split"\n' + OWN_FLOOR,
            "$.exception[0]: 'sharing' is no rule that could hold instead of another; write it in the section",
        ),
    ],
)  # fmt: skip
def test_an_exception_that_is_not_allowed_or_says_nothing_is_refused(text: str, line: str) -> None:
    assert refused(text).startswith(line)


MANY = [f"role {number}" for number in range(500)]


def two(first: str, second: str) -> str:
    entry = '[[exception]]\nrule = "equity"\n%s[[exception.floors]]\nid = "%s"\ncite = "h"\nat_least = 1\n'
    return entry % (first, "one") + entry % (second, "two")


@pytest.mark.parametrize(
    ("first", "second", "who"),
    [
        ('level = "ii"', "novice = true", "for an educator with level = ii, novice = true"),
        ("years = { at_least = 3 }", "years = { at_most = 3 }", "for an educator with years = 3"),
        ('roles = { has = "a" }', 'roles = { has = "b" }', "for an educator with roles = [a, b]"),
        (f"roles = {{ has_all = {MANY} }}", 'roles = { has = "b" }', "nobody can tell for whom"),
        ("", "", "for every educator"),
    ],
)  # fmt: skip
def test_two_exceptions_that_could_both_apply_are_refused_with_an_educator_to_whom_they_do(
    first: str, second: str, who: str
) -> None:
    line = f"$.exception[1].applies: exceptions 1 and 2 could both hold instead of 'equity': {who}; let their applies"
    applies = [f"applies = {{ {one} }}\n" if one else "" for one in (first, second)]
    assert refused(two(*applies)).startswith(line)


def test_two_exceptions_that_exclude_each_other_hold_side_by_side() -> None:
    found = laid(two('applies = { level = "ii" }\n', 'applies = { level = "iii" }\n'))
    for level, name in (("i", "equity"), ("ii", "one"), ("iii", "two")):
        assert [one.id for one in judged(found, did(), level=level).requirements] == ["total", name]


def test_exceptions_to_different_rules_may_meet() -> None:
    text = EXCEPTION % ("equity", "ii", "floors", "own", "at_least = 2")
    text += EXCEPTION % ("books", "ii", "caps", "more", "at_most = 90")
    assert laid(text).policy.id == "district"


def test_the_upper_policy_may_be_pinned_by_its_identity() -> None:
    assert laid(f'extends_digest = "{digest_of(UPPER)}"\n').policy.id == "district"
    line = refused('extends_digest = "sha256:0"\n')
    assert line.startswith("$.extends_digest: the policy 'state' has another identity than the one that is extended")
    assert digest_of(UPPER) in line


def test_a_rule_says_in_no_other_place_that_exceptions_are_allowed() -> None:
    for text in (
        '[[editions]]\nid = "e"\ncite = "c"\nexceptions = true\n',
        '[[alternatives]]\nid = "e"\ncite = "c"\nexceptions = true\n',
    ):
        with pytest.raises(InputErrors, match="this key has no effect here"):
            parse_policy('id = "p"\ntitle = "P"\nunit = { name = "hour" }\n' + text)
    assert "this key has no effect here" in refused(TIGHTEN + 'rule = "equity"\nat_least = 12\nexceptions = true')


def test_a_document_is_a_layer_where_it_extends_something_and_mistakes_name_it() -> None:
    assert parse_document(HEAD).id == "district"
    assert parse_document_json('{"id": "d", "title": "D", "extends": "state"}').id == "d"
    assert parse_document(format_policy(UPPER)) == UPPER
    with pytest.raises(InputErrors, match=r"^mine.toml: \$\.adds: unknown key; did you mean add"):
        parse_document(HEAD + "adds = 1\n", "mine.toml")
    with pytest.raises(InputErrors, match="a table is expected"):
        layer_of(3)
