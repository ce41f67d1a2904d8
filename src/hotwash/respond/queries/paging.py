"""Pages: who is called, and the signed links that answer them without signing in."""

from datetime import timedelta

from django.core import signing
from django.db.models import QuerySet

from hotwash.respond.core.states import IncidentState, PageState
from hotwash.respond.models import Page

SALT = "respond.page"
LINK_LIVES = timedelta(days=7)


def open_pages_of(person_id: int) -> QuerySet[Page]:
    """The pages that wait for an answer of this person, newest first; those of incidents that are over are left out."""
    running = [IncidentState.ACTIVE, IncidentState.MITIGATED]
    return (
        Page.objects.filter(person_id=person_id, state=PageState.OPEN, incident__state__in=running)
        .select_related("incident")
        .order_by("-pk")
    )


def page_token(page: Page) -> str:
    """What stands in the link of a page's mail: names the page and its person, and can't be made by anybody else."""
    return signing.dumps({"page": page.pk, "person": page.person_id}, salt=SALT)


def page_of_token(token: str) -> Page | None:
    """The page of a link; None when the link is too old, was changed, or its person is no longer active."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LINK_LIVES)
    except signing.BadSignature:
        return None
    found = Page.objects.select_related("incident__process_version", "person")
    return found.filter(pk=said["page"], person_id=said["person"], person__is_active=True).first()
