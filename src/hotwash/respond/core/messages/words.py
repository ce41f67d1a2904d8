"""What stakeholders and responders are told: texts from the process's templates, and the clock for the next update."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from hotwash.respond.core.states import IncidentState

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
OPEN_STATES = {IncidentState.ACTIVE, IncidentState.MITIGATED}


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its placeholders filled; one that is not known stays as it stands, so that it is seen."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), template)


def unknown_placeholders(template: str, values: Mapping[str, str]) -> list[str]:
    return sorted({name for name in PLACEHOLDER.findall(template) if name not in values})


def next_update(now: datetime, state: str, minutes: int | None) -> datetime | None:
    """When stakeholders hear again: as often as the severity asks while the incident is open, never after."""
    if minutes is None or state not in OPEN_STATES:
        return None
    return now + timedelta(minutes=minutes)


def subject_of(reference: str, title: str, state: str) -> str:
    return f"[{reference}] {state.capitalize()}: {title}"
