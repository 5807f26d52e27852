"""The words of tables that only the command line prints. Everything else comes from the catalogues."""

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from plpcore.quantity import Quantity, format_amount
from plpcore.report import Catalogue, catalogue

_ENGLISH = {
    "as_of": "as of {day}",
    "cycle": "cycle {cycle}",
    "claimed": "Claimed: {count}, {amounts}.",
    "credited": "Counted in whole or in part: {count}, {credit} of credit.",
    "not_counted": "Not counted: {amounts}.",
    "grants": "Grants beside the policy: {states}.",
    "grant_adrift": "a grant names no rule of the policy",
    "nothing": "nothing",
    "by_kind": "What does not count, by kind",
    "by_reason": "Why it does not count (an activity that lacks two things stands under both)",
    "rows": "Who needs a look",
    "more": "… and {count} more; --educators all shows everybody",
    "all_count": "Everything that was claimed counts.",
    "faults": "Not judged, since the record holds a value that the policy does not take: {count}",
    "compare": "The same records under two policies",
    "only": "What '{first}' does not count and '{second}' does",
    "gain": "{activities} of {educators}: {amounts}.",
    "refused_by": "By which rule of '{policy}' it is refused",
    "cite": "where it is written",
    "met_only": "Met only under '{policy}': {count}",
    "kind": "kind",
    "activities": "activities",
    "of": "of",
    "reason": "reason",
    "rule": "rule",
    "educator": "educator",
    "span": "cycle",
    "in_cycles": "{educators}, {cycles} cycles",
    "outcome": "outcome",
    "required": "required",
    "total": "total",
    "short": "short",
    "missing": "missing",
    "amount": "not counted",
    "learned": "claimed",
    "policy": "policy",
    "people": "educators",
    "counted": "activities counted",
    "credit": "credit",
}
_SPANISH = {
    "as_of": "al {day}",
    "cycle": "ciclo {cycle}",
    "claimed": "Declarado: {count}, {amounts}.",
    "credited": "Cuentan, del todo o en parte: {count}, {credit} de crédito.",
    "not_counted": "No cuentan: {amounts}.",
    "grants": "Concesiones aparte de la norma: {states}.",
    "grant_adrift": "una concesión no nombra ninguna regla de la norma",
    "nothing": "nada",
    "by_kind": "Lo que no cuenta, por tipo",
    "by_reason": "Por qué no cuenta (una actividad a la que le faltan dos cosas está en ambas)",
    "rows": "A quién hay que mirar",
    "more": "… y {count} más; --educators all los muestra todos",
    "all_count": "Todo lo declarado cuenta.",
    "faults": "Sin juzgar, porque el registro tiene un valor que la norma no admite: {count}",
    "compare": "Los mismos registros según dos normas",
    "only": "Lo que '{first}' no cuenta y '{second}' sí",
    "gain": "{activities} de {educators}: {amounts}.",
    "refused_by": "Qué regla de '{policy}' lo rechaza",
    "cite": "dónde está escrita",
    "met_only": "Cumplen solo según '{policy}': {count}",
    "kind": "tipo",
    "activities": "actividades",
    "of": "de",
    "reason": "razón",
    "rule": "regla",
    "educator": "docente",
    "span": "ciclo",
    "in_cycles": "{educators}, {cycles} ciclos",
    "outcome": "resultado",
    "required": "exigido",
    "total": "total",
    "short": "falta",
    "missing": "sin dato",
    "amount": "no cuenta",
    "learned": "declarado",
    "policy": "norma",
    "people": "docentes",
    "counted": "actividades que cuentan",
    "credit": "crédito",
}
_COUNTS = {
    "en": {"activities": ("activity", "activities"), "educators": ("educator", "educators")},
    "es": {"activities": ("actividad", "actividades"), "educators": ("docente", "docentes")},
}
TABLE_WORDS: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "es": _SPANISH}
"""The words by language."""


@frozen
class Words:
    """Everything that tables are told with, in one language."""

    table: Mapping[str, str]
    catalogue: Catalogue

    def say(self, name: str, **given: object) -> str:
        """Return a sentence with its places filled."""
        return self.table[name].format(**given)

    def count(self, name: str, number: int) -> str:
        """Return a number with what is counted, as `1 activity`."""
        one, many = _COUNTS[self.catalogue.language][name]
        return f"{number} {one if number == 1 else many}"

    def kind(self, code: str) -> str:
        """Return what a kind of activity is called; a kind of the host's own keeps its code."""
        return self.catalogue.words["kinds"].get(code, code)

    def amounts(self, amounts: tuple[Quantity, ...]) -> str:
        """Return amounts with their units, such as `3 1/3 hours, 40 pages`."""
        return ", ".join(f"{mixed(one.amount)} {self._unit(one)}" for one in amounts) or self.table["nothing"]

    def _unit(self, quantity: Quantity) -> str:
        code = quantity.unit.replace("_", " ")
        one, many = self.catalogue.units.get(quantity.unit, (code, code))
        return one if quantity.amount == 1 else many


def words_of(language: str) -> Words:
    """Return the words of a language."""
    return Words(TABLE_WORDS[language], catalogue(language))


def mixed(amount: Fraction) -> str:
    """Return an amount as people write it: `1.5`, or a mixed number such as `67 5/6`."""
    text = format_amount(amount)
    if "/" not in text or abs(amount) < 1:
        return text
    whole = int(amount)
    return f"{whole} {format_amount(abs(amount - whole))}"
