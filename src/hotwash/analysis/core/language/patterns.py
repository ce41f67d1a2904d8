"""Patterns as people write them in a rule -> compiled regular expressions, each made when first needed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from hotwash.analysis.core.language.model import Rule

_SPACE = re.compile(r" ([?*])?")
_NAME = re.compile(r"<([a-z_]+)>")


def expand(pattern: str, lexicon: Mapping[str, str]) -> str:
    """Word lists filled in, white space made loose. Lists may name other lists."""
    while names := _NAME.findall(pattern):
        for name in names:
            pattern = pattern.replace(f"<{name}>", f"(?:{lexicon[name]})")
    return _SPACE.sub(lambda match: r"\s*" if match[1] else r"\s+", pattern)


def compiled(pattern: str, lexicon: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(expand(pattern, lexicon), re.IGNORECASE)


@dataclass(frozen=True)
class Matcher:
    """One rule, ready to look at sentences."""

    rule: Rule
    lexicon: Mapping[str, str]

    def _all(self, patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
        return tuple(compiled(pattern, self.lexicon) for pattern in patterns)

    @cached_property
    def patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        pairs = (one if isinstance(one, tuple) else (one, "") for one in self.rule.patterns)
        return tuple((compiled(pattern, self.lexicon), rewrite) for pattern, rewrite in pairs)

    @cached_property
    def before(self) -> tuple[re.Pattern[str], ...]:
        return self._all(self.rule.before)

    @cached_property
    def after(self) -> tuple[re.Pattern[str], ...]:
        return self._all(self.rule.after)

    @cached_property
    def anywhere(self) -> tuple[re.Pattern[str], ...]:
        return self._all(self.rule.anywhere)

    def spans(self, sentence: str) -> list[tuple[int, int, str]]:
        """Start, end and proposed rewrite of each match in the sentence that no exception takes back."""
        found = [(match, rewrite) for pattern, rewrite in self.patterns for match in pattern.finditer(sentence)]
        if not found or any(pattern.search(sentence) for pattern in self.anywhere):
            return []
        return [
            (match.start(), match.end(), _rewritten(match, rewrite))
            for match, rewrite in found
            if not self._taken_back(sentence, match)
        ]

    def _taken_back(self, sentence: str, match: re.Match[str]) -> bool:
        earlier, later = sentence[: match.start()], sentence[match.end() :]
        return any(pattern.search(earlier) for pattern in self.before) or any(
            pattern.search(later) for pattern in self.after
        )


def _rewritten(match: re.Match[str], rewrite: str) -> str:
    """The proposal with its groups filled in; a subject that moves inside loses its capital."""
    if not rewrite:
        return ""
    groups = [group or "" for group in match.groups()]
    if groups and not rewrite.startswith(r"\1") and groups[0][1:2].islower():
        groups[0] = groups[0][:1].lower() + groups[0][1:]
    for number, group in enumerate(groups, start=1):
        rewrite = rewrite.replace(f"\\{number}", group)
    return rewrite
