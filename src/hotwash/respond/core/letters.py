"""Messages as values: one letter, many addresses; and the words of those that the response itself writes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from hotwash.ports.payload import Json
from hotwash.respond.core.messages import filled
from hotwash.respond.core.updates import Situation

EMAIL = "email"
IN_PAGE = "in_page"
LONGEST_NAME = 200
PAGE_TEMPLATE = "{reference} {title} ({severity}) needs you.\n\n{acknowledge_url}"


@dataclass(frozen=True, slots=True)
class File:
    """A text file that goes with a message; ``media_type`` may carry parameters (``text/calendar; method=REQUEST``)."""

    name: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to one address. ``link`` and ``link_text`` make the mail's button; ``text`` stands for itself.
    What has the same ``once`` is sent only once. Of one ``occasion`` are all ways to one person; ``wait`` until this
    one is used.
    """

    channel: str
    to: str
    subject: str
    text: str
    purpose: str
    once: str
    link: str = ""
    link_text: str = "Open in Hotwash"
    files: tuple[File, ...] = ()
    data: Mapping[str, Json] = field(default_factory=dict)
    incident_id: int | None = None
    person_id: int | None = None
    page_id: int | None = None
    update_id: int | None = None
    occasion: str = ""
    wait: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The same words for whoever is to have them. ``once`` names the occasion."""

    subject: str
    text: str
    purpose: str
    once: str
    link: str
    link_text: str = "Open in Hotwash"
    files: tuple[File, ...] = ()
    data: Mapping[str, Json] = field(default_factory=dict)
    incident_id: int | None = None
    page_id: int | None = None

    def to(self, person: int, channel: str, address: str, wait: timedelta = timedelta()) -> Outgoing:
        """To one address; ``person`` 0 where it is nobody's own."""
        return Outgoing(
            channel=channel,
            to=address,
            subject=self.subject,
            text=self.text,
            purpose=self.purpose,
            once=short(f"{self.once}:{person}:{channel}:{address}"),
            link=self.link,
            link_text=self.link_text,
            files=self.files,
            data=self.data,
            incident_id=self.incident_id,
            person_id=person or None,
            page_id=self.page_id,
            occasion=short(f"{self.once}:{person}") if person else "",
            wait=wait,
        )


def short(name: str) -> str:
    """A name of at most 200 characters, which stays one of a kind: addresses can be long and end differently."""
    if len(name) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]
    return f"{name[: LONGEST_NAME - 33]}:{digest}"


@dataclass(frozen=True, slots=True)
class Call:
    """Why somebody is paged, and the signed link by which they answer. ``page`` is its number."""

    page: int
    reason: str
    link: str


def page_letter(call: Call, about: Situation, severity: str, template: str, incident_id: int) -> Letter:
    """What a pager shows. ``severity`` is its name for people."""
    values = {
        "reference": about.reference,
        "title": about.title,
        "severity": severity,
        "summary": about.summary,
        "reason": call.reason,
        "acknowledge_url": call.link,
    }
    return Letter(
        subject=f"[{about.reference}] You are paged: {about.title}",
        text=f"{filled(template, values)}\n\nWhy you: {call.reason}.",
        purpose="page",
        once=f"page:{call.page}",
        link=call.link,
        link_text="Acknowledge",
        data={"incident": about.reference, "severity": about.severity},
        incident_id=incident_id,
        page_id=call.page,
    )


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a message is about: ``once`` names it, ``link`` leads to it."""

    once: str
    link: str
    private: bool = False


def channel_letter(about: Situation, severity: str, occasion: Occasion, incident_id: int) -> Letter:
    """What a chat channel reads that an escalation calls. What is private is not told there."""
    title = "a private incident" if occasion.private else about.title
    text = f"{about.reference} ({severity}) needs somebody: {title}.\n\nWhoever opens it can acknowledge it there."
    return Letter(
        subject=f"[{about.reference}] Needs somebody: {title}",
        text=text,
        purpose="page",
        once=occasion.once,
        link=occasion.link,
        data={"incident": about.reference, "severity": about.severity},
        incident_id=incident_id,
    )


def trouble_letter(subject: str, text: str, link: str, once: str) -> Letter:
    """To administrators: whether paging itself works. It is a page, so that no quiet hours hold it."""
    return Letter(subject=subject, text=text, purpose="page", once=once, link=link, link_text="Look at the self-check")


def swap_letter(schedule: str, verb: str, words: str, link: str, once: str) -> Letter:
    """To the other side of a swap; ``verb`` is what the first side did."""
    return Letter(
        subject=f"On call in {schedule}: a swap is {'asked for' if verb == 'asked' else verb}",
        text=words,
        purpose="reminder",
        once=once,
        link=link,
        link_text="Answer" if verb == "asked" else "Look at the schedule",
    )


def gap_letter(schedule: str, gaps: Sequence[str], link: str, once: str) -> Letter:
    """To those who look after a schedule."""
    lines = "\n".join(f"- {gap}" for gap in gaps)
    return Letter(
        subject=f"On call in {schedule}: nobody in {len(gaps)} span{'s' if len(gaps) > 1 else ''} of the coming days",
        text=f"Nobody is on call in {schedule}:\n\n{lines}\n\nWhoever is needed then: the policy's fallback is paged.",
        purpose="reminder",
        once=once,
        link=link,
        link_text="Fill the gaps",
    )


def update_due_letter(about: Situation, link: str, once: str, incident_id: int) -> Letter:
    """The clock of the next update ran out."""
    return Letter(
        subject=f"[{about.reference}] The next update is due",
        text=f"Stakeholders of {about.reference} {about.title} were promised a word by now.",
        purpose="reminder",
        once=once,
        link=link,
        link_text="Write the update",
        incident_id=incident_id,
    )
