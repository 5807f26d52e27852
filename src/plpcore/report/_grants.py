"""What each grant of the record did, in words."""

from plpcore.evaluation import GrantState, GrantUse, Statement
from plpcore.model import Grant, GrantKind
from plpcore.report._voice import Voice, clean

_REMARKS = {GrantState.MOOT: "grant-moot", GrantState.UNKNOWN_RULE: "grant-unknown"}


def grants_of(statement: Statement, voice: Voice) -> tuple[str, ...]:
    """Return a sentence for each grant: what it says, whether that made a difference, who granted it and why."""
    return tuple(_grant(use, voice) for use in statement.grants)


def _grant(use: GrantUse, voice: Voice) -> str:
    grant = use.grant
    granted = voice.say(
        "granted", authority=grant.authority, reason=grant.reason, **{"from": grant.granted, "until": grant.expires}
    )
    return voice.say(
        "grant",
        grant=clean(grant.id),
        says=_says(grant, voice),
        state=voice.word("grants", use.state),
        granted=granted,
        remark=voice.label(_REMARKS[use.state]) if use.state in _REMARKS else None,
    )


def _says(grant: Grant, voice: Voice) -> str:
    rule = voice.rule(grant.rule)
    if grant.kind is GrantKind.ADJUSTMENT:
        return voice.say("grant-adjustment", rule=rule, amount=grant.amount)
    if grant.kind is GrantKind.SUBSTITUTION:
        return voice.say("grant-substitution", rule=rule, activity=grant.activity)
    return voice.say("grant-waiver", rule=rule, activity=grant.activity or None)
