"""Which incidents, or factors, are alike: one measure for the server, the worker and `hotwash similar`."""

from hotwash.improve.core.similarity.index import Document, Index, Neighbour, build_index, without_template

__all__ = ["Document", "Index", "Neighbour", "build_index", "without_template"]
