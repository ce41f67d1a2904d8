"""What a status page tells feed readers: Atom (RFC 4287) and RSS 2.0, an entry for each incident and maintenance."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.sax.saxutils import escape as xml
from xml.sax.saxutils import quoteattr

from hotwash.respond.core.status.page import Page, Story, Work

ENTRIES = 30
_UNSPEAKABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    title: str
    link: str
    made: datetime
    changed: datetime
    html: str


def items(page: Page) -> list[Item]:
    """Newest change first."""
    found = [_of_story(page, story) for story in page.stories] + [_of_work(page, work) for work in page.works]
    return sorted(found, key=lambda item: item.changed, reverse=True)[:ENTRIES]


def atom(page: Page) -> str:
    rows = items(page)
    changed = max([item.changed for item in rows], default=page.made)
    entries = "".join(
        f"<entry><id>{xml(item.key)}</id><title>{_text(item.title)}</title><link href={quoteattr(item.link)}/>"
        f"<published>{_rfc3339(item.made)}</published><updated>{_rfc3339(item.changed)}</updated>"
        f'<content type="html">{_text(item.html)}</content></entry>'
        for item in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{xml(page.home)}</id><title>{_text(page.title)}</title><subtitle>{_text(page.headline)}</subtitle>"
        f'<link href={quoteattr(page.home)}/><link rel="self" type="application/atom+xml" '
        f"href={quoteattr(page.home + 'feed.atom')}/><updated>{_rfc3339(changed)}</updated>"
        f"<author><name>{_text(page.title)}</name></author>{entries}</feed>\n"
    )


def rss(page: Page) -> str:
    rows = items(page)
    changed = max([item.changed for item in rows], default=page.made)
    entries = "".join(
        f"<item><title>{_text(item.title)}</title><link>{xml(item.link)}</link>"
        f'<guid isPermaLink="false">{xml(item.key)}</guid><pubDate>{_rfc822(item.changed)}</pubDate>'
        f"<description>{_text(item.html)}</description></item>"
        for item in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{_text(page.title)}</title><link>{xml(page.home)}</link><description>{_text(page.headline)}"
        f'</description><lastBuildDate>{_rfc822(changed)}</lastBuildDate><atom:link rel="self" '
        f'type="application/rss+xml" href={quoteattr(page.home + "feed.rss")}/>{entries}</channel></rss>\n'
    )


def _of_story(page: Page, story: Story) -> Item:
    told = "".join(
        f"<p><b>{word.phase.capitalize()}</b>, {escape(_said(page, word.at))}</p><p>{_lines(word.text)}</p>"
        for word in story.words
    )
    key, link = f"{page.home}#incident-{story.number}", page.home + story.path
    return Item(key, story.name, link, story.words[-1].at, story.changed, told)


def _of_work(page: Page, work: Work) -> Item:
    told = f"<p>{escape(_said(page, work.begins))} to {escape(_said(page, work.ends))}</p><p>{_lines(work.text)}</p>"
    key, link = f"{page.home}#maintenance-{work.number}", page.home + work.path
    return Item(key, f"Maintenance: {work.name}", link, work.announced, work.announced, told)


def _said(page: Page, at: datetime) -> str:
    local = page.local(at)
    return f"{local.day} {local:%b %Y %H:%M %Z}"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _text(text: str) -> str:
    """For the inside of an element: what XML can't carry is left out."""
    return xml(text.translate(_UNSPEAKABLE))


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rfc822(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC))
