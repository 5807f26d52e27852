"""The place of layers: a district's policy that extends a state's. Format 1 has none, and refuses their words.

What is meant: a document `extends` another. It may `add` rules, `tighten` numbers (minima up, caps down), and make an
`exception` to a named rule where the upper document allows one. A `grant` for one educator is an entry of a journal
and never an edit of a policy. The resolved policy says for each number which document set it.

A later format reads these words before `plpcore.policy.parse_policy` hands over one resolved policy, so that nothing
above this package changes.
"""

from plpcore.errors import PolicyError

LAYER_WORDS = ("extends", "add", "tighten", "exception", "exceptions", "grant", "grants")


def layer_problems(names: list[str]) -> list[PolicyError]:
    """Return one error for each key of a document that speaks of layers."""
    what = "layers are not part of format 1 yet"
    mend = "write the rules of both policies into one document, each with its citation"
    return [PolicyError(f"$.{name}", what, mend) for name in names if name in LAYER_WORDS]
