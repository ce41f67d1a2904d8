"""What Hotwash answers in a chat."""

from collections.abc import Sequence

from hotwash.kernel.core.refusal import Refusal

STRANGER = (
    "I don't know who you are here. Add this as a contact method in Hotwash (Your account → How you are reached): {by}"
)
YES = frozenset({"1", "ack", "acknowledge", "ok", "yes", "y", "take"})
NO = frozenset({"2", "no", "n", "decline", "can't", "cant", "cannot"})
ACKNOWLEDGE, DECLINE = "acknowledge", "decline"


def answer_of(text: str) -> str:
    """Whether a short answer to a page takes it or declines it; empty for neither."""
    first = text.strip().lower().split()[:1]
    word = first[0].strip(".!,;:\"'") if first else ""
    if word in YES:
        return ACKNOWLEDGE
    return DECLINE if word in NO else ""


def told(refusal: Refusal) -> str:
    return " ".join(reason.message for reason in refusal.reasons)


def which(references: Sequence[str]) -> str:
    """When a command could mean several incidents, or none."""
    if not references:
        return "No incident is open. Declare one: declare sev1 what is wrong."
    return f"More than one incident is open: {', '.join(references)}. Name one behind the first word."


def who_words(reference: str, title: str, state: str, people: Sequence[tuple[str, str]]) -> str:
    """``people``: role and name."""
    lines = [f"{reference} {title} is {state}."]
    lines += [f"{role}: {name}" for role, name in people] or ["Nobody is on it yet."]
    return "\n".join(lines)
