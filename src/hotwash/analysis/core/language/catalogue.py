"""The rules in words: for `--explain`, for the page, for the reference."""

from __future__ import annotations

from itertools import groupby

from hotwash.analysis.core.language.model import Rule
from hotwash.analysis.core.language.rulesets import RULESETS

HEAD = """# The rules of blameless language

Made from the declarations in `src/hotwash/analysis/core/language/`; the examples are the tests of the rules.
Run `hotwash lint FILE...` to use them, `hotwash lint --explain RULE` to read about one.

A finding is advice to its author. It is never counted by person or team.
"""


def rule_keys(language: str = "en") -> list[str]:
    return [rule.key for rule in RULESETS[language].rules]


def explain(key: str, language: str = "en") -> str | None:
    """One rule as text, None when there is no such rule."""
    rule = next((rule for rule in RULESETS[language].rules if rule.key == key), None)
    return _plain(rule) if rule else None


def reference(language: str = "en") -> str:
    """The whole reference as Markdown."""
    families = groupby(RULESETS[language].rules, key=lambda rule: rule.kind)
    parts = [HEAD]
    for kind, rules in families:
        parts.append(f"## {kind.value.replace('-', ' ').capitalize()}\n")
        parts.extend(_markdown(rule) for rule in rules)
    return "\n".join(parts).rstrip() + "\n"


def _plain(rule: Rule) -> str:
    lines = [
        f"{rule.key}: {rule.name} ({rule.severity.value})",
        "",
        rule.message,
        rule.rationale,
        "",
        f"Instead: {rule.suggestion}",
        "",
        *(f"  not   {text}" for text in rule.bad),
        *(f"  fine  {text}" for text in rule.good),
        "",
        f"Source: {rule.source}",
    ]
    return "\n".join(lines)


def _markdown(rule: Rule) -> str:
    lines = [
        f"### `{rule.key}`: {rule.name}",
        "",
        f"*{rule.severity.value}* · {', '.join(sorted(context.value for context in rule.contexts))}",
        "",
        f"{rule.message} {rule.rationale}",
        "",
        f"**Instead:** {rule.suggestion}",
        "",
    ]
    if rule.bad:
        lines += ["| found | not found |", "|---|---|", *_examples(rule), ""]
    return "\n".join([*lines, f"Source: {rule.source}", ""])


def _examples(rule: Rule) -> list[str]:
    rows = max(len(rule.bad), len(rule.good))
    bad, good = (list(side) + [""] * (rows - len(side)) for side in (rule.bad, rule.good))
    return [f"| {left} | {right} |" for left, right in zip(bad, good, strict=True)]
