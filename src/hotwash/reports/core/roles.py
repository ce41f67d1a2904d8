"""People named by their role in what is published, where the process says so.

Owners of actions keep their names: an action is a promise that somebody stands for.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from hotwash.reports.core.values import Entry, Factor, Impact, Values

# First names that are also common words: alone they may mean something else, so only the full name is replaced.
_WORDS = frozenset(
    (
        *("Will", "Mark", "Grace", "May", "June", "April", "August", "Rob", "Bill", "Hope", "Joy", "Art", "Chase"),
        *("Dawn", "Faith", "Frank", "Guy", "Jack", "Jade", "Jean", "Max", "Pat", "Penny", "Ray", "Rich", "Rose"),
        *("Sky", "Sue", "Summer", "Angel", "Autumn", "Bob", "Buck", "Cliff", "Dean", "Dot", "Earl", "Gene", "Drew"),
    )
)


class Roles:
    """Replaces the names of people in texts. ``names`` maps a full name or an address to the name of a role."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._roles = {name.casefold(): role for name, role in _with_first_names(names).items() if name and role}
        spellings = sorted(map(re.escape, self._roles), key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<![\w@.])@?({'|'.join(spellings)})(?![\w@])", re.IGNORECASE) if spellings else None
        )

    def text(self, text: str) -> str:
        if self._pattern is None or not text:
            return text
        return self._pattern.sub(lambda found: self._role(found, text), text)

    def _role(self, found: re.Match[str], text: str) -> str:
        written = found[1]
        if written.islower() and "@" not in written and not found[0].startswith("@"):
            return found[0]  # a name begins with a capital; in lower case it is a word
        role = self._roles[written.casefold()]
        before = text[: found.start()].rstrip()
        begins = not before or before[-1] in ".!?:\n•-*" or text[max(0, found.start() - 1)] == "\n"
        return ("The " if begins else "the ") + role[:1].lower() + role[1:]


def _with_first_names(names: Mapping[str, str]) -> dict[str, str]:
    """First names too, where only one of the people has it and it is no common word."""
    first: dict[str, set[str]] = {}
    for name in names:
        head = name.split(" ")[0]
        if " " in name and len(head) > 2 and head not in _WORDS and "@" not in name:
            first.setdefault(head, set()).add(name)
    alone = {head: names[next(iter(full))] for head, full in first.items() if len(full) == 1}
    return {**alone, **names}


def with_roles(values: Values, names: Mapping[str, str]) -> Values:
    """The values as they are published. The people of the head are left out: their roles say nothing alone."""
    roles = Roles(names)
    return replace(
        values,
        title=roles.text(values.title),
        people=(),
        entries=tuple(_entry(entry, roles) for entry in values.entries),
        impacts=tuple(_impact(impact, roles) for impact in values.impacts),
        factors=tuple(_factor(factor, roles) for factor in values.factors),
        actions=tuple(
            replace(action, title=roles.text(action.title), detail=roles.text(action.detail))
            for action in values.actions
        ),
        prose={key: roles.text(text) for key, text in values.prose.items()},
        amendments=tuple(replace(row, by="", note=roles.text(row.note)) for row in values.amendments),
    )


def _entry(entry: Entry, roles: Roles) -> Entry:
    return replace(entry, text=roles.text(entry.text), detail=roles.text(entry.detail))


def _impact(impact: Impact, roles: Roles) -> Impact:
    return replace(impact, note=roles.text(impact.note))


def _factor(factor: Factor, roles: Roles) -> Factor:
    return replace(
        factor,
        statement=roles.text(factor.statement),
        made_sense=roles.text(factor.made_sense),
        evidence=tuple(roles.text(line) for line in factor.evidence),
    )
