"""What `plp policy check` says of a layer as a layer."""

from plpcore.evaluation import Level, own_coverage, rule_coverage, run_examples
from plpcore.evaluation.checking import CHECKS, check_layer, check_policy, own_findings
from plpcore.policy import ResolvedPolicy, parse_policy
from tests.policy.layering import laid

TIGHTEN = '[[tighten]]\nid = "t"\ncite = "board"\nrule = "total"\namount = 20\n'


def state(editions: int) -> str:
    text = 'id = "s"\ntitle = "S"\nunit = { name = "hour" }\ntotal = { id = "total", cite = "c", amount = 10 }\n'
    for year in range(2000, 2000 + editions):
        text += f'[[editions]]\nid = "e{year}"\ncite = "c"\nfrom = {year}-01-01\nuntil = {year + 1}-01-01\n'
        text += f'total = {{ id = "other", cite = "c", amount = {year - 1995} }}\n'
    return text + '[[editions]]\nid = "last"\ncite = "c"\nfrom = 2030-01-01\n'


def test_a_remark_names_the_editions_that_a_tightening_does_not_reach() -> None:
    (one,) = check_layer(laid(TIGHTEN, parse_policy(state(2))))
    assert (one.check, one.level) == ("tightening-unreached", Level.REMARK)
    assert str(one) == (
        "$.tighten[0]: it does not reach 'total' everywhere: not edition 'e2000', edition 'e2001'; tighten what"
        " stands there too, if it is meant"
    )


def test_of_many_editions_five_are_named() -> None:
    (one,) = check_layer(laid(TIGHTEN, parse_policy(state(7))))
    assert "edition 'e2004' and 2 more" in one.what
    assert "e2005" not in one.what


def test_of_a_policy_that_extends_nothing_there_is_nothing_to_say() -> None:
    assert check_layer(ResolvedPolicy(parse_policy(state(1)))) == ()


EXAMPLE = '[[example]]\nid = "x"\ntitle = "T"\nas_of = 2010-01-01\nexpect = { outcome = "short" }\n'
CAP = '[[add.caps]]\nid = "own"\ncite = "h"\nat_most = 4\nwhen = { kind = "book" }\n'


def test_a_layer_is_not_asked_to_test_the_rules_and_editions_above_it_but_its_own() -> None:
    found = laid(TIGHTEN + CAP + EXAMPLE, parse_policy(state(2)))
    told = check_policy(found.policy, CHECKS)
    assert len([one for one in told if one.check in {"rule-untested", "edition-boundary-untested"}]) > 3
    left = [one for one in own_findings(found, told) if one.check in {"rule-untested", "edition-boundary-untested"}]
    assert [one.place for one in left] == ["$.total", "$.caps[0]"]
    plain = ResolvedPolicy(found.policy)
    assert own_findings(plain, told) == told


def test_the_coverage_of_a_layer_is_that_of_its_own_rules() -> None:
    found = laid(TIGHTEN + CAP + EXAMPLE, parse_policy(state(2)))
    covered = rule_coverage(found.policy, run_examples(found.policy))
    assert [(one.rule, one.part) for one in own_coverage(found, covered)] == [("total", ""), ("own", "")]
    assert own_coverage(ResolvedPolicy(found.policy), covered) == covered
