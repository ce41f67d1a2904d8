"""Comments: asked on any part of the record, answered in the open."""

import re
from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.reports.events import Commented, CommentReopened, CommentResolved
from hotwash.reports.models import Comment
from hotwash.reports.steps.telling import tell_of_comment
from hotwash.respond.models import Incident

MAX_TEXT = 10_000
_TARGET = re.compile(r"(?:[A-Z]-[1-9]\d{0,8}|section:[a-z][a-z0-9_]{0,39}|)")


def comment(*, actor: Actor, incident: Incident, target: str, text: str, now: datetime) -> Comment | Refusal:
    """Say something about a part (T-12, F-3, A-5, ``section:impact``) or about the whole (empty target)."""
    if not _TARGET.fullmatch(target):
        return refuse("target", f"There is no part “{target[:60]}” to comment on.", "target")
    return _say(actor, incident, Comment(incident=incident, target=target), text, now)


def answer_comment(*, actor: Actor, parent: Comment, text: str, now: datetime) -> Comment | Refusal:
    """Answer a comment; an answer to an answer stands beneath the same comment."""
    first = parent.parent or parent
    answer = Comment(incident=first.incident, target=first.target, parent=first)
    return _say(actor, first.incident, answer, text, now)


def _say(actor: Actor, incident: Incident, row: Comment, text: str, now: datetime) -> Comment | Refusal:
    text = text.replace("\x00", "").strip()
    if not text:
        return refuse("text", "Write something first.", "text")
    if len(text) > MAX_TEXT:
        return refuse("too_long", f"A comment holds at most {MAX_TEXT:,} characters.", "text")
    with step(actor=actor, permission=Permission.COMMENT, scope=incident) as record:
        row.text, row.by_id, row.by_name, row.at = text, actor.person_id, actor.name, now
        row.save()
        tell_of_comment(actor, row, now)
        record(Commented(incident_id=incident.pk, comment=row.pk, target=row.target, text=text[:200]))
    return row


def resolve_comment(*, actor: Actor, comment: Comment, now: datetime) -> Comment:
    """Call a comment answered. Who wrote it may, and everybody who may edit."""
    with step(actor=actor, permission=_permission(actor, comment), scope=comment.incident) as record:
        locked = Comment.objects.select_for_update().get(pk=comment.pk)
        if locked.resolved_at is None:
            locked.resolved_at, locked.resolved_by_id = now, actor.person_id
            locked.save()
            record(CommentResolved(incident_id=locked.incident_id, comment=locked.pk))
    return locked


def reopen_comment(*, actor: Actor, comment: Comment) -> Comment:
    with step(actor=actor, permission=_permission(actor, comment), scope=comment.incident) as record:
        locked = Comment.objects.select_for_update().get(pk=comment.pk)
        if locked.resolved_at is not None:
            locked.resolved_at, locked.resolved_by = None, None
            locked.save()
            record(CommentReopened(incident_id=locked.incident_id, comment=locked.pk))
    return locked


def _permission(actor: Actor, comment: Comment) -> Permission:
    own = actor.person_id is not None and comment.by_id == actor.person_id
    return Permission.COMMENT if own else Permission.EDIT
