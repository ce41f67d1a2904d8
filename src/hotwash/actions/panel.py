"""The card of stage 5 on the incident's overview."""

from hotwash.actions.queries import actions_of, answers_of
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.panel import Panel
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
