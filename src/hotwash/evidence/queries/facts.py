"""What the gates of the process ask about evidence."""

from collections.abc import Mapping

from django.db.models import Count, Q

from hotwash.evidence.core.keytimes import ORDER
from hotwash.evidence.models import Entry, EvidenceFile, Impact, KeyTime
from hotwash.kernel.core.facts import Fact
from hotwash.respond.models import Incident


def gate_facts(incident: Incident) -> Mapping[str, Fact]:
    """``evidence.entries`` counts what people put on the timeline, not what the response wrote by itself."""
    entries = Entry.objects.filter(incident=incident, deleted_at=None).aggregate(
        people=Count("pk", filter=Q(event_id=None)), proven=Count("pk", filter=Q(file__isnull=False))
    )
    marked = set(KeyTime.objects.filter(incident=incident).values_list("name", flat=True))
    return {
        "evidence.entries": entries["people"],
        "evidence.proven_entries": entries["proven"],
        "evidence.files": EvidenceFile.objects.filter(incident=incident, removed_at=None).count(),
        "evidence.impact": Impact.objects.filter(incident=incident).exists(),
        **{f"evidence.key_{name}": name in marked for name in ORDER},
    }
