"""A page that no contact method takes does not keep the next level waiting."""

from datetime import datetime

from django.db import transaction

from hotwash.kernel.outbox import wake
from hotwash.respond.core.states import EscalationState, PageState
from hotwash.respond.events import EscalationDue, PersonUnreached
from hotwash.respond.models import Escalation, Page

RUNNING = EscalationState.RUNNING


def climb_when_unreached(event: PersonUnreached, *, now: datetime) -> bool:
    """Follows a page that reached nobody: where no other page of the escalation is open, the next level is due now."""
    page = Page.objects.filter(pk=event.page, state=PageState.OPEN).first()
    if page is None or page.escalation_id is None:
        return False
    others = Page.objects.filter(escalation=page.escalation_id, state=PageState.OPEN).exclude(pk=page.pk)
    if others.exists():
        return False
    with transaction.atomic():
        moved = Escalation.objects.filter(pk=page.escalation_id, state=RUNNING, due_at__gt=now).update(due_at=now)
        if moved:
            wake(EscalationDue(escalation=page.escalation_id), at=now)
    return bool(moved)
