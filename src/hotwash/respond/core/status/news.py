"""What there is to tell of an update or of maintenance, in the words of the page that tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hotwash.respond.core.states import IncidentState
from hotwash.respond.core.status.letters import News, span_words
from hotwash.respond.core.status.page import PHASES, name_of

#: What becomes of announced maintenance, as its readers hear it.
SAID: Mapping[str, str] = {
    "announced": "announced",
    "changed": "changed",
    "ended": "is over",
    "called off": "was called off",
}
BEGINS, OVER = "begins", "is over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An update as it was sent to the audience. ``incident`` is its number; ``corrects`` an earlier update."""

    number: int
    incident: int
    headline: str
    subject: str
    said: str
    text: str
    state: str
    corrects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Announced maintenance; ``version`` counts its changes."""

    number: int
    version: int
    title: str
    text: str
    begins: datetime
    ends: datetime


def of_update(update: Told, home: str) -> News:
    """``home`` is the address of the page."""
    name, phase = name_of(update.headline, update.subject), PHASES[IncidentState(update.state)]
    return News(
        subject=f"{'Correction' if update.corrects else phase.capitalize()}: {name}",
        text=update.said or update.text,
        link=f"{home}incidents/{update.incident}/",
        once=f"update:{update.number}",
        data={"incident": f"incident-{update.incident}", "status": phase, "name": name},
        update_id=update.number,
    )


def of_maintenance(work: Planned, said: str, home: str, zone: ZoneInfo) -> News:
    """``said``: announced, changed, begins, is over, was called off. The same is told once for each version."""
    when = span_words(work.begins, work.ends, zone)
    return News(
        subject=f"Maintenance {said}: {work.title}",
        text=f"{work.title}, {when}.\n\n{work.text}".strip(),
        link=f"{home}maintenance/{work.number}/",
        once=f"maintenance:{work.number}:{said}:{work.version}",
        data={"maintenance": f"maintenance-{work.number}", "status": said, "name": work.title},
    )
