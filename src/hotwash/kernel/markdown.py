"""Markdown to safe HTML: CommonMark with tables, footnotes and task lists, then an allow-list of tags."""

from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

TAGS = nh3.ALLOWED_TAGS | {"section", "input"}
ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "input": {"type", "checked", "disabled", "class"},
    "li": {"class", "id"},
    "ul": {"class"},
    "section": {"class"},
    "sup": {"class"},
    "a": {"href", "title", "class", "id"},
    "code": {"class"},
}


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "typographer": False})
    parser.enable(["table", "strikethrough", "linkify"])
    return parser.use(footnote_plugin).use(tasklists_plugin)


def to_html(text: str) -> SafeString:
    """HTML that may stand in a page: raw HTML in the text is shown as text, unknown tags and script links are
    dropped.
    """
    clean = nh3.clean(_parser().render(text), tags=TAGS, attributes=ATTRIBUTES, link_rel="noopener noreferrer nofollow")
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it
