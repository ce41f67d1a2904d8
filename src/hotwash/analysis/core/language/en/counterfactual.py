"""Counterfactuals: a world that did not exist."""

from hotwash.analysis.core.language.model import Kind, Rule, Severity

_SOURCE = "Sidney Dekker, The Field Guide to Understanding 'Human Error', ch. 3 (counterfactuals); PagerDuty, Postmortem Documentation"

RULES = (
    Rule(
        key="should-have",
        name="What somebody should have done",
        kind=Kind.COUNTERFACTUAL,
        severity=Severity.ERROR,
        message="This describes what somebody should have done, in a world that did not exist.",
        rationale="It explains nothing about what happened, and it judges with knowledge that nobody had then.",
        source=_SOURCE,
        suggestion="In the description: what was done, and what made it the reasonable thing. In the actions: what will be different, as a step.",
        triggers=("should", "ought", "needed to have", "supposed to have", "better have"),
        patterns=(
            (
                r"\b(<human>) should(?:n't| not)?(?: have|'ve) (?:known|reali[sz]ed|noticed|seen|anticipated|foreseen) (?:that )?",
                r"\1 had no sign that ",
            ),
            r"\b(?:<human>|who|and|which I|which we) (?:\w+ly |also |just )?(?:should|ought to|needed to)(?:n't| not| never)?(?: (?:\w+ly|also|at least|never|first))?"
            r"(?: have|'ve) <filler>(?:<participle>)",
            r"\b(?:should|ought to)(?:n't| not| never)?(?: (?:\w+ly|also|at least|never|first|all|both|definitely))?(?: have|'ve) <filler>been <filler>(?:<work>)\b",
            r"\b(?:should|ought to)(?:n't| not)?(?: have|'ve) <filler>(?:known|reali[sz]ed|noticed|thought|checked|verified|remembered|anticipated|considered|"
            r"understood|asked|communicated|tested|reviewed|been (?:obvious|clear|foreseen|careful|more careful))\b",
            r"\b(?:I|we|you|he|she|<someone>)(?:'d| should)(?:n't)?'ve <filler>(?:<participle>)",
            r"\b(?:I|we|he|she) (?:was|were) supposed to (?:have )?\w+",
        ),
        after=(r"^ (?:as of|by now|by \d)",),
        bad=(
            "The on-call engineer should have rolled back at once.",
            "More tests should have been done before the start of the migration.",
            "I should have silenced the monitoring.",
            "This shouldn't have been rushed to production.",
        ),
        good=(
            "We should have an alert for high latency.",
            "We should have better tools for this.",
            "The lock file should have prevented a second start; it was on another disk.",
            "Requests should have timed out after one second and did not.",
            "Service should have been restored everywhere as of 20:45.",
        ),
    ),
    Rule(
        key="could-have",
        name="What somebody could have done",
        kind=Kind.COUNTERFACTUAL,
        severity=Severity.WARNING,
        message="This compares what people did with what they might have done.",
        rationale="Other paths become visible once the end is known. While it lasts there is only the next step.",
        source=_SOURCE,
        suggestion="Say what options were visible at that moment, and move the better path to the actions.",
        triggers=("could", "might", "would", "had i", "had we", "if only", "why did", "why was", "why were"),
        patterns=(
            r"\b(?:I|we|you|he|she|<someone>|the (?:<quality> ){0,2}(?:<role>)) (?:could|might)(?:n't| not)?(?: (?:\w+ly|also|at least))?(?: have|'ve) <filler>(?:<participle>)",
            r"\bif (?:<human>) (?:had(?:n't| not)?|'d) [^.;]{3,120}\b(?:would|could|might)\b",
            r"\bhad (?:I|we|he|she|they|anyone|someone|the (?:<role>)) (?:not )?[^.;]{3,120}\b(?:would|could|might)\b",
            r"\bwould(?:n't| not)? have [^.;]{2,80}\b(?:if|had) (?:<human>|<name>) (?:had |not )?(?!been (?:un)?able)",
            r"\bwhy (?:did|does|was|were|had)(?:n't| not)? (?:he|she|they|nobody|no one|the (?:<quality> ){0,2}(?:<role>)|the (?:<group>)) (?:not )?(?:just |simply |even |ever |really )?(?:look|check|test|ask|tell|read|see|notice|follow|wait|think|do|know|call|react|respond|escalate|roll)\w*\b",
            r"\bif (?:greater|more|better|enough|sufficient|proper|due) [^.;]{3,100} had been\b",
            r"\bif only (?:I|we|he|she|they|you|someone|somebody|the (?:<role>|<group>)) |\b(?:I|we) would have (?:\w+ly )?(?:preferred|liked|done|chosen|known|noticed|caught|spotted|acted|reacted|responded)\b",
        ),
        bad=(
            "We could have recycled the node days before.",
            "If we had read the notes, the upgrade would have gone well.",
            "Had we known the limit, we would have raised it.",
        ),
        good=(
            "Callers could have received an error for up to a minute.",
            "The node could not be drained.",
            "If the check had passed, the deploy would go on by itself.",
        ),
    ),
    Rule(
        key="could-have-been-avoided",
        name="An incident that need not have been",
        kind=Kind.COUNTERFACTUAL,
        severity=Severity.ADVICE,
        message="This says how it would have gone otherwise. Nobody can check that, and it hides what did happen.",
        rationale="A counterfactual about the system is a wish for an action in disguise; as an action it can be done and verified.",
        source=_SOURCE,
        suggestion="Say what was missing as a fact, and put the remedy among the actions with an owner and a date.",
        triggers=(
            "could have",
            "would have",
            "might have",
            "may have",
            "could've",
            "would've",
            "wouldn't have",
            "wouldn't've",
            "not have",
            "could easily",
            "would probably",
            "would likely",
            "could also",
            "would also",
            "would certainly",
            "certainly",
            "never have",
            "would at least",
            "could at least",
            "avoidable",
            "preventable",
        ),
        patterns=(
            r"\b(?:could|would|might)(?: (?:\w+ly|also|almost certainly|at least|have|perhaps)){0,2}(?: have|'ve) <filler>(?:been )?<filler>(?:<avoided>)\b"
            r"(?! (?:a|an|the|no|some) (?:\w+ )?(?:40\d|50\d|error|response|page))",
            r"\b(?:could|would|might)(?: (?:\w+ly|also)){0,2}(?: have|'ve) been (?:\w+ ){0,6}(?:<less>)\b",
            r"\b(?:would|could|might)(?:n't| not| never) (?:ever )?(?:have|'ve) (?:\w+ly )?(?:happened|occurred|arisen|existed|mattered|been (?:an? |the )?(?:\w+ )?"
            r"(?:issue|problem|outage|incident|necessary|needed|affected|impacted|possible|noticed|so))",
            r"\b(?:easily|entirely|completely|totally|perfectly) (?:avoidable|preventable)\b|\b(?:avoidable|preventable) (?:\w+ )?(?:<harm>)\b",
        ),
        before=(r"\b(?:users?|customers?|clients?|visitors?|readers?|editors?|requests?|you) (?:who |that )?$",),
        bad=(
            "The outage could have been avoided by a slower rollout.",
            "A review would almost certainly have caught it.",
            "With the setting at its default, the issue wouldn't have occurred.",
            "The outage would have been at least an hour shorter.",
        ),
        good=(
            "Readers would have gotten a 404 for the affected files.",
            "Users might have noticed slow pages between 10:00 and 10:20.",
            "The rollout went to all regions at once.",
        ),
    ),
)
