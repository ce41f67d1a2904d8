"""Human error as a cause: the name for not having asked further."""

from hotwash.analysis.core.language.model import Kind, Rule, Severity

_PERSONAL = (
    r"(?:human|operator|operational|procedural|admin|administrator|engineer|developer|pilot|personnel|manual|staff)"
)

RULES = (
    Rule(
        key="human-error",
        name="Human error as a cause",
        kind=Kind.HUMAN_ERROR,
        severity=Severity.ERROR,
        message='"Human error" is where the questions begin, not where they end.',
        rationale="The same act on another day was called work. What made it likely, and what let it through, are the causes that can be changed.",
        source="Sidney Dekker, The Field Guide to Understanding 'Human Error'; James Reason, Managing the Risks of Organizational Accidents; "
        "Richard Cook, How Complex Systems Fail (1998)",
        suggestion="Ask what made this the sensible thing to do, and what would have had to be there to stop it. Write those down as factors.",
        triggers=(
            "human",
            "operational error",
            "procedural error",
            "error by",
            "error from",
            "errors by",
            "mistake by",
            "mistakes by",
            "part of",
            "operator",
            "user error",
            "admin",
            "engineer",
            "developer",
            "pilot error",
            "pebkac",
            "manual error",
            "personnel",
            "staff",
            "finger trouble",
            "brain fart",
            "layer 8",
            "keyboard",
        ),
        patterns=(
            (
                rf"\b((?:due to|because of|caused by|down to|result of|resulted from|cause:|causes?:|trigger:|was|is|were|by|from) |)(?:an? |some |simple |pure |the )*{_PERSONAL}[-\s](?:errors?|mistakes?|slips?|failure|oversight)\b",
                r"\1[what made this step easy to get wrong]",
            ),
            r"\b(?:due to |because of |caused by |cause: |was |is |assumed |probably )?(?:an? |pure |simple )?user error\b(?! (?:message|page|code|rate|report))",
            r"\b(?:the )?human (?:element|factor) (?:failed|was)\b|\bPEBKAC\b|\bfinger trouble\b|\bbrain fart\b|\bbetween (?:the )?(?:keyboard and (?:the )?chair|chair and (?:the )?keyboard)\b|\blayer 8\b",
            r"\b(?:errors?|mistakes?) (?:made |caused |committed )?(?:by|from|on the part of) (?:the|an?|our|one of) (?:<quality> ){0,2}(?:<role>|<group>)\b",
        ),
        before=(
            r"\b(?:avoid|prevent|reduc|protect|guard|safeguard|tolera|eliminat|minimi[sz]|catch|mitigat|detect|against|possib|potential|risk|chance|likel|prone|"
            r"room for|resilien|rather than|susceptible|opportunit|remove|less|fewer|call it|term|label|word|phrase)\w*\b[^.;]{0,60}$",
            r"\b(?:not|never|no|isn't|wasn't|any|every|such)(?: (?:an?|the|of|by|to|due|just|only|simple|because|caused)){0,3} $",
        ),
        after=(
            r"^(?: or \w+)? (?:is|are|was) (?:\W*)(?:never|not|a symptom|the start|where)\b",
            r"^[-\s]?(?:prone|proof|rate|message|page|handling|code)",
        ),
        bad=(
            "The cause was human error.",
            "Due to operator error the site was down for four minutes.",
            "Human error in the preparation of the switch.",
        ),
        good=(
            "Human error is never a root cause.",
            "This removes a chance of human error.",
            "The form shows a user error message in red.",
            "Any operator error is a symptom of a missing mechanism.",
        ),
    ),
)
