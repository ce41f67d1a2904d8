"""The pages of stage 4."""

from hotwash.analysis.views.causes import causes, leave_question, reopen_question
from hotwash.analysis.views.debrief import calendar, debrief, held, notes
from hotwash.analysis.views.exchange import export, take_in
from hotwash.analysis.views.factor import act, factor

__all__ = [
    "act",
    "calendar",
    "causes",
    "debrief",
    "export",
    "factor",
    "held",
    "leave_question",
    "notes",
    "reopen_question",
    "take_in",
]
