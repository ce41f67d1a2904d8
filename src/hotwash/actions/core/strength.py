"""How strongly an action holds: the action hierarchy of health care (RCA2: VA, NPSF, IHI), in the words of operations.

Strong actions hold without anybody's attention; weak ones need it every time.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Strength(StrEnum):
    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class ActionType(StrEnum):
    CODE = "code"
    RUNBOOK = "runbook"
    MONITORING = "monitoring"
    ALERT = "alert"
    DEPLOYMENT = "deployment"
    TRAINING = "training"
    AUTOMATION = "automation"


class ActionKind(StrEnum):
    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"


class Priority(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


TYPE_LABELS: Final = {
    ActionType.CODE: "Code or configuration",
    ActionType.RUNBOOK: "Runbook or support document",
    ActionType.MONITORING: "Monitoring threshold",
    ActionType.ALERT: "Alert configuration",
    ActionType.DEPLOYMENT: "Deployment procedure",
    ActionType.TRAINING: "Training",
    ActionType.AUTOMATION: "Automation",
}
STRENGTH_LABELS: Final = {
    Strength.STRONG: "Strong: holds without attention",
    Strength.MEDIUM: "Medium: reminds or backs up",
    Strength.WEAK: "Weak: needs attention every time",
}
_USUAL: Final = {
    ActionType.CODE: Strength.STRONG,
    ActionType.AUTOMATION: Strength.STRONG,
    ActionType.DEPLOYMENT: Strength.MEDIUM,
    ActionType.MONITORING: Strength.MEDIUM,
    ActionType.ALERT: Strength.MEDIUM,
    ActionType.RUNBOOK: Strength.WEAK,
    ActionType.TRAINING: Strength.WEAK,
}
_DETECTS: Final = frozenset({ActionType.MONITORING, ActionType.ALERT})


def usual_strength(kind: ActionType) -> Strength:
    """What an action of this type mostly is; its author may know better."""
    return _USUAL[kind]


def balance_advice(actions: Sequence[tuple[ActionType, Strength]], *, found_by_customer: bool) -> list[str]:
    """What the set of an incident's actions lacks, for people. Empty when there is nothing to say, or no action yet."""
    if not actions:
        return []
    advice = []
    if all(strength is Strength.WEAK for _, strength in actions):
        advice.append(
            "Every action needs somebody's attention to hold. "
            "Is there one that makes the failure impossible, or has a check catch it?"
        )
    if found_by_customer and not any(kind in _DETECTS for kind, _ in actions):
        advice.append("A customer noticed first, and no action makes monitoring or an alert notice next time.")
    return advice
