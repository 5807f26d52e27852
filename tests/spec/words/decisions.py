"""What must be true for credit: the tests that look at evidence, reflections, goals and decisions."""

from tests.spec.model import Spec, Word, did, row

_HOURS = 'awards = [{ id = "hours", cite = "section 3", per = "hour" }]\n'


def _condition(test: str) -> str:
    return f'{_HOURS}\n[[conditions]]\nid = "test"\ncite = "section 4"\n{test}\n'


KINDS = Spec(
    "Evidence of these kinds",
    "At least `at_least` pieces of evidence (absent: one) are of one of the `kinds`; without kinds any counts.",
    _condition('evidence = { kinds = ["artifact", "student-work"], at_least = 2 }'),
    (
        row(did("2 hour", evidence=["artifact", "student-work"]), credited="2", reason="award-rate"),
        row(did("2 hour", evidence=["artifact", "artifact"]), credited="2", reason="award-rate"),
        row(did("2 hour", evidence=["artifact", "certificate"]), credited="0", reason="evidence-missing"),
        row(did("2 hour"), credited="0", reason="evidence-missing"),
    ),
)

EVIDENCE = Word("evidence", ("EvidenceTest",), specs=(KINDS,))

WORDS = Spec(
    "A reflection long enough",
    "A reflection counts from so many `words` on, and `at_least` so many must count (absent: one). A private one does "
    "not count, for nobody may read it.",
    _condition("reflection = { words = 50, at_least = 2 }"),
    (
        row(did("2 hour", reflections=[{"words": 50}, {"words": 60}]), credited="2", reason="award-rate"),
        row(did("2 hour", reflections=[{"words": 50}, {"words": 49}]), credited="0", reason="reflection-missing"),
        row(
            did("2 hour", reflections=[{"words": 50}, {"words": 60, "private": True}]),
            credited="0",
            reason="reflection-missing",
        ),
    ),
)

PROMPTS = Spec(
    "Each prompt answered",
    "Every one of the `prompts` must be answered.",
    _condition('reflection = { prompts = ["what-i-tried", "what-changed"] }'),
    (
        row(
            did("2 hour", reflections=[{"prompt": "what-i-tried"}, {"prompt": "what-changed"}]),
            credited="2",
            reason="award-rate",
        ),
        row(
            did("2 hour", reflections=[{"prompt": "what-i-tried"}, {"prompt": "what-i-tried"}]),
            credited="0",
            reason="reflection-missing",
        ),
    ),
)

REFLECTION = Word("reflection", ("ReflectionTest",), specs=(WORDS, PROMPTS))

LINKED = Spec(
    "A goal is linked",
    'The activity serves a goal of the plan. `state = "linked"`, which is the default, asks no more.',
    _condition('goal = { state = "linked" }'),
    (
        row(did("2 hour", goals="g1"), credited="2", reason="award-rate"),
        row(did("2 hour"), credited="0", reason="goal-missing"),
    ),
)

APPROVED = Spec(
    "A goal is approved",
    "With `approved` the credit waits until one of the goals is approved.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]
total = { id = "total", cite = "section 2", amount = 2 }

[[conditions]]
id = "goal"
cite = "section 4"
goal = { state = "approved" }
""",
    (
        row(
            did("2 hour", goals="g1"),
            approved_goals="g1",
            credited="2",
            status="counted",
            reason="award-rate",
            outcome="met",
        ),
        row(
            did("2 hour", goals="g1"),
            credited="0",
            status="pending",
            reason="awaiting-goal-approval",
            outcome="met if approved",
        ),
        row(
            did("2 hour", goals="g1"),
            denied_goals=["g1"],
            credited="0",
            status="refused",
            reason="goal-not-approved",
            outcome="short",
        ),
    ),
)

FRAMEWORK = Spec(
    "A goal of a framework",
    "With `framework` the goal, or the activity itself, is aligned to an item of that framework.",
    _condition('goal = { framework = "district-standards" }'),
    (
        row(did("2 hour", goals="g1", aligned="district-standards"), credited="2", reason="award-rate"),
        row(did("2 hour", goals="g1"), credited="0", reason="goal-missing"),
        row(did("2 hour", aligned="district-standards"), credited="0", reason="goal-missing"),
    ),
)

GOAL = Word("goal", ("GoalTest",), specs=(LINKED, APPROVED, FRAMEWORK))

DECISIONS = Spec(
    "The credit is approved",
    "The last decision about the credit counts. Without one the claim waits; it waits also while it is returned. A "
    "denial and a revocation take the credit, with or without this rule.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]
total = { id = "total", cite = "section 2", amount = 2 }

[[conditions]]
id = "approval"
cite = "section 4"
approval = { purpose = "credit" }
""",
    (
        row(did("2 hour", reviews=[{}]), status="counted", reason="award-rate", outcome="met"),
        row(did("2 hour"), status="pending", reason="awaiting-approval", outcome="met if approved"),
        row(
            did("2 hour", reviews=[{"decision": "returned"}]),
            status="pending",
            reason="returned",
            outcome="met if approved",
        ),
        row(did("2 hour", reviews=[{"decision": "denied"}]), status="refused", reason="denied", outcome="short"),
        row(
            did(
                "2 hour",
                reviews=[{"decided": "2024-03-02"}, {"decision": "revoked", "decided": "2024-03-09"}],
            ),
            status="refused",
            reason="revoked",
            outcome="short",
        ),
    ),
)

BEFORE = Spec(
    "Approved before",
    'Prior approval is a fact of its own, `purpose = "prior-approval"`. With `time = "before"` it was given on the day '
    "on which the activity began at the latest. The credit itself may still be denied.",
    _condition('approval = { purpose = "prior-approval", time = "before" }'),
    (
        row(
            did("2 hour", started="2024-02-20", reviews=[{"purpose": "prior-approval", "decided": "2024-02-20"}]),
            credited="2",
            reason="award-rate",
        ),
        row(
            did("2 hour", started="2024-02-20", reviews=[{"purpose": "prior-approval", "decided": "2024-02-21"}]),
            credited="0",
            reason="approved-too-late",
        ),
        row(did("2 hour", reviews=[{"decided": "2024-02-20"}]), credited="0", reason="awaiting-approval"),
        row(
            did("2 hour", reviews=[{"purpose": "prior-approval", "decided": "2024-02-20"}, {"decision": "denied"}]),
            credited="0",
            reason="denied",
        ),
    ),
)

AFTER = Spec(
    "Approved after, by a role",
    'With `time = "after"` the approval was given on the day of completion or later. `roles` says who may approve; '
    "what others decide is not asked for.",
    _condition('approval = { time = "after", roles = ["principal", "coordinator"] }'),
    (
        row(
            did("2 hour", reviews=[{"decided": "2024-03-01", "role": "principal"}]),
            credited="2",
            reason="award-rate",
        ),
        row(
            did("2 hour", reviews=[{"decided": "2024-02-29", "role": "principal"}]),
            credited="0",
            reason="approved-too-early",
        ),
        row(
            did("2 hour", reviews=[{"decided": "2024-03-01", "role": "peer"}]), credited="0", reason="awaiting-approval"
        ),
    ),
)

ANY_TIME = Spec(
    "Approved at any time",
    'Absent, or with `time = "any"`, the day of the decision does not matter.',
    _condition('approval = { time = "any" }'),
    (
        row(did("2 hour", reviews=[{"decided": "2024-02-01"}]), credited="2", reason="award-rate"),
        row(did("2 hour", reviews=[{"decided": "2024-05-01"}]), credited="2", reason="award-rate"),
    ),
)

APPROVAL = Word("approval", ("ApprovalTest",), specs=(DECISIONS, BEFORE, AFTER, ANY_TIME))

_YES = {"role": "peer"}
_NO = {"role": "peer", "decision": "denied"}

PANELS = Spec(
    "A panel approves",
    "So many different reviewers of the `role` approve (absent: any role). More denials than `denials_at_most` "
    "(absent: none) refuse the credit, and so does an approval that is taken back. Until then the claim waits.",
    _condition('panel = { approvals = 2, role = "peer", denials_at_most = 1 }'),
    (
        row(did("2 hour", reviews=[_YES, _YES, _NO]), status="counted", reason="award-rate"),
        row(did("2 hour", reviews=[_YES]), status="pending", reason="awaiting-panel"),
        row(
            did("2 hour", reviews=[{**_YES, "reviewer": "ann"}, {**_YES, "reviewer": "ann"}]),
            status="pending",
            reason="awaiting-panel",
        ),
        row(did("2 hour", reviews=[_YES, {"role": "principal"}]), status="pending", reason="awaiting-panel"),
        row(did("2 hour", reviews=[_YES, _YES, _NO, _NO]), status="refused", reason="panel-denied"),
    ),
)

PANEL = Word("panel", ("PanelTest",), specs=(PANELS,))
