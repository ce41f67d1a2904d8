"""What a reminder of an action says."""

from dataclasses import dataclass
from datetime import date

from hotwash.actions.core.deadlines import ReminderKind
from hotwash.respond.core.letters import Letter
from hotwash.respond.core.messages import filled

DEFAULT_TEXT = "{action} of {reference} is due {due}. {url}"


@dataclass(frozen=True, slots=True)
class Reminded:
    """``incident`` and ``action`` as people name them: reference and title."""

    incident: str
    action: str
    headline: str
    due: date
    link: str


def headline(kind: str, days: int) -> str:
    """``days`` until it is due; less than 0 when it is late."""
    if days > 0:
        return f"Due in {days} day{'' if days == 1 else 's'}"
    if days == 0:
        return "Due today"
    late = f"{-days} day{'' if days == -1 else 's'} overdue"
    return f"Escalated, {late}" if kind == ReminderKind.ESCALATE else f"{late[0].upper()}{late[1:]}"


def reminder_letter(said: Reminded, template: str, once: str, incident_id: int) -> Letter:
    named = {"action": said.action, "reference": said.incident, "due": f"{said.due:%d %B %Y}", "url": said.link}
    return Letter(
        subject=said.headline,
        text=filled(template, named),
        purpose="reminder",
        once=once,
        link=said.link,
        link_text="Open the action",
        incident_id=incident_id,
    )
