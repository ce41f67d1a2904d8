"""Steps on what the tool asks back: leave a question with a reason, open it again."""

from datetime import datetime

from hotwash.analysis.events import GapReopened, GapReviewed
from hotwash.analysis.models import GapReview
from hotwash.analysis.queries import all_gaps
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident


def review_gap(*, actor: Actor, incident: Incident, key: str, reason: str, now: datetime) -> GapReview | Refusal:
    """Leave a question as it is, with the reason; it is then asked no more for the same factors."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        if not reason.strip():
            return refuse("empty", "Say in a few words why it is right as it is: the next reader will ask.", "reason")
        gap = next((gap for gap in all_gaps(incident) if gap.key == key), None)
        if gap is None:
            return refuse("no-gap", "That is no longer asked: somebody has answered it.", "key")
        tidy = reason.replace("\x00", "").strip()[:2000]
        review, _ = GapReview.objects.update_or_create(
            incident=incident,
            key=key,
            defaults={"question": gap.message, "reason": tidy, "by_id": actor.person_id, "at": now},
        )
        record(GapReviewed(incident_id=incident.pk, key=key, question=gap.message, reason=tidy))
    return review


def reopen_gap(*, actor: Actor, review: GapReview) -> bool:
    """Ask it again; True when it had been left."""
    with step(actor=actor, permission=Permission.EDIT, scope=review.incident) as record:
        gone, _ = GapReview.objects.filter(pk=review.pk).delete()
        if gone:
            record(GapReopened(incident_id=review.incident_id, key=review.key, question=review.question))
    return bool(gone)
