"""Policy documents by chance: plain data of which every word of the language may be a part, and all of which parse."""

from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from plpcore.policy._examples import GRANT_STATES
from tests.policy.parts import (
    ACTIVITY_FACTS,
    BUILT_IN,
    EDUCATOR_FACTS,
    VALUES,
    Json,
    Tables,
    activities,
    activity_facts,
    amounts,
    chosen_of,
    claim_facts,
    claims,
    dates,
    educator_numbers,
    educators,
    facts_of,
    flags,
    ids,
    long_texts,
    maybe,
    month_days,
    positive,
    roundings,
    shares,
    short_texts,
    single,
    some_texts,
    table_of,
    units,
    wholes,
)

MIDDLE = date(2000, 1, 1)
windows = maybe(
    {},
    **{"from": st.dates(max_value=date(1999, 12, 31)).map(str), "until": st.dates(min_value=MIDDLE).map(str)},
)
RULE: Json = {"cite": some_texts}


def rule(required: Json, /, **optional: Any) -> Tables:
    """Return tables of a rule; its id is given later, for each must have its own."""
    return maybe(RULE | required, title=short_texts, **optional)


bands = st.lists(st.tuples(st.integers(0, 999), amounts), min_size=1, max_size=3, unique_by=lambda band: band[0]).map(
    lambda found: {"bands": [{"from": start, "credit": credit} for start, credit in sorted(found, key=lambda b: b[0])]}
)
measures = st.one_of(
    maybe({}, minutes_per_unit=positive, minimum=amounts),
    maybe({"increment": positive}, minutes_per_unit=positive, minimum=amounts, rounding=roundings),
    bands,
)
halves = st.integers(0, 100).map(lambda part: {"one": f"{part}%", "two": f"{100 - part}%"})
MORE = {
    "times": amounts,
    "least": amounts,
    "whole": positive,
    "repeat": maybe({"same": single(claim_facts)}, then=shares),
    "split": st.just({"one": "100%"}) | halves | st.just({}),
}
rates = st.one_of(
    rule({"per": units}, when=claims, credit=amounts, **MORE),
    rule({"per": st.just("minute"), "measure": measures}, when=claims, **MORE),
    rule({"each": amounts}, when=claims, count=units, count_at_least=amounts, **MORE),
    rule({"fixed": amounts}, when=claims, **MORE),
    rule({"table": table_of(amounts, 1), "by": claim_facts}, when=claims, **MORE),
    rule({"per": units, "otherwise": flags.filter(bool)}, credit=amounts),
)
counts = st.integers(1, 99)
tests = st.one_of(
    st.builds(
        dict,
        evidence=maybe({}, kinds=single(short_texts), at_least=counts),
    ),
    st.builds(dict, reflection=maybe({}, prompts=single(short_texts), at_least=counts, words=wholes)),
    st.builds(dict, goal=maybe({}, state=st.sampled_from(["linked", "approved"]), framework=short_texts)),
    st.builds(
        dict,
        approval=maybe(
            {},
            purpose=st.sampled_from(["credit", "prior-approval"]),
            time=st.sampled_from(["any", "before", "after"]),
            roles=single(short_texts),
        ),
    ),
    st.builds(dict, panel=maybe({"approvals": counts}, role=short_texts, denials_at_most=wholes)),
    st.builds(dict, provider=maybe({}, one_of=single(short_texts))),
    st.builds(
        dict,
        within=maybe({"fact": facts_of("date", BUILT_IN, ACTIVITY_FACTS), "days": wholes}, of=st.just("applied")),
    ),
    st.builds(dict, attendance=maybe({}, share=shares, rounding=roundings, at_least=amounts)),
    st.builds(dict, grade=maybe({"at_least": st.sampled_from(["C", "B+", "A-"])}, passes=single(short_texts))),
    st.builds(dict, require=activities),
    st.builds(dict, require_educator=educators),
)
conditions = st.builds(lambda one, two: one | two, rule({}, when=activities, applies=educators, waived=flags), tests)
rows = st.lists(maybe({"amount": amounts}, when=educators), min_size=1, max_size=3)
totals = st.one_of(
    rule({"amount": amounts}),
    rule({"rows": rows}),
    rule({"highest_of": st.builds(lambda named: {"fact": "roles", "amounts": named}, table_of(amounts))}),
)
adjustments = st.one_of(
    rule({"add": maybe({"each": educator_numbers, "amount": amounts}, over=amounts)}, when=educators),
    rule({"reduce": amounts}, when=educators),
    rule(
        {
            "prorate": maybe({"by": educator_numbers}, of=positive)
            | maybe({"by": educator_numbers, "increment": positive}, of=positive, rounding=roundings)
        },
        when=educators,
    ),
    rule({"exempt": st.just(value=True)}, when=educators),
)
limits: Tables = st.builds(dict, at_most=amounts) | st.builds(dict, share=shares)
pers = st.sampled_from(["cycle", "year", "semester", "week", "day", "activity"])
caps = st.builds(
    lambda one, two: one | two,
    limits,
    rule({}, when=activities, applies=educators, per=pers, by=single(activity_facts), waived=flags),
)
blocks = rule({"by": single(activity_facts), "at_least": amounts}, when=activities)
years = st.lists(st.integers(0, 9_999), min_size=1, max_size=3)
MINIMA = {"when": activities, "applies": educators, "window": windows}
minima = st.one_of(
    rule({"at_least": amounts}, **MINIMA),
    rule({"share": shares}, of=st.sampled_from(["required", "counted"]), **MINIMA),
    rule({"at_least": amounts, "per": st.just("year"), "years": years}, **MINIMA),
    rule({"at_least": amounts, "distinct": activity_facts}, **MINIMA),
)
lengths = st.lists(maybe({"years": counts}, when=educators, months=wholes), max_size=2)
LENGTH = {"lengths": lengths, "extend": lengths, "months": wholes, "repeats": flags, "minus": educator_numbers}


def cycle(anchor: str, required: Json, **optional: Any) -> Tables:
    return rule({"anchor": st.just(anchor), "years": counts} | required, **LENGTH, **optional)


FROM: Json = {"fact": st.just("issued")}
cycles = st.one_of(
    cycle("issue_date", FROM, not_before=dates),
    cycle("birth_month", FROM | {"month_fact": educator_numbers}, not_before=dates),
    cycle("next", FROM, first_day=month_days, not_before=dates),
    cycle("fixed", {"start": dates}),
    cycle("day_after", FROM),
    rule({"anchor": st.just("plan")}),
)
calendars = maybe(
    {},
    year_starts=month_days,
    semester_starts=st.lists(month_days, max_size=2),
    **{f"{span}_fact": activity_facts for span in ("year", "semester", "week", "day")},
)
carries = rule(
    {},
    at_most=amounts,
    earned=windows,
    last_months=wholes,
    when=activities,
    only_if=educators,
    again=flags,
    fills_floors=flags,
    cycles=counts,
    accepts=flags,
)
deemed = rule({"when": activities}, count=counts) | rule({"educator": educators})
anything = st.recursive(
    long_texts | amounts | flags,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(short_texts, inner, max_size=2),
    max_leaves=4,
)
custom = rule({"kind": some_texts}, spec=st.dictionaries(short_texts, anything, max_size=2))
options = maybe(
    {},
    awards=st.sampled_from(["exactly one", "first"]),
    caps=st.sampled_from(["chronological", "one after the other", "best for the educator"]),
    missing=st.sampled_from(["undetermined", "does not hold"]),
    spent_first=st.sampled_from(["carried", "earned"]),
    credit_date=st.sampled_from(["completed", "started", "entered", "approved"]),
    reviewed_amount=st.sampled_from(["replaces", "lowers", "ignored"]),
    repeat_of=st.sampled_from(["claimed", "credited"]),
)


def many(items: Tables) -> st.SearchStrategy[list[Json]]:
    return st.lists(items, max_size=2)


SECTIONS = {
    "total": totals,
    "awards": many(rates),
    "conditions": many(conditions),
    "window": windows,
    "cycle": cycles,
    "calendar": calendars,
    "blocks": many(blocks),
    "caps": many(caps),
    "floors": st.lists(minima, max_size=3),
    "sharing": st.sampled_from(["overlap", "split"]),
    "adjustments": many(adjustments),
    "carry_over": carries,
    "deemed": many(deemed),
    "sign_offs": many(rule({}, applies=educators)),
    "retention": rule({}, after=st.sampled_from(["cycle_end", "completed"]), years=wholes, months=wholes),
    "deadlines": many(rule({"then": table_of(st.one_of(*VALUES.values()))}, when=educators)),
    "step_tables": many(rule({"rows": rows})),
    "rules": many(custom),
    "options": options,
}
RULES = [name for name in SECTIONS if name not in {"window", "calendar", "sharing", "options"}]
specs = st.sampled_from(sorted(VALUES)).flatmap(
    lambda kind: maybe({"type": st.just(kind)}, meaning=long_texts, default=VALUES[kind])
)
choices = st.lists(some_texts, min_size=1, max_size=3).map(
    lambda texts: {"type": "text", "one_of": texts, "default": texts[-1]}
)


def declared(facts: dict[str, str], **more: Tables) -> Tables:
    return maybe({name: st.just({"type": kind}) for name, kind in facts.items()}, **more)


reviews = maybe(
    {},
    decision=st.sampled_from(["approved", "returned", "denied", "revoked"]),
    purpose=st.sampled_from(["credit", "prior-approval"]),
    role=short_texts,
    reviewer=short_texts,
    decided=dates,
    amount=amounts,
)
learned = maybe(
    {},
    kind=short_texts,
    title=short_texts,
    completed=dates,
    started=dates,
    entered=dates,
    amounts=st.dictionaries(units, single(amounts), max_size=2),
    tags=single(short_texts),
    provider=short_texts,
    evidence=single(short_texts),
    reflections=many(maybe({}, prompt=short_texts, words=wholes)),
    goals=single(short_texts),
    reviews=many(reviews),
    facts=maybe({}, **{name: VALUES[kind] for name, kind in ACTIVITY_FACTS.items()}),
)
NAMED = table_of(amounts)
expected = maybe(
    {},
    outcome=st.sampled_from(["met", "met if approved", "short", "undetermined", "not applicable"]),
    **dict.fromkeys(("required", "total", "short", "carried_out"), amounts),
    **dict.fromkeys(("credited", "needed", "missing"), NAMED),
    refused=table_of(short_texts),
    unsigned=st.lists(short_texts, max_size=2),
    undetermined=st.lists(short_texts, max_size=2),
    deemed=flags,
    edition=short_texts,
    alternative=short_texts,
    kept_until=dates,
    answers=table_of(table_of(st.one_of(*VALUES.values()))),
    grants=table_of(st.sampled_from(GRANT_STATES)),
)
granted = maybe(
    {"rule": ids},
    authority=some_texts,
    reason=some_texts,
    granted=st.just("2020-01-01"),
    expires=st.just("2030-01-01"),
    entered=dates,
)
of_a_kind = st.one_of(
    st.just({"kind": "waiver"}), st.builds(lambda amount: {"kind": "adjustment", "amount": amount}, amounts)
)
grants = st.builds(lambda one, other: one | other, granted, of_a_kind)
examples = maybe(
    {"as_of": dates, "expect": expected},
    cite=short_texts,
    title=short_texts,
    known_at=dates,
    started=dates,
    carried_in=amounts,
    cycle=st.just({"from": "2020-07-01", "until": "2025-07-01"}),
    educator=maybe({}, **{name: VALUES[kind] for name, kind in EDUCATOR_FACTS.items()}),
    activities=many(learned),
    grants=st.lists(grants, max_size=2),
    approved_goals=single(short_texts),
    signed=single(short_texts),
)
sources = maybe({"title": short_texts}, url=short_texts, read=dates, note=long_texts)
sections = chosen_of({}, SECTIONS, 3, 7)
restated = chosen_of({}, SECTIONS, 1, 3)
editions = st.builds(lambda one, two: one | two, rule({}, published=dates), restated)
ways = st.builds(lambda one, two: one | two, rule({}), restated)
boundaries = st.lists(st.dates(), min_size=4, max_size=4, unique=True).map(sorted)
heads = maybe(
    {
        "id": ids,
        "title": some_texts,
        "unit": maybe({"name": some_texts}, plural=short_texts, quantum=amounts),
        "facts": declared(EDUCATOR_FACTS, extra=specs, choice=choices),
        "activity_facts": declared(ACTIVITY_FACTS, extra=specs, choice=choices),
    },
    format=st.just(1),
    jurisdiction=short_texts,
    description=long_texts,
    notice=long_texts,
    sources=many(sources),
    edition_by=st.sampled_from(["as_of", "cycle_start", "cycle_end", "plan_start", "issued"]),
    editions=many(editions),
    alternatives=many(ways),
    example=many(examples),
)


def _with_ids(table: Json, start: str) -> Json:
    """Give every rule of a table its own id, and nest its floors where that is allowed."""
    found = dict(table)
    for section in (name for name in RULES if name in table):
        held = table[section]
        several = held if isinstance(held, list) else [held]
        named = [{"id": f"{start}{section} {index}"} | one for index, one in enumerate(several)]
        found[section] = named if isinstance(held, list) else named[0]
    floors = found.get("floors", [])
    for one, two in pairwise(floors):
        if "distinct" not in one | two and one.get("per") == two.get("per"):
            two["within"] = one["id"]
    return found


def _whole(head: Json, stated: Json, days: list[date]) -> Json:
    found = _with_ids(stated, "") | head
    for name, start in (("editions", "edition "), ("alternatives", "way ")):
        tables = enumerate(found.get(name, []))
        found[name] = [_with_ids(one, f"{start}{index} ") | {"id": f"{start}{index}"} for index, one in tables]
    for index, edition in enumerate(found["editions"]):
        edition |= {"from": str(days[2 * index]), "until": str(days[2 * index + 1])}
    for name in ("sources", "example"):
        found[name] = [{"id": f"{name} {index}"} | one for index, one in enumerate(found.get(name, []))]
    return found


documents: Tables = st.builds(_whole, heads, sections, boundaries)
