"""Hindsight: judged with what only became known later."""

from hotwash.analysis.core.language.model import Kind, Rule, Severity

_SOURCE = "Baruch Fischhoff, Hindsight ≠ foresight (1975); Richard Cook, How Complex Systems Fail (1998), no. 8; Etsy, Debriefing Facilitation Guide"

RULES = (
    Rule(
        key="in-hindsight",
        name="In hindsight",
        kind=Kind.HINDSIGHT,
        severity=Severity.WARNING,
        message="Hindsight: this looks at the moment with knowledge that came later.",
        rationale="Knowing the outcome makes it seem likelier than it was, and makes the people in the middle of it look slow.",
        source=_SOURCE,
        suggestion="Describe what was known at that moment. What was learned later belongs under lessons, as a fact.",
        triggers=("hindsight", "retrospect", "looking back", "knowing what we know", "knowing now", "afterwards it"),
        patterns=(
            (r"\b(?:in|with)(?: the benefit of)? hindsight\b,?", "we learned later that"),
            r"\b(?:in|with|by|from)(?: the)?(?: benefit of)?(?: \w+)? hindsight\b,?",
            r"\bhindsight (?:is|being|tells|shows|bias)\b",
            (r"\bin retrospect\b,?", "we learned later that"),
            r"\blooking back\b(?! (?:at|over|through|in) (?:the )?(?:logs?|graphs?|metrics|history|data))",
            r"\bknowing (?:what (?:we|I) (?:now )?know|this now)(?: now)?\b",
        ),
        bad=(
            "In hindsight the limit was too low.",
            "In retrospect, we chose the wrong window.",
            "With the benefit of hindsight it was clear.",
        ),
        good=(
            "At 10:20 the graph showed four of five nodes healthy.",
            "The retrospective is on Friday.",
            "Looking back at the logs, the first error is at 10:02.",
        ),
    ),
    Rule(
        key="was-obvious",
        name="It was obvious",
        kind=Kind.HINDSIGHT,
        severity=Severity.ADVICE,
        message="What is obvious now was one signal among many then.",
        rationale="Whoever calls it obvious blames those who did not see it, and stops asking why it was hard to see.",
        source=_SOURCE,
        suggestion="Say where the signal was shown, beside what else, and to whom.",
        triggers=(
            "obvious",
            "foreseeable",
            "predictabl",
            "warning sign",
            "common sense",
            "self-evident",
            "no excuse",
            "evident",
            "clear",
        ),
        patterns=(
            (r"\b(?:it|this) was (?:now |quite |very |fairly |pretty )?obvious that", "we now know that"),
            r"\b(?:it|this|that|which)(?: is|'s| was)(?: (?!not|n't|n)\w+ly| now| quite| also| very){0,2} (?:obvious|foreseeable|predictable|self-evident)\b",
            r"\b(?:should|ought to|must) have been (?:\w+ly )?(?:obvious|clear|foreseeable|predictable|evident)\b",
            r"\bobvious (?:mistakes?|warnings?|signs?|solution|thing to do|choice|problem|oversight)\b",
            r"\b(?:all )?the warning signs\b|\bcommon sense\b|\bno excuse\b",
        ),
        before=(r"\b(?:no|not|nothing|without|wasn't|isn't|never|hardly|anything|less|any)\b[^.;]{0,25}$",),
        bad=(
            "It was obvious that this would overload the link.",
            "The warning signs were there.",
            "That is common sense.",
        ),
        good=(
            "There was no obvious error message.",
            "It was not obvious from the graph.",
            "The cause was obviously not yet known to anybody.",
        ),
    ),
)
