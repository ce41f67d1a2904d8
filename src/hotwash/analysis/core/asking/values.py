"""What a check knows, and what it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hotwash.analysis.core.graph import Graph


@dataclass(frozen=True, slots=True)
class Known:
    """What the incident and its process say besides the graph. Minutes are None where a key time is not marked."""

    categories: tuple[tuple[str, str], ...] = ()  # key, name
    detection_minutes: float | None = None
    found_by_customer: bool = False
    least_depth: int = 2  # links from what happened to the end of a chain
    slow_detection_minutes: float = 15
    people: tuple[str, ...] = ()
    actions_begun: bool = False  # before anybody writes actions, a factor without one is no gap


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that the tool asks: `message` is the question, `why` the reason for it, `nodes` what it is about."""

    code: str
    message: str
    why: str
    nodes: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """Stable as long as it is about the same factors; a person's reason for leaving it is kept under it."""
        return ":".join([self.code, *map(str, sorted(self.nodes))])


Check = Callable[[Graph, Known], Iterator[Gap]]
