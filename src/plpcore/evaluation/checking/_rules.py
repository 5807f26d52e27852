"""Rules that decide nothing: what they ask never holds, or something before them always takes it."""

from collections.abc import Callable, Iterator

from plpcore.evaluation._checks import Finding
from plpcore.evaluation.checking._asked import Claims, Search, asked_by, in_every_way, rows_of
from plpcore.policy import (
    Adjustment,
    AwardMatch,
    Floor,
    Not,
    Policy,
    Predicate,
    Rule,
    Rules,
    Together,
    every_rule,
)

_ABOUT_NOBODY = "mend what it asks, or remove it"


def never_decides(policy: Policy) -> Iterator[Finding]:
    """What a rule, or a row of a rule, asks can never hold, so that it decides nothing; or it changes nothing.

    Two conditions that exclude each other, a fact compared with a value that it cannot have, an award that is asked
    for and cannot decide: the rule is there, and nobody will ever see it work.
    """
    for place, what, mend in in_every_way(policy, _idle):
        yield Finding(place, what, mend)


def _idle(together: Together, search: Search) -> Claims:
    found: dict[str, tuple[str, str]] = {}
    for place, rule in together.all_rules():
        nothing = _changes_nothing(rule)
        if nothing:
            found[place] = (f"'{rule.id}' {nothing}", "write another amount, or remove it")
        for asked in asked_by(rule):
            if search.never([asked.activity], [asked.educator]):
                found[place + asked.place] = (f"what '{rule.id}' asks here can never hold", _ABOUT_NOBODY)
    return found


def _changes_nothing(rule: Rule) -> str:
    match rule:
        case Floor(at_least=least, share=share) if not (least or share):
            return "is a minimum of nothing"
        case Adjustment(reduce=less) if less == 0:
            return "reduces by nothing"
        case Adjustment(add=add) if add is not None and not add.amount:
            return "adds nothing"
        case _:
            return ""


def always_beaten(policy: Policy) -> Iterator[Finding]:
    """Whatever a rule, or a row of a rule, is about, one that stands before it decides first.

    Of rows the first that holds decides; of awards too, where the option `awards` is `first`; and an award that
    decides otherwise has nothing left where the others take everything.
    """
    for place, what, mend in in_every_way(policy, _beaten):
        yield Finding(place, what, mend)


def _beaten(together: Together, search: Search) -> Claims:
    found = dict(_beaten_awards(together, search))
    for place, rule in together.all_rules():
        found |= _beaten_rows(place, rule, search)
    return found


def _beaten_rows(place: str, rule: Rule, search: Search) -> Claims:
    found: dict[str, tuple[str, str]] = {}
    before: list[Predicate] = []
    for asked in rows_of(rule):
        if _takes_all(before, asked.educator, lambda found: search.never([], found)):
            what = f"the rows above it take every educator that this row of '{rule.id}' is about"
            found[place + asked.place] = (what, "put it higher, or remove it")
        before.append(asked.educator)
    return found


def _takes_all(before: list[Predicate], one: Predicate, never: Callable[[list[Predicate]], bool]) -> bool:
    """Return whether something always holds before; what never holds at all is told as that."""
    return bool(before) and never([one, *map(Not, before)]) and not never([one])


def _beaten_awards(together: Together, search: Search) -> Claims:
    awards = together.rules.awards or ()
    named = [one for one in awards if not one.otherwise]
    found: dict[str, tuple[str, str]] = {}
    for index, award in enumerate(awards):
        before: list[Predicate] = []
        if award.otherwise:
            before = [one.when for one in named]
        elif together.options.awards is AwardMatch.FIRST:
            before = [one.when for one in named[: named.index(award)]]
        if _takes_all(before, award.when, search.never):
            what = f"other awards take every activity that '{award.id}' is about"
            found[f"{together.place('awards')}[{index}]"] = (what, "put it before them, or remove it")
    return found


def section_replaced(policy: Policy) -> Iterator[Finding]:
    """Every edition (or every alternative) states a section anew, so that the one beneath it never holds.

    An edition replaces a whole section: to add a floor in an edition, all floors of the section stand in it again.
    """
    top = ("$", policy.rules)
    editions = [(f"$.editions[{index}]", one.rules) for index, one in enumerate(policy.editions)]
    ways = [one.rules for one in policy.alternatives]
    for parts, above, word in (
        ([top], [one for _, one in editions], "edition"),
        ([top, *editions], ways, "alternative"),
    ):
        for place, rules in parts:
            for section in _sections(rules):
                if above and all(getattr(one, section) is not None for one in above):
                    what = f"every {word} states {section} anew, so this section never holds"
                    yield Finding(f"{place}.{section}", what, "remove it, or the sections that are the same above it")


def _sections(rules: Rules) -> list[str]:
    """Return the sections with rules that are stated."""
    return list(dict.fromkeys(name for name, _ in every_rule(rules)))
