"""Stage 5 of the example: an action for each factor, some done and confirmed, one late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from hotwash.actions.core.strength import ActionKind, ActionType, Priority, Strength
from hotwash.actions.models import Action
from hotwash.actions.steps import ActionValues, add_action, confirm_action, finish_action, leave_factor, start_action
from hotwash.analysis.models import Factor
from hotwash.example.people import Shop
from hotwash.example.teller import Teller
from hotwash.respond.models import Incident

DECIDED = 60 * 51
DAY = 60 * 24


@dataclass(frozen=True, slots=True)
class Plan:
    """``days`` until it is due; ``done`` after how many days, None while it is not; ``by`` confirms it."""

    name: str
    title: str
    kind: ActionKind
    type: ActionType
    strength: Strength
    owner: str
    days: int
    end_state: str
    answers: tuple[str, ...]
    done: int | None = None
    by: str = "olga"
    evidence: str = ""


PLANS = (
    Plan(
        "module",
        "Set max_connections to 400 in the database module and remove the value set by hand",
        ActionKind.CORRECTIVE,
        ActionType.CODE,
        Strength.STRONG,
        "carl",
        14,
        "A plan on a fresh checkout shows no change of the parameter group.",
        ("reset", "override"),
        done=6,
        evidence="Plan of the merged change: “No changes”, run 4821.",
    ),
    Plan(
        "pool",
        "Compute the pool size from the database's limit and the number of hosts at rollout",
        ActionKind.CORRECTIVE,
        ActionType.DEPLOYMENT,
        Strength.STRONG,
        "theo",
        21,
        "A rollout whose pools would exceed 80 % of the limit stops with a message.",
        ("exhausted", "pool"),
        done=16,
        evidence="Rollout 4.20 on staging with a pool of 200 stopped: “3 × 200 exceeds 320”.",
    ),
    Plan(
        "alert",
        "Alert when fewer than 20 % of the database's connections are left for 2 minutes",
        ActionKind.PREVENTIVE,
        ActionType.ALERT,
        Strength.MEDIUM,
        "rhea",
        28,
        "The rule fires in a test against the recorded metric of the incident.",
        ("blind", "late"),
        done=11,
        evidence="promtool test rules: 1 passed; fires 6 minutes before the alert of the incident.",
    ),
    Plan(
        "window",
        "Hold a rollout while an apply on a service it depends on is running",
        ActionKind.PREVENTIVE,
        ActionType.AUTOMATION,
        Strength.STRONG,
        "mira",
        35,
        "A rollout started during an apply waits and says for what.",
        ("together", "review"),
        done=33,
        evidence="The pipeline of checkout asks the lock of the apply; merged as change 1182.",
    ),
    Plan(
        "button",
        "Give customer care the button “Declare an incident” and a half-hour exercise with it",
        ActionKind.PREVENTIVE,
        ActionType.TRAINING,
        Strength.WEAK,
        "sam",
        30,
        "Every shift of customer care has declared an exercise incident once.",
        ("late",),
        done=25,
        by="olga",
        evidence="Three exercises, one for each shift, INC numbers in the calendar.",
    ),
)


def decide(teller: Teller, shop: Shop, incident: Incident, factors: Mapping[str, Factor]) -> dict[str, Action]:
    """The actions by name, as they are decided in the debrief."""
    olga, found = shop["olga"].as_actor(), {}
    for number, plan in enumerate(PLANS):
        values = ActionValues(
            title=plan.title,
            kind=plan.kind,
            type=plan.type,
            strength=plan.strength,
            priority=Priority.HIGH if plan.kind is ActionKind.CORRECTIVE else Priority.MEDIUM,
            owner=shop[plan.owner],
            due=(teller.began + timedelta(days=plan.days)).date(),
            end_state=plan.end_state,
            factors=[factors[name] for name in plan.answers],
        )
        found[plan.name] = teller.tell(DECIDED + 2 * number, add_action, actor=olga, incident=incident, values=values)
    why = "Any apply that changes this group reboots the database; what made it harmful is answered above."
    teller.tell(DECIDED + 20, leave_factor, actor=olga, factor=factors["trigger"], reason=why)
    return found


def carry_out(teller: Teller, shop: Shop, actions: Mapping[str, Action]) -> None:
    """Those that get done are done and confirmed by somebody else; the others stay."""
    for plan in sorted((plan for plan in PLANS if plan.done is not None), key=lambda plan: plan.done or 0):
        owner, other, at = shop[plan.owner].as_actor(), shop[plan.by].as_actor(), (plan.done or 0) * DAY
        row = actions[plan.name]
        row = teller.let(at - 90, start_action, actor=owner, action=row, version=row.version)
        row = teller.tell(at, finish_action, actor=owner, action=row, evidence=plan.evidence, version=row.version)
        note = "Seen: the evidence shows the end state."
        teller.tell(at + 200, confirm_action, actor=other, action=row, note=note, version=row.version)
