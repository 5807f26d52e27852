"""Random policies over a broad part of the language, as documents."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any, TypeAlias

Table: TypeAlias = dict[str, Any]

KINDS = ("book", "talk", "workshop")
TAGS = ("x", "y", "z")
LEVELS = ("p", "q")
ROLES = ("a", "b")
EVIDENCE = ("cert", "note")
PROVIDERS = ("u", "v")
CYCLE_DAYS = (date(2022, 7, 1), date(2024, 7, 1))
DAYS = (date(2022, 9, 1), date(2023, 2, 1), date(2023, 7, 1), date(2024, 1, 1), date(2024, 3, 1))
"""The days that rules name; records are drawn at them, and a day before and after."""
SINCE = (date(2020, 1, 1), date(2022, 7, 1), date(2022, 9, 15), date(2023, 3, 1))
FACTS: Table = {
    "role": {"type": "text", "one_of": list(ROLES)},
    "years": {"type": "number", "default": 1},
    "since": {"type": "date"},
    "novice": {"type": "flag"},
    "classes": {"type": "texts"},
    "month": {"type": "number", "default": 3},
}
ACTIVITY_FACTS: Table = {
    "level": {"type": "text"},
    "live": {"type": "flag"},
    "score": {"type": "number"},
    "held": {"type": "date"},
    "grade": {"type": "text"},
}
THEMES = (
    "floors",
    "floors",
    "caps",
    "conditions",
    "adjustments",
    "carry_over",
    "deemed",
    "window",
    "cycle",
    "sharing",
)
"""The sections that a pair may be about."""
_HALVES = {"x": "1/2", "y": "1/2"}
Maker: TypeAlias = "Callable[[], Table]"


class Draw:
    """Draws documents from one source of chance."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.pick = random.choice
        self._serial = 0
        # A few facts only, so that the rules of a pair speak of the same ones.
        kinds: tuple[Maker, ...] = (
            lambda: {"kind": self.pick(KINDS)},
            lambda: {"kind": self.random.sample(KINDS, 2)},
            lambda: {"tags": self.pick(TAGS)},
        )
        self._palette = (*kinds, *random.sample(self._leaves(), 2))
        self._people = random.sample(self._persons(), 2)
        self._themes = {"total", *random.sample(THEMES, 3)}

    def is_so(self, share: float) -> bool:
        """Return True in so large a share of the calls."""
        return self.random.random() < share

    def whole(self, low: int, high: int) -> int:
        """Return a whole number, both ends inclusive."""
        return self.random.randint(low, high)

    def one(self, *makers: Maker) -> Table:
        """Return what one of the makers draws."""
        return self.pick(makers)()

    def rule(self, table: Table) -> Table:
        """Return the table as a rule with an id that no other rule has."""
        self._serial += 1
        return {"id": f"r{self._serial}", "cite": "-", **table}

    # Predicates

    def about(self, depth: int = 1) -> Table:
        """Return a predicate about an activity."""
        if depth and self.is_so(0.15):
            return {self.pick(("any", "all")): [self.about(depth - 1), self.about(depth - 1)]}
        if depth and self.is_so(0.12):
            return {"not": self.about(depth - 1)}
        return self.pick(self._palette)()

    def _leaves(self) -> tuple[Maker, ...]:
        return (
            lambda: {"tags": self.pick(TAGS)},
            lambda: {"tags": {self.pick(("has", "lacks", "has_all")): self.random.sample(TAGS, self.whole(1, 2))}},
            lambda: {"provider": "u"},
            lambda: {"live": self.is_so(0.5)},
            lambda: {"level": self.pick(LEVELS)},
            lambda: {"score": {self.pick(("at_least", "at_most", "more_than", "less_than")): self.whole(1, 3)}},
            lambda: self._on("completed"),
            lambda: self._on("held"),
            lambda: {"educator": self.whom()},
            lambda: self._rarely_asked() if self.is_so(0.4) else {"tags": self.pick(TAGS)},
        )

    def _on(self, fact: str) -> Table:
        return {fact: {self.pick(("before", "after", "not_before", "not_after")): self.pick(DAYS)}}

    def _rarely_asked(self) -> Table:
        return self.pick(
            (
                {"level": {"given": self.is_so(0.5)}},
                {"amount": {"hour": {"at_least": 2}}},
                {"award": self.pick(("r1", "r2"))},
                {"award": self.pick(("r1", "r2"))},
            )
        )

    def whom(self) -> Table:
        """Return a predicate about an educator."""
        return self.pick(self._people)()

    def _persons(self) -> tuple[Maker, ...]:
        return (
            lambda: {"role": self.pick(ROLES)},
            lambda: {"years": {self.pick(("at_least", "at_most", "more_than", "less_than")): self.whole(1, 3)}},
            lambda: {"novice": self.is_so(0.5)},
            lambda: {"since": {self.pick(("before", "not_before")): self.pick(SINCE)}},
            lambda: {"classes": {"has": self.pick(("m", "n"))}},
            lambda: {"role": {"given": self.is_so(0.5)} if self.is_so(0.4) else self.pick(ROLES)},
        )

    def some(self, share: float, key: str, maker: Callable[[], Any]) -> Table:
        """Return a table of one key, in so large a share of the calls."""
        return {key: maker()} if self.is_so(share) else {}

    # Rules

    def award(self) -> Table:
        """Return an award without its predicate."""
        found = self.one(
            *[lambda: {"per": "hour"}] * 4,
            lambda: {"per": "hour", "credit": self.pick((2, "1/2"))},
            lambda: {"per": "minute", "credit": "1/60"},
            lambda: {"fixed": self.whole(1, 3)},
            lambda: {"each": self.whole(1, 2), "count_at_least": self.pick((0, 0, 2))},
            lambda: {"per": "item"},
            lambda: {"by": "level", "table": {"p": 1, "q": self.whole(2, 3)}},
            lambda: self.pick(
                (
                    {"by": "score", "table": {"1": 2, "0.5": 1}},
                    {"by": "live", "table": {"True": 2}},
                    {"by": self.pick(("completed", "held")), "table": {DAYS[1].isoformat(): 2, "2024-03-01": 3}},
                )
            ),
            lambda: {"per": "minute", "measure": self.measure()},
        )
        extras = {"times": 2, "whole": 1, "least": 1, "split": _HALVES, "repeat": {"same": "title", "then": "1/2"}}
        return found | {name: held for name, held in extras.items() if self.is_so(0.05)}

    def measure(self) -> Table:
        """Return a measure."""
        return self.one(
            lambda: {"increment": self.pick(("1/2", 1)), "rounding": self.pick(("down", "half_up", "up"))},
            lambda: {"minimum": self.pick((1, "1/2"))},
            lambda: {"minutes_per_unit": 50},
            lambda: {"bands": [{"from": 30, "credit": 1}, {"from": 90, "credit": self.whole(2, 3)}]},
        )

    def awards(self) -> list[Table]:
        """Return awards of which most often one decides each activity."""
        found = [{"when": {"kind": kind}, **self.award()} for kind in self.random.sample(KINDS, self.whole(0, 2))]
        found += [{"when": self.about(), **self.award()}] if self.is_so(0.12) else []
        rest = {"otherwise": True, **(self.award() if self.is_so(0.25) else {"per": "hour"})}
        return [self.rule(one) for one in (*found, *([rest] if not found or self.is_so(0.85) else []))]

    def condition(self) -> Table:
        """Return a condition."""
        test = self.one(
            lambda: {"evidence": self.pick(({}, {"kinds": ["cert"]}, {"kinds": ["cert", "note"]}, {"at_least": 2}))},
            lambda: {"reflection": self.pick(({}, {"words": 3}, {"at_least": 2}, {"prompts": ["why"]}))},
            lambda: {"goal": self.pick(({}, {"state": "approved"}))},
            lambda: {"approval": self.approval()},
            lambda: {"require": self.about()},
            lambda: {"require_educator": self.whom()},
            lambda: {"provider": self.pick(({}, {"one_of": ["u"]}, {"one_of": ["u", "v"]}))},
            lambda: {"grade": {"at_least": self.pick(("B", "C"))}},
            lambda: {"within": {"fact": "held", "days": self.pick((0, 40))}},
            lambda: {"panel": {"approvals": self.whole(1, 2)}},
        )
        return {**self.some(0.5, "when", self.about), **self.some(0.15, "applies", self.whom), **test}

    def approval(self) -> Table:
        """Return a test of an approval."""
        return self.pick(
            (
                {},
                {"roles": ["boss"]},
                {"purpose": "prior-approval"},
                {"purpose": "prior-approval", "time": "before"},
                {"time": "after"},
                {"purpose": "prior-approval", "roles": ["boss"]},
            )
        )

    def span(self) -> Table:
        """Return a window."""
        first, last = sorted(self.random.sample(DAYS, 2))
        return self.pick(({"from": first}, {"until": last}, {"from": first, "until": last}))

    def floor(self) -> Table:
        """Return a floor."""
        least = self.one(
            *[lambda: {"at_least": self.whole(1, 4)}] * 4,
            lambda: {"share": self.pick(("1/2", "1/4"))},
            *[lambda: {"share": self.pick(("1/3", "1/2", 1)), "of": "counted"}] * 2,
            lambda: {"at_least": 1, "per": "year"},
            lambda: {"at_least": self.whole(1, 2), "window": self.span()},
            lambda: (
                {"at_least": 2, "distinct": self.pick(("kind", "level"))}
                if self.is_so(0.3)
                else {"at_least": self.whole(1, 4)}
            ),
        )
        if least.get("per") == "year" and self.is_so(0.5):
            least["years"] = self.pick(([2022], [2023], [2022, 2023]))
        return {"when": self.about(), **self.some(0.15, "applies", self.whom), **least}

    def floors(self) -> list[Table]:
        """Return floors, some nested."""
        found = [self.rule(self.floor()) for _ in range(self.whole(1, 3))]
        plain = [one for one in found if not set(one) & {"distinct", "per", "window"}]
        if len(plain) > 1 and self.is_so(0.3):
            plain[1]["within"] = plain[0]["id"]
        return found

    def cap(self) -> Table:
        """Return a cap."""
        found = self.pick(({"at_most": self.whole(0, 5)}, {"at_most": self.whole(1, 5)}, {"share": "1/2"}))
        cap: Table = {**self.some(0.85, "when", self.about), **self.some(0.15, "applies", self.whom), **found}
        if self.is_so(0.3):
            cap["per"] = self.pick(("year", "year", "day", "activity", "semester", "week"))
        return cap | self.some(0.08, "by", lambda: self.pick(("title", "level")))

    def adjustment(self) -> Table:
        """Return an adjustment."""
        reduced: Table = {"reduce": self.whole(1, 2)}
        change: Table = self.pick((*[reduced] * 5, *[{"exempt": True}] * 3, {"prorate": {"by": "years"}}))
        return {**self.some(0.7, "when", self.whom), **change}

    def carry_over(self) -> Table:
        """Return a rule of carrying over."""
        return self.rule(
            self.pick(
                (
                    {"accepts": False},
                    *[{"cycles": self.whole(1, 3)}] * 3,
                    {"at_most": 3},
                    {"fills_floors": True},
                    {"again": False},
                )
            )
        )

    def cycle(self) -> Table:
        """Return when a cycle begins."""
        return self.rule(
            self.pick(
                (
                    {"anchor": "plan"},
                    {"anchor": "plan"},
                    {"anchor": "fixed", "start": CYCLE_DAYS[0], "years": 2},
                    {"anchor": "fixed", "start": CYCLE_DAYS[0], "years": 1, "repeats": True},
                    {
                        "anchor": "fixed",
                        "start": CYCLE_DAYS[0],
                        "years": 1,
                        "extend": [{"when": self.whom(), "years": 1}],
                    },
                    {"anchor": "issue_date", "fact": "since", "years": 2, "repeats": True},
                    {"anchor": "next", "fact": "since", "years": 2},
                    {"anchor": "day_after", "fact": "since", "years": 1, "extend": [{"when": self.whom(), "years": 1}]},
                    {"anchor": "birth_month", "fact": "since", "month_fact": "month", "years": 2},
                )
            )
        )

    def total(self) -> Table:
        """Return the required total."""
        rows = [{"when": self.whom(), "amount": self.whole(2, 5)}, {"amount": self.whole(3, 8)}]
        amounts = {"m": self.whole(2, 5), "n": self.whole(2, 8)}
        amount: Table = {"amount": self.whole(2, 8)}
        several: tuple[Table, ...] = (
            amount,
            amount,
            amount,
            {"rows": rows},
            {"highest_of": {"fact": "classes", "amounts": amounts}},
        )
        return self.rule(self.pick(several))

    def options(self) -> Table:
        """Return options."""
        found: Table = {}
        for name, values in (
            ("caps", ("one after the other", "best for the educator")),
            ("missing", ("does not hold",)),
            ("awards", ("first",)),
            ("repeat_of", ("credited",)),
        ):
            found |= self.some(0.45, name, lambda values=values: self.pick(values))  # type: ignore[misc]
        return found

    def several(self, maker: Maker, most: int) -> list[Table]:
        """Return at least one rule, and at most so many."""
        return [self.rule(maker()) for _ in range(self.whole(1, most))]

    def rules(self) -> Table:
        """Return the sections of a policy."""
        found: Table = {"awards": self.awards()}
        makers: list[tuple[float, str, Callable[[], Any]]] = [
            (0.9, "total", self.total),
            (0.7, "floors", self.floors),
            (0.5, "caps", lambda: self.several(self.cap, 2)),
            (0.4, "conditions", lambda: self.several(self.condition, 2)),
            (0.1, "blocks", lambda: self.several(lambda: {"by": self.pick(("title", "kind")), "at_least": 2}, 1)),
            (0.12, "adjustments", lambda: self.several(self.adjustment, 2)),
            (0.25, "carry_over", self.carry_over),
            (0.1, "deemed", lambda: self.several(lambda: self.one(self._deemed, self._deemed, self._deeming), 1)),
            (0.1, "sign_offs", lambda: self.several(lambda: self.some(0.3, "applies", self.whom), 1)),
            (0.15, "window", self.span),
            (0.45, "cycle", self.cycle),
            (0.08, "calendar", lambda: {"year_starts": self.pick(("01-01", "09-01"))}),
            (0.2, "options", self.options),
            (0.35, "sharing", lambda: self.pick(("split", "split", "overlap", 2))),
        ]
        for share, name, maker in makers:
            held = maker() if self.is_so(0.9 if name in self._themes else share * 0.7) else None
            found |= {name: held} if held else {}
        return found

    def _deemed(self) -> Table:
        return {"educator": self.whom()}

    def _deeming(self) -> Table:
        return {"when": self.about(), "count": self.whole(1, 2)}

    def policy(self) -> Table:
        """Return a whole policy."""
        unit: Table = {"name": "hour", **self.some(0.08, "quantum", lambda: self.pick((1, "1/2")))}
        head: Table = {"id": "p", "title": "p", "unit": unit, "facts": FACTS, "activity_facts": ACTIVITY_FACTS}
        found = head | self.rules()
        if self.is_so(0.12):
            found |= self.editions()
        if self.is_so(0.12):
            found["alternatives"] = [self.rule(self.part()) for _ in range(2)]
        return found

    def editions(self) -> Table:
        """Return two editions with a boundary between them."""
        border = self.pick((date(2023, 7, 1), date(2024, 1, 1), date(2024, 7, 1)))
        by = self.pick(
            ("as_of", "as_of", "as_of", "cycle_start", "cycle_start", "cycle_end", "cycle_end", "plan_start", "since")
        )
        several = [self.rule({"until": border, **self.part()}), self.rule({"from": border, **self.part()})]
        return {"edition_by": by, "editions": several}

    def part(self) -> Table:
        """Return some sections, for an edition or an alternative."""
        drawn = self.rules()
        names = [name for name in drawn if name not in {"cycle", "awards"} or self.is_so(0.3)]
        return {name: drawn[name] for name in self.random.sample(names, min(len(names), self.whole(1, 2)))}
