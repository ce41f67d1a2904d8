"""A page is rendered when something changes, or when time makes it say something else: never when it is read."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import Q
from django.template import engines
from django.template.loader import render_to_string
from django.utils import timezone

from hotwash import __version__
from hotwash.respond.core.status.documents import HTML, Rendered, for_machines
from hotwash.respond.core.status.page import Page, home_of, months_told
from hotwash.respond.core.status.spans import next_edge
from hotwash.respond.models import StatusDocument, StatusPage
from hotwash.respond.queries.status import page_value

LATELY = timedelta(days=14)


class OfAPage(Protocol):
    @property
    def page(self) -> int: ...


class OfAnIncident(Protocol):
    @property
    def incident_id(self) -> int | None: ...


def render_status_page(event: OfAPage, *, now: datetime) -> bool:
    """Something about one page has changed."""
    page = StatusPage.objects.filter(pk=event.page).first()
    return page is not None and bool(render(page, now))


def render_status_pages(event: OfAnIncident, *, now: datetime) -> int:
    """Something about an incident has changed: any page may show it."""
    del event
    return sum(render(page, now) for page in StatusPage.objects.all())


def render_stale_status_pages(*, now: datetime) -> int:
    """Again and again: pages that say something else by now, and those that an earlier release has rendered."""
    stale = Q(stale_at=None) | Q(stale_at__lte=now) | ~Q(rendered_by=maker())
    return sum(render(page, now) for page in StatusPage.objects.filter(stale))


def render(page: StatusPage, now: datetime) -> int:
    """Write the documents of a page that differ from what is there; how many these were."""
    with transaction.atomic():
        row = StatusPage.objects.select_for_update(no_key=True).filter(pk=page.pk).first()
        if row is None:
            return 0
        value = page_value(row, now)
        there = dict(StatusDocument.objects.filter(page=row).values_list("path", "etag"))
        made = list(documents(value))
        fresh = [document for document in made if there.get(document.path) != document.etag]
        StatusDocument.objects.bulk_create(
            [_row(row, document, now) for document in fresh],
            update_conflicts=True,
            unique_fields=["page", "path"],
            update_fields=["kind", "body", "etag", "rendered_at"],
        )
        StatusDocument.objects.filter(page=row).exclude(path__in=[document.path for document in made]).delete()
        edges = [edge for work in value.works for edge in (work.begins, work.ends)]
        row.rendered_at, row.rendered_by = now, maker()
        row.stale_at = next_edge(edges, now, value.zone)
        row.save(update_fields=["rendered_at", "rendered_by", "stale_at"])
    return len(fresh)


def documents(page: Page) -> Iterator[Rendered]:
    """Everything that can be read of a page, by its path beneath the page's address."""
    with timezone.override(page.zone):
        coming, running = page.works_in("scheduled"), page.works_in("in_progress")
        lately = page.lately(LATELY)
        yield _html("", "index", page, works_coming=coming, works_now=running, lately=lately)
        yield _html("history/", "history", page, months=months_told(page, page.stories))
        for story in page.stories:
            yield _html(story.path, "incident", page, story=story)
        for work in page.works:
            yield _html(work.path, "maintenance", page, work=work, phase=work.phase_at(page.made))
    yield from for_machines(page)


def maker() -> str:
    """The release and the style sheet by which a page is made: with others it is made anew."""
    sheet = engines["django"].from_string("{% built 'styles/page.css' %}").render()
    return f"{__version__} {sheet}"[-100:]


def _html(path: str, template: str, page: Page, **context: object) -> Rendered:
    base = home_of(page.slug, public=page.public)
    body = render_to_string(f"respond/status/public/{template}.html", {"page": page, "base": base, **context})
    return Rendered(path, HTML, body)


def _row(page: StatusPage, document: Rendered, now: datetime) -> StatusDocument:
    return StatusDocument(
        page=page, path=document.path, kind=document.kind, body=document.body, etag=document.etag, rendered_at=now
    )
