from hotwash.actions.views.everywhere import bulk, calendar, everywhere, export
from hotwash.actions.views.incident import advice, detail, leave, move, new, stage

__all__ = ["advice", "bulk", "calendar", "detail", "everywhere", "export", "leave", "move", "new", "stage"]
