"""The debrief: when, with what agenda, with which questions. Built from what the graph still asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotwash.analysis.core.asking import Gap
from hotwash.kernel.core.calendar import Meeting, invitation, media_type
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.respond.core.letters import File, Letter

WORK_BEGINS, SATURDAY = 10, 5  # hour of the day, weekday


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the agenda."""

    title: str
    minutes: int
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to ask when somebody says such a thing."""

    hears: str
    asks: tuple[str, ...]


# Source: Etsy, Debriefing Facilitation Guide (CC BY-SA 4.0), in our words: ask how, not why; descriptions come first.
GUIDE: tuple[Prompt, ...] = (
    Prompt(
        "An observation: “I saw the graph drop.”",
        ("Where did you see it?", "What did you expect to see?", "What did you look at next?"),
    ),
    Prompt(
        "A judgement: “That was a bad deploy.”",
        ("What did it look like at that moment?", "What would have told you otherwise?"),
    ),
    Prompt(
        "A decision: “I rolled back.”",
        ("What made that the next step?", "Which other steps were in sight?", "What would have changed your mind?"),
    ),
    Prompt("“I knew that …”", ("How did you come to know it?", "Who else could know it, and from where?")),
    Prompt(
        "“We should have …”",
        ("What did we do instead, and what made it sensible?", "Let us keep that as an idea for an action."),
    ),
    Prompt(
        "A person is named as the cause.",
        ("What would have happened with somebody else in that place?", "What made it easy to do, and hard to notice?"),
    ),
    Prompt("Silence.", ("How is this normally done?", "What surprised you?", "What went better than it might have?")),
)
STORY = frozenset({"no-evidence", "later-than-effect", "no-outcome", "open-question"})
OPENING = (
    "We are here to learn how our work and our systems really go, not to find out who.",
    "Everybody did what seemed right with what they could see. Hindsight is in the room: we name it when it speaks.",
    "First what happened, then why, then ideas. Remedies wait until the story is whole.",
)


def agenda(gaps: Sequence[Gap], minutes: int) -> tuple[Item, ...]:
    """Parts of the given time. What is still open goes to the part in which it can be answered."""
    story = [gap.message for gap in gaps if gap.code in STORY]
    graph = [gap.message for gap in gaps if gap.code not in STORY and gap.code != "no-action"]
    after = [gap.message for gap in gaps if gap.code == "no-action"]
    share = max(5, minutes // 12)
    return (
        Item("Opening: why we are here", share, OPENING),
        Item("What happened: walk the timeline together", minutes * 4 // 12, tuple(story[:8])),
        Item("Why: the factors, and what helped", minutes * 4 // 12, tuple(graph[:8])),
        Item("Ideas for actions, to be decided afterwards", minutes * 2 // 12, tuple(after[:8])),
        Item("Round: what did you learn, what is missing?", share, ()),
    )


def proposed_time(incident_end: datetime, days: int, now: datetime) -> datetime:
    """The last working morning within `days` after the incident, or the next one when that has passed."""
    latest = incident_end + timedelta(days=days)
    day = latest if latest.date() > now.date() else now + timedelta(days=1)
    step = timedelta(days=-1 if day is latest else 1)
    while day.weekday() >= SATURDAY:
        day += step
        if day.date() <= now.date():
            day, step = now + timedelta(days=1), timedelta(days=1)
    return day.replace(hour=WORK_BEGINS, minute=0, second=0, microsecond=0)


def facilitator_doubt(facilitator: int | None, central: Collection[int]) -> str:
    """A word of advice when the facilitator took a central part; empty when all is well (check 11)."""
    if facilitator is not None and facilitator in central:
        return (
            "The facilitator took a central part in this incident. Somebody who did not can ask the simple questions "
            "and has no stake in the answers."
        )
    return ""


def problem_of_plan(planned_at: datetime, minutes: int, place: str, declared_at: datetime) -> Refusal | None:
    if not 5 <= minutes <= 480:
        return refuse("minutes", "Plan between 5 minutes and 8 hours.", "minutes")
    if planned_at < declared_at:
        return refuse("too-early", "That lies before the incident was declared.", "planned_at")
    if planned_at.year > declared_at.year + 2:
        return refuse("too-late", "That is years away; by then nobody remembers.", "planned_at")
    if len(place) > 300:
        return refuse("too-long", "Keep the place or link under 300 characters.", "place")
    return None


def debrief_letter(meeting: Meeting, once: str, incident_id: int, now: datetime) -> Letter:
    """The invitation, with the agenda and the calendar entry."""
    when = f"{meeting.starts_at:%A, %d %B %Y, %H:%M %Z}, {meeting.minutes} minutes"
    parts = (f"{meeting.title}.", when, meeting.place, meeting.description)
    return Letter(
        subject=meeting.title,
        text="\n\n".join(part for part in parts if part),
        purpose="invitation",
        once=once,
        link=meeting.url,
        link_text="Open the agenda",
        files=(File("debrief.ics", media_type(meeting), invitation(meeting, now)),),
        incident_id=incident_id,
    )
