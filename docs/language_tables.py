"""Write the tables of all words into the page about the policy language: `python docs/language_tables.py`."""

from pathlib import Path

from plpcore.policy import reference_tables

PAGE = Path(__file__).parent / "reference" / "policy-language.md"
BEGIN, END = "<!-- generated: begin -->\n", "<!-- generated: end -->\n"


def renewed(text: str) -> str:
    """Return the page with the tables as they are now."""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{reference_tables()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
