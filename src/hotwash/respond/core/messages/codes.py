"""Proof that a contact method reaches its person: a code is sent there and typed in here."""

from datetime import datetime, timedelta

from hotwash.kernel.core.refusal import Refusal, refuse

LIVES = timedelta(minutes=15)
TRIES = 5
PAUSE = timedelta(seconds=30)
DIGITS = 6


def unfit_code(typed: str, sent_at: datetime | None, tries: int, now: datetime, *, is_right: bool) -> Refusal | None:
    """Why a code does not confirm a contact method, if so."""
    if sent_at is None or now - sent_at > LIVES:
        return refuse("code", "There is no code that is still valid. Ask for a new one.", "code")
    if tries >= TRIES:
        return refuse("code", "Too many wrong codes. Ask for a new one.", "code")
    if not typed.strip():
        return refuse("code", "Enter the code that was sent there.", "code")
    if not is_right:
        return refuse("code", "This is not the code that was sent last. Look again, or ask for a new one.", "code")
    return None


def too_soon(sent_at: datetime | None, now: datetime) -> Refusal | None:
    """A code that was just sent has to arrive first: nobody is flooded with them."""
    if sent_at is None or now - sent_at >= PAUSE:
        return None
    seconds = round((PAUSE - (now - sent_at)).total_seconds())
    return refuse("soon", f"A code was sent just now. You can ask for another one in {seconds} seconds.")
