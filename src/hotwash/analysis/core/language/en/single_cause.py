"""The single root cause."""

from hotwash.analysis.core.language.model import Kind, Rule, Severity

RULES = (
    Rule(
        key="single-cause",
        name="One cause for everything",
        kind=Kind.SINGLE_CAUSE,
        severity=Severity.ADVICE,
        message="One single cause: the others, each as necessary, drop out of sight.",
        rationale="Systems that are defended in depth fail only when several conditions meet. Each of them is a place to act.",
        source="Richard Cook, How Complex Systems Fail (1998), nos. 3 and 7; John Allspaw, Each necessary, but only jointly sufficient (2012)",
        suggestion='Write "a contributing factor" and add the others: what let it through, what made it worse, what delayed its end.',
        triggers=("cause", "reason", "all because", "only thing"),
        patterns=(
            (
                r"\b(?:the |our |a )?(?:single|sole|only|one|one and only|one true) (?:underlying )?(?:root )?(?:cause|reason)\b(?= (?:of|for|behind|was|is))",
                "a contributing factor",
            ),
            r"\b(?:root )?cause(?: of (?:the|this) \w+)? (?:was|is|were|:) (?:simply |just |clearly )?(?:that )?(?:an?|the|our|one of) (?:<quality> ){0,2}(?:<role>)(?!')\b",
            r"\b(?:simply|just|only|all) because (?:of )?(?:<one>|one (?:person|mistake|line|typo))\b|\bthe only thing that went wrong\b",
        ),
        before=(r"\b(?:no|not|never|nor|without|isn't|wasn't|rarely|if|than|than a|to be) (?:\w+ ){0,2}$",),
        bad=(
            "The single root cause of the outage was a full disk.",
            "The root cause was an engineer with too many rights.",
        ),
        good=(
            "There is no single root cause.",
            "A full disk was one of the contributing factors.",
            "The team found the root cause within the hour.",
        ),
    ),
)
