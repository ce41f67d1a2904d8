"""A refusal that is expected is a value: a step returns it, a door shows it, nothing is lost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was not done. ``message`` is for a person: what happened, what it means, what to do."""

    code: str
    message: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        if not self.reasons:
            msg = "A refusal gives at least one reason."
            raise ValueError(msg)

    @property
    def is_conflict(self) -> bool:
        """True when somebody else saved first: the doors answer 409 and show both versions."""
        return any(reason.code == "conflict" for reason in self.reasons)

    def __str__(self) -> str:
        return " ".join(reason.message for reason in self.reasons)


def refuse(code: str, message: str, field: str = "") -> Refusal:
    return Refusal((Reason(code, message, field),))


def conflict(what: str) -> Refusal:
    """The refusal of an edit that was made on an older version of ``what``."""
    return refuse(
        "conflict",
        f"Somebody else saved {what} while you were writing. Your text is kept below; compare it and save again.",
    )
