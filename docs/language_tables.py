"""Write the tables of all words into the pages about the policy language: `python docs/language_tables.py`."""

from pathlib import Path

from plpcore.policy import layer_tables, reference_tables

PAGE = Path(__file__).parent / "reference" / "policy-language.md"
LAYERS = PAGE.with_name("layers.md")
BEGIN, END = "<!-- generated: begin -->\n", "<!-- generated: end -->\n"


def renewed(text: str, tables: str) -> str:
    """Return a page with its tables as they are now."""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{tables}\n{END}{after}"


if __name__ == "__main__":
    for page, tables in ((PAGE, reference_tables()), (LAYERS, layer_tables(PAGE.name))):
        page.write_text(renewed(page.read_text("utf-8"), tables), "utf-8")
