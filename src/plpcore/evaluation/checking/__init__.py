"""The checks that come with plpcore: what a policy document can be wrong about although it can be read.

Each is a pure function from a policy to what it finds. What it claims that there is, it shows: the counterexample is
run before the finding is told. A check that cannot decide is silent.
"""

from plpcore.evaluation._checks import Check, Finding, Level, check_policy
from plpcore.evaluation.checking._awards import award_earns_nothing, award_gap, awards_overlap, bands_fall, table_gap
from plpcore.evaluation.checking._boundaries import boundary_cases
from plpcore.evaluation.checking._layers import check_layer, own_findings
from plpcore.evaluation.checking._open import example_missing, option_left_open, rule_untested, sharing_left_open
from plpcore.evaluation.checking._reach import (
    cap_below_floor,
    cap_never_binds,
    floor_above_total,
    floors_exceed_total,
    unsatisfiable,
)
from plpcore.evaluation.checking._rows import (
    edition_boundary_untested,
    gap_in_editions,
    step_table_gap,
    time_not_covered,
    total_gap,
)
from plpcore.evaluation.checking._rules import always_beaten, never_decides, section_replaced
from plpcore.evaluation.checking._words import citation_missing, kind_unknown, source_unknown, unit_unknown

CHECKS: tuple[Check, ...] = (
    Check("never-decides", "Does every rule decide something?", never_decides),
    Check("always-beaten", "Is a rule always taken by one before it?", always_beaten),
    Check("section-replaced", "Does every section hold in some edition?", section_replaced),
    Check("awards-overlap", "Can two awards match one activity?", awards_overlap),
    Check("award-gap", "Can an activity match no award?", award_gap, Level.REMARK),
    Check("award-earns-nothing", "Does an award take its own credit away?", award_earns_nothing),
    Check("bands-fall", "Does a longer activity earn less?", bands_fall),
    Check("table-gap", "Has every declared value a row?", table_gap),
    Check("total-gap", "Is nothing required of some educators?", total_gap, Level.REMARK),
    Check("step-table-gap", "Does a step table leave somebody out?", step_table_gap, Level.REMARK),
    Check("unsatisfiable", "Can the required credit be earned?", unsatisfiable),
    Check("cap-below-floor", "Does a cap make a minimum unreachable?", cap_below_floor),
    Check("cap-never-binds", "Does every cap take something?", cap_never_binds),
    Check("floor-above-total", "Does a floor ask for more than the total?", floor_above_total),
    Check("floors-exceed-total", "Do the floors together ask for more than the total?", floors_exceed_total),
    Check("gap-in-editions", "Are there days between two editions?", gap_in_editions),
    Check("time-not-covered", "Is there a long time between two editions?", time_not_covered, Level.REMARK),
    Check("edition-boundary-untested", "Do examples stand at each boundary?", edition_boundary_untested, Level.REMARK),
    Check("citation-missing", "Does every rule cite something?", citation_missing),
    Check("source-unknown", "Does every rule cite a listed source?", source_unknown),
    Check("kind-unknown", "Are all kinds in the vocabulary?", kind_unknown, Level.REMARK),
    Check("unit-unknown", "Are all source units usual ones?", unit_unknown, Level.REMARK),
    Check("option-left-open", "Are choices left to their defaults?", option_left_open, Level.REMARK),
    Check("sharing-left-open", "Is it said whether an hour counts twice?", sharing_left_open, Level.REMARK),
    Check("rule-untested", "Does an example exercise every rule?", rule_untested, Level.REMARK),
    Check("example-missing", "Is there an example?", example_missing, Level.REMARK),
)
"""Every check that comes with plpcore, in the order in which their findings are told."""

__all__ = ["CHECKS", "Check", "Finding", "Level", "boundary_cases", "check_layer", "check_policy", "own_findings"]
