"""Generalisation about people: always, never, typical."""

from hotwash.analysis.core.language.model import Kind, Rule, Severity

RULES = (
    Rule(
        key="people-always",
        name="People who always or never",
        kind=Kind.GENERALISATION,
        severity=Severity.WARNING,
        message="This turns one event into the character of people.",
        rationale="It puts the cause into persons, where no action can reach it, and it is rarely true.",
        source="Lee Ross, The intuitive psychologist and his shortcomings (1977), fundamental attribution error; Sidney Dekker, The Field Guide",
        suggestion="Say how often, when, and under which conditions it happens; or leave it out.",
        triggers=(
            "always",
            "never",
            "constantly",
            "keeps",
            "keep ",
            "as usual",
            "typical",
            "tend to",
            "yet again",
            "once again",
            "don't care",
            "every time",
            "habit",
            "notorious",
            "nobody ever",
            "no one ever",
        ),
        patterns=(
            r"\b(?:(?:the |our |these |those )?(?:<quality> )?(?:<role>|<group>)|people|he|she|they|nobody|no one) (?:are |is |just |simply )?(?:always|never|constantly|invariably|notoriously|typically) "
            r"(?:forget|ignore|break|miss|careless|sloppy|late|read|test|check|listen|follow|document|write|communicate|tell|respond|answer|care|learn|think|bother|update|review)\w*",
            r"\b(?:<role>|<group>|people|he|she) (?:just |simply )?(?:keeps?|kept) (?:on )?(?:breaking|forgetting|ignoring|missing|making|doing|causing|pushing|merging)\b",
            r"\bas usual,? (?:there was|there were|the|an?|he|she|they|we|nobody|no one)\b",
            r"\b(?:yet|once) again,? (?:the )?(?:(?:\w+ )?team|<role>|he|she|nobody|no one)\b|\btypical (?:of|for) (?:the )?(?:<group>|<role>|him|her|them)\b",
            r"\b(?:<role>|<group>|people|they|he|she) (?:just |simply |really )?(?:don't|doesn't|do not|does not|didn't) care\b|\b(?:bad|usual|nasty) habits?\b",
            r"\bnot (?:a|the) (?:first|only) time (?:that )?(?:he|she|the (?:<role>|<group>)) (?:has |have |had )?(?:forgot|fail|brok|ignor|miss|made)\w*",
        ),
        bad=(
            "The network team never reads the announcements.",
            "As usual, there was a change on Friday.",
            "Developers just keep breaking the build.",
        ),
        good=(
            "The cache is never flushed.",
            "The job always runs at 02:00.",
            "The announcement went to a list that the network team is not on.",
        ),
    ),
)
