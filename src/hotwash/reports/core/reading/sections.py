"""What the parts of a document are about, told from their headings, labels and captions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hotwash.reports.core.reading.nodes import Kind, Node, clean, without_links


class Role(StrEnum):
    TIMELINE = "timeline"
    FACTORS = "factors"
    ACTIONS = "actions"
    QUESTIONS = "questions"
    OTHER = "other"


# First match wins, so the narrower stand first. Each is matched against the whole heading in lower case.
_ROLES: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (
        Role.OTHER,
        (
            r"summary|resolution|(time|attendees|participants|glossary|references|appendix)\b.*|impact.*",
            r"what went (well|right).*|(where )?(did )?we (get|got) lucky.*|key events?|key times?",
        ),
    ),
    (
        Role.QUESTIONS,
        (
            r"(open|outstanding|unanswered|follow-?up)?\s*questions?\b.*",
            r"unknowns?|what (do|did) we (still )?not know.*",
        ),
    ),
    (
        Role.TIMELINE,
        (
            r".*\b(time-?line|chronology|sequence of events|incident log|event log|log of events|minutes)\b.*",
            r"context|what happened( when)?|events?|history|chronological.*",
        ),
    ),
    (
        Role.ACTIONS,
        (
            r".*\b(action items?|actions?|actionables?|remediations?|to-?do|next steps?|follow-?ups?|corrective)\b.*",
            r".*\b(preventi(ve|on|tive|tative)|preventative|recommendations?|improvements?|countermeasures?|tasks?)\b.*",
            r".*\bmitigations? and .*|what (are|will|do|should) we (do|doing|change).*|plan",
        ),
    ),
    (
        Role.FACTORS,
        (
            r".*\b(root[- ]causes?|contributing (factors?|causes?|conditions?)|causes?|triggers?|why|faults?)\b.*",
            r".*\b(5|five) whys?\b.*|what went (wrong|badly|poorly).*|what could have gone better.*|what didn'?t go.*",
        ),
    ),
)
_COMPILED = tuple(
    (role, re.compile(rf"(?:\d+(?:\.\d+)*[.)]?\s*)?(?:{'|'.join(patterns)})[\s:.]*", re.IGNORECASE))
    for role, patterns in _ROLES
)
_LABEL = re.compile(r"^(?:\*\*|__|''')?([A-Z][^.!?:*\n]{1,70}?)(?:\*\*|__|''')?\s*:?\s*(?:\*\*|__)?\s*:?\s*$")


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with the role of the section it stands in, that section's ``title``, and whether it is what opened one."""

    node: Node
    role: Role
    title: str
    opens: bool = False


def role_of(heading: str) -> Role:
    text = re.sub(r"\(.*?\)", " ", without_links(clean(heading))).strip(" #*_:\"'").lower()
    for role, pattern in _COMPILED:
        if len(text) <= 90 and pattern.fullmatch(text.strip()):
            return role
    return Role.OTHER


def place(nodes: Sequence[Node]) -> list[Placed]:
    return list(_place(nodes))


def _place(nodes: Sequence[Node]) -> Iterator[Placed]:
    """Headings open sections; so does an item or a short line that is only a label, for what is nested or follows."""
    stack: list[tuple[int, Role, str]] = []
    for index, node in enumerate(nodes):
        rank = _rank(node, nodes[index + 1] if index + 1 < len(nodes) else None)
        if rank is None:
            while stack and stack[-1][0] >= 20 and node.kind is Kind.ITEM and node.level <= stack[-1][0] - 20:
                stack.pop()
            role, title = (stack[-1][1], stack[-1][2]) if stack else (Role.OTHER, "")
            yield Placed(node, role, title)
            continue
        while stack and stack[-1][0] >= rank:
            stack.pop()
        found = role_of(node.text)
        inherited = stack[-1][1] if stack else Role.OTHER
        role = found if found is not Role.OTHER or _ends_a_role(node.text) else inherited
        stack.append((rank, role, clean(node.text)))
        yield Placed(node, role, stack[-1][2], opens=True)


def _ends_a_role(heading: str) -> bool:
    """True for headings that are known to be about something else, wherever they stand."""
    text = without_links(clean(heading)).strip(" #*_:").lower()
    return bool(_COMPILED[0][1].fullmatch(text)) or bool(
        re.fullmatch(r"(lessons?|conclusions?|detection|background|details?|notes?|discussion|analysis)\b.*", text)
    )


def _rank(node: Node, following: Node | None) -> int | None:
    """How high a section the node opens: headings 1 to 6, lines 10, items 20 and below; None opens none."""
    if node.kind is Kind.HEADING:
        return node.level
    text = node.text.strip()
    label = _LABEL.match(text)
    if label is None or node.kind in {Kind.ROW, Kind.HEAD}:
        return None
    if node.kind is Kind.ITEM:
        nested = following is not None and following.kind is Kind.ITEM and following.level > node.level
        return 20 + node.level if nested else None
    bold = text.startswith(("**", "__", "'''"))
    known = role_of(text) is not Role.OTHER or _ends_a_role(text)
    return 10 if node.level < 0 and (known or (bold and text.rstrip(":").endswith(("**", "__", "'''")))) else None
