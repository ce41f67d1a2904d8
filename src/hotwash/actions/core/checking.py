"""What can't be about an action that is added or changed, and about a due date that moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hotwash.actions.core.deadlines import due_problem
from hotwash.kernel.core.refusal import Reason, Refusal, refuse

MAX_TITLE = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """What is checked of an action. ``gone_owner`` is the name of an owner who is no longer active, ``strangers``
    whether it answers factors of another incident.
    """

    title: str
    due: date | None
    ticket_url: str
    gone_owner: str = ""
    strangers: bool = False


def problems_of(wish: Wish, today: date) -> Iterator[Reason]:
    title = wish.title.strip()
    if not title:
        yield Reason("title", "Say what is to be done, verb first.", "title")
    elif len(title) > MAX_TITLE:
        yield Reason(
            "title", f"The title is longer than {MAX_TITLE} characters: put the rest into the detail.", "title"
        )
    if problem := due_problem(wish.due, today):
        yield Reason("due", problem, "due")
    if wish.gone_owner:
        yield Reason("owner", f"{wish.gone_owner} is no longer active. Choose somebody else.", "owner")
    if wish.strangers:
        yield Reason("factors", "An action answers factors of its own incident only.", "factors")
    if wish.ticket_url and not wish.ticket_url.startswith(("http://", "https://")):
        yield Reason("ticket_url", "The link has to begin with https:// or http://.", "ticket_url")


def unmoved(before: date | None, after: date | None, reason: str) -> Refusal | None:
    """Why a due date can't move. The first date of an action needs no reason."""
    if before is not None and after != before and not reason.strip():
        return refuse("no_reason", "Say why the due date moves. The old one is kept beside it.", "due_reason")
    return None
