"""What is wrong in a document is said with the place, the fault and the mend, each on one line."""

import pytest

from plpcore.errors import InputErrors, PolicyError
from plpcore.evaluation import GrantState
from plpcore.policy import parse_policy, parse_policy_json, policy_of
from plpcore.policy._examples import GRANT_STATES
from tests.policy.support import HEAD, policy, refusal, refused, refused_data, rule

CAP = rule("caps", "at_most = 5")


def test_a_misspelt_key_is_refused_with_the_likely_one() -> None:
    second = '[[caps]]\nid = "c"\ncite = "law"\nat_mots = 5\nshare = "50%"\n'
    assert refusal(CAP + second) == "$.caps[1].at_mots: unknown key; did you mean at_most?"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            '[[caps]]\nid = "c"\ncitation = "law"\nat_most = 5',
            "$.caps[0].citation: unknown key; did you mean cite? It is missing",
        ),
        ('[[caps]]\nidd = "c"\ncite = "law"\nat_most = 5', "$.caps[0].idd: unknown key; did you mean id?"),
        (rule("caps", "at_mots = 5"), "$.caps[0].at_mots: unknown key; did you mean at_most?"),
        (rule("floors", "at_laest = 3"), "$.floors[0].at_laest: unknown key; did you mean at_least?"),
        (rule("awards", 'when = { kind = "book" }\nfixd = 3'), "$.awards[0].fixd: unknown key; did you mean fixed?"),
        (
            rule("awards", 'when = { kind = "book" }\nper = "hour"\nrepeat = { smae = "title" }'),
            "$.awards[0].repeat.smae: unknown key; did you mean same?",
        ),
        ("facts.newer.typ = 'flag'", "$.facts.newer.typ: unknown key; did you mean type?"),
    ],
)
def test_a_misspelt_key_is_one_line_though_its_absence_would_be_a_mistake_too(text: str, line: str) -> None:
    assert refusal(text) == line


def test_what_is_missing_without_a_misspelt_key_for_it_is_said_besides() -> None:
    assert [line.partition(";")[0] for line in refusal('[[caps]]\nat_mots = 5\nid = "c"').splitlines()] == [
        "$.caps[0].at_mots: unknown key",
        "$.caps[0].cite: this key is missing",
    ]


def test_a_key_that_stands_there_beside_a_misspelt_twin_is_read_all_the_same() -> None:
    assert refusal(rule("caps", "at_most = -5\nat_mots = 5")).splitlines() == [
        "$.caps[0].at_mots: unknown key; did you mean at_most?",
        "$.caps[0].at_most: an amount cannot be negative; write it without the sign",
    ]


def test_a_key_that_is_like_no_other_is_refused_with_the_known_ones() -> None:
    assert refusal("[window]\nzzzz = 1") == "$.window.zzzz: unknown key; known are from, until"


def test_an_unknown_key_of_strange_characters_stays_on_one_line() -> None:
    assert refusal('[window]\n"a\\nb" = 1') == '$.window."a\\nb": unknown key; known are from, until'


def test_of_very_many_unknown_keys_the_first_are_named_and_the_rest_counted() -> None:
    lines = refused_data(window={f"k{index}": 1 for index in range(50)}).splitlines()
    assert lines[0] == "$.window.k0: unknown key; known are from, until"
    assert lines[20:] == ["$.window: 30 further keys are unknown; remove them"]


def test_a_very_long_key_is_cut_in_the_error() -> None:
    where = refused_data(window={"k" * 500: 1}).partition(": ")[0]
    assert where == '$.window."' + "k" * 80 + '\\u2026"'


def test_everything_wrong_is_reported_at_once_in_the_order_of_the_words() -> None:
    text = 'sharing = "spilt"\n' + rule("caps", "at_most = -1\nper = 'month'") + rule("floors", "at_laest = 3")
    assert refusal(text).splitlines() == [
        "$.caps[0].at_most: an amount cannot be negative; write it without the sign",
        "$.caps[0].per: 'month' is not one of its words; known are activity, cycle, day, semester, week, year",
        "$.floors[0].at_laest: unknown key; did you mean at_least?",
        "$.sharing: 'spilt' is not one of its words; did you mean split? (or a number of floors)",
    ]


def test_a_missing_key_is_named_with_its_meaning() -> None:
    assert refused('id = "p"\ntitle = "t"\n') == "$.unit: this key is missing; What credit is counted in."
    assert refusal("[[caps]]\nat_most = 1").splitlines() == [
        "$.caps[0].id: this key is missing; The rule's stable id, unique in the policy.",
        "$.caps[0].cite: this key is missing; Where the rule is written: a source's id, a section, a board policy.",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("notice = 3", '$.notice: text is expected, not a number; write it in "quotes"'),
        ("notice = true", '$.notice: text is expected, not true or false; write it in "quotes"'),
        ("notice = [1]", '$.notice: text is expected, not a list; write it in "quotes"'),
        ("notice = { a = 1 }", '$.notice: text is expected, not a table; write it in "quotes"'),
        ("notice = 2020-01-01", '$.notice: text is expected, not a date; write it in "quotes"'),
        ("notice = 07:30:00", '$.notice: text is expected, not a time of day; write it in "quotes"'),
        ('format = "1"', "$.format: a whole number is expected, not text; write digits without quotes, point or sign"),
        ("format = 2", "$.format: the number is out of range; only 1 is known"),
        ("format = true", ("$.format: a whole number is expected, not true or false;"
         " write digits without quotes, point or sign")),
        ("sources = 3", "$.sources: a list is expected, not a number; write it in [brackets]"),
        ("window = 3", "$.window: a table is expected, not a number; write key = value pairs"),
        ("sharing = 0", "$.sharing: the number is out of range; write a number from 1 to 99"),
        ("options.caps = 3", ("$.options.caps: a word is expected, not a number;"
         " known are chronological, one after the other, best for the educator")),
        ('options.caps = "best"', ("$.options.caps: 'best' is not one of its words; known are best for the educator,"
         " chronological, one after the other")),
        ("facts.x.type = 'number'\nfacts.x.default = 'three'", ("$.facts.x.default: the fact is declared as number,"
         " but 'three' is not an amount; write at most 9 digits, as in '12', '1.5' (up to 6 decimals) or '2/3'")),
        ('edition_by = ""', ("$.edition_by: '' is neither a date of the evaluation nor a declared date fact;"
         " known are as_of, cycle_end, cycle_start, issued, plan_start")),
        ('edition_by = "fte"', ("$.edition_by: 'fte' is neither a date of the evaluation nor a declared date fact;"
         " known are as_of, cycle_end, cycle_start, issued, plan_start")),
        ('edition_by = "isued"', ("$.edition_by: 'isued' is neither a date of the evaluation nor a declared date fact;"
         " did you mean issued?")),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(text: str, line: str) -> None:
    assert refusal(text) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id = ""', "$.id: the id is empty; give every item an id of its own"),
        ('id = " p"', "$.id: the id ' p' begins or ends with a blank; remove the blank"),
        ('title = ""', "$.title: the text is empty; say something"),
        ('notice = "a\\u0007b"', "$.notice: text holds the character U+0007, which nobody can see; remove it"),
        ('notice = "a\\u202Eb"', "$.notice: text holds the character U+202E, which nobody can see; remove it"),
    ],
)
def test_a_text_that_nobody_could_read_is_refused(text: str, line: str) -> None:
    name = text.partition(" ")[0]
    lines = [old for old in HEAD.splitlines() if not old.startswith(f"{name} ")]
    assert refused("\n".join([text, *lines])) == line


def test_a_line_break_a_tab_and_a_blank_that_does_not_break_are_text() -> None:
    assert policy('notice = "a\\tb\\nc\\u00A0d"').notice == "a\tb\nc\u00a0d"


EXTENDED = "this document extends another policy, which is not at hand here; load it with load_policy"
OF_LAYERS = 'this word belongs to a document that extends another policy; write extends = "…" with its id or file'
OF_RECORDS = "a grant is about one educator and no part of a policy; write it under grants of the educator's record"


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("extends", EXTENDED),
        *((word, OF_LAYERS) for word in ("extends_digest", "add", "tighten", "exception", "exceptions")),
        *((word, OF_RECORDS) for word in ("grant", "grants")),
    ],
)
def test_a_word_of_layers_is_refused_for_what_it_is(word: str, line: str) -> None:
    assert refused_data(**{word: "us-ny-ctle"}) == f"$.{word}: {line}"


@pytest.mark.parametrize("purpose", ["goal", "plan"])
def test_a_decision_of_an_example_is_about_its_activity(purpose: str) -> None:
    review = f'activities = [{{ reviews = [{{ purpose = "{purpose}" }}] }}]'
    assert refusal(f'[[example]]\nid = "e"\nas_of = 2024-06-30\nexpect = {{}}\n{review}') == (
        f"$.example[0].activities[0].reviews[0].purpose: a decision about an activity is none about a {purpose}; "
        "write credit or prior-approval (approved goals: approved_goals)"
    )


GIVEN = 'kind = "waiver", rule = "r"'


@pytest.mark.parametrize(
    ("grants", "line"),
    [
        ('{ rule = "r" }', "[0].kind: this key is missing; What it changes."),
        ('{ kind = "waiver" }', "[0].rule: this key is missing; The id of the rule that it is about."),
        ('{ kind = "favour", rule = "r" }', "[0].kind: 'favour' is not one of its words; known are adjustment, sub"),
        (f"{{ {GIVEN}, until = 2025-01-01 }}", "[0].until: unknown key; known are activity, amount, authority, "),
        (f"{{ {GIVEN}, amount = 3 }}", "[0].amount: a waiver changes no amount; leave the amount out"),
        (f'{{ {GIVEN}, authority = " " }}', "[0].authority: the authority is empty; say who granted it"),
        (f"{{ {GIVEN}, expires = 2024-06-30 }}", "[0].expires: it expires 2024-06-30, and holds from 2024-06-30 on; "),
        (f"{{ {GIVEN}, granted = 2024-02-30 }}", "not readable as TOML: "),
        ('{ kind = "adjustment", rule = "r" }', "[0].amount: an adjustment needs an amount; give the amount that "),
        ('{ kind = "substitution", rule = "r" }', "[0].activity: a substitution needs an activity; name the one that "),
        (f'{{ {GIVEN}, activity = "a2" }}', "[0].activity: the example has no activity 'a2'; known are a1"),
        (f'{{ {GIVEN} }}, {{ id = "g1", {GIVEN} }}', "[1].id: the id 'g1' stands twice; give each its own id"),
    ],
)
def test_a_grant_of_an_example_is_one_that_a_record_could_hold(grants: str, line: str) -> None:
    text = f'[[example]]\nid = "e"\nas_of = 2024-06-30\nactivities = [{{}}]\nexpect = {{}}\ngrants = [{grants}]'
    assert refusal(text).removeprefix("$: ").removeprefix("$.example[0].grants").startswith(line)


def test_a_state_that_no_grant_has_is_refused() -> None:
    text = '[[example]]\nid = "e"\nas_of = 2024-06-30\n[example.expect]\ngrants = { g1 = "usd" }'
    assert refusal(text) == "$.example[0].expect.grants.g1: 'usd' is nothing that a grant does; did you mean used?"


def test_the_states_of_grants_are_those_of_statements() -> None:
    assert {state.value for state in GrantState} == set(GRANT_STATES)


def test_a_word_of_layers_does_not_hide_the_other_faults() -> None:
    lines = refusal('extends = "us-ny-ctle"\nnotise = ""').splitlines()
    assert [line.partition(":")[0] for line in lines] == ["$.extends", "$.notise"]


def test_the_name_of_the_document_stands_before_the_place() -> None:
    with pytest.raises(InputErrors) as found:
        parse_policy(HEAD + "notise = 1", "district.toml")
    assert str(found.value) == "district.toml: $.notise: unknown key; did you mean notice?"
    assert [error.where for error in found.value.errors] == ["district.toml: $.notise"]
    assert all(type(error) is PolicyError for error in found.value.errors)


@pytest.mark.parametrize("data", [None, 3, "text", [], [{}]])
def test_a_document_that_is_no_table_is_refused(data: object) -> None:
    with pytest.raises(InputErrors, match=r"^\$: a table is expected, not .*; write key = value pairs$"):
        policy_of(data)


def test_a_table_whose_keys_are_not_text_is_refused() -> None:
    assert refused_data(window={1: 2}) == "$.window: a key of the table is no text; write keys as text"


def test_broken_toml_is_refused_with_its_place() -> None:
    line = refused("id = 1\nid = 2")
    assert line.startswith("$: not readable as TOML: ")
    assert line.endswith("; mend the syntax there")
    assert "line 2" in line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"id": "p", "id": "q"}', "$: not readable as JSON: the key 'id' stands twice; mend the syntax there"),
        ('{"a": {"b": 1, "b": 1}}', "$: not readable as JSON: the key 'b' stands twice; mend the syntax there"),
        ('{"a": NaN}', "$: not readable as JSON: NaN is no number; mend the syntax there"),
        ('{"a": -Infinity}', "$: not readable as JSON: -Infinity is no number; mend the syntax there"),
        ('{"a": 1e99999999999999999999}',
         "$: not readable as JSON: the exponent of 1e99999999999999999999 is too large; mend the syntax there"),
        ("{", ("$: not readable as JSON: Expecting property name enclosed in double quotes (at line 1, column 2);"
         " mend the syntax there")),
    ],
)  # fmt: skip
def test_broken_json_is_refused(text: str, line: str) -> None:
    with pytest.raises(PolicyError) as found:
        parse_policy_json(text)
    assert str(found.value) == line


def test_broken_text_is_refused_under_the_name_of_the_document() -> None:
    with pytest.raises(PolicyError, match=r"^state\.json:1: not readable as JSON: "):
        parse_policy_json("{", "state.json")
