"""Reading stage 7: follow-ups, recurrences, figures, reviews, suggestions."""

from hotwash.improve.queries.figures import Insights, insights
from hotwash.improve.queries.incident import (
    ActionLook,
    agenda,
    follow_ups_of,
    gate_facts,
    get_follow_up,
    get_recurrence,
    recurrences_of,
)
from hotwash.improve.queries.portfolio import (
    ReviewMaterial,
    proposed_themes,
    review_due,
    review_material,
    reviews,
    suggestions,
    themes,
)

__all__ = [
    "ActionLook",
    "Insights",
    "ReviewMaterial",
    "agenda",
    "follow_ups_of",
    "gate_facts",
    "get_follow_up",
    "get_recurrence",
    "insights",
    "proposed_themes",
    "recurrences_of",
    "review_due",
    "review_material",
    "reviews",
    "suggestions",
    "themes",
]
