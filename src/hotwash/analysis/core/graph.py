"""The graph of contributing factors: values, chains, branches, cycles. What is asked back about it is in `asking`."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What a statement is. An outcome is what happened; only factors and triggers explain."""

    OUTCOME = "outcome"
    FACTOR = "factor"
    TRIGGER = "trigger"
    HELPED = "helped"
    LUCK = "luck"
    QUESTION = "question"
    HYPOTHESIS = "hypothesis"


class State(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


class Confidence(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


CAUSAL = frozenset({Kind.OUTCOME, Kind.FACTOR, Kind.TRIGGER, Kind.HYPOTHESIS})
EXPLAINING = frozenset({Kind.FACTOR, Kind.TRIGGER})


@dataclass(frozen=True, slots=True)
class Node:
    """One statement. `at` and `until` are the first and last time of what it cites; `actions` counts its answers."""

    id: int
    reference: str
    statement: str
    kind: Kind = Kind.FACTOR
    state: State = State.OPEN
    category: str = ""
    subcategory: str = ""
    made_sense: str = ""
    citations: int = 0
    at: datetime | None = None
    until: datetime | None = None
    actions: int = 0
    no_action_reason: str = ""

    @property
    def explains(self) -> bool:
        return self.kind in EXPLAINING and self.state is not State.REFUTED


@dataclass(frozen=True, slots=True)
class Link:
    """`effect` happened because of `cause` (ids of nodes)."""

    cause: int
    effect: int


@dataclass(frozen=True)
class Graph:
    """Links to nodes that are not there are left out, so a graph is always whole."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[int, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def whole_links(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.cause in self.by_id and link.effect in self.by_id)

    @cached_property
    def _causes(self) -> Mapping[int, list[int]]:
        causes: dict[int, list[int]] = defaultdict(list)
        for link in self.whole_links:
            causes[link.effect].append(link.cause)
        return causes

    @cached_property
    def _effects(self) -> Mapping[int, list[int]]:
        effects: dict[int, list[int]] = defaultdict(list)
        for link in self.whole_links:
            effects[link.cause].append(link.effect)
        return effects

    def causes(self, node: int) -> list[Node]:
        return [self.by_id[cause] for cause in self._causes.get(node, ())]

    def effects(self, node: int) -> list[Node]:
        return [self.by_id[effect] for effect in self._effects.get(node, ())]

    @cached_property
    def outcomes(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind is Kind.OUTCOME)

    @cached_property
    def explaining(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.explains)

    @cached_property
    def ends(self) -> tuple[Node, ...]:
        """Where a chain of "because" stops: explaining nodes without a cause of their own."""
        return tuple(node for node in self.explaining if not self.causes(node.id) and self.effects(node.id))

    @cached_property
    def tops(self) -> tuple[Node, ...]:
        """Where chains begin: outcomes, and causal nodes that are the cause of nothing."""
        rest = (n for n in self.nodes if n.kind in CAUSAL and n.kind is not Kind.OUTCOME and not self.effects(n.id))
        return (*self.outcomes, *rest)

    def reaches(self, start: int, goal: int) -> bool:
        """True when `goal` is among the causes of `start`, near or far."""
        return goal in self.all_causes(start)

    def all_causes(self, start: int) -> set[int]:
        return _reached(start, self._causes)

    def all_effects(self, start: int) -> set[int]:
        return _reached(start, self._effects)

    def would_circle(self, link: Link) -> bool:
        """True when the link would make something the cause of itself."""
        return link.cause == link.effect or link.effect in self.all_causes(link.cause)

    @cached_property
    def circles(self) -> tuple[tuple[Node, ...], ...]:
        """Groups of nodes that are causes of one another (strongly connected, more than one or linked to itself)."""
        return tuple(
            tuple(self.by_id[one] for one in sorted(group))
            for group in _components(self.by_id, self._causes)
            if len(group) > 1 or any(one in self._causes.get(one, ()) for one in group)
        )

    @cached_property
    def depths(self) -> Mapping[int, int]:
        """Length of the longest chain from a top down to each node; a circle adds nothing."""
        depths = {node.id: 0 for node in self.nodes}
        waiting = {node.id: len(self._effects.get(node.id, ())) for node in self.nodes}
        ready = deque(node for node, count in waiting.items() if count == 0)
        while ready:
            node = ready.popleft()
            for cause in self._causes.get(node, ()):
                depths[cause] = max(depths[cause], depths[node] + 1)
                waiting[cause] -= 1
                if waiting[cause] == 0:
                    ready.append(cause)
        return depths


def _reached(start: int, edges: Mapping[int, list[int]]) -> set[int]:
    seen: set[int] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(edges.get(node, ()))
    return seen


def _components(nodes: Iterable[int], edges: Mapping[int, list[int]]) -> Iterator[set[int]]:
    """Strongly connected components (Kosaraju: order by finish, then walk against the edges), without recursion."""
    against: dict[int, list[int]] = defaultdict(list)
    for start, ends in edges.items():
        for end in ends:
            against[end].append(start)
    seen: set[int] = set()
    for node in reversed(_finished(nodes, edges)):
        if node not in seen:
            group = {node, *(other for other in _walk(node, against, seen))}
            seen |= group
            yield group


def _walk(start: int, edges: Mapping[int, list[int]], closed: set[int]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        for end in edges.get(waiting.pop(), ()):
            if end not in found and end not in closed:
                found.add(end)
                waiting.append(end)
    return found


def _finished(nodes: Iterable[int], edges: Mapping[int, list[int]]) -> list[int]:
    order: list[int] = []
    seen: set[int] = set()
    for root in nodes:
        stack = [(root, iter(edges.get(root, ())))] if root not in seen else []
        seen.add(root)
        while stack:
            node, ends = stack[-1]
            following = next((end for end in ends if end not in seen), None)
            if following is None:
                stack.pop()
                order.append(node)
            else:
                seen.add(following)
                stack.append((following, iter(edges.get(following, ()))))
    return order
