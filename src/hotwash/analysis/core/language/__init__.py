"""Blameless language: rules as data, an engine that knows no language, findings that explain themselves."""

from hotwash.analysis.core.language.engine import check, checker
from hotwash.analysis.core.language.model import Context, Finding, Kind, Rule, Ruleset, Severity
from hotwash.analysis.core.language.rulesets import RULESETS

__all__ = ["RULESETS", "Context", "Finding", "Kind", "Rule", "Ruleset", "Severity", "check", "checker"]
