"""The pages of the manual, made from the tables of the language and from its specifications."""

import re
from pathlib import Path
from textwrap import fill
from typing import Any

from plpcore.evaluation import Reason
from plpcore.policy import layer_tables, reference_tables
from tests.spec.model import AS_OF, DAY, GIVEN, Did, Page, Row, Spec, Word
from tests.spec.running import COLUMNS, NOTHING, shown

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
INDEX = REFERENCE / "policy-language.md"
FOLDER = REFERENCE / "policy-language"
LAYERS = REFERENCE / "layers.md"
BEGIN, END = "<!-- generated: begin -->\n", "<!-- generated: end -->\n"

_GIVEN = {
    "educator": "educator",
    "as_of": "judged on",
    "known_at": "as known on",
    "cycle": "cycle of the plan",
    "started": "plan started",
    "approved_goals": "approved goals",
    "denied_goals": "denied goals",
    "signed": "signed",
    "carried_in": "carried in",
}
_OF_REASONS = ("reason", "steps", "required_steps")
_CODE = re.compile("|".join(sorted((re.escape(one.value) for one in Reason), key=len, reverse=True)))


def slug(title: str) -> str:
    """Return the anchor of a heading, as Sphinx makes it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def heading_of(word: Word, name: str) -> str:
    """Return the heading under which the keys of a definition stand."""
    return word.title if name == word.names[0] else name


def homes_of(pages: tuple[Page, ...]) -> dict[str, tuple[str, str]]:
    """Return the file and the anchor under which each definition stands."""
    return {
        name: (page.file, slug(heading_of(word, name))) for page in pages for word in page.words for name in word.names
    }


def renewed(page: str, generated: str) -> str:
    """Return a page with what is generated on it as it is now."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{generated}\n{END}{rest.partition(END)[2]}"


def layers(pages: tuple[Page, ...], page: str) -> str:
    """Return the page of layers with the tables of its words; `page` is that page as it is now."""
    homes = homes_of(pages)

    def place(name: str) -> str:
        file, anchor = homes.get(name, ("", slug(name)))
        return f"policy-language/{file}.md#{anchor}" if file else f"#{anchor}"

    tables = layer_tables(place)
    return renewed(page, "\n\n".join(f"## {name}\n\n{table}" for name, table in tables.items()) + "\n")


def written(pages: tuple[Page, ...], index: str) -> dict[Path, str]:
    """Return every page of the manual with its text; `index` is the first page as it is now."""
    homes = homes_of(pages)
    found = {FOLDER / f"{page.file}.md": _page(page, homes) for page in pages}
    return found | {INDEX: renewed(index, _index(pages))}


def _page(page: Page, homes: dict[str, tuple[str, str]]) -> str:
    def place(name: str) -> str:
        # That a definition has no page yet is told by its name in test_complete, not by a crash here.
        file, anchor = homes.get(name, (page.file, slug(name)))
        return f"#{anchor}" if file == page.file else f"{file}.md#{anchor}"

    tables = reference_tables(place)
    parts = [f"# {page.title}", fill(page.text, 120)]
    for word in page.words:
        parts += [f"## {word.title}", *([word.text.strip()] if word.text else [])]
        for name in word.names:
            parts += [*([] if name == word.names[0] else [f"### {name}"]), tables[name]]
        parts += [_spec(spec) for spec in word.specs]
    return "\n\n".join(parts) + "\n"


def _index(pages: tuple[Page, ...]) -> str:
    lines = ["| step | words |", "|---|---|"]
    for page in pages:
        links = [f"[{word.title}](policy-language/{page.file}.md#{slug(word.title)})" for word in page.words]
        lines.append(f"| [{page.title}](policy-language/{page.file}.md) | {', '.join(links)} |")
    tree = "\n".join(f"policy-language/{page.file}" for page in pages)
    return "\n".join(lines) + f"\n\n```{{toctree}}\n:hidden:\n:maxdepth: 1\n\n{tree}\n```\n"


def _spec(spec: Spec) -> str:
    text = fill(spec.text, 120, break_long_words=False, break_on_hyphens=False)
    return f"### {spec.title}\n\n{text}\n\n```toml\n{spec.policy.strip()}\n```\n\n{_table(spec.rows)}"


def _table(rows: tuple[Row, ...]) -> str:
    given = [name for name in GIVEN if any(name in one.given for one in rows)]
    says = list(rows[0].says)
    has_learning = any(one.activities for one in rows)
    head = [
        *(_GIVEN[name] for name in given),
        *(["learning"] if has_learning else []),
        *(COLUMNS[name][0] if name in COLUMNS else name for name in says),
    ]
    lines = [head, ["---"] * len(head)]
    for one in rows:
        left = [_given(name, one.given.get(name)) for name in given]
        lines.append(
            [*left, *([learning(one)] if has_learning else []), *(_said(name, one.says[name]) for name in says)]
        )
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _said(column: str, text: str) -> str:
    if column in _OF_REASONS:
        text = _CODE.sub(lambda found: f"[{found[0]}](../reason-codes.md#{found[0]})", text)
    return text.replace("; ", "<br>")


def _given(name: str, held: Any) -> str:
    if held is None:
        return AS_OF if name == "as_of" else NOTHING
    if name == "carried_in" and isinstance(held, dict):
        return ", ".join(say.format(shown(held[key])) for key, say in _CARRIED.items() if key in held)
    if isinstance(held, dict):
        return ", ".join(f"{key} = {shown(value)}" for key, value in held.items()) or NOTHING
    return f"{held[0]} until {held[1]}" if name == "cycle" else shown(held)


_CARRIED = {"amount": "{}", "hops": "carried on {} times before", "tags": "tagged {}"}


def learning(row: Row) -> str:
    """Return the learning of a row in words: one activity, or each with its name."""
    if len(row.activities) < 2:
        return "".join(map(_activity, row.activities)) or "none"
    named = ((one.get("id") or f"a{index}", one) for index, one in enumerate(row.activities, start=1))
    return "<br>".join(f"{name}: {_activity(one)}" for name, one in named)


def _activity(one: Did) -> str:
    said = [one["kind"], *(f"{amount} {unit}" for unit, parts in one.get("amounts", {}).items() for amount in parts)]
    said += [say.format(shown(one[name])) for name, say in _WORDS.items() if name in one]
    if one.get("completed") != DAY:
        said.append(f"on {one['completed']}" if "completed" in one else "on an unknown day")
    said += [f"{name} = {shown(value)}" for name, value in one.get("facts", {}).items()]
    said += [_reflection(each) for each in one.get("reflections", ())]
    return ", ".join([*said, *(_review(each) for each in one.get("reviews", ()))])


_WORDS = {
    "title": "“{}”",
    "provider": "by {}",
    "tags": "tagged {}",
    "evidence": "with evidence: {}",
    "goals": "for goal {}",
    "aligned": "aligned to {}",
    "started": "begun {}",
    "entered": "entered {}",
}


def _reflection(one: dict[str, Any]) -> str:
    said = ("a private reflection" if one.get("private") else "a reflection") + f" of {one.get('words', 100)} words"
    return said + (f" on {one['prompt']}" if "prompt" in one else "")


def _review(one: dict[str, Any]) -> str:
    said = "prior approval: " if one.get("purpose") == "prior-approval" else ""
    said += str(one.get("decision", "approved"))
    for name, say in (("decided", " {}"), ("reviewer", " by {}"), ("role", " as {}"), ("amount", " with {}")):
        said += say.format(shown(one[name])) if name in one else ""
    return said
