"""What can be done in the analysis. Every step checks the permission, writes in one transaction and tells the log."""

from hotwash.analysis.steps.citations import cite_entry, cite_line, cite_quote, remove_citation
from hotwash.analysis.steps.debrief import Plan, hold_debrief, plan_debrief, save_notes
from hotwash.analysis.steps.factors import (
    add_factor,
    add_why,
    change_factor,
    remove_factor,
    restore_factor,
    set_category,
)
from hotwash.analysis.steps.gaps import reopen_gap, review_gap
from hotwash.analysis.steps.links import link_because, unlink_because
from hotwash.analysis.steps.transfer import import_graph

__all__ = [
    "Plan",
    "add_factor",
    "add_why",
    "change_factor",
    "cite_entry",
    "cite_line",
    "cite_quote",
    "hold_debrief",
    "import_graph",
    "link_because",
    "plan_debrief",
    "remove_citation",
    "remove_factor",
    "reopen_gap",
    "restore_factor",
    "review_gap",
    "save_notes",
    "set_category",
    "unlink_because",
]
