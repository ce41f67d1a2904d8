"""What customers report by a public form, and what they are told became of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from hotwash.kernel.core.refusal import Reason
from hotwash.respond.core.states import IncidentState, Triage

MAX_TITLE = 200
MAX_TEXT = 10_000
MAX_SHORT = 200
MAX_FILES = 5
MAX_FILE_BYTES = 10_000_000
#: So many messages of one sender, and of all senders of one form, are taken in this time.
WINDOW = timedelta(minutes=10)
OF_ONE, OF_ALL = 5, 600


class Standing(StrEnum):
    """What became of a message, as far as a customer is told. The values name templates of the process document."""

    RECEIVED = "customer_received"
    LOOKING = "customer_looking"
    MITIGATED = "customer_mitigated"
    RESOLVED = "customer_resolved"
    CLOSED = "customer_closed"


HEADINGS: Mapping[Standing, str] = {
    Standing.RECEIVED: "We have your message",
    Standing.LOOKING: "We are looking at it",
    Standing.MITIGATED: "It should work again",
    Standing.RESOLVED: "It is resolved",
    Standing.CLOSED: "This is closed",
}
WORDS: Mapping[Standing, str] = {
    Standing.RECEIVED: "Thank you. Somebody will read it soon; this page then says so.",
    Standing.LOOKING: "A team is working on what you reported.",
    Standing.MITIGATED: "What you reported should work again. The team goes on until the cause is gone.",
    Standing.RESOLVED: "What you reported is resolved. Thank you for telling us.",
    Standing.CLOSED: "Nothing more is done about this message. If it still goes wrong, please write again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message as it was typed. ``trap`` is a field that people do not see: who fills it is a program."""

    title: str
    text: str = ""
    name: str = ""
    email: str = ""
    service: str = ""
    since: datetime | None = None
    trap: str = ""

    def problems(self, services: Sequence[str], now: datetime) -> list[Reason]:
        problems = []
        if not self.title.strip():
            problems.append(Reason("title", "Say in a few words what goes wrong.", "title"))
        if self.since is not None and self.since > now + timedelta(minutes=5):
            problems.append(Reason("since", "This is in the future. Since when does it go wrong?", "since"))
        if self.service and services and self.service not in services:
            problems.append(Reason("service", "Choose one of the list.", "service"))
        return problems

    def payload(self, fingerprint: str, files: Sequence[str], *, over: bool = False) -> bytes:
        """As the source reads it."""
        body = {
            "id": fingerprint,
            "title": self.title.strip()[:MAX_TITLE],
            "text": self.text.strip()[:MAX_TEXT],
            "name": self.name.strip()[:MAX_SHORT],
            "email": self.email.strip()[:MAX_SHORT],
            "service": self.service[:MAX_SHORT],
            "since": self.since.isoformat() if self.since else "",
            "attachments": ", ".join(files),
            "state": "over" if over else "open",
        }
        return json.dumps(body, ensure_ascii=True).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What is known inside: the alert that the message made, and the state of the incident that it belongs to."""

    triage: str = ""  # empty: not yet decided about
    is_over: bool = False
    incident: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says. ``update`` is the last word to the audience of customers, if there is one."""

    standing: Standing
    heading: str
    words: str
    update: str = ""
    updated_at: datetime | None = field(default=None)


def standing_of(fate: Fate) -> Standing:
    if fate.incident:
        return {
            IncidentState.MITIGATED.value: Standing.MITIGATED,
            IncidentState.RESOLVED.value: Standing.RESOLVED,
            IncidentState.CLOSED.value: Standing.RESOLVED,
        }.get(fate.incident, Standing.LOOKING)
    if fate.is_over or fate.triage in {Triage.DISMISSED, Triage.IGNORED}:
        return Standing.CLOSED
    return Standing.RECEIVED


def told(fate: Fate, templates: Mapping[str, str], update: str = "", updated_at: datetime | None = None) -> Told:
    """In the words of the process, where it has some. An update is only told while it is about an incident of ours."""
    standing = standing_of(fate)
    words = templates.get(standing.value) or WORDS[standing]
    return Told(standing, HEADINGS[standing], words, update if fate.incident else "", updated_at)


def is_too_much(of_one: int, of_all: int) -> bool:
    """Whether a form has taken enough for now, from one sender or from all of them."""
    return of_one >= OF_ONE or of_all >= OF_ALL
