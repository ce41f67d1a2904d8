"""What the gates of the process ask about the actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hotwash.actions.core.states import ActionState
from hotwash.actions.core.strength import ActionKind
from hotwash.kernel.core.facts import Fact


@dataclass(slots=True)
class Planned:
    """An action: ``owned`` by somebody and until a day, ``reason`` why it is not done, the ``factors`` it answers."""

    kind: str
    state: str
    owned: bool
    reason: str
    factors: set[int | None] = field(default_factory=set)

    @property
    def counts(self) -> bool:
        return self.state != ActionState.WONT_DO


def facts_of(actions: Sequence[Planned], asking: Mapping[int, str | None]) -> dict[str, Fact]:
    """``asking``: the factors that want an answer, by their id, each with the reason for no action where one is given.

    A factor is answered by an action, by a reason for none, or by the reason why its action is deliberately not done.
    """
    planned = [action for action in actions if action.counts]
    answering = {factor for action in actions if action.counts or action.reason for factor in action.factors}
    answered = sum(1 for factor, reason in asking.items() if reason or factor in answering)
    return {
        "actions.corrective": sum(action.kind == ActionKind.CORRECTIVE for action in planned),
        "actions.preventive": sum(action.kind == ActionKind.PREVENTIVE for action in planned),
        "actions.owned_share": sum(action.owned for action in planned) / len(planned) if planned else 0.0,
        "actions.answered_share": answered / len(asking) if asking else 0.0,
    }
