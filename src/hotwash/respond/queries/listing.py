"""The list of incidents page by page: as fast on the last page as on the first."""

from typing import Literal

from django.db.models import Prefetch, Q, QuerySet

from hotwash.kernel.web import Page
from hotwash.respond.core.states import COMMANDER
from hotwash.respond.models import Incident, Participant

Sort = Literal["newest", "oldest", "severity"]
SORTS: tuple[Sort, ...] = ("newest", "oldest", "severity")
PAGE = 25


def incident_page(
    rows: QuerySet[Incident], *, sort: str = "newest", before: str = "", after: str = "", size: int = PAGE
) -> Page[Incident]:
    """One page. ``before`` is the cursor of what follows further down the list, ``after`` of what stands above.

    A cursor that was not given out by this list is taken as absent.
    """
    cursor = _parse(after or before)
    up = bool(after) and cursor is not None
    found = _ordered(rows, sort, reverse=up)
    if cursor is not None:
        found = found.filter(_beyond(sort, cursor, up=up))
    taken = list(_with_people(found)[: size + 1])
    more, taken = len(taken) > size, taken[:size]
    if up:
        taken.reverse()
    has_newer = more if up else bool(before) and cursor is not None
    has_older = bool(taken) if up else more
    return Page(
        taken,
        newer=_cursor(taken[0]) if taken and has_newer else "",
        older=_cursor(taken[-1]) if taken and has_older else "",
    )


def _ordered(rows: QuerySet[Incident], sort: str, *, reverse: bool) -> QuerySet[Incident]:
    if sort == "severity":
        return rows.order_by("-severity", "pk") if reverse else rows.order_by("severity", "-pk")
    ascending = (sort == "oldest") != reverse
    return rows.order_by("pk" if ascending else "-pk")


def _beyond(sort: str, cursor: tuple[str, int], *, up: bool) -> Q:
    severity, pk = cursor
    older = Q(pk__gt=pk) if up else Q(pk__lt=pk)
    if sort == "severity":
        milder, bound = (
            (Q(severity__lt=severity), Q(severity__lte=severity))
            if up
            else (
                Q(severity__gt=severity),
                Q(severity__gte=severity),
            )
        )
        return bound & (milder | (Q(severity=severity) & older))  # the bound lets the index begin at the right place
    if sort == "oldest":
        return Q(pk__lt=pk) if up else Q(pk__gt=pk)
    return older


def _with_people(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    leading = Participant.objects.filter(role=COMMANDER, until=None).select_related("person")
    return rows.prefetch_related(Prefetch("participants", leading, to_attr="leading"), "services")


def _cursor(row: Incident) -> str:
    return f"{row.severity}~{row.pk}"


def _parse(cursor: str) -> tuple[str, int] | None:
    severity, _, pk = cursor.rpartition("~")
    return (severity, int(pk)) if pk.isascii() and pk.isdecimal() and len(pk) <= 18 else None
