"""What changed between two texts, as lines for people."""

import difflib
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a diff: ``kind`` says whether it came, went, stayed as context, or stands for lines left out."""

    kind: Literal["added", "removed", "same", "gap"]
    text: str


_KINDS: dict[str, Literal["added", "removed", "same", "gap"]] = {"+": "added", "-": "removed", " ": "same", "@": "gap"}


def changes(before: str, after: str, *, context: int = 3) -> list[Change]:
    """The differing lines with ``context`` lines around them, empty when the texts are the same."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=context)
    body = [line for line in lines if not line.startswith(("---", "+++"))]
    return [Change(_KINDS[line[0]], "" if line[0] == "@" else line[1:]) for line in body]
