"""What depends on what."""

from collections.abc import Iterable


def reachable(edges: Iterable[tuple[int, int]], start: int) -> set[int]:
    """All that ``start`` leads to by edges (from, to), ``start`` itself only if a circle leads back to it."""
    following: dict[int, set[int]] = {}
    for source, target in edges:
        following.setdefault(source, set()).add(target)
    found: set[int] = set()
    waiting = list(following.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(following.get(node, ()))
    return found


def closes_a_circle(edges: Iterable[tuple[int, int]], start: int) -> bool:
    return start in reachable(edges, start)
