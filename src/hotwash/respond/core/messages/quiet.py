"""Quiet hours: what may wait for the morning does; a page never does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hotwash.respond.core.messages.sending import PIERCING


@dataclass(frozen=True, slots=True)
class Quiet:
    """Wall-clock hours of a person in their own zone; over midnight where they end before they begin."""

    begins: time
    ends: time
    zone: str
    as_digest: bool = False


def held_until(quiet: Quiet | None, purpose: str, now: datetime) -> datetime | None:
    """When a message may be sent that would fall into the hours; None when it may go now."""
    if quiet is None or purpose in PIERCING or quiet.begins == quiet.ends:
        return None
    here = now.astimezone(ZoneInfo(quiet.zone))
    if not _within(quiet, here.time()):
        return None
    day = here.date() if here.time() < quiet.ends else here.date() + timedelta(days=1)
    return datetime.combine(day, quiet.ends, ZoneInfo(quiet.zone)).astimezone(now.tzinfo)


def _within(quiet: Quiet, clock: time) -> bool:
    if quiet.begins < quiet.ends:
        return quiet.begins <= clock < quiet.ends
    return clock >= quiet.begins or clock < quiet.ends


@dataclass(frozen=True, slots=True)
class Piece:
    """A message that has waited, as it stands in a digest."""

    subject: str
    text: str
    link: str = ""


def digest(pieces: Sequence[Piece]) -> Piece:
    """Several messages as one, in their order."""
    if len(pieces) == 1:
        return pieces[0]
    parts = [
        f"{number}. {piece.subject}\n\n{piece.text}" + (f"\n\n{piece.link}" if piece.link not in piece.text else "")
        for number, piece in enumerate(pieces, start=1)
    ]
    return Piece(f"{len(pieces)} messages from your quiet hours", "\n\n----\n\n".join(parts))
