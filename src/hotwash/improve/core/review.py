"""The periodic review as a record: what was looked at, by whom, what was decided, when the next one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One row of a list in the record: a short reference, what it is, and a remark."""

    reference: str
    text: str
    remark: str = ""

    @property
    def incident(self) -> str:
        """The incident that the reference begins with: `INC-4` of `INC-4 A-1`."""
        return self.reference.split(" ")[0]


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    since: date
    until: date
    attendees: tuple[str, ...]
    incidents: tuple[ReviewLine, ...]
    recurring: tuple[ReviewLine, ...]
    unresolved: tuple[ReviewLine, ...]
    decisions: str
    next_on: date | None


def review_due_on(last_until: date | None, first_incident: date | None, every_days: int = 90) -> date | None:
    """The day of the next review; ``None`` while there is no incident and no review to count from."""
    start = last_until or first_incident
    return start + timedelta(days=every_days) if start else None


def _list(title: str, lines: Sequence[ReviewLine], none: str) -> list[str]:
    rows = [f"- **{line.reference}** {line.text}{f' ({line.remark})' if line.remark else ''}" for line in lines]
    return [f"## {title}", "", *(rows or [none]), ""]


def review_markdown(record: ReviewRecord) -> str:
    who = ", ".join(record.attendees) or "nobody recorded"
    lines = [
        f"# Incident review, {record.since.isoformat()} to {record.until.isoformat()}",
        "",
        f"Attendees: {who}",
        "",
        *_list("Incidents", record.incidents, "None in this time."),
        *_list("Recurring factors", record.recurring, "None found."),
        *_list("Unresolved and overdue actions", record.unresolved, "None."),
        "## Decisions",
        "",
        record.decisions.strip() or "None recorded.",
        "",
    ]
    if record.next_on:
        lines += [f"Next review: {record.next_on.isoformat()}", ""]
    return "\n".join(lines)
