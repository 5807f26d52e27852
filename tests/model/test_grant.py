"""Grants: what an authority decided beside the policy, refused where it contradicts itself."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest

from plpcore.errors import InputError, ModelError, QuantityError
from plpcore.ids import ActivityId, EducatorId, GrantId
from plpcore.model import Activity, Educator, Grant, GrantKind, Portfolio


def waiver(**changes: Any) -> Grant:
    given = {
        "id": "g1",
        "kind": GrantKind.WAIVER,
        "rule": "evidence",
        "authority": "board",
        "reason": "Parental leave.",
    }
    return Grant(**{**given, "granted": date(2024, 1, 10), **changes})


def adjustment(**changes: Any) -> Grant:
    return waiver(**{"kind": GrantKind.ADJUSTMENT, "amount": 5, **changes})


def substitution(**changes: Any) -> Grant:
    return waiver(**{"kind": GrantKind.SUBSTITUTION, "activity": "a1", **changes})


def test_an_amount_is_exact() -> None:
    assert type(adjustment().amount) is Fraction
    assert adjustment(amount=Fraction(1, 3)).amount == Fraction(1, 3)
    assert adjustment(amount=0).amount == 0
    with pytest.raises(QuantityError):
        adjustment(amount=0.5)


REFUSED: list[tuple[Grant | None, dict[str, Any], str]] = [
    (None, {"id": ""}, "$.id: the id is empty; give every item an id of its own"),
    (None, {"kind": "waiver"}, "$.kind: expected GrantKind, not str; use one of GrantKind.WAIVER"),
    (None, {"rule": ""}, "$.rule: the id is empty"),
    (None, {"authority": " "}, "$.authority: the authority is empty; say who granted it"),
    (None, {"authority": "a\nb"}, "$.authority: the text holds a line break"),
    (None, {"reason": "\n"}, "$.reason: the text is empty; write something"),
    (None, {"granted": None}, "$.granted: expected date, not NoneType"),
    (None, {"granted": datetime(2024, 1, 1)}, "$.granted: expected a day, not datetime"),  # noqa: DTZ001 - no zone
    (None, {"entered": "2024"}, "$.entered: expected a day, not str"),
    (None, {"expires": "2024"}, "$.expires: expected a day, not str"),
    (None, {"expires": date(2024, 1, 10)}, "$.expires: it expires 2024-01-10, and holds from 2024-01-10 on; give"),
    (None, {"activity": " a"}, "$.activity: the id ' a' begins or ends with a blank"),
    (None, {"amount": 1}, "$.amount: a waiver changes no amount; leave the amount out"),
    (None, {"external_ids": {}}, "$.external_ids: expected ExternalIds, not dict"),
    (adjustment(), {"amount": None}, "$.amount: an adjustment needs an amount; give the amount that holds instead"),
    (adjustment(), {"amount": -1}, "$.amount: the amount is below zero; grant zero or more"),
    (adjustment(), {"activity": "a1"}, "$.activity: an adjustment is about no activity; leave the activity out"),
    (substitution(), {"activity": ""}, "$.activity: a substitution needs an activity; name the one that may fill"),
    (substitution(), {"amount": 1}, "$.amount: a substitution changes no amount; leave the amount out"),
]


@pytest.mark.parametrize(("whole", "changes", "line"), REFUSED)
def test_a_grant_that_contradicts_itself_is_refused_in_one_line(
    whole: Grant | None, changes: dict[str, Any], line: str
) -> None:
    with pytest.raises(InputError) as caught:
        attrs.evolve(whole or waiver(), **changes)
    assert str(caught.value).startswith(line)


def test_it_holds_from_the_day_it_was_granted_until_before_it_expires() -> None:
    found = waiver(expires=date(2024, 2, 1))
    days = [date(2024, 1, 9), date(2024, 1, 10), date(2024, 1, 31), date(2024, 2, 1)]
    assert [found.acts_on(day) for day in days] == [False, True, True, False]
    assert [found.has_expired(day) for day in days] == [False, False, False, True]
    assert waiver().acts_on(date.max)


def portfolio(*grants: Grant) -> Portfolio:
    return Portfolio(Educator(EducatorId("t1")), activities=(Activity(ActivityId("a1"), "book"),), grants=grants)


def test_the_grants_of_a_record_have_ids_of_their_own_and_name_known_activities() -> None:
    assert len(portfolio(waiver(), substitution(id=GrantId("g2"))).grants) == 2
    with pytest.raises(ModelError, match=r"\$\.grants\[1\]: the id 'g1' is that of \$\.grants\[0\] too"):
        portfolio(waiver(), substitution())
    with pytest.raises(ModelError, match=r"\$\.grants\[1\]\.activity: there is no activity 'a9'"):
        portfolio(waiver(), substitution(id=GrantId("g2"), activity="a9"))
    with pytest.raises(ModelError, match=r"\$\.grants\[0\]: expected Grant, not str"):
        portfolio("g1")  # type: ignore[arg-type]
