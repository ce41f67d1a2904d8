"""What can't be about people and services, before they are rows."""

from collections.abc import Collection, Iterator
from zoneinfo import available_timezones

from hotwash.directory.core.dependencies import closes_a_circle
from hotwash.kernel.core.refusal import Reason, Refusal, refuse


def problems_of_profile(name: str, timezone: str) -> Iterator[Reason]:
    if not name.strip():
        yield Reason("name", "Enter a name.", "name")
    if timezone not in available_timezones():
        yield Reason("timezone", "This is not a time zone. Choose one like Europe/Berlin.", "timezone")


def problem_of_email(email: str, *, is_taken: bool) -> Iterator[Reason]:
    if "@" not in email.strip("@ "):
        yield Reason("email", "Enter an e-mail address.", "email")
    elif is_taken:
        yield Reason("email", "Somebody with this e-mail address is here already.", "email")


def leaves_nobody_in_charge(*, was_admin: bool, stays_admin: bool, others: bool) -> Refusal | None:
    """The last administrator who can sign in stays one."""
    if was_admin and not stays_admin and not others:
        return refuse("last_admin", "This is the last administrator. Make somebody else one first.", "role")
    return None


def unfit_service(
    service: int, target: float | None, edges: Collection[tuple[int, int]], *, is_taken: bool
) -> Refusal | None:
    """``edges``: who depends on whom, as it would be. ``service`` is 0 for a new one, ``target`` a share of time."""
    if is_taken:
        return refuse("name", "There is a service of this name already.", "name")
    if target is not None and not 0 < target <= 1:
        return refuse("target", "The target is a share between 0 and 1: 0.999 for three nines.", "target")
    if closes_a_circle(list(edges), service):
        message = "This service would depend on itself. Leave one of the dependencies out."
        return refuse("depends_on", message, "depends_on")
    return None
