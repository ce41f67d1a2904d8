"""What stage 6 reads."""

from hotwash.reports.queries.archive import ArchiveFilter, Found, archive_choices, search_archive
from hotwash.reports.queries.facts import gate_facts
from hotwash.reports.queries.report import (
    author_ids,
    comments_of,
    get_publication,
    get_report,
    may_review,
    report_of,
    section_versions,
    touched_since,
)
from hotwash.reports.queries.values import names_of, plans_for, published_values, report_values

__all__ = [
    "ArchiveFilter",
    "Found",
    "archive_choices",
    "author_ids",
    "comments_of",
    "gate_facts",
    "get_publication",
    "get_report",
    "may_review",
    "names_of",
    "plans_for",
    "published_values",
    "report_of",
    "report_values",
    "search_archive",
    "section_versions",
    "touched_since",
]
