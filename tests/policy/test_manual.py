"""The tables of the manual say what the language says."""

from pathlib import Path

from attrs import fields

from plpcore.policy import Options, Rules, layer_tables, policy_schema, reference_tables

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "policy-language" / "options.md"


TABLES = reference_tables(lambda name: f"#{name.lower()}")


def test_the_tables_of_layers_lead_to_the_words_that_policies_share() -> None:
    tables = layer_tables(lambda name: f"#{name.lower()}")
    assert list(tables) == ["Layer", "Tighten", "RuleException"]
    assert "[Tighten](#tighten)" in tables["Layer"]
    assert "[Source](#source)" in tables["Layer"]
    assert "Beside these keys stand the sections of [Rules](#rules)." in tables["RuleException"]


def test_every_definition_of_the_schema_has_a_text_and_every_key_a_row() -> None:
    definitions = policy_schema()["$defs"]
    assert isinstance(definitions, dict)
    assert set(TABLES) == {*definitions, "Rules"}
    for name, definition in definitions.items():
        assert TABLES[name].startswith(definition["description"])
        if name[0].isupper():
            for key, schema in definition["properties"].items():
                table = TABLES[name] + TABLES["Rules"]
                assert f"| `{key}` | " in table
                assert f" | {schema['description']} |" in table


def test_a_row_says_value_default_and_meaning() -> None:
    rows = "\n".join(TABLES.values()).splitlines()
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
    text = "\n".join(TABLES.values())
    assert text.count("| `carry_over` |") == 1
    assert text.count("Beside these keys stand the sections of [Rules](#rules).") == 3
    rows = [row.split("`")[1] for row in TABLES["Rules"].splitlines() if row.startswith("| `")]
    assert rows == [attribute.name for attribute in fields(Rules)]


def test_a_link_leads_where_the_caller_says() -> None:
    assert "[amount](there.md#amount)" in reference_tables(lambda name: f"there.md#{name}")["Total"]


def test_the_page_explains_each_word_of_each_option_and_marks_the_default() -> None:
    table = PAGE.read_text("utf-8").partition("## Options")[2].partition("\n### ")[0]
    for attribute in fields(Options):
        default = getattr(Options(), attribute.name)
        assert f"| `{attribute.name}` | **`{default.value}`** |" in table
        for word in type(default):
            assert f"`{word.value}`" in table
