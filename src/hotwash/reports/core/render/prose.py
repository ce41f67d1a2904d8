"""Markdown that people wrote, made safe: raw HTML in it is shown as text, never obeyed."""

from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "a", "abbr", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


@cache
def parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def shifted(level: str) -> str:
    """Headings in prose stand below the section's own: h1 becomes h3, and so on."""
    return f"h{min(6, int(level[1]) + 2)}"


def tokens_of(markdown: str) -> list[Token]:
    tokens = parser().parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = shifted(token.tag)
    return tokens


def html_of(markdown: str) -> str:
    """Safe HTML. Pictures become links to them: a report never loads anything from elsewhere when it is opened."""
    tokens = tokens_of(markdown)
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                child.type, child.tag, child.nesting = "text", "", 0
                child.content = child.content or "picture"
    rendered = str(parser().renderer.render(tokens, parser().options, {}))
    return nh3.clean(
        rendered,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "td": {"align"}, "th": {"align"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
