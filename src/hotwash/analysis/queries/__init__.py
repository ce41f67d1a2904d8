"""Reading the analysis: the graph, what it rests on, what is still asked about it."""

from hotwash.analysis.queries.analysis import EXPORTS, Analysis, Row, analysis_of, exported
from hotwash.analysis.queries.debrief import debrief_of, meeting_of, people_of
from hotwash.analysis.queries.facts import gate_facts
from hotwash.analysis.queries.graph import (
    all_gaps,
    draft_of,
    entries_to_cite,
    factors_of,
    get_citation,
    get_factor,
    graph_of,
    known_of,
)
from hotwash.analysis.queries.history import Past, history_of

__all__ = [
    "EXPORTS",
    "Analysis",
    "Past",
    "Row",
    "all_gaps",
    "analysis_of",
    "debrief_of",
    "draft_of",
    "entries_to_cite",
    "exported",
    "factors_of",
    "gate_facts",
    "get_citation",
    "get_factor",
    "graph_of",
    "history_of",
    "known_of",
    "meeting_of",
    "people_of",
]
