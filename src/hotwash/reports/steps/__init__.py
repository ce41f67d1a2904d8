"""Everything that changes in stage 6."""

from hotwash.reports.steps.archive import import_document, remove_document
from hotwash.reports.steps.comments import answer_comment, comment, reopen_comment, resolve_comment
from hotwash.reports.steps.delivery import follow_delivery, retry_delivery
from hotwash.reports.steps.publication import publish
from hotwash.reports.steps.review import answer_review, request_review, withdraw_review
from hotwash.reports.steps.targets import TargetSettings, remove_target, save_target
from hotwash.reports.steps.writing import edit_section, rename_report, start_report

__all__ = [
    "TargetSettings",
    "answer_comment",
    "answer_review",
    "comment",
    "edit_section",
    "follow_delivery",
    "import_document",
    "publish",
    "remove_document",
    "remove_target",
    "rename_report",
    "reopen_comment",
    "request_review",
    "resolve_comment",
    "retry_delivery",
    "save_target",
    "start_report",
    "withdraw_review",
]
