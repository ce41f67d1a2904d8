"""A short way to write graphs in tests: `graph("1 outcome: It broke", "2: Disk full", because="1<2")`."""

from hotwash.analysis.core.graph import Graph, Kind, Link, Node


def node(number, statement="Something", kind="factor", **more):
    return Node(number, f"F-{number}", statement, Kind(kind), **more)


def links(because):
    """`1<2` reads: 1 because of 2."""
    return tuple(Link(cause=int(pair.split("<")[1]), effect=int(pair.split("<")[0])) for pair in because.split())


def graph(*nodes, because=""):
    return Graph(tuple(nodes), links(because))


def whole(count, because, **more):
    """Outcome 1 and factors 2 to `count`, each with its own words."""
    words = ["disk", "cache", "queue", "proxy", "lock", "quota", "route", "index", "token", "lease", "shard", "probe"]
    factors = [node(number, f"The {words[number % 12]} was {number}", **more) for number in range(2, count + 1)]
    return graph(node(1, "It broke", "outcome"), *factors, because=because)
