"""A suggested change of the process document: pieces of text that go out and come in, found again by their context.

The document may have moved on when somebody accepts, so a change is not kept as a whole text: each hunk is looked up
in the text of the day, and where it no longer fits, nothing is changed and the misfit says which hunk it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

CONTEXT: Final = 2  # unchanged lines kept around a change


@dataclass(frozen=True, slots=True)
class Hunk:
    """``before`` is replaced by ``after``; both carry the context. ``where`` is the path of keys, for people."""

    where: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    hunk: Hunk
    message: str


def change_between(base: str, edited: str) -> tuple[Hunk, ...]:
    """The hunks that lead from one text to the other; no hunk where they are the same but for spaces at line ends."""
    old, new = _lines(base), _lines(edited)
    groups = SequenceMatcher(a=old, b=new, autojunk=False).get_grouped_opcodes(CONTEXT)
    found = []
    for group in groups:
        first, last = group[0], group[-1]
        changed = next(code for code in group if code[0] != "equal")
        where = path_at(old, changed[1]) or path_at(new, changed[3])
        found.append(Hunk(where, tuple(old[first[1] : last[2]]), tuple(new[first[3] : last[4]])))
    return tuple(found)


def apply_change(hunks: Sequence[Hunk], text: str) -> str | Misfit:
    """The new text, or the first hunk that does not fit: its lines are gone, or there more than once."""
    lines = _lines(text)
    for hunk in hunks:
        places = [at for at in range(len(lines) + 1) if tuple(lines[at : at + len(hunk.before)]) == hunk.before]
        if len(places) != 1 and not (not hunk.before and not lines):
            state = "is in the current process more than once" if places else "has changed since it was suggested"
            where = f" under {hunk.where}" if hunk.where else ""
            return Misfit(hunk, f"The part{where} {state}. Suggest the change again on the current version.")
        at = places[0]
        lines[at : at + len(hunk.before)] = hunk.after
    return "\n".join(lines) + "\n"


def diff_lines(hunks: Sequence[Hunk]) -> Iterator[tuple[str, str]]:
    """("@" | " " | "-" | "+", text) for each line to show; "@" begins a hunk and names its place."""
    for hunk in hunks:
        yield "@", hunk.where
        for kind, a, b, c, d in SequenceMatcher(a=hunk.before, b=hunk.after, autojunk=False).get_opcodes():
            if kind == "equal":
                yield from ((" ", line) for line in hunk.before[a:b])
            else:
                yield from (("-", line) for line in hunk.before[a:b])
                yield from (("+", line) for line in hunk.after[c:d])


def path_at(lines: Sequence[str], at: int) -> str:
    """The keys of a YAML text that lead to a line, judged by indentation: `stages > actions > deadlines`."""
    keys: list[str] = []
    indent = 10_000
    for line in reversed(lines[: at + 1]):
        bare = line.strip().removeprefix("- ")
        depth = len(line) - len(line.lstrip())
        key, colon, _ = bare.partition(":")
        if bare and not bare.startswith("#") and colon and depth < indent:
            keys.append(key.strip("\"' "))
            indent = depth
    return " > ".join(reversed(keys))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")] if text.strip() else []
