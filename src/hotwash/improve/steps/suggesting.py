"""Suggestions for the process: made by anybody who writes, accepted into a new version or declined with a reason."""

from datetime import datetime

from hotwash.improve.core.states import SuggestionState
from hotwash.improve.core.suggestions import Hunk, Misfit, apply_change, change_between
from hotwash.improve.events import SuggestionDecided, SuggestionMade
from hotwash.improve.models import Suggestion
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.steps import step
from hotwash.process.core.document import parse
from hotwash.process.queries import current_version
from hotwash.process.steps import save_process
from hotwash.respond.models import Incident


def hunks_of(suggestion: Suggestion) -> tuple[Hunk, ...]:
    """The stored change as values."""
    return tuple(Hunk(one["where"], tuple(one["before"]), tuple(one["after"])) for one in suggestion.hunks)


def suggest_change(
    *, actor: Actor, title: str, text: str, edited: str, incident: Incident | None, now: datetime
) -> Suggestion | Refusal:
    """Suggest a change of the current process. ``edited`` is the whole document as it should be, or empty for words
    alone. A document that cannot be read is refused with its reasons.
    """
    if not title.strip():
        return refuse("title", "Say in a few words what should change.", "title")
    base = current_version()
    hunks = change_between(base.text, edited) if edited.strip() else ()
    if not hunks and not text.strip():
        return refuse("text", "Change the document, or say in words what should change.", "text")
    if hunks and isinstance(checked := parse(edited), Refusal):
        return checked
    with step(actor=actor, permission=Permission.COMMENT, scope=incident) as record:
        row = Suggestion.objects.create(
            incident=incident,
            title=title.strip()[:200],
            text=text,
            hunks=[{"where": hunk.where, "before": list(hunk.before), "after": list(hunk.after)} for hunk in hunks],
            base=base,
            made_by_id=actor.person_id,
            made_at=now,
        )
        record(SuggestionMade(incident_id=incident.pk if incident else None, suggestion_id=row.pk, title=row.title))
    return row


def accept_suggestion(*, actor: Actor, suggestion: Suggestion, version: int, now: datetime) -> Suggestion | Refusal:
    """Make it part of the process: a new version, under which the next incident runs. Refused where it no longer fits
    the current text, or where it is words alone.
    """
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = suggestion.at_version(version)
        if row is None:
            return conflict("this suggestion")
        if row.state != SuggestionState.OPEN:
            return refuse("state", f"This suggestion was {row.state} already.")
        if not row.hunks:
            return refuse(
                "words", "This suggestion has words only. Change the process yourself, then decline it with a note."
            )
        current = current_version()
        changed = apply_change(hunks_of(row), current.text)
        if isinstance(changed, Misfit):
            return refuse("misfit", changed.message)
        saved = save_process(
            actor=actor, text=changed, note=f"Suggestion: {row.title}", based_on=current.number, now=now
        )
        if isinstance(saved, Refusal):
            return saved
        row.process_version = saved
        _decide(row, SuggestionState.ACCEPTED, actor, now)
        record(_event(row, "accepted", saved.number))
    return row


def decline_suggestion(
    *, actor: Actor, suggestion: Suggestion, reason: str, version: int, now: datetime
) -> Suggestion | Refusal:
    if not reason.strip():
        return refuse("reason", "Say why, so that whoever suggested it understands.", "reason")
    with step(actor=actor, permission=Permission.MANAGE, why=reason) as record:
        row = suggestion.at_version(version)
        if row is None:
            return conflict("this suggestion")
        if row.state != SuggestionState.OPEN:
            return refuse("state", f"This suggestion was {row.state} already.")
        row.reason = reason.strip()
        _decide(row, SuggestionState.DECLINED, actor, now)
        record(_event(row, "declined", None))
    return row


def _decide(row: Suggestion, state: SuggestionState, actor: Actor, now: datetime) -> None:
    row.state, row.decided_by_id, row.decided_at = state, actor.person_id, now
    row.version += 1
    row.save()


def _event(row: Suggestion, decision: str, number: int | None) -> SuggestionDecided:
    return SuggestionDecided(
        incident_id=row.incident_id, suggestion_id=row.pk, title=row.title, decision=decision, number=number
    )
