"""Grants: what an authority decided for one educator beside the policy. They are added, never edited."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from plpcore.errors import ModelError
from plpcore.ids import GrantId, RuleId, check_id
from plpcore.model._checks import check_body, check_day, check_line, check_type
from plpcore.model._facts import NO_EXTERNAL_IDS, ExternalIds
from plpcore.quantity import parse_amount


class GrantKind(StrEnum):
    """What a grant changes for its educator."""

    WAIVER = "waiver"
    SUBSTITUTION = "substitution"
    ADJUSTMENT = "adjustment"


def _amount(value: Fraction | int | None) -> Fraction | None:
    return value if value is None or isinstance(value, Fraction) else parse_amount(value, "$.amount")


@frozen(kw_only=True)
class Grant:
    """One decision that a rule holds otherwise, or not at all, for one educator.

    Attributes:
        id: Its id, given by the host.
        kind: What it changes: a rule does not hold (waiver), a number is another one (adjustment), or an activity
            fills a floor though its tags do not say so (substitution).
        rule: The id of the rule of the policy that it is about; for a substitution, of the floor.
        authority: Who granted it, an opaque id or a role.
        reason: Why, in any number of lines.
        granted: The first day on which it holds, inclusive.
        expires: The first day on which it no longer holds; None: it does not expire.
        entered: The day from which it was known, inclusive; None: the day it was granted.
        activity: The id of the one activity that a waiver or a substitution is about; empty: a waiver of the whole
            rule.
        amount: The amount that holds instead, in the policy's unit (or a count), for an adjustment; a whole number
            becomes a Fraction.
        external_ids: Its ids in other systems.

    Raises:
        ModelError: Authority or reason is empty, it expires before it holds, an amount or an activity is missing, is
            too much or is below zero, or a field is of another class.
        InputError: `id`, `rule` or `activity` could not be an id.
        QuantityError: The amount is a float or no number.
    """

    id: GrantId
    kind: GrantKind
    rule: RuleId
    authority: str
    reason: str
    granted: date
    expires: date | None = None
    entered: date | None = None
    activity: str = ""
    amount: Fraction | None = field(default=None, converter=_amount)
    external_ids: ExternalIds = field(default=NO_EXTERNAL_IDS)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "$.id")
        check_type(self.kind, GrantKind, "$.kind")
        check_id(self.rule, "$.rule")
        check_line(self.authority, "$.authority")
        if not self.authority.strip():
            raise ModelError("$.authority", "the authority is empty", "say who granted it")
        check_body(self.reason, "$.reason")
        check_type(self.external_ids, ExternalIds, "$.external_ids")
        self._check_days()
        self._check_activity()
        self._check_amount()

    def _check_days(self) -> None:
        check_type(self.granted, date, "$.granted")
        check_day(self.granted, "$.granted")
        check_day(self.expires, "$.expires")
        check_day(self.entered, "$.entered")
        if self.expires is not None and self.expires <= self.granted:
            what = f"it expires {self.expires}, and holds from {self.granted} on"
            raise ModelError("$.expires", what, "give the first day on which it no longer holds")

    def _check_activity(self) -> None:
        if self.activity:
            check_id(self.activity, "$.activity")
            if self.kind is GrantKind.ADJUSTMENT:
                raise ModelError("$.activity", "an adjustment is about no activity", "leave the activity out")
        elif self.kind is GrantKind.SUBSTITUTION:
            raise ModelError("$.activity", "a substitution needs an activity", "name the one that may fill the floor")

    def _check_amount(self) -> None:
        is_adjustment = self.kind is GrantKind.ADJUSTMENT
        if self.amount is None and is_adjustment:
            raise ModelError("$.amount", "an adjustment needs an amount", "give the amount that holds instead")
        if self.amount is not None and not is_adjustment:
            raise ModelError("$.amount", f"a {self.kind} changes no amount", "leave the amount out")
        if self.amount is not None and self.amount < 0:
            raise ModelError("$.amount", "the amount is below zero", "grant zero or more")

    def acts_on(self, day: date) -> bool:
        """Return whether it holds on a day."""
        return self.granted <= day and not self.has_expired(day)

    def has_expired(self, day: date) -> bool:
        """Return whether it held until before a day."""
        return self.expires is not None and self.expires <= day
