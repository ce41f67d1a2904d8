"""What customers reported, as a curve beside the key times."""

from datetime import datetime

from django.db.models import Min

from hotwash.evidence.core.customers import CustomerCurve, Reported, curve_of
from hotwash.evidence.models import CustomerReport, KeyTime
from hotwash.respond.models import Alert, Incident


def customer_reports(incident: Incident) -> list[CustomerReport]:
    """In the order of their times."""
    return list(CustomerReport.objects.filter(incident=incident).select_related("file"))


def customer_curve(incident: Incident) -> CustomerCurve | None:
    """None where nobody reported anything."""
    reports = [Reported(at, count) for at, count in _times(incident)]
    marks = dict(KeyTime.objects.filter(incident=incident).order_by("at").values_list("name", "at"))
    alerted = Alert.objects.filter(incident=incident).aggregate(first=Min("first_at"))["first"]
    return curve_of(reports, marks, alerted)


def _times(incident: Incident) -> list[tuple[datetime, int]]:
    return list(CustomerReport.objects.filter(incident=incident).values_list("at", "count"))
