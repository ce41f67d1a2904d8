"""What customers reported: entered by count and time, taken from records of evidence, removed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hotwash.evidence.core.bounds import plain, storable, storable_time
from hotwash.evidence.core.customers import LONGEST_NOTE, MOST_ROWS, Reported, unfit
from hotwash.evidence.events import CustomerReportsAdded, CustomerReportsRemoved
from hotwash.evidence.models import CustomerReport, EvidenceFile
from hotwash.evidence.queries import get_file, records_page, records_with
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident


def add_customer_reports(
    *, actor: Actor, incident: Incident, rows: Sequence[Reported], now: datetime
) -> list[CustomerReport] | Refusal:
    """All of them, or none."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        if not rows:
            return refuse("none", "Enter at least one report: when it came, and how many.", "at")
        if len(rows) > MOST_ROWS:
            return refuse("many", f"More than {MOST_ROWS:,} at once: give them in parts.", "table")
        wrong = [problem for row in rows if (problem := unfit(row))]
        wrong += [f"{row.at:%F} is too far away." for row in rows if not storable(row.at)]
        if wrong:
            return Refusal(tuple(Reason("report", problem, "count") for problem in wrong[:20]))
        made = CustomerReport.objects.bulk_create(_row(incident, actor, row, now) for row in rows)
        record(_added(incident, made, "by hand"))
    return made


def take_customer_reports(
    *, actor: Actor, incident: Incident, file: int, words: str, now: datetime
) -> list[CustomerReport] | Refusal:
    """Each record of a file that has a time, and holds the words if any are given, is one report.

    Those taken before stay as they are.
    """
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        source = get_file(incident, file)
        found = records_with(source, words) if words.strip() else records_page(source, 0, MOST_ROWS).rows
        known = set(CustomerReport.objects.filter(incident=incident, file=source).values_list("line", flat=True))
        rows = [
            _of_record(incident, actor, source, (row.line, at, row.text), now)
            for row in found
            if row.line not in known and (at := storable_time(row.stamp)) is not None
        ]
        once = list({row.line: row for row in rows}.values())
        if not once:
            return refuse(
                "none", f"{source.reference} has no record like that with a time that is not here yet.", "file"
            )
        made = CustomerReport.objects.bulk_create(once)
        record(_added(incident, made, f"from {source.reference}"))
    return made


def remove_customer_reports(*, actor: Actor, incident: Incident, pks: Sequence[int]) -> int:
    """How many rows were removed."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        rows = CustomerReport.objects.filter(incident=incident, pk__in=pks)
        told = "; ".join(f"{row.count} at {row.at:%F %T} UTC" for row in rows[:20])
        count, _ = rows.delete()
        if count:
            record(CustomerReportsRemoved(incident_id=incident.pk, count=count, told=told))
    return count


def _row(incident: Incident, actor: Actor, row: Reported, now: datetime) -> CustomerReport:
    return CustomerReport(
        incident=incident,
        at=row.at,
        count=row.count,
        channel=row.channel,
        note=plain(row.note)[:LONGEST_NOTE],
        created_by_id=actor.person_id,
        created_at=now,
    )


def _of_record(
    incident: Incident, actor: Actor, file: EvidenceFile, place: tuple[int, datetime, str], now: datetime
) -> CustomerReport:
    line, at, text = place
    made = _row(incident, actor, replace(Reported(at), channel="ticket", note=text.split("\n", 1)[0]), now)
    made.file, made.line = file, line
    return made


def _added(incident: Incident, made: Sequence[CustomerReport], how: str) -> CustomerReportsAdded:
    total = sum(row.count for row in made)
    return CustomerReportsAdded(incident_id=incident.pk, count=total, rows=len(made), how=how)
