"""How a person wants to be reached: what can't be kept, and the order of the ways."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import time

from hotwash.kernel.core.refusal import Reason, Refusal, refuse
from hotwash.respond.core.messages.rungs import LONGEST_WAIT

MOST_METHODS = 20
LONGEST_ADDRESS = 1000
LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class ContactValues:
    """``minutes`` after a page; None: as is usual at its place."""

    channel: str
    address: str
    label: str = ""
    minutes: int | None = None


def unfit_method(values: ContactValues, problem: str, known: Collection[tuple[str, str]]) -> Refusal | None:
    """Why a contact method can't be kept, if so. ``problem``: what its notifier says about the address."""
    reasons = []
    if problem:
        reasons.append(Reason("address", problem, "address"))
    elif len(values.address) > LONGEST_ADDRESS:
        reasons.append(Reason("address", f"An address has at most {LONGEST_ADDRESS:,} characters.", "address"))
    elif (values.channel, values.address) in known:
        reasons.append(Reason("address", "You have this contact method already.", "address"))
    if len(known) >= MOST_METHODS:
        reasons.append(Reason("many", f"At most {MOST_METHODS} contact methods. Remove one that you no longer use."))
    if len(values.label) > LONGEST_LABEL:
        reasons.append(Reason("label", f"At most {LONGEST_LABEL} characters.", "label"))
    minutes = unfit_minutes(values.minutes)
    return Refusal((*reasons, *minutes)) if reasons or minutes else None


def unfit_minutes(minutes: int | None) -> tuple[Reason, ...]:
    if minutes is None or 0 <= minutes <= LONGEST_WAIT:
        return ()
    return (Reason("minutes", f"Between 0 and {LONGEST_WAIT} minutes after the page.", "minutes"),)


def unfit_hours(begins: time | None, ends: time | None) -> Refusal | None:
    if (begins is None) != (ends is None):
        field = "quiet_from" if begins is None else "quiet_until"
        return refuse("hours", "Give both times, or neither for no quiet hours.", field)
    if begins is not None and begins == ends:
        return refuse("hours", "The hours begin and end at the same time. Leave both empty for none.", "quiet_until")
    return None


def moved(keys: Sequence[int], key: int, by: int) -> list[int]:
    """The order after one was moved up (-1) or down (1); as it was where there is no place to go."""
    order = list(keys)
    if key not in order:
        return order
    place = order.index(key)
    order.insert(max(0, min(place + by, len(order) - 1)), order.pop(place))
    return order


def reordered(keys: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """``keys`` in the wanted order; what is not named keeps its order behind the rest."""
    named = [key for key in dict.fromkeys(wanted) if key in keys]
    return [*named, *(key for key in keys if key not in named)]
