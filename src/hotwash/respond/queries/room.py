"""What the command room shows of one incident."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from hotwash.kernel.eventlog import sentence
from hotwash.kernel.models import Event
from hotwash.respond.core.states import AlertState, EscalationState, PageState
from hotwash.respond.models import Alert, Escalation, Incident, Note, Page, Rung, StakeholderUpdate
from hotwash.respond.queries.incidents import participants_of
from hotwash.respond.queries.messages import troubles_of

FEED = 60
SHOWN_ALERTS = 8
NOT_SHOWN = ("respond.note_said", "evidence.response_noted")  # shown as the note itself; says nothing new
SHOWN_MESSAGES = 40


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One thing that happened. ``is_note``: somebody said it, so ``text`` is theirs; else it is a line of the log."""

    at: datetime
    who: str
    text: str
    why: str = ""
    is_note: bool = False


def feed_of(incident: Incident, limit: int = FEED) -> list[FeedLine]:
    """What was said and done in the incident, newest first; what the post-mortem does later is in the log alone."""
    notes = Note.objects.filter(incident=incident).order_by("-pk")[:limit]
    rows = _log_of(incident).exclude(_afterwards(incident)).order_by("-pk")[:limit]
    lines = [FeedLine(note.at, note.said_by, note.text, is_note=True) for note in notes]
    lines += [FeedLine(row.at, row.actor_name, sentence(row), row.why) for row in rows]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:limit]


def _log_of(incident: Incident) -> QuerySet[Event]:
    return Event.objects.filter(incident_id=incident.pk).exclude(type__in=NOT_SHOWN)


def _afterwards(incident: Incident) -> Q:
    """Changes of other stages since the incident was resolved; none of one that still runs."""
    if incident.resolved_at is None:
        return Q(pk__in=[])
    return Q(at__gt=incident.resolved_at) & ~Q(type__startswith="respond.")


def room_of(incident: Incident, person_id: int | None) -> Mapping[str, object]:
    """Everything the room needs besides the incident itself."""
    alerts = Alert.objects.filter(incident=incident)
    counted = alerts.aggregate(all=Count("pk"), firing=Count("pk", filter=Q(state=AlertState.FIRING)))
    pages = list(Page.objects.filter(incident=incident).select_related("person").order_by("-pk")[:SHOWN_MESSAGES])
    return {
        "participants": participants_of(incident),
        "alerts": list(alerts.select_related("source").defer("raw", "text").order_by("state", "-pk")[:SHOWN_ALERTS]),
        "alert_count": counted["all"],
        "firing_count": counted["firing"],
        "escalation": running_escalation(incident),
        "pages": pages,
        "troubles": _troubles_of(incident),
        "my_page": next((one for one in pages if one.person_id == person_id and one.state == PageState.OPEN), None),
        "updates": list(StakeholderUpdate.objects.filter(incident=incident).select_related("sent_by")[:10]),
        "services": list(incident.services.all()),
        "feed": feed_of(incident),
        "stuck": troubles_of(incident),
        "later": _log_of(incident).filter(_afterwards(incident)).count(),
    }


def _troubles_of(incident: Incident) -> list[str]:
    """Why somebody was not paged as planned, each once, in the order in which it was found."""
    found = Rung.objects.filter(escalation__incident=incident).order_by("pk").values_list("troubles", flat=True)
    return list(dict.fromkeys(trouble for troubles in found for trouble in troubles))


def running_escalation(incident: Incident) -> Escalation | None:
    """The escalation that still pages, or the last one that found nobody."""
    return (
        Escalation.objects.filter(incident=incident, state__in=[EscalationState.RUNNING, EscalationState.EXHAUSTED])
        .order_by("-pk")
        .first()
    )
