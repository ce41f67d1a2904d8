from hotwash.improve.views.incident import cancel, decide, hold, link, meeting, plan, stage, verify
from hotwash.improve.views.portfolio import insights_page, review, review_markdown_file, review_page, themes_page
from hotwash.improve.views.suggestions import accept, decline, suggest, suggestion_list, suggestion_page

__all__ = [
    "accept",
    "cancel",
    "decide",
    "decline",
    "hold",
    "insights_page",
    "link",
    "meeting",
    "plan",
    "review",
    "review_markdown_file",
    "review_page",
    "stage",
    "suggest",
    "suggestion_list",
    "suggestion_page",
    "themes_page",
    "verify",
]
