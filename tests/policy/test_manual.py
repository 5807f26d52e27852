"""The page about the language says what the language says."""

from pathlib import Path

from attrs import fields

from plpcore.policy import Options, Rules, layer_tables, policy_schema, reference_tables

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "policy-language.md"
BEGIN, END = "<!-- generated: begin -->\n", "<!-- generated: end -->\n"


def test_the_tables_on_the_page_are_those_of_the_language() -> None:
    tables = PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert tables.strip() == reference_tables().strip(), "run: python docs/language_tables.py"


def test_the_tables_of_layers_are_those_of_the_language() -> None:
    page = PAGE.with_name("layers.md").read_text("utf-8")
    tables = page.partition(BEGIN)[2].partition(END)[0]
    assert tables.strip() == layer_tables(PAGE.name).strip(), "run: python docs/language_tables.py"
    assert "[Tighten](#tighten)" in tables
    assert "[Source](policy-language.md#source)" in tables


def test_every_definition_of_the_schema_has_a_heading_and_every_key_a_row() -> None:
    tables = reference_tables()
    definitions = policy_schema()["$defs"]
    assert isinstance(definitions, dict)
    for name, definition in definitions.items():
        assert f"### {name}\n\n{definition['description']}\n" in tables
        if name[0].isupper():
            for key, schema in definition["properties"].items():
                assert f"| `{key}` | " in tables
                assert f" | {schema['description']} |\n" in tables


def test_a_row_says_value_default_and_meaning() -> None:
    rows = reference_tables().splitlines()
    for row in (
        "| `id` | [id](#id) | (required) | The rule's stable id, unique in the policy. |",
        "| `times` | [amount](#amount) | `1` | The multiplier, such as 3 for impact. |",
        '| `passes` | text, or a list | `["P"]` | Grades that pass without an order. |',
        "| `waived` | `true` or `false` | `false` | The cap is switched off, and the statement says so. |",
        "| `from` | date |  | First day, inclusive. |",
        "| `amounts` | table by name of [amount](#amount) | (required) | The amount of each class. |",
        "| `sharing` | `overlap`, `split`, or whole number |  | May one hour fill several floors? |",
        "| `caps` | list of [Cap](#cap) |  | Maxima. |",
        "| `spec` | table |  | What the rule kind reads, as canonical JSON. |",
    ):
        assert row in rows


def test_sections_are_listed_once_and_referred_to_elsewhere() -> None:
    tables = reference_tables()
    assert tables.count("| `carry_over` |") == 1
    assert tables.count("Beside these keys stand the sections of [Rules](#rules).") == 3
    rules = tables.partition("### Rules\n")[2].partition("\n### ")[0]
    assert [row.split("`")[1] for row in rules.splitlines() if row.startswith("| `")] == [
        attribute.name for attribute in fields(Rules)
    ]


def test_the_page_explains_each_word_of_each_option_and_marks_the_default() -> None:
    table = PAGE.read_text("utf-8").partition("## Options")[2].partition("\n## ")[0]
    for attribute in fields(Options):
        default = getattr(Options(), attribute.name)
        assert f"| `{attribute.name}` | **`{default.value}`** |" in table
        for word in type(default):
            assert f"`{word.value}`" in table
