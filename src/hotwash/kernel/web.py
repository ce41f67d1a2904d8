"""What the doors share: who asks, how a refusal becomes form errors, pages of lists."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from hotwash.kernel.core.actor import Actor, Role
from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.refusal import Refusal

Row = TypeVar("Row", bound=Model)

LONGEST_NUMBER = 18  # digits


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person, or the person of the API token, as an actor. Raises ``NotPermitted`` for a stranger."""
    given = getattr(request, "actor", None)
    if isinstance(given, Actor):
        return given
    user = request.user
    if not user.is_authenticated:
        msg = "Sign in first."
        raise NotPermitted(msg)
    return Actor(kind="person", name=str(user), role=Role(getattr(user, "role", Role.VIEWER)), person_id=user.pk)


def add_reasons(form: forms.BaseForm, refusal: Refusal) -> None:
    """Show a step's refusal where it belongs: at its field, or at the head of the form."""
    for reason in refusal.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, reason.message)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list that is walked by key: ``newer`` and ``older`` are cursors, empty at the ends."""

    rows: list[Row]
    newer: str
    older: str

    @property
    def is_first(self) -> bool:
        return not self.newer


def is_number(text: str) -> bool:
    """Whether an address or a field names a number that a row can have."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


def page_by_key(rows: QuerySet[Row], *, before: str = "", after: str = "", size: int = 25) -> Page[Row]:
    """A page of ``rows`` by descending primary key: as fast on the last page as on the first.

    ``before`` gives rows older than that key, ``after`` newer ones; a cursor that is no number is taken as absent.
    """
    if is_number(after):
        found = list(rows.filter(pk__gt=int(after)).order_by("pk")[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return Page(found, newer=str(found[0].pk) if more else "", older=str(found[-1].pk) if found else "")
    start = rows.filter(pk__lt=int(before)) if is_number(before) else rows
    found = list(start.order_by("-pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    return Page(
        found,
        newer=str(found[0].pk) if is_number(before) and found else "",
        older=str(found[-1].pk) if more else "",
    )
