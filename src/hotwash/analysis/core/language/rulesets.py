"""The languages that have rules."""

from hotwash.analysis.core.language.en import ENGLISH

RULESETS = {ruleset.language: ruleset for ruleset in (ENGLISH,)}
