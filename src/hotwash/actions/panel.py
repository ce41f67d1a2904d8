"""The card of stage 5 on the incident's overview."""

from datetime import date, datetime

from django.db.models import QuerySet

from hotwash.actions.models import Action
from hotwash.actions.queries import ActionFilter, actions_of, answers_of, find_actions
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.panel import Card, CardRow, Panel
from hotwash.respond.models import Incident


def panel(incident: Incident, actor: Actor) -> Panel:
    """``actor`` may see the incident already: whoever shows panels has checked it."""
    today = clock.now().date()
    actions = list(actions_of(incident))
    context = {
        "incident": incident,
        "actions": [action for action in actions if action.is_unresolved][:4],
        "unresolved": sum(1 for action in actions if action.is_unresolved),
        "overdue": sum(1 for action in actions if action.is_overdue(today)),
        "mine": sum(1 for action in actions if action.is_unresolved and action.owner_id == actor.person_id),
        "count": len(actions),
        "unanswered": sum(1 for answer in answers_of(incident) if not answer.answered),
        "today": today,
    }
    return Panel(title="Actions", template="actions/panel.html", order=50, context=context)


def cards(actor: Actor, *, now: datetime) -> list[Card]:
    """One's own actions by their due date, and what others have done and wait for a second pair of eyes."""
    today = now.date()
    if actor.person_id is None:
        return []
    mine = find_actions(actor, ActionFilter(owner=actor.person_id), today)
    waiting = find_actions(actor, ActionFilter(state="unconfirmed"), today).exclude(owner_id=actor.person_id)
    return [
        _card("actions", "Your actions", mine, f"/actions/?state=unresolved&owner={actor.person_id}", today),
        _card("to-confirm", "Done, to be confirmed by somebody else", waiting, "/actions/?state=unconfirmed", today),
    ]


def _card(key: str, title: str, actions: QuerySet[Action], more: str, today: date) -> Card:
    rows = [
        CardRow(
            reference=f"{action.incident.reference} {action.reference}",
            title=action.title,
            url=f"/incidents/{action.incident.reference}/actions/{action.reference}/",
            detail=f"due {action.due:%d %b %Y}" if action.due else "no due date",
            state="overdue" if action.is_overdue(today) else action.state,
        )
        for action in actions[:5]
    ]
    return Card(
        key=key, title=title, order=50, rows=rows, count=actions.count() if len(rows) == 5 else len(rows), more=more
    )
